/// A compiled statement.
class Instruction {
  /// Does it.
  func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {}
}

/// Instructions, one after the other. They are not counted up and down at each use, as elements of an array are.
final class SequenceInstruction: Instruction {
  private let steps: UnsafeMutableBufferPointer<Unmanaged<Instruction>>

  private init(_ steps: ArraySlice<Instruction>) {
    self.steps = .allocate(capacity: steps.count)
    _ = self.steps.initialize(from: steps.map(Unmanaged.passRetained))
  }

  deinit {
    for step in steps { step.release() }
    steps.deallocate()
  }

  /// All of these, in order.
  static func of(_ list: ArraySlice<Instruction>) -> Instruction {
    list.count > 1 ? SequenceInstruction(list) : list.first ?? Instruction()
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    var position = 0
    while position < steps.count {
      try steps[position].borrowed { (step) throws(TemplateError) in try step.run(renderer, frame) }
      position += 1
    }
  }
}

/// What happens to the variables of a scope when it is entered.
struct ScopeEntry {
  enum Step {
    case resolve(slot: Int, name: String, print: KeyPrint)
    case alias(slot: Int, hops: Int, from: Int)
    case clear(slot: Int)
  }

  let steps: [Step]

  /// Sets the variables up.
  @inline(__always)
  func enter(_ frame: Frame) {
    var position = 0
    while position < steps.count {
      switch steps[position] {
      case .resolve(let slot, let name, let print): frame[slot] = frame.resolve(name, print: print)
      case .alias(let slot, let hops, let from): frame[slot] = frame.outward(hops)[from]
      case .clear(let slot): frame[slot] = nil
      }
      position += 1
    }
  }
}

/// Plain text of the template.
final class TextInstruction: Instruction {
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ text: String) {
    bytes = .allocate(capacity: text.utf8.count)
    _ = bytes.initialize(from: text.utf8)
  }

  deinit { bytes.deallocate() }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    try renderer.write(UnsafeBufferPointer(bytes))
  }
}

/// A value that is printed.
final class PrintInstruction: Instruction {
  private let evaluator: Evaluator
  private let line: Int
  /// Whether autoescaping is on here; nil where only the rendering knows.
  private let autoescape: Bool?

  init(_ evaluator: Evaluator, line: Int, autoescape: Bool?) {
    (self.evaluator, self.line, self.autoescape) = (evaluator, line, autoescape)
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    try evaluator.print(renderer, frame, escapes: autoescape ?? frame.context.autoescape)
  }
}

/// Output that counts only as long as no parent template is known.
final class UnlessExtendedInstruction: Instruction {
  private let inner: Instruction
  init(_ inner: Instruction) { self.inner = inner }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    if frame.outermost.parentTemplate == nil { try inner.run(renderer, frame) }
  }
}

/// `if`, `elif`, `else`.
final class IfInstruction: Instruction {
  private let test: Evaluator
  private let line: Int
  private let body: Instruction
  /// The next `elif`, or what `else` says.
  private let otherwise: Instruction

  init(_ test: Evaluator, line: Int, body: Instruction, otherwise: Instruction) {
    (self.test, self.line, self.body, self.otherwise) = (test, line, body, otherwise)
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    if try test.isTrue(renderer, frame) {
      try body.run(renderer, frame)
    } else {
      try otherwise.run(renderer, frame)
    }
  }
}

/// Where a value goes.
indirect enum Target {
  case variable(slot: Int, hops: Int)
  case attribute(slot: Int, hops: Int, name: String)
  case tuple([Target])

  /// Puts a value there.
  func assign(_ value: consuming Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    switch self {
    case .variable(let slot, 0): frame[slot] = value
    case .variable(let slot, let hops): frame.outward(hops)[slot] = value
    case .attribute(let slot, let hops, let name):
      guard case .object(let object)? = frame.outward(hops)[slot],
        let space = object as? NamespaceObject
      else {
        throw TemplateError(.runtime, "cannot assign attribute on non-namespace object")
      }
      try ValueDepth.check([copy value])
      renderer.remember(changed: space.attributes)
      space.attributes.put(.string(name), value)
    case .tuple(let targets):
      let items = try unpack(value, targets.count, renderer)
      for (target, item) in zip(targets, items) { try target.assign(item, renderer, frame) }
    }
  }

  /// Refuses what only a namespace allows, before the value is worked out.
  func check(_ frame: Frame) throws(TemplateError) {
    switch self {
    case .variable: break
    case .attribute(let slot, let hops, _):
      guard case .object(let object)? = frame.outward(hops)[slot], object is NamespaceObject else {
        throw TemplateError(.runtime, "cannot assign attribute on non-namespace object")
      }
    case .tuple(let targets): for target in targets { try target.check(frame) }
    }
  }

  private func unpack(_ value: Value, _ count: Int, _ renderer: Renderer) throws(TemplateError)
    -> [Value]
  {
    let items: [Value]
    do {
      items = try value.allItems(renderer)
    } catch  where error.kind == .type {
      throw TemplateError(.type, "cannot unpack non-iterable \(value.typeName) object")
    }
    if items.count > count {
      throw TemplateError(.value, "too many values to unpack (expected \(count))")
    }
    if items.count < count {
      throw TemplateError(
        .value, "not enough values to unpack (expected \(count), got \(items.count))")
    }
    return items
  }
}

/// Names that a statement at the top level hands to other templates.
struct TopLevelNames {
  let names: [(name: String, slot: Int, hops: Int)]

  func publish(_ frame: Frame, exports: Bool = true) {
    guard frame.context.isShared else { return }
    for entry in names {
      frame.context.vars[entry.name] = frame.outward(entry.hops)[entry.slot]
      guard !entry.name.hasPrefix("_") else { continue }
      if !exports {
        frame.context.exported.remove(entry.name)
      } else if !frame.context.exported.contains(entry.name) {
        frame.context.exported.insert(entry.name)
      }
    }
  }
}

/// `set a = b`.
final class AssignInstruction: Instruction {
  private let target: Target
  private let evaluator: Evaluator
  private let published: TopLevelNames?
  private let line: Int
  private let checkLine: Int

  init(_ target: Target, _ evaluator: Evaluator, published: TopLevelNames?, line: Int, checkLine: Int) {
    self.target = target
    self.evaluator = evaluator
    self.published = published
    (self.line, self.checkLine) = (line, checkLine)
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = checkLine
    try target.check(frame)
    renderer.line = line
    try target.assign(try evaluator.value(renderer, frame), renderer, frame)
    published?.publish(frame)
  }
}

/// `set a` … `endset`.
final class AssignBlockInstruction: Instruction {
  private let target: Target
  private let entry: ScopeEntry
  private let body: Instruction
  private let filter: BlockFilterEvaluator?
  private let published: TopLevelNames?
  private let line: Int
  private let autoescape: Bool?

  init(
    _ target: Target, entry: ScopeEntry, body: Instruction, filter: BlockFilterEvaluator?,
    published: TopLevelNames?, line: Int,
    autoescape: Bool?
  ) {
    self.target = target
    self.entry = entry
    self.body = body
    self.filter = filter
    self.published = published
    self.line = line
    self.autoescape = autoescape
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    entry.enter(frame)
    let text = try renderer.capture { () throws(TemplateError) in try body.run(renderer, frame) }
    renderer.line = line
    let isMarkup = frame.context.autoescape
    var value: Value = .string(text)
    if let filter {
      value = try filter.apply(autoescape ?? isMarkup ? .markup(text) : value, renderer, frame)
      if isMarkup { value = .markup(try HTMLText.soft(value).text ?? "") }
    } else if isMarkup {
      value = .markup(text)
    }
    try target.assign(value, renderer, frame)
    published?.publish(frame)
  }
}

/// `filter` … `endfilter`.
final class FilterBlockInstruction: Instruction {
  private let filter: BlockFilterEvaluator
  private let entry: ScopeEntry
  private let body: Instruction
  private let line: Int
  private let autoescape: Bool?

  init(
    _ filter: BlockFilterEvaluator, entry: ScopeEntry, body: Instruction, line: Int,
    autoescape: Bool?
  ) {
    self.filter = filter
    self.entry = entry
    self.body = body
    self.line = line
    self.autoescape = autoescape
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    entry.enter(frame)
    let text = try renderer.capture { () throws(TemplateError) in try body.run(renderer, frame) }
    renderer.line = line
    let isMarkup = autoescape ?? frame.context.autoescape
    try renderer.writeJoined(
      try filter.apply(isMarkup ? .markup(text) : .string(text), renderer, frame))
  }
}

/// `with a = b` … `endwith`, and any other body with names of its own.
final class WithInstruction: Instruction {
  private let entry: ScopeEntry
  private let bindings: [(target: Target, value: Evaluator)]
  private let line: Int
  private let body: Instruction

  init(entry: ScopeEntry, bindings: [(target: Target, value: Evaluator)], line: Int, body: Instruction) {
    self.entry = entry
    self.bindings = bindings
    self.line = line
    self.body = body
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    entry.enter(frame)
    renderer.line = line
    for binding in bindings {
      try binding.target.assign(try binding.value.value(renderer, frame), renderer, frame)
    }
    try body.run(renderer, frame)
  }
}

/// `autoescape` … `endautoescape`.
final class AutoescapeInstruction: Instruction {
  private let value: Evaluator
  private let entry: ScopeEntry
  private let line: Int
  private let body: Instruction

  init(_ value: Evaluator, entry: ScopeEntry, line: Int, body: Instruction) {
    self.value = value
    self.entry = entry
    self.line = line
    self.body = body
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    entry.enter(frame)
    let context = frame.context
    let before = context.autoescape
    renderer.line = line
    context.autoescape = try value.value(renderer, frame).isTrue()
    try body.run(renderer, frame)
    context.autoescape = before
  }
}
