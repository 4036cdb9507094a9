extension Parser {
  /// An expression, with an inline `if` unless that is excluded.
  mutating func expression(withConditional: Bool = true) throws(TemplateError) -> Expression {
    try enter()
    defer { leave() }
    guard withConditional else { return try or() }
    var line = current.line
    var result = try or()
    while try skipName("if") {
      let test = try or()
      let otherwise = try skipName("else") ? try expression() : nil
      result = try make(.conditional(test: test, then: result, otherwise: otherwise), line)
      line = current.line
    }
    return result
  }

  private mutating func or() throws(TemplateError) -> Expression {
    var line = current.line
    var left = try and()
    while try skipName("or") {
      left = try make(.or(left, try and()), line)
      line = current.line
    }
    return left
  }

  private mutating func and() throws(TemplateError) -> Expression {
    var line = current.line
    var left = try not()
    while try skipName("and") {
      left = try make(.and(left, try not()), line)
      line = current.line
    }
    return left
  }

  private mutating func not() throws(TemplateError) -> Expression {
    guard current.isName("not") else { return try comparison() }
    let line = try advance().line
    try enter()
    defer { leave() }
    return try make(.not(try not()), line)
  }

  private mutating func comparison() throws(TemplateError) -> Expression {
    var line = current.line
    let first = try binary(0)
    var rest: [(Comparator, Expression)] = []
    while let comparator = try comparator() {
      rest.append((comparator, try binary(0)))
      line = current.line
    }
    return rest.isEmpty ? first : try make(.compare(first, rest), line)
  }

  private mutating func comparator() throws(TemplateError) -> Comparator? {
    let found: Comparator
    switch current.kind {
    case .equal: found = .equal
    case .notEqual: found = .notEqual
    case .less: found = .order(.less)
    case .lessOrEqual: found = .order(.lessOrEqual)
    case .greater: found = .order(.greater)
    case .greaterOrEqual: found = .order(.greaterOrEqual)
    case .name where current.text == "in": found = .isIn
    case .name where current.text == "not":
      guard try look().isName("in") else { return nil }
      try advance()
      found = .isNotIn
    default: return nil
    }
    try advance()
    return found
  }

  /// Levels of binding, loosest first: `+ -`, `~`, `* / // %`, `**`.
  private mutating func binary(_ level: Int) throws(TemplateError) -> Expression {
    if level > 3 { return try unary() }
    var line = current.line
    var left = try binary(level + 1)
    if level == 1 {
      var parts = [left]
      while try skip(.tilde) { parts.append(try binary(2)) }
      return parts.count == 1 ? left : try make(.concat(parts), line)
    }
    while let found = Self.binaryOperator(current.kind, level) {
      try advance()
      left = try make(.binary(found, left, try binary(level + 1)), line)
      line = current.line
    }
    return left
  }

  private static func binaryOperator(_ kind: Token.Kind, _ level: Int) -> Arithmetic.Operator? {
    switch (level, kind) {
    case (0, .add): .add
    case (0, .subtract): .subtract
    case (2, .multiply): .multiply
    case (2, .divide): .divide
    case (2, .floorDivide): .floorDivide
    case (2, .modulo): .modulo
    case (3, .power): .power
    default: nil
    }
  }

  private mutating func unary(withFilter: Bool = true) throws(TemplateError) -> Expression {
    let line = current.line
    var result: Expression
    if current.kind == .subtract || current.kind == .add {
      let isNegative = try advance().kind == .subtract
      try enter()
      defer { leave() }
      result = try make(.sign(try unary(withFilter: false), isNegative: isNegative), line)
    } else {
      result = try primary()
    }
    result = try postfix(result)
    return withFilter ? try filtersAndTests(result) : result
  }

  private mutating func primary(allowsNamespace: Bool = false) throws(TemplateError) -> Expression {
    let token = current
    switch token.kind {
    case .name:
      try advance()
      return try name(token, allowsNamespace)
    case .string:
      var text = try advance().text
      while current.kind == .string { text += try advance().text }
      return try make(.constant(.string(text)), token.line)
    case .integer, .float:
      try advance()
      return try make(.constant(try number(token)), token.line)
    case .leftParenthesis:
      try advance()
      let inner = try tuple(isParenthesized: true)
      try expect(.rightParenthesis)
      return inner
    case .leftBracket: return try list()
    case .leftBrace: return try dict()
    default: throw fail("unexpected \(PythonText.quote(token.described))", line: token.line)
    }
  }

  private mutating func name(_ token: Token, _ allowsNamespace: Bool) throws(TemplateError) -> Expression {
    switch token.text {
    case "true", "True": return try make(.constant(.bool(true)), token.line)
    case "false", "False": return try make(.constant(.bool(false)), token.line)
    case "none", "None": return try make(.constant(.none), token.line)
    default:
      if allowsNamespace, try skip(.dot) {
        return try make(.namespaceTarget(token.text, try expect(.name).text), token.line)
      }
      return try make(.name(token.text), token.line)
    }
  }

  private func number(_ token: Token) throws(TemplateError) -> Value {
    if token.kind == .float { return .float(Double(token.text) ?? .infinity) }
    guard let number = try? Numbers.parse(token.text, base: 0) else {
      throw TemplateError(.limit, BigWhole.tooLarge.message, line: token.line)
    }
    return number
  }

  /// One expression, or several with commas: a tuple.
  mutating func tuple(
    withConditional: Bool = true, isParenthesized: Bool = false, isTarget: Bool = false,
    allowsNamespace: Bool = false
  ) throws(TemplateError) -> Expression {
    try enter()
    defer { leave() }
    var line = current.line
    var items: [Expression] = []
    var isTuple = false
    while true {
      if !items.isEmpty { try expect(.comma) }
      // Jinja means to end at `in` and `recursive` too, but never does.
      if [.variableEnd, .blockEnd, .rightParenthesis].contains(current.kind) { break }
      items.append(
        isTarget ? try primary(allowsNamespace: allowsNamespace) : try expression(withConditional: withConditional))
      guard current.kind == .comma else { break }
      isTuple = true
      line = current.line
    }
    if !isTuple {
      if let only = items.first { return only }
      if !isParenthesized { throw fail("Expected an expression, got \(PythonText.quote(current.described))") }
    }
    return try make(.tuple(items), line)
  }

  private mutating func list() throws(TemplateError) -> Expression {
    let line = try expect(.leftBracket).line
    var items: [Expression] = []
    while current.kind != .rightBracket {
      if !items.isEmpty { try expect(.comma) }
      if current.kind == .rightBracket { break }
      items.append(try expression())
    }
    try expect(.rightBracket)
    return try make(.list(items), line)
  }

  private mutating func dict() throws(TemplateError) -> Expression {
    let line = try expect(.leftBrace).line
    var pairs: [(key: Expression, value: Expression)] = []
    while current.kind != .rightBrace {
      if !pairs.isEmpty { try expect(.comma) }
      if current.kind == .rightBrace { break }
      let key = try expression()
      try expect(.colon)
      pairs.append((key, try expression()))
    }
    try expect(.rightBrace)
    return try make(.dict(pairs), line)
  }

  // MARK: What follows a value

  private mutating func postfix(_ start: Expression) throws(TemplateError) -> Expression {
    var result = start
    while true {
      switch current.kind {
      case .dot: result = try attribute(result)
      case .leftBracket: result = try subscripted(result)
      case .leftParenthesis: result = try call(result)
      default: return result
      }
    }
  }

  private mutating func attribute(_ owner: Expression) throws(TemplateError) -> Expression {
    let line = try advance().line
    let token = try advance()
    if token.kind == .name { return try make(.attribute(owner, token.text), line) }
    guard token.kind == .integer else { throw fail("expected name or number", line: token.line) }
    return try make(.item(owner, try make(.constant(try number(token)), token.line)), line)
  }

  private mutating func subscripted(_ owner: Expression) throws(TemplateError) -> Expression {
    let line = try advance().line
    var keys: [Expression] = []
    while current.kind != .rightBracket {
      if !keys.isEmpty { try expect(.comma) }
      keys.append(try key())
    }
    try expect(.rightBracket)
    return try make(.item(owner, keys.count == 1 ? keys[0] : try make(.tuple(keys), line)), line)
  }

  private mutating func key() throws(TemplateError) -> Expression {
    let line = current.line
    var parts: [Expression?] = []
    if current.kind != .colon {
      let first = try expression()
      guard current.kind == .colon else { return first }
      parts.append(first)
    } else {
      parts.append(nil)
    }
    try advance()
    parts.append(try sliceBound())
    parts.append(try skip(.colon) ? try sliceBound() : nil)
    return try make(.slice(parts[0], parts[1], parts[2]), line)
  }

  private mutating func sliceBound() throws(TemplateError) -> Expression? {
    switch current.kind {
    case .colon, .rightBracket, .comma: nil
    default: try expression()
    }
  }

  private mutating func call(_ callee: Expression) throws(TemplateError) -> Expression {
    let line = current.line
    return try make(.call(callee, try callArguments()), line)
  }

  private mutating func callArguments() throws(TemplateError) -> CallSyntax {
    let line = try expect(.leftParenthesis).line
    var call = CallSyntax()
    var needsComma = false
    func ensure(_ isValid: Bool) throws(TemplateError) {
      if !isValid { throw fail("invalid syntax for function call expression", line: line) }
    }
    while current.kind != .rightParenthesis {
      if needsComma {
        try expect(.comma)
        if current.kind == .rightParenthesis { break }
      }
      needsComma = true
      if current.kind == .multiply {
        try ensure(call.spreadList == nil && call.spreadDict == nil)
        try advance()
        call.spreadList = try expression()
      } else if current.kind == .power {
        try ensure(call.spreadDict == nil)
        try advance()
        call.spreadDict = try expression()
      } else if current.kind == .name, try look().kind == .assign {
        try ensure(call.spreadDict == nil)
        let name = try advance().text
        try advance()
        call.named.append((name, try expression()))
      } else {
        try ensure(call.spreadList == nil && call.spreadDict == nil && call.named.isEmpty)
        call.positional.append(try expression())
      }
    }
    try expect(.rightParenthesis)
    return call
  }

  // MARK: Filters and tests

  private mutating func filtersAndTests(_ start: Expression) throws(TemplateError) -> Expression {
    var result = start
    while true {
      switch current.kind {
      case .pipe: result = try filters(result) ?? result
      case .name where current.text == "is": result = try test(result)
      case .leftParenthesis: result = try call(result)
      default: return result
      }
    }
  }

  private mutating func dottedName() throws(TemplateError) -> String {
    var name = try expect(.name).text
    while try skip(.dot) { name += "." + (try expect(.name).text) }
    return name
  }

  /// `|name(…)|name(…)`; without a subject it is the filter of a block.
  mutating func filters(_ subject: Expression?, startsInline: Bool = false) throws(TemplateError) -> Expression? {
    var result = subject
    var isInline = startsInline
    while current.kind == .pipe || isInline {
      if !isInline { try advance() }
      isInline = false
      let line = current.line
      let name = try dottedName()
      let call = current.kind == .leftParenthesis ? try callArguments() : CallSyntax()
      result = try make(.filter(result, name, call), line)
    }
    return result
  }

  private mutating func test(_ subject: Expression) throws(TemplateError) -> Expression {
    let line = try advance().line
    let isNegated = try skipName("not")
    let name = try dottedName()
    var call = CallSyntax()
    switch current.kind {
    case .leftParenthesis: call = try callArguments()
    case .name where ["else", "or", "and"].contains(current.text): break
    case .name, .string, .integer, .float, .leftBracket, .leftBrace:
      if current.isName("is") { throw fail("You cannot chain multiple tests with is") }
      call.positional = [try postfix(try primary())]
    default: break
    }
    let result = try make(.test(subject, name, call), line)
    return isNegated ? try make(.not(result), line) : result
  }
}
