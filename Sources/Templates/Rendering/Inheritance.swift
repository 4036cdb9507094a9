/// The compiled code of a block.
final class BlockCode {
  let name: String
  let entry: ScopeEntry
  let body: Instruction
  let slots: Int
  let selfSlot: Int?
  let superSlot: Int?
  let line: Int
  let templateName: String?

  init(
    name: String, entry: ScopeEntry, body: Instruction, slots: Int, selfSlot: Int?, superSlot: Int?,
    line: Int,
    templateName: String?
  ) {
    self.name = name
    self.entry = entry
    self.body = body
    self.slots = slots
    self.selfSlot = selfSlot
    self.superSlot = superSlot
    self.line = line
    self.templateName = templateName
  }

  /// Prints the block.
  func run(_ renderer: Renderer, _ context: Context) throws(TemplateError) {
    try renderer.enter()
    let line = renderer.line
    let outerName = renderer.templateName
    renderer.templateName = templateName
    let frame = Frame.make(slots: slots, context: context)
    if let selfSlot { frame[selfSlot] = .object(SelfObject(context)) }
    if let superSlot { frame[superSlot] = parentBlock(renderer, context) }
    entry.enter(frame)
    try body.run(renderer, frame)
    renderer.line = line
    renderer.templateName = outerName
    renderer.leave()
  }

  private func parentBlock(_ renderer: Renderer, _ context: Context) -> Value {
    let stack = context.blocks[name] ?? []
    guard let position = stack.firstIndex(where: { $0 === self }), position + 1 < stack.count else {
      return renderer.undefined(
        name: .string("super"), hint: "there is no parent block called '\(name)'.")
    }
    return .object(BlockObject(name, context, stack, position + 1))
  }
}

/// `self`: the blocks by name.
final class SelfObject: TemplateObject, @unchecked Sendable {
  private let context: Context
  init(_ context: Context) { self.context = context }

  override var typeName: String { "TemplateReference" }
  override var qualifiedTypeName: String { "jinja2.runtime.TemplateReference" }
  override var printed: String {
    "<TemplateReference \(context.templateName.map(PythonText.quote) ?? "None")>"
  }

  override func item(_ key: TemplateValue) throws(TemplateError) -> TemplateValue? {
    guard let name = key.text, let stack = context.blocks[name] else { return nil }
    return .object(BlockObject(name, context, stack, 0))
  }
}

/// A block that can be called: `self.title()`, `super()`.
final class BlockObject: TemplateObject, @unchecked Sendable {
  private let name: String
  private let context: Context
  private let stack: [BlockCode]
  private let position: Int

  init(_ name: String, _ context: Context, _ stack: [BlockCode], _ position: Int) {
    self.name = name
    self.context = context
    self.stack = stack
    self.position = position
  }

  override var typeName: String { "BlockReference" }
  override var qualifiedTypeName: String { "jinja2.runtime.BlockReference" }
  override var isCallable: Bool { true }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "name": return .string(self.name)
    case "super":
      guard position + 1 < stack.count else {
        return .undefined(
          UndefinedValue(
            policy: .default, hint: "there is no parent block called '\(self.name)'.",
            name: .string("super")))
      }
      return .object(BlockObject(self.name, context, stack, position + 1))
    default: return nil
    }
  }

  override func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> TemplateValue
  {
    guard arguments.positional.isEmpty, arguments.named.isEmpty else {
      throw TemplateError(.type, "BlockReference.__call__() takes 1 positional argument")
    }
    let text = try renderer.capture { () throws(TemplateError) in
      try stack[position].run(renderer, context)
    }
    return context.autoescape ? .markup(text) : .string(text)
  }
}

/// `block` … `endblock`.
final class BlockInstruction: Instruction {
  private let name: String
  private let isRequired: Bool
  /// The local names that a scoped block sees; nil for others.
  private let locals: LocalNames?
  private let line: Int

  init(_ name: String, isRequired: Bool, locals: LocalNames?, line: Int) {
    self.name = name
    self.isRequired = isRequired
    self.locals = locals
    self.line = line
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    let stack = frame.context.blocks[name] ?? []
    if isRequired, stack.count <= 1 {
      throw TemplateError(.runtime, "Required block '\(name)' not found")
    }
    let context =
      locals.map { Context(deriving: frame.context, locals: $0.values(frame)) } ?? frame.context
    try stack.first?.run(renderer, context)
  }
}

/// The names of a scope and of those around it, for templates that see them.
struct LocalNames {
  let names: [(name: String, slot: Int, hops: Int)]

  func values(_ frame: Frame) -> [String: Value] {
    var values: [String: Value] = [:]
    for entry in names {
      if let value = frame.outward(entry.hops)[entry.slot] { values[entry.name] = value }
    }
    return values
  }
}

/// `extends`.
final class ExtendsInstruction: Instruction {
  private let template: Evaluator
  private let line: Int
  /// Where a second `extends` is an error.
  private let repeatedLine: Int

  init(_ template: Evaluator, line: Int, repeatedLine: Int) {
    self.template = template
    (self.line, self.repeatedLine) = (line, repeatedLine)
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = repeatedLine
    let root = frame.outermost
    if root.parentTemplate != nil { throw TemplateError(.runtime, "extended multiple times") }
    renderer.line = line
    let parent = try renderer.environment.find(try template.value(renderer, frame))
    root.parentTemplate = parent
    for (name, block) in parent.blocks { frame.context.blocks[name, default: []].append(block) }
  }
}

/// `include`.
final class IncludeInstruction: Instruction {
  private let template: Evaluator
  private let ignoresMissing: Bool
  /// The names that the included template sees; nil where it sees only the globals.
  private let locals: LocalNames?
  private let line: Int

  init(_ template: Evaluator, ignoresMissing: Bool, locals: LocalNames?, line: Int) {
    self.template = template
    self.ignoresMissing = ignoresMissing
    self.locals = locals
    self.line = line
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    let found: CompiledTemplate
    do {
      found = try renderer.environment.select(try template.value(renderer, frame))
    } catch  where error.kind == .notFound && ignoresMissing {
      return
    }
    guard let locals else {
      return try renderer.write(try ModuleObject.standard(found, renderer, frame).body)
    }
    let outer = frame.context.allNames().merging(locals.values(frame)) { $1 }
    let context = Context(
      root: frame.context.root, outer: outer, template: found,
      autoescape: renderer.environment.options.autoescape)
    try found.run(renderer, context)
  }
}

/// An imported template: its macros and variables.
final class ModuleObject: TemplateObject, @unchecked Sendable {
  private let context: Context
  private let name: String
  /// What the template printed while it was imported.
  let body: String

  init(_ template: CompiledTemplate, _ context: Context, _ renderer: Renderer) throws(TemplateError) {
    self.context = context
    name = template.name ?? "template"
    body = try renderer.capture { () throws(TemplateError) in try template.run(renderer, context) }
  }

  /// The module of a template that sees nothing of the importing one; made once a rendering.
  static func standard(_ template: CompiledTemplate, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> ModuleObject
  {
    if let name = template.name, let made = renderer.modules[name] { return made }
    let root = RootContext([:], globals: renderer.environment.globals, isPrivate: false)
    let context = Context(
      root: root, template: template, autoescape: renderer.environment.options.autoescape)
    let module = try ModuleObject(template, context, renderer)
    if let name = template.name { renderer.modules[name] = module }
    return module
  }

  override var typeName: String { "TemplateModule" }
  override var qualifiedTypeName: String { "jinja2.environment.TemplateModule" }
  override var printed: String { body }

  /// What it exports under a name, or nil.
  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    context.exported.contains(name) ? context.vars[name] : nil
  }

  /// What an import of a missing name says.
  func missingExport(_ name: String, line: Int, importer: String?) -> String {
    "the template '\(self.name)' (imported on line \(line)\(importer.map { " in '\($0)'" } ?? "")) does not export the requested name '\(name)'"
  }
}

/// `import` and `from … import`.
final class ImportInstruction: Instruction {
  private let template: Evaluator
  private let locals: LocalNames?
  /// Each name wanted (nil: the module itself) and where it goes.
  private let bindings: [(name: String?, target: Target)]
  private let published: TopLevelNames?
  private let line: Int

  init(
    _ template: Evaluator, locals: LocalNames?, bindings: [(name: String?, target: Target)],
    published: TopLevelNames?, line: Int
  ) {
    self.template = template
    self.locals = locals
    self.bindings = bindings
    self.published = published
    self.line = line
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    let found = try renderer.environment.find(try template.value(renderer, frame))
    let module: ModuleObject
    if let locals {
      let outer = frame.context.allNames().merging(locals.values(frame)) { $1 }
      let context = Context(
        root: frame.context.root, outer: outer, template: found,
        autoescape: renderer.environment.options.autoescape)
      module = try ModuleObject(found, context, renderer)
    } else {
      module = try ModuleObject.standard(found, renderer, frame)
    }
    for binding in bindings {
      var value: Value = .object(module)
      if let name = binding.name {
        value =
          try module.attribute(name)
          ?? renderer.undefined(
            name: .string(name),
            hint: module.missingExport(name, line: line, importer: frame.context.templateName))
      }
      try binding.target.assign(value, renderer, frame)
    }
    published?.publish(frame, exports: false)
  }
}

/// A template ready to run.
final class CompiledTemplate: @unchecked Sendable {
  let name: String?
  let entry: ScopeEntry
  let body: Instruction
  let slots: Int
  let selfSlot: Int?
  let blocks: [String: BlockCode]
  /// The blocks as a rendering begins with them, before parents add theirs.
  let blockStacks: [String: [BlockCode]]
  /// Whether other templates or blocks may read the names that it sets.
  let sharesNames: Bool
  /// The names that it takes from the context, in alphabetical order.
  let variables: [String]

  init(
    name: String?, entry: ScopeEntry, body: Instruction, slots: Int, selfSlot: Int?,
    blocks: [String: BlockCode],
    sharesNames: Bool, variables: [String]
  ) {
    self.name = name
    self.entry = entry
    self.body = body
    self.slots = slots
    self.selfSlot = selfSlot
    self.blocks = blocks
    self.sharesNames = sharesNames
    blockStacks = blocks.mapValues { [$0] }
    self.variables = variables
  }

  /// Prints the template, or its parent where it extends one.
  func run(_ renderer: Renderer, _ context: Context) throws(TemplateError) {
    try renderer.enter()
    let line = renderer.line
    let outerName = renderer.templateName
    renderer.templateName = name
    renderer.line = 1
    // A macro among the variables of a context holds a frame, which holds the context.
    if context.isShared { renderer.remember(changed: context) }
    let frame = Frame.make(slots: slots, context: context)
    if let selfSlot { frame[selfSlot] = .object(SelfObject(context)) }
    entry.enter(frame)
    try body.run(renderer, frame)
    if let parent = frame.parentTemplate { try parent.run(renderer, context) }
    renderer.line = line
    renderer.templateName = outerName
    renderer.leave()
  }
}
