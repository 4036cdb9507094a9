import Engine
import JSONText
import Net
import Outreach
import Store

/// Settings and what they are checked for; the mailbox and its test.
enum SettingRoutes {
  /// Every route of settings.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/settings", "Every setting with its value and where that comes from") { _ in .json(list(services)) },
      .patch("/api/settings", "Change settings") { request in
        let values = try RequestBody(request).flatTexts("values") ?? [:]
        try await services.settings.set(values, as: request.acting)
        await services.scheduler.wake()
        return .json(list(services))
      },
      .get("/api/settings/problems", "What is wrong with the settings") { _ in .json(.members(["problems": problems(services)])) },
      .post("/api/mailbox/preset", "The host settings for an address") { request in
        let preset = try await services.presetFor(try RequestBody(request).needText("address"))
        return .json(json(preset))
      },
      .post("/api/mailbox/test", "Try a mailbox step by step") { request in
        let values = try RequestBody(request).flatTexts("values")?.compactMapValues { $0 } ?? [:]
        let steps = await services.testMailbox(values)
        return .json(.members(["ok": .bool(!steps.isEmpty && steps.allSatisfy(\.ok)), "steps": .array(steps.map(json))]))
      },
    ]
  }

  /// Every setting as JSON.
  static func list(_ services: Services) -> JSON {
    let values = services.settings.values
    return .members([
      "groups": .array(Setting.Group.allCases.map { .members(["id": .string($0.rawValue), "title": .string(title($0))]) }),
      "data": .array(SettingsCatalogue.all.map { json($0, values) }), "problems": problems(services),
    ])
  }

  private static func problems(_ services: Services) -> JSON {
    .array(
      services.settings.values.problems.map {
        .members(["key": .string($0.setting), "detail": .string($0.detail), "level": .string($0.weight.rawValue)])
      })
  }

  private static func json(_ setting: Setting, _ values: SettingsValues) -> JSON {
    let source = values.source(setting.name)
    let (type, choices, minimum, maximum) = kind(setting.kind)
    func typed(_ text: String?) -> JSON { value(text, of: type) }
    return .members([
      "key": .string(setting.name), "aliases": .texts(setting.aliases), "group": .string(setting.group.rawValue),
      "title": .string(title(of: setting.name)),
      "type": .string(setting.isSecret ? "secret" : type),
      "choices": choices.isEmpty ? .null : .texts(choices), "default": typed(setting.standard),
      "value": setting.isSecret ? .null : typed(values.text(setting.name)),
      "is_set": .bool(values.isChosen(setting.name)),
      "source": .string(source.map { $0 == .standard ? "default" : $0.rawValue } ?? "default"),
      "minimum": .number(minimum), "maximum": .number(maximum), "unit": .text(setting.unit.isEmpty ? nil : setting.unit),
      "secret": .bool(setting.isSecret),
      "used_now": .bool(setting.isUsed), "help": .string(setting.help), "allowed": .string(setting.allowed),
    ])
  }

  private static func kind(_ kind: Setting.Kind) -> (type: String, choices: [String], minimum: Int?, maximum: Int?) {
    switch kind {
    case .text, .host, .origins: ("text", [], nil, nil)
    case .lines: ("lines", [], nil, nil)
    case .flag: ("bool", [], nil, nil)
    case .number(let range): ("int", [], range.lowerBound, range.upperBound)
    case .numbers: ("list", [], nil, nil)
    case .choice(let words): ("choice", words, nil, nil)
    case .choices(let words): ("list", words, nil, nil)
    case .address: ("email", [], nil, nil)
    case .url, .feed: ("url", [], nil, nil)
    case .path: ("path", [], nil, nil)
    case .zone: ("zone", [], nil, nil)
    case .window: ("window", [], nil, nil)
    }
  }

  /// A value in the setting's own type; null where there is none.
  private static func value(_ text: String?, of type: String) -> JSON {
    guard let text, !text.isEmpty else { return type == "bool" ? .bool(false) : .null }
    return switch type {
    case "bool": .bool(["true", "1", "yes", "on"].contains(text.lowercased()))
    case "int": Int(text).map { .int(Int64($0)) } ?? .string(text)
    case "list": .texts(text.split(separator: ",").map { $0.filter { !$0.isWhitespace } })
    default: .string(text)
    }
  }

  /// Words of a name that are not written like others.
  private static let spelled = [
    "SMTP": "SMTP", "IMAP": "IMAP", "API": "API", "URL": "URL", "HTML": "HTML", "CSV": "CSV", "CORS": "CORS", "ID": "ID",
    "IP": "IP",
    "EMAIL": "e-mail", "EMAILS": "mails", "DIR": "folder", "DATAFORSEO": "DataForSEO", "HUBSPOT": "HubSpot",
    "GMAIL": "Gmail", "GOOGLE": "Google", "HUNTER": "Hunter", "GEMINI": "Gemini", "OPENSTREETMAP": "OpenStreetMap",
    "OSM": "OpenStreetMap",
  ]

  /// Names that say it better than their key.
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
    "REPLY_CHECK_INTERVAL_SECONDS": "Look for answers every", "SMTP_HOST": "Sending server", "SMTP_PORT": "Its port",
    "SMTP_USERNAME": "User name", "SMTP_PASSWORD": "Password", "SMTP_SECURITY": "Encryption", "IMAP_HOST": "Reading server",
    "IMAP_PORT": "Its port", "IMAP_USERNAME": "User name", "IMAP_PASSWORD": "Password", "DATABASE_PATH": "Where the data lies",
    "DATABASE_BACKUP_ENABLED": "Back up by itself", "DATABASE_BACKUP_INTERVAL_HOURS": "Back up every",
    "DATABASE_BACKUP_RETENTION_DAYS": "Keep backups for", "DATABASE_BACKUP_DIR": "Second folder for backups",
    "SECURITY_SESSION_TIMEOUT_MINUTES": "Lock this page after", "SECURITY_ENABLE_CORS": "Let other programs' pages ask",
    "SECURITY_ALLOWED_ORIGINS": "Those pages", "AUDIT_TRAIL_ENABLED": "Write down every change",
    "AUDIT_TRAIL_RETENTION_DAYS": "Keep that record for", "LOG_LEVEL": "How much is logged", "LOG_RETENTION_DAYS": "Keep logs for",
    "GEMINI_MAX_REQUESTS_PER_MINUTE": "Requests to Gemini a minute, at most",
    "GEMINI_MAX_REQUESTS_PER_DAY": "Requests to Gemini a day, at most",
    "GEMINI_MAX_REQUESTS_PER_MONTH": "Requests to Gemini a month, at most",
    "GEMINI_MAX_COST_CENTS": "Cost of Gemini a month, at most", "GEMINI_INPUT_CENTS_PER_MILLION": "Gemini's price for what is sent",
    "GEMINI_OUTPUT_CENTS_PER_MILLION": "Gemini's price for what is written",
    "LEAD_EXPIRY_DAYS": "Leads expire after", "PORT": "Port of this page",
  ]

  /// A setting's name as a person reads it: `REPLY_TO` is “Reply to”.
  static func title(of name: String) -> String {
    if let title = titles[name] { return title }
    let words = name.split(separator: "_").map { spelled[String($0)] ?? $0.lowercased() }.joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func title(_ group: Setting.Group) -> String {
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

  static func json(_ step: MailboxStep) -> JSON {
    .members([
      "service": .string(step.service), "step": .string(step.step), "ok": .bool(step.ok), "detail": .string(step.detail),
      "advice": .text(step.advice),
    ])
  }

  private static func json(_ preset: MailboxPreset) -> JSON {
    func server(_ prefix: String) -> JSON {
      guard let host = preset.values[prefix + "_HOST"] else { return .null }
      return .members([
        "host": .string(host), "port": .number(preset.values[prefix + "_PORT"].flatMap { Int($0) }),
        "security": .text(preset.values[prefix + "_SECURITY"]),
      ])
    }
    return .members([
      "provider": .string(preset.provider), "smtp": server("SMTP"), "imap": server("IMAP"),
      "username": .text(preset.values["SMTP_USERNAME"]),
      "values": .map(preset.values.mapValues(JSON.string)), "advice": .text(preset.advice), "found_by": .string(preset.foundBy),
    ])
  }
}
