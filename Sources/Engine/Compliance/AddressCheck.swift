import Text

/// What an address tells without asking the mail server: never by SMTP probing, which gets the asker listed.
enum AddressCheck {
  /// Local parts that many people read, or nobody. Source: RFC 2142 and common use.
  private static let roles: Set<String> = [
    "info", "contact", "office", "hello", "mail", "kontakt", "sales", "support", "admin", "service", "team", "help", "billing",
    "jobs",
    "marketing", "press", "webmaster", "post", "buero", "verwaltung", "contacto", "contato", "hallo", "enquiries", "reception",
    "bonjour",
  ]
  /// Local parts to which nobody writes for business: machines and complaints.
  private static let unread: Set<String> = [
    "noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster", "abuse", "bounce", "bounces", "hostmaster",
    "root",
    "spam", "privacy", "dsgvo", "datenschutz",
  ]
  /// What is remarkable about an address.
  static func findings(_ text: String) -> [Lint.Finding] {
    guard let address = EmailAddress(text) else {
      return [Lint.Finding(.error, "address", "The recipient's address can't be right.")]
    }
    let local = address.local.lowercased()
    if DisposableDomains.holds(address.domain) {
      return [Lint.Finding(.warn, "disposable", "\(address.domain) gives throw-away addresses; nobody reads there for long.")]
    }
    if unread.contains(local) {
      return [Lint.Finding(.warn, "unread", "“\(address.local)@” is for machines or complaints; find a person.")]
    }
    if roles.contains(local) {
      return [Lint.Finding(.info, "role", "“\(address.local)@” is read by a team; a person answers more often.")]
    }
    return []
  }
}
