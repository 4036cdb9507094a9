/// Numbers that a service tells may be any; none of them ends the program.
extension Int {
  /// A million billions: more than anything that is counted here, and small enough to be added up.
  private static let furthest = 1e15

  /// The nearest whole number of what was told, and 0 for what is no number.
  init(told value: Double) { self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -Self.furthest), Self.furthest).rounded()) }

  /// Millionths of a price in dollars; nothing for none and for less than none.
  static func micros(_ dollars: Double?) -> Int { Swift.max(0, Int(told: (dollars ?? 0) * 1e6)) }
}
