import Outreach

/// What settings and their groups are called on the pages.
enum SettingWords {
  private static let titles = [
    "SENDER_NAME": "Your name", "SENDER_COMPANY": "Your company", "SENDER_EMAIL": "Your e-mail address",
    "REPLY_TO": "Answers go to",
    "SENDER_SIGNATURE": "Your signature", "SENDER_SIGNATURE_HTML": "Your signature in HTML",
    "UNSUBSCRIBE_URL": "One-click opt-out address",
    "SENDER_POSTAL_ADDRESS": "Your postal address", "SENDER_TIME_ZONE": "Your time zone", "MODE_DRAFT_ONLY": "Drafts only",
    "ALLOW_AUTO_SEND": "Send by itself", "REQUIRE_APPROVAL": "Nothing goes without approval",
    "EMAIL_PRIMARY_PROVIDER": "How mail leaves",
    "EMAIL_FALLBACK_PROVIDERS": "Other ways, if that fails", "MAX_EMAILS_PER_DAY": "Mails a day, at most",
    "MAX_EMAILS_PER_HOUR": "Mails an hour, at most", "MAX_EMAILS_PER_MINUTE": "Mails a minute, at most",
    "MIN_DELAY_SECONDS": "Pause between mails, at least", "MAX_DELAY_SECONDS": "Pause between mails, at most",
    "PAUSE_EVERY_N_EMAILS": "A longer pause after", "PAUSE_MIN_MINUTES": "Longer pause, at least",
    "PAUSE_MAX_MINUTES": "Longer pause, at most", "SEND_WINDOW": "When mails may go out", "RAMP_START": "Mails on the first day",
    "RAMP_STEP": "More on each day after", "MAX_EMAILS_PER_LEAD_PER_30_DAYS": "Mails to one lead in 30 days",
    "MAX_EMAILS_PER_DOMAIN_PER_DAY": "Mails to one company a day", "COOLING_PERIOD_DAYS": "Rest before another campaign",
    "FOLLOW_UP_DAYS": "Days until a follow-up", "EMAIL_MAX_RETRY_ATTEMPTS": "How often a mail is tried again",
    "EMAIL_RETRY_DELAYS": "How long to wait before each try", "QUEUE_INTERVAL_SECONDS": "Look for mails that are due every",
    "RATE_LIMIT_ENABLED": "Limit what scripts may ask", "RATE_LIMIT_REQUESTS": "Requests of scripts",
    "REPLY_CHECK_INTERVAL_SECONDS": "Look for answers every", "SMTP_HOST": "Sending server",
    "SMTP_PORT": "Port of the sending server",
    "SMTP_USERNAME": "User name", "SMTP_PASSWORD": "Password", "SMTP_SECURITY": "Encryption", "IMAP_HOST": "Reading server",
    "IMAP_PORT": "Port of the reading server", "IMAP_USERNAME": "User name", "IMAP_PASSWORD": "Password",
    "DATABASE_PATH": "Where the data lies",
    "DATABASE_BACKUP_ENABLED": "Back up by itself", "DATABASE_BACKUP_INTERVAL_HOURS": "Back up every",
    "DATABASE_BACKUP_RETENTION_DAYS": "Keep backups for", "DATABASE_BACKUP_DIR": "Second folder for backups",
    "SECURITY_SESSION_TIMEOUT_MINUTES": "Sign this page out after", "SECURITY_ENABLE_CORS": "Let other programs' pages ask",
    "SECURITY_ALLOWED_ORIGINS": "Those pages", "AUDIT_TRAIL_ENABLED": "Write down every change",
    "AUDIT_TRAIL_RETENTION_DAYS": "Keep that record for", "LOG_LEVEL": "How much is logged", "LOG_RETENTION_DAYS": "Keep logs for",
    "GEMINI_MAX_REQUESTS_PER_MINUTE": "Requests to Gemini a minute, at most",
    "GEMINI_MAX_REQUESTS_PER_DAY": "Requests to Gemini a day, at most",
    "GEMINI_MAX_REQUESTS_PER_MONTH": "Requests to Gemini a month, at most",
    "GEMINI_MAX_COST_CENTS": "Cost of Gemini a month, at most", "GEMINI_INPUT_CENTS_PER_MILLION": "Gemini's price for what is sent",
    "GEMINI_OUTPUT_CENTS_PER_MILLION": "Gemini's price for what is written",
    "LEAD_EXPIRY_DAYS": "Leads expire after", "PORT": "Port of this page",
    "CALENDAR_LINK": "Your booking page", "GMAIL_CLIENT_ID": "Gmail client", "GMAIL_CLIENT_SECRET": "Secret of the Gmail client",
    "GMAIL_REFRESH_TOKEN": "Gmail access", "SKIP_HOLIDAYS": "No mail on public holidays",
    "STALE_AFTER_DAYS": "Show me again what waited for",
    "DATABASE_URL": "Where the data lies, as an address", "SCRAPING_MAX_RESULTS_PER_SESSION": "Leads of one search, at most",
    "SCRAPING_MAX_REQUESTS_PER_MINUTE": "Requests to one site a minute, at most",
    "CRAWL_MAX_PAGES": "Pages read of one site, at most",
    "SCRAPING_RANDOM_DELAYS": "Vary the pauses between requests",
    "SCRAPING_ROTATE_USER_AGENTS": "Change the browser's name at Maps",
    "SCRAPING_USE_ANTI_DETECTION": "Both of these at once", "SCRAPING_USE_FALLBACK_DATA": "Invented leads where no source answers",
    "DISCOVERY_SOURCES": "Order of the sources", "DISCOVERY_MAX_COST_CENTS": "Cost of one search, at most",
    "MAPS_BROWSER": "Browser for Maps", "OVERPASS_BASE_URL": "Server for OpenStreetMap searches",
    "NOMINATIM_BASE_URL": "Server for places by name", "PHOTON_BASE_URL": "Second server for places by name",
    "MAPS_BASE_URL": "Address of Google Maps", "DATAFORSEO_MODE": "How DataForSEO is asked", "DATAFORSEO_LOGIN": "DataForSEO login",
    "DATAFORSEO_PASSWORD": "DataForSEO password", "DATAFORSEO_BASE_URL": "Address of DataForSEO", "HUNTER_IO_API_KEY": "Hunter key",
    "HUNTER_IO_BASE_URL": "Address of Hunter", "GEMINI_API_KEY": "Gemini key", "GEMINI_BASE_URL": "Address of Gemini",
    "GEMINI_MODEL": "Gemini model", "GOOGLE_PLACES_API_KEY": "Google Places key",
    "GOOGLE_PLACES_BASE_URL": "Address of Google Places",
    "HUBSPOT_ACCESS_TOKEN": "HubSpot access", "HUBSPOT_BASE_URL": "Address of HubSpot", "SECRET_KEY": "Key from another program",
    "JWT_SECRET_KEY": "Second key from another program", "SECURITY_AUDIT_ALL_ACTIONS": "Write down what is read, too",
    "ENVIRONMENT": "What this installation is for", "DEBUG": "Log more", "UPDATE_CHECK_ENABLED": "Look for new versions",
    "UPDATE_FEED_URL": "Where new versions are announced", "LICENSE_KEY": "Licence key", "LICENSE_SHEET_URL": "Address of licences",
  ]

  /// A setting's name as a person reads it; its key where nobody gave it one.
  static func title(of name: String) -> String { titles[name] ?? name }

  /// A group's heading.
  static func title(_ group: Setting.Group) -> String {
    switch group {
    case .identity: "Who you are"
    case .mode: "How mail leaves"
    case .smtp: "Sending (SMTP)"
    case .imap: "Receiving (IMAP)"
    case .gmail: "Gmail"
    case .pace: "Pace"
    case .retry: "Trying again"
    case .limits: "Limits"
    case .database: "Data and backups"
    case .discovery: "Finding leads"
    case .services: "Services"
    case .security: "Access"
    case .logs: "Trail and logs"
    case .program: "Program"
    }
  }
}
