/// Prints floating-point numbers as Python does.
enum FloatText {
  /// `repr(number)`: the shortest digits that read back the same, with an exponent below 1e-4 and from 1e16.
  static func repr(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    if number == 0 { return number.sign == .minus ? "-0.0" : "0.0" }
    let plain = number.description
    if !plain.utf8.contains(UInt8(ascii: "e")), abs(number) < 1e16 { return plain }
    let (digits, exponent) = shortestDigits(abs(number))
    return (number < 0 ? "-" : "") + layout(digits: digits, exponent: exponent)
  }

  /// `magnitude × 10^places`, rounded half to even on the exact value, where that is a small whole number; nil for all else.
  static func scaled(_ magnitude: Double, _ places: Int) -> UInt64? {
    guard magnitude.isNormal, magnitude < 0x1p52, (0...9).contains(places) else { return magnitude == 0 ? 0 : nil }
    let shift = 52 - Int(magnitude.exponent)
    let significand = UInt128(magnitude.significandBitPattern | 1 << 52)
    guard shift < 120 else { return 0 }
    let product = significand * UInt128(powers[places])
    var whole = product >> UInt128(shift)
    let rest = product - whole << UInt128(shift)
    let half = shift == 0 ? 0 : UInt128(1) << UInt128(shift - 1)
    if shift > 0, rest > half || rest == half && whole & 1 == 1 { whole += 1 }
    return whole < 1 << 53 ? UInt64(whole) : nil
  }

  /// The powers of ten that `scaled` takes.
  static let powers: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]

  /// The significant digits without trailing zeros, and the power of ten of the first one.
  static func shortestDigits(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var exponent = -1
    var sawPoint = false
    var written = 0
    var isInExponent = false
    var isNegative = false
    for byte in number.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): sawPoint = true
      case UInt8(ascii: "e"): isInExponent = true
      case UInt8(ascii: "-"): isNegative = isInExponent
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if isInExponent {
          written = written * 10 + Int(byte - 48)
        } else {
          digits.append(byte)
          if !sawPoint { exponent += 1 }
        }
      default: break
      }
    }
    while digits.count > 1, digits.first == 48 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 48 { digits.removeLast() }
    return (digits, exponent + (isNegative ? -written : written))
  }

  private static func layout(digits: [UInt8], exponent: Int) -> String {
    let text = String(decoding: digits, as: UTF8.self)
    if exponent < -4 || exponent >= 16 {
      let rest = text.dropFirst()
      return text.prefix(1) + (rest.isEmpty ? "" : "." + rest) + exponentText(exponent)
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text }
    if digits.count <= exponent + 1 { return text + String(repeating: "0", count: exponent + 1 - digits.count) + ".0" }
    return text.prefix(exponent + 1) + "." + text.dropFirst(exponent + 1)
  }

  /// `e+16`, `e-05`: a sign and at least two digits.
  static func exponentText(_ exponent: Int) -> String {
    let digits = String(abs(exponent))
    return (exponent < 0 ? "e-" : "e+") + (digits.utf8.count < 2 ? "0" : "") + digits
  }

  /// A number that a text spells as Python's `float()` reads it, or nil.
  static func parse(_ text: String) -> Double? {
    let trimmed = UnicodeText.strip(text)
    var bytes: [UInt8] = []
    var previous: UInt8 = 0
    for scalar in trimmed.unicodeScalars {
      guard let digit = UnicodeText.asciiDigit(scalar) else { return nil }
      if digit == UInt8(ascii: "_") {
        guard isDigit(previous) else { return nil }
      } else {
        if previous == UInt8(ascii: "_"), !isDigit(digit) { return nil }
        bytes.append(digit)
      }
      previous = digit
    }
    guard previous != UInt8(ascii: "_") else { return nil }
    return parse(plain: bytes)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func parse(plain bytes: [UInt8]) -> Double? {
    var text = String(decoding: bytes, as: UTF8.self).lowercased()
    var isNegative = false
    if text.hasPrefix("-") || text.hasPrefix("+") { isNegative = text.removeFirst() == "-" }
    switch text {
    case "inf", "infinity": return isNegative ? -.infinity : .infinity
    case "nan": return .nan
    default: break
    }
    guard let first = text.utf8.first, isDigit(first) || first == UInt8(ascii: ".") else { return nil }
    guard text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") || $0 == 43 || $0 == 45 }) else {
      return nil
    }
    if text.hasPrefix(".") {
      guard text.utf8.dropFirst().first.map(isDigit) == true else { return nil }
      text = "0" + text
    }
    text = text.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false).enumerated()
      .map { $0.offset == 0 && $0.element.hasSuffix(".") ? $0.element + "0" : $0.element }.joined(separator: "e")
    guard let number = Double(text) else { return nil }
    return isNegative ? -number : number
  }
}
