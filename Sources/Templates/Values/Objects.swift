/// A value that is more than data: a function, a macro, a loop, a namespace, an iterator.
///
/// @unchecked Sendable: an object belongs to the one rendering that made it; registered functions hold nothing that changes.
public class TemplateObject: @unchecked Sendable {
  /// Python's name of its type.
  var typeName: String { "object" }
  /// The same with its module, as messages about missing attributes say it.
  var qualifiedTypeName: String { typeName }
  /// What printing it gives.
  var printed: String { "<\(qualifiedTypeName) object>" }
  var isCallable: Bool { false }
  var isMapping: Bool { false }
  /// `len()`, or nil where Python says that the object has none.
  var length: Int? { nil }
  var isTrue: Bool { length.map { $0 > 0 } ?? true }
  var isIterable: Bool { false }
  /// Whether it can be read by position as lists can.
  var isSequence: Bool { false }

  /// Makes a plain object; only subclasses are of use.
  init() {}

  /// The attribute, or nil where it has none of that name.
  func attribute(_ name: String) throws(TemplateError) -> TemplateValue? { nil }
  /// The item, or nil where there is none.
  func item(_ key: TemplateValue) throws(TemplateError) -> TemplateValue? { nil }
  /// An iterator over its items, or nil where it has none.
  func iterator() throws(TemplateError) -> ValueIterator? { nil }
  /// Calls it.
  func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame) throws(TemplateError)
    -> TemplateValue
  {
    throw TemplateError(.type, "'\(typeName)' object is not callable")
  }
}

/// What a call passes: values by position, then by name.
public struct Arguments {
  /// By position.
  public var positional: [TemplateValue]
  /// By name, in the order written.
  public var named: [(name: String, value: TemplateValue)]

  init(_ positional: [TemplateValue] = [], named: [(name: String, value: TemplateValue)] = []) {
    self.positional = positional
    self.named = named
  }

  /// Takes a named argument out.
  mutating func take(_ name: String) -> TemplateValue? {
    guard let position = named.firstIndex(where: { $0.name == name }) else { return nil }
    return named.remove(at: position).value
  }
}

/// Gives values one by one, as Python's iterators do; used up once it has given nil.
class ValueIterator {
  @exclusivity(unchecked) private var isDone = false

  /// What comes next, or nil at the end.
  func produce() throws(TemplateError) -> Value? { nil }

  /// The next value, or nil at the end and ever after.
  final func next() throws(TemplateError) -> Value? {
    if isDone { return nil }
    if let value = try produce() { return value }
    isDone = true
    return nil
  }

  /// Everything that is left; more than `limit` is an error.
  func rest(limit: Int) throws(TemplateError) -> [Value] {
    var items: [Value] = []
    while let value = try next() {
      guard items.count < limit else {
        throw TemplateError(.limit, "a list of more than \(limit) items is too long")
      }
      items.append(value)
    }
    return items
  }
}

/// The values of an array.
final class ArrayIterator: ValueIterator {
  private let items: [Value]
  @exclusivity(unchecked) private var position = 0

  init(_ items: [Value]) { self.items = items }

  override func produce() throws(TemplateError) -> Value? {
    guard position < items.count else { return nil }
    position += 1
    return items[position - 1]
  }
}

/// The values of a list, read while it goes, so that items appended meanwhile are seen.
final class ListIterator: ValueIterator {
  private let list: ListObject
  @exclusivity(unchecked) private var position = 0

  init(_ list: ListObject) { self.list = list }

  override func produce() throws(TemplateError) -> Value? {
    guard position < list.items.count else { return nil }
    position += 1
    return list.items[position - 1]
  }
}

/// What a function gives, again and again.
final class FunctionIterator: ValueIterator {
  private let function: () throws(TemplateError) -> Value?

  init(_ function: @escaping () throws(TemplateError) -> Value?) { self.function = function }

  override func produce() throws(TemplateError) -> Value? { try function() }
}

/// A Python generator or iterator: it gives its values once.
final class GeneratorObject: TemplateObject, @unchecked Sendable {
  private let values: ValueIterator
  private let kind: String
  private var renderer: Renderer?
  private var frame: Frame?

  init(_ kind: String, _ values: ValueIterator) {
    self.kind = kind
    self.values = values
  }

  /// A generator that works while it is read, and so keeps what its call needs.
  convenience init(
    keeping call: NativeCall, _ produce: @escaping () throws(TemplateError) -> Value?
  ) {
    self.init(keeping: call, FunctionIterator(produce))
  }

  /// The same over an iterator.
  convenience init(keeping call: NativeCall, _ values: ValueIterator) {
    self.init("generator", values)
    renderer = call.renderer
    frame = call.frame
    call.renderer.remember(changed: call.frame)
  }

  override var typeName: String { kind }
  override var printed: String { kind == "generator" ? "<generator object>" : "<\(kind) object>" }
  override var isIterable: Bool { true }
  override func iterator() throws(TemplateError) -> ValueIterator? { values }
}

/// What `range()` gives.
final class RangeObject: TemplateObject, @unchecked Sendable {
  let start: Int
  let stop: Int
  let step: Int
  let count: Int

  init(start: Int, stop: Int, step: Int, count: Int) {
    self.start = start
    self.stop = stop
    self.step = step
    self.count = count
  }

  override var typeName: String { "range" }
  override var printed: String {
    step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))"
  }
  override var length: Int? { count }
  override var isIterable: Bool { true }
  override var isSequence: Bool { true }

  /// The range of some of its positions.
  func slice(_ bounds: (start: Int, stop: Int, step: Int)) -> RangeObject {
    let distance = bounds.step > 0 ? bounds.stop - bounds.start : bounds.start - bounds.stop
    let stride = Int(clamping: bounds.step.magnitude)
    let length = max(0, distance) / stride + (max(0, distance) % stride > 0 ? 1 : 0)
    return RangeObject(
      start: start &+ bounds.start &* step, stop: start &+ bounds.stop &* step,
      step: step &* bounds.step, count: length)
  }

  /// All its numbers.
  var items: [Value] { (0..<count).map { .int(start &+ $0 &* step) } }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "start": .int(start)
    case "stop": .int(stop)
    case "step": .int(step)
    default: nil
    }
  }

  override func item(_ key: TemplateValue) throws(TemplateError) -> TemplateValue? {
    guard let number = key.wholeNumber else { return nil }
    let position = number < 0 ? number + count : number
    return (0..<count).contains(position) ? .int(start &+ position &* step) : nil
  }

  override func iterator() throws(TemplateError) -> ValueIterator? {
    var position = 0
    return FunctionIterator { () throws(TemplateError) -> Value? in
      guard position < self.count else { return nil }
      position += 1
      return .int(self.start &+ (position - 1) &* self.step)
    }
  }
}

/// `namespace()`: attributes that inner scopes may set.
final class NamespaceObject: TemplateObject, @unchecked Sendable {
  let attributes = DictObject()

  override var typeName: String { "Namespace" }
  override var qualifiedTypeName: String { "jinja2.utils.Namespace" }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    attributes.value(name)
  }
  override func item(_ key: TemplateValue) throws(TemplateError) -> TemplateValue? {
    attributes.value(key)
  }
}

/// `dict.keys()`, `dict.values()` and `dict.items()`.
final class DictViewObject: TemplateObject, @unchecked Sendable {
  enum Part { case keys, values, items }
  private let dict: DictObject
  private let part: Part

  init(_ dict: DictObject, _ part: Part) {
    self.dict = dict
    self.part = part
  }

  override var typeName: String {
    switch part {
    case .keys: "dict_keys"
    case .values: "dict_values"
    case .items: "dict_items"
    }
  }
  /// Only the values are.
  var isHashable: Bool { part == .values }

  /// Keys and items are sets; the values of a dict are equal only to themselves.
  func equals(_ other: DictViewObject) throws(TemplateError) -> Bool {
    guard part == other.part, part != .values, dict.count == other.dict.count else { return false }
    for (key, value) in zip(dict.keys, dict.values) {
      guard let found = other.dict.value(key) else { return false }
      if part == .items, !(try Comparison.equal(value, found)) { return false }
    }
    return true
  }

  /// Keys are looked for by their hash: `item` itself among keys, its first part among pairs.
  func checkKey(_ item: Value, _ renderer: Renderer) throws(TemplateError) {
    if part == .keys { try item.checkHashable(renderer) }
    if part == .items, case .tuple(let pair) = item, pair.items.count == 2 { try pair.items[0].checkHashable(renderer) }
  }

  override var length: Int? { dict.count }
  override var isIterable: Bool { true }
  override func iterator() throws(TemplateError) -> ValueIterator? { ArrayIterator(items) }

  /// What it shows now.
  var items: [Value] {
    switch part {
    case .keys: dict.keys
    case .values: dict.values
    case .items: zip(dict.keys, dict.values).map { .newTuple([$0, $1]) }
    }
  }
}

/// `cycler(…)`: gives its items in turn.
final class CyclerObject: TemplateObject, @unchecked Sendable {
  private let items: [Value]
  private var position = 0

  init(_ items: [Value]) { self.items = items }

  override var typeName: String { "Cycler" }
  override var qualifiedTypeName: String { "jinja2.utils.Cycler" }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "items": return .newTuple(items)
    case "pos": return .int(position)
    case "current": return items[position]
    case "next", "__next__":
      return .object(
        NativeFunction("next", []) { (_: NativeCall) throws(TemplateError) -> Value in
          defer { self.position = (self.position + 1) % self.items.count }
          return self.items[self.position]
        })
    case "reset":
      return .object(
        NativeFunction("reset", []) { (_: NativeCall) throws(TemplateError) -> Value in
          self.position = 0
          return .none
        })
    default: return nil
    }
  }
}

/// `joiner(sep)`: nothing at the first call, the separator afterwards.
final class JoinerObject: TemplateObject, @unchecked Sendable {
  private let separator: Value
  private var isUsed = false

  init(_ separator: Value) { self.separator = separator }

  override var typeName: String { "Joiner" }
  override var qualifiedTypeName: String { "jinja2.utils.Joiner" }
  override var isCallable: Bool { true }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "sep": separator
    case "used": .bool(isUsed)
    default: nil
    }
  }

  override func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> TemplateValue
  {
    defer { isUsed = true }
    return isUsed ? separator : .string("")
  }
}
