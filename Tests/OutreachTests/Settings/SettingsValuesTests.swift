import Testing

@testable import Outreach

@Suite struct SettingsValuesTests {
  @Test func `every standard can be read, every name is unique, every setting explains itself`() throws {
    var names = Set<String>()
    for setting in SettingsCatalogue.all {
      if !setting.standard.isEmpty { #expect(try setting.read(setting.standard) != nil, "\(setting.name)") }
      for name in [setting.name] + setting.aliases { #expect(names.insert(name).inserted, "\(name) stands twice") }
      #expect(!setting.help.isEmpty && setting.help.hasSuffix(".") && !setting.allowed.isEmpty, "\(setting.name)")
    }
    // Each name that the people's files have.
    let known = """
      SENDER_NAME SENDER_EMAIL EMAIL_ADDRESS REPLY_TO SENDER_TIME_ZONE SENDER_COMPANY SENDER_POSTAL_ADDRESS CALENDAR_LINK MODE_DRAFT_ONLY
      ALLOW_AUTO_SEND REQUIRE_APPROVAL EMAIL_PRIMARY_PROVIDER EMAIL_FALLBACK_PROVIDERS SMTP_HOST SMTP_SERVER SMTP_PORT SMTP_USERNAME
      SMTP_PASSWORD EMAIL_PASSWORD SMTP_SECURITY IMAP_HOST IMAP_SERVER IMAP_PORT IMAP_USERNAME IMAP_PASSWORD REPLY_CHECK_INTERVAL_SECONDS
      GMAIL_CLIENT_ID GMAIL_CLIENT_SECRET GMAIL_REFRESH_TOKEN MAX_EMAILS_PER_DAY DAILY_EMAIL_LIMIT MAX_EMAILS_PER_HOUR MAX_EMAILS_PER_MINUTE
      MIN_DELAY_SECONDS MAX_DELAY_SECONDS PAUSE_EVERY_N_EMAILS PAUSE_MIN_MINUTES PAUSE_MAX_MINUTES SEND_WINDOW RAMP_START RAMP_STEP
      MAX_EMAILS_PER_LEAD_PER_30_DAYS MAX_EMAILS_PER_DOMAIN_PER_DAY COOLING_PERIOD_DAYS FOLLOW_UP_DAYS EMAIL_MAX_RETRY_ATTEMPTS
      EMAIL_RETRY_DELAYS QUEUE_INTERVAL_SECONDS RATE_LIMIT_ENABLED RATE_LIMIT_REQUESTS DATABASE_PATH DATABASE_BACKUP_ENABLED
      DATABASE_BACKUP_INTERVAL_HOURS DATABASE_BACKUP_RETENTION_DAYS DATABASE_BACKUP_DIR DATABASE_URL SCRAPING_MAX_RESULTS_PER_SESSION
      SCRAPING_MAX_REQUESTS_PER_MINUTE CRAWL_MAX_PAGES LEAD_EXPIRY_DAYS SCRAPING_RANDOM_DELAYS SCRAPING_ROTATE_USER_AGENTS
      SCRAPING_USE_ANTI_DETECTION SCRAPING_USE_FALLBACK_DATA DATAFORSEO_LOGIN DATAFORSEO_PASSWORD HUNTER_IO_API_KEY GEMINI_API_KEY
      GOOGLE_PLACES_API_KEY HUBSPOT_ACCESS_TOKEN DATAFORSEO_BASE_URL HUNTER_IO_BASE_URL GEMINI_BASE_URL GOOGLE_PLACES_BASE_URL
      HUBSPOT_BASE_URL SECRET_KEY JWT_SECRET_KEY SECURITY_ENABLE_CORS SECURITY_ALLOWED_ORIGINS SECURITY_SESSION_TIMEOUT_MINUTES
      SECURITY_AUDIT_ALL_ACTIONS AUDIT_TRAIL_ENABLED AUDIT_TRAIL_RETENTION_DAYS LOG_LEVEL LOG_RETENTION_DAYS ENVIRONMENT DEBUG PORT
      UPDATE_FEED_URL LICENSE_KEY LICENSE_SHEET_URL
      """.split(whereSeparator: \.isWhitespace).map(String.init)
    for name in known { #expect(SettingsCatalogue.setting(name) != nil, "\(name)") }
    #expect(SettingsValues().problems == [])
  }

  @Test func `typed keys read what the catalogue has`() {
    let settings = SettingsValues()
    #expect(settings[.maxEmailsPerDay] == 20 && settings[.maxEmailsPerHour] == 5 && settings[.minDelaySeconds] == 180)
    #expect(settings[.maxDelaySeconds] == 420 && settings[.followUpDays] == [3, 6] && settings[.retryDelays] == [300, 900, 3600])
    #expect(settings[.modeDraftOnly] && !settings[.allowAutoSend] && settings[.requireApproval] && settings.mode == .practice)
    #expect(settings[.smtpHost] == "smtp.gmail.com" && settings[.smtpPort] == 587 && settings.smtpSecurity == .starttls)
    #expect(
      settings[.sendWindow].description == "Mon-Fri 09:00-17:00" && settings[.sessionMinutes] == 60 && settings[.logLevel] == "info"
    )
    #expect(settings[.senderName] == nil && settings[.smtpPassword] == nil && settings[.fallbackProviders] == [])
    #expect(
      settings[.rateLimitRequests] == 600 && settings[.rampStart] == 5 && settings[.coolingDays] == 90 && settings[.port] == 0)
    #expect(
      settings[.maxEmailsPerLead] == 4 && settings[.maxEmailsPerDomain] == 3 && settings[.backupDays] == 30
        && settings[.queueSeconds] == 30)
  }

  @Test func `values that are refused and values that are taken`() throws {
    let rows: [(String, String, Bool)] = [
      ("MAX_EMAILS_PER_DAY", "0", true), ("MAX_EMAILS_PER_DAY", " 50 ", true), ("MAX_EMAILS_PER_DAY", "-1", false),
      ("MAX_EMAILS_PER_DAY", "2001", false),
      ("MAX_EMAILS_PER_DAY", "5.5", false), ("MAX_EMAILS_PER_DAY", "99999999999999999999", false), ("DEBUG", "YES", true),
      ("DEBUG", "app:*", false),
      ("SENDER_EMAIL", "me@firm.example", true), ("SENDER_EMAIL", "me@firm", false), ("SENDER_EMAIL", "a b@firm.example", false),
      ("SENDER_EMAIL", "Me <me@firm.example>", false), ("SENDER_EMAIL", "a@b@c.example", false),
      ("SENDER_EMAIL", "me@firm.example\nBcc: x", false),
      ("SMTP_HOST", "mail.firm.example", true), ("SMTP_HOST", "mail.firm.example:25", false), ("SMTP_HOST", "::1", true),
      ("SMTP_HOST", "bücher.example", true),
      ("SMTP_HOST", "-a.example", false), ("SMTP_HOST", "a..example", false), ("SMTP_SECURITY", "STARTTLS", true),
      ("SMTP_SECURITY", "ssl", false),
      ("CALENDAR_LINK", "https://cal.example/me", true), ("CALENDAR_LINK", "http://cal.example/me", false),
      ("CALENDAR_LINK", "javascript:alert(1)", false),
      ("HUNTER_IO_BASE_URL", "http://127.0.0.1:8080/v2", true), ("HUNTER_IO_BASE_URL", "https://u:p@h.example/", false),
      ("FOLLOW_UP_DAYS", "3, 6,9", true), ("FOLLOW_UP_DAYS", "3,x", false), ("FOLLOW_UP_DAYS", "0", false),
      ("FOLLOW_UP_DAYS", "1,1,1,1,1,1,1,1,1,1,1", false),
      ("SEND_WINDOW", "Mon-Fri 09:00-17:00", true), ("SEND_WINDOW", "Mon-Fri", false), ("SENDER_TIME_ZONE", "Europe/Berlin", true),
      ("SENDER_TIME_ZONE", "../etc", false), ("DATABASE_PATH", "/x/y.db", true), ("DATABASE_PATH", "y.db", false),
      ("SECURITY_ALLOWED_ORIGINS", "https://a.example, http://localhost:3000", true),
      ("SECURITY_ALLOWED_ORIGINS", "https://a.example/x", false),
      ("SECURITY_ALLOWED_ORIGINS", "*", false), ("EMAIL_FALLBACK_PROVIDERS", "smtp,gmail", true),
      ("EMAIL_FALLBACK_PROVIDERS", "practice", false),
      ("SENDER_POSTAL_ADDRESS", "Street 1\n12345 Town", true), ("SENDER_NAME", "A\nB", false),
      ("SENDER_NAME", String(repeating: "x", count: 1001), false),
    ]
    for (name, text, isTaken) in rows {
      let setting = try #require(SettingsCatalogue.setting(name))
      let value = try? setting.read(text)
      #expect((value != nil) == isTaken, "\(name)=\(text)")
    }
  }

  @Test func `an error names setting, value and range, and never a secret`() throws {
    let settings = SettingsValues(environment: ["MAX_EMAILS_PER_DAY": "many", "SMTP_PASSWORD": "hunter2\nx"])
    let day = try #require(settings.problems.first { $0.setting == "MAX_EMAILS_PER_DAY" })
    #expect(day.detail.contains("“many”") && day.detail.contains("0 to 2000 mails"))
    #expect(settings[.maxEmailsPerDay] == 20 && !settings.isSound)
    let password = try #require(settings.problems.first { $0.setting == "SMTP_PASSWORD" })
    #expect(!password.detail.contains("hunter2"))
    #expect(!"\(settings[.smtpPassword] as Any)".contains("hunter2"))
  }

  @Test func `environment beats stored, stored beats standard, a broken one counts as not set`() {
    let rows: [([String: String], [String: String], Int, SettingsValues.Source)] = [
      ([:], [:], 20, .standard), ([:], ["MAX_EMAILS_PER_DAY": "7"], 7, .stored),
      (["MAX_EMAILS_PER_DAY": "9"], ["MAX_EMAILS_PER_DAY": "7"], 9, .environment),
      (["DAILY_EMAIL_LIMIT": "9"], [:], 9, .environment),
      (["MAX_EMAILS_PER_DAY": ""], ["MAX_EMAILS_PER_DAY": "7"], 7, .stored),
      (["MAX_EMAILS_PER_DAY": "x"], ["MAX_EMAILS_PER_DAY": "7"], 7, .stored),
      (["MAX_EMAILS_PER_DAY": "9", "DAILY_EMAIL_LIMIT": "8"], [:], 9, .environment),
    ]
    for (environment, stored, value, source) in rows {
      let settings = SettingsValues(environment: environment, stored: stored)
      #expect(settings[.maxEmailsPerDay] == value && settings.source("MAX_EMAILS_PER_DAY") == source, "\(environment) \(stored)")
    }
  }

  @Test func `what does not fit together is listed at once`() {
    let real = [
      "EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "SENDER_EMAIL": "me@firm.example",
      "SENDER_POSTAL_ADDRESS": "Street 1",
      "SMTP_PASSWORD": "x", "IMAP_HOST": "imap.firm.example",
    ]
    let rows: [([String: String], [String])] = [
      (real, []), (["REQUIRE_APPROVAL": "false"], ["REQUIRE_APPROVAL"]), (["AUDIT_TRAIL_ENABLED": "0"], ["AUDIT_TRAIL_ENABLED"]),
      (["MIN_DELAY_SECONDS": "500"], ["MIN_DELAY_SECONDS"]), (["PAUSE_MIN_MINUTES": "9"], ["PAUSE_MIN_MINUTES"]),
      (["SMTP_SECURITY": "none"], ["SMTP_SECURITY"]), (["SMTP_SECURITY": "none", "SMTP_HOST": "127.0.0.1"], []),
      (["SMTP_SECURITY": "none", "SMTP_HOST": "127.0.0.1.evil.example"], ["SMTP_SECURITY"]),
      (real.merging(["SENDER_POSTAL_ADDRESS": ""]) { $1 }, ["SENDER_POSTAL_ADDRESS"]),
      (real.merging(["SENDER_POSTAL_ADDRESS": "", "MODE_DRAFT_ONLY": "true"]) { $1 }, ["SENDER_POSTAL_ADDRESS"]),
      (real.merging(["ENVIRONMENT": "staging"]) { $1 }, ["ENVIRONMENT"]),
      (real.merging(["ENVIRONMENT": "staging", "SMTP_HOST": "localhost"]) { $1 }, []),
      (["DATABASE_URL": "sqlite:////srv/o.db"], []), (["DATABASE_URL": "postgresql://u:hunter2@h/db"], ["DATABASE_URL"]),
      (["DATABASE_URL": "sqlite:///srv/o.db", "DATABASE_PATH": "/srv/p.db"], ["DATABASE_URL"]),
      (["SECURITY_ENABLE_CORS": "true"], ["SECURITY_ALLOWED_ORIGINS"]),
      (["SECRET_KEY": "s"], ["SECRET_KEY"]), (["LICENSE_KEY": "s"], ["LICENSE_KEY"]), (["GEMINI_API_KEY": "s"], []),
      (["SMTP_PASWORD": "x"], ["SMTP_PASWORD"]), (["PATHS": "x"], []),
      (
        ["REQUIRE_APPROVAL": "false", "MAX_EMAILS_PER_DAY": "x", "MIN_DELAY_SECONDS": "9999"],
        ["MAX_EMAILS_PER_DAY", "REQUIRE_APPROVAL", "MIN_DELAY_SECONDS"]
      ),
      (
        ["EMAIL_PRIMARY_PROVIDER": "gmail", "SENDER_EMAIL": "a@b.example", "SENDER_POSTAL_ADDRESS": "S"],
        ["EMAIL_PRIMARY_PROVIDER", "SMTP_PASSWORD", "IMAP_HOST"]
      ),
    ]
    for (environment, names) in rows {
      let settings = SettingsValues(environment: environment)
      #expect(settings.problems.map(\.setting) == names, "\(environment)")
      #expect(!settings.problems.contains { $0.detail.contains("hunter2") })
    }
    #expect(SettingsValues(environment: ["SMTP_PASWORD": "x"]).problems.first?.detail.contains("SMTP_PASSWORD") == true)
    #expect(SettingsValues(stored: ["NO_SUCH": "x"]).problems.map(\.setting) == ["NO_SUCH"])
  }

  @Test func `modes, ports and files`() {
    let modes: [([String: String], SettingsValues.Mode)] = [
      ([:], .practice), (["EMAIL_PRIMARY_PROVIDER": "smtp"], .drafts),
      (["EMAIL_PRIMARY_PROVIDER": "practice", "MODE_DRAFT_ONLY": "false"], .practice),
      (["EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false"], .sendNow),
      (["EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "ALLOW_AUTO_SEND": "true"], .automatic),
    ]
    for (environment, mode) in modes { #expect(SettingsValues(environment: environment).mode == mode, "\(environment)") }
    let ports: [([String: String], MailServer.Security)] = [
      (["SMTP_PORT": "465"], .tls), (["SMTP_PORT": "25"], .starttls),
      (["SMTP_PORT": "465", "SMTP_SECURITY": "starttls"], .starttls),
    ]
    for (environment, security) in ports {
      #expect(SettingsValues(environment: environment).smtpSecurity == security, "\(environment)")
    }
    let files: [(String, String?)] = [
      ("sqlite:////a/b.db", "/a/b.db"), ("sqlite:///a/b.db", "/a/b.db"), ("sqlite:/a/b.db", "/a/b.db"),
      ("sqlite+aiosqlite:////a/b.db?x=1", "/a/b.db"),
      ("sqlite:a.db", nil), ("sqlite://", nil), ("mysql://x", nil), ("", nil),
    ]
    for (url, path) in files { #expect(SettingsChecks.sqlitePath(url) == path, "\(url)") }
    let detection = SettingsValues(environment: ["SCRAPING_USE_ANTI_DETECTION": "true", "SCRAPING_RANDOM_DELAYS": "false"])
    #expect(detection[.rotateUserAgents] && !detection[.randomDelays])
  }

  @Test func `the word that was meant`() {
    let rows: [(String, String?)] = [
      ("SMTP_PROT", "SMTP_PORT"), ("smtp_port", "SMTP_PORT"), ("MAX_EMAIL_PER_DAY", "MAX_EMAILS_PER_DAY"), ("XYZZY", nil),
      ("", nil),
    ]
    for (word, meant) in rows { #expect(SettingsCatalogue.nearest(to: word) == meant, "\(word)") }
  }

  @Test func `a path that begins at the person's own folder leads there`() {
    let rows: [(environment: [String: String], file: String?)] = [
      (["HOME": "/home/mira", "DATABASE_PATH": "~/outreach.db"], "/home/mira/outreach.db"),
      (["HOME": "/home/mira", "DATABASE_PATH": "/srv/o.db"], "/srv/o.db"),
      (["HOME": "/home/mira", "DATABASE_URL": "sqlite:////srv/o.db"], "/srv/o.db"), (["HOME": "/home/mira"], nil),
    ]
    for row in rows { #expect(SettingsValues(environment: row.environment).databaseFile == row.file, "\(row)") }
  }
}
