/// Prints a value as Python's `repr()` does; hostile values end in dots rather than filling stack or memory.
struct ReprPrinter {
  private(set) var out = ""
  private let sortsKeys: Bool
  private var open: [ObjectIdentifier] = []
  /// Containers that may still be opened: a few lists that hold each other can unfold without end.
  private var left = 300_000

  /// The length from which nothing more is unfolded.
  private static let longest = 8_000_000

  init(sortsKeys: Bool) { self.sortsKeys = sortsKeys }

  /// Appends a value.
  mutating func write(_ value: Value) {
    switch value {
    case .undefined: out += "Undefined"
    case .none: out += "None"
    case .bool(let flag): out += flag ? "True" : "False"
    case .int(let number): out += String(number)
    case .big(let number): out += number.description
    case .float(let number): out += FloatText.repr(number)
    case .string(let text): out += PythonText.quote(text)
    case .markup(let text): out += "Markup(\(PythonText.quote(text)))"
    // Groups of `groupby` have a printing of their own in Jinja, which sorts nothing.
    case .tuple(let tuple) where tuple.isGroup && sortsKeys: out += PythonText.repr(value)
    case .tuple(let tuple): write(tuple.items, "(", tuple.items.count == 1 ? ",)" : ")", tuple)
    case .list(let list): write(list.items, "[", "]", list)
    case .dict(let dict): write(dict, "{", "}", dict)
    case .object(let space as NamespaceObject): write(space.attributes, "<Namespace {", "}>", space)
    case .object(let view as DictViewObject): write(view.items, "\(view.typeName)([", "])", view)
    case .object(let object): out += object.printed
    }
  }

  private mutating func write(
    _ items: [Value], _ before: String, _ after: String, _ identity: AnyObject
  ) {
    out += before
    if enter(identity) {
      for (position, item) in items.enumerated() {
        if position > 0 { out += ", " }
        if out.utf8.count > Self.longest { break }
        write(item)
      }
      open.removeLast()
    } else {
      out += "..."
    }
    out += after
  }

  private mutating func write(
    _ dict: DictObject, _ before: String, _ after: String, _ identity: AnyObject
  ) {
    out += before
    if enter(identity) {
      let (keys, values) = (dict.keys, dict.values)
      for (count, position) in order(keys).enumerated() {
        if count > 0 { out += ", " }
        if out.utf8.count > Self.longest { break }
        write(keys[position])
        out += ": "
        write(values[position])
      }
      open.removeLast()
    } else {
      out += "..."
    }
    out += after
  }

  /// The positions of the keys; keys that cannot be compared are ordered by the names of their types.
  private func order(_ keys: [Value]) -> [Int] {
    guard sortsKeys else { return Array(keys.indices) }
    return keys.indices.sorted { left, right in
      let (one, two) = (keys[left], keys[right])
      return (try? Comparison.compare(one, .less, two)) ?? (one.typeName < two.typeName)
    }
  }

  /// Python prints `[...]` for a list inside itself; so do we, and for nesting or sizes beyond reason.
  private mutating func enter(_ object: AnyObject) -> Bool {
    left -= 1
    let identity = ObjectIdentifier(object)
    guard left > 0, open.count < TemplateLimits.valueDepth, out.utf8.count < Self.longest,
      !open.contains(identity)
    else {
      return false
    }
    open.append(identity)
    return true
  }
}
