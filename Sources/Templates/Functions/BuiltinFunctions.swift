/// The functions that every template has: Jinja's `range`, `dict`, `namespace`, `cycler` and `joiner`.
enum BuiltinFunctions {
  /// All of them by name.
  static let table: [String: TemplateValue] = {
    var table: [String: TemplateValue] = [:]
    for (name, definition) in definitions {
      table[name] = .object(
        NativeFunction(
          name, parameters: definition.parameters, subject: .none, body: definition.body))
    }
    return table
  }()

  private static let definitions: [String: NativeDefinition] = [
    "range": NativeDefinition(["*", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      try range(call)
    },
    "dict": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let dict = DictObject()
      try Methods.fill(dict, call.extra, call.renderer)
      return .dict(dict)
    },
    "namespace": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let space = NamespaceObject()
      try Methods.fill(space.attributes, call.extra, call.renderer)
      call.renderer.remember(changed: space.attributes)
      return .object(space)
    },
    "cycler": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      guard !call.extra.positional.isEmpty else {
        throw TemplateError(.runtime, "at least one item has to be provided")
      }
      return .object(CyclerObject(call.extra.positional))
    },
    "joiner": NativeDefinition(["sep?"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .object(JoinerObject(call[0] ?? .string(", ")))
    },
  ]

  private static func range(_ call: NativeCall) throws(TemplateError) -> Value {
    let arguments = call.extra.positional
    guard call.extra.named.isEmpty else { throw call.fail("range() takes no keyword arguments") }
    guard (1...3).contains(arguments.count) else {
      throw call.fail(
        arguments.isEmpty
          ? "range expected at least 1 argument, got 0"
          : "range expected at most 3 arguments, got \(arguments.count)")
    }
    var numbers: [Int] = []
    for argument in arguments {
      guard let number = argument.wholeNumber else {
        if case .undefined(let missing) = argument { throw missing.error }
        throw call.fail("'\(argument.typeName)' object cannot be interpreted as an integer")
      }
      numbers.append(number)
    }
    let (start, stop) = numbers.count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1])
    let step = numbers.count == 3 ? numbers[2] : 1
    guard step != 0 else { throw TemplateError(.value, "range() arg 3 must not be zero") }
    let (width, over) = stop.subtractingReportingOverflow(start)
    let isEmpty = step > 0 ? start >= stop : start <= stop
    let count = isEmpty ? 0 : over ? Int.max : Int((width.magnitude - 1) / step.magnitude) + 1
    guard count <= call.renderer.limits.listItems else {
      throw TemplateError(
        .limit,
        "Range too big. The sandbox blocks ranges larger than \(call.renderer.limits.listItems).")
    }
    return .object(RangeObject(start: start, stop: stop, step: step, count: count))
  }
}
