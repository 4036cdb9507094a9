/// `for` … `endfor`.
final class LoopInstruction: Instruction {
  /// What both the plain and the recursive form run.
  struct Body {
    let target: Target
    /// The slot of `loop`, where the body uses it.
    let loopSlot: Int?
    let entry: ScopeEntry
    let instructions: Instruction
    let elseEntry: ScopeEntry
    let otherwise: Instruction?
    let filter: LoopFilter?
    let line: Int
  }

  private let iterable: Evaluator
  private let body: Body
  /// The number of slots of the function that a recursive loop is; nil for a plain one.
  private let recursiveSlots: Int?

  init(_ iterable: Evaluator, _ body: Body, recursiveSlots: Int?) {
    self.iterable = iterable
    self.body = body
    self.recursiveSlots = recursiveSlots
  }

  override func run(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = body.line
    let value = try iterable.value(renderer, frame)
    guard let recursiveSlots else {
      return try body.run(value, renderer, frame, recursion: nil, depth: 0)
    }
    let recursion = LoopRecursion(body, slots: recursiveSlots, frame: frame)
    try renderer.writeJoined(try recursion.render(value, renderer, depth: 0))
  }
}

/// `for x in xs if …`: keeps the items that pass.
final class LoopFilter {
  private let target: Target
  private let test: Evaluator
  private let entry: ScopeEntry
  private let slots: Int
  private let line: Int

  init(target: Target, test: Evaluator, entry: ScopeEntry, slots: Int, line: Int) {
    self.target = target
    self.test = test
    self.entry = entry
    self.slots = slots
    self.line = line
  }

  /// The items of a value that pass, tested one by one while the loop goes.
  func apply(_ value: Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> ValueIterator {
    let outerLine = renderer.line
    renderer.line = line
    let source: Passing.Source = if case .list(let list) = value { .list(list) } else { .iterator(try value.iterator()) }
    let inner = Frame.make(slots: slots, inside: frame)
    entry.enter(inner)
    renderer.line = outerLine
    return Passing(source, self, renderer, inner)
  }

  @inline(never)
  private func passes(_ item: Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Bool {
    try renderer.step()
    let outerLine = renderer.line
    renderer.line = line
    try target.assign(item, renderer, frame)
    let passes = try test.isTrue(renderer, frame)
    renderer.line = outerLine
    return passes
  }

  private final class Passing: ValueIterator {
    enum Source {
      case list(ListObject)
      case iterator(ValueIterator)
    }

    private let source: Source
    private let filter: LoopFilter
    private let renderer: Renderer
    private let frame: Frame
    @exclusivity(unchecked) private var position = 0

    init(_ source: Source, _ filter: LoopFilter, _ renderer: Renderer, _ frame: Frame) {
      (self.source, self.filter, self.renderer, self.frame) = (source, filter, renderer, frame)
    }

    override func produce() throws(TemplateError) -> Value? {
      while let item = try nextItem() {
        if try filter.passes(item, renderer, frame) { return item }
      }
      return nil
    }

    @inline(__always)
    private func nextItem() throws(TemplateError) -> Value? {
      switch source {
      case .list(let list):
        // The common case, without an iterator; the list may grow while we go.
        guard position < list.items.count else { return nil }
        position += 1
        return list.items[position - 1]
      case .iterator(let iterator): return try iterator.next()
      }
    }
  }
}

extension LoopInstruction.Body {
  /// Runs over all items of a value.
  func run(
    _ value: Value, _ renderer: Renderer, _ frame: Frame, recursion: LoopRecursion?, depth: Int
  ) throws(TemplateError) {
    var isEmpty = true
    if loopSlot == nil, filter == nil, case .list(let list) = value {
      // The common case, without an iterator; the list may grow while we go.
      var position = 0
      while position < list.items.count {
        isEmpty = false
        try turn(list.items[position], renderer, frame)
        position += 1
      }
    } else {
      let iterator = if let filter { try filter.apply(value, renderer, frame) } else { try value.iterator() }
      if let loopSlot {
        // The filter's frame holds this one, which holds `loop`, which holds the filter.
        if filter != nil { renderer.remember(changed: frame) }
        let length = filter == nil ? try? value.length() : nil
        let loop = LoopObject(
          iterator, length: length, recursion: recursion, depth: depth,
          policy: renderer.environment.options.undefined)
        frame[loopSlot] = .object(loop)
        while let item = try loop.advance() {
          isEmpty = false
          if frame.object(loopSlot)?.toOpaque() != Unmanaged.passUnretained(loop).toOpaque() { frame[loopSlot] = .object(loop) }
          try turn(item, renderer, frame)
          renderer.line = line
        }
      } else {
        while let item = try iterator.next() {
          isEmpty = false
          try turn(item, renderer, frame)
          renderer.line = line
        }
      }
    }
    guard isEmpty, let otherwise else { return }
    elseEntry.enter(frame)
    try otherwise.run(renderer, frame)
  }

  @inline(__always)
  private func turn(_ item: consuming Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) {
    try renderer.step()
    renderer.line = line
    try target.assign(item, renderer, frame)
    entry.enter(frame)
    try instructions.run(renderer, frame)
  }
}

/// A recursive loop, which `loop(items)` calls again.
final class LoopRecursion {
  private let body: LoopInstruction.Body
  private let slots: Int
  private let frame: Frame

  init(_ body: LoopInstruction.Body, slots: Int, frame: Frame) {
    self.body = body
    self.slots = slots
    self.frame = frame
  }

  /// The text of the loop over a value.
  func render(_ value: Value, _ renderer: Renderer, depth: Int) throws(TemplateError) -> Value {
    try renderer.enter()
    let line = renderer.line
    let inner = Frame.make(slots: slots, inside: frame)
    renderer.remember(changed: inner)
    renderer.line = body.line
    let text = try renderer.capture { () throws(TemplateError) in
      try body.run(value, renderer, inner, recursion: self, depth: depth)
    }
    renderer.line = line
    renderer.leave()
    return frame.context.autoescape ? .markup(text) : .string(text)
  }
}

/// The special variable `loop`.
final class LoopObject: TemplateObject, @unchecked Sendable {
  private let source: ValueIterator
  /// What the source still had when somebody asked how many there are.
  @exclusivity(unchecked) private var rest: ArrayIterator?
  @exclusivity(unchecked) private var knownLength: Int?
  private let recursion: LoopRecursion?
  private let depth: Int
  @exclusivity(unchecked) private var index = -1
  @exclusivity(unchecked) private var before: Value?
  @exclusivity(unchecked) private var current: Value?
  @exclusivity(unchecked) private var after: Value?
  @exclusivity(unchecked) private var lastChanged: [Value]?

  private let policy: UndefinedPolicy

  init(
    _ items: ValueIterator, length: Int?, recursion: LoopRecursion?, depth: Int,
    policy: UndefinedPolicy
  ) {
    source = items
    self.policy = policy
    knownLength = length
    self.recursion = recursion
    self.depth = depth
  }

  override var typeName: String { "LoopContext" }
  override var qualifiedTypeName: String { "jinja2.runtime.LoopContext" }
  override var printed: String { "<LoopContext \(index + 1)/\((try? fullLength()) ?? 0)>" }
  override var length: Int? { try? fullLength() }
  override var isTrue: Bool { (try? fullLength()) != 0 }
  override var isCallable: Bool { true }

  /// Whoever goes over `loop` itself takes its items away from the loop.
  override func iterator() throws(TemplateError) -> ValueIterator? { Taking(self) }

  private final class Taking: ValueIterator {
    private let loop: LoopObject
    init(_ loop: LoopObject) { self.loop = loop }

    override func produce() throws(TemplateError) -> Value? {
      try loop.advance().map { .newTuple([$0, .object(loop)]) }
    }
  }

  /// Goes to the next item and returns it, or nil at the end.
  func advance() throws(TemplateError) -> Value? {
    let item: Value
    if let waiting = after.take() {
      item = waiting
    } else {
      guard let next = try nextItem() else { return nil }
      item = next
    }
    index += 1
    before = current.take()
    current = item
    return item
  }

  /// Whether an item follows.
  private func hasNext() throws(TemplateError) -> Bool {
    if after == nil { after = try nextItem() }
    return after != nil
  }

  private func nextItem() throws(TemplateError) -> Value? {
    if let rest { try rest.next() } else { try source.next() }
  }

  private func fullLength() throws(TemplateError) -> Int {
    if let knownLength { return knownLength }
    let rest = try source.rest(limit: TemplateLimits().listItems)
    self.rest = ArrayIterator(rest)
    let length = rest.count + index + 1 + (after == nil ? 0 : 1)
    knownLength = length
    return length
  }

  /// What a template may read of the loop.
  enum Part: String {
    case index, index0, first, last, length, revindex, revindex0, depth, depth0, cycle, changed, previtem, nextitem
  }

  override func attribute(_ name: String) throws(TemplateError) -> TemplateValue? {
    try Part(rawValue: name).map { (part) throws(TemplateError) in try value(of: part) }
  }

  /// One of its parts.
  func value(of part: Part) throws(TemplateError) -> Value {
    switch part {
    case .index: .int(index + 1)
    case .index0: .int(index)
    case .first: .bool(index == 0)
    case .last: .bool(try !hasNext())
    case .length: .int(try fullLength())
    case .revindex: .int(try fullLength() - index)
    case .revindex0: .int(try fullLength() - index - 1)
    case .depth: .int(depth + 1)
    case .depth0: .int(depth)
    case .cycle, .changed: .object(LoopMethod(self, part.rawValue))
    case .previtem: try neighbour(isNext: false) ?? missing("there is no previous item")
    case .nextitem: try neighbour(isNext: true) ?? missing("there is no next item")
    }
  }

  private func missing(_ hint: String) -> Value {
    .undefined(UndefinedValue(policy: policy, hint: hint))
  }

  /// The item before or after, or nil.
  private func neighbour(isNext: Bool) throws(TemplateError) -> Value? {
    isNext ? try hasNext() ? after : nil : (index == 0 ? nil : before)
  }

  override func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> TemplateValue
  {
    guard let recursion else {
      throw TemplateError(
        .type, "The loop must have the 'recursive' marker to be called recursively.")
    }
    guard let items = arguments.positional.first else {
      throw TemplateError(
        .type, "LoopContext.__call__() missing 1 required positional argument: 'iterable'")
    }
    return try recursion.render(items, renderer, depth: depth + 1)
  }

  /// `loop.cycle(…)` and `loop.changed(…)`.
  func method(_ name: String, _ arguments: Arguments) throws(TemplateError) -> Value {
    let values = arguments.positional
    if let named = arguments.named.first {
      throw TemplateError(.type, "LoopContext.\(name)() got an unexpected keyword argument '\(named.name)'")
    }
    if name == "cycle" {
      guard !values.isEmpty else { throw TemplateError(.type, "no items for cycling given") }
      return values[Arithmetic.modulo(index, values.count)]
    }
    if let lastChanged, try Comparison.equal(.newTuple(lastChanged), .newTuple(values)) {
      return .bool(false)
    }
    lastChanged = values
    return .bool(true)
  }
}

/// A method of `loop`.
final class LoopMethod: TemplateObject, @unchecked Sendable {
  private let loop: LoopObject
  private let name: String

  init(_ loop: LoopObject, _ name: String) {
    self.loop = loop
    self.name = name
  }

  override var typeName: String { "method" }
  override var isCallable: Bool { true }
  override var printed: String { "<bound method LoopContext.\(name)>" }

  override func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> TemplateValue
  {
    try loop.method(name, arguments)
  }
}
