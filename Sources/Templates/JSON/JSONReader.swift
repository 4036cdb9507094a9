extension TemplateValue {
  /// Reads a value from JSON; the order of keys and the difference between 1 and 1.0 are kept.
  /// - Throws: `.syntax` with the line of the JSON where it is wrong.
  public init(json: String) throws(TemplateError) {
    var reader = JSONReader(json)
    self = try reader.document()
  }
}

/// A strict reader of JSON (RFC 8259) that also takes Python's `NaN` and `Infinity`.
struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0
  /// The pairs of the objects that are being read.
  private var pending: [(key: TemplateValue, value: TemplateValue)] = []
  private static let deepest = 100

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The one value that the text holds.
  mutating func document() throws(TemplateError) -> TemplateValue {
    let result = try value(0)
    skipSpace()
    guard position == bytes.count else { throw fail("unexpected text after the JSON value") }
    return result
  }

  private func fail(_ message: String) -> TemplateError {
    TemplateError(
      .syntax, message,
      line: bytes[..<min(position, bytes.count)].reduce(1) { $1 == 10 ? $0 + 1 : $0 })
  }

  private mutating func skipSpace() {
    while position < bytes.count, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func value(_ depth: Int) throws(TemplateError) -> TemplateValue {
    guard depth < Self.deepest else { throw fail("the JSON is nested too deeply") }
    skipSpace()
    guard position < bytes.count else { throw fail("a JSON value is missing") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t") where take("true"): return .bool(true)
    case UInt8(ascii: "f") where take("false"): return .bool(false)
    case UInt8(ascii: "n") where take("null"): return .none
    case UInt8(ascii: "N") where take("NaN"): return .float(.nan)
    case UInt8(ascii: "I") where take("Infinity"): return .float(.infinity)
    case UInt8(ascii: "-") where take("-Infinity"): return .float(-.infinity)
    case UInt8(ascii: "-"), 48...57: return try number()
    default: throw fail("unexpected character in JSON")
    }
  }

  private mutating func array(_ depth: Int) throws(TemplateError) -> TemplateValue {
    position += 1
    var items: [TemplateValue] = []
    skipSpace()
    if take("]") { return .list(items) }
    while true {
      items.append(try value(depth + 1))
      skipSpace()
      if take("]") { return .list(items) }
      guard take(",") else { throw fail("expected ',' or ']' in JSON") }
    }
  }

  private mutating func object(_ depth: Int) throws(TemplateError) -> TemplateValue {
    position += 1
    let start = pending.count
    skipSpace()
    if take("}") { return dict(from: start) }
    while true {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw fail("expected a key in JSON")
      }
      let key = try string()
      skipSpace()
      guard take(":") else { throw fail("expected ':' in JSON") }
      pending.append((.string(key), try value(depth + 1)))
      skipSpace()
      if take("}") { return dict(from: start) }
      guard take(",") else { throw fail("expected ',' or '}' in JSON") }
    }
  }

  /// Takes the pairs of an object that has been read.
  private mutating func dict(from start: Int) -> TemplateValue {
    let dict = DictObject(isShared: true, capacity: pending.count - start)
    for pair in pending[start...] { dict.put(pair.key, pair.value) }
    pending.removeSubrange(start...)
    return .dict(dict)
  }

  private mutating func number() throws(TemplateError) -> TemplateValue {
    let start = position
    var isFloat = false
    while position < bytes.count,
      (48...57).contains(bytes[position]) || [43, 45, 46, 69, 101].contains(bytes[position])
    {
      isFloat = isFloat || [46, 69, 101].contains(bytes[position])
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if !isFloat, let whole = try Numbers.parse(text, base: 10) { return whole }
    guard let float = Double(text) else { throw fail("'\(text)' is no JSON number") }
    return .float(float)
  }

  private mutating func string() throws(TemplateError) -> String {
    position += 1
    var out: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(&out)
      default: out.append(byte)
      }
    }
    throw fail("a JSON string does not end")
  }

  private mutating func escape(_ out: inout [UInt8]) throws(TemplateError) {
    guard position < bytes.count else { throw fail("a JSON string does not end") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "n"): out.append(10)
    case UInt8(ascii: "t"): out.append(9)
    case UInt8(ascii: "r"): out.append(13)
    case UInt8(ascii: "b"): out.append(8)
    case UInt8(ascii: "f"): out.append(12)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(letter)
    case UInt8(ascii: "u"):
      var code = try unit()
      if (0xD800..<0xDC00).contains(code), take("\\u") {
        let low = try unit()
        if (0xDC00..<0xE000).contains(low) {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
      }
      out.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    default: throw fail("unknown escape in a JSON string")
    }
  }

  private mutating func unit() throws(TemplateError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let code = UInt32(
        String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
    else { throw fail("a \\u escape needs four digits") }
    position += 4
    return code
  }
}
