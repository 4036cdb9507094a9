/// What must fit together between settings.
enum SettingsChecks {
  typealias Problem = SettingsValues.Problem

  /// Every problem, in the order of the Settings screen.
  static func problems(of settings: SettingsValues) -> [Problem] {
    refusals(settings) + sending(settings) + servers(settings) + pace(settings) + storage(settings) + notes(settings)
  }

  /// The path in a `sqlite:` address; nil where it is none. `sqlite:///a/b`, `sqlite:/a/b` and `sqlite+driver:///a/b` are absolute.
  static func sqlitePath(_ url: String) -> String? {
    guard let colon = url.firstIndex(of: ":"), url[..<colon].lowercased().split(separator: "+").first == "sqlite" else {
      return nil
    }
    var path = url[url.index(after: colon)...]
    if path.hasPrefix("//") { path = path.dropFirst(2) }
    // SQLAlchemy's form has four slashes for an absolute path and three for a relative one.
    if path.hasPrefix("//") { path = path.dropFirst() }
    path = path.prefix { $0 != "?" }
    return path.hasPrefix("/") && path.count > 1 ? String(path) : nil
  }

  private static func refusals(_ settings: SettingsValues) -> [Problem] {
    var found: [Problem] = []
    if !settings[.requireApproval] {
      found.append(
        Problem(
          "REQUIRE_APPROVAL",
          "false is not allowed: nothing leaves unless you have seen it. To send what you approved without Send now, use ALLOW_AUTO_SEND=true."
        ))
    }
    if !settings[.auditTrailEnabled] {
      found.append(
        Problem(
          "AUDIT_TRAIL_ENABLED",
          "false is not allowed: the activity list is how a sent mail can be told from an unsent one. To keep it short, use AUDIT_TRAIL_RETENTION_DAYS."
        ))
    }
    return found
  }

  private static func sending(_ settings: SettingsValues) -> [Problem] {
    guard settings.mode != .practice else { return [] }
    var found: [Problem] = []
    // Drafts are sent by hand, so what is missing there is a warning.
    let weight: Problem.Weight = settings.mode == .drafts ? .warning : .error
    if settings[.senderEmail] == nil { found.append(Problem("SENDER_EMAIL", "It is needed before anything real is sent.", weight)) }
    if settings[.senderPostalAddress] == nil {
      found.append(
        Problem(
          "SENDER_POSTAL_ADDRESS", "It is needed before anything real is sent: the law asks for it in every such mail.", weight))
    }
    if settings[.primaryProvider] == "gmail" {
      found.append(
        Problem(
          "EMAIL_PRIMARY_PROVIDER",
          "gmail is not used by this version: mail leaves by SMTP instead, with the server and password under Sending (SMTP). For a Gmail mailbox make an app password there, and choose smtp here.",
          .warning))
    }
    if let environment = settings[.environment], environment != "production",
      !isLoopback(settings[.smtpHost])
    {
      found.append(
        Problem(
          "ENVIRONMENT", "Outside production mail goes to this computer only; “\(environment)” with this mail server sends nothing."
        ))
    }
    if settings[.fallbackProviders].contains(settings[.primaryProvider] ?? "") {
      found.append(Problem("EMAIL_FALLBACK_PROVIDERS", "It names the first way again.", .warning))
    }
    return found
  }

  private static func servers(_ settings: SettingsValues) -> [Problem] {
    var found: [Problem] = []
    if settings[.smtpSecurity] == "none", !isLoopback(settings[.smtpHost]) {
      found.append(
        Problem(
          "SMTP_SECURITY",
          "none is allowed only to this computer: your password would cross the network in the open. Allowed is starttls or tls."))
    }
    guard settings[.primaryProvider] != "practice" else { return found }
    if settings[.smtpPassword] == nil, !isLoopback(settings[.smtpHost]) {
      found.append(Problem("SMTP_PASSWORD", "The mail server will ask for it.", .warning))
    }
    if settings[.imapHost] == nil {
      found.append(Problem("IMAP_HOST", "Without it replies are not seen, and sequences do not stop by themselves.", .warning))
    }
    return found
  }

  private static func pace(_ settings: SettingsValues) -> [Problem] {
    var found: [Problem] = []
    func order(_ low: (String, SettingsKey<Int>), _ high: (String, SettingsKey<Int>)) {
      let (least, most) = (settings[low.1], settings[high.1])
      if least > most { found.append(Problem(low.0, "\(least) is more than \(high.0) (\(most)); allowed is at most that.")) }
    }
    order(("MIN_DELAY_SECONDS", .minDelaySeconds), ("MAX_DELAY_SECONDS", .maxDelaySeconds))
    order(("PAUSE_MIN_MINUTES", .pauseMinMinutes), ("PAUSE_MAX_MINUTES", .pauseMaxMinutes))
    if settings[.maxEmailsPerHour] > settings[.maxEmailsPerDay], settings.isChosen("MAX_EMAILS_PER_HOUR") {
      found.append(Problem("MAX_EMAILS_PER_HOUR", "It is more than MAX_EMAILS_PER_DAY, which is reached first.", .warning))
    }
    if settings[.retryDelays].count < settings[.maxRetries] {
      found.append(
        Problem("EMAIL_RETRY_DELAYS", "It has fewer waits than EMAIL_MAX_RETRY_ATTEMPTS; the last one is repeated.", .warning))
    }
    if settings[.sendWindow].days.allSatisfy(\.isEmpty) { found.append(Problem("SEND_WINDOW", "It is never open.")) }
    return found
  }

  private static func storage(_ settings: SettingsValues) -> [Problem] {
    guard let url = settings[.databaseURL] else { return [] }
    let scheme = url.prefix { $0 != ":" }
    guard let path = sqlitePath(url) else {
      return scheme.lowercased().hasPrefix("sqlite")
        ? [
          Problem(
            "DATABASE_URL",
            "It names no whole path; allowed is sqlite:/// followed by a path from the root, such as sqlite:///home/me/outreach.db."
          )
        ]
        // The rest of the address may hold a password.
        : [
          Problem(
            "DATABASE_URL",
            "“\(scheme.prefix(20)):” is not supported: the base is one file on this computer, so that it works without a server. Allowed is sqlite:///path."
          )
        ]
    }
    if let other = settings[.databasePath], other != path {
      return [Problem("DATABASE_URL", "It names another file than DATABASE_PATH, which counts.", .warning)]
    }
    return []
  }

  private static func notes(_ settings: SettingsValues) -> [Problem] {
    var found: [Problem] = []
    if settings[.enableCORS], settings[.allowedOrigins].isEmpty {
      found.append(
        Problem("SECURITY_ALLOWED_ORIGINS", "SECURITY_ENABLE_CORS is on, but no page is named; none is allowed.", .warning))
    }
    for name in ["SECRET_KEY", "JWT_SECRET_KEY"] where settings.isChosen(name) {
      found.append(Problem(name, "It is accepted, but not needed: the program makes its own keys.", .note))
    }
    for setting in SettingsCatalogue.all
    where !setting.isUsed && settings.isChosen(setting.name) && !setting.name.hasSuffix("SECRET_KEY") {
      found.append(Problem(setting.name, "It is kept, but not used yet.", .note))
    }
    return found
  }

  private static func isLoopback(_ host: String?) -> Bool { host.map(Setting.isLoopback) ?? false }
}
