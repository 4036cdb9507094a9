/// A macro as it was compiled.
final class MacroDefinition {
  struct Parameter {
    let name: String
    let slot: Int
    let fallback: Evaluator?
  }

  let name: String?
  let parameters: [Parameter]
  /// The slots of the parameters, which are quicker to read than the parameters themselves.
  let parameterSlots: [Int]
  let callerSlot: Int?
  let namedSlot: Int?
  let extraSlot: Int?
  let entry: ScopeEntry
  let body: Instruction
  let slots: Int
  let line: Int
  let templateName: String?
  var hasCallerParameter: Bool { parameters.contains { $0.name == "caller" } }

  init(
    name: String?, parameters: [Parameter], callerSlot: Int?, namedSlot: Int?, extraSlot: Int?,
    entry: ScopeEntry,
    body: Instruction, slots: Int, line: Int, templateName: String?
  ) {
    self.name = name
    self.parameters = parameters
    parameterSlots = parameters.map(\.slot)
    self.callerSlot = callerSlot
    self.namedSlot = namedSlot
    self.extraSlot = extraSlot
    self.entry = entry
    self.body = body
    self.slots = slots
    self.line = line
    self.templateName = templateName
  }

  /// Runs the body; as many parameters as `given` certainly have values.
  @inline(never)
  fileprivate func run(_ renderer: Renderer, _ inner: Frame, given: Int) throws(TemplateError) {
    try renderer.enter()
    let (callerLine, callerName) = (renderer.line, renderer.templateName)
    renderer.templateName = templateName
    entry.enter(inner)
    renderer.line = line
    if given < parameters.count { try fill(inner, from: given, renderer) }
    try body.run(renderer, inner)
    renderer.line = callerLine
    renderer.templateName = callerName
    renderer.leave()
  }

  /// Gives the parameters that have no value their defaults.
  private func fill(_ inner: Frame, from given: Int, _ renderer: Renderer) throws(TemplateError) {
    for parameter in parameters[given...] where inner[parameter.slot] == nil {
      inner[parameter.slot] =
        try parameter.fallback?.value(renderer, inner)
        ?? renderer.undefined(
          name: .string(parameter.name), hint: "parameter '\(parameter.name)' was not provided")
    }
  }
}

/// A macro that templates can call, with the variables around it.
final class MacroObject: TemplateObject, @unchecked Sendable {
  private let definition: MacroDefinition
  private let home: Frame
  /// The frame of an earlier call that nothing holds any more, for the next one.
  @exclusivity(unchecked) private var spare: Frame?

  init(_ definition: MacroDefinition, _ home: Frame) {
    self.definition = definition
    self.home = home
  }

  override var typeName: String { "Macro" }
  override var qualifiedTypeName: String { "jinja2.runtime.Macro" }
  override var printed: String { "<Macro \(definition.name.map(PythonText.quote) ?? "anonymous")>" }
  override var isCallable: Bool { true }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    switch name {
    case "name": definition.name.map { .string($0) } ?? Value.none
    case "arguments": .newTuple(definition.parameters.map { .string($0.name) })
    case "catch_kwargs": .bool(definition.namedSlot != nil)
    case "catch_varargs": .bool(definition.extraSlot != nil)
    case "caller": .bool(definition.callerSlot != nil || definition.hasCallerParameter)
    case "explicit_caller": .bool(definition.hasCallerParameter)
    default: nil
    }
  }

  override func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> TemplateValue
  {
    let inner = Frame.make(slots: definition.slots, inside: home)
    try bind(arguments, inner, renderer)
    let text = try renderer.capture { () throws(TemplateError) in try definition.run(renderer, inner, given: 0) }
    return frame.context.autoescape ? .markup(text) : .string(text)
  }

  /// Whether this many values by position, and nothing else, can be taken directly.
  func takes(_ count: Int) -> Bool {
    count <= definition.parameters.count && definition.callerSlot == nil
      && definition.namedSlot == nil
      && definition.extraSlot == nil
  }

  /// Prints the macro's text where it is called, without a detour.
  func print(_ arguments: ArgumentEvaluators, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    var inner = spare.take() ?? Frame.make(slots: definition.slots, inside: home)
    if arguments.positional.count == 1 {
      inner[definition.parameterSlots[0]] = try arguments.first.value(renderer, frame)
    } else {
      for (position, argument) in arguments.positional.enumerated() {
        inner[definition.parameterSlots[position]] = try argument.value(renderer, frame)
      }
    }
    try definition.run(renderer, inner, given: arguments.positional.count)
    guard isKnownUniquelyReferenced(&inner), !inner.isRemembered else { return }
    inner.clear()
    spare = consume inner
  }

  private func bind(_ arguments: Arguments, _ inner: Frame, _ renderer: Renderer)
    throws(TemplateError)
  {
    var arguments = arguments
    let shown = definition.name.map(PythonText.quote) ?? "None"
    let count = min(arguments.positional.count, definition.parameters.count)
    for position in 0..<count {
      inner[definition.parameters[position].slot] = arguments.positional[position]
    }
    for parameter in definition.parameters.dropFirst(count) {
      inner[parameter.slot] = arguments.take(parameter.name)
    }
    if let slot = definition.callerSlot {
      inner[slot] =
        arguments.take("caller")
        ?? renderer.undefined(name: .string("caller"), hint: "No caller defined")
    }
    if let slot = definition.namedSlot {
      let dict = DictObject()
      for argument in arguments.named { dict.put(.string(argument.name), argument.value) }
      inner[slot] = .dict(dict)
    } else if let unknown = arguments.named.first {
      if arguments.named.contains(where: { $0.name == "caller" }) {
        throw TemplateError(
          .type,
          "macro \(shown) was invoked with two values for the special caller argument or does not use it. This is most likely a bug."
        )
      }
      let hint = Suggestion.phrase(for: unknown.name, among: definition.parameters.map(\.name))
      throw TemplateError(
        .type, "macro \(shown) takes no keyword argument '\(unknown.name)'\(hint)")
    }
    let extra = arguments.positional.dropFirst(definition.parameters.count)
    if let slot = definition.extraSlot {
      inner[slot] = .newTuple(Array(extra))
    } else if !extra.isEmpty {
      throw TemplateError(
        .type, "macro \(shown) takes not more than \(definition.parameters.count) argument(s)")
    }
  }
}

/// `macro` … `endmacro`.
final class MacroInstruction: Instruction {
  private let definition: MacroDefinition
  private let target: Target
  private let published: TopLevelNames?

  init(_ definition: MacroDefinition, _ target: Target, published: TopLevelNames?) {
    self.definition = definition
    self.target = target
    self.published = published
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    // The macro holds the variables around it, which hold the macro.
    renderer.remember(changed: frame)
    try target.assign(.object(MacroObject(definition, frame)), renderer, frame)
    published?.publish(frame)
  }
}

/// `call` … `endcall`.
final class CallBlockInstruction: Instruction {
  private let call: Evaluator
  private let line: Int

  init(_ call: Evaluator, line: Int) {
    self.call = call
    self.line = line
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    try renderer.writeJoined(try call.value(renderer, frame))
  }
}
