extension Parser {
  mutating func loop() throws(TemplateError) -> Statement {
    let line = try expectName("for").line
    let target = try assignTarget()
    try expectName("in")
    let iterable = try tuple(withConditional: false)
    let test = try skipName("if") ? try expression() : nil
    let isRecursive = try skipName("recursive")
    let body = try body(until: ["endfor", "else"])
    let otherwise =
      try advance().text == "endfor" ? [] : try self.body(until: ["endfor"], dropEnd: true)
    let syntax = LoopSyntax(
      target: target, iterable: iterable, test: test, isRecursive: isRecursive, body: body,
      otherwise: otherwise)
    return Statement(.loop(syntax), line: line)
  }

  mutating func condition() throws(TemplateError) -> Statement {
    let line = try expectName("if").line
    let test = try tuple(withConditional: false)
    let then = try body(until: ["elif", "else", "endif"])
    var branches: [Statement] = []
    while true {
      let word = try advance()
      switch word.text {
      case "elif":
        let branchLine = current.line
        let test = try tuple(withConditional: false)
        let then = try body(until: ["elif", "else", "endif"])
        branches.append(Statement(.ifElse(test: test, then, elif: [], []), line: branchLine))
      case "else":
        let otherwise = try body(until: ["endif"], dropEnd: true)
        return Statement(.ifElse(test: test, then, elif: branches, otherwise), line: line)
      default: return Statement(.ifElse(test: test, then, elif: branches, []), line: line)
      }
    }
  }

  mutating func block() throws(TemplateError) -> Statement {
    let line = try advance().line
    let name = try expect(.name).text
    let isScoped = try skipName("scoped")
    let isRequired = try skipName("required")
    if current.kind == .subtract {
      throw fail(
        "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead."
      )
    }
    let body = try body(until: ["endblock"], dropEnd: true)
    if isRequired, !body.allSatisfy(Self.isBlank) {
      throw fail("Required blocks can only contain comments or whitespace")
    }
    _ = try skipName(name)
    return Statement(
      .block(BlockSyntax(name: name, isScoped: isScoped, isRequired: isRequired, body: body)),
      line: line)
  }

  private static func isBlank(_ statement: Statement) -> Bool {
    guard case .output(let parts) = statement.shape else { return false }
    return parts.allSatisfy { part in
      if case .text(let text, _) = part {
        text.unicodeScalars.allSatisfy(UnicodeText.isSpace)
      } else {
        false
      }
    }
  }

  mutating func printing() throws(TemplateError) -> Statement {
    let line = try advance().line
    var parts: [OutputPart] = []
    while current.kind != .blockEnd {
      if !parts.isEmpty { try expect(.comma) }
      parts.append(.value(try expression()))
    }
    return Statement(.output(parts), line: line)
  }

  mutating func macro() throws(TemplateError) -> Statement {
    let line = try advance().line
    let name = try nameTarget()
    let (parameters, defaults) = try signature()
    let body = try body(until: ["endmacro"], dropEnd: true)
    return Statement(
      .macro(name, MacroSyntax(parameters: parameters, defaults: defaults, body: body)), line: line)
  }

  mutating func callBlock() throws(TemplateError) -> Statement {
    let line = try advance().line
    let (parameters, defaults) = current.kind == .leftParenthesis ? try signature() : ([], [])
    let call = try expression()
    guard case .call = call.shape else { throw fail("expected call", line: line) }
    let body = try body(until: ["endcall"], dropEnd: true)
    return Statement(
      .callBlock(call, MacroSyntax(parameters: parameters, defaults: defaults, body: body)),
      line: line)
  }

  private mutating func signature() throws(TemplateError) -> ([String], [Expression]) {
    var parameters: [String] = []
    var defaults: [Expression] = []
    try expect(.leftParenthesis)
    while current.kind != .rightParenthesis {
      if !parameters.isEmpty { try expect(.comma) }
      let name = try nameTarget()
      if parameters.contains(name) { throw fail("the parameter '\(name)' is there twice") }
      if try skip(.assign) {
        defaults.append(try expression())
      } else if !defaults.isEmpty {
        throw fail("non-default argument follows default argument")
      }
      parameters.append(name)
    }
    try expect(.rightParenthesis)
    return (parameters, defaults)
  }

  mutating func filterBlock() throws(TemplateError) -> Statement {
    let line = try advance().line
    guard let filter = try filters(nil, startsInline: true) else {
      throw fail("a filter name is expected")
    }
    return Statement(
      .filterBlock(filter, try body(until: ["endfilter"], dropEnd: true)), line: line)
  }

  mutating func assignment() throws(TemplateError) -> Statement {
    let line = try advance().line
    let target = try assignTarget(allowsNamespace: true)
    if try skip(.assign) { return Statement(.assign(target, try tuple()), line: line) }
    let filter = try filters(nil)
    return Statement(
      .assignBlock(target, filter: filter, try body(until: ["endset"], dropEnd: true)), line: line)
  }

  mutating func with() throws(TemplateError) -> Statement {
    let line = try advance().line
    var bindings: [(target: Expression, value: Expression)] = []
    while current.kind != .blockEnd {
      if !bindings.isEmpty { try expect(.comma) }
      let target = try assignTarget()
      try expect(.assign)
      bindings.append((target, try expression()))
    }
    return Statement(.with(bindings, try body(until: ["endwith"], dropEnd: true)), line: line)
  }

  // MARK: Other templates

  /// `with context` or `without context`.
  private mutating func contextWords() throws(TemplateError) -> Bool? {
    guard current.isName("with") || current.isName("without"), try look().isName("context") else {
      return nil
    }
    let isWith = try advance().text == "with"
    try advance()
    return isWith
  }

  mutating func include() throws(TemplateError) -> Statement {
    let line = try advance().line
    let template = try expression()
    var ignoresMissing = false
    if current.isName("ignore"), try look().isName("missing") {
      ignoresMissing = true
      try advance()
      try advance()
    }
    let withContext = try contextWords() ?? true
    return Statement(
      .include(template, ignoreMissing: ignoresMissing, withContext: withContext), line: line)
  }

  mutating func importing() throws(TemplateError) -> Statement {
    let line = try advance().line
    let template = try expression()
    try expectName("as")
    let name = try nameTarget()
    return Statement(
      .importing(template, as: name, withContext: try contextWords() ?? false), line: line)
  }

  mutating func fromImport() throws(TemplateError) -> Statement {
    let line = try advance().line
    let template = try expression()
    try expectName("import")
    var names: [(name: String, alias: String)] = []
    var withContext: Bool?
    while true {
      if !names.isEmpty { try expect(.comma) }
      guard current.kind == .name else {
        try expect(.name)
        continue
      }
      withContext = try contextWords()
      if withContext != nil { break }
      let nameLine = current.line
      let name = try nameTarget()
      if name.hasPrefix("_") {
        throw fail("names starting with an underline can not be imported", line: nameLine)
      }
      names.append((name, try skipName("as") ? try nameTarget() : name))
      withContext = try contextWords()
      if withContext != nil || current.kind != .comma { break }
    }
    return Statement(.fromImport(template, names, withContext: withContext ?? false), line: line)
  }

  // MARK: Targets

  private static let constants: Set<String> = ["true", "false", "none", "True", "False", "None"]

  /// A name that gets a value.
  private mutating func nameTarget() throws(TemplateError) -> String {
    let token = try expect(.name)
    if Self.constants.contains(token.text) {
      throw fail("can't assign to 'name'", line: token.line)
    }
    return token.text
  }

  /// What stands left of `=` or between `for` and `in`.
  private mutating func assignTarget(
    allowsNamespace: Bool = false
  ) throws(TemplateError) -> Expression {
    let target = try tuple(isTarget: true, allowsNamespace: allowsNamespace)
    guard Self.isAssignable(target) else {
      throw fail("can't assign to '\(target.nodeName)'", line: target.line)
    }
    return target
  }

  private static func isAssignable(_ target: Expression) -> Bool {
    switch target.shape {
    case .name(let name): !constants.contains(name)
    case .namespaceTarget: true
    case .tuple(let items): items.allSatisfy(isAssignable)
    default: false
    }
  }
}
