/// Understands framed responses (RFC 3501 §9). Every frame gives a response or a failure, never a trap.
struct IMAPReading {
  /// How deep lists may nest.
  static let maximumDepth = 32
  /// Values of one response.
  static let maximumValues = 400_000

  private let frame: IMAPFrame
  private var piece = 0
  private var index = 0
  private var values = 0

  private init(_ frame: IMAPFrame) { self.frame = frame }

  /// The response that a frame is.
  /// - Throws: `.malformed` where it is none.
  static func response(_ frame: IMAPFrame) throws(IMAPFramer.Failure) -> IMAPResponse {
    guard let line = frame.pieces.first else { throw .malformed }
    if line.first == 0x2B { return .goOn }
    let words = line.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count >= 2, !words[0].isEmpty else { throw .malformed }
    let word = String(decoding: words[1], as: UTF8.self).uppercased()
    let tag = words[0] == [0x2A] ? nil : String(decoding: words[0], as: UTF8.self)
    if let condition = IMAPResponse.Condition(rawValue: word) {
      return status(tag, condition, words.count > 2 ? words[2] : [])
    }
    guard tag == nil else { throw .malformed }
    var reading = IMAPReading(frame)
    reading.index = 2
    return .data(try reading.values(until: nil, depth: 0))
  }

  /// Condition, bracketed code and text. A code that can't be read is left in the text: it must not cost the session.
  private static func status(_ tag: String?, _ condition: IMAPResponse.Condition, _ rest: ArraySlice<UInt8>) -> IMAPResponse {
    let text = { (bytes: ArraySlice<UInt8>) in
      String(decoding: bytes.drop { $0 == 0x20 }.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }
    guard rest.first == 0x5B, let end = rest.firstIndex(of: 0x5D) else {
      return .status(tag: tag, condition, code: [], text: text(rest))
    }
    var reading = IMAPReading(IMAPFrame(pieces: [Array(rest[(rest.startIndex + 1)..<end])]))
    let code = (try? reading.values(until: nil, depth: 0)) ?? []
    return .status(tag: tag, condition, code: code, text: text(rest[(end + 1)...]))
  }

  /// Values up to the closing parenthesis, or to the response's end.
  private mutating func values(until close: UInt8?, depth: Int) throws(IMAPFramer.Failure) -> [IMAPValue] {
    guard depth <= Self.maximumDepth else { throw .malformed }
    var found: [IMAPValue] = []
    while true {
      guard let byte = current else {
        if try takeLiteral(into: &found) { continue }
        guard close == nil else { throw .malformed }
        return found
      }
      values += 1
      guard values <= Self.maximumValues else { throw .tooLarge }
      switch byte {
      case 0x20: index += 1
      case 0x28:
        index += 1
        found.append(.list(try values(until: 0x29, depth: depth + 1)))
      case 0x29:
        guard close == byte else { throw .malformed }
        index += 1
        return found
      case 0x22: found.append(.string(try quoted()))
      default: found.append(atom())
      }
    }
  }

  private var current: UInt8? {
    guard piece < frame.pieces.count, index < frame.pieces[piece].count else { return nil }
    return frame.pieces[piece][index]
  }

  /// At a piece's end: the literal that follows it.
  private mutating func takeLiteral(into found: inout [IMAPValue]) throws(IMAPFramer.Failure) -> Bool {
    guard piece < frame.literals.count else { return false }
    values += 1
    guard values <= Self.maximumValues else { throw .tooLarge }
    found.append(.string(frame.literals[piece]))
    (piece, index) = (piece + 1, 0)
    return true
  }

  private mutating func quoted() throws(IMAPFramer.Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    index += 1
    while let byte = current {
      index += 1
      if byte == 0x22 { return bytes }
      if byte == 0x5C {
        guard let escaped = current else { throw .malformed }
        index += 1
        bytes.append(escaped)
      } else {
        bytes.append(byte)
      }
    }
    throw .malformed
  }

  /// An atom; brackets belong to it with all that is between them: `BODY[HEADER.FIELDS (TO)]<0>`.
  private mutating func atom() -> IMAPValue {
    var bytes: [UInt8] = []
    var inBrackets = false
    while let byte = current {
      if !inBrackets, byte == 0x20 || byte == 0x28 || byte == 0x29 || byte == 0x22 { break }
      if byte == 0x5B { inBrackets = true }
      if byte == 0x5D { inBrackets = false }
      bytes.append(byte)
      index += 1
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.uppercased() == "NIL" ? .none : .atom(text)
  }
}
