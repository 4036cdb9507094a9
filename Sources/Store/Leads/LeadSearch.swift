import Outreach
import SQLite
import Text

/// The search index over leads: plain words of what is not personal, keyed hashes of the words of what is.
enum LeadSearch {
  /// Prefixes of a personal word from so many to so many letters are found too.
  private static let prefixLengths = 3...8
  /// So many last digits of a number are found by themselves.
  private static let phoneEndingDigits = 7
  /// The longest prefix that FTS5 has an index for.
  private static let indexedPrefix = 3
  /// A half-typed word that may become more words than this is looked for as a prefix.
  private static let mostCompletions = 64
  /// Letters of a keyed hash; see `Vault.token`.
  private static let hashLetters: ClosedRange<Character> = "a"..."p"
  /// Parts of every web address.
  private static let idleWords: Set<String> = ["http", "https", "www"]
  private static let maximumQueryWords = 8

  /// What the index has of a row, and what it shall have; nil for nothing.
  struct Change {
    let old: LeadDetails?
    var new: LeadDetails?
  }

  /// So many changes wait at most.
  private static let waiting = 2000

  /// Adds a lead under its row number.
  static func add(_ lead: Lead, number: Int, in work: Work) throws { try change(number, from: nil, to: lead.details, in: work) }

  /// Replaces what is known of a lead; FTS5 wants exactly the words that were put in.
  static func replace(_ old: Lead, with new: Lead, number: Int, in work: Work) throws {
    try change(number, from: old.details, to: new.details, in: work)
  }

  /// Takes a lead out.
  static func remove(_ lead: Lead, number: Int, in work: Work) throws { try change(number, from: lead.details, to: nil, in: work) }

  /// Changes wait for the end of the transaction: every statement on another table makes FTS5 write out what it holds, which costs
  /// more than all the rest of adding a lead.
  private static func change(_ number: Int, from old: LeadDetails?, to new: LeadDetails?, in work: Work) throws {
    if work.unindexed[number] == nil {
      work.unindexed[number] = Change(old: old, new: new)
    } else {
      work.unindexed[number]?.new = new
    }
    if work.unindexed.count >= waiting { try flush(in: work) }
  }

  /// Writes what waits.
  static func flush(in work: Work) throws {
    guard !work.unindexed.isEmpty else { return }
    for (number, change) in work.unindexed.sorted(by: { $0.key < $1.key }) {
      let old = try change.old.map { try words(of: $0, vault: work.vault) }
      let new = try change.new.map { try words(of: $0, vault: work.vault) }
      if let old {
        try work.tx.run("INSERT INTO lead_search (lead_search, rowid, words) VALUES ('delete', $1, $2)", [number, old])
      }
      if let new { try work.tx.run("INSERT INTO lead_search (rowid, words) VALUES ($1, $2)", [number, new]) }
    }
    work.unindexed.removeAll(keepingCapacity: true)
  }

  /// The FTS5 expression for what a person typed: every word must be there, each as a plain prefix or as a personal word. Nil for no words.
  static func match(_ query: String, in work: Work) throws -> String? {
    try flush(in: work)
    var terms: [String] = []
    for part in query.split(whereSeparator: \.isWhitespace).prefix(maximumQueryWords) {
      let text = part.lowercased()
      if text.contains("@") {
        terms.append(try work.vault.token(text))
        continue
      }
      let digits = text.filter(\.isNumber)
      let isNumber = digits.count >= 4 && digits.count * 2 > text.count
      terms += try (isNumber ? [digits] : words(in: text)).map { try term($0, in: work) }
    }
    guard !terms.isEmpty else { return nil }
    let all = terms.joined(separator: " AND ")
    guard let ending = phoneEnding(of: query) else { return all }
    return "(\(all)) OR \(try work.vault.token(ending))"
  }

  /// One word of a query, as it stands or half typed. A prefix that FTS5 has no index for makes it gather every row of every word that
  /// begins so; the few words themselves are each read only as far as a page needs.
  private static func term(_ word: String, in work: Work) throws -> String {
    let mark = try work.vault.token(word)
    guard word.count > 1 else { return "(\"\(word)\" OR \(mark))" }
    guard word.count > indexedPrefix, let words = try completions(of: word, in: work) else { return "(\"\(word)\"* OR \(mark))" }
    return "(" + (words.map { "\"\($0)\"" } + [mark]).joined(separator: " OR ") + ")"
  }

  /// The words of the index that begin so; nil where they are many, or where hashes may begin so too.
  private static func completions(of word: String, in work: Work) throws -> [String]? {
    if word.first == "z", word.dropFirst().allSatisfy(hashLetters.contains) { return nil }
    var found: [String] = []
    var seek = word
    while let term = try work.tx.text("SELECT term FROM lead_search_words WHERE term >= $1 LIMIT 1", [seek]), term.hasPrefix(word) {
      guard found.count < mostCompletions else { return nil }
      found.append(term)
      // Past all rows of this word at once.
      seek = term + "\u{1}"
    }
    return found
  }

  /// The last digits of what may be a number as it is dialled inside a country, `030 1234567`; nil for other text.
  private static func phoneEnding(of query: String) -> String? {
    guard query.utf8.count <= 30, query.allSatisfy({ $0.isNumber || " +-()/.".contains($0) }) else { return nil }
    let digits = query.filter(\.isNumber)
    return digits.count > phoneEndingDigits ? String(digits.suffix(phoneEndingDigits)) : nil
  }

  private static func words(of details: LeadDetails, vault: Vault) throws -> String {
    var words: [String] = []
    for text in [
      details.businessName, details.category, details.city, details.stateRegion, details.postalCode, details.country,
      details.website,
    ] {
      if let text { words += self.words(in: text) }
    }
    words += try personalWords(of: details).map { try vault.token($0) }
    return words.joined(separator: " ")
  }

  /// The words of a text that leads are found by.
  private static func words(in text: String) -> [String] { Folding.tokens(text).filter { !idleWords.contains($0) } }

  private static func personalWords(of details: LeadDetails) -> Set<String> {
    var whole: [String] = []
    if let name = details.contactName { whole += Folding.tokens(name) }
    if let email = details.email?.lowercased() {
      whole += [email] + Folding.tokens(email)
    }
    if let phone = details.phone?.filter(\.isNumber), !phone.isEmpty { whole += [phone, String(phone.suffix(phoneEndingDigits))] }
    var all = Set(whole)
    for word in whole where !word.contains("@") {
      for length in prefixLengths where length < word.count { all.insert(String(word.prefix(length))) }
    }
    return all
  }
}
