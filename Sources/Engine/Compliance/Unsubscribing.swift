import Finding
import Outreach
import Store

/// The addresses under which a recipient says no, and the token that tells who did, from whatever address the mail comes.
enum Unsubscribing {
  private static let prefix = "unsubscribe-"

  /// A message's token: its id and a keyed mark, so that nobody can make one up.
  static func token(of id: Message.ID, in work: Work) throws -> String { "\(id.rawValue).\(try work.vault.mark(id.rawValue))" }

  /// The URIs of List-Unsubscribe (RFC 2369 §3.2): the person's https address where there is one, and a mail to the person.
  static func addresses(of sender: Policy.Sender, token: String) -> [String] {
    let mail = "mailto:\(sender.replyTo ?? sender.address)?subject=\(prefix)\(token)"
    guard let url = sender.unsubscribeURL, url.hasPrefix("https://") else { return [mail] }
    return ["\(url)\(url.contains("?") ? "&" : "?")t=\(token)", mail]
  }

  /// The message whose token a subject holds; nil where it holds none or a made-up one.
  static func message(named subject: String, in work: Work) throws -> Message? {
    guard let start = subject.lowercased().firstRange(of: prefix) else { return nil }
    let rest = subject.lowercased()[start.upperBound...].prefix { $0.isHexDigit || $0 == "-" || $0 == "." }
    let parts = rest.split(separator: ".")
    guard parts.count == 2 else { return nil }
    let id = Message.ID(rawValue: String(parts[0]))
    guard id.isWellFormed, try work.vault.mark(id.rawValue) == String(parts[1]) else { return nil }
    return try MessageTable.find(id, in: work)
  }
}
