/// Why a text is no JSON.
public struct JSONError: Error, Hashable, CustomStringConvertible {
  /// What is wrong, without anything of the text.
  public let reason: String
  /// Where, in bytes from the start.
  public let offset: Int

  /// In one sentence.
  public var description: String { "The text is no JSON: \(reason) at byte \(offset)." }
}

extension JSON {
  /// Reads a JSON text.
  ///
  /// Strict (RFC 8259), but for a mark of UTF-8 in front and one comma before a closing bracket, which services and pages write. A number is
  /// `.int` where its value is whole and fits; one that no `Double` can hold is refused. Nothing is left out: of two members of one
  /// name, readers take the first.
  /// - Parameter bytes: UTF-8, in at most 512 levels.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }

  /// Reads a JSON text, as `init(parsing:)` does for bytes.
  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

/// Reads one JSON text from its bytes.
struct JSONParser {
  private static let mostLevels = 512
  private let bytes: [UInt8]
  private var at: Int
  private var levels = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard at == bytes.count else { throw error("more after the value") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard at < bytes.count else { throw error("it ends too early") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("an unexpected sign")
    }
  }

  private mutating func object() throws(JSONError) -> JSON {
    try enter()
    var members: [JSON.Member] = []
    while try !closes(UInt8(ascii: "}"), isFirst: members.isEmpty) {
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw error("no name of a member") }
      let name = try string()
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw error("no colon") }
      at += 1
      members.append(JSON.Member(name: name, value: try value()))
    }
    return .object(members)
  }

  private mutating func array() throws(JSONError) -> JSON {
    try enter()
    var values: [JSON] = []
    while try !closes(UInt8(ascii: "]"), isFirst: values.isEmpty) { values.append(try value()) }
    return .array(values)
  }

  private mutating func enter() throws(JSONError) {
    levels += 1
    guard levels <= Self.mostLevels else { throw error("too many levels") }
    at += 1
  }

  /// Goes to the next element. Returns true, behind the bracket, where there is none.
  private mutating func closes(_ bracket: UInt8, isFirst: Bool) throws(JSONError) -> Bool {
    skipSpace()
    if !isFirst, at < bytes.count, bytes[at] == UInt8(ascii: ",") {
      at += 1
      skipSpace()
    } else if !isFirst, at < bytes.count, bytes[at] != bracket {
      throw error("no comma")
    }
    guard at < bytes.count else { throw error("it ends too early") }
    guard bytes[at] == bracket else { return false }
    at += 1
    levels -= 1
    return true
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let end = at + word.utf8CodeUnitCount
    guard end <= bytes.count, word.withUTF8Buffer({ bytes[at..<end].elementsEqual($0) }) else { throw error("an unexpected sign") }
    at = end
    return value
  }

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: at) }
}

// Texts.
extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
    at += 1
    let start = at
    while at < bytes.count, Self.isPlain(bytes[at]) { at += 1 }
    guard at < bytes.count else { throw error("a text without an end") }
    if bytes[at] == UInt8(ascii: "\"") {
      at += 1
      return try text(bytes[start..<(at - 1)])
    }
    return try escaped(from: start)
  }

  /// The rest of a text in which something is escaped.
  private mutating func escaped(from start: Int) throws(JSONError) -> String {
    var out = Array(bytes[start..<at])
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        at += 1
        return try text(out[...])
      }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &out)
      } else {
        guard byte >= 0x20 else { throw error("a control character in a text") }
        out.append(byte)
        at += 1
      }
    }
    throw error("a text without an end")
  }

  private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
    guard at + 1 < bytes.count else { throw error("a text without an end") }
    let letter = bytes[at + 1]
    at += 2
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(letter)
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"): out += String(Character(try scalar())).utf8
    default: throw error("an unknown escape")
    }
  }

  /// A character by its number, of which those past U+FFFF come in two halves (RFC 8259 §7).
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
      throw error("half a character")
    }
    at += 2
    let second = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error("half a character") }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count else { throw error("a text without an end") }
    var number: UInt32 = 0
    for byte in bytes[at..<(at + 4)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 + UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 + UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): number = number << 4 + UInt32(byte - UInt8(ascii: "A") + 10)
      default: throw error("an unknown escape")
      }
    }
    at += 4
    return number
  }

  private func text(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw error("a text that is no UTF-8") }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") }
}

// Numbers.
extension JSONParser {
  /// Powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
  /// Every whole number up to here is a `Double`.
  private static let exactUntil: Int64 = 1 << 53

  private mutating func number() throws(JSONError) -> JSON {
    let start = at
    let isNegative = bytes[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    let first = at
    var digits: Int64? = 0
    try readDigits(into: &digits)
    guard bytes[first] != UInt8(ascii: "0") || at == first + 1 else { throw error("a zero in front") }
    let whole = digits
    let fraction = try readFraction(into: &digits)
    let exponent = try readExponent()
    if fraction.isZero, exponent == nil, let whole { return .int(isNegative ? -whole : whole) }
    let scale = (exponent ?? 0) - fraction.length
    if let digits, let whole = Self.scaled(digits, scale) { return .int(isNegative ? -whole : whole) }
    // Both parts are exact, so one operation rounds once: the nearest Double (Clinger, “How to Read Floating Point Numbers Accurately”).
    if let digits, digits <= Self.exactUntil, abs(scale) < Self.powers.count {
      let size = scale < 0 ? Double(digits) / Self.powers[-scale] : Double(digits) * Self.powers[scale]
      return Self.number(isNegative ? -size : size)
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let value = Double(text), value.isFinite, value != 0 || digits == 0 else {
      throw error("a number that is too large or too small")
    }
    // The smallest whole number is one further from zero than the largest.
    if fraction.length == 0, exponent == nil, let least = Int64(text) { return .int(least) }
    // What was rounded to a whole number is none.
    return abs(value) < Double(Self.exactUntil) ? Self.number(value) : .double(value)
  }

  /// Digits with so many zeros behind them; nil where that is no whole number, or too large a one.
  private static func scaled(_ digits: Int64, _ zeros: Int) -> Int64? {
    guard (0..<19).contains(zeros) else { return nil }
    let (whole, isTooLarge) = digits.multipliedReportingOverflow(by: (0..<zeros).reduce(1) { power, _ in power * 10 })
    return isTooLarge ? nil : whole
  }

  private static func number(_ value: Double) -> JSON { Int64(exactly: value).map { .int($0) } ?? .double(value) }

  /// Reads one digit or more. - Parameter digits: grows by them; nil from where they no longer fit.
  private mutating func readDigits(into digits: inout Int64?) throws(JSONError) {
    let start = at
    while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") {
      if let before = digits {
        let (tens, isTooLarge) = before.multipliedReportingOverflow(by: 10)
        let (sum, isTooLargeToo) = tens.addingReportingOverflow(Int64(bytes[at] - UInt8(ascii: "0")))
        digits = isTooLarge || isTooLargeToo ? nil : sum
      }
      at += 1
    }
    guard at > start else { throw error("no digit") }
  }

  private mutating func readFraction(into digits: inout Int64?) throws(JSONError) -> (length: Int, isZero: Bool) {
    guard at < bytes.count, bytes[at] == UInt8(ascii: ".") else { return (0, true) }
    at += 1
    let start = at
    try readDigits(into: &digits)
    return (at - start, bytes[start..<at].allSatisfy { $0 == UInt8(ascii: "0") })
  }

  private mutating func readExponent() throws(JSONError) -> Int? {
    guard at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") else { return nil }
    at += 1
    let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
    if at < bytes.count, isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
    var digits: Int64? = 0
    try readDigits(into: &digits)
    // What is longer than this is decided by reading the text as a Double.
    let size = Int(min(digits ?? 1 << 20, 1 << 20))
    return isNegative ? -size : size
  }
}
