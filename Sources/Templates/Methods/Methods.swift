/// The methods of Python's types that templates may call.
enum Methods {
  /// A method of a number, or one of its attributes.
  static func number(_ value: Value, _ name: String) -> Value? {
    switch (value, name) {
    case (.float(let number), "is_integer"):
      return method(name, [], value) { (_: NativeCall) throws(TemplateError) -> Value in
        .bool(number.isFinite && number == number.rounded())
      }
    case (.float, "real"), (.int, "real"), (.int, "numerator"), (.big, "real"), (.big, "numerator"):
      return value
    case (.float, "imag"): return .float(0)
    case (.int, "imag"), (.big, "imag"), (.bool, "imag"): return .int(0)
    case (.int, "denominator"), (.big, "denominator"), (.bool, "denominator"): return .int(1)
    case (.bool(let flag), "real"), (.bool(let flag), "numerator"): return .int(flag ? 1 : 0)
    case (.int, "bit_length"), (.big, "bit_length"), (.bool, "bit_length"):
      return method(name, [], value) { (call: NativeCall) throws(TemplateError) -> Value in
        .int(BigWhole(call.subject)?.bitCount ?? 0)
      }
    default: return nil
    }
  }

  /// A method bound to its owner.
  static func method(
    _ name: String, _ parameters: [String], _ subject: Value, _ body: @escaping NativeFunction.Body
  ) -> Value {
    .object(NativeFunction(name, parameters, subject: subject, body: body))
  }

  /// A method of a table, bound to its owner, or nil.
  static func find(_ table: [String: NativeDefinition], _ name: String, _ subject: Value) -> Value? {
    guard let found = table[name] else { return nil }
    return .object(
      NativeFunction(name, parameters: found.parameters, subject: subject, body: found.body))
  }
}

/// A built-in in a table: its parameters and what it does.
struct NativeDefinition: Sendable {
  typealias Body = @Sendable (NativeCall) throws(TemplateError) -> Value
  let parameters: Parameters
  let body: Body

  init(_ parameters: [String], _ body: @escaping Body) {
    self.parameters = Parameters(parameters)
    self.body = body
  }
}

extension Methods {
  /// A method of a tuple, or nil.
  static func tuple(_ tuple: TupleObject, _ name: String) -> Value? {
    find(sequenceTable, name, .tuple(tuple))
  }

  /// A method of a list, or nil.
  static func list(_ list: ListObject, _ name: String) -> Value? {
    find(listTable, name, .list(list)) ?? find(sequenceTable, name, .list(list))
  }

  private static func items(_ call: NativeCall) -> [Value] {
    switch call.subject {
    case .list(let list): list.items
    case .tuple(let tuple): tuple.items
    default: []
    }
  }

  private static let sequenceTable: [String: NativeDefinition] = [
    "count": NativeDefinition(["value", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      guard let wanted = call[0] else { return .int(0) }
      var count = 0
      for item in items(call) where try Comparison.equal(item, wanted, call.renderer) { count += 1 }
      return .int(count)
    },
    "index": NativeDefinition(["value", "start?", "stop?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let all = items(call)
      guard let wanted = call[0] else { return .none }
      func bound(_ index: Int, _ fallback: Int) throws(TemplateError) -> Int {
        let number = if let place = call[index]?.place { place } else { try call.int(index, fallback) }
        return min(max(number < 0 ? number &+ all.count : number, 0), all.count)
      }
      let (start, stop) = (try bound(1, 0), try bound(2, all.count))
      for (position, item) in all.enumerated() where position >= start && position < stop {
        if try Comparison.equal(item, wanted, call.renderer) { return .int(position) }
      }
      throw TemplateError(.value, "\(PythonText.repr(wanted)) is not in list")
    },
  ]

  /// The list of a method that is about to change it.
  private static func changing(_ call: NativeCall) throws(TemplateError) -> ListObject {
    guard case .list(let list) = call.subject else { throw call.fail("a list is required") }
    if list.isShared { throw .needsPrivateContext }
    call.renderer.remember(changed: list)
    return list
  }

  private static let listTable: [String: NativeDefinition] = [
    "append": NativeDefinition(["object", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let list = try changing(call)
      try call.renderer.checkGrowth(list.items.count)
      if let item = call[0] { list.items.append(item) }
      return .none
    },
    "extend": NativeDefinition(["iterable", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let list = try changing(call)
      let more = try call[0]?.allItems(call.renderer) ?? []
      try call.renderer.checkList(list.items.count + more.count)
      list.items.append(contentsOf: more)
      return .none
    },
    "insert": NativeDefinition(["index", "object", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let list = try changing(call)
      try call.renderer.checkGrowth(list.items.count)
      let count = list.items.count
      let wanted = try call.int(0, 0)
      list.items.insert(
        call[1] ?? .none, at: min(max(wanted < 0 ? wanted &+ count : wanted, 0), count))
      return .none
    },
    "pop": NativeDefinition(["index?", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let list = try changing(call)
      let wanted = try call.int(0, -1)
      let position = wanted < 0 ? wanted &+ list.items.count : wanted
      guard !list.items.isEmpty else { throw TemplateError(.value, "pop from empty list") }
      guard list.items.indices.contains(position) else {
        throw TemplateError(.value, "pop index out of range")
      }
      return list.items.remove(at: position)
    },
    "remove": NativeDefinition(["value", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let list = try changing(call)
      for (position, item) in list.items.enumerated()
      where try Comparison.equal(item, call[0] ?? .none, call.renderer) {
        list.items.remove(at: position)
        return .none
      }
      throw TemplateError(.value, "list.remove(x): x not in list")
    },
    "clear": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      try changing(call).items = []
      return .none
    },
    "reverse": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      try changing(call).items.reverse()
      return .none
    },
    "copy": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .newList(items(call))
    },
    "sort": NativeDefinition(["key?", "reverse?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let list = try changing(call)
      var keys = list.items
      if case .object(let key)? = call[0] {
        for position in keys.indices {
          keys[position] = try key.call(Arguments([keys[position]]), call.renderer, call.frame)
        }
      }
      list.items = try Comparison.sorted(
        list.items, keys: keys, reverse: try call.flag(1, false), renderer: call.renderer)
      return .none
    },
  ]
}
