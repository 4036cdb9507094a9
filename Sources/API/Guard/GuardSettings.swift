import Outreach

/// What the guard needs to know of the settings; asked for at every request, so that changes count at once.
public struct GuardSettings: Sendable, Hashable {
  /// A session that nobody uses for so long ends.
  public var idleSeconds: Int
  /// For scripts and failed log-ins, a minute; nil for no limit.
  public var requestsAMinute: Int?
  /// Pages that may call with the token; empty where CORS is off.
  public var origins: [String]

  /// What counts without any setting.
  public init(idleSeconds: Int = 3600, requestsAMinute: Int? = 600, origins: [String] = []) {
    (self.idleSeconds, self.requestsAMinute, self.origins) = (idleSeconds, requestsAMinute, origins)
  }

  /// What the settings say.
  public init(_ settings: SettingsValues) {
    self.init(
      idleSeconds: settings[.sessionMinutes] * 60,
      requestsAMinute: settings[.rateLimitEnabled] ? settings[.rateLimitRequests] : nil,
      origins: settings[.enableCORS] ? settings[.allowedOrigins] : [])
  }
}

/// What the guard tells the audit trail.
public enum GuardEvent: Sendable, Hashable {
  /// A browser came in with a code.
  case login(Session.ID)
  /// The person signed out.
  case logout(Session.ID)
  /// A session ended because nobody used it.
  case expired(Session.ID)
  /// Somebody was turned away.
  /// - Parameters:
  ///   - reason: fixed words, no data of the request.
  ///   - unreported: as many before it were not reported, because they came too fast.
  case refused(Refusal, unreported: Int)
}

/// Why the guard turned a request away.
public enum Refusal: String, Sendable, CaseIterable {
  case foreignHost, otherUser, unknownUser, noLogin, badCode, badToken, foreignPage, noCSRF, tooMany
}
