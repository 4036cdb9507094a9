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
  /// Domains of throw-away addresses.
  private static let disposable: Set<String> = [
    "mailinator.com", "guerrillamail.com", "guerrillamail.info", "sharklasers.com", "10minutemail.com", "10minutemail.net",
    "tempmail.com",
    "temp-mail.org", "temp-mail.io", "throwawaymail.com", "yopmail.com", "yopmail.fr", "getnada.com", "nada.email", "trashmail.com",
    "trashmail.de", "trash-mail.com", "wegwerfmail.de", "wegwerfemail.de", "spambog.com", "spambog.de", "maildrop.cc",
    "dispostable.com",
    "fakeinbox.com", "mintemail.com", "mohmal.com", "emailondeck.com", "mailnesia.com", "mytemp.email", "tempail.com", "moakt.com",
    "mail-temp.com", "tempr.email", "discard.email", "discardmail.com", "spamgourmet.com", "mailcatch.com", "inboxkitten.com",
    "burnermail.io", "33mail.com", "anonaddy.me", "mailsac.com", "harakirimail.com", "byom.de", "einrot.com", "cuvox.de",
    "dayrep.com",
    "fleckens.hu", "gustr.com", "jourrapide.com", "rhyta.com", "superrito.com", "teleworm.us", "armyspy.com",
  ]

  /// What is remarkable about an address.
  static func findings(_ text: String) -> [Lint.Finding] {
    guard let address = EmailAddress(text) else {
      return [Lint.Finding(.error, "address", "The recipient's address can't be right.")]
    }
    let local = address.local.lowercased()
    if disposable.contains(address.domain) || Domain.registrable(address.domain).map(disposable.contains) == true {
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
