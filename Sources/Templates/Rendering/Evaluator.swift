/// A compiled expression.
class Evaluator {
  /// Works the value out.
  func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value { .none }

  /// Whether the value is true, where nobody needs the value itself.
  func isTrue(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Bool {
    try value(renderer, frame).isTrue()
  }

  /// Prints the value.
  func print(_ renderer: Renderer, _ frame: Frame, escapes: Bool) throws(TemplateError) {
    try renderer.write(try value(renderer, frame), escapes: escapes)
  }

  /// The value where it is always the same, else nil.
  var constant: Value? { nil }
}

final class ConstantEvaluator: Evaluator {
  private let result: Value
  init(_ result: Value) { self.result = result }
  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    result
  }
  override var constant: Value? { result }
}

/// A variable of this function or one around it.
final class NameEvaluator: Evaluator {
  private let name: String
  private let hops: Int
  private let slot: Int

  init(name: String, hops: Int, slot: Int) {
    self.name = name
    self.hops = hops
    self.slot = slot
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if let value = hops == 0 ? frame[slot] : frame.read(outward: hops, { $0[slot] }) { return value }
    return renderer.undefined(name: .string(name))
  }

  /// Where the variable is.
  var place: (slot: Int, hops: Int) { (slot, hops) }
}

/// `[a, b]` or `(a, b)`.
final class SequenceEvaluator: Evaluator {
  private let items: [Evaluator]
  private let isTuple: Bool
  /// The value where all items are constants; a template that would change it works on fresh ones.
  private let shared: Value?

  init(_ items: [Evaluator], isTuple: Bool) {
    self.items = items
    self.isTuple = isTuple
    let constants = items.compactMap(\.constant)
    let isConstant = constants.count == items.count
    shared =
      isConstant
      ? (isTuple ? .newTuple(constants) : .list(ListObject(constants, isShared: true))) : nil
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if let shared, !renderer.isPrivate { return shared }
    var values: [Value] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try item.value(renderer, frame)) }
    try ValueDepth.check(values)
    return isTuple ? .newTuple(values) : .newList(values)
  }
}

/// Refuses lists in lists in lists … beyond reason, which could not even be freed safely.
enum ValueDepth {
  static func check(_ values: [Value]) throws(TemplateError) {
    for value in values where depth(value, TemplateLimits.valueDepth) >= TemplateLimits.valueDepth {
      throw TemplateError(.limit, "lists are nested too deeply")
    }
  }

  /// How deep the first items go: enough for the chains that a template can build, and quick.
  private static func depth(_ value: Value, _ limit: Int) -> Int {
    var current = value
    var depth = 0
    while depth < limit {
      let inner: Value? =
        switch current {
        case .list(let list): deepest(list.items)
        case .tuple(let tuple): deepest(tuple.items)
        case .dict(let dict): deepest(dict.values)
        default: nil
        }
      guard let inner else { return depth }
      current = inner
      depth += 1
    }
    return depth
  }

  private static func deepest(_ items: [Value]) -> Value? {
    items.first { item in
      switch item {
      case .list, .tuple, .dict: true
      default: false
      }
    }
  }
}

/// `{a: b}`.
final class DictEvaluator: Evaluator {
  private let pairs: [(key: Evaluator, value: Evaluator)]
  /// The value where all keys and values are constants; a template that would change it works on fresh ones.
  private let shared: Value?

  init(_ pairs: [(key: Evaluator, value: Evaluator)]) {
    self.pairs = pairs
    let dict = DictObject(isShared: true)
    var isConstant = true
    for pair in pairs {
      guard let key = pair.key.constant, let value = pair.value.constant else {
        isConstant = false
        break
      }
      dict.put(key, value)
    }
    shared = isConstant ? .dict(dict) : nil
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if let shared, !renderer.isPrivate { return shared }
    let dict = DictObject()
    for pair in pairs {
      let key = try pair.key.value(renderer, frame)
      try key.checkHashable(renderer)
      dict.put(key, try pair.value.value(renderer, frame))
    }
    try ValueDepth.check(dict.values)
    return .dict(dict)
  }
}

/// `not a`.
final class NotEvaluator: Evaluator {
  private let inner: Evaluator
  init(_ inner: Evaluator) { self.inner = inner }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    .bool(!(try inner.isTrue(renderer, frame)))
  }

  override func isTrue(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Bool {
    !(try inner.isTrue(renderer, frame))
  }
}

/// `a and b`, `a or b`: the value of the side that decides.
final class LogicEvaluator: Evaluator {
  private let left: Evaluator
  private let right: Evaluator
  private let isAnd: Bool

  init(_ left: Evaluator, _ right: Evaluator, isAnd: Bool) {
    self.left = left
    self.right = right
    self.isAnd = isAnd
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let first = try left.value(renderer, frame)
    return try first.isTrue() == isAnd ? right.value(renderer, frame) : first
  }

  override func isTrue(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Bool {
    try left.isTrue(renderer, frame) == isAnd ? right.isTrue(renderer, frame) : !isAnd
  }
}

/// `-a`, `+a`.
final class SignEvaluator: Evaluator {
  private let inner: Evaluator
  private let isNegative: Bool

  init(_ inner: Evaluator, isNegative: Bool) {
    self.inner = inner
    self.isNegative = isNegative
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    try Arithmetic.sign(try inner.value(renderer, frame), isNegative: isNegative)
  }
}

/// `a + b` and the other operators of arithmetic.
final class BinaryEvaluator: Evaluator {
  private let op: Arithmetic.Operator
  private let left: Evaluator
  private let right: Evaluator

  init(_ op: Arithmetic.Operator, _ left: Evaluator, _ right: Evaluator) {
    self.op = op
    self.left = left
    self.right = right
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let first = try left.value(renderer, frame)
    return try Arithmetic.apply(op, first, try right.value(renderer, frame), renderer)
  }
}

/// `a ~ b ~ c`.
final class ConcatEvaluator: Evaluator {
  private let parts: [Evaluator]
  // The first two again: elements of arrays, and what is optional, are counted up and down at each use.
  private let first: Evaluator
  private let second: Evaluator
  /// Whether there are no others.
  private let isPair: Bool
  /// Whether autoescaping is on here; nil where only the rendering knows.
  private let autoescape: Bool?

  init(_ parts: [Evaluator], autoescape: Bool?) {
    self.parts = parts
    isPair = parts.count == 2
    first = parts.first ?? Evaluator()
    second = parts.dropFirst().first ?? Evaluator()
    self.autoescape = autoescape
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if isPair {
      let first = try first.value(renderer, frame)
      let second = try second.value(renderer, frame)
      guard case .string(let one) = first, case .string(let two) = second else { return try joined([first, second], renderer) }
      try renderer.checkText(one.utf8.count + two.utf8.count)
      return .string(one + two)
    }
    var values: [Value] = []
    values.reserveCapacity(parts.count)
    for part in parts { values.append(try part.value(renderer, frame)) }
    return try joined(values, renderer)
  }

  override func print(_ renderer: Renderer, _ frame: Frame, escapes: Bool) throws(TemplateError) {
    guard isPair else { return try renderer.write(try value(renderer, frame), escapes: escapes) }
    let first = try first.value(renderer, frame)
    let second = try second.value(renderer, frame)
    guard case .string(let one) = first, case .string(let two) = second else {
      return try renderer.write(try joined([first, second], renderer), escapes: escapes)
    }
    try renderer.checkText(one.utf8.count + two.utf8.count)
    try renderer.write(first, escapes: escapes)
    try renderer.write(second, escapes: escapes)
  }

  private func joined(_ values: [Value], _ renderer: Renderer) throws(TemplateError) -> Value {
    // Where autoescaping is decided while rendering, Jinja joins as plain text in any case.
    let isMarkup = autoescape == true && values.contains { $0.hasHTML || $0.isModule }
    var text = ""
    for value in values {
      if isMarkup {
        text += value.isModule ? try PythonText.str(value) : try HTMLText.escape(value)
      } else {
        text += try PythonText.str(value)
      }
      try renderer.checkText(text.utf8.count)
    }
    return isMarkup ? .markup(text) : .string(text)
  }
}

extension TemplateValue {
  /// Whether it is an imported template, whose text is HTML already.
  var isModule: Bool {
    if case .object(let object) = self { object is ModuleObject } else { false }
  }
}

extension Comparator {
  /// Whether two values compare so.
  func holds(_ left: Value, _ right: Value, _ renderer: Renderer) throws(TemplateError) -> Bool {
    switch self {
    case .equal: try Comparison.equal(left, right, renderer)
    case .notEqual: !(try Comparison.equal(left, right, renderer))
    case .order(let ordering): try Comparison.compare(left, ordering, right, renderer)
    case .isIn: try Membership.contains(right, left, renderer)
    case .isNotIn: !(try Membership.contains(right, left, renderer))
    }
  }
}

/// `a < b`, `a in b`.
final class PairEvaluator: Evaluator {
  private let left: Evaluator
  private let comparator: Comparator
  private let right: Evaluator

  init(_ left: Evaluator, _ comparator: Comparator, _ right: Evaluator) {
    self.left = left
    self.comparator = comparator
    self.right = right
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    .bool(try isTrue(renderer, frame))
  }

  override func isTrue(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Bool {
    let first = try left.value(renderer, frame)
    return try comparator.holds(first, try right.value(renderer, frame), renderer)
  }
}

/// `a < b <= c`.
final class CompareEvaluator: Evaluator {
  private let first: Evaluator
  private let rest: [(Comparator, Evaluator)]

  init(_ first: Evaluator, _ rest: [(Comparator, Evaluator)]) {
    self.first = first
    self.rest = rest
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    var left = try first.value(renderer, frame)
    for (comparator, evaluator) in rest {
      let right = try evaluator.value(renderer, frame)
      guard try comparator.holds(left, right, renderer) else { return .bool(false) }
      left = right
    }
    return .bool(true)
  }
}

/// `item in container`.
enum Membership {
  static func contains(_ container: Value, _ item: Value, _ renderer: Renderer)
    throws(TemplateError) -> Bool
  {
    switch container {
    case .string(let text), .markup(let text):
      guard let wanted = item.text else {
        if case .undefined(let missing) = item, missing.policy == .strict { throw missing.error }
        throw TemplateError(
          .type, "'in <string>' requires string as left operand, not \(item.typeName)")
      }
      try renderer.step(text.utf8.count / 64)
      return TextSearch.contains(text, wanted)
    case .dict(let dict):
      try item.checkHashable(renderer)
      return dict.value(item) != nil
    case .object(let range as RangeObject):
      guard let number = item.wholeNumber, range.count > 0 else { break }
      let (offset, over) = number.subtractingReportingOverflow(range.start)
      return !over && offset % range.step == 0 && (0..<range.count).contains(offset / range.step)
    case .none, .bool, .int, .float:
      throw TemplateError(.type, "argument of type '\(container.typeName)' is not iterable")
    case .object(let view as DictViewObject): try view.checkKey(item, renderer)
    default: break
    }
    guard let iterator = try? container.iterator() else {
      if case .undefined(let missing) = container { throw missing.error }
      throw TemplateError(.type, "argument of type '\(container.typeName)' is not iterable")
    }
    while let value = try iterator.next() {
      try renderer.step()
      if try Comparison.equal(value, item, renderer) { return true }
    }
    return false
  }
}

/// `a if b else c`.
final class ConditionalEvaluator: Evaluator {
  private let test: Evaluator
  private let then: Evaluator
  private let otherwise: Evaluator?
  private let hint: String

  init(test: Evaluator, then: Evaluator, otherwise: Evaluator?, hint: String) {
    self.test = test
    self.then = then
    self.otherwise = otherwise
    self.hint = hint
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if try test.isTrue(renderer, frame) { return try then.value(renderer, frame) }
    if let otherwise { return try otherwise.value(renderer, frame) }
    // Jinja uses the plain kind of undefined here, whatever the policy.
    return .undefined(UndefinedValue(policy: .default, hint: hint))
  }
}
