import Outreach
import Store

/// How we know our own mail again, wherever it lies: a keyed token in its Message-ID and, for servers that write another one, in a field.
enum OwnMail {
  /// The field that carries the token.
  static let field = "X-Outreach-Token"

  /// `<message id>.<keyed mark>`.
  static func token(of id: Message.ID, vault: Vault) throws -> String { "\(id.rawValue).\(try vault.mark(id.rawValue))" }

  /// The message that a received or filed mail is, by its Message-ID or our field; nil where it is none of ours.
  static func message(_ head: IncomingMail, vault: Vault) throws -> Message.ID? {
    let field = head.headers.first { $0.name.lowercased() == Self.field.lowercased() }?.value
    for text in [head.messageID, field].compactMap({ $0 }) {
      if let id = try message(token: text, vault: vault) { return id }
    }
    return nil
  }

  /// The message behind a Message-ID or a bare token; nil where the mark isn't ours.
  static func message(token text: String, vault: Vault) throws -> Message.ID? {
    let bare = text.drop { $0 == "<" || $0 == " " }.prefix { $0 != "@" && $0 != ">" && $0 != " " }
    guard bare.utf8.count < 100, let dot = bare.lastIndex(of: ".") else { return nil }
    let id = Message.ID(rawValue: String(bare[..<dot]))
    return try token(of: id, vault: vault) == bare ? id : nil
  }
}
