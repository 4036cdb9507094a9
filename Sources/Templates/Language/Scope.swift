/// The variables of one function of a template: of the template itself, a block, a macro or a recursive loop.
final class FunctionLayout {
  let parent: FunctionLayout?
  private var slots: [String: Int] = [:]
  private(set) var slotCount = 0

  init(parent: FunctionLayout?) { self.parent = parent }

  /// The slot of a name at a level; scopes side by side share slots, as they share Python's local variables in Jinja.
  func slot(_ name: String, level: Int) -> Int {
    let key = "\(level) \(name)"
    if let slot = slots[key] { return slot }
    slots[key] = slotCount
    slotCount += 1
    return slotCount - 1
  }
}

/// Where a variable lives.
struct VariablePlace: Hashable {
  let function: FunctionLayout
  let slot: Int

  static func == (left: VariablePlace, right: VariablePlace) -> Bool {
    left.function === right.function && left.slot == right.slot
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(function))
    hasher.combine(slot)
  }
}

/// The names of one scope, decided before it is compiled, by the rules of Jinja:
/// a name that is read before it is set comes from outside, one that is set first starts empty.
final class Scope {
  /// What happens to a variable when its scope is entered.
  enum Load {
    /// The caller has set it.
    case parameter
    /// It is looked up in the context.
    case resolve(String)
    /// It is copied from an outer scope.
    case alias(VariablePlace)
    /// It is empty.
    case nothing
  }

  let parent: Scope?
  let level: Int
  let function: FunctionLayout
  private(set) var places: [String: VariablePlace] = [:]
  private(set) var loads: [VariablePlace: Load] = [:]
  private(set) var loadOrder: [VariablePlace] = []
  private(set) var stores: Set<String> = []

  init(parent: Scope?, function: FunctionLayout) {
    self.parent = parent
    self.function = function
    level = (parent?.level ?? -1) + 1
  }

  private init(copying other: Scope) {
    parent = other.parent
    level = other.level
    function = other.function
    places = other.places
    loads = other.loads
    loadOrder = other.loadOrder
    stores = other.stores
  }

  /// The place of a name here or outside.
  func place(_ name: String) -> VariablePlace? {
    var scope: Scope? = self
    while let here = scope {
      if let place = here.places[name] { return place }
      scope = here.parent
    }
    return nil
  }

  @discardableResult
  private func define(_ name: String, _ load: Load) -> VariablePlace {
    let place = VariablePlace(function: function, slot: function.slot(name, level: level))
    places[name] = place
    setLoad(place, load)
    return place
  }

  private func setLoad(_ place: VariablePlace, _ load: Load) {
    if loads[place] == nil { loadOrder.append(place) }
    loads[place] = load
  }

  /// A name that the caller sets.
  @discardableResult
  func declareParameter(_ name: String) -> VariablePlace {
    stores.insert(name)
    return define(name, .parameter)
  }

  /// A name that is read here.
  func read(_ name: String) {
    if place(name) == nil { define(name, .resolve(name)) }
  }

  /// A name that is set here.
  func store(_ name: String) {
    stores.insert(name)
    guard places[name] == nil else { return }
    define(name, parent?.place(name).map { .alias($0) } ?? .nothing)
  }

  /// Joins what the branches of an `if` did: a name that only some of them set keeps its outer value in the others.
  private func merge(_ branches: [Scope]) {
    let set = branches.reduce(into: Set<String>()) { $0.formUnion($1.stores) }.subtracting(stores)
    for branch in branches {
      places.merge(branch.places) { $1 }
      for place in branch.loadOrder { if let load = branch.loads[place] { setLoad(place, load) } }
      stores.formUnion(branch.stores)
    }
    for name in set.sorted() {
      guard let target = place(name) else { continue }
      setLoad(target, parent?.place(name).map { .alias($0) } ?? .resolve(name))
    }
  }

  /// All names set here and outside, the innermost first.
  func allStores() -> [(name: String, place: VariablePlace)] {
    var seen: Set<String> = []
    var out: [(name: String, place: VariablePlace)] = []
    var scope: Scope? = self
    while let here = scope {
      for name in here.stores.sorted() where seen.insert(name).inserted {
        if let place = place(name) { out.append((name, place)) }
      }
      scope = here.parent
    }
    return out
  }
}

// MARK: Finding the names

extension Scope {
  /// Visits statements that belong to this scope; bodies with a scope of their own are left to it.
  func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private func visit(_ statement: Statement) {
    switch statement.shape {
    case .output(let parts):
      for part in parts { if case .value(let value) = part { visit(value) } }
    case .assign(let target, let value):
      visit(value)
      visitTarget(target)
    case .assignBlock(let target, _, _): visitTarget(target)
    case .ifElse(let test, let body, let elif, let otherwise):
      visit(test)
      merge([body, elif, otherwise].map(branch))
    case .loop(let loop): visit(loop.iterable)
    case .macro(let name, _): store(name)
    case .callBlock(let call, _): visit(call)
    case .filterBlock(let filter, _): visit(filter)
    case .with(let bindings, _): for binding in bindings { visit(binding.value) }
    case .autoescape, .block: break
    case .extends(let template), .include(let template, _, _): visit(template)
    case .importing(let template, let name, _):
      visit(template)
      store(name)
    case .fromImport(let template, let names, _):
      visit(template)
      for name in names { store(name.alias) }
    }
  }

  private func branch(_ statements: [Statement]) -> Scope {
    let copy = Scope(copying: self)
    copy.visit(statements)
    return copy
  }

  /// The names that an expression reads.
  func visit(_ expression: Expression) {
    if case .name(let name) = expression.shape { read(name) }
    for child in expression.children { visit(child) }
  }

  /// The names that a target sets.
  func visitTarget(_ target: Expression, asParameters: Bool = false) {
    switch target.shape {
    case .name(let name):
      if asParameters { declareParameter(name) } else { store(name) }
    case .namespaceTarget(let name, _): read(name)
    case .tuple(let items): for item in items { visitTarget(item, asParameters: asParameters) }
    default: break
    }
  }
}

/// Finds out whether names are read before they are set, in all the code of a body but its blocks.
struct NameSearch {
  private var wanted: Set<String>
  private(set) var found: Set<String> = []

  /// Which of the names the statements read.
  static func undeclared(_ names: Set<String>, in statements: [Statement]) -> Set<String> {
    var search = NameSearch(wanted: names)
    search.visit(statements)
    return search.found
  }

  private init(wanted: Set<String>) { self.wanted = wanted }

  private mutating func visit(_ expression: Expression) {
    if case .name(let name) = expression.shape, wanted.contains(name) { found.insert(name) }
    for child in expression.children { visit(child) }
  }

  private mutating func visitTarget(_ target: Expression) {
    switch target.shape {
    case .name(let name): wanted.remove(name)
    case .tuple(let items): for item in items { visitTarget(item) }
    default: break
    }
  }

  private mutating func visit(_ macro: MacroSyntax) {
    for name in macro.parameters { wanted.remove(name) }
    for value in macro.defaults { visit(value) }
    visit(macro.body)
  }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.shape {
    case .output(let parts):
      for part in parts { if case .value(let value) = part { visit(value) } }
    case .assign(let target, let value):
      visitTarget(target)
      visit(value)
    case .assignBlock(let target, let filter, let body):
      visitTarget(target)
      if let filter { visit(filter) }
      visit(body)
    case .ifElse(let test, let body, let elif, let otherwise):
      visit(test)
      visit(body)
      visit(elif)
      visit(otherwise)
    case .loop(let loop):
      visitTarget(loop.target)
      visit(loop.iterable)
      visit(loop.body)
      visit(loop.otherwise)
      if let test = loop.test { visit(test) }
    case .macro(_, let macro): visit(macro)
    case .callBlock(let call, let macro):
      visit(call)
      visit(macro)
    case .filterBlock(let filter, let body):
      visit(body)
      visit(filter)
    case .with(let bindings, let body):
      for binding in bindings { visitTarget(binding.target) }
      for binding in bindings { visit(binding.value) }
      visit(body)
    case .autoescape(let value, let body):
      visit(value)
      visit(body)
    case .block: break
    case .extends(let template), .include(let template, _, _), .importing(let template, _, _),
      .fromImport(let template, _, _):
      visit(template)
    }
  }
}
