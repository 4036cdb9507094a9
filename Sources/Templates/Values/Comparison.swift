/// Equality, order and truth as Python defines them.
enum Comparison {
  /// What a comparison of nested values may still cost: a few lists that hold each other unfold without end.
  private struct Effort {
    var left: Int
    var depth = 0

    mutating func enter() throws(TemplateError) {
      left -= 1
      depth += 1
      guard left > 0, depth < TemplateLimits.valueDepth else {
        throw TemplateError(.limit, "a value is nested too deeply, or is too large, to be compared")
      }
    }

    mutating func leave() { depth -= 1 }
  }

  /// Items that a comparison without a renderer may look at.
  private static let effort = 400_000

  /// `left == right`; the work counts as steps of the renderer, where there is one.
  static func equal(_ left: Value, _ right: Value, _ renderer: Renderer? = nil)
    throws(TemplateError) -> Bool
  {
    if case .int(let one) = left, case .int(let two) = right { return one == two }
    if case .string(let one) = left, case .string(let two) = right {
      return PythonText.same(one, two)
    }
    var effort = Effort(left: effort)
    let result = try equal(left, right, &effort)
    try renderer?.step(Self.effort - effort.left)
    return result
  }

  private static func equal(_ left: Value, _ right: Value, _ effort: inout Effort)
    throws(TemplateError) -> Bool
  {
    effort.left -= 1
    switch (left, right) {
    case (.string(let one), .string(let two)), (.markup(let one), .string(let two)),
      (.string(let one), .markup(let two)),
      (.markup(let one), .markup(let two)):
      return PythonText.same(one, two)
    case (.int(let one), .int(let two)): return one == two
    case (.none, .none): return true
    case (.undefined(let one), .undefined(let two)):
      if one.policy == .strict { throw one.error }
      return one.policy == two.policy
    case (.undefined(let missing), _), (_, .undefined(let missing)):
      if missing.policy == .strict { throw missing.error }
      return false
    case (.list(let one), .list(let two)):
      return one === two ? true : try allEqual(one.items, two.items, &effort)
    case (.tuple(let one), .tuple(let two)): return try allEqual(one.items, two.items, &effort)
    case (.dict(let one), .dict(let two)): return try sameEntries(one, two, &effort)
    case (.object(let one), .object(let two)): return try sameObjects(one, two)
    default:
      guard let one = number(left), let two = number(right) else { return false }
      return order(one, two) == 0
    }
  }

  private static func allEqual(_ one: [Value], _ two: [Value], _ effort: inout Effort)
    throws(TemplateError) -> Bool
  {
    guard one.count == two.count else { return false }
    try effort.enter()
    defer { effort.leave() }
    for (left, right) in zip(one, two) where !(try equal(left, right, &effort)) { return false }
    return true
  }

  private static func sameEntries(
    _ one: DictObject, _ two: DictObject, _ effort: inout Effort
  ) throws(TemplateError) -> Bool {
    guard one.count == two.count else { return false }
    try effort.enter()
    defer { effort.leave() }
    for (key, value) in zip(one.keys, one.values) {
      guard let other = two.value(key), try equal(value, other, &effort) else { return false }
    }
    return true
  }

  private static func sameObjects(_ one: TemplateObject, _ two: TemplateObject)
    throws(TemplateError) -> Bool
  {
    if one === two { return true }
    if let one = one as? RangeObject, let two = two as? RangeObject {
      return one.count == two.count
        && (one.count == 0 || one.start == two.start && (one.count == 1 || one.step == two.step))
    }
    if let one = one as? DictViewObject, let two = two as? DictViewObject {
      return try one.equals(two)
    }
    return false
  }

  /// Each kind of number, exactly.
  private enum Number {
    case int(Int)
    case big(BigWhole)
    case float(Double)
  }

  private static func number(_ value: Value) -> Number? {
    switch value {
    case .int(let number): .int(number)
    case .bool(let flag): .int(flag ? 1 : 0)
    case .float(let number): .float(number)
    case .big(let number): .big(number)
    default: nil
    }
  }

  /// -1, 0 or 1; nil where one is not a number.
  private static func order(_ left: Number, _ right: Number) -> Int? {
    switch (left, right) {
    case (.int(let one), .int(let two)): return one < two ? -1 : (one == two ? 0 : 1)
    case (.float(let one), .float(let two)):
      if one.isNaN || two.isNaN { return nil }
      return one < two ? -1 : (one == two ? 0 : 1)
    case (.int(let one), .float(let two)): return order(one, two)
    case (.float(let one), .int(let two)): return order(two, one).map { -$0 }
    case (.big(let one), .big(let two)): return BigWhole.order(one, two)
    case (.big(let one), .int): return one.isNegative ? -1 : 1
    case (.int, .big(let two)): return two.isNegative ? 1 : -1
    case (.big(let one), .float(let two)): return BigWhole.order(one, two)
    case (.float(let one), .big(let two)): return BigWhole.order(two, one).map { -$0 }
    }
  }

  /// Compares without losing the digits of large whole numbers.
  private static func order(_ whole: Int, _ float: Double) -> Int? {
    if float.isNaN { return nil }
    if float >= 0x1p63 { return -1 }
    if float < -0x1p63 { return 1 }
    let below = Int(float.rounded(.down))
    if whole != below { return whole < below ? -1 : 1 }
    return float > float.rounded(.down) ? -1 : 0
  }

  /// The four orderings.
  enum Ordering: String {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    func holds(_ order: Int) -> Bool {
      switch self {
      case .less: order < 0
      case .lessOrEqual: order <= 0
      case .greater: order > 0
      case .greaterOrEqual: order >= 0
      }
    }
  }

  /// `left < right` and its kin.
  static func compare(
    _ left: Value, _ ordering: Ordering, _ right: Value, _ renderer: Renderer? = nil
  ) throws(TemplateError) -> Bool {
    if case .float(let one) = left, case .float(let two) = right {
      return one < two
        ? ordering.holds(-1)
        : one == two ? ordering.holds(0) : one > two ? ordering.holds(1) : false
    }
    if case .int(let one) = left, case .int(let two) = right {
      return ordering.holds(one < two ? -1 : one == two ? 0 : 1)
    }
    var effort = Effort(left: effort)
    let result = try compare(left, ordering, right, &effort)
    try renderer?.step(Self.effort - effort.left)
    return result
  }

  private static func compare(
    _ left: Value, _ ordering: Ordering, _ right: Value, _ effort: inout Effort
  ) throws(TemplateError) -> Bool {
    if let one = number(left), let two = number(right) {
      return order(one, two).map(ordering.holds) ?? false
    }
    if let one = left.text, let two = right.text { return ordering.holds(order(one, two)) }
    switch (left, right) {
    case (.undefined(let missing), _), (_, .undefined(let missing)): throw missing.error
    case (.list(let one), .list(let two)):
      return try compare(one.items, ordering, two.items, &effort)
    case (.tuple(let one), .tuple(let two)):
      return try compare(one.items, ordering, two.items, &effort)
    default:
      throw TemplateError(
        .type,
        "'\(ordering.rawValue)' not supported between instances of '\(left.typeName)' and '\(right.typeName)'"
      )
    }
  }

  /// Order by code points, which in UTF-8 is the order of the bytes.
  static func order(_ one: String, _ two: String) -> Int {
    let (first, second) = (start(one), start(two))
    if first != second { return first < second ? -1 : 1 }
    let order = one.utf8.withContiguousStorageIfAvailable { left in
      two.utf8.withContiguousStorageIfAvailable { right in
        var position = 0
        while position < left.count, position < right.count, left[position] == right[position] {
          position += 1
        }
        guard position < left.count, position < right.count else { return left.count - right.count }
        return Int(left[position]) - Int(right[position])
      }
    }
    return order.flatMap { $0 }
      ?? (PythonText.same(one, two) ? 0 : one.utf8.lexicographicallyPrecedes(two.utf8) ? -1 : 1)
  }

  /// The first eight bytes of a text as a number, which tells the order of most texts at once.
  private static func start(_ text: String) -> UInt64 {
    var start: UInt64 = 0
    var text = text
    withUnsafeMutableBytes(of: &start) { start in
      text.withUTF8 { bytes in
        start.copyMemory(from: UnsafeRawBufferPointer(start: bytes.baseAddress, count: min(bytes.count, 8)))
      }
    }
    return UInt64(bigEndian: start)
  }

  private static func compare(
    _ one: [Value], _ ordering: Ordering, _ two: [Value], _ effort: inout Effort
  ) throws(TemplateError) -> Bool {
    try effort.enter()
    defer { effort.leave() }
    for (left, right) in zip(one, two) where !(try equal(left, right, &effort)) {
      return try compare(left, ordering, right, &effort)
    }
    return ordering.holds(one.count < two.count ? -1 : (one.count == two.count ? 0 : 1))
  }
}

extension TemplateValue {
  /// `bool(value)`.
  func isTrue() throws(TemplateError) -> Bool {
    switch self {
    case .bool(let flag): return flag
    case .none: return false
    case .int(let number): return number != 0
    case .float(let number): return number != 0
    case .big: return true
    case .string(let text), .markup(let text): return !text.isEmpty
    case .list(let list): return !list.items.isEmpty
    case .tuple(let tuple): return !tuple.items.isEmpty
    case .dict(let dict): return dict.count > 0
    case .object(let object): return object.isTrue
    case .undefined(let missing):
      if missing.policy == .strict { throw missing.error }
      return false
    }
  }

  /// `len(value)`.
  func length() throws(TemplateError) -> Int {
    switch self {
    case .string(let text), .markup(let text): return PythonText.length(text)
    case .list(let list): return list.items.count
    case .tuple(let tuple): return tuple.items.count
    case .dict(let dict): return dict.count
    case .object(let object):
      if let length = object.length { return length }
    case .undefined(let missing):
      if missing.policy == .strict { throw missing.error }
      return 0
    default: break
    }
    throw TemplateError(.type, "object of type '\(typeName)' has no len()")
  }

  /// `iter(value)`.
  func iterator() throws(TemplateError) -> ValueIterator {
    switch self {
    case .object(let object):
      if let iterator = try object.iterator() { return iterator }
      throw TemplateError(.type, "'\(typeName)' object is not iterable")
    case .list(let list): return ListIterator(list)
    default: return ArrayIterator(try plainItems())
    }
  }

  private func plainItems() throws(TemplateError) -> [Value] {
    switch self {
    case .list(let list): return list.items
    case .tuple(let tuple): return tuple.items
    case .dict(let dict): return dict.keys
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    case .markup(let text): return text.unicodeScalars.map { .string(String($0)) }
    case .undefined(let missing):
      if missing.policy == .strict { throw missing.error }
      return []
    default: throw TemplateError(.type, "'\(typeName)' object is not iterable")
    }
  }

  /// All items, as `list(value)` gives them.
  func allItems(_ renderer: Renderer) throws(TemplateError) -> [Value] {
    let items: [Value]
    if case .object(let object) = self {
      if let range = object as? RangeObject {
        items = range.items
      } else {
        items = try iterator().rest(limit: renderer.limits.listItems)
      }
    } else {
      items = try plainItems()
    }
    guard items.count <= renderer.limits.listItems else {
      throw TemplateError(
        .limit, "a list of more than \(renderer.limits.listItems) items is too long")
    }
    try renderer.step(items.count / 8)
    return items
  }

  /// Whether it may be a key of a dict; a tuple costs a step an item.
  func checkHashable(_ renderer: Renderer, depth: Int = 0) throws(TemplateError) {
    switch self {
    case .list, .dict: throw TemplateError(.type, "unhashable type: '\(typeName)'")
    case .object(let view as DictViewObject) where !view.isHashable: throw TemplateError(.type, "unhashable type: '\(typeName)'")
    case .tuple(let tuple):
      try renderer.step(tuple.items.count)
      guard depth < TemplateLimits.valueDepth else {
        throw TemplateError(.limit, "a tuple is nested too deeply")
      }
      for item in tuple.items { try item.checkHashable(renderer, depth: depth + 1) }
    case .undefined(let missing): if missing.policy == .strict { throw missing.error }
    default: break
    }
  }
}
