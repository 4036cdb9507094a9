import Outreach

/// Reads address fields (RFC 5322 §3.4 and its obsolete and broken relatives).
struct AddressList {
  /// Addresses read of one field.
  static let maximumAddresses = 5000

  private enum Piece {
    case word(Range<Int>)
    case quoted([UInt8])
    case comment([UInt8])
    case angle([UInt8])
  }

  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private var pieces: [Piece] = []
  private var found: [MailAddress] = []
  /// Set once a quote, comment or bracket was seen to have no end, so that the search isn't made again.
  private var (noQuoteEnd, noCommentEnd, noAngleEnd) = (false, false, false)

  private let hint: String?

  private init(_ bytes: ArraySlice<UInt8>, hint: String?) { (self.bytes, at, self.hint) = (bytes, bytes.startIndex, hint) }

  /// The addresses of a raw field value in order; groups are flattened, what has no address is left out.
  /// - Parameter hint: the charset of the message's body, for raw 8-bit names.
  static func read(_ value: ArraySlice<UInt8>, hint: String? = nil) -> [MailAddress] {
    var list = AddressList(value, hint: hint)
    list.run()
    return list.found
  }

  private mutating func run() {
    while at < bytes.endIndex, found.count < Self.maximumAddresses {
      switch bytes[at] {
      case 0x2C, 0x3B:  // , ;
        finish()
        at += 1
      case 0x3A:  // : ends a group's name
        takeColon()
      case 0x22: takeQuoted()
      case 0x28: takeComment()
      case 0x3C: takeAngle()
      case let byte where Octets.isSpace(byte): at += 1
      default: takeWord()
      }
    }
    finish()
  }

  private mutating func takeColon() {
    let holdsAddress = pieces.contains { piece in
      switch piece {
      case .angle: true
      case .word(let range): bytes[range].contains(0x40)
      default: false
      }
    }
    if !holdsAddress { pieces = [] }
    at += 1
  }

  private mutating func takeWord() {
    let start = at
    if let end = EncodedWords.end(in: bytes, at: at) {
      at = end
    } else {
      at += 1
      while at < bytes.endIndex, !Self.endsWord(bytes[at]) { at += 1 }
    }
    pieces.append(.word(start..<at))
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2C, 0x3B, 0x3A, 0x22, 0x28, 0x3C: true
    default: Octets.isSpace(byte)
    }
  }

  private mutating func takeQuoted() {
    var index = at + 1
    var content: [UInt8] = []
    while !noQuoteEnd, index < bytes.endIndex {
      if bytes[index] == 0x22 {
        at = index + 1
        pieces.append(.quoted(content))
        return
      }
      if bytes[index] == 0x5C, index + 1 < bytes.endIndex { index += 1 }
      content.append(bytes[index])
      index += 1
    }
    noQuoteEnd = true
    at += 1
  }

  private mutating func takeComment() {
    var (index, depth) = (at + 1, 1)
    var content: [UInt8] = []
    while !noCommentEnd, index < bytes.endIndex {
      if bytes[index] == 0x5C, index + 1 < bytes.endIndex {
        index += 1
      } else if bytes[index] == 0x28 {
        depth += 1
      } else if bytes[index] == 0x29 {
        depth -= 1
        if depth == 0 {
          pieces.append(.comment(content))
          at = index + 1
          return
        }
      }
      content.append(bytes[index])
      index += 1
    }
    noCommentEnd = true
    at += 1
  }

  private mutating func takeAngle() {
    var index = at + 1
    var content: [UInt8] = []
    var inQuotes = false
    while !noAngleEnd, index < bytes.endIndex {
      let byte = bytes[index]
      if byte == 0x22 { inQuotes.toggle() }
      if byte == 0x3E, !inQuotes {
        pieces.append(.angle(content))
        at = index + 1
        return
      }
      if byte == 0x3C, !inQuotes { content = [] } else { content.append(byte) }
      index += 1
    }
    if !noAngleEnd, !content.isEmpty, content.contains(0x40), !content.contains(0x2C), content.count < 320 {
      pieces.append(.angle(content))
      at = bytes.endIndex
      return
    }
    noAngleEnd = true
    at += 1
  }

  /// Makes an address of the pieces so far.
  private mutating func finish() {
    defer { pieces = [] }
    guard !pieces.isEmpty else { return }
    if let angle = lastAngle {
      let name = phrase(pieces)
      found.append(MailAddress(name: name, address: Self.addrSpec(angle)))
      return
    }
    if let (name, address) = bareAddress() { found.append(MailAddress(name: name, address: address)) }
  }

  private var lastAngle: [UInt8]? {
    for piece in pieces.reversed() { if case .angle(let content) = piece { return content } }
    return nil
  }

  /// `local@domain (Name)`, or a name and an address without brackets.
  private func bareAddress() -> (String?, String)? {
    let words = pieces.indices.filter { if case .comment = pieces[$0] { false } else { true } }
    guard let middle = words.firstIndex(where: { piece($0).contains(0x40) && isWord($0) }) else { return nil }
    var (first, last) = (middle, middle)
    let text = piece(words[middle])
    // Obsolete forms have white space around the dots and the at sign (RFC 5322 §4.4).
    if text.first == 0x40 || text.first == 0x2E, first > 0 { first -= 1 }
    if text.last == 0x40, last + 1 < words.count { last += 1 }
    while last + 1 < words.count, piece(words[last]).last == 0x2E || piece(words[last + 1]).first == 0x2E { last += 1 }
    while first > 0, piece(words[first]).first == 0x2E || piece(words[first - 1]).last == 0x2E { first -= 1 }
    var spec: [UInt8] = []
    for index in first...last { spec += isWord(words[index]) ? piece(words[index]) : [0x22] + piece(words[index]) + [0x22] }
    let others = pieces.indices.filter { !words[first...last].contains($0) }.map { pieces[$0] }
    return (phrase(others), Self.addrSpec(spec))
  }

  private func isWord(_ index: Int) -> Bool { if case .word = pieces[index] { true } else { false } }

  private func piece(_ index: Int) -> [UInt8] {
    switch pieces[index] {
    case .word(let range): Array(bytes[range])
    case .quoted(let content), .comment(let content), .angle(let content): content
    }
  }

  /// The display name: words and quoted strings joined by spaces. Comments are no part of it (RFC 5322 §3.4).
  private func phrase(_ pieces: [Piece]) -> String? {
    var raw: [UInt8] = []
    for piece in pieces {
      var next: [UInt8] = []
      switch piece {
      case .word(let range): next = Array(bytes[range])
      case .quoted(let content): next = content
      case .comment, .angle: continue
      }
      if !raw.isEmpty, !next.isEmpty { raw.append(Octets.space) }
      raw += next
    }
    let name = EncodedWords.decode(Octets.trimmed(raw[...]), hint: hint).foldedWhiteSpace
    return name.isEmpty ? nil : name
  }

  /// An addr-spec without white space, comments and route (`@a,@b:local@domain`).
  private static func addrSpec(_ raw: [UInt8]) -> String {
    var slice = Octets.trimmed(raw[...])
    if slice.first == 0x40, let colon = slice.lastIndex(of: 0x3A) { slice = slice[(colon + 1)...] }
    if Octets.begins(slice, "mailto:") { slice = slice.dropFirst(7) }
    if let open = slice.firstIndex(of: 0x28), slice.last == 0x29 { slice = slice[..<open] }
    let inQuotes = slice.first == 0x22
    let kept = inQuotes ? Array(slice) : slice.filter { !Octets.isSpace($0) }
    return EncodedWords.decode(Octets.trimmed(kept[...]))
  }
}
