/// Jinja's filters, by name.
enum BuiltinFilters {
  /// All of them.
  static let table: [String: NativeDefinition] =
    text.merging(numbers) { $1 }.merging(lists) { $1 }.merging(selection) { $1 }.merging(html) {
      $1
    }
    .merging(layout) { $1 }

  /// A filter that turns one text into another of the same kind.
  static func mapping(_ change: @escaping @Sendable (String) -> String) -> NativeDefinition {
    NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      same(call.subject, change(try soft(call.subject)))
    }
  }

  /// The printed text of a value.
  static func soft(_ value: Value) throws(TemplateError) -> String { try PythonText.str(value) }

  /// A text that is HTML where the value was.
  static func same(_ value: Value, _ text: String) -> Value {
    value.isMarkup ? .markup(text) : .string(text)
  }

  /// The text of a subject that must be one, or the error that Python raises for its first use.
  static func requireText(_ call: NativeCall, _ problem: @autoclosure () -> String)
    throws(TemplateError) -> String
  {
    if let text = call.subject.text { return text }
    if case .undefined(let missing) = call.subject { throw missing.error }
    throw TemplateError(.type, problem())
  }

  private static let text: [String: NativeDefinition] = [
    "upper": mapping(UnicodeText.upper),
    "lower": mapping(UnicodeText.lower),
    "capitalize": mapping(UnicodeText.capitalize),
    "title": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      .string(title(try soft(call.subject)))
    },
    "string": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      try HTMLText.soft(call.subject)
    },
    "trim": NativeDefinition(["chars?"]) { (call: NativeCall) throws(TemplateError) -> Value in
      var characters: String?
      if let value = call[0], !value.isNone {
        characters = try Methods.textArgument(call, 0, "strip arg")
      }
      return same(call.subject, UnicodeText.strip(try soft(call.subject), characters))
    },
    "replace": NativeDefinition(["old", "new", "count?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try replace(call, call[0] ?? .none, call[1] ?? .none)
    },
    "wordcount": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      var count = 0
      var isInWord = false
      for scalar in try soft(call.subject).unicodeScalars {
        let isWord = UnicodeText.isWord(scalar)
        if isWord, !isInWord { count += 1 }
        isInWord = isWord
      }
      return .int(count)
    },
    "format": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      if !call.extra.positional.isEmpty, !call.extra.named.isEmpty {
        throw call.fail("can't handle positional and keyword arguments at the same time")
      }
      var values = Value.newTuple(call.extra.positional)
      if !call.extra.named.isEmpty {
        let dict = DictObject()
        for argument in call.extra.named { dict.put(.string(argument.name), argument.value) }
        values = .dict(dict)
      }
      return try Arithmetic.apply(.modulo, try HTMLText.soft(call.subject), values, call.renderer)
    },
    "default": fallback,
    "d": fallback,
    "length": length,
    "count": length,
    "urlencode": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      .string(try URLText.encode(call.subject, call.renderer))
    },
    "filesizeformat": NativeDefinition(["binary?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      .string(try fileSize(call))
    },
    "attr": NativeDefinition(["name"]) { (call: NativeCall) throws(TemplateError) -> Value in
      try attribute(call)
    },
  ]

  private static let fallback = NativeDefinition(["default_value?", "boolean?"]) {
    (call: NativeCall) throws(TemplateError) -> Value in
    if call.subject.isUndefined { return call[0] ?? .string("") }
    if try call.flag(1, false), !(try call.subject.isTrue()) { return call[0] ?? .string("") }
    return call.subject
  }

  private static let length = NativeDefinition(["/"]) {
    (call: NativeCall) throws(TemplateError) -> Value in
    .int(try call.subject.length())
  }

  /// Jinja's own idea of a title: a capital after white space, hyphens and opening brackets.
  static func title(_ text: String) -> String {
    if let ascii = ASCIIText.mapped(text, ASCIIText.titled) { return ascii }
    var out = ""
    var word = ""
    func close() {
      let scalars = word.unicodeScalars
      guard let first = scalars.first else { return }
      out += UnicodeText.upper(String(first)) + UnicodeText.lower(String(scalars.dropFirst()))
      word = ""
    }
    for scalar in text.unicodeScalars {
      if UnicodeText.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar) {
        close()
        out.unicodeScalars.append(scalar)
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    close()
    return out
  }

  private static func replace(_ call: NativeCall, _ old: Value, _ new: Value) throws(TemplateError)
    -> Value
  {
    var limit = -1
    if let count = call[2], !count.isNone { limit = try call.int(2, -1) }
    let isMarkup = call.autoescape && (call.subject.isMarkup || old.hasHTML || new.hasHTML)
    var text = try soft(call.subject)
    if isMarkup, old.hasHTML || new.hasHTML && !call.subject.hasHTML {
      text = try HTMLText.escape(call.subject)
    }
    let replacement = isMarkup ? try HTMLText.escape(new) : try soft(new)
    let wanted = try soft(old)
    try call.renderer.checkText(TextSearch.replacedSize(text, wanted, replacement))
    let result = TextSearch.replace(text, wanted, replacement, limit)
    return isMarkup ? .markup(result) : .string(result)
  }

  private static func fileSize(_ call: NativeCall) throws(TemplateError) -> String {
    guard let bytes = try number(call.subject) else {
      throw TemplateError(
        .value, "could not convert string to float: \(PythonText.repr(call.subject))")
    }
    let isBinary = try call.flag(0, false)
    let base: Double = isBinary ? 1024 : 1000
    if bytes == 1 { return "1 Byte" }
    if bytes < base { return try PythonText.str(try Numbers.truncated(bytes)) + " Bytes" }
    let letters = ["k", "M", "G", "T", "P", "E", "Z", "Y"]
    var unit = base
    for (position, letter) in letters.enumerated() {
      unit *= base
      // 10^24 is no double: the nearest one lies below it.
      if bytes < unit || bytes == unit && unit == 1e24 || position == letters.count - 1 {
        let prefix = isBinary ? (letter == "k" ? "K" : letter) + "iB" : letter + "B"
        return "\(FloatText.fixed(base * bytes / unit, 1)) \(prefix)"
      }
    }
    return ""
  }

  /// `float(value)`; nil where a text is no number.
  static func number(_ value: Value) throws(TemplateError) -> Double? {
    switch value {
    case .int(let number): return Double(number)
    case .big(let number): return number.double
    case .bool(let flag): return flag ? 1 : 0
    case .float(let number): return number
    case .string(let text), .markup(let text): return FloatText.parse(text)
    case .undefined(let missing): throw missing.error
    default:
      throw TemplateError(
        .type, "float() argument must be a string or a real number, not '\(value.typeName)'")
    }
  }

  private static func attribute(_ call: NativeCall) throws(TemplateError) -> Value {
    guard let name = call[0]?.text else {
      throw call.fail("attribute name must be string, not '\(call[0]?.typeName ?? "")'")
    }
    switch call.subject {
    case .undefined(let missing):
      if missing.policy == .chainable { return call.subject }
      throw missing.error
    case .object(let object):
      if let value = try object.attribute(name) { return value }
    default:
      if try Attributes.own(call.subject, name) != nil || name.hasPrefix("__") {
        return try Attributes.attribute(call.subject, name, call.renderer)
      }
    }
    return call.renderer.undefined(owner: call.subject, name: .string(name))
  }
}
