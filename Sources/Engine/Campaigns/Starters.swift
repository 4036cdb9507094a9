import Finding
import Outreach
import Platform

/// The mails that come with the program to begin with: files of `Resources/templates`.
///
/// A file is front matter (`name`, `trade`, `language`, `subject`, `steps`) between two lines `---`, then the text; each follow-up
/// begins with a line `--- after N business days` and one `subject: …`.
public struct Starters: Sendable {
  /// A mail with its follow-ups for one trade in one language.
  public struct Starter: Sendable, Hashable {
    /// The file's name without its ending, such as `web-design.en`.
    public var id: String
    public var name: String
    public var trade: String
    /// ISO 639-1.
    public var language: String
    public var mails: [MailTemplate.Mail]
  }

  private let folder: String?

  /// The starters of a folder; none where it is nil or missing.
  public init(folder: String?) { self.folder = folder }

  /// All that can be read, by language and name.
  public func all() -> [Starter] {
    guard let folder, let names = try? Files.names(in: folder) else { return [] }
    let starters = names.filter { $0.hasSuffix(".md") }.compactMap { name -> Starter? in
      guard let text = try? Files.text(folder + "/" + name) else { return nil }
      return Self.read(text, id: String(name.dropLast(3)))
    }
    return starters.sorted { ($0.language, $0.name, $0.id) < ($1.language, $1.name, $1.id) }
  }

  /// What a file says; nil where something is missing.
  static func read(_ text: String, id: String) -> Starter? {
    var parts: [[Substring]] = [[]]
    var waits: [Int] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "---" {
        parts.append([])
      } else if line.hasPrefix("--- after "), let wait = Int(line.dropFirst(10).prefix(while: \.isNumber)) {
        waits.append(wait)
        parts.append([])
      } else {
        parts[parts.count - 1].append(line)
      }
    }
    guard parts.count == waits.count + 3, parts[0].isEmpty else { return nil }
    let head = members(parts[1])
    guard let name = head["name"], let trade = head["trade"], let language = head["language"], let subject = head["subject"],
      head["steps"] == String(waits.count + 1)
    else { return nil }
    var mails = [MailTemplate.Mail(subject: subject, text: trimmed(parts[2]))]
    for (wait, part) in zip(waits, parts.dropFirst(3)) {
      guard let subject = members(part.prefix(1))["subject"] else { return nil }
      mails.append(MailTemplate.Mail(subject: subject, text: trimmed(part.dropFirst()), wait: wait))
    }
    return Starter(id: id, name: name, trade: trade, language: language, mails: mails)
  }

  private static func members(_ lines: some Collection<Substring>) -> [String: String] {
    var members: [String: String] = [:]
    for line in lines {
      guard let colon = line.firstRange(of: ": ") else { continue }
      let (name, value) = (line[..<colon.lowerBound], line[colon.upperBound...])
      if !name.isEmpty, !value.isEmpty { members[String(name)] = String(value) }
    }
    return members
  }

  /// Lines without the empty ones around them.
  private static func trimmed(_ lines: some BidirectionalCollection<Substring>) -> String {
    let body = lines.drop(while: \.isEmpty)
    let end = body.lastIndex { !$0.isEmpty } ?? body.startIndex
    return body.isEmpty ? "" : body[...end].joined(separator: "\n")
  }
}
