/// `a.name`.
final class AttributeEvaluator: Evaluator {
  let owner: Evaluator
  /// Where the owner is, if it is a variable; else the slot is -1.
  private let slot: Int
  private let hops: Int
  let name: String
  /// Whether dicts have a method of that name, which would come before their keys.
  private let isMethod: Bool
  private let print: KeyPrint
  /// What it is of a loop.
  private let loopPart: LoopObject.Part?

  init(_ owner: Evaluator, _ name: String) {
    loopPart = LoopObject.Part(rawValue: name)
    self.owner = owner
    (slot, hops) = (owner as? NameEvaluator)?.place ?? (-1, 0)
    self.name = name
    isMethod = Methods.isDictMethod(name) || name.hasPrefix("__")
    print = KeyPrint(of: name)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if slot >= 0 {
      if !isMethod, let item = item(frame) { return item }
      if let loopPart, let part = try part(loopPart, frame) { return part }
    }
    return try value(of: try owner.value(renderer, frame), renderer)
  }

  /// What it is of the loop that runs in this frame, and so holds itself; nil where the owner is anything else.
  @inline(__always)
  private func part(_ part: LoopObject.Part, _ frame: Frame) throws(TemplateError) -> Value? {
    guard hops == 0, let object = frame.object(slot) else { return nil }
    return try object.borrowed { (object) throws(TemplateError) in try (object as? LoopObject)?.value(of: part) }
  }

  @inline(__always)
  private func item(_ frame: Frame) -> Value? {
    hops == 0
      ? frame.item(slot, name, print: print) : frame.read(outward: hops) { $0.item(slot, name, print: print) }
  }

  private func value(of container: Value, _ renderer: Renderer) throws(TemplateError) -> Value {
    if case .dict(let dict) = container, !isMethod {
      return dict.value(name, print: print)
        ?? renderer.undefined(owner: container, name: .string(name))
    }
    return try Attributes.attribute(container, name, renderer)
  }

  /// The call of the method of plain texts that has this name; nil where they have none.
  func textCall(_ arguments: ArgumentEvaluators) -> BoundCall? {
    Methods.definition(ofText: name).map { BoundCall($0, name, arguments) }
  }

  /// `a.name(…)`: methods of texts are called without making an object of them first.
  func call(_ textCall: BoundCall?, _ arguments: ArgumentEvaluators, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> Value
  {
    try call(on: try owner.value(renderer, frame), textCall, arguments, renderer, frame)
  }

  /// The same where the owner's value is known already.
  func call(
    on container: Value, _ textCall: BoundCall?, _ arguments: ArgumentEvaluators, _ renderer: Renderer, _ frame: Frame
  ) throws(TemplateError) -> Value {
    if let textCall, case .string = container { return try textCall.apply(container, renderer, frame) }
    return try value(of: container, renderer).called(
      try arguments.values(renderer, frame), renderer, frame)
  }
}

/// `a[b]`.
final class ItemEvaluator: Evaluator {
  private let owner: Evaluator
  private let key: Evaluator

  init(_ owner: Evaluator, _ key: Evaluator) {
    self.owner = owner
    self.key = key
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let container = try owner.value(renderer, frame)
    let key = try key.value(renderer, frame)
    if case .dict(let dict) = container, case .string(let name) = key, let item = dict.value(name) {
      return item
    }
    return try Attributes.item(container, key, renderer)
  }
}

/// `a[b:c:d]`.
final class SliceEvaluator: Evaluator {
  private let owner: Evaluator
  private let start: Evaluator?
  private let stop: Evaluator?
  private let step: Evaluator?

  init(_ owner: Evaluator, start: Evaluator?, stop: Evaluator?, step: Evaluator?) {
    self.owner = owner
    self.start = start
    self.stop = stop
    self.step = step
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let container = try owner.value(renderer, frame)
    let first = try start?.value(renderer, frame)
    let last = try stop?.value(renderer, frame)
    return try Attributes.slice(container, first, last, try step?.value(renderer, frame))
  }
}

/// The arguments of a call, compiled.
struct ArgumentEvaluators {
  let positional: [Evaluator]
  let named: [(name: String, value: Evaluator)]
  let spreadList: Evaluator?
  let spreadDict: Evaluator?
  /// The first by position, which is quicker to read than an element of an array.
  let first: Evaluator

  init(
    positional: [Evaluator], named: [(name: String, value: Evaluator)], spreadList: Evaluator?, spreadDict: Evaluator?
  ) {
    self.positional = positional
    self.named = named
    self.spreadList = spreadList
    self.spreadDict = spreadDict
    first = positional.first ?? Evaluator()
  }

  var isEmpty: Bool { positional.isEmpty && isPlain }
  var isPlain: Bool { named.isEmpty && spreadList == nil && spreadDict == nil }
  /// The argument where there is a single one by position.
  var only: Evaluator? { positional.count == 1 ? first : nil }

  /// Works all of them out, in the order written.
  func values(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Arguments {
    var arguments = Arguments()
    arguments.positional.reserveCapacity(positional.count)
    for item in positional { arguments.positional.append(try item.value(renderer, frame)) }
    for item in named { arguments.named.append((item.name, try item.value.value(renderer, frame))) }
    if let spreadList {
      let list = try spreadList.value(renderer, frame)
      do {
        arguments.positional.append(contentsOf: try list.allItems(renderer))
      } catch  where error.kind == .type {
        throw TemplateError(.type, "the value after * must be an iterable, not \(list.typeName)")
      }
    }
    if let spreadDict { try spread(try spreadDict.value(renderer, frame), into: &arguments) }
    return arguments
  }

  private func spread(_ value: Value, into arguments: inout Arguments) throws(TemplateError) {
    guard case .dict(let dict) = value else {
      throw TemplateError(.type, "the value after ** must be a mapping, not \(value.typeName)")
    }
    for (key, value) in zip(dict.keys, dict.values) {
      guard let name = key.text else { throw TemplateError(.type, "keywords must be strings") }
      guard !arguments.named.contains(where: { $0.name == name }) else {
        throw TemplateError(.type, "got multiple values for keyword argument '\(name)'")
      }
      arguments.named.append((name, value))
    }
  }
}

/// `a(b, c=d)`.
final class CallEvaluator: Evaluator {
  private let callee: Evaluator
  let arguments: ArgumentEvaluators
  /// The body of a `call` block, which the callee gets as `caller`.
  private let caller: MacroDefinition?
  /// Where the callee is, if it is a variable.
  private let place: (slot: Int, hops: Int)?
  /// The callee where it is a method.
  let method: AttributeEvaluator?
  let textCall: BoundCall?

  init(_ callee: Evaluator, _ arguments: ArgumentEvaluators, caller: MacroDefinition? = nil) {
    place = (callee as? NameEvaluator)?.place
    method = caller == nil ? callee as? AttributeEvaluator : nil
    textCall = method?.textCall(arguments)
    self.callee = callee
    self.arguments = arguments
    self.caller = caller
  }

  override func print(_ renderer: Renderer, _ frame: Frame, escapes: Bool) throws(TemplateError) {
    if caller == nil, arguments.isPlain, !escapes || frame.context.autoescape, try printMacro(renderer, frame) { return }
    try renderer.write(try value(renderer, frame), escapes: escapes)
  }

  /// Prints the text of a macro that a variable holds; false, and nothing printed, where the callee is anything else.
  ///
  /// The variable keeps the macro meanwhile: only instructions of its own frame set it, and they wait for this one.
  private func printMacro(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Bool {
    guard let place, let object = frame.read(outward: place.hops, { $0.object(place.slot) }) else { return false }
    return try object.borrowed { (object) throws(TemplateError) in
      guard let macro = object as? MacroObject, macro.takes(arguments.positional.count) else { return false }
      try macro.print(arguments, renderer, frame)
      return true
    }
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    if let method { return try method.call(textCall, arguments, renderer, frame) }
    return try call(try callee.value(renderer, frame), renderer, frame)
  }

  private func call(_ target: Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError)
    -> Value
  {
    var values = try arguments.values(renderer, frame)
    if let caller { values.named.append(("caller", .object(MacroObject(caller, frame)))) }
    return try target.called(values, renderer, frame)
  }
}

extension TemplateValue {
  /// What calling it gives.
  func called(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame) throws(TemplateError)
    -> Value
  {
    switch self {
    case .object(let object): return try object.call(arguments, renderer, frame)
    case .undefined(let missing): throw missing.error
    default: throw TemplateError(.type, "'\(typeName)' object is not callable")
    }
  }
}

/// `a|name(b)`: the filter with its arguments bound as far as can be while compiling.
final class FilterEvaluator: Evaluator {
  let subject: Evaluator?
  let call: BoundCall

  init(
    _ subject: Evaluator?, _ name: String, _ definition: NativeDefinition,
    _ arguments: ArgumentEvaluators
  ) {
    self.subject = subject
    call = BoundCall(definition, name, arguments)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    try call.apply(try subject?.value(renderer, frame) ?? .string(""), renderer, frame)
  }

  /// Applies the filter to a value that is known already, as the filter of a block does.
  func apply(_ input: Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    try call.apply(input, renderer, frame)
  }
}

/// A filter of a block, which gets the block's text.
final class BlockFilterEvaluator {
  private let chain: [FilterEvaluator]
  init(_ chain: [FilterEvaluator]) { self.chain = chain }

  /// Passes the text through all filters.
  func apply(_ text: Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    var value = text
    for filter in chain { value = try filter.apply(value, renderer, frame) }
    return value
  }
}

/// A filter or test that does not exist, in a place that may never be reached.
final class UnknownEvaluator: Evaluator {
  private let error: TemplateError
  private let inner: [Evaluator]

  init(_ error: TemplateError, _ inner: [Evaluator]) {
    self.error = error
    self.inner = inner
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    for evaluator in inner { _ = try evaluator.value(renderer, frame) }
    throw error
  }
}
