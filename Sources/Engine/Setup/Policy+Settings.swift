import Outreach

extension Policy {
  /// What the settings say.
  /// - Parameter zone: the computer's own time zone, where none is set.
  public init(_ values: SettingsValues, zone: String) {
    self.init()
    sender.name = values[.senderName] ?? ""
    sender.address = values[.senderEmail] ?? ""
    sender.replyTo = values[.replyTo]
    sender.company = values[.senderCompany] ?? ""
    sender.postalAddress = values[.senderPostalAddress] ?? ""
    sender.calendarLink = values[.calendarLink]
    sender.unsubscribeURL = values[.unsubscribeURL]
    sender.signature = Signature(text: values[.senderSignature] ?? "", html: values[.senderSignatureHTML] ?? "")
    sender.timeZone = values[.senderTimeZone] ?? zone
    mode =
      switch values.mode {
      case .practice: .practice
      case .drafts: .draftsOnly
      case .sendNow: .sendEach
      case .automatic: .sendAuto
      }
    if mode == .practice, sender.address.isEmpty {
      // Practice works before anything is filled in; this address can never be mailed.
      (sender.address, sender.name) = ("you@practice.invalid", sender.name.isEmpty ? "You" : sender.name)
    }
    pace = Pace(values)
    smtp = Self.smtp(values)
    imap = Self.imap(values)
    queueIntervalSeconds = values[.queueSeconds]
    replyCheckSeconds = values[.replyCheckSeconds]
    (backupEnabled, backupIntervalHours, backupRetentionDays) = (values[.backupEnabled], values[.backupHours], values[.backupDays])
    onlyLoopback = values[.environment].map { $0 != "production" } ?? false
    problems = values.problems.filter { $0.weight == .error }
  }

  private static func smtp(_ values: SettingsValues) -> MailServer? {
    guard values[.primaryProvider] != "practice", let host = values[.smtpHost], let address = values[.senderEmail] else {
      return nil
    }
    let signIn: MailServer.SignIn = values[.smtpPassword].map { .password($0) } ?? .anonymous
    return MailServer(
      host: host, port: values[.smtpPort], security: values.smtpSecurity, username: values[.smtpUsername] ?? address, signIn: signIn
    )
  }

  private static func imap(_ values: SettingsValues) -> MailServer? {
    guard let host = values[.imapHost], let address = values[.senderEmail] else { return nil }
    guard let password = values[.imapPassword] ?? values[.smtpPassword] else { return nil }
    let username = values[.imapUsername] ?? values[.smtpUsername] ?? address
    let port = values[.imapPort]
    let security: MailServer.Security = port == 993 ? .tls : values.smtpSecurity == .none ? .none : port == 143 ? .starttls : .tls
    return MailServer(host: host, port: port, security: security, username: username, signIn: .password(password))
  }
}

extension Policy.Pace {
  fileprivate init(_ values: SettingsValues) {
    self.init()
    (perDay, perHour, perMinute) = (values[.maxEmailsPerDay], values[.maxEmailsPerHour], values[.maxEmailsPerMinute])
    (minimumGapSeconds, maximumGapSeconds) = (values[.minDelaySeconds], values[.maxDelaySeconds])
    (breakEvery, breakMinimumMinutes, breakMaximumMinutes) = (
      values[.pauseEvery], values[.pauseMinMinutes], values[.pauseMaxMinutes]
    )
    (rampStart, rampStep) = (values[.rampStart], values[.rampStep])
    (perLeadIn30Days, perDomainPerDay, coolingDays) = (values[.maxEmailsPerLead], values[.maxEmailsPerDomain], values[.coolingDays])
    staleDays = values[.staleDays]
    (window, skipsHolidays) = (values[.sendWindow], values[.skipHolidays])
    (retrySeconds, maximumAttempts) = (values[.retryDelays], values[.maxRetries])
  }
}
