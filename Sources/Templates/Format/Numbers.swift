/// Reads and rounds numbers as Python's `int()`, `float()` and `round()` do.
enum Numbers {
  /// `int(float)`.
  static func truncated(_ number: Double) throws(TemplateError) -> Int {
    if number.isNaN { throw TemplateError(.value, "cannot convert float NaN to integer") }
    if number.isInfinite { throw TemplateError(.value, "cannot convert float infinity to integer") }
    guard number > -0x1p63, number < 0x1p63 else {
      throw TemplateError(.limit, "the whole number is too large (more than 64 bits)")
    }
    return Int(number)
  }

  /// `int(text, base)`: nil where the text is no such number.
  static func parse(_ text: String, base: Int) throws(TemplateError) -> Int? {
    guard base == 0 || (2...36).contains(base) else { return nil }
    var digits: [UInt8] = []
    for scalar in UnicodeText.strip(text).unicodeScalars {
      guard let digit = UnicodeText.asciiDigit(scalar) else { return nil }
      digits.append(digit | (digit >= 65 && digit <= 90 ? 0x20 : 0))
    }
    var rest = digits[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    var radix = base
    if rest.count > 1, rest.first == 48, let named = radixOf(rest[rest.startIndex + 1]), base == 0 || base == named {
      radix = named
      rest = rest.dropFirst(2)
      if rest.first == UInt8(ascii: "_") { rest = rest.dropFirst() }
    } else if base == 0 {
      radix = 10
      if rest.first == 48, rest.contains(where: { $0 != 48 && $0 != UInt8(ascii: "_") }) { return nil }
    }
    guard let magnitude = try magnitude(rest, radix) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private static func radixOf(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private static func magnitude(_ digits: ArraySlice<UInt8>, _ radix: Int) throws(TemplateError) -> Int? {
    guard let last = digits.last, last != UInt8(ascii: "_"), digits.first != UInt8(ascii: "_") else { return nil }
    var number = 0
    var wasUnderscore = false
    var overflows = false
    for byte in digits {
      if byte == UInt8(ascii: "_") {
        if wasUnderscore { return nil }
        wasUnderscore = true
        continue
      }
      wasUnderscore = false
      let digit = (48...57).contains(byte) ? Int(byte) - 48 : ((97...122).contains(byte) ? Int(byte) - 87 : 99)
      guard digit < radix else { return nil }
      let (product, over) = number.multipliedReportingOverflow(by: radix)
      let (sum, overAgain) = product.addingReportingOverflow(digit)
      overflows = overflows || over || overAgain
      number = overflows ? 0 : sum
    }
    if overflows { throw TemplateError(.limit, "the whole number is too large (more than 64 bits)") }
    return number
  }

  /// `round(number, places)`, half to even on the exact value.
  static func rounded(_ number: Double, _ places: Int) -> Double {
    guard number.isFinite, number != 0 else { return number }
    if places > 330 { return number }
    if places >= 0 { return Double(FloatText.fixed(number, places)) ?? number }
    if places < -310 { return number.sign == .minus ? -0.0 : 0.0 }
    let (digits, exponent) = FloatText.shortestDigits(abs(number))
    let kept = exponent + 1 + places
    guard kept >= 0 else { return number.sign == .minus ? -0.0 : 0.0 }
    _ = digits
    if kept == 0 {
      let half = 5 * FloatMath.power(10, Double(-places - 1))
      let magnitude = abs(number) > half ? FloatMath.power(10, Double(-places)) : 0
      return number.sign == .minus ? -magnitude : magnitude
    }
    return Double(FloatText.scientific(number, kept - 1)) ?? number
  }

  /// `round(number, places)` of a whole number: with negative places to tens, hundreds …, half to even.
  static func rounded(_ number: Int, _ places: Int) throws(TemplateError) -> Int {
    guard places < 0 else { return number }
    guard places > -19 else { return 0 }
    let unit = (0..<(-places)).reduce(1) { power, _ in power * 10 }
    let rest = Arithmetic.modulo(number, unit)
    let (floor, under) = number.subtractingReportingOverflow(rest)
    if under { return number }
    let half = unit / 2
    let goesUp = rest > half || (rest == half && (floor / unit) % 2 != 0)
    let (result, over) = goesUp ? floor.addingReportingOverflow(unit) : (floor, false)
    if over { throw TemplateError(.limit, "the whole number is too large (more than 64 bits)") }
    return result
  }
}
