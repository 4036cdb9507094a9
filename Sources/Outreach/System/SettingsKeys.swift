/// A setting's name with the type of its value, so that reading needs no cast: `settings[.maxEmailsPerDay]`.
public struct SettingsKey<Value: Sendable>: Sendable {
  /// The name in the catalogue.
  public let name: String
  let read: @Sendable (SettingsValue) -> Value?
  /// What counts where the setting has neither a value nor a standard.
  let empty: Value

  /// The value, from the value that counts; nil for not set.
  func value(_ value: SettingsValue?) -> Value { value.flatMap(read) ?? empty }
}

extension SettingsKey where Value == String? {
  private init(_ name: String) {
    self.init(name: name, read: { if case .text(let text) = $0 { .some(text) } else { nil } }, empty: nil)
  }

  public static let (senderName, senderEmail, replyTo) = (Self("SENDER_NAME"), Self("SENDER_EMAIL"), Self("REPLY_TO"))
  public static let (senderCompany, senderTimeZone) = (Self("SENDER_COMPANY"), Self("SENDER_TIME_ZONE"))
  public static let (senderPostalAddress, calendarLink) = (Self("SENDER_POSTAL_ADDRESS"), Self("CALENDAR_LINK"))
  public static let (senderSignature, senderSignatureHTML) = (Self("SENDER_SIGNATURE"), Self("SENDER_SIGNATURE_HTML"))
  public static let unsubscribeURL = Self("UNSUBSCRIBE_URL")
  public static let (primaryProvider, smtpSecurity) = (Self("EMAIL_PRIMARY_PROVIDER"), Self("SMTP_SECURITY"))
  public static let (smtpHost, smtpUsername) = (Self("SMTP_HOST"), Self("SMTP_USERNAME"))
  public static let (imapHost, imapUsername) = (Self("IMAP_HOST"), Self("IMAP_USERNAME"))
  public static let (gmailClientID, dataForSEOLogin) = (Self("GMAIL_CLIENT_ID"), Self("DATAFORSEO_LOGIN"))
  public static let (databasePath, databaseURL) = (Self("DATABASE_PATH"), Self("DATABASE_URL"))
  public static let backupFolder = Self("DATABASE_BACKUP_DIR")
  public static let (logLevel, environment) = (Self("LOG_LEVEL"), Self("ENVIRONMENT"))
  public static let (updateFeedURL, licenseSheetURL) = (Self("UPDATE_FEED_URL"), Self("LICENSE_SHEET_URL"))
  public static let (dataForSEOBaseURL, hunterBaseURL) = (Self("DATAFORSEO_BASE_URL"), Self("HUNTER_IO_BASE_URL"))
  public static let (geminiBaseURL, placesBaseURL) = (Self("GEMINI_BASE_URL"), Self("GOOGLE_PLACES_BASE_URL"))
  public static let (hubSpotBaseURL, overpassBaseURL) = (Self("HUBSPOT_BASE_URL"), Self("OVERPASS_BASE_URL"))
  public static let nominatimBaseURL = Self("NOMINATIM_BASE_URL")
  public static let (photonBaseURL, mapsBaseURL) = (Self("PHOTON_BASE_URL"), Self("MAPS_BASE_URL"))
  public static let geminiModel = Self("GEMINI_MODEL")
  public static let (mapsBrowser, dataForSEOMode) = (Self("MAPS_BROWSER"), Self("DATAFORSEO_MODE"))
}

extension SettingsKey where Value == Secret? {
  private init(_ name: String) {
    self.init(name: name, read: { if case .text(let text) = $0 { .some(Secret(text)) } else { nil } }, empty: nil)
  }

  public static let (smtpPassword, imapPassword) = (Self("SMTP_PASSWORD"), Self("IMAP_PASSWORD"))
  public static let (gmailClientSecret, gmailRefreshToken) = (Self("GMAIL_CLIENT_SECRET"), Self("GMAIL_REFRESH_TOKEN"))
  public static let (dataForSEOPassword, hunterKey) = (Self("DATAFORSEO_PASSWORD"), Self("HUNTER_IO_API_KEY"))
  public static let (geminiKey, placesKey) = (Self("GEMINI_API_KEY"), Self("GOOGLE_PLACES_API_KEY"))
  public static let (hubSpotToken, licenseKey) = (Self("HUBSPOT_ACCESS_TOKEN"), Self("LICENSE_KEY"))
}

extension SettingsKey where Value == Bool {
  private init(_ name: String) {
    self.init(name: name, read: { if case .flag(let flag) = $0 { flag } else { nil } }, empty: false)
  }

  public static let (modeDraftOnly, allowAutoSend) = (Self("MODE_DRAFT_ONLY"), Self("ALLOW_AUTO_SEND"))
  public static let (requireApproval, rateLimitEnabled) = (Self("REQUIRE_APPROVAL"), Self("RATE_LIMIT_ENABLED"))
  public static let skipHolidays = Self("SKIP_HOLIDAYS")
  public static let backupEnabled = Self("DATABASE_BACKUP_ENABLED")
  public static let (randomDelays, rotateUserAgents) = (Self("SCRAPING_RANDOM_DELAYS"), Self("SCRAPING_ROTATE_USER_AGENTS"))
  public static let (antiDetection, useFallbackData) = (Self("SCRAPING_USE_ANTI_DETECTION"), Self("SCRAPING_USE_FALLBACK_DATA"))
  public static let (enableCORS, auditAllActions) = (Self("SECURITY_ENABLE_CORS"), Self("SECURITY_AUDIT_ALL_ACTIONS"))
  public static let updateCheckEnabled = Self("UPDATE_CHECK_ENABLED")
  public static let (auditTrailEnabled, debug) = (Self("AUDIT_TRAIL_ENABLED"), Self("DEBUG"))
}

extension SettingsKey where Value == Int {
  private init(_ name: String) {
    self.init(name: name, read: { if case .number(let number) = $0 { number } else { nil } }, empty: 0)
  }

  public static let (smtpPort, imapPort) = (Self("SMTP_PORT"), Self("IMAP_PORT"))
  public static let replyCheckSeconds = Self("REPLY_CHECK_INTERVAL_SECONDS")
  public static let (maxEmailsPerDay, maxEmailsPerHour) = (Self("MAX_EMAILS_PER_DAY"), Self("MAX_EMAILS_PER_HOUR"))
  public static let maxEmailsPerMinute = Self("MAX_EMAILS_PER_MINUTE")
  public static let (minDelaySeconds, maxDelaySeconds) = (Self("MIN_DELAY_SECONDS"), Self("MAX_DELAY_SECONDS"))
  public static let pauseEvery = Self("PAUSE_EVERY_N_EMAILS")
  public static let (pauseMinMinutes, pauseMaxMinutes) = (Self("PAUSE_MIN_MINUTES"), Self("PAUSE_MAX_MINUTES"))
  public static let (rampStart, rampStep) = (Self("RAMP_START"), Self("RAMP_STEP"))
  public static let maxEmailsPerLead = Self("MAX_EMAILS_PER_LEAD_PER_30_DAYS")
  public static let maxEmailsPerDomain = Self("MAX_EMAILS_PER_DOMAIN_PER_DAY")
  public static let (coolingDays, maxRetries) = (Self("COOLING_PERIOD_DAYS"), Self("EMAIL_MAX_RETRY_ATTEMPTS"))
  public static let staleDays = Self("STALE_AFTER_DAYS")
  public static let (queueSeconds, rateLimitRequests) = (Self("QUEUE_INTERVAL_SECONDS"), Self("RATE_LIMIT_REQUESTS"))
  public static let (backupHours, backupDays) = (Self("DATABASE_BACKUP_INTERVAL_HOURS"), Self("DATABASE_BACKUP_RETENTION_DAYS"))
  public static let maxCostCents = Self("DISCOVERY_MAX_COST_CENTS")
  public static let (geminiPerDay, geminiPerMonth) = (Self("GEMINI_MAX_REQUESTS_PER_DAY"), Self("GEMINI_MAX_REQUESTS_PER_MONTH"))
  public static let geminiPerMinute = Self("GEMINI_MAX_REQUESTS_PER_MINUTE")
  public static let geminiMaxCostCents = Self("GEMINI_MAX_COST_CENTS")
  public static let geminiInputCents = Self("GEMINI_INPUT_CENTS_PER_MILLION")
  public static let geminiOutputCents = Self("GEMINI_OUTPUT_CENTS_PER_MILLION")
  public static let maxResults = Self("SCRAPING_MAX_RESULTS_PER_SESSION")
  public static let maxRequestsPerMinute = Self("SCRAPING_MAX_REQUESTS_PER_MINUTE")
  public static let (crawlMaxPages, leadExpiryDays) = (Self("CRAWL_MAX_PAGES"), Self("LEAD_EXPIRY_DAYS"))
  public static let sessionMinutes = Self("SECURITY_SESSION_TIMEOUT_MINUTES")
  public static let (auditDays, logDays, port) = (Self("AUDIT_TRAIL_RETENTION_DAYS"), Self("LOG_RETENTION_DAYS"), Self("PORT"))
}

extension SettingsKey where Value == [Int] {
  private init(_ name: String) {
    self.init(name: name, read: { if case .numbers(let numbers) = $0 { numbers } else { nil } }, empty: [])
  }

  public static let (followUpDays, retryDelays) = (Self("FOLLOW_UP_DAYS"), Self("EMAIL_RETRY_DELAYS"))
}

extension SettingsKey where Value == [String] {
  private init(_ name: String) {
    self.init(name: name, read: { if case .words(let words) = $0 { words } else { nil } }, empty: [])
  }

  public static let discoverySources = Self("DISCOVERY_SOURCES")
  public static let (fallbackProviders, allowedOrigins) = (Self("EMAIL_FALLBACK_PROVIDERS"), Self("SECURITY_ALLOWED_ORIGINS"))
}

extension SettingsKey where Value == SendWindow {
  /// When mail may leave, in the recipient's time.
  public static let sendWindow = Self(
    name: "SEND_WINDOW", read: { if case .window(let window) = $0 { window } else { nil } }, empty: .always)
}
