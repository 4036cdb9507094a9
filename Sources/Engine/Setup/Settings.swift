import Outreach
import Store
import Synchronization

/// The settings as they count now, and changing them.
public final class Settings: Sendable {
  private struct State {
    var values: SettingsValues
    var policy: Policy
  }

  private let base: Base
  private let environment: [String: String]
  private let zone: String
  private let state: Mutex<State>

  /// Settings over a base.
  /// - Parameters:
  ///   - environment: the process's environment, which wins over what is stored.
  ///   - zone: the computer's own time zone.
  public init(base: Base, environment: [String: String], zone: String) {
    (self.base, self.environment, self.zone) = (base, environment, zone)
    let values = SettingsValues(environment: environment)
    state = Mutex(State(values: values, policy: Policy(values, zone: zone)))
  }

  /// What the settings mean to the engine.
  public var policy: Policy { state.withLock { $0.policy } }

  /// Every value with where it comes from.
  public var values: SettingsValues { state.withLock { $0.values } }

  /// The computer's own time zone.
  public var computerZone: String { zone }

  /// Reads the stored values again.
  public func reload() async throws {
    let stored = try await base.read { work in try SettingTable.all(in: work).filter { SettingsCatalogue.setting($0.key) != nil } }
    let values = SettingsValues(environment: environment, stored: stored)
    let policy = Policy(values, zone: zone)
    state.withLock { $0 = State(values: values, policy: policy) }
  }

  /// Stores values by name or alias; an empty text or nil removes one. Leaving or entering practice archives what practice did.
  /// - Throws: `.badInput` with a field for each value that is refused; nothing is stored then.
  public func set(_ changes: [String: String?], as acting: ActingAs) async throws {
    var checked: [(setting: Setting, text: String?)] = []
    var fields: [Fault.Field] = []
    for (name, text) in changes.sorted(by: { $0.key < $1.key }) {
      guard let setting = SettingsCatalogue.setting(name) else {
        fields.append(.init(name, SettingsValues.unknown(name).detail))
        continue
      }
      do throws(Fault) {
        _ = try setting.read(text ?? "")
        checked.append((setting, text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }))
      } catch { fields.append(.init(name, error.detail)) }
    }
    fields += try await refusals(of: checked)
    guard fields.isEmpty else {
      throw Fault(.badInput, "Some settings can't be saved like this; nothing was changed.", fields: fields)
    }
    let (before, accepted) = (policy.mode, checked)
    try await base.write(as: acting) { work in
      for (setting, text) in accepted { try SettingTable.set(setting.name, text, sealed: setting.isPersonal, in: work) }
      work.changed("status")
    }
    try await reload()
    if before.sendMode != policy.mode.sendMode { try await changeMode(from: before.sendMode, as: acting) }
  }

  /// The mail servers that the settings with these changes describe, whatever the mode; nil where something is missing.
  public func servers(with changes: [String: String]) -> (smtp: MailServer?, imap: MailServer?) {
    var texts: [String: String] = ["EMAIL_PRIMARY_PROVIDER": "smtp"]
    let now = values
    for setting in SettingsCatalogue.all where now.isChosen(setting.name) && setting.name != "EMAIL_PRIMARY_PROVIDER" {
      texts[setting.name] = now.text(setting.name)
    }
    for (name, text) in changes where !text.isEmpty && name != "EMAIL_PRIMARY_PROVIDER" { texts[SettingsCatalogue.setting(name)?.name ?? name] = text }
    let policy = Policy(SettingsValues(stored: texts), zone: zone)
    return (policy.smtp, policy.imap)
  }

  /// Values that can't stand together with the others: only those that this change names are refused.
  private func refusals(of changes: [(setting: Setting, text: String?)]) async throws -> [Fault.Field] {
    var stored = try await base.read { work in try SettingTable.all(in: work).filter { SettingsCatalogue.setting($0.key) != nil } }
    for (setting, text) in changes { stored[setting.name] = text }
    let names = Set(changes.map(\.setting.name))
    let hard: Set<String> = [
      "REQUIRE_APPROVAL", "AUDIT_TRAIL_ENABLED", "MIN_DELAY_SECONDS", "PAUSE_MIN_MINUTES", "SMTP_SECURITY", "DATABASE_URL",
      "SEND_WINDOW",
    ]
    return SettingsValues(environment: environment, stored: stored).problems
      .filter { $0.weight == .error && names.contains($0.setting) && hard.contains($0.setting) }
      .map { Fault.Field($0.setting, $0.detail) }
  }

  /// What was written in one mode never becomes mail of another: approvals are void, leads go back, practice is put away.
  private func changeMode(from old: SendMode, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in try ModeChange.leave(old, in: work) }
  }
}

extension Setting {
  /// Whether its value is sealed at rest: secrets, and what says who the person is.
  var isPersonal: Bool {
    isSecret
      || ["SENDER_NAME", "SENDER_EMAIL", "REPLY_TO", "SENDER_POSTAL_ADDRESS", "SMTP_USERNAME", "IMAP_USERNAME", "CALENDAR_LINK"]
        .contains(name)
  }
}

/// Leaving a mode: what waits in it is cancelled, and what practice did is put away as if it had not been.
enum ModeChange {
  private static let batch = 500

  static func leave(_ mode: SendMode, in work: Work) throws {
    for state in [MessageState.composed, .approved, .queued] {
      while true {
        let waiting = try MessageList.inState(state, limit: batch, in: work).filter { $0.mode == mode }
        guard !waiting.isEmpty else { break }
        for message in waiting {
          try MessageTable.move(message.id, .cancel, detail: "The way in which mail leaves was changed.", in: work)
        }
      }
    }
    if mode == .practice { for lead in try PracticeArchiving.putAway(in: work) { try bringBack(lead, in: work) } }
    for lead in try EnrollmentTable.end(mode: mode, in: work) { try bringBack(lead, in: work) }
    work.changed("lead")
    work.changed("message")
  }

  private static func bringBack(_ id: Lead.ID, in work: Work) throws {
    if let state = try LeadTable.state(of: id, in: work), state.next(.leavePractice) != nil {
      try LeadTable.move(id, .leavePractice, in: work)
    }
  }
}
