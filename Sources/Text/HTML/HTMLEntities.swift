/// Character references of HTML.
enum HTMLEntities {
  static let named: [String: UInt32] = {
    var out: [String: UInt32] = [:]
    for pair in EntityNames.source.split(separator: " ") {
      let parts = pair.split(separator: ":")
      if parts.count == 2, let point = UInt32(parts[1], radix: 16) { out[String(parts[0])] = point }
    }
    return out
  }()

  /// The longest name that is looked for.
  private static let longestName = 24

  /// Appends the bytes with their references decoded. In attributes a reference without semicolon before `=` or a letter stays (WHATWG).
  static func decode(_ bytes: ArraySlice<UInt8>, isAttribute: Bool, into out: inout [UInt8]) {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      if bytes[at] == 0x26, let (point, length) = reference(bytes[at...], isAttribute: isAttribute) {
        UTF8Validity.append(point, to: &out)
        at += length
      } else {
        out.append(bytes[at])
        at += 1
      }
    }
  }

  /// The character of the reference at the start, and its length.
  private static func reference(_ bytes: ArraySlice<UInt8>, isAttribute: Bool) -> (UInt32, Int)? {
    let rest = bytes.dropFirst()
    if rest.first == 0x23 { return numeric(rest.dropFirst()) }
    let name = rest.prefix(longestName).prefix { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
    guard !name.isEmpty else { return nil }
    let text = String(decoding: name, as: UTF8.self)
    let next = name.endIndex < bytes.endIndex ? bytes[name.endIndex] : 0
    if next == 0x3B, let point = named[text] { return (point, name.count + 2) }
    if isAttribute { return nil }
    // The oldest names count without semicolon, even with letters behind them.
    for length in stride(from: min(name.count, 6), to: 1, by: -1) {
      let part = String(text.prefix(length))
      if let point = named[part], point < 0x100, part != "apos", part != "num" { return (point, length + 1) }
    }
    return nil
  }

  private static func numeric(_ bytes: ArraySlice<UInt8>) -> (UInt32, Int)? {
    let isHex = bytes.first.map { $0 | 0x20 } == 0x78
    let digits = (isHex ? bytes.dropFirst() : bytes).prefix(10).prefix {
      Character(Unicode.Scalar($0)).isHexDigit && (isHex || $0 <= 0x39)
    }
    guard !digits.isEmpty else { return nil }
    let value = UInt64(String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10) ?? 0xFFFD
    let ends = digits.endIndex < bytes.endIndex && bytes[digits.endIndex] == 0x3B
    let length = 2 + (isHex ? 1 : 0) + digits.count + (ends ? 1 : 0)
    if (0x80...0x9F).contains(value), case .single(let index) = Charset.windows1252.coding {
      return (UInt32(SingleByteTables.upper[index][Int(value) - 0x80]), length)
    }
    return (value == 0 || value > 0x10FFFF ? 0xFFFD : UInt32(value), length)
  }
}
