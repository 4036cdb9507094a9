/// Writes values as Python's `json.dumps` does.
struct JSONWriter {
  private var out = ""
  private let indent: String?
  private let sortsKeys: Bool
  private let renderer: Renderer?
  private var open: [ObjectIdentifier] = []

  /// JSON that is safe inside HTML: `< > & '` are written as escapes, and keys sorted, as Jinja's `tojson` does.
  static func html(_ value: Value, indent: String?, _ renderer: Renderer) throws(TemplateError)
    -> String
  {
    var writer = JSONWriter(indent: indent, sortsKeys: true, renderer: renderer)
    try writer.write(value, 0)
    var text = writer.out
    for (character, code) in [
      ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027"),
    ] {
      text = TextSearch.replace(text, character, code)
    }
    return text
  }

  /// A text as a JSON string, with everything beyond ASCII left as it is.
  static func string(_ text: String) -> String { quote(text, escapesUnicode: false) }

  private init(indent: String?, sortsKeys: Bool, renderer: Renderer) {
    self.indent = indent
    self.sortsKeys = sortsKeys
    self.renderer = renderer
  }

  private mutating func write(_ value: Value, _ level: Int) throws(TemplateError) {
    try renderer?.step()
    try renderer?.checkText(out.utf8.count > 1_000_000 ? out.utf8.count : 0)
    switch value {
    case .none: out += "null"
    case .bool(let flag): out += flag ? "true" : "false"
    case .int(let number): out += String(number)
    case .big(let number): out += number.description
    case .float(let number): out += Self.number(number)
    case .string(let text), .markup(let text): out += Self.quote(text, escapesUnicode: true)
    case .list(let list): try array(list.items, ObjectIdentifier(list), level)
    case .tuple(let tuple): try array(tuple.items, ObjectIdentifier(tuple), level)
    case .dict(let dict): try object(dict, level)
    case .undefined, .object:
      throw TemplateError(.type, "Object of type \(value.typeName) is not JSON serializable")
    }
  }

  private static func number(_ number: Double) -> String {
    number.isNaN
      ? "NaN" : number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : FloatText.repr(number)
  }

  private mutating func enter(_ identity: ObjectIdentifier) throws(TemplateError) {
    if open.contains(identity) { throw TemplateError(.value, "Circular reference detected") }
    if open.count >= TemplateLimits.valueDepth {
      throw TemplateError(.limit, "a value is nested too deeply for JSON")
    }
    open.append(identity)
  }

  private mutating func newLine(_ level: Int) {
    guard let indent else { return }
    out += "\n" + String(repeating: indent, count: level)
  }

  private mutating func array(_ items: [Value], _ identity: ObjectIdentifier, _ level: Int)
    throws(TemplateError)
  {
    if items.isEmpty {
      out += "[]"
      return
    }
    try enter(identity)
    out += "["
    for (position, item) in items.enumerated() {
      if position > 0 { out += indent == nil ? ", " : "," }
      newLine(level + 1)
      try write(item, level + 1)
    }
    newLine(level)
    out += "]"
    open.removeLast()
  }

  private mutating func object(_ dict: DictObject, _ level: Int) throws(TemplateError) {
    if dict.count == 0 {
      out += "{}"
      return
    }
    try enter(ObjectIdentifier(dict))
    let (keys, values) = (dict.keys, dict.values)
    var order = Array(keys.indices)
    if sortsKeys, let renderer {
      let positions = order.map { Value.int($0) }
      order = try Comparison.sorted(positions, keys: keys, reverse: false, renderer: renderer)
        .compactMap(\.wholeNumber)
    }
    out += "{"
    for (count, position) in order.enumerated() {
      if count > 0 { out += indent == nil ? ", " : "," }
      newLine(level + 1)
      out += Self.quote(try key(keys[position]), escapesUnicode: true) + ": "
      try write(values[position], level + 1)
    }
    newLine(level)
    out += "}"
    open.removeLast()
  }

  private func key(_ value: Value) throws(TemplateError) -> String {
    switch value {
    case .string(let text), .markup(let text): return text
    case .int(let number): return String(number)
    case .big(let number): return number.description
    case .bool(let flag): return flag ? "true" : "false"
    case .none: return "null"
    case .float(let number): return Self.number(number)
    default:
      throw TemplateError(
        .type, "keys must be str, int, float, bool or None, not \(value.typeName)")
    }
  }

  private static func quote(_ text: String, escapesUnicode: Bool) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{08}": out += "\\b"
      case "\u{0C}": out += "\\f"
      default:
        if scalar.value < 0x20 || escapesUnicode && scalar.value > 0x7e {
          for unit in UTF16.encode(scalar) ?? .init() {
            out += "\\u" + PythonText.hex(UInt32(unit), width: 4)
          }
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }
}
