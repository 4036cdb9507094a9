import Synchronization

/// Where templates come from and how they behave: options, other templates by name, and functions of our own.
public struct TemplateEnvironment: Sendable {
  /// Finds the source of a template that another one names; nil where there is none.
  public typealias Loader = @Sendable (String) throws -> String?

  /// Compiled templates by name.
  private final class Cache: Sendable {
    let templates = Mutex<[String: CompiledTemplate]>([:])
  }

  /// What it is made of, in one place, so that handing an environment on costs one count.
  private final class Parts: Sendable {
    let options: TemplateOptions
    let loader: Loader
    let cache = Cache()
    /// The memory of the last output, for the next one.
    let spareOutput = Mutex<ByteBuffer?>(nil)
    let globals: [String: TemplateValue]
    let ownFilters: Set<String>
    let filters: [String: NativeDefinition]

    init(
      _ options: TemplateOptions, _ globals: [String: TemplateValue],
      _ ownFilters: [String: NativeDefinition],
      _ loader: @escaping Loader
    ) {
      (self.options, self.globals, self.loader) = (options, globals, loader)
      self.ownFilters = Set(ownFilters.keys)
      filters = BuiltinFilters.table.merging(ownFilters) { $1 }
    }
  }

  private let parts: Parts
  /// The options of the language.
  public var options: TemplateOptions { parts.options }
  var globals: [String: TemplateValue] { parts.globals }
  var filters: [String: NativeDefinition] { parts.filters }
  var tests: [String: NativeDefinition] { BuiltinTests.table }

  /// Whether a filter is Jinja's own, and not one of ours in its place.
  func isBuiltin(filter name: String) -> Bool { !parts.ownFilters.contains(name) }

  /// Most templates that one environment keeps compiled.
  private static let cachedTemplates = 500

  /// Makes an environment.
  /// - Parameters:
  ///   - functions: what templates may call by name.
  ///   - filters: what templates may use after `|`; the subject is the value before it.
  ///   - loader: finds the templates that `include`, `import` and `extends` name.
  public init(
    options: TemplateOptions = TemplateOptions(), functions: [String: TemplateFunction] = [:],
    filters: [String: TemplateFunction] = [:], loader: @escaping Loader = { _ in nil }
  ) {
    var globals = BuiltinFunctions.table
    for (name, function) in functions { globals[name] = function.value(name) }
    parts = Parts(options, globals, filters.mapValues(\.definition), loader)
  }

  /// What the product renders mail with: missing values are errors, HTML is escaped, and the functions for mail are there.
  public static func mail(html: Bool, loader: @escaping Loader = { _ in nil })
    -> TemplateEnvironment
  {
    TemplateEnvironment(
      options: .mail(html: html), functions: LeadFunctions.functions,
      filters: LeadFunctions.filters, loader: loader)
  }

  /// Memory for an output.
  func takeOutput() -> ByteBuffer {
    parts.spareOutput.withLock { $0.take() } ?? ByteBuffer(capacity: Self.usualOutputBytes)
  }

  /// Keeps the memory of an output that is no longer needed, unless it was an unusually long one.
  func keep(_ output: consuming ByteBuffer) {
    guard output.count <= Self.keptOutputBytes else { return }
    output.clear()
    var kept: ByteBuffer? = consume output
    parts.spareOutput.withLock { swap(&$0, &kept) }
  }

  /// Room that most mails need.
  private static let usualOutputBytes = 2048
  private static let keptOutputBytes = 32_768

  /// Compiles a template, which can then be rendered any number of times.
  public func compile(_ source: String, name: String) throws(TemplateError) -> Template {
    Template(try Compiler.compile(source, name: name, environment: self), self)
  }

  /// Compiles a template without a name, as messages of Jinja differ there.
  func compile(unnamed source: String) throws(TemplateError) -> Template {
    Template(try Compiler.compile(source, name: nil, environment: self), self)
  }

  /// The constant that an expression without names always is; nil where it fails or is more than text or a number.
  func fold(_ evaluator: Evaluator, autoescape: Bool) -> Evaluator? {
    var limits = TemplateLimits()
    limits.steps = 2000
    limits.outputBytes = 10_000
    limits.listItems = 1000
    let renderer = Renderer(self, limits)
    let empty = CompiledTemplate(
      name: nil, entry: ScopeEntry(steps: []), body: Instruction(), slots: 0, selfSlot: nil,
      blocks: [:], sharesNames: false,
      variables: [])
    let context = Context(
      root: RootContext([:], globals: globals, isPrivate: false), template: empty,
      autoescape: autoescape)
    guard let value = try? evaluator.value(renderer, Frame.make(slots: 0, context: context))
    else { return nil }
    switch value {
    case .none, .bool, .int, .float, .string, .markup: return ConstantEvaluator(value)
    default: return nil
    }
  }

  /// A template by the value that a tag names.
  func find(_ value: Value) throws(TemplateError) -> CompiledTemplate {
    if case .undefined(let missing) = value { throw missing.error }
    guard let name = value.text else {
      if case .list = value { throw TemplateError(.type, "unhashable type: 'list'") }
      if case .dict = value { throw TemplateError(.type, "unhashable type: 'dict'") }
      throw TemplateError(.notFound, "a template is named by text, not by \(value.typeName)")
    }
    if let found = try load(name) { return found }
    throw TemplateError(.notFound, "the template '\(name)' does not exist")
  }

  /// The first template that exists, of one name or a list of names.
  func select(_ value: Value) throws(TemplateError) -> CompiledTemplate {
    let names: [Value]
    switch value {
    case .list(let list): names = list.items
    case .tuple(let tuple): names = tuple.items
    case .dict(let dict): names = dict.keys
    case .string, .markup, .undefined: return try find(value)
    case let other where try !other.isTrue(): names = []
    default: throw TemplateError(.type, "'\(value.typeName)' object is not iterable")
    }
    for name in names { if let text = name.text, let found = try load(text) { return found } }
    let shown = names.compactMap(\.text).joined(separator: ", ")
    throw TemplateError(
      .notFound,
      names.isEmpty
        ? "Tried to select from an empty list of templates."
        : "none of the templates given were found: \(shown)")
  }

  private func load(_ name: String) throws(TemplateError) -> CompiledTemplate? {
    if let known = parts.cache.templates.withLock({ $0[name] }) { return known }
    let source: String?
    do {
      source = try parts.loader(name)
    } catch {
      throw TemplateError(.notFound, "the template '\(name)' could not be read")
    }
    guard let source else { return nil }
    let compiled = try Compiler.compile(source, name: name, environment: self)
    parts.cache.templates.withLock { templates in
      if templates.count < Self.cachedTemplates { templates[name] = compiled }
    }
    return compiled
  }
}

/// A function of our own for templates: its parameters, and what it does.
public struct TemplateFunction: Sendable {
  let definition: NativeDefinition

  /// Makes a function.
  /// - Parameters:
  ///   - parameters: names in order; one that ends in `?` may be left out.
  ///   - body: the result; it must not keep the values it gets.
  public init(
    parameters: [String],
    _ body: @escaping @Sendable (NativeCall) throws(TemplateError) -> TemplateValue
  ) {
    definition = NativeDefinition(parameters, body)
  }

  func value(_ name: String) -> TemplateValue {
    .object(
      NativeFunction(name, parameters: definition.parameters, subject: .none, body: definition.body)
    )
  }
}

/// A compiled template.
public struct Template: Sendable {
  private let compiled: CompiledTemplate
  private let environment: TemplateEnvironment

  init(_ compiled: CompiledTemplate, _ environment: TemplateEnvironment) {
    self.compiled = compiled
    self.environment = environment
  }

  /// The names that the template takes from its context, in alphabetical order; those of templates that it includes are not among them.
  public var variables: [String] { compiled.variables }

  /// Renders the template with the values of a lead.
  public func render(
    _ values: [String: TemplateValue], limits: TemplateLimits = TemplateLimits()
  ) throws(TemplateError) -> String {
    do {
      return try render(values, limits, isPrivate: false)
    } catch  where error == .needsPrivateContext {
      return try render(values, limits, isPrivate: true)
    }
  }

  private func render(
    _ values: [String: TemplateValue], _ limits: TemplateLimits, isPrivate: Bool
  ) throws(TemplateError) -> String {
    let renderer = Renderer(environment, limits, isPrivate: isPrivate)
    defer { renderer.tearDown() }
    let context = Context(
      root: RootContext(values, globals: environment.globals, isPrivate: isPrivate, expects: compiled.variables.count),
      template: compiled, autoescape: environment.options.autoescape, isShared: compiled.sharesNames)
    do {
      try compiled.run(renderer, context)
      try renderer.finishJoin()
    } catch {
      if error == .needsPrivateContext { throw error }
      throw suggest(error, context.root).located(name: renderer.templateName, line: renderer.line)
    }
    return renderer.result
  }

  /// Adds what a person probably meant to the error of an unknown name.
  private func suggest(_ error: TemplateError, _ root: RootContext) -> TemplateError {
    guard error.kind == .undefined, error.message.hasPrefix("'"),
      error.message.hasSuffix("' is undefined")
    else { return error }
    let name = String(error.message.dropFirst().dropLast("' is undefined".count))
    let hint = Suggestion.phrase(for: name, among: root.names)
    return hint.isEmpty
      ? error : TemplateError(.undefined, error.message + hint, name: error.name, line: error.line)
  }
}
