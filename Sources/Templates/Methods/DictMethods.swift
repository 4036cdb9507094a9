extension Methods {
  /// A method of a dict, or nil.
  static func dict(_ dict: DictObject, _ name: String) -> Value? {
    find(dictTable, name, .dict(dict))
  }

  /// Whether dicts have a method of that name.
  static func isDictMethod(_ name: String) -> Bool { dictTable[name] != nil }

  private static func owner(_ call: NativeCall) throws(TemplateError) -> DictObject {
    guard case .dict(let dict) = call.subject else { throw call.fail("a dict is required") }
    return dict
  }

  /// The dict of a method that is about to change it.
  private static func changing(_ call: NativeCall) throws(TemplateError) -> DictObject {
    let dict = try owner(call)
    if dict.isShared { throw .needsPrivateContext }
    call.renderer.remember(changed: dict)
    try call.renderer.checkGrowth(dict.count)
    return dict
  }

  private static let dictTable: [String: NativeDefinition] = [
    "keys": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .object(DictViewObject(try owner(call), .keys))
    },
    "values": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .object(DictViewObject(try owner(call), .values))
    },
    "items": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .object(DictViewObject(try owner(call), .items))
    },
    "get": NativeDefinition(["key", "default?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try call[0]?.checkHashable(call.renderer)
      return try owner(call).value(call[0] ?? .none) ?? call[1] ?? .none
    },
    "copy": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .dict(DictObject(copying: try owner(call)))
    },
    "pop": NativeDefinition(["key", "default?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try call[0]?.checkHashable(call.renderer)
      let key = call[0] ?? .none
      if let value = try changing(call).remove(key) { return value }
      guard let fallback = call[1] else { throw TemplateError(.value, PythonText.repr(key)) }
      return fallback
    },
    "popitem": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let dict = try changing(call)
      guard let key = dict.keys.last, let value = dict.remove(key) else {
        throw TemplateError(.value, "'popitem(): dictionary is empty'")
      }
      return .newTuple([key, value])
    },
    "setdefault": NativeDefinition(["key", "default?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let dict = try changing(call)
      let key = call[0] ?? .none
      try key.checkHashable(call.renderer)
      if let value = dict.value(key) { return value }
      dict.put(key, call[1] ?? .none)
      return call[1] ?? .none
    },
    "update": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      try fill(try changing(call), call.extra, call.renderer)
      return .none
    },
    "clear": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      try changing(call).removeAll()
      return .none
    },
    "fromkeys": NativeDefinition(["iterable", "value?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let dict = DictObject()
      for key in try call[0]?.allItems(call.renderer) ?? [] {
        try key.checkHashable(call.renderer)
        dict.put(key, call[1] ?? .none)
      }
      return .dict(dict)
    },
  ]

  /// Puts what `dict(…)` or `.update(…)` were given into a dict: a mapping or pairs, then names.
  static func fill(_ dict: DictObject, _ arguments: Arguments, _ renderer: Renderer)
    throws(TemplateError)
  {
    if arguments.positional.count > 1 {
      throw TemplateError(
        .type, "dict expected at most 1 argument, got \(arguments.positional.count)")
    }
    switch arguments.positional.first {
    case nil: break
    case .undefined(let missing)?: throw missing.error
    case .dict(let other)?:
      for (key, value) in zip(other.keys, other.values) { dict.put(key, value) }
    case .object(let space as NamespaceObject)?:
      for (key, value) in zip(space.attributes.keys, space.attributes.values) {
        dict.put(key, value)
      }
    case let pairs?: try fillPairs(dict, try pairs.allItems(renderer), renderer)
    }
    for argument in arguments.named { dict.put(.string(argument.name), argument.value) }
  }

  private static func fillPairs(_ dict: DictObject, _ pairs: [Value], _ renderer: Renderer)
    throws(TemplateError)
  {
    for (position, pair) in pairs.enumerated() {
      switch pair {
      case .none, .bool, .int, .float:
        throw TemplateError(
          .type, "cannot convert dictionary update sequence element #\(position) to a sequence")
      default: break
      }
      let parts = try pair.allItems(renderer)
      guard parts.count == 2 else {
        throw TemplateError(
          .value,
          "dictionary update sequence element #\(position) has length \(parts.count); 2 is required"
        )
      }
      try parts[0].checkHashable(renderer)
      dict.put(parts[0], parts[1])
    }
  }
}
