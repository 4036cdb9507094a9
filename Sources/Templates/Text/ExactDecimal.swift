/// The exact decimal value of a double, from which any number of digits can be rounded as the C library does (half to even).
struct ExactDecimal {
  /// Digits 0 to 9, most significant first, without leading zeros; empty for zero.
  private var digits: [UInt8]
  /// How many of them stand before the decimal point; may be negative.
  private var pointPosition: Int

  /// Takes the absolute value of a finite number.
  init(_ number: Double) {
    let magnitude = abs(number)
    guard magnitude > 0 else {
      (digits, pointPosition) = ([], 0)
      return
    }
    var mantissa = magnitude.significandBitPattern
    var exponent = Int(magnitude.exponentBitPattern) - 1075
    if magnitude.isNormal { mantissa |= 1 << 52 } else { exponent += 1 }
    // m × 2^-k is m × 5^k with the point k places to the left.
    var limbs = [UInt32](
      arrayLiteral: UInt32(mantissa % 1_000_000_000), UInt32(mantissa / 1_000_000_000))
    let (base, times) = exponent >= 0 ? (UInt64(2), exponent) : (UInt64(5), -exponent)
    let chunk = base == 2 ? 29 : 12
    var left = times
    while left > 0 {
      let power = min(left, chunk)
      Self.multiply(&limbs, by: (0..<power).reduce(UInt64(1)) { product, _ in product * base })
      left -= power
    }
    digits = Self.decimalDigits(limbs)
    pointPosition = digits.count - (exponent < 0 ? -exponent : 0)
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for position in limbs.indices {
      let product = UInt64(limbs[position]) * factor + carry
      limbs[position] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    while carry > 0 {
      limbs.append(UInt32(carry % 1_000_000_000))
      carry /= 1_000_000_000
    }
  }

  private static func decimalDigits(_ limbs: [UInt32]) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(limbs.count * 9)
    for limb in limbs.reversed() {
      var divisor: UInt32 = 100_000_000
      while divisor > 0 {
        let digit = UInt8(limb / divisor % 10)
        if digit != 0 || !digits.isEmpty { digits.append(digit) }
        divisor /= 10
      }
    }
    return digits
  }

  /// Keeps `count` digits from the first significant one, rounding half to even.
  private mutating func round(keeping count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      (digits, pointPosition) = ([], 0)
      return
    }
    let next = digits[count]
    let isExactHalf = next == 5 && digits[(count + 1)...].allSatisfy { $0 == 0 }
    let isOdd = count > 0 && digits[count - 1] % 2 == 1
    let roundsUp = isExactHalf ? isOdd : next >= 5
    digits.removeSubrange(count...)
    guard roundsUp else { return }
    var position = count - 1
    while position >= 0, digits[position] == 9 {
      digits[position] = 0
      position -= 1
    }
    if position >= 0 {
      digits[position] += 1
    } else {
      digits.insert(1, at: 0)
      pointPosition += 1
    }
  }

  /// `%.Nf` of the magnitude.
  func fixed(_ places: Int) -> String {
    var copy = self
    copy.round(keeping: pointPosition + places)
    var out: [UInt8] = []
    if copy.pointPosition <= 0 || copy.digits.isEmpty { out.append(48) }
    for position in 0..<max(0, copy.digits.isEmpty ? 0 : copy.pointPosition) {
      out.append(48 + copy.digit(position))
    }
    guard places > 0 else { return String(decoding: out, as: UTF8.self) }
    out.append(UInt8(ascii: "."))
    for place in 0..<places {
      out.append(48 + copy.digit(copy.digits.isEmpty ? -1 : copy.pointPosition + place))
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The digits and the power of ten of `%.Ne`: one digit, then `places` more.
  func scientific(_ places: Int) -> (digits: [UInt8], exponent: Int) {
    guard !digits.isEmpty else { return ([UInt8](repeating: 48, count: places + 1), 0) }
    var copy = self
    copy.round(keeping: places + 1)
    return ((0...places).map { 48 + copy.digit($0) }, copy.pointPosition - 1)
  }

  private func digit(_ position: Int) -> UInt8 {
    digits.indices.contains(position) ? digits[position] : 0
  }
}

extension FloatText {
  /// `%.Nf`.
  static func fixed(_ number: Double, _ places: Int) -> String {
    let sign = number.sign == .minus ? "-" : ""
    guard number.isFinite else { return number.isNaN ? "nan" : sign + "inf" }
    if let whole = scaled(abs(number), places) {
      let text = pointed(whole, places)
      return sign.isEmpty ? text : sign + text
    }
    return sign + ExactDecimal(number).fixed(places)
  }

  /// A whole number with a point before its last places.
  private static func pointed(_ whole: UInt64, _ places: Int) -> String {
    String(unsafeUninitializedCapacity: max(digits(whole), places + 1) + 1) { write(whole, places, to: $0) }
  }

  /// As many bytes as `write` needs at most: the digits of any number and a point.
  static let mostPointedBytes = 21

  private static func digits(_ whole: UInt64) -> Int {
    var digits = 1
    var limit: UInt64 = 10
    while digits < 20, whole >= limit {
      digits += 1
      if digits < 20 { limit *= 10 }
    }
    return digits
  }

  /// Writes a whole number with a point before its last places, 0 to 9 of them, and returns how many bytes it took.
  static func write(_ whole: UInt64, _ places: Int, to out: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let before = max(1, digits(whole) - places)
    var left = whole
    var position = before + places
    if places > 0 {
      while position > before {
        out[position] = UInt8(48 + left % 10)
        left /= 10
        position -= 1
      }
      out[before] = UInt8(ascii: ".")
    }
    while position > 0 {
      out[position - 1] = UInt8(48 + left % 10)
      left /= 10
      position -= 1
    }
    return places > 0 ? before + 1 + places : before
  }

  /// `%.Ne`.
  static func scientific(_ number: Double, _ places: Int) -> String {
    let sign = number.sign == .minus ? "-" : ""
    guard number.isFinite else { return number.isNaN ? "nan" : sign + "inf" }
    let (digits, exponent) = ExactDecimal(number).scientific(places)
    let text = String(decoding: digits, as: UTF8.self)
    return sign + text.prefix(1) + (places > 0 ? "." + text.dropFirst() : "")
      + exponentText(exponent)
  }

  /// `%.Ng`; `keepsZeros` is the `#` flag.
  static func general(_ number: Double, _ precision: Int, keepsZeros: Bool = false) -> String {
    let sign = number.sign == .minus ? "-" : ""
    guard number.isFinite else { return number.isNaN ? "nan" : sign + "inf" }
    let wanted = max(precision, 1)
    let exact = ExactDecimal(number)
    var (digits, exponent) = exact.scientific(wanted - 1)
    if exponent >= -4, exponent < wanted {
      return sign + trimmed(exact.fixed(wanted - 1 - exponent), keepsZeros: keepsZeros)
    }
    if !keepsZeros { while digits.count > 1, digits.last == 48 { digits.removeLast() } }
    let text = String(decoding: digits, as: UTF8.self)
    return sign + text.prefix(1) + (digits.count > 1 ? "." + text.dropFirst() : "")
      + exponentText(exponent)
  }

  /// The text of a number with a point in any case, as the `#` flag wants it.
  static func pointed(_ text: String) -> String {
    let end = text.utf8.firstIndex { !(48...57).contains($0) } ?? text.endIndex
    let isPointed = text.utf8.contains(UInt8(ascii: ".")) || end == text.startIndex
    return isPointed ? text : text[..<end] + "." + text[end...]
  }

  private static func trimmed(_ text: String, keepsZeros: Bool) -> String {
    guard !keepsZeros, text.utf8.contains(UInt8(ascii: ".")) else { return text }
    var bytes = Array(text.utf8)
    while bytes.last == 48 { bytes.removeLast() }
    if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
