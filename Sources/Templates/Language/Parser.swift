/// Reads tokens into statements: the tags of Jinja.
struct Parser {
  private var lexer: Lexer
  private(set) var current: Token
  private var pushed: [Token] = []
  private let name: String?
  private let stack: StackGuard
  private var depth = 0
  private var tagStack: [String] = []
  private var endWords: [[String]] = []

  /// Parses a whole template.
  static func parse(_ source: String, options: TemplateOptions, name: String?) throws(TemplateError)
    -> [Statement]
  {
    guard source.utf8.count <= TemplateLimits.sourceBytes else {
      throw TemplateError(
        .limit, "the template is longer than \(TemplateLimits.sourceBytes) bytes", name: name,
        line: 1)
    }
    var parser = Parser(source, options: options, name: name)
    try parser.advance()
    return try parser.statements(until: nil)
  }

  private init(_ source: String, options: TemplateOptions, name: String?) {
    lexer = Lexer(source, options: options, name: name)
    current = Token(kind: .data, text: "", line: 1)
    self.name = name
    stack = StackGuard(bytes: TemplateLimits.parserStackBytes)
  }

  // MARK: Tokens

  /// Goes to the next token and returns the one before.
  @discardableResult
  mutating func advance() throws(TemplateError) -> Token {
    let before = current
    if !pushed.isEmpty {
      current = pushed.removeFirst()
    } else if current.kind != .end {
      current = try lexer.next() ?? Token(kind: .end, text: "", line: current.line)
    }
    return before
  }

  /// The token after the current one.
  mutating func look() throws(TemplateError) -> Token {
    let now = try advance()
    let next = current
    pushed.append(next)
    current = now
    return next
  }

  mutating func skip(_ kind: Token.Kind) throws(TemplateError) -> Bool {
    guard current.kind == kind else { return false }
    try advance()
    return true
  }

  mutating func skipName(_ word: String) throws(TemplateError) -> Bool {
    guard current.isName(word) else { return false }
    try advance()
    return true
  }

  @discardableResult
  mutating func expect(_ kind: Token.Kind) throws(TemplateError) -> Token {
    guard current.kind == kind else { throw unexpected(kind.rawValue) }
    return try advance()
  }

  @discardableResult
  mutating func expectName(_ word: String) throws(TemplateError) -> Token {
    guard current.isName(word) else { throw unexpected(word) }
    return try advance()
  }

  private func unexpected(_ wanted: String) -> TemplateError {
    current.kind == .end
      ? fail("unexpected end of template, expected '\(wanted)'.")
      : fail("expected token '\(wanted)', got \(PythonText.quote(current.described))")
  }

  func fail(_ message: String, line: Int? = nil) -> TemplateError {
    TemplateError(.syntax, message, name: name, line: line ?? current.line)
  }

  /// Enters one more level; a template nested beyond reason ends with an error.
  mutating func enter() throws(TemplateError) {
    depth += 1
    guard depth <= TemplateLimits.syntaxDepth, !stack.isExhausted else {
      throw TemplateError(
        .limit, "the template is nested too deeply", name: name, line: current.line)
    }
  }

  mutating func leave() { depth -= 1 }

  /// Makes an expression, unless it would be nested beyond reason.
  func make(_ shape: Expression.Shape, _ line: Int) throws(TemplateError) -> Expression {
    let made = Expression(shape, line: line)
    guard made.depth <= TemplateLimits.syntaxDepth else {
      throw TemplateError(.limit, "the expression is nested too deeply", name: name, line: line)
    }
    return made
  }

  // MARK: Bodies

  /// Reads text and tags up to one of the end words, which stays current, or to the end of the template.
  mutating func statements(until words: [String]?) throws(TemplateError) -> [Statement] {
    try enter()
    defer { leave() }
    var body: [Statement] = []
    var parts: [OutputPart] = []
    var partsLine = 1
    if let words { endWords.append(words) }
    defer { if words != nil { endWords.removeLast() } }
    func flush() {
      if !parts.isEmpty { body.append(Statement(.output(parts), line: partsLine)) }
      parts = []
    }
    while current.kind != .end {
      switch current.kind {
      case .data:
        if parts.isEmpty { partsLine = current.line }
        let data = try advance()
        parts.append(.text(data.text, line: data.line))
      case .variableBegin:
        try advance()
        let value = try tuple()
        if parts.isEmpty { partsLine = value.line }
        parts.append(.value(value))
        try expect(.variableEnd)
      default:
        flush()
        try expect(.blockBegin)
        if let words, current.kind == .name, words.contains(current.text) { return body }
        body.append(try statement())
        try expect(.blockEnd)
      }
    }
    flush()
    return body
  }

  /// Reads the body of a tag up to one of its end words.
  mutating func body(until words: [String], dropEnd: Bool = false) throws(TemplateError)
    -> [Statement]
  {
    _ = try skip(.colon)
    try expect(.blockEnd)
    let result = try statements(until: words)
    if current.kind == .end { throw unknownTag(nil, endWords + [words]) }
    if dropEnd { try advance() }
    return result
  }

  /// The error of an unknown tag, or of a template that ends too early.
  private func unknownTag(_ tag: String?, _ stack: [[String]], line: Int? = nil) -> TemplateError {
    var message = [
      tag.map { "Encountered unknown tag \(PythonText.quote($0))." }
        ?? "Unexpected end of template."
    ]
    let looking = stack.last.map { $0.map(PythonText.quote).joined(separator: " or ") }
    if let looking {
      message.append(
        tag.map { wanted in stack.contains { $0.contains(wanted) } } == true
          ? "You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for \(looking)."
          : "Jinja was looking for the following tags: \(looking).")
    }
    if let innermost = tagStack.last {
      message.append("The innermost block that needs to be closed is '\(innermost)'.")
    }
    if let tag, let near = Suggestion.nearest(to: tag, among: Self.tags + (stack.last ?? [])) {
      message.append("Did you mean '\(near)'?")
    }
    return fail(message.joined(separator: " "), line: line)
  }

  private static let tags = [
    "for", "if", "block", "extends", "print", "macro", "include", "from", "import", "set", "with",
    "autoescape", "call", "filter",
    "raw",
  ]

  private mutating func statement() throws(TemplateError) -> Statement {
    let token = current
    guard token.kind == .name else { throw fail("tag name expected", line: token.line) }
    tagStack.append(token.text)
    defer { tagStack.removeLast() }
    switch token.text {
    case "for": return try loop()
    case "if": return try condition()
    case "block": return try block()
    case "extends":
      try advance()
      return Statement(.extends(try expression()), line: token.line)
    case "print": return try printing()
    case "macro": return try macro()
    case "include": return try include()
    case "from": return try fromImport()
    case "import": return try importing()
    case "set": return try assignment()
    case "with": return try with()
    case "autoescape":
      try advance()
      let value = try expression()
      return Statement(
        .autoescape(value, try body(until: ["endautoescape"], dropEnd: true)), line: token.line)
    case "call": return try callBlock()
    case "filter": return try filterBlock()
    default:
      tagStack.removeLast()
      defer { tagStack.append("") }
      throw unknownTag(token.text, endWords, line: token.line)
    }
  }
}
