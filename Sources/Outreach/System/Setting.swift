/// One setting: a single declaration feeds checking, `.env` import, the Settings screen, `validate` and the README's table.
public struct Setting: Sendable, Hashable {
  /// Which part of the Settings screen it stands on.
  public enum Group: String, Sendable, CaseIterable {
    case identity, mode, smtp, imap, gmail, pace, retry, limits, database, discovery, services, security, logs, program
  }

  /// What its values look like.
  public enum Kind: Sendable, Hashable {
    /// Any text of one line.
    case text
    /// Text of several lines.
    case lines
    /// `true` or `false`.
    case flag
    /// A whole number within a range.
    case number(ClosedRange<Int>)
    /// Several whole numbers within a range, separated by commas; at most so many.
    case numbers(ClosedRange<Int>, most: Int)
    /// One of some words.
    case choice([String])
    /// Several of some words, separated by commas.
    case choices([String])
    /// An e-mail address.
    case address
    /// A host name or address, without a port.
    case host
    /// An address of the web: https, or http to this computer.
    case url
    /// An address of the web as `url`, or a file on this computer.
    case feed
    /// Several origins (`https://name[:port]`), separated by commas.
    case origins
    /// A path on this computer.
    case path
    /// A time zone by its IANA name.
    case zone
    /// Hours of the week.
    case window
  }

  /// The name in the environment and in `.env`, which is its name everywhere.
  public let name: String
  /// Older names that mean the same.
  public let aliases: [String]
  public let group: Group
  public let kind: Kind
  /// The text that counts where nobody set it; empty for none.
  public let standard: String
  /// What a number counts, such as `s`; empty for none.
  public let unit: String
  /// Never shown or logged, sealed in the base.
  public let isSecret: Bool
  /// False while the feature that reads it is still to come.
  public let isUsed: Bool
  /// One sentence for the person.
  public let help: String

  /// A setting by its parts.
  init(
    _ name: String, _ kind: Kind, _ standard: String = "", _ help: String, group: Group, aliases: [String] = [], unit: String = "",
    isSecret: Bool = false, isUsed: Bool = true
  ) {
    (self.name, self.kind, self.standard, self.help, self.group) = (name, kind, standard, help, group)
    (self.aliases, self.unit, self.isSecret, self.isUsed) = (aliases, unit, isSecret, isUsed)
  }

  /// The same setting, marked as one whose feature is still to come.
  var later: Setting {
    Setting(name, kind, standard, help, group: group, aliases: aliases, unit: unit, isSecret: isSecret, isUsed: false)
  }

  /// What is allowed, in words; for errors and for the table.
  public var allowed: String {
    let unit = unit.isEmpty ? "" : " \(unit)"
    return switch kind {
    case .text: "text of one line, up to \(Self.longestText) characters"
    case .lines: "text, up to \(Self.longestText) characters"
    case .flag: "true or false"
    case .number(let range): "\(range.lowerBound) to \(range.upperBound)\(unit)"
    case .numbers(let range, let most):
      "up to \(most) numbers from \(range.lowerBound) to \(range.upperBound)\(unit), separated by commas"
    case .choice(let words): Self.joined(words, "or")
    case .choices(let words): "any of \(Self.joined(words, "and")), separated by commas"
    case .address: "an e-mail address such as name@company.example"
    case .host: "a host name or an address, without a port"
    case .url: "an address that begins with https:// (http:// only to this computer)"
    case .feed: "an address that begins with https:// or file:/// (http:// only to this computer)"
    case .origins: "origins such as https://tool.example, separated by commas"
    case .path: "a path that begins with / or ~/"
    case .zone: "a time zone such as Europe/Berlin"
    case .window: "days and hours such as Mon-Fri 09:00-17:00"
    }
  }

  /// Characters of a text at most.
  static let longestText = 1000

  private static func joined(_ words: [String], _ last: String) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " \(last) " + (words.last ?? "")
  }
}
