extension BuiltinFilters {
  static let numbers: [String: NativeDefinition] = [
    "abs": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      switch call.subject {
      case .float(let number): return .float(abs(number))
      case .undefined(let missing): throw missing.error
      default:
        guard let number = BigWhole(call.subject) else {
          throw call.fail("bad operand type for abs(): '\(call.subject.typeName)'")
        }
        return number.isNegative ? number.negated.value : number.value
      }
    },
    "int": NativeDefinition(["default?", "base?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try whole(call) ?? call[0] ?? .int(0)
    },
    "float": NativeDefinition(["default?"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let fallback = call[0] ?? .float(0)
      switch call.subject {
      case .undefined(let missing): throw missing.error
      case .none, .list, .tuple, .dict, .object: return fallback
      default: return try number(call.subject).map { .float($0) } ?? fallback
      }
    },
    "round": NativeDefinition(["precision?", "method?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in try round(call)
    },
    "sum": NativeDefinition(["attribute?", "start?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      var total = call[1] ?? .int(0)
      if total.text != nil { throw call.fail("sum() can't sum strings [use ''.join(seq) instead]") }
      let getter = try Getter(call, call[0], ignoresCase: false)
      let renderer = call.renderer
      let items = try call.subject.iterator()
      while let item = try items.next() {
        try renderer.step()
        total = try Arithmetic.apply(.add, total, try getter.value(item), renderer)
      }
      return total
    },
  ]

  private static func whole(_ call: NativeCall) throws(TemplateError) -> Value? {
    switch call.subject {
    case .undefined(let missing): throw missing.error
    case .int, .bool, .big: return BigWhole(call.subject)?.value
    case .float(let number): return try truncated(number)
    case .string(let text), .markup(let text):
      if let base = call[1], base.wholeNumber == nil {
        return try FloatText.parse(text).flatMap(truncated)
      }
      if let number = try Numbers.parse(text, base: try call.int(1, 10)) { return number }
      return try FloatText.parse(text).flatMap(truncated)
    default: return nil
    }
  }

  private static func truncated(_ number: Double) throws(TemplateError) -> Value? {
    number.isFinite ? try Numbers.truncated(number) : nil
  }

  private static func round(_ call: NativeCall) throws(TemplateError) -> Value {
    guard let chosen = call[1] else {
      if case .undefined(let missing) = call.subject { throw missing.error }
      return try commonRound(call)
    }
    let method = chosen.text ?? ""
    guard ["common", "ceil", "floor"].contains(method) else {
      throw TemplateError(.value, "method must be common, ceil or floor")
    }
    if case .undefined(let missing) = call.subject { throw missing.error }
    if method == "common" { return try commonRound(call) }
    let places = call[0] ?? .int(0)
    let scale = try Arithmetic.apply(.power, .int(10), places, call.renderer)
    let scaled = try Arithmetic.apply(.multiply, call.subject, scale, call.renderer)
    let whole: Value
    switch scaled {
    case .float(let number):
      whole = try Numbers.truncated(number.rounded(method == "ceil" ? .up : .down))
    default:
      guard let number = BigWhole(scaled) else {
        throw call.fail("must be real number, not \(scaled.typeName)")
      }
      whole = number.value
    }
    return try Arithmetic.apply(.divide, whole, scale, call.renderer)
  }

  private static func commonRound(_ call: NativeCall) throws(TemplateError) -> Value {
    if let places = call[0], places.isNone {
      guard case .float(let number) = call.subject else {
        guard let whole = BigWhole(call.subject) else { throw noRound(call.subject) }
        return whole.value
      }
      return try Numbers.truncated(number.rounded(.toNearestOrEven))
    }
    switch call.subject {
    case .float(let number): return .float(Numbers.rounded(number, try call.int(0, 0)))
    default:
      guard let number = BigWhole(call.subject) else { throw noRound(call.subject) }
      return try Numbers.rounded(number, try call.int(0, 0))
    }
  }

  private static func noRound(_ value: Value) -> TemplateError {
    TemplateError(.type, "type \(value.typeName) doesn't define __round__ method")
  }
}
