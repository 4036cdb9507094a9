/// A whole number of any size, for the few that exceed 64 bits: sign and magnitude, least significant limb first.
///
/// The schoolbook methods are enough: no number may have more than `mostLimbs`, as a template could otherwise fill the memory.
public struct BigWhole: Sendable {
  private let limbs: [UInt32]
  let isNegative: Bool

  /// About the 4,300 digits beyond which Python refuses to print a number.
  private static let mostLimbs = 448

  private init(_ limbs: [UInt32], isNegative: Bool) {
    var limbs = limbs
    while limbs.last == 0 { limbs.removeLast() }
    self.limbs = limbs
    self.isNegative = isNegative && !limbs.isEmpty
  }

  /// The same number.
  init(_ number: Int) {
    self.init(
      [
        UInt32(truncatingIfNeeded: number.magnitude),
        UInt32(truncatingIfNeeded: number.magnitude >> 32),
      ], isNegative: number < 0)
  }

  /// The whole number that a value is; nil for all else.
  init?(_ value: TemplateValue) {
    if case .big(let number) = value {
      self = number
    } else if let number = value.wholeNumber {
      self.init(number)
    } else {
      return nil
    }
  }

  /// A finite number without its fraction.
  init(truncating number: Double) {
    let whole = number.magnitude.rounded(.down)
    var limbs: [UInt32] = []
    if whole >= 1 {
      // The significand as a whole number, moved to its place.
      let shift = Int(whole.exponent) - 52
      var bits = whole.significandBitPattern | 1 << 52
      if shift < 0 { bits >>= UInt64(-shift) }
      limbs = [UInt32](repeating: 0, count: max(0, shift) / 32)
      let wide = UInt128(bits) << UInt128(max(0, shift) % 32)
      for position in 0..<3 {
        limbs.append(UInt32(truncatingIfNeeded: wide >> UInt128(32 * position)))
      }
    }
    self.init(limbs, isNegative: number < 0)
  }

  /// The number that digits of a radix up to 36 write.
  init(digits: some Sequence<Int>, radix: Int, isNegative: Bool) throws(TemplateError) {
    var limbs: [UInt32] = []
    for digit in digits {
      var carry = UInt64(digit)
      for position in limbs.indices {
        let product = UInt64(limbs[position]) * UInt64(radix) + carry
        limbs[position] = UInt32(truncatingIfNeeded: product)
        carry = product >> 32
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
      if limbs.count > Self.mostLimbs { throw Self.tooLarge }
    }
    self.init(limbs, isNegative: isNegative)
  }

  static let tooLarge = TemplateError(
    .limit, "the whole number is too large (more than \(TemplateLimits.wholeDigits) digits)")

  /// The value that holds it: a plain integer wherever it fits.
  var value: TemplateValue {
    guard limbs.count <= 2 else { return .big(self) }
    let magnitude = limbs.reversed().reduce(UInt(0)) { $0 << 32 | UInt($1) }
    if let number = Int(exactly: magnitude) { return .int(isNegative ? -number : number) }
    return isNegative && magnitude == UInt(Int.max) + 1 ? .int(Int.min) : .big(self)
  }

  /// The same number with the other sign.
  var negated: BigWhole { BigWhole(limbs, isNegative: !isNegative) }

  /// Steps that an operation on two of them may cost.
  static func work(_ left: BigWhole, _ right: BigWhole) -> Int {
    left.limbs.count * right.limbs.count / 2 + 1
  }

  /// How many bits the magnitude has.
  var bitCount: Int { limbs.count * 32 - (limbs.last?.leadingZeroBitCount ?? 0) }

  /// The nearest double, infinite beyond its range.
  var double: Double {
    let magnitude = Double(digits()) ?? .infinity
    return isNegative ? -magnitude : magnitude
  }

  /// The digits of the magnitude.
  func digits(radix: Int = 10, uppercase: Bool = false) -> String {
    // As many digits at a time as one division of 32 bits gives.
    var (chunk, width) = (radix, 1)
    while chunk * radix <= Int(UInt32.max) { (chunk, width) = (chunk * radix, width + 1) }
    var rest = limbs
    var out = ""
    while !rest.isEmpty {
      let digits = String(Self.divide(&rest, by: UInt32(chunk)), radix: radix, uppercase: uppercase)
      out =
        (rest.isEmpty ? "" : String(repeating: "0", count: width - digits.utf8.count)) + digits
        + out
    }
    return out.isEmpty ? "0" : out
  }

  /// As Python prints it.
  var description: String { (isNegative ? "-" : "") + digits() }

  // MARK: Arithmetic

  /// -1, 0 or 1.
  static func order(_ left: BigWhole, _ right: BigWhole) -> Int {
    guard left.isNegative == right.isNegative else { return left.isNegative ? -1 : 1 }
    let order = order(left.limbs, right.limbs)
    return left.isNegative ? -order : order
  }

  /// -1, 0 or 1; nil where the other is not a number.
  static func order(_ left: BigWhole, _ right: Double) -> Int? {
    if right.isNaN { return nil }
    if right.isInfinite { return right > 0 ? -1 : 1 }
    let whole = order(left, BigWhole(truncating: right))
    guard whole == 0, right != right.rounded(.towardZero) else { return whole }
    return right > 0 ? -1 : 1
  }

  static func add(_ left: BigWhole, _ right: BigWhole) throws(TemplateError) -> BigWhole {
    if left.isNegative == right.isNegative {
      return try checked(sum(left.limbs, right.limbs), isNegative: left.isNegative)
    }
    return order(left.limbs, right.limbs) >= 0
      ? BigWhole(difference(left.limbs, right.limbs), isNegative: left.isNegative)
      : BigWhole(difference(right.limbs, left.limbs), isNegative: right.isNegative)
  }

  static func multiply(_ left: BigWhole, _ right: BigWhole) throws(TemplateError) -> BigWhole {
    guard left.limbs.count + right.limbs.count <= mostLimbs + 1 else { throw tooLarge }
    var out = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (position, limb) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (offset, other) in right.limbs.enumerated() {
        let product = UInt64(limb) * UInt64(other) + UInt64(out[position + offset]) + carry
        out[position + offset] = UInt32(truncatingIfNeeded: product)
        carry = product >> 32
      }
      out[position + right.limbs.count] = UInt32(carry)
    }
    return try checked(out, isNegative: left.isNegative != right.isNegative)
  }

  static func power(_ base: BigWhole, _ exponent: Int) throws(TemplateError) -> BigWhole {
    // Powers of 0, 1 and -1 stay small, whatever the exponent.
    guard base.bitCount < 2 || exponent <= mostLimbs * 32 / (base.bitCount - 1) else {
      throw tooLarge
    }
    var (result, factor, rest) = (BigWhole(1), base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = try multiply(result, factor) }
      rest >>= 1
      if rest > 0 { factor = try multiply(factor, factor) }
    }
    return result
  }

  /// Quotient and remainder as Python's `//` and `%` have them: the remainder has the sign of the divisor, which must not be zero.
  static func divide(_ left: BigWhole, _ right: BigWhole) throws(TemplateError) -> (
    quotient: BigWhole, rest: BigWhole
  ) {
    var (quotient, rest) = divide(left.limbs, right.limbs)
    if left.isNegative != right.isNegative, !rest.isEmpty {
      quotient = sum(quotient, [1])
      rest = difference(right.limbs, rest)
    }
    return (
      BigWhole(quotient, isNegative: left.isNegative != right.isNegative),
      BigWhole(rest, isNegative: right.isNegative)
    )
  }

  /// The double nearest to the exact quotient, infinite beyond its range; the divisor must not be zero.
  static func quotient(_ left: BigWhole, _ right: BigWhole) -> Double {
    // Some 62 bits of the quotient, the last of which says whether anything follows, round as all of them would.
    let shift = 62 - (left.bitCount - right.bitCount)
    let (digits, rest) = divide(
      shifted(left.limbs, by: max(shift, 0)), shifted(right.limbs, by: max(-shift, 0)))
    var whole = digits.reversed().reduce(UInt(0)) { $0 << 32 | UInt($1) }
    if !rest.isEmpty { whole |= 1 }
    let magnitude = Double(sign: .plus, exponent: -shift, significand: Double(whole))
    return left.isNegative != right.isNegative ? -magnitude : magnitude
  }

  private static func shifted(_ limbs: [UInt32], by bits: Int) -> [UInt32] {
    guard !limbs.isEmpty else { return [] }
    var out = [UInt32](repeating: 0, count: bits / 32)
    var carry: UInt64 = 0
    for limb in limbs {
      carry |= UInt64(limb) << UInt64(bits % 32)
      out.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    if carry > 0 { out.append(UInt32(carry)) }
    return out
  }

  private static func checked(_ limbs: [UInt32], isNegative: Bool) throws(TemplateError) -> BigWhole {
    let number = BigWhole(limbs, isNegative: isNegative)
    guard number.limbs.count <= mostLimbs else { throw tooLarge }
    return number
  }

  // MARK: Magnitudes, without zeros at the end

  private static func order(_ left: [UInt32], _ right: [UInt32]) -> Int {
    guard left.count == right.count else { return left.count < right.count ? -1 : 1 }
    for position in left.indices.reversed() where left[position] != right[position] {
      return left[position] < right[position] ? -1 : 1
    }
    return 0
  }

  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var out: [UInt32] = []
    var carry: UInt64 = 0
    for position in 0...max(left.count, right.count) {
      carry +=
        UInt64(position < left.count ? left[position] : 0)
        + UInt64(position < right.count ? right[position] : 0)
      out.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return out
  }

  /// `left - right`, which must not be negative.
  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var out = left
    var borrow: Int64 = 0
    for position in out.indices {
      let rest =
        Int64(out[position]) - (position < right.count ? Int64(right[position]) : 0) - borrow
      out[position] = UInt32(truncatingIfNeeded: rest)
      borrow = rest < 0 ? 1 : 0
    }
    while out.last == 0 { out.removeLast() }
    return out
  }

  /// Divides in place and returns the remainder.
  private static func divide(_ limbs: inout [UInt32], by divisor: UInt32) -> UInt32 {
    var rest: UInt64 = 0
    for position in limbs.indices.reversed() {
      let dividend = rest << 32 | UInt64(limbs[position])
      limbs[position] = UInt32(dividend / UInt64(divisor))
      rest = dividend % UInt64(divisor)
    }
    while limbs.last == 0 { limbs.removeLast() }
    return UInt32(rest)
  }

  /// Bit by bit: slow, simple, and bounded by `mostLimbs`.
  private static func divide(_ left: [UInt32], _ right: [UInt32]) -> (
    quotient: [UInt32], rest: [UInt32]
  ) {
    guard right.count > 1 else {
      var quotient = left
      let rest = divide(&quotient, by: right[0])
      return (quotient, rest == 0 ? [] : [rest])
    }
    var quotient = [UInt32](repeating: 0, count: left.count)
    var rest: [UInt32] = []
    for bit in (0..<(left.count * 32)).reversed() {
      var carry = left[bit / 32] >> UInt32(bit % 32) & 1
      for position in rest.indices {
        let next = rest[position] >> 31
        rest[position] = rest[position] << 1 | carry
        carry = next
      }
      if carry > 0 { rest.append(carry) }
      if order(rest, right) >= 0 {
        rest = difference(rest, right)
        quotient[bit / 32] |= 1 << UInt32(bit % 32)
      }
    }
    return (quotient, rest)
  }
}
