import Outreach

/// How a provider's mailboxes are reached, so that a person has to give address and password only.
public struct MailPreset: Hashable, Sendable {
  /// One of the provider's servers.
  public struct Server: Hashable, Sendable {
    /// The host name.
    public var host: String
    /// 1 to 65535.
    public var port: Int
    /// How the connection is protected.
    public var security: MailServer.Security

    /// A server by its parts.
    public init(host: String, port: Int, security: MailServer.Security) {
      (self.host, self.port, self.security) = (host, port, security)
    }
  }

  /// What the provider takes to sign in.
  public enum Access: String, Sendable {
    /// The mailbox's own password.
    case password
    /// A password made for one program, in the account's security settings.
    case appPassword = "app_password"
    /// A token from the provider's sign-in page (OAuth 2) only.
    case token
  }

  /// The provider's name.
  public var name: String
  /// Where mail leaves.
  public var sending: Server
  /// Where mail is read.
  public var reading: Server
  /// What it takes to sign in.
  public var access: Access
  /// Whether the server itself keeps a copy of what was sent; where not, we file one.
  public var keepsSentMail: Bool
  /// What the person has to do first, in plain words; nil where nothing.
  public var advice: String?

  /// A preset by its parts.
  public init(name: String, sending: Server, reading: Server, access: Access, keepsSentMail: Bool, advice: String?) {
    (self.name, self.sending, self.reading, self.access) = (name, sending, reading, access)
    (self.keepsSentMail, self.advice) = (keepsSentMail, advice)
  }
}

/// The presets of known providers. Sources: Thunderbird's ISPDB and the providers' help pages, as of November 2026.
public enum MailPresets {
  /// Most MX hosts looked at.
  static let maximumHosts = 20

  /// The preset for an address's domain (A-labels); nil where it is none of the known ones.
  public static func preset(forDomain domain: String) -> MailPreset? {
    let domain = domain.lowercased()
    return rows.first { $0.domains.contains(domain) }?.preset
  }

  /// The preset for a domain, looked for by its mail exchangers where the domain itself is unknown.
  /// - Parameter exchangers: gives a domain's MX hosts, best first; empty where there are none.
  public static func preset(forDomain domain: String, exchangers: (String) async -> [String]) async -> MailPreset? {
    if let known = preset(forDomain: domain) { return known }
    for host in await exchangers(domain).prefix(maximumHosts) {
      if let found = preset(forExchanger: host) { return found }
    }
    return nil
  }

  /// The preset whose provider runs this server; for advice when a check fails.
  public static func preset(forServer host: String) -> MailPreset? {
    let host = host.lowercased()
    return rows.first { $0.preset.sending.host == host || $0.preset.reading.host == host }?.preset
  }

  /// The preset behind an MX host: by whole labels from the right, so that `evilgoogle.com` is nobody.
  static func preset(forExchanger host: String) -> MailPreset? {
    var name = host.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    return rows.first { row in row.exchangers.contains { name == $0 || name.hasSuffix("." + $0) } }?.preset
  }

  private struct Row {
    var preset: MailPreset
    var domains: [String]
    var exchangers: [String]
  }

  private static func tls(_ host: String, _ port: Int) -> MailPreset.Server { .init(host: host, port: port, security: .tls) }

  private static func starttls(_ host: String) -> MailPreset.Server { .init(host: host, port: 587, security: .starttls) }

  private static func row(
    _ name: String, _ sending: MailPreset.Server, _ imap: String, _ access: MailPreset.Access, keeps: Bool, _ advice: String? = nil,
    domains: [String], exchangers: [String] = []
  ) -> Row {
    let preset = MailPreset(
      name: name, sending: sending, reading: tls(imap, 993), access: access, keepsSentMail: keeps, advice: advice)
    return Row(preset: preset, domains: domains, exchangers: exchangers)
  }

  private static let gmailAdvice =
    "Gmail wants an app password: switch on 2-step verification, then make one at myaccount.google.com/apppasswords."
  private static let yahooAdvice = "Make an app password under Account security and use it here."
  private static let gmxAdvice = "Allow POP3 and IMAP first, in the web mailer under Settings, POP3/IMAP Retrieval."

  // A table may be long.
  private static let rows: [Row] = [
    row(
      "Gmail", tls("smtp.gmail.com", 465), "imap.gmail.com", .appPassword, keeps: true, gmailAdvice,
      domains: ["gmail.com", "googlemail.com"], exchangers: ["google.com", "googlemail.com"]),
    row(
      "Outlook.com", starttls("smtp-mail.outlook.com"), "outlook.office365.com", .token, keeps: true,
      "Outlook.com takes no passwords any more: sign in through Microsoft's page (OAuth).",
      domains: [
        "outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "hotmail.de", "live.de", "hotmail.co.uk", "hotmail.fr",
      ],
      exchangers: ["olc.protection.outlook.com"]),
    row(
      "Microsoft 365", starttls("smtp.office365.com"), "outlook.office365.com", .token, keeps: true,
      "Microsoft 365 wants its own sign-in (OAuth), and the administrator has to allow SMTP AUTH for the mailbox.",
      domains: [], exchangers: ["protection.outlook.com"]),
    row(
      "Fastmail", tls("smtp.fastmail.com", 465), "imap.fastmail.com", .appPassword, keeps: false,
      "Make an app password under Settings, Privacy & Security.", domains: ["fastmail.com", "fastmail.fm"],
      exchangers: ["messagingengine.com"]),
    row(
      "Zoho (EU)", tls("smtp.zoho.eu", 465), "imap.zoho.eu", .appPassword, keeps: true, zohoAdvice, domains: ["zoho.eu"],
      exchangers: ["zoho.eu"]),
    row(
      "Zoho (India)", tls("smtp.zoho.in", 465), "imap.zoho.in", .appPassword, keeps: true, zohoAdvice, domains: ["zoho.in"],
      exchangers: ["zoho.in"]),
    row(
      "Zoho", tls("smtp.zoho.com", 465), "imap.zoho.com", .appPassword, keeps: true, zohoAdvice,
      domains: ["zoho.com", "zohomail.com"],
      exchangers: ["zoho.com"]),
    row(
      "iCloud", starttls("smtp.mail.me.com"), "imap.mail.me.com", .appPassword, keeps: false,
      "iCloud wants an app-specific password from account.apple.com; for IMAP the user name may be the part before the @.",
      domains: ["icloud.com", "me.com", "mac.com"], exchangers: ["mail.icloud.com"]),
    row(
      "Yahoo", tls("smtp.mail.yahoo.com", 465), "imap.mail.yahoo.com", .appPassword, keeps: true, yahooAdvice,
      domains: ["yahoo.com", "yahoo.de", "yahoo.co.uk", "yahoo.fr", "yahoo.it", "yahoo.es", "ymail.com", "rocketmail.com"],
      exchangers: ["yahoodns.net"]),
    row("AOL", tls("smtp.aol.com", 465), "imap.aol.com", .appPassword, keeps: true, yahooAdvice, domains: ["aol.com", "aol.de"]),
    row(
      "GMX", tls("mail.gmx.net", 465), "imap.gmx.net", .password, keeps: false, gmxAdvice,
      domains: ["gmx.de", "gmx.net", "gmx.at", "gmx.ch"], exchangers: ["gmx.net"]),
    row("GMX.com", tls("mail.gmx.com", 465), "imap.gmx.com", .password, keeps: false, gmxAdvice, domains: ["gmx.com", "gmx.us"]),
    row(
      "WEB.DE", tls("smtp.web.de", 465), "imap.web.de", .password, keeps: false, gmxAdvice, domains: ["web.de"],
      exchangers: ["web.de"]),
    row(
      "IONOS (Germany)", tls("smtp.ionos.de", 465), "imap.ionos.de", .password, keeps: false, domains: [],
      exchangers: ["ionos.de", "kundenserver.de"]),
    row(
      "IONOS (UK)", tls("smtp.ionos.co.uk", 465), "imap.ionos.co.uk", .password, keeps: false, domains: [],
      exchangers: ["ionos.co.uk"]),
    row(
      "IONOS", tls("smtp.ionos.com", 465), "imap.ionos.com", .password, keeps: false, domains: [],
      exchangers: ["ionos.com", "perfora.net"]),
    row("OVH", tls("ssl0.ovh.net", 465), "ssl0.ovh.net", .password, keeps: false, domains: [], exchangers: ["ovh.net"]),
    row(
      "mailbox.org", tls("smtp.mailbox.org", 465), "imap.mailbox.org", .password, keeps: false, domains: ["mailbox.org"],
      exchangers: ["mailbox.org"]),
    row(
      "Posteo", tls("posteo.de", 465), "posteo.de", .password, keeps: false, domains: ["posteo.de", "posteo.net"],
      exchangers: ["posteo.de"]),
    row(
      "T-Online", tls("securesmtp.t-online.de", 465), "secureimap.t-online.de", .password, keeps: false,
      "T-Online has a password for mail programs of its own; set it in the customer centre first.",
      domains: ["t-online.de", "magenta.de"]),
  ]

  private static let zohoAdvice = "Allow IMAP access in Zoho's settings first; with two-factor sign-in make an app password."
}
