/// Turns statements into instructions: every name gets its place, every filter its function.
struct Compiler {
  /// What is known about the place in the template that is being compiled.
  struct Place {
    var scope: Scope
    var isTopLevel = false
    var isRootLevel = false
    /// Directly in an `if`, where an unknown filter is an error only when it is reached.
    var isSoft = false
    /// Whether output depends on an `extends` that may have been reached.
    var checksOutput = false
    /// Whether autoescaping is on; nil where only the rendering knows.
    var autoescape: Bool?
    /// Whether constants are escaped; where only the rendering knows, Jinja goes by what was known last.
    var escapesConstants = false

    /// A scope inside this one.
    func inner(function: FunctionLayout? = nil) -> Place {
      Place(
        scope: Scope(parent: scope, function: function ?? scope.function),
        checksOutput: checksOutput, autoescape: autoescape,
        escapesConstants: escapesConstants)
    }

    /// The inside of an `if`.
    func soft() -> Place {
      var place = self
      place.isRootLevel = false
      place.isSoft = true
      return place
    }
  }

  let name: String?
  let environment: TemplateEnvironment
  private var extendsCount = 0
  private var hasKnownExtends = false
  /// Whether it has a tag through which other templates or blocks see its names.
  var sharesNames = false
  private(set) var variables: Set<String> = []
  /// The line that the code so far belongs to: where Jinja sees errors of statements that have no line of their own.
  var lastLine = 1
  private let stack = StackGuard(bytes: TemplateLimits.parserStackBytes)

  /// Compiles a whole template.
  static func compile(
    _ source: String, name: String?, environment: TemplateEnvironment
  ) throws(TemplateError) -> CompiledTemplate {
    do {
      let statements = try Parser.parse(source, options: environment.options, name: name)
      var compiler = Compiler(name: name, environment: environment)
      return try compiler.template(statements)
    } catch {
      throw error.located(name: name, line: 1)
    }
  }

  private init(name: String?, environment: TemplateEnvironment) {
    self.name = name
    self.environment = environment
  }

  func fail(_ message: String, _ line: Int) -> TemplateError {
    TemplateError(.syntax, message, name: name, line: line)
  }

  private mutating func template(_ statements: [Statement]) throws(TemplateError)
    -> CompiledTemplate
  {
    let found = BlockSearch.find(statements)
    var names: Set<String> = []
    for block in found.blocks where !names.insert(block.syntax.name).inserted {
      throw fail("block '\(block.syntax.name)' defined twice", block.line)
    }
    var place = Place(scope: Scope(parent: nil, function: FunctionLayout(parent: nil)))
    place.isTopLevel = true
    place.isRootLevel = true
    place.checksOutput = found.hasExtends
    place.autoescape = environment.options.autoescape
    place.escapesConstants = environment.options.autoescape
    let usesSelf = NameSearch.undeclared(["self"], in: statements).contains("self")
    let selfSlot = usesSelf ? place.scope.declareParameter("self").slot : nil
    place.scope.visit(statements)
    let entry = entry(place.scope)
    let body = try instructions(statements, place)
    var code: [String: BlockCode] = [:]
    for block in found.blocks { code[block.syntax.name] = try blockCode(block.syntax, block.line) }
    return CompiledTemplate(
      name: name, entry: entry, body: body, slots: place.scope.function.slotCount,
      selfSlot: selfSlot, blocks: code,
      sharesNames: sharesNames || !code.isEmpty,
      variables: variables.filter { environment.globals[$0] == nil }.sorted())
  }

  private mutating func blockCode(_ block: BlockSyntax, _ line: Int) throws(TemplateError)
    -> BlockCode
  {
    lastLine = line
    var place = Place(scope: Scope(parent: nil, function: FunctionLayout(parent: nil)))
    place.autoescape = environment.options.autoescape
    place.escapesConstants = environment.options.autoescape
    let special = NameSearch.undeclared(["self", "super"], in: block.body)
    let selfSlot = special.contains("self") ? place.scope.declareParameter("self").slot : nil
    let superSlot = special.contains("super") ? place.scope.declareParameter("super").slot : nil
    place.scope.visit(block.body)
    let entry = entry(place.scope)
    let body = try instructions(block.body, place)
    return BlockCode(
      name: block.name, entry: entry, body: body, slots: place.scope.function.slotCount,
      selfSlot: selfSlot, superSlot: superSlot,
      line: line, templateName: name)
  }

  // MARK: Scopes

  /// What entering a scope does.
  mutating func entry(_ scope: Scope) -> ScopeEntry {
    var steps: [ScopeEntry.Step] = []
    for place in scope.loadOrder where place.function === scope.function {
      switch scope.loads[place] {
      case .resolve(let name)?:
        variables.insert(name)
        steps.append(.resolve(slot: place.slot, name: name, print: KeyPrint(of: name)))
      case .alias(let from)?:
        steps.append(
          .alias(
            slot: place.slot, hops: hops(from: scope.function, to: from.function), from: from.slot))
      case .nothing?: steps.append(.clear(slot: place.slot))
      case .parameter?, nil: break
      }
    }
    return ScopeEntry(steps: steps)
  }

  func hops(from: FunctionLayout, to: FunctionLayout) -> Int {
    var count = 0
    var layout: FunctionLayout? = from
    while let here = layout, here !== to {
      count += 1
      layout = here.parent
    }
    return count
  }

  /// Where a name is, seen from a scope.
  func locate(_ name: String, _ scope: Scope) -> (slot: Int, hops: Int) {
    guard let place = scope.place(name) else { return (0, 0) }
    return (place.slot, hops(from: scope.function, to: place.function))
  }

  func localNames(_ scope: Scope) -> LocalNames {
    LocalNames(
      names: scope.allStores().map {
        ($0.name, $0.place.slot, hops(from: scope.function, to: $0.place.function))
      })
  }

  func target(_ expression: Expression, _ scope: Scope) -> Target {
    switch expression.shape {
    case .name(let name):
      let (slot, hops) = locate(name, scope)
      return .variable(slot: slot, hops: hops)
    case .namespaceTarget(let name, let attribute):
      let (slot, hops) = locate(name, scope)
      return .attribute(slot: slot, hops: hops, name: attribute)
    case .tuple(let items): return .tuple(items.map { target($0, scope) })
    default: return .tuple([])
    }
  }

  /// The names that a `set` at the top level hands to other templates.
  func published(_ expression: Expression, _ place: Place) -> TopLevelNames? {
    guard place.isTopLevel else { return nil }
    return published(Self.names(expression), place)
  }

  func published(_ names: [String], _ place: Place) -> TopLevelNames? {
    guard place.isTopLevel, !names.isEmpty else { return nil }
    return TopLevelNames(
      names: names.map { name in
        let (slot, hops) = locate(name, place.scope)
        return (name, slot, hops)
      })
  }

  private static func names(_ target: Expression) -> [String] {
    switch target.shape {
    case .name(let name): [name]
    case .tuple(let items): items.flatMap(names)
    default: []
    }
  }

  // MARK: Inheritance

  mutating func extends(_ template: Expression, _ line: Int, _ place: Place) throws(TemplateError)
    -> Instruction
  {
    guard place.isTopLevel else { throw fail("cannot use extend from a non top-level scope", line) }
    let instruction = ExtendsInstruction(try evaluator(template, place), line: line, repeatedLine: lastLine)
    lastLine = line
    if place.isRootLevel { hasKnownExtends = true }
    sharesNames = true
    extendsCount += 1
    return instruction
  }

  /// A `block` tag, or nothing where a parent template will place it.
  mutating func block(_ block: BlockSyntax, _ line: Int, _ place: Place) -> Instruction? {
    if place.isTopLevel, hasKnownExtends { return nil }
    lastLine = line
    let locals = block.isScoped ? localNames(place.scope) : nil
    let instruction = BlockInstruction(
      block.name, isRequired: block.isRequired, locals: locals, line: line)
    return place.isTopLevel && extendsCount > 0
      ? UnlessExtendedInstruction(instruction) : instruction
  }

  /// The printed text of a constant; nil for all else.
  private func constant(_ evaluator: Evaluator, _ place: Place) -> String? {
    guard let value = evaluator.constant else { return nil }
    return place.escapesConstants ? try? HTMLText.escape(value) : try? PythonText.str(value)
  }

  /// Printed text and values, or nothing where a parent template prints instead.
  mutating func output(_ parts: [OutputPart], _ place: Place) throws(TemplateError) -> Instruction? {
    if place.checksOutput, hasKnownExtends { return nil }
    var compiled: [Instruction] = []
    for part in parts {
      switch part {
      case .text(let text, let line):
        // Where only the rendering knows of autoescaping, Jinja takes text for a value, with a line of its own.
        if place.autoescape == nil { lastLine = line }
        compiled.append(TextInstruction(text))
      case .value(let value):
        let evaluator = try evaluator(value, place)
        if let text = constant(evaluator, place) {
          compiled.append(TextInstruction(text))
        } else {
          lastLine = value.line
          compiled.append(
            PrintInstruction(evaluator, line: value.line, autoescape: place.autoescape))
        }
      }
    }
    let instruction = SequenceInstruction.of(compiled[...])
    return place.checksOutput ? UnlessExtendedInstruction(instruction) : instruction
  }
}

/// Finds the blocks of a template, wherever they are.
struct BlockSearch {
  private(set) var blocks: [(syntax: BlockSyntax, line: Int)] = []
  private(set) var hasExtends = false
  private(set) var hasScopedBlock = false

  /// All blocks, in the order in which they appear.
  static func find(_ statements: [Statement]) -> BlockSearch {
    var search = BlockSearch()
    search.visit(statements)
    return search
  }

  private mutating func visit(_ statements: [Statement]) {
    for statement in statements {
      switch statement.shape {
      case .block(let block):
        blocks.append((block, statement.line))
        hasScopedBlock = hasScopedBlock || block.isScoped
        visit(block.body)
      case .extends: hasExtends = true
      case .assignBlock(_, _, let body), .filterBlock(_, let body), .with(_, let body),
        .autoescape(_, let body):
        visit(body)
      case .ifElse(_, let body, let elif, let otherwise):
        visit(body)
        visit(elif)
        visit(otherwise)
      case .loop(let loop):
        visit(loop.body)
        visit(loop.otherwise)
      case .macro(_, let macro), .callBlock(_, let macro): visit(macro.body)
      case .output, .assign, .include, .importing, .fromImport: break
      }
    }
  }
}
