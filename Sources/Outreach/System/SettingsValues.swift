/// The settings that count now: environment, then what is stored, then the standard. Every trouble with them is listed at once.
public struct SettingsValues: Sendable {
  /// Where a value comes from.
  public enum Source: String, Sendable { case environment, stored, standard }

  /// Something about a setting that the person should know.
  public struct Problem: Sendable, Hashable {
    /// How bad it is.
    public enum Weight: String, Sendable {
      /// It is refused; real sending stays off until it is put right.
      case error
      /// It works, but probably not as meant.
      case warning
      /// For knowledge only.
      case note
    }

    /// The name of the setting.
    public let setting: String
    /// What is wrong and what is allowed; no secret.
    public let detail: String
    public let weight: Weight

    /// A problem with a setting.
    public init(_ setting: String, _ detail: String, _ weight: Weight = .error) {
      (self.setting, self.detail, self.weight) = (setting, detail, weight)
    }
  }

  /// The person's own folder, for paths that begin with `~/`.
  private let home: String?
  private var values: [String: (value: SettingsValue, source: Source)] = [:]
  /// Every trouble: unreadable values first, then what doesn't fit together, each in the catalogue's order.
  public private(set) var problems: [Problem] = []

  /// Reads all settings. A value that is refused counts as not set, and is a problem.
  /// - Parameters:
  ///   - environment: the environment of the process; names that are none of ours are left alone, but for close misses.
  ///   - stored: texts by canonical name, as the base keeps them.
  public init(environment: [String: String] = [:], stored: [String: String] = [:]) {
    home = environment["HOME"]
    for setting in SettingsCatalogue.all { read(setting, environment, stored) }
    for name in stored.keys.sorted() where SettingsCatalogue.setting(name) == nil { problems.append(Self.unknown(name)) }
    problems += Self.closeMisses(environment)
    applyAntiDetection()
    problems += SettingsChecks.problems(of: self)
  }

  /// The value of a setting.
  public subscript<Value>(_ key: SettingsKey<Value>) -> Value { key.value(values[key.name]?.value) }

  /// The text of a setting's value as a form shows it; nil where it has none. Of a secret too: the caller asks `isSecret` first.
  public func text(_ name: String) -> String? {
    switch values[SettingsCatalogue.setting(name)?.name ?? name]?.value {
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .number(let number): String(number)
    case .numbers(let numbers): numbers.map(String.init).joined(separator: ",")
    case .words(let words): words.joined(separator: ",")
    case .window(let window): window.description
    case nil: nil
    }
  }

  /// Where a setting's value comes from; nil where it has none.
  public func source(_ name: String) -> Source? { values[SettingsCatalogue.setting(name)?.name ?? name]?.source }

  /// Whether somebody chose the value.
  public func isChosen(_ name: String) -> Bool { source(name).map { $0 != .standard } ?? false }

  /// Whether nothing forbids real sending.
  public var isSound: Bool { !problems.contains { $0.weight == .error } }

  /// How a name that is none of ours is reported.
  public static func unknown(_ name: String) -> Problem {
    let hint = SettingsCatalogue.nearest(to: name).map { " Did you mean \($0)?" } ?? ""
    return Problem(name, "There is no such setting; it is ignored.\(hint)", .warning)
  }

  private mutating func read(_ setting: Setting, _ environment: [String: String], _ stored: [String: String]) {
    let names = [setting.name] + setting.aliases
    let given = names.compactMap { name in environment[name].flatMap { $0.isEmpty ? nil : (name, $0) } }
    if let first = given.first, given.contains(where: { $0.1 != first.1 }) {
      let others = given.dropFirst().map(\.0).joined(separator: ", ")
      problems.append(Problem(setting.name, "It differs from \(others), which means the same; \(first.0) counts.", .warning))
    }
    let candidates: [(String?, Source)] = [
      (given.first?.1, .environment), (stored[setting.name], .stored), (setting.standard, .standard),
    ]
    for (text, source) in candidates {
      guard let text else { continue }
      do throws(Fault) {
        guard let value = try setting.read(text) else { continue }
        values[setting.name] = (value, source)
        return
      } catch {
        problems.append(Problem(setting.name, error.detail))
      }
    }
  }

  /// SCRAPING_USE_ANTI_DETECTION turns two settings on that nobody chose.
  private mutating func applyAntiDetection() {
    guard self[.antiDetection], let source = source("SCRAPING_USE_ANTI_DETECTION") else { return }
    for name in ["SCRAPING_RANDOM_DELAYS", "SCRAPING_ROTATE_USER_AGENTS"] where !isChosen(name) {
      values[name] = (.flag(true), source)
    }
  }

  /// Names of the environment that are one of ours but for a letter or two. Short ones say nothing: others have such names, too.
  private static func closeMisses(_ environment: [String: String]) -> [Problem] {
    environment.keys.sorted().compactMap { name in
      guard name.count >= 8, SettingsCatalogue.setting(name) == nil, let near = SettingsCatalogue.nearest(to: name),
        NearestWord.distance(Array(name.utf8), Array(near.utf8)) <= 2
      else { return nil }
      return unknown(name)
    }
  }
}

extension SettingsValues {
  /// How mail leaves.
  public enum Mode: String, Sendable, CaseIterable {
    /// Nothing leaves this computer.
    case practice
    /// Approved mail is put into the mailbox's drafts.
    case drafts
    /// Approved mail waits for Send now.
    case sendNow
    /// Approved mail leaves by itself.
    case automatic
  }

  /// How mail leaves, from the three settings that say so.
  public var mode: Mode {
    if self[.primaryProvider] == "practice" { return .practice }
    if self[.modeDraftOnly] { return .drafts }
    return self[.allowAutoSend] ? .automatic : .sendNow
  }

  /// How the SMTP connection is protected: as chosen, else TLS on port 465 and STARTTLS on all others (RFC 8314 §3.3, RFC 6409).
  public var smtpSecurity: MailServer.Security {
    if let chosen = self[.smtpSecurity].flatMap(MailServer.Security.init) { return chosen }
    return self[.smtpPort] == 465 ? .tls : .starttls
  }

  /// The file of the base where the person chose one; nil for the usual place.
  public var databaseFile: String? {
    guard let path = self[.databasePath] else { return self[.databaseURL].flatMap(SettingsChecks.sqlitePath) }
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }
}
