import Outreach
import Testing

@Suite struct EmailVerdictTests {
  @Test func `verifiers' own words become one of our findings, and words that say nothing none`() {
    let rows: [(String, EmailVerdict?)] = [
      ("valid", .valid), ("Deliverable", .valid), ("SAFE TO SEND", .valid), ("ok", .valid), ("catch-all", .acceptAll),
      ("accept_all", .acceptAll),
      ("ok_for_all", .acceptAll), ("Unverified", .unknown), ("risky", .unknown), ("Disposable", .disposable),
      ("undeliverable", .invalid), ("do_not_mail", .invalid),
      ("spamtrap", .invalid),
      ("email_disabled", .invalid), ("Invalid", .invalid), ("unknown", .unknown), ("", nil), ("pending", nil), ("42", nil),
    ]
    for (word, verdict) in rows { #expect(EmailVerdict(word: word) == verdict, "\(word)") }
    for verdict in EmailVerdict.allCases { #expect(EmailVerdict(word: verdict.rawValue) == verdict, "read back as it is kept") }
  }
}
