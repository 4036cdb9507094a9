extension Mailbox {
  /// How a mailbox writes and is reached, beside the one that the settings describe: under the same names as there.
  public struct Account: Sendable, Hashable, CustomReflectable {
    /// The settings that each mailbox has of its own. What it leaves out of the pace is as in the settings.
    public static let names: [String] =
      [
        "SENDER_NAME", "SENDER_EMAIL", "REPLY_TO", "SENDER_SIGNATURE", "SENDER_SIGNATURE_HTML", "SMTP_HOST", "SMTP_PORT",
        "SMTP_USERNAME", "SMTP_PASSWORD", "SMTP_SECURITY", "IMAP_HOST", "IMAP_PORT", "IMAP_USERNAME", "IMAP_PASSWORD",
      ] + paceNames
    /// Those of them that are limits.
    public static let paceNames = [
      "MAX_EMAILS_PER_DAY", "MAX_EMAILS_PER_HOUR", "MAX_EMAILS_PER_MINUTE", "MIN_DELAY_SECONDS", "MAX_DELAY_SECONDS",
      "PAUSE_EVERY_N_EMAILS", "PAUSE_MIN_MINUTES", "PAUSE_MAX_MINUTES", "RAMP_START", "RAMP_STEP",
    ]
    /// The longest name that the person may give it.
    public static let mostNameCharacters = 60

    public let id: Mailbox.ID
    /// What the person calls it; empty for its address.
    public var name: String
    /// Texts by the names of settings, secrets among them.
    public private(set) var values: [String: String]
    /// Whether leads that have no mailbox yet may get this one.
    public var takesLeads: Bool
    /// From 1; each change raises it.
    public var version: Int

    /// An account by its parts, unchecked.
    public init(id: Mailbox.ID, name: String = "", values: [String: String], takesLeads: Bool = true, version: Int = 1) {
      (self.id, self.name, self.values, self.takesLeads, self.version) = (id, name, values, takesLeads, version)
    }

    /// Without its values: there are secrets among them.
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "version": version]) }

    /// What the person reads: its name, else its address.
    public var title: String { name.isEmpty ? values["SENDER_EMAIL"] ?? "A mailbox" : name }

    /// The settings as they count for this mailbox.
    /// - Parameter common: the settings of all; what is missing of the pace, and the sender's name, is theirs.
    public func settings(over common: SettingsValues) -> SettingsValues {
      var stored = values
      for name in Self.paceNames + ["SENDER_NAME"] where stored[name] == nil { stored[name] = common.text(name) }
      stored["EMAIL_PRIMARY_PROVIDER"] = "smtp"
      return SettingsValues(stored: stored)
    }

    /// Changes values by the names or aliases of settings; an empty text or nil takes one away.
    /// - Parameter common: the settings of all, against which limits must fit.
    /// - Throws: `.badInput` with a field for each value that is refused; nothing is changed then.
    public mutating func change(_ changes: [String: String?], over common: SettingsValues) throws(Fault) {
      var (next, fields) = (self, [Fault.Field]())
      for (given, text) in changes.sorted(by: { $0.key < $1.key }) {
        guard let setting = SettingsCatalogue.setting(given), Self.names.contains(setting.name) else {
          fields.append(.init(given, "is nothing that a mailbox has"))
          continue
        }
        do throws(Fault) {
          _ = try setting.read(text ?? "")
          next.values[setting.name] = text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        } catch { fields.append(.init(setting.name, error.detail)) }
      }
      if name.count > Self.mostNameCharacters { fields.append(.init("name", "is longer than \(Self.mostNameCharacters) letters")) }
      for name in ["SENDER_EMAIL", "SMTP_HOST"] where next.values[name] == nil && !fields.contains(where: { $0.name == name }) {
        fields.append(.init(name, "is missing"))
      }
      if fields.isEmpty {
        fields = next.settings(over: common).problems.filter { $0.weight == .error && Self.names.contains($0.setting) }
          .map { Fault.Field($0.setting, $0.detail) }
      }
      guard fields.isEmpty else {
        throw Fault(.badInput, "The mailbox can't be kept like this; nothing was changed.", fields: fields)
      }
      self = next
    }
  }
}
