import Outreach
import Testing

@Suite struct SettingsImportTests {
  @Test func `a file of an older program is taken over, under the names of today`() {
    let text = """
      # mail
      EMAIL_ADDRESS=me@firm.example
      export EMAIL_PASSWORD='pa$$ # word'
      SMTP_SERVER=mail.firm.example
      DAILY_EMAIL_LIMIT=30
      MAX_EMAILS_PER_DAY=25
      DAILY_EMAIL_LIMIT=28
      SMTP_PORT=99999
      REQUIRE_APPROVAL=false
      SMTP_PASSWROD=x
      CALENDAR_LINK=
      nonsense
      """
    let found = SettingsImport(text)
    #expect(
      found.values == [
        "SENDER_EMAIL": "me@firm.example", "SMTP_PASSWORD": "pa$$ # word", "SMTP_HOST": "mail.firm.example",
        "MAX_EMAILS_PER_DAY": "25",
        "REQUIRE_APPROVAL": "false",
      ])
    #expect(
      found.problems.map(\.setting) == [
        "line 12", "MAX_EMAILS_PER_DAY", "MAX_EMAILS_PER_DAY", "SMTP_PORT", "SMTP_PASSWROD", "REQUIRE_APPROVAL",
      ])
    #expect(!found.problems.contains { $0.detail.contains("pa$$") })
    #expect(SettingsImport("A=\"", over: ["MIN_DELAY_SECONDS": "900"]).problems.map(\.setting) == ["line 1", "MIN_DELAY_SECONDS"])
  }
}
