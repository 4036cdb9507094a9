/// Every setting that the product understands.
public enum SettingsCatalogue {
  /// In the order of the Settings screen.
  public static let all: [Setting] = identity + mode + mail + pace + base + discovery + services + security + program

  private static let byName: [String: Setting] = all.reduce(into: [:]) { table, setting in
    for name in [setting.name] + setting.aliases { table[name] = setting }
  }

  /// A setting by its name or an older one; nil where we know none.
  public static func setting(_ name: String) -> Setting? { byName[name] }

  /// The name that was probably meant; nil where none is near.
  public static func nearest(to name: String) -> String? {
    NearestWord.to(name, among: all.flatMap { [$0.name] + $0.aliases })
  }

  private static let identity: [Setting] = [
    Setting("SENDER_NAME", .text, "", "Your name, as recipients see it.", group: .identity),
    Setting("SENDER_EMAIL", .address, "", "The address that mail leaves from.", group: .identity, aliases: ["EMAIL_ADDRESS"]),
    Setting("REPLY_TO", .address, "", "Where answers go, if not to the sender's address.", group: .identity),
    Setting("SENDER_TIME_ZONE", .zone, "", "Your time zone; the computer's own where empty.", group: .identity),
    Setting("SENDER_COMPANY", .text, "", "Your company, as mails may name it.", group: .identity),
    Setting(
      "SENDER_POSTAL_ADDRESS", .lines, "", "Your postal address for the footer; the law asks for it in every such mail.",
      group: .identity),
    Setting("SENDER_SIGNATURE", .lines, "", "What stands under each mail, above the postal address.", group: .identity),
    Setting(
      "SENDER_SIGNATURE_HTML", .lines, "", "The same in HTML, for mails that have it; made of the text where empty.",
      group: .identity),
    Setting(
      "UNSUBSCRIBE_URL", .url, "",
      "An https address of yours that takes one-click opt-outs; put who used it onto the list Never write to. Opt-outs by mail work without it.",
      group: .identity),
    Setting("CALENDAR_LINK", .url, "", "Your booking page, offered to those who ask for a date.", group: .identity),
  ]

  private static let mode: [Setting] = [
    Setting("MODE_DRAFT_ONLY", .flag, "true", "Approved mail is only put into your mailbox's drafts.", group: .mode),
    Setting(
      "ALLOW_AUTO_SEND", .flag, "false", "Approved mail leaves by itself within the limits; otherwise after Send now.", group: .mode
    ),
    Setting("REQUIRE_APPROVAL", .flag, "true", "You see every mail before it leaves; this can't be switched off.", group: .mode),
    Setting(
      "EMAIL_PRIMARY_PROVIDER", .choice(["smtp", "gmail", "practice"]), "practice",
      "Practice stays on this computer; smtp uses your own mailbox.",
      group: .mode),
    Setting(
      "EMAIL_FALLBACK_PROVIDERS", .choices(["smtp", "gmail"]), "", "What to try where the first way is out of order.", group: .mode
    ).later,
  ]

  private static let mail: [Setting] = [
    Setting("SMTP_HOST", .host, "smtp.gmail.com", "The server that takes your mail.", group: .smtp, aliases: ["SMTP_SERVER"]),
    Setting("SMTP_PORT", .number(1...65535), "587", "The port of that server; 587 or 465 nearly everywhere.", group: .smtp),
    Setting("SMTP_USERNAME", .text, "", "Nearly always your whole mail address; that address where empty.", group: .smtp),
    Setting(
      "SMTP_PASSWORD", .text, "", "Your mail password; many providers want an app password made for it.", group: .smtp,
      aliases: ["EMAIL_PASSWORD"], isSecret: true),
    Setting(
      "SMTP_SECURITY", .choice(["starttls", "tls", "none"]), "", "How the connection is protected; by the port where empty.",
      group: .smtp),
    Setting("IMAP_HOST", .host, "", "The server that holds your mail.", group: .imap, aliases: ["IMAP_SERVER"]),
    Setting("IMAP_PORT", .number(1...65535), "993", "The port of that server; 993 nearly everywhere.", group: .imap),
    Setting("IMAP_USERNAME", .text, "", "The user name for sending counts where this is empty.", group: .imap),
    Setting("IMAP_PASSWORD", .text, "", "The password for sending counts where this is empty.", group: .imap, isSecret: true),
    Setting(
      "REPLY_CHECK_INTERVAL_SECONDS", .number(60...86_400), "300", "How often the mailbox is looked at.", group: .imap, unit: "s"),
    Setting("GMAIL_CLIENT_ID", .text, "", "The client of your Google project.", group: .gmail).later,
    Setting("GMAIL_CLIENT_SECRET", .text, "", "The secret of that client.", group: .gmail, isSecret: true).later,
    Setting("GMAIL_REFRESH_TOKEN", .text, "", "What Google gave for lasting access.", group: .gmail, isSecret: true).later,
  ]

  private static let pace: [Setting] = [
    Setting(
      "MAX_EMAILS_PER_DAY", .number(0...2000), "20", "No more than this leaves in any 24 hours.", group: .pace,
      aliases: ["DAILY_EMAIL_LIMIT"], unit: "mails"
    ),
    Setting("MAX_EMAILS_PER_HOUR", .number(0...500), "5", "No more than this leaves in any hour.", group: .pace, unit: "mails"),
    Setting("MAX_EMAILS_PER_MINUTE", .number(0...600), "1", "No more than this leaves in any minute.", group: .pace, unit: "mails"),
    Setting("MIN_DELAY_SECONDS", .number(0...86_400), "180", "The shortest gap between two mails.", group: .pace, unit: "s"),
    Setting("MAX_DELAY_SECONDS", .number(0...86_400), "420", "The longest gap between two mails.", group: .pace, unit: "s"),
    Setting(
      "PAUSE_EVERY_N_EMAILS", .number(0...1000), "20", "A longer pause after so many; 0 for none.", group: .pace, unit: "mails"),
    Setting("PAUSE_MIN_MINUTES", .number(0...1440), "5", "The shortest that such a pause lasts.", group: .pace, unit: "min"),
    Setting("PAUSE_MAX_MINUTES", .number(0...1440), "8", "The longest that such a pause lasts.", group: .pace, unit: "min"),
    Setting("SEND_WINDOW", .window, "Mon-Fri 09:00-17:00", "When mail may leave, in the recipient's time.", group: .pace),
    Setting("SKIP_HOLIDAYS", .flag, "true", "No mail on public holidays where the recipient is.", group: .pace),
    Setting("RAMP_START", .number(1...2000), "5", "Mails on the first day of a new mailbox.", group: .pace, unit: "mails"),
    Setting("RAMP_STEP", .number(0...500), "2", "More each day, up to the daily limit.", group: .pace, unit: "mails"),
    Setting(
      "MAX_EMAILS_PER_LEAD_PER_30_DAYS", .number(1...30), "4", "No lead gets more than this in any 30 days.", group: .pace,
      unit: "mails"),
    Setting(
      "MAX_EMAILS_PER_DOMAIN_PER_DAY", .number(1...500), "3", "All leads of one company together get no more than this in a day.",
      group: .pace, unit: "mails"),
    Setting(
      "COOLING_PERIOD_DAYS", .number(0...3650), "90", "Silence after a campaign ended before the next.", group: .pace, unit: "days"),
    Setting(
      "STALE_AFTER_DAYS", .number(0...365), "14", "What could not leave for so long is shown to you again first; 0 for never.",
      group: .pace,
      unit: "days"),
    Setting(
      "FOLLOW_UP_DAYS", .numbers(1...90, most: 10), "3,6",
      "How long each follow-up of a new campaign comes after the mail before it.", group: .pace, unit: "business days"),
    Setting(
      "EMAIL_MAX_RETRY_ATTEMPTS", .number(0...10), "3", "A mail that the server could not take for now is tried again so often.",
      group: .retry, unit: "times"),
    Setting(
      "EMAIL_RETRY_DELAYS", .numbers(10...86_400, most: 10), "300,900,3600",
      "How long to wait before the first, the second and each later try.", group: .retry, unit: "s"),
    Setting("QUEUE_INTERVAL_SECONDS", .number(5...3600), "30", "How often the outbox is looked at.", group: .retry, unit: "s"),
  ]

  private static let base: [Setting] = [
    Setting("RATE_LIMIT_ENABLED", .flag, "true", "Scripts and failed log-ins are slowed down.", group: .limits),
    Setting(
      "RATE_LIMIT_REQUESTS", .number(1...100_000), "600", "From scripts; your own page is never limited.", group: .limits,
      unit: "requests a minute"),
    Setting("DATABASE_PATH", .path, "", "The file of the base; in the data folder where empty.", group: .database),
    Setting("DATABASE_BACKUP_ENABLED", .flag, "true", "Backups are made by themselves.", group: .database),
    Setting("DATABASE_BACKUP_INTERVAL_HOURS", .number(1...8760), "24", "How often a backup is made.", group: .database, unit: "h"),
    Setting(
      "DATABASE_BACKUP_RETENTION_DAYS", .number(1...3650), "30", "Backups that are older than this are deleted.", group: .database,
      unit: "days"),
    Setting(
      "DATABASE_BACKUP_DIR", .path, "", "A second folder, such as on a stick or a synced one; each backup is copied there too.",
      group: .database),
    Setting("DATABASE_URL", .text, "", "Another way to name the file: sqlite:///path.", group: .database),
  ]

  private static let discovery: [Setting] = [
    Setting(
      "SCRAPING_MAX_RESULTS_PER_SESSION", .number(1...10_000), "100", "One search brings no more leads than this.",
      group: .discovery, unit: "leads"
    ),
    Setting(
      "SCRAPING_MAX_REQUESTS_PER_MINUTE", .number(1...120), "10", "To Maps, and to each site by itself.", group: .discovery,
      unit: "requests"
    ),
    Setting("CRAWL_MAX_PAGES", .number(1...100), "8", "Pages read of one site.", group: .discovery, unit: "pages"),
    Setting("LEAD_EXPIRY_DAYS", .number(1...3650), "180", "Leads that nobody touched expire.", group: .discovery, unit: "days"),
    Setting("SCRAPING_RANDOM_DELAYS", .flag, "true", "Pauses between two requests differ in length.", group: .discovery),
    Setting(
      "SCRAPING_ROTATE_USER_AGENTS", .flag, "false", "Maps sees another browser's name at each search.", group: .discovery),
    Setting(
      "SCRAPING_USE_ANTI_DETECTION", .flag, "", "The two settings before this one, together; nothing more.", group: .discovery
    ),
    Setting(
      "SCRAPING_USE_FALLBACK_DATA", .flag, "false", "Sample leads, marked as such, where no source answers.", group: .discovery
    ),
    Setting(
      "DISCOVERY_SOURCES", .choices(["openstreetmap", "dataforseo", "dataforseo_organic", "google_places", "google_maps"]),
      "openstreetmap,dataforseo,google_places,google_maps", "The order in which sources are tried where a search names none.",
      group: .discovery),
    Setting(
      "DISCOVERY_MAX_COST_CENTS", .number(0...100_000), "200", "A search that could cost more is not begun.", group: .discovery,
      unit: "US cents"),
    Setting(
      "MAPS_BROWSER", .path, "", "The Chromium or Chrome that looks at Maps; found by itself where empty.", group: .discovery),
  ]

  private static let services: [Setting] = [
    Setting("OVERPASS_BASE_URL", .url, "", "Another OpenStreetMap server for searches, such as your own.", group: .services),
    Setting("NOMINATIM_BASE_URL", .url, "", "Another OpenStreetMap server for places by name.", group: .services),
    Setting("PHOTON_BASE_URL", .url, "", "Another Photon server, the second that is asked for places.", group: .services),
    Setting("MAPS_BASE_URL", .url, "", "Another address of Google Maps, for tests.", group: .services),
    Setting(
      "DATAFORSEO_MODE", .choice(["live", "task"]), "live", "Tasks wait some minutes and cost less.", group: .services),
    Setting("DATAFORSEO_LOGIN", .text, "", "The login of your account at DataForSEO.", group: .services),
    Setting("DATAFORSEO_PASSWORD", .text, "", "The API password of that account.", group: .services, isSecret: true),
    Setting("DATAFORSEO_BASE_URL", .url, "", "Another address of DataForSEO, for tests.", group: .services),
    Setting("HUNTER_IO_API_KEY", .text, "", "The API key of your account at Hunter.", group: .services, isSecret: true),
    Setting(
      "HUNTER_IO_BASE_URL", .url, "", "Another address of Hunter, for tests.", group: .services, aliases: ["HUNTER_BASE_URL"]),
    Setting("GEMINI_API_KEY", .text, "", "The API key of your account at Gemini.", group: .services, isSecret: true),
    Setting("GEMINI_BASE_URL", .url, "", "Another address of Gemini, for tests.", group: .services),
    Setting(
      "GEMINI_MODEL", .text, "", "The model that writes, from Gemini's own list; choose it under Drafting.", group: .services),
    Setting(
      "GEMINI_MAX_REQUESTS_PER_MINUTE", .number(1...1_000), "10",
      "Gemini is asked so often in a minute; drafts for many leads wait for their turn.", group: .services, unit: "requests"),
    Setting(
      "GEMINI_MAX_REQUESTS_PER_DAY", .number(0...10_000), "50", "Gemini is asked so often in any 24 hours.", group: .services,
      unit: "requests"),
    Setting(
      "GEMINI_MAX_REQUESTS_PER_MONTH", .number(0...100_000), "500", "And so often in any 30 days.", group: .services,
      unit: "requests"),
    Setting(
      "GEMINI_MAX_COST_CENTS", .number(0...100_000), "500", "What Gemini may cost in any 30 days, by the two prices below.",
      group: .services, unit: "US cents"),
    // The dearest of Google's usual text models when this was written; a person on the free plan enters 0.
    Setting(
      "GEMINI_INPUT_CENTS_PER_MILLION", .number(0...100_000), "200",
      "Your model's price for a million tokens sent; 0 on the free plan.", group: .services, unit: "US cents"),
    Setting(
      "GEMINI_OUTPUT_CENTS_PER_MILLION", .number(0...100_000), "1200",
      "Its price for a million tokens written; 0 on the free plan.", group: .services, unit: "US cents"),
    Setting("GOOGLE_PLACES_API_KEY", .text, "", "The API key of your account at Google Places.", group: .services, isSecret: true),
    Setting("GOOGLE_PLACES_BASE_URL", .url, "", "Another address of Places, for tests.", group: .services),
    Setting("HUBSPOT_ACCESS_TOKEN", .text, "", "Your HubSpot private app's token.", group: .services, isSecret: true).later,
    Setting("HUBSPOT_BASE_URL", .url, "", "Another address of HubSpot, for tests.", group: .services).later,
  ]

  private static let security: [Setting] = [
    Setting("SECRET_KEY", .text, "", "Not needed: the program makes its own keys.", group: .security, isSecret: true).later,
    Setting("JWT_SECRET_KEY", .text, "", "Not needed: the program makes its own keys.", group: .security, isSecret: true).later,
    Setting("SECURITY_ENABLE_CORS", .flag, "false", "Scripts in other pages may call with the token.", group: .security),
    Setting("SECURITY_ALLOWED_ORIGINS", .origins, "", "Which pages of other programs may ask.", group: .security),
    Setting(
      "SECURITY_SESSION_TIMEOUT_MINUTES", .number(5...10_080), "60", "A page left alone is signed out.", group: .security,
      unit: "min"),
    Setting(
      "SECURITY_AUDIT_ALL_ACTIONS", .flag, "true", "The activity list has reads, too; changes are always in it.", group: .security),
    Setting("AUDIT_TRAIL_ENABLED", .flag, "true", "The activity list; this can't be switched off.", group: .logs),
    Setting("AUDIT_TRAIL_RETENTION_DAYS", .number(0...36_500), "0", "How long it is kept; 0 for ever.", group: .logs, unit: "days"),
    Setting("LOG_LEVEL", .choice(["debug", "info", "warning", "error"]), "info", "How much the logs say.", group: .logs),
    Setting("LOG_RETENTION_DAYS", .number(1...3650), "30", "How long logs are kept.", group: .logs, unit: "days"),
  ]

  private static let program: [Setting] = [
    Setting(
      "ENVIRONMENT", .choice(["development", "staging", "production"]), "production",
      "Outside production mail goes to this computer only.", group: .program),
    Setting("DEBUG", .flag, "false", "Logs say more, for looking into a fault.", group: .program),
    Setting("PORT", .number(0...65535), "0", "The page's port; 0 for any free one.", group: .program),
    Setting(
      "UPDATE_CHECK_ENABLED", .flag, "false",
      "Looks for a new version at each start and once a day, and fetches it; nothing is told of you.",
      group: .program),
    Setting("UPDATE_FEED_URL", .feed, "", "Where new versions are announced.", group: .program),
    Setting("LICENSE_KEY", .text, "", "A key that no version needs so far.", group: .program, isSecret: true).later,
    Setting("LICENSE_SHEET_URL", .url, "", "Where keys would be looked up.", group: .program).later,
  ]
}
