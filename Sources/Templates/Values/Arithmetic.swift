/// The arithmetic of Python on template values: whole numbers of 64 bits, and larger ones where a result needs it.
enum Arithmetic {
  /// An operator with two sides.
  enum Operator: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case floorDivide = "//"
    case modulo = "%"
    case power = "**"

    /// How Python's error messages name it.
    var described: String { self == .power ? "** or pow()" : rawValue }
  }

  /// `left op right`.
  static func apply(_ op: Operator, _ left: Value, _ right: Value, _ call: Renderer)
    throws(TemplateError) -> Value
  {
    switch (left, right) {
    case (.int(let one), .int(let two)): return try integers(op, one, two, call)
    case (.float(let one), .float(let two)): return try floats(op, one, two)
    case (.int(let one), .float(let two)): return try floats(op, Double(one), two)
    case (.float(let one), .int(let two)): return try floats(op, one, Double(two))
    case (.undefined(let missing), _): throw missing.error
    case (.string(let text), _) where op == .modulo:
      return .string(try PercentFormat.format(text, right, call, isMarkup: false))
    case (.markup(let text), _) where op == .modulo:
      return .markup(try PercentFormat.format(text, right, call, isMarkup: true))
    case (_, .undefined(let missing)): throw missing.error
    default: break
    }
    if let one = left.wholeNumber, let two = right.wholeNumber {
      return try integers(op, one, two, call)
    }
    if let one = BigWhole(left), let two = BigWhole(right) { return try wide(op, one, two, call) }
    if let one = float(left), let two = float(right) {
      guard one.isFinite || !left.isBig, two.isFinite || !right.isBig else {
        throw TemplateError(.value, "int too large to convert to float")
      }
      return try floats(op, one, two)
    }
    if op == .add, let sum = try concatenate(left, right, call) { return sum }
    if op == .multiply, let product = try repeated(left, right, call) { return product }
    throw unsupported(op, left, right)
  }

  private static func unsupported(_ op: Operator, _ left: Value, _ right: Value) -> TemplateError {
    if op == .add {
      if case .string = left {
        return TemplateError(.type, "can only concatenate str (not \"\(right.typeName)\") to str")
      }
      if case .list = left {
        return TemplateError(.type, "can only concatenate list (not \"\(right.typeName)\") to list")
      }
      if case .tuple = left {
        return TemplateError(
          .type, "can only concatenate tuple (not \"\(right.typeName)\") to tuple")
      }
    }
    if op == .multiply, isSequence(left) || isSequence(right) {
      let other = isSequence(left) ? right : left
      return TemplateError(.type, "can't multiply sequence by non-int of type '\(other.typeName)'")
    }
    return TemplateError(
      .type,
      "unsupported operand type(s) for \(op.described): '\(left.typeName)' and '\(right.typeName)'")
  }

  private static func isSequence(_ value: Value) -> Bool {
    switch value {
    case .string, .markup, .list, .tuple: true
    default: false
    }
  }

  private static func float(_ value: Value) -> Double? {
    switch value {
    case .float(let number): number
    case .int(let number): Double(number)
    case .bool(let flag): flag ? 1 : 0
    case .big(let number): number.double
    default: nil
    }
  }

  // MARK: Numbers

  private static func integers(_ op: Operator, _ one: Int, _ two: Int, _ call: Renderer)
    throws(TemplateError) -> Value
  {
    let result: (partialValue: Int, overflow: Bool)
    switch op {
    case .add: result = one.addingReportingOverflow(two)
    case .subtract: result = one.subtractingReportingOverflow(two)
    case .multiply: result = one.multipliedReportingOverflow(by: two)
    case .modulo where two != 0: return .int(modulo(one, two))
    case .floorDivide where two != 0:
      let quotient = one.dividedReportingOverflow(by: two)
      let rest = one &- quotient.partialValue &* two
      result = (
        rest != 0 && (rest < 0) != (two < 0) ? quotient.partialValue - 1 : quotient.partialValue,
        quotient.overflow
      )
    case .divide where two != 0 && max(one.magnitude, two.magnitude) <= 1 << 53:
      return .float(Double(one) / Double(two))
    default: return try wide(op, BigWhole(one), BigWhole(two), call)
    }
    return result.overflow
      ? try wide(op, BigWhole(one), BigWhole(two), call) : .int(result.partialValue)
  }

  /// Whole numbers of any size.
  private static func wide(
    _ op: Operator, _ one: BigWhole, _ two: BigWhole, _ call: Renderer
  ) throws(TemplateError) -> Value {
    try call.step(BigWhole.work(one, two))
    let isZero = two.bitCount == 0
    switch op {
    case .add: return try BigWhole.add(one, two).value
    case .subtract: return try BigWhole.add(one, two.negated).value
    case .multiply: return try BigWhole.multiply(one, two).value
    case .divide:
      if isZero { throw TemplateError(.value, "division by zero") }
      let quotient = BigWhole.quotient(one, two)
      guard quotient.isFinite else {
        throw TemplateError(.value, "integer division result too large for a float")
      }
      return .float(quotient)
    case .floorDivide:
      if isZero { throw TemplateError(.value, "integer division or modulo by zero") }
      return try BigWhole.divide(one, two).quotient.value
    case .modulo:
      if isZero { throw TemplateError(.value, "integer modulo by zero") }
      return try BigWhole.divide(one, two).rest.value
    case .power:
      if two.isNegative { return .float(try powers(one.double, two.double)) }
      guard case .int(let exponent) = two.value else { throw BigWhole.tooLarge }
      return try BigWhole.power(one, exponent).value
    }
  }

  /// The remainder with the sign of the divisor, which must not be zero.
  static func modulo(_ one: Int, _ two: Int) -> Int {
    if two == -1 { return 0 }
    let rest = one % two
    return rest != 0 && (rest < 0) != (two < 0) ? rest + two : rest
  }

  private static func floats(_ op: Operator, _ one: Double, _ two: Double) throws(TemplateError)
    -> Value
  {
    switch op {
    case .add: return .float(one + two)
    case .subtract: return .float(one - two)
    case .multiply: return .float(one * two)
    case .divide:
      guard two != 0 else { throw TemplateError(.value, "float division by zero") }
      return .float(one / two)
    case .floorDivide:
      guard two != 0 else { throw TemplateError(.value, "float floor division by zero") }
      return .float(FloatMath.floorDivide(one, two))
    case .modulo:
      guard two != 0 else { throw TemplateError(.value, "float modulo") }
      return .float(FloatMath.modulo(one, two))
    case .power: return .float(try powers(one, two))
    }
  }

  private static func powers(_ one: Double, _ two: Double) throws(TemplateError) -> Double {
    if one == 0, two < 0 { throw TemplateError(.value, "0.0 cannot be raised to a negative power") }
    if one < 0, one.isFinite, two.isFinite, two != two.rounded() {
      throw TemplateError(
        .type,
        "a negative number cannot be raised to a fraction here (the result is a complex number)")
    }
    let result = FloatMath.power(one, two)
    if result.isInfinite, one.isFinite, two.isFinite {
      throw TemplateError(.value, "(34, 'Numerical result out of range')")
    }
    return result
  }

  /// `-value` or `+value`.
  static func sign(_ value: Value, isNegative: Bool) throws(TemplateError) -> Value {
    switch value {
    case .int(let number) where number != Int.min: return .int(isNegative ? -number : number)
    case .float(let number): return .float(isNegative ? -number : number)
    case .undefined(let missing): throw missing.error
    default:
      guard let number = BigWhole(value) else {
        throw TemplateError(
          .type, "bad operand type for unary \(isNegative ? "-" : "+"): '\(value.typeName)'")
      }
      return isNegative ? number.negated.value : number.value
    }
  }

  // MARK: Sequences

  private static func concatenate(_ left: Value, _ right: Value, _ call: Renderer)
    throws(TemplateError) -> Value?
  {
    switch (left, right) {
    case (.string(let one), .string(let two)):
      try call.checkText(one.utf8.count + two.utf8.count)
      return .string(one + two)
    case (.markup, _) where right.text != nil, (_, .markup) where left.text != nil:
      let joined = try HTMLText.escape(left) + HTMLText.escape(right)
      try call.checkText(joined.utf8.count)
      return .markup(joined)
    case (.list(let one), .list(let two)):
      try call.checkList(one.items.count + two.items.count)
      return .newList(one.items + two.items)
    case (.tuple(let one), .tuple(let two)):
      try call.checkList(one.items.count + two.items.count)
      return .newTuple(one.items + two.items)
    default: return nil
    }
  }

  private static func repeated(_ left: Value, _ right: Value, _ call: Renderer)
    throws(TemplateError) -> Value?
  {
    let (sequence, number) =
      isSequence(left) ? (left, right.wholeNumber) : (right, left.wholeNumber)
    guard let number else { return nil }
    let times = max(0, number)
    switch sequence {
    case .string(let text): return .string(try call.repeated(text, times))
    case .markup(let text): return .markup(try call.repeated(text, times))
    case .list(let list): return .newList(try repeated(list.items, times, call))
    case .tuple(let tuple): return .newTuple(try repeated(tuple.items, times, call))
    default: return nil
    }
  }

  private static func repeated(_ items: [Value], _ times: Int, _ call: Renderer)
    throws(TemplateError) -> [Value]
  {
    guard !items.isEmpty, times > 0 else { return [] }
    try call.checkList(
      items.count.multipliedReportingOverflow(by: times).overflow ? Int.max : items.count * times)
    var out: [Value] = []
    out.reserveCapacity(items.count * times)
    for _ in 0..<times { out.append(contentsOf: items) }
    return out
  }
}
