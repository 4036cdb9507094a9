extension BuiltinFilters {
  static let lists: [String: NativeDefinition] = [
    "list": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      .newList(try call.subject.allItems(call.renderer))
    },
    "first": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      try call.subject.iterator().next()
        ?? call.renderer.undefined(hint: "No first item, sequence was empty.")
    },
    "last": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      if case .markup(let text) = call.subject, let last = text.unicodeScalars.last {
        return .markup(String(last))
      }
      return try reversible(call).last
        ?? call.renderer.undefined(hint: "No last item, sequence was empty.")
    },
    "reverse": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      try reverse(call)
    },
    "random": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      let length = try call.subject.length()
      guard length > 0 else {
        return call.renderer.undefined(hint: "No random item, sequence was empty.")
      }
      return try Attributes.item(
        call.subject, .int(LeadFunctions.choice(call, "random", length)), call.renderer)
    },
    "join": NativeDefinition(["d?", "attribute?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in try join(call)
    },
    "items": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      switch call.subject {
      case .dict(let dict):
        let pairs: [Value] = zip(dict.keys, dict.values).map { .newTuple([$0, $1]) }
        return .object(GeneratorObject("generator", ArrayIterator(pairs)))
      case .undefined: return .object(GeneratorObject("generator", ArrayIterator([])))
      default:
        return .object(
          GeneratorObject(keeping: call) { () throws(TemplateError) -> Value? in
            throw TemplateError(.type, "Can only get item pairs from a mapping.")
          })
      }
    },
    "sort": NativeDefinition(["reverse?", "case_sensitive?", "attribute?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let ignoresCase = !(try call.flag(1, false))
      let items = try call.subject.allItems(call.renderer)
      var keys = call[2] == nil ? Getter.texts(items, ignoresCase: ignoresCase) : nil
      if keys == nil { keys = try Getter(call, call[2], ignoresCase: ignoresCase, allowsMany: true).keys(items) }
      return .newList(
        try Comparison.sorted(items, keys: keys ?? [], reverse: try call.flag(0, false), renderer: call.renderer))
    },
    "dictsort": NativeDefinition(["case_sensitive?", "by?", "reverse?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try dictSort(call)
    },
    "groupby": NativeDefinition(["attribute", "default?", "case_sensitive?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try groupBy(call)
    },
    "unique": NativeDefinition(["case_sensitive?", "attribute?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let getter = try Getter(call, call[1], ignoresCase: !(try call.flag(0, false)))
      let subject = call.subject
      var items: ValueIterator?
      var seen: Set<DictKey> = []
      return .object(
        GeneratorObject(keeping: call) { () throws(TemplateError) -> Value? in
          if items == nil { items = try subject.iterator() }
          while let item = try items?.next() {
            let key = try getter.value(item)
            try key.checkHashable(call.renderer)
            if seen.insert(DictKey(key)).inserted { return item }
          }
          return nil
        })
    },
    "min": extreme(.less),
    "max": extreme(.greater),
    "batch": NativeDefinition(["linecount", "fill_with?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in try batch(call)
    },
    "slice": NativeDefinition(["slices", "fill_with?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in try slices(call)
    },
  ]

  private static func reversible(_ call: NativeCall) throws(TemplateError) -> [Value] {
    if case .object(let object) = call.subject,
      object is GeneratorObject || object is NamespaceObject || !object.isIterable
    {
      throw call.fail("'\(call.subject.typeName)' object is not reversible")
    }
    switch call.subject {
    case .none, .bool, .int, .float:
      throw call.fail("'\(call.subject.typeName)' object is not reversible")
    case .undefined(let missing) where missing.policy != .strict:
      // Python finds a length of zero and no item.
      return []
    default: return try call.subject.allItems(call.renderer)
    }
  }

  private static func reverse(_ call: NativeCall) throws(TemplateError) -> Value {
    if let text = call.subject.text {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text.unicodeScalars.reversed())
      return same(call.subject, String(view))
    }
    switch call.subject {
    case .none, .bool, .int, .float: throw call.fail("argument must be iterable")
    default: break
    }
    let kind: String
    switch call.subject {
    case .list: kind = "list_reverseiterator"
    case .dict: kind = "dict_reversekeyiterator"
    case .object(let object) where object is GeneratorObject:
      return .newList(try call.subject.allItems(call.renderer).reversed())
    default: kind = "reversed"
    }
    return .object(
      GeneratorObject(kind, ArrayIterator(try call.subject.allItems(call.renderer).reversed())))
  }

  private static func join(_ call: NativeCall) throws(TemplateError) -> Value {
    let renderer = call.renderer
    var items = try call.subject.allItems(renderer)
    if let attribute = call[1] {
      let getter = try Getter(call, attribute, ignoresCase: false)
      for position in items.indices { items[position] = try getter.value(items[position]) }
    }
    let separator = call[0] ?? .string("")
    let isMarkup =
      call.autoescape && (separator.hasHTML || items.contains { $0.hasHTML || $0.isModule })
    if !isMarkup, let between = separator.text, let joined = try renderer.joined(items, between) { return .string(joined) }
    var parts: [String] = []
    parts.reserveCapacity(items.count)
    for item in items {
      parts.append(isMarkup && !item.isModule ? try HTMLText.escape(item) : try soft(item))
    }
    let between = isMarkup ? try HTMLText.escape(separator) : try soft(separator)
    let joined = try renderer.joined(parts, between)
    return isMarkup ? .markup(joined) : .string(joined)
  }

  private static func dictSort(_ call: NativeCall) throws(TemplateError) -> Value {
    let by = call[1]?.text ?? "key"
    guard by == "key" || by == "value" else {
      throw TemplateError(.value, "You can only sort by either \"key\" or \"value\"")
    }
    guard case .dict(let dict) = call.subject else {
      if case .undefined(let missing) = call.subject { throw missing.error }
      throw TemplateError(.type, "'\(call.subject.described)' has no attribute 'items'")
    }
    let fold = try Getter(call, nil, ignoresCase: !(try call.flag(0, false)))
    var keys: [Value] = []
    for value in by == "key" ? dict.keys : dict.values { keys.append(try fold.value(value)) }
    let pairs = zip(dict.keys, dict.values).map { Value.newTuple([$0, $1]) }
    return .newList(
      try Comparison.sorted(
        pairs, keys: keys, reverse: try call.flag(2, false), renderer: call.renderer))
  }

  private static func groupBy(_ call: NativeCall) throws(TemplateError) -> Value {
    let isSensitive = try call.flag(2, false)
    let fallback = call[1].flatMap { $0.isNone ? nil : $0 }
    let getter = try Getter(call, call[0], ignoresCase: !isSensitive, fallback: fallback)
    let plain = try Getter(call, call[0], ignoresCase: false, fallback: fallback)
    var pairs: [(key: Value, item: Value)] = []
    for item in try call.subject.allItems(call.renderer) {
      pairs.append((try getter.value(item), item))
    }
    let order = try Comparison.sorted(
      pairs.indices.map { .int($0) }, keys: pairs.map(\.key), reverse: false,
      renderer: call.renderer)
    var groups: [(key: Value, items: [Value])] = []
    for position in order.compactMap(\.wholeNumber) {
      let (key, item) = pairs[position]
      if let last = groups.last, try Comparison.equal(last.key, key, call.renderer) {
        groups[groups.count - 1].items.append(item)
      } else {
        groups.append((key, [item]))
      }
    }
    var out: [Value] = []
    for group in groups {
      let shown = isSensitive ? group.key : try plain.value(group.items[0])
      out.append(.tuple(TupleObject([shown, .newList(group.items)], isGroup: true)))
    }
    return .newList(out)
  }

  private static func extreme(_ ordering: Comparison.Ordering) -> NativeDefinition {
    NativeDefinition(["case_sensitive?", "attribute?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let getter = try Getter(call, call[1], ignoresCase: !(try call.flag(0, false)))
      let items = try call.subject.allItems(call.renderer)
      guard var best = items.first else {
        return call.renderer.undefined(hint: "No aggregated item, sequence was empty.")
      }
      var bestKey = try getter.value(best)
      for item in items.dropFirst() {
        let key = try getter.value(item)
        if try Comparison.compare(key, ordering, bestKey, call.renderer) {
          (best, bestKey) = (item, key)
        }
      }
      return best
    }
  }

  private static func batch(_ call: NativeCall) throws(TemplateError) -> Value {
    let subject = call.subject
    var items: ValueIterator?
    var isDone = false
    var pending: [Value] = []
    return .object(
      GeneratorObject(keeping: call) { () throws(TemplateError) -> Value? in
        if isDone { return nil }
        if items == nil { items = try subject.iterator() }
        while let item = try items?.next() {
          let isFull = try Comparison.equal(.int(pending.count), call[0] ?? .none)
          if isFull {
            let full = pending
            pending = [item]
            return .newList(full)
          }
          pending.append(item)
        }
        isDone = true
        guard !pending.isEmpty else { return nil }
        if let fill = call[1], !fill.isNone,
          try Comparison.compare(.int(pending.count), .less, call[0] ?? .none)
        {
          let missing = max(0, try call.int(0, 0) - pending.count)
          try call.renderer.checkList(missing)
          pending += Array(repeating: fill, count: missing)
        }
        return .newList(pending)
      })
  }

  private static func slices(_ call: NativeCall) throws(TemplateError) -> Value {
    var made: ValueIterator?
    return .object(
      GeneratorObject(keeping: call) { () throws(TemplateError) -> Value? in
        if made == nil { made = ArrayIterator(try allSlices(call)) }
        return try made?.next()
      })
  }

  private static func allSlices(_ call: NativeCall) throws(TemplateError) -> [Value] {
    let items = try call.subject.allItems(call.renderer)
    let count = try call.int(0, 0)
    guard count != 0 else { throw TemplateError(.value, "integer division or modulo by zero") }
    guard count > 0 else { return [] }
    try call.renderer.checkList(count)
    let (size, extra) = (items.count / count, items.count % count)
    var out: [Value] = []
    var start = 0
    for number in 0..<count {
      let end = start + size + (number < extra ? 1 : 0)
      var part = Array(items[start..<end])
      if let fill = call[1], !fill.isNone, number >= extra { part.append(fill) }
      out.append(.newList(part))
      start = end
    }
    return out
  }
}
