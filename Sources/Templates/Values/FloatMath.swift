#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few functions of floating-point arithmetic that Swift's standard library leaves to C.
enum FloatMath {
  /// `one ** two`.
  static func power(_ one: Double, _ two: Double) -> Double { pow(one, two) }

  /// `one % two` with the sign of the divisor.
  static func modulo(_ one: Double, _ two: Double) -> Double {
    let rest = one.truncatingRemainder(dividingBy: two)
    if rest == 0 { return two < 0 ? -0.0 : 0.0 }
    return (rest < 0) != (two < 0) ? rest + two : rest
  }

  /// `one // two`.
  static func floorDivide(_ one: Double, _ two: Double) -> Double {
    let rest = one.truncatingRemainder(dividingBy: two)
    var quotient = (one - rest) / two
    if rest != 0, (rest < 0) != (two < 0) { quotient -= 1 }
    if quotient == 0 { return Double(signOf: one / two, magnitudeOf: 0) }
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }
}
