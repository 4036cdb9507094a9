/// Reads and rounds numbers as Python's `int()`, `float()` and `round()` do.
enum Numbers {
  /// `int(float)`.
  static func truncated(_ number: Double) throws(TemplateError) -> Value {
    if number.isNaN { throw TemplateError(.value, "cannot convert float NaN to integer") }
    if number.isInfinite { throw TemplateError(.value, "cannot convert float infinity to integer") }
    return number > -0x1p63 && number < 0x1p63 ? .int(Int(number)) : BigWhole(truncating: number).value
  }

  /// `int(text, base)`: nil where the text is no such number.
  static func parse(_ text: String, base: Int) throws(TemplateError) -> Value? {
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
    guard let digits = Self.digits(rest, radix) else { return nil }
    var number = 0
    for digit in digits {
      let (product, over) = number.multipliedReportingOverflow(by: radix)
      let (sum, overAgain) = product.addingReportingOverflow(digit)
      if over || overAgain { return try BigWhole(digits: digits, radix: radix, isNegative: isNegative).value }
      number = sum
    }
    return .int(isNegative ? -number : number)
  }

  private static func radixOf(_ letter: UInt8) -> Int? {
    switch letter {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  /// The worth of each digit; nil where one does not belong there.
  private static func digits(_ bytes: ArraySlice<UInt8>, _ radix: Int) -> [Int]? {
    guard let last = bytes.last, last != UInt8(ascii: "_"), bytes.first != UInt8(ascii: "_") else { return nil }
    var digits: [Int] = []
    var wasUnderscore = false
    for byte in bytes {
      if byte == UInt8(ascii: "_"), !wasUnderscore {
        wasUnderscore = true
        continue
      }
      wasUnderscore = false
      let digit = (48...57).contains(byte) ? Int(byte) - 48 : ((97...122).contains(byte) ? Int(byte) - 87 : 99)
      guard digit < radix else { return nil }
      digits.append(digit)
    }
    return digits
  }

  /// `round(number, places)`, half to even on the exact value.
  static func rounded(_ number: Double, _ places: Int) -> Double {
    guard number.isFinite, number != 0 else { return number }
    if let whole = FloatText.scaled(abs(number), places) {
      return Double(signOf: number, magnitudeOf: Double(whole) / Double(FloatText.powers[places]))
    }
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
  static func rounded(_ number: BigWhole, _ places: Int) throws(TemplateError) -> Value {
    guard places < 0 else { return number.value }
    guard places > -TemplateLimits.wholeDigits else { return .int(0) }
    let unit = try BigWhole.power(BigWhole(10), -places)
    let (quotient, rest) = try BigWhole.divide(number, unit)
    let half = BigWhole.order(try BigWhole.add(rest, rest), unit)
    let isOdd = try BigWhole.divide(quotient, BigWhole(2)).rest.bitCount > 0
    let goesUp = half > 0 || half == 0 && isOdd
    return try BigWhole.multiply(goesUp ? BigWhole.add(quotient, BigWhole(1)) : quotient, unit).value
  }
}
