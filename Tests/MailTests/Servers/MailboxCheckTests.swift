import Curl
import Mail
import Outreach
import Testing

@Suite struct `Setting up a mailbox` {
  @Test func `each step is told, up to the one that fails`() async throws {
    let servers = try MailServers.running()
    let check = MailboxCheck(servers.connector)
    let good = await check.sending(servers.submission())
    #expect(good.map(\.step) == [.dns, .connect, .tls, .login] && good.allSatisfy { $0.ok && $0.advice == nil })
    let read = await check.reading(servers.mailbox())
    #expect(read.map(\.step) == MailboxCheck.Step.allCases && read.allSatisfy(\.ok))
    var wrong = servers.mailbox()
    wrong.signIn = .password(Secret("s3cret"))
    let refused = await check.reading(wrong)
    #expect(refused.map(\.ok) == [true, true, true, false] && refused.last?.step == .login && refused.last?.advice != nil)
    #expect(refused.last?.detail.contains("The server said: ") == true && !"\(refused)".contains("s3cret"))
    let expired = await check.sending(servers.submission(port: servers.smtp.expired))
    #expect(expired.map(\.ok) == [true, true, false] && expired.last?.detail.contains("expired") == true)
    let nowhere = await check.sending(
      MailServer(host: "nowhere.invalid", port: 465, security: .tls, username: "", signIn: .anonymous))
    #expect(nowhere.map(\.step) == [.dns] && nowhere[0].ok == false)
  }

  @Test func `providers are known by domain and by where their mail goes`() async {
    let domains = [
      "gmail.com": "Gmail", "GMX.de": "GMX", "web.de": "WEB.DE", "icloud.com": "iCloud", "hotmail.com": "Outlook.com",
      "posteo.de": "Posteo",
    ]
    for (domain, name) in domains { #expect(MailPresets.preset(forDomain: domain)?.name == name, "\(domain)") }
    #expect(MailPresets.preset(forDomain: "shop.example") == nil)
    let rows: [(String, String?)] = [
      ("aspmx.l.google.com", "Gmail"), ("shop-example.mail.protection.outlook.com.", "Microsoft 365"), ("mx.zoho.eu", "Zoho (EU)"),
      ("mx00.kundenserver.de", "IONOS (Germany)"), ("MX1.mail.ovh.net", "OVH"), ("in1-smtp.messagingengine.com", "Fastmail"),
      ("aspmx.evilgoogle.com", nil), ("google.com.evil.example", nil), ("", nil),
    ]
    for (host, name) in rows {
      let preset = await MailPresets.preset(forDomain: "shop.example") { _ in ["mx.unknown.example", host] }
      #expect(preset?.name == name, "\(host)")
    }
    let outlook = MailPresets.preset(forDomain: "outlook.com")
    #expect(outlook?.access == .token && outlook?.sending.security == .starttls && outlook?.reading.port == 993)
    #expect(MailPresets.preset(forServer: "IMAP.gmail.com")?.access == .appPassword)
  }
}
