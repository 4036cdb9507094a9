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
      "groups": .array(
        Setting.Group.allCases.map { .members(["id": .string($0.rawValue), "title": .string(SettingWords.title($0))]) }),
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
      "title": .string(SettingWords.title(of: setting.name)),
      "type": .string(setting.isSecret ? "secret" : type),
      "choices": choices.isEmpty ? .null : .texts(choices.filter { $0 != "gmail" || values.text(setting.name) == $0 }),
      "default": typed(setting.standard),
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
