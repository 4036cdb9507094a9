/// The variables that a template sees by name, and the blocks that it and its parents have.
final class Context {
  /// What the caller of `render` gave.
  let root: RootContext
  /// Further names, of including templates.
  let outer: [String: Value]
  /// Names set at the top level of this template. No empty literal: generic code would make it anew at each rendering.
  @exclusivity(unchecked) var vars = [String: Value]()
  @exclusivity(unchecked) var exported: Set<String> = []
  @exclusivity(unchecked) var blocks: [String: [BlockCode]]
  /// The context that this one is derived from, with which it shares whether printed values are escaped.
  private let origin: Context?
  @exclusivity(unchecked) private var escapes: Bool
  let templateName: String?
  /// Whether other templates or blocks may read the names that this one sets.
  let isShared: Bool

  init(
    root: consuming RootContext, outer: [String: Value] = [String: Value](), template: CompiledTemplate, autoescape: Bool,
    isShared: Bool = true
  ) {
    self.root = root
    self.outer = outer
    self.isShared = isShared
    blocks = template.blockStacks
    origin = nil
    escapes = autoescape
    templateName = template.name
  }

  /// A context for a scoped block: this one, and the local names.
  init(deriving other: Context, locals: [String: Value]) {
    root = other.root
    outer = other.allNames().merging(locals) { $1 }
    blocks = other.blocks
    origin = other.origin ?? other
    escapes = other.escapes
    templateName = other.templateName
    isShared = true
  }

  /// Whether printed values are escaped.
  var autoescape: Bool {
    get { origin?.escapes ?? escapes }
    set { (origin ?? self).escapes = newValue }
  }

  /// The value of a name, or nil.
  @inline(never)
  func resolve(_ name: String, print: KeyPrint) -> Value? {
    if !vars.isEmpty, let value = vars[name] { return value }
    if !outer.isEmpty, let value = outer[name] { return value }
    return root.value(name, print)
  }

  /// All names but those of the root.
  func allNames() -> [String: Value] {
    outer.merging(vars) { $1 }
  }
}

/// The variables that were given to `render`, and the functions that every template has.
struct RootContext {
  /// Copies that a rendering may change.
  private final class Copies {
    @exclusivity(unchecked) var values: [String: Value] = [:]
  }

  /// Where a given name is.
  private struct Place {
    let print: KeyPrint
    let index: Dictionary<String, Value>.Index
  }

  private let given: [String: Value]
  private let globals: [String: Value]
  /// Nil while no copies are needed.
  private let copies: Copies?
  /// All given names, which are found by their prints quicker than by their hashes; nil where there are too many.
  private let places: [Place]?

  /// Takes what `render` got; `expects` is how many names the template looks up.
  init(_ given: [String: Value], globals: [String: Value], isPrivate: Bool, expects names: Int = 0) {
    self.given = given
    self.globals = globals
    copies = isPrivate ? Copies() : nil
    places = given.count <= 4 * names ? Self.places(given) : nil
  }

  private static func places(_ given: [String: Value]) -> [Place] {
    var places: [Place] = []
    places.reserveCapacity(given.count)
    let names = given.keys
    var index = names.startIndex
    while index != names.endIndex {
      places.append(Place(print: KeyPrint(of: names[index]), index: index))
      names.formIndex(after: &index)
    }
    return places
  }

  /// The value of a name, or nil.
  func value(_ name: String, _ print: KeyPrint) -> Value? {
    guard let value = givenValue(name, print) else { return globals[name] }
    guard let copies else { return value }
    if let copy = copies.values[name] { return copy }
    let copy = Self.copy(value)
    copies.values[name] = copy
    return copy
  }

  private func givenValue(_ name: String, _ print: KeyPrint) -> Value? {
    guard let places, print.isWhole else { return given[name] }
    var position = 0
    while position < places.count {
      if places[position].print == print { return given.values[places[position].index] }
      position += 1
    }
    return nil
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
