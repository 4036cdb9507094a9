import Finding

/// Writes header fields: ASCII only, folded so that lines stay within 78 characters (RFC 5322 §2.1.1, §2.2.3).
struct HeaderWriter {
  /// Characters that a line should not pass, without CRLF.
  static let softLimit = 78
  /// Characters that a line must not pass, without CRLF.
  static let hardLimit = 998

  /// What was written so far, CRLF line ends.
  private(set) var bytes: [UInt8] = []

  /// Adds a field whose value is tokens: a fold may stand where they are joined by a space.
  mutating func add(_ name: String, tokens: [String]) {
    var line = name + ":"
    var column = line.utf8.count
    for token in tokens where !token.isEmpty {
      // The first token stays on the name's line: a line of white space only must not come about.
      if column + 1 + token.utf8.count > Self.softLimit, column > name.utf8.count + 1 {
        line += "\r\n"
        column = 0
      }
      line += " " + token
      column += 1 + token.utf8.count
    }
    bytes += Array(line.utf8) + [0x0D, 0x0A]
  }

  /// Adds a field of one value that is kept as it is.
  mutating func add(_ name: String, _ value: String) { add(name, tokens: [value]) }

  /// Adds unstructured text; encoded words where it is not plain ASCII.
  mutating func add(_ name: String, text: String) {
    guard EncodedWord.isNeeded(for: text) else { return add(name, tokens: text.split(separator: " ").map(String.init)) }
    add(name, tokens: EncodedWord.encode(text, firstColumn: name.utf8.count + 2))
  }

  /// Adds addresses, each with its display name.
  mutating func add(_ name: String, address: HeaderAddress) {
    add(name, tokens: address.tokens(firstColumn: name.utf8.count + 2))
  }
}

/// Encoded words (RFC 2047): text that is not ASCII, in a header.
enum EncodedWord {
  /// Characters of one encoded word (§2).
  static let maximumLength = 75

  /// Whether text can't stand in a header as it is: not ASCII, control characters, blanks that folding would lose, words that
  /// look encoded, or a word longer than a line may be.
  static func isNeeded(for text: String) -> Bool {
    let bytes = Array(text.utf8)
    if bytes.contains(where: { $0 < 0x20 || $0 >= 0x7F }) { return true }
    if bytes.first == 0x20 || bytes.last == 0x20 || text.contains("  ") || text.contains("=?") { return true }
    return bytes.split(separator: 0x20).contains { $0.count > HeaderWriter.softLimit - 2 }
  }

  /// The text as encoded words, each of whole characters, so that each decodes alone (§5).
  /// - Parameters:
  ///   - firstColumn: where the first one will stand; it is made shorter to fit that line.
  ///   - inPhrase: whether it is a name, in which Q leaves fewer characters as they are (§5 rule 3).
  static func encode(_ text: String, firstColumn: Int, inPhrase: Bool = false) -> [String] {
    let useQ = prefersQ(text, inPhrase)
    let overhead = "=?utf-8?Q??=".utf8.count
    var words: [String] = []
    var limit = max(24, min(maximumLength, HeaderWriter.softLimit - 2 - firstColumn)) - overhead
    var held: [UInt8] = []
    for piece in pieces(text) {
      let candidate = held + piece
      if !held.isEmpty, length(candidate, useQ, inPhrase) > limit {
        words.append(word(held, useQ, inPhrase))
        limit = maximumLength - overhead
        held = piece
      } else {
        held = candidate
      }
    }
    if !held.isEmpty { words.append(word(held, useQ, inPhrase)) }
    return words
  }

  /// Characters as seen where they fit in a word, else code points: a cluster of joined emoji can be longer than a word.
  private static func pieces(_ text: String) -> [[UInt8]] {
    text.flatMap { character -> [[UInt8]] in
      let whole = Array(String(character).utf8)
      if whole.count <= 12 { return [whole] }
      return character.unicodeScalars.map { Array(String($0).utf8) }
    }
  }

  /// Q can be read without tools, so it may be up to half longer than B.
  private static func prefersQ(_ text: String, _ inPhrase: Bool) -> Bool {
    let bytes = Array(text.utf8)
    return length(bytes, true, inPhrase) * 2 <= length(bytes, false, inPhrase) * 3
  }

  private static func length(_ bytes: [UInt8], _ useQ: Bool, _ inPhrase: Bool) -> Int {
    useQ ? bytes.reduce(0) { $0 + (isLiteral($1, inPhrase) || $1 == 0x20 ? 1 : 3) } : (bytes.count + 2) / 3 * 4
  }

  private static func word(_ bytes: [UInt8], _ useQ: Bool, _ inPhrase: Bool) -> String {
    guard useQ else { return "=?utf-8?B?" + String(decoding: Base64.encode(bytes), as: UTF8.self) + "?=" }
    let digits = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in bytes {
      if byte == 0x20 {
        out.append(0x5F)
      } else if isLiteral(byte, inPhrase) {
        out.append(byte)
      } else {
        out += [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return "=?utf-8?Q?" + String(decoding: out, as: UTF8.self) + "?="
  }

  private static func isLiteral(_ byte: UInt8, _ inPhrase: Bool) -> Bool {
    let isAlphanumeric = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    if isAlphanumeric || "!*+-/".utf8.contains(byte) { return true }
    return !inPhrase && (0x21...0x7E).contains(byte) && byte != 0x3D && byte != 0x3F && byte != 0x5F
  }
}
