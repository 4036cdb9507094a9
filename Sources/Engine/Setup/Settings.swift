import Outreach
import Store
import Synchronization

/// The settings as they count now, and changing them.
public final class Settings: Sendable {
  private struct State: Sendable {
    var values: SettingsValues
    var policy: Policy
  }

  private let base: Base
  private let environment: [String: String]
  private let zone: String
  private let zones: any ZoneSource
  private let state: Mutex<State>

  /// Settings over a base.
  /// - Parameters:
  ///   - environment: the process's environment, which wins over what is stored.
  ///   - zone: the computer's own time zone.
  ///   - zones: where templates look zones up; nil for UTC only.
  public init(base: Base, environment: [String: String], zone: String, zones: (any ZoneSource)? = nil) {
    (self.base, self.environment, self.zone, self.zones) = (base, environment, zone, zones ?? UnknownZones())
    let values = SettingsValues(environment: environment)
    var policy = Policy(values, zone: zone)
    policy.zones = self.zones
    state = Mutex(State(values: values, policy: policy))
  }

  /// What the settings mean to the engine.
  public var policy: Policy { state.withLock { $0.policy } }

  /// Every value with where it comes from.
  public var values: SettingsValues { state.withLock { $0.values } }

  /// The computer's own time zone.
  public var computerZone: String { zone }

  /// Reads the stored values again. Where the mode is another than the base was last used in, by a changed environment or by a
  /// crash, the old one is left as it should be.
  public func reload() async throws {
    let (next, isLeft) = try await base.read { [self] work in
      let next = try read(in: work)
      return (next, try ModeChange.isLeft(for: next.policy.mode.sendMode, in: work))
    }
    try await base.write { work in
      if isLeft { try ModeChange.enter(next.policy.mode.sendMode, in: work) }
      try Rewriting.noteSender(next.policy, in: work)
    }
    state.withLock { $0 = next }
  }

  private func read(in work: Work) throws -> State {
    let stored = try SettingTable.all(in: work).filter { SettingsCatalogue.setting($0.key) != nil }
    let values = SettingsValues(environment: environment, stored: stored)
    var policy = Policy(values, zone: zone)
    policy.zones = zones
    policy.add(
      try MailboxTable.accounts(in: work), over: values, primaryTakesLeads: try MailboxTable.takesLeads(Mailbox.primary, in: work))
    return State(values: values, policy: policy)
  }

  /// Changes mailboxes in one transaction, and takes over what follows from it.
  func change<T: Sendable>(as acting: ActingAs, _ body: @escaping @Sendable (Work) throws -> T) async throws -> T {
    let (result, next) = try await base.write(as: acting) { [self] work in
      let result = try body(work)
      let next = try read(in: work)
      try Rewriting.noteSender(next.policy, in: work)
      return (result, next)
    }
    state.withLock { $0 = next }
    return result
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
    let accepted = checked
    let next = try await base.write(as: acting) { [self] work in
      for (setting, text) in accepted { try SettingTable.set(setting.name, text, sealed: setting.isPersonal, in: work) }
      work.changed("status")
      let next = try read(in: work)
      try ModeChange.enter(next.policy.mode.sendMode, in: work)
      try Rewriting.noteSender(next.policy, in: work)
      return next
    }
    state.withLock { $0 = next }
  }

  /// The mail servers that the settings with these changes describe, whatever the mode; nil where something is missing.
  public func servers(with changes: [String: String]) -> (smtp: MailServer?, imap: MailServer?) {
    var texts: [String: String] = ["EMAIL_PRIMARY_PROVIDER": "smtp"]
    let now = values
    for setting in SettingsCatalogue.all where now.isChosen(setting.name) && setting.name != "EMAIL_PRIMARY_PROVIDER" {
      texts[setting.name] = now.text(setting.name)
    }
    for (name, text) in changes where !text.isEmpty && name != "EMAIL_PRIMARY_PROVIDER" {
      texts[SettingsCatalogue.setting(name)?.name ?? name] = text
    }
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
}

extension Setting {
  /// Whether its value is sealed at rest: secrets, and what says who the person is.
  var isPersonal: Bool {
    isSecret
      || [
        "SENDER_NAME", "SENDER_EMAIL", "REPLY_TO", "SENDER_POSTAL_ADDRESS", "SMTP_USERNAME", "IMAP_USERNAME", "CALENDAR_LINK",
        "SENDER_SIGNATURE", "SENDER_SIGNATURE_HTML",
      ]
      .contains(name)
  }
}
