/// Whether printed values are escaped, shared by a context and those derived from it.
final class Evaluation {
  @exclusivity(unchecked) var autoescape: Bool
  init(autoescape: Bool) { self.autoescape = autoescape }
}

/// The variables that a template sees by name, and the blocks that it and its parents have.
final class Context {
  /// What the caller of `render` gave.
  let root: RootContext
  /// Further names, of including templates.
  let outer: [String: Value]
  /// Names set at the top level of this template.
  @exclusivity(unchecked) var vars: [String: Value] = [:]
  @exclusivity(unchecked) var exported: Set<String> = []
  @exclusivity(unchecked) var blocks: [String: [BlockCode]]
  let evaluation: Evaluation
  let templateName: String?
  /// Whether other templates or blocks may read the names that this one sets.
  let isShared: Bool

  init(
    root: RootContext, outer: [String: Value] = [:], template: CompiledTemplate, autoescape: Bool,
    isShared: Bool = true
  ) {
    self.root = root
    self.outer = outer
    self.isShared = isShared
    blocks = template.blockStacks
    evaluation = Evaluation(autoescape: autoescape)
    templateName = template.name
  }

  /// A context for a scoped block: this one, and the local names.
  init(deriving other: Context, locals: [String: Value]) {
    root = other.root
    outer = other.allNames().merging(locals) { $1 }
    blocks = other.blocks
    evaluation = other.evaluation
    templateName = other.templateName
    isShared = true
  }

  /// The value of a name, or nil.
  func resolve(_ name: String) -> Value? {
    if !vars.isEmpty, let value = vars[name] { return value }
    if !outer.isEmpty, let value = outer[name] { return value }
    return root.value(name)
  }

  /// All names but those of the root.
  func allNames() -> [String: Value] {
    outer.merging(vars) { $1 }
  }
}

/// The variables that were given to `render`, and the functions that every template has.
final class RootContext {
  private let given: [String: Value]
  private let globals: [String: Value]
  /// Copies that this rendering may change; nil while none is needed.
  @exclusivity(unchecked) private var copies: [String: Value]?

  init(_ given: [String: Value], globals: [String: Value], isPrivate: Bool) {
    self.given = given
    self.globals = globals
    copies = isPrivate ? [:] : nil
  }

  /// The value of a name, or nil.
  func value(_ name: String) -> Value? {
    guard let value = given[name] else { return globals[name] }
    guard copies != nil else { return value }
    if let copy = copies?[name] { return copy }
    let copy = Self.copy(value)
    copies?[name] = copy
    return copy
  }

  /// The names that exist, for suggestions.
  var names: [String] { (Array(given.keys) + Array(globals.keys)).filter { !$0.hasPrefix(":") }.sorted() }

  private static func copy(_ value: Value) -> Value {
    switch value {
    case .list(let list): return .newList(list.items.map(copy))
    case .tuple(let tuple):
      return .tuple(TupleObject(tuple.items.map(copy), isGroup: tuple.isGroup))
    case .dict(let dict):
      let out = DictObject()
      for (key, value) in zip(dict.keys, dict.values) { out.put(key, copy(value)) }
      return .dict(out)
    default: return value
    }
  }
}

/// The local variables of one call of a function of a template.
public final class Frame {
  // Plain memory: no reference count and no exclusivity check at each of the many accesses. Every access checks its bounds.
  private let slots: UnsafeMutablePointer<Value?>
  private let count: Int
  let parent: Frame?
  let context: Context
  /// The template that this one extends, once the tag has been reached.
  @exclusivity(unchecked) var parentTemplate: CompiledTemplate?
  /// Whether it is emptied at the end of the rendering.
  var isRemembered = false

  init(slots: Int, parent: Frame?, context: Context) {
    count = max(slots, 1)
    self.slots = .allocate(capacity: count)
    self.slots.initialize(repeating: nil, count: count)
    self.parent = parent
    self.context = context
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  @inline(__always)
  subscript(slot: Int) -> Value? {
    get { slot < count ? slots[slot] : nil }
    set { if slot < count { slots[slot] = newValue } }
  }

  /// The value of a text key in the dictionary that a slot holds; nil where it holds none, or none of that key.
  @inline(__always)
  func item(_ slot: Int, _ key: String, print: UInt64) -> Value? {
    guard slot < count, case .dict(let dict)? = slots[slot] else { return nil }
    return dict.value(key, print: print)
  }

  /// The frame a number of functions further out.
  @inline(__always)
  func outward(_ hops: Int) -> Frame {
    var frame = self
    for _ in 0..<hops { if let next = frame.parent { frame = next } }
    return frame
  }

  /// The frame of the template or block itself.
  var outermost: Frame {
    var frame = self
    while let next = frame.parent { frame = next }
    return frame
  }

  /// Forgets all values.
  func clear() {
    for slot in 0..<count { slots[slot] = nil }
  }
}
