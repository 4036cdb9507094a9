extension Compiler {
  /// Compiles statements in order.
  mutating func instructions(_ statements: [Statement], _ place: Place) throws(TemplateError)
    -> Instruction
  {
    var out: [Instruction] = []
    for statement in statements {
      if let made = try instruction(statement, place) { out.append(made) }
    }
    return SequenceInstruction.of(out[...])
  }

  // long: one row a kind of statement
  private mutating func instruction(_ statement: Statement, _ place: Place) throws(TemplateError)
    -> Instruction?
  {
    let line = statement.line
    switch statement.shape {
    case .output(let parts): return try output(parts, place)
    case .assign(let target, let value):
      let value = try evaluator(value, place)
      defer { lastLine = line }
      return AssignInstruction(
        self.target(target, place.scope), value, published: published(target, place), line: line, checkLine: lastLine)
    case .assignBlock(let target, let filter, let body):
      return try assignBlock(target, filter, body, line, place)
    case .ifElse(let test, let body, let elif, let otherwise):
      return try condition(test, body, elif, otherwise, line, place)
    case .loop(let loop): return try self.loop(loop, line, place)
    case .macro(let name, let syntax):
      let definition = try macro(name, syntax, line, place)
      let (slot, hops) = locate(name, place.scope)
      return MacroInstruction(
        definition, .variable(slot: slot, hops: hops), published: published([name], place))
    case .callBlock(let call, let syntax):
      let definition = try macro(nil, syntax, line, place)
      lastLine = line
      return CallBlockInstruction(try evaluator(call, place, caller: definition), line: line)
    case .filterBlock(let filter, let body): return try filterBlock(filter, body, line, place)
    case .with(let bindings, let body): return try with(bindings, body, place)
    case .autoescape(let value, let body): return try autoescape(value, body, place)
    case .block(let block): return self.block(block, line, place)
    case .extends(let template): return try extends(template, line, place)
    case .include(let template, let ignoresMissing, let withContext):
      sharesNames = true
      lastLine = line
      return IncludeInstruction(
        try evaluator(template, place), ignoresMissing: ignoresMissing,
        locals: withContext ? localNames(place.scope) : nil,
        line: line)
    case .importing(let template, let name, let withContext):
      sharesNames = true
      lastLine = line
      let (slot, hops) = locate(name, place.scope)
      return ImportInstruction(
        try evaluator(template, place), locals: withContext ? localNames(place.scope) : nil,
        bindings: [(nil, .variable(slot: slot, hops: hops))], published: published([name], place),
        line: line)
    case .fromImport(let template, let names, let withContext):
      sharesNames = true
      lastLine = line
      let bindings = names.map { name in
        let (slot, hops) = locate(name.alias, place.scope)
        return (name: Optional(name.name), target: Target.variable(slot: slot, hops: hops))
      }
      return ImportInstruction(
        try evaluator(template, place), locals: withContext ? localNames(place.scope) : nil,
        bindings: bindings,
        published: published(names.map(\.alias), place), line: line)
    }
  }

  private mutating func condition(
    _ test: Expression, _ body: [Statement], _ elif: [Statement], _ otherwise: [Statement],
    _ line: Int, _ place: Place
  ) throws(TemplateError) -> Instruction {
    let soft = place.soft()
    lastLine = line
    var made: [(test: Evaluator, line: Int, body: Instruction)] = [
      (try evaluator(test, soft), line, try instructions(body, soft))
    ]
    for branch in elif {
      guard case .ifElse(let test, let body, _, _) = branch.shape else { continue }
      lastLine = branch.line
      made.append((try evaluator(test, soft), branch.line, try instructions(body, soft)))
    }
    return made.reversed().reduce(try instructions(otherwise, soft)) { rest, branch in
      IfInstruction(branch.test, line: branch.line, body: branch.body, otherwise: rest)
    }
  }

  private mutating func assignBlock(
    _ target: Expression, _ filter: Expression?, _ body: [Statement], _ line: Int, _ place: Place
  ) throws(TemplateError) -> Instruction {
    var inner = place.inner()
    inner.checksOutput = false
    inner.scope.visit(body)
    let entry = entry(inner.scope)
    let instructions = try instructions(body, inner)
    lastLine = line
    var compiledFilter: BlockFilterEvaluator?
    if let filter {
      inner.scope.visit(filter)
      compiledFilter = try blockFilter(filter, inner)
    }
    return AssignBlockInstruction(
      self.target(target, place.scope), entry: entry, body: instructions, filter: compiledFilter,
      published: published(target, place), line: line, autoescape: place.autoescape)
  }

  private mutating func filterBlock(
    _ filter: Expression, _ body: [Statement], _ line: Int, _ place: Place
  ) throws(TemplateError) -> Instruction {
    let inner = place.inner()
    inner.scope.visit(body)
    inner.scope.visit(filter)
    let entry = entry(inner.scope)
    let instructions = try instructions(body, inner)
    lastLine = line
    return FilterBlockInstruction(
      try blockFilter(filter, inner), entry: entry, body: instructions, line: line,
      autoescape: place.autoescape)
  }

  /// The filters of a block, innermost first.
  private mutating func blockFilter(_ filter: Expression, _ place: Place) throws(TemplateError)
    -> BlockFilterEvaluator
  {
    var chain: [FilterEvaluator] = []
    var next: Expression? = filter
    while let here = next, case .filter(let subject, let name, let call) = here.shape {
      guard let definition = environment.filters[name] else {
        throw fail(noFilter(name), here.line)
      }
      chain.append(FilterEvaluator(nil, name, definition, try arguments(call, place)))
      next = subject
    }
    return BlockFilterEvaluator(chain.reversed())
  }

  private mutating func with(
    _ bindings: [(target: Expression, value: Expression)], _ body: [Statement], _ place: Place
  ) throws(TemplateError) -> Instruction {
    let inner = place.inner()
    for binding in bindings { inner.scope.visitTarget(binding.target, asParameters: true) }
    inner.scope.visit(body)
    let entry = entry(inner.scope)
    var compiled: [(target: Target, value: Evaluator)] = []
    for binding in bindings {
      compiled.append((target(binding.target, inner.scope), try evaluator(binding.value, place)))
    }
    return WithInstruction(entry: entry, bindings: compiled, line: lastLine, body: try instructions(body, inner))
  }

  private mutating func autoescape(_ value: Expression, _ body: [Statement], _ place: Place)
    throws(TemplateError) -> Instruction
  {
    var inner = place.inner()
    inner.scope.visit(value)
    inner.scope.visit(body)
    let entry = entry(inner.scope)
    let compiled = try evaluator(value, inner)
    inner.autoescape = compiled.constant.flatMap { try? $0.isTrue() }
    inner.escapesConstants = inner.autoescape ?? place.escapesConstants
    return AutoescapeInstruction(compiled, entry: entry, line: lastLine, body: try instructions(body, inner))
  }

  // MARK: Macros

  private mutating func macro(
    _ name: String?, _ syntax: MacroSyntax, _ line: Int, _ place: Place
  ) throws(TemplateError) -> MacroDefinition {
    var inner = place.inner(function: FunctionLayout(parent: place.scope.function))
    inner.checksOutput = false
    let scope = inner.scope
    for parameter in syntax.parameters { scope.declareParameter(parameter) }
    for fallback in syntax.defaults { scope.visit(fallback) }
    scope.visit(syntax.body)
    let special = NameSearch.undeclared(["caller", "kwargs", "varargs"], in: syntax.body)
    let firstDefault = syntax.parameters.count - syntax.defaults.count
    var callerSlot: Int?
    if special.contains("caller") {
      if let position = syntax.parameters.firstIndex(of: "caller") {
        guard position >= firstDefault else {
          throw fail(
            "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.",
            line)
        }
      } else {
        callerSlot = scope.declareParameter("caller").slot
      }
    }
    func slot(_ name: String) -> Int? {
      special.contains(name) && !syntax.parameters.contains(name)
        ? scope.declareParameter(name).slot : nil
    }
    let namedSlot = slot("kwargs")
    let extraSlot = slot("varargs")
    let entry = entry(scope)
    var parameters: [MacroDefinition.Parameter] = []
    for (position, parameter) in syntax.parameters.enumerated() {
      let fallback =
        position >= firstDefault
        ? try evaluator(syntax.defaults[position - firstDefault], inner) : nil
      parameters.append(
        .init(name: parameter, slot: locate(parameter, scope).slot, fallback: fallback))
    }
    lastLine = line
    let body = try instructions(syntax.body, inner)
    return MacroDefinition(
      name: name, parameters: parameters, callerSlot: callerSlot, namedSlot: namedSlot,
      extraSlot: extraSlot, entry: entry,
      body: body, slots: scope.function.slotCount, line: line, templateName: self.name)
  }

  // MARK: Loops

  private mutating func loop(_ syntax: LoopSyntax, _ line: Int, _ place: Place)
    throws(TemplateError) -> Instruction
  {
    let function = syntax.isRecursive ? FunctionLayout(parent: place.scope.function) : nil
    let inner = place.inner(function: function)
    let elsePlace = place.inner(function: function)
    let usesLoop =
      syntax.isRecursive || NameSearch.undeclared(["loop"], in: syntax.body).contains("loop")
      || BlockSearch.find(syntax.body + syntax.otherwise).hasScopedBlock
    let loopSlot = usesLoop ? inner.scope.declareParameter("loop").slot : nil
    try refuseLoopTarget(syntax, line)
    inner.scope.visitTarget(syntax.target, asParameters: true)
    inner.scope.visit(syntax.body)
    elsePlace.scope.visit(syntax.otherwise)
    var filter: LoopFilter?
    if let test = syntax.test {
      filter = try loopFilter(test, syntax.target, place, parent: function)
    }
    let iterable = try evaluator(syntax.iterable, place)
    let entry = entry(inner.scope)
    let elseEntry = self.entry(elsePlace.scope)
    lastLine = line
    defer { if syntax.isRecursive { lastLine = line } }
    let body = LoopInstruction.Body(
      target: target(syntax.target, inner.scope), loopSlot: loopSlot, entry: entry,
      instructions: try instructions(syntax.body, inner), elseEntry: elseEntry,
      otherwise: try instructions(syntax.otherwise, elsePlace), filter: filter, line: line)
    return LoopInstruction(iterable, body, recursiveSlots: function?.slotCount)
  }

  private mutating func loopFilter(
    _ test: Expression, _ target: Expression, _ place: Place, parent: FunctionLayout?
  ) throws(TemplateError) -> LoopFilter {
    let layout = FunctionLayout(parent: parent ?? place.scope.function)
    let inner = place.inner(function: layout)
    inner.scope.visitTarget(target, asParameters: true)
    inner.scope.visit(test)
    let entry = entry(inner.scope)
    let compiled = try evaluator(test, inner)
    return LoopFilter(
      target: self.target(target, inner.scope), test: compiled, entry: entry,
      slots: layout.slotCount, line: test.line)
  }

  /// `loop` belongs to the language inside a loop.
  private func refuseLoopTarget(_ syntax: LoopSyntax, _ line: Int) throws(TemplateError) {
    let found =
      TargetSearch.line(of: "loop", syntax.target)
      ?? TargetSearch.line(of: "loop", in: syntax.body + syntax.otherwise)
    if let found { throw fail("Can't assign to special loop variable in for-loop target", found) }
  }
}

/// Finds where statements set a name.
enum TargetSearch {
  static func line(of name: String, _ target: Expression) -> Int? {
    switch target.shape {
    case .name(let found): return found == name ? target.line : nil
    case .tuple(let items):
      for item in items { if let line = line(of: name, item) { return line } }
      return nil
    default: return nil
    }
  }

  static func line(of name: String, in statements: [Statement]) -> Int? {
    for statement in statements { if let line = line(of: name, in: statement) { return line } }
    return nil
  }

  private static func line(of name: String, in statement: Statement) -> Int? {
    switch statement.shape {
    case .assign(let target, _): line(of: name, target)
    case .assignBlock(let target, _, let body): line(of: name, target) ?? line(of: name, in: body)
    case .ifElse(_, let body, let elif, let otherwise): line(of: name, in: body + elif + otherwise)
    case .loop(let loop): line(of: name, loop.target) ?? line(of: name, in: loop.body + loop.otherwise)
    case .macro(_, let macro), .callBlock(_, let macro): line(of: name, in: macro.body)
    case .filterBlock(_, let body), .with(_, let body), .autoescape(_, let body): line(of: name, in: body)
    case .block(let block): line(of: name, in: block.body)
    default: nil
    }
  }
}
