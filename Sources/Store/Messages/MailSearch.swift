import Outreach
import SQLite
import Text

/// The search index over messages and replies: keyed hashes of the words of subject, text, name and address, so that it tells nothing.
enum MailSearch {
  /// What is searched.
  enum Box: String { case message, reply }

  /// What the index has of a row, and what it shall have; nil for nothing.
  struct Change {
    let box: Box
    let number: Int
    let old: String?
    let new: String?
  }

  /// Prefixes of a name from so many to so many letters are found too.
  private static let prefixLengths = 3...8
  /// Words of a text that are indexed.
  private static let maximumWords = 600
  private static let maximumQueryWords = 8
  /// So many changes wait at most.
  private static let waiting = 1000

  /// The indexed words of a mail of ours. They hang on the content alone: FTS5 wants exactly the words back that were put in.
  static func words(of content: MessageContent, in work: Work) throws -> String {
    try words(texts: [content.subject, content.text], names: [content.to.name], address: content.to.address, in: work)
  }

  /// The indexed words of a received mail, which never changes, and of its lead's name.
  static func words(of content: ReplyContent, lead: Lead.ID, in work: Work) throws -> String {
    let business = try work.tx.text("SELECT business_name FROM lead WHERE id = $1", [lead.rawValue])
    return try words(
      texts: [content.subject, content.text], names: [content.from.name, business], address: content.from.address, in: work)
  }

  /// Puts a row's words in, or others in the place of the old ones, at the end of the transaction: statements on other tables in between
  /// make FTS5 write out what it holds.
  static func change(_ box: Box, _ number: Int, from old: String?, to new: String?, in work: Work) throws {
    work.unindexedMail.append(Change(box: box, number: number, old: old, new: new))
    if work.unindexedMail.count >= waiting { try flush(in: work) }
  }

  /// Writes what waits.
  static func flush(in work: Work) throws {
    guard !work.unindexedMail.isEmpty else { return }
    for change in work.unindexedMail {
      let table = "\(change.box.rawValue)_search"
      if let old = change.old {
        try work.tx.run("INSERT INTO \(table) (\(table), rowid, words) VALUES ('delete', $1, $2)", [change.number, old])
      }
      if let new = change.new { try work.tx.run("INSERT INTO \(table) (rowid, words) VALUES ($1, $2)", [change.number, new]) }
    }
    work.unindexedMail.removeAll(keepingCapacity: true)
  }

  /// Makes the index anew from all mails that there are.
  static func rebuild(in work: Work) throws {
    work.unindexedMail.removeAll()
    for box in [Box.message, .reply] {
      try work.tx.run("INSERT INTO \(box.rawValue)_search (\(box.rawValue)_search) VALUES ('delete-all')")
    }
    try work.tx.forEach("SELECT * FROM message") { row in
      let words = try words(of: try MessageTable.message(row, in: work).content, in: work)
      try change(.message, try row.int("number"), from: nil, to: words, in: work)
      return true
    }
    try work.tx.forEach("SELECT * FROM reply") { row in
      let reply = try ReplyTable.reply(row, in: work)
      try change(.reply, try row.int("number"), from: nil, to: try words(of: reply.content, lead: reply.leadID, in: work), in: work)
      return true
    }
    try flush(in: work)
  }

  /// The FTS5 expression for what a person typed: every word must be there. Nil for no words.
  static func match(_ query: String, in work: Work) throws -> String? {
    try flush(in: work)
    var terms: [String] = []
    for part in query.split(whereSeparator: \.isWhitespace).prefix(maximumQueryWords) {
      let text = part.lowercased()
      terms += text.contains("@") ? [text] : Folding.tokens(text)
    }
    guard !terms.isEmpty else { return nil }
    return try terms.map { try work.vault.token($0) }.joined(separator: " AND ")
  }

  private static func words(texts: [String], names: [String?], address: String, in work: Work) throws -> String {
    var all: Set<String> = []
    for text in texts { all.formUnion(Folding.tokens(text).prefix(maximumWords)) }
    let address = address.lowercased()
    for name in (names + [address]).compactMap({ $0 }) {
      for word in Folding.tokens(name) {
        all.insert(word)
        for length in prefixLengths where length < word.count { all.insert(String(word.prefix(length))) }
      }
    }
    all.insert(address)
    return try all.sorted().map { try work.vault.token($0) }.joined(separator: " ")
  }
}
