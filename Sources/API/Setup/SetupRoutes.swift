import Engine
import JSONText
import Net
import Outreach

/// The set-up wizard: resumable, each step after the first can be skipped.
enum SetupRoutes {
  /// Which settings each step asks for.
  private static let asked: [Setup.Step: [String]] = [
    .identity: [
      "SENDER_NAME", "SENDER_EMAIL", "REPLY_TO", "SENDER_COMPANY", "SENDER_POSTAL_ADDRESS", "SENDER_TIME_ZONE", "CALENDAR_LINK",
    ],
    .mode: ["EMAIL_PRIMARY_PROVIDER", "MODE_DRAFT_ONLY", "ALLOW_AUTO_SEND"],
    .mailbox: [
      "SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "SMTP_USERNAME", "SMTP_PASSWORD", "IMAP_HOST", "IMAP_PORT", "IMAP_USERNAME",
      "IMAP_PASSWORD",
    ],
    .protection: ["DATABASE_BACKUP_ENABLED", "DATABASE_BACKUP_DIR"],
    .pace: ["MAX_EMAILS_PER_DAY", "MAX_EMAILS_PER_HOUR", "MIN_DELAY_SECONDS", "MAX_DELAY_SECONDS", "SEND_WINDOW"],
  ]

  /// Every route of the wizard.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/setup", "How far set-up is") { _ in .json(try await state(services)) },
      .post("/api/setup/complete", "Finish set-up") { request in
        try await services.setup.complete(as: request.acting)
        return .json(try await state(services))
      },
      .post("/api/setup/{step}", "Save or skip a step") { try await save($0, services) },
    ]
  }

  private static func state(_ services: Services) async throws -> JSON {
    let (completed, states) = try await services.setup.state()
    let values = services.settings.values
    var shown: [String: JSON] = [:]
    for name in asked.values.joined() {
      shown[name] = SettingsCatalogue.setting(name)?.isSecret == true ? .null : .text(values.text(name))
    }
    let current = Setup.Step.allCases.first { states[$0] == .open } ?? .done
    return .members([
      "completed": .bool(completed), "current": .string(current.rawValue),
      "steps": .array(
        Setup.Step.allCases.map { .members(["id": .string($0.rawValue), "state": .string((states[$0] ?? .open).rawValue)]) }),
      "folders": .map(services.folders.mapValues(JSON.string)), "values": .map(shown),
      "secrets_set": .texts(["SMTP_PASSWORD", "IMAP_PASSWORD"].filter { values.isChosen($0) }),
      "mode": .string(services.settings.policy.mode.rawValue),
      "guesses": .members(["time_zone": .string(services.settings.computerZone)]),
    ])
  }

  private static func save(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    guard let step = Setup.Step(rawValue: request.parameters["step"] ?? "") else {
      throw Fault(.notFound, "There is no such step.")
    }
    let body = try RequestBody(request)
    let skip = try body.bool("skip") ?? false
    if !skip {
      let values = try body.flatTexts("values") ?? [:]
      if let foreign = values.keys.sorted().first(where: { key in
        !(asked[step] ?? []).contains(SettingsCatalogue.setting(key)?.name ?? key)
      }) {
        throw Fault(.badInput, "This step does not ask for that.", fields: [.init(foreign, "belongs to another step")])
      }
      try await services.settings.set(values, as: request.acting)
    }
    try await services.setup.leave(step, as: skip ? .skipped : .done, by: request.acting)
    return .json(try await state(services))
  }
}
