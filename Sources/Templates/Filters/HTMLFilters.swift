extension BuiltinFilters {
  static let html: [String: NativeDefinition] = [
    "escape": escape,
    "e": escape,
    "forceescape": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      .markup(HTMLText.escape(try soft(call.subject)))
    },
    "safe": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      .markup(try soft(call.subject))
    },
    "striptags": NativeDefinition([]) { (call: NativeCall) throws(TemplateError) -> Value in
      .string(HTMLText.stripTags(try soft(call.subject)))
    },
    "xmlattr": NativeDefinition(["autospace?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in try attributes(call)
    },
    "urlize": NativeDefinition([
      "trim_url_limit?", "nofollow?", "target?", "rel?", "extra_schemes?",
    ]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let text = try LinkText.urlize(call)
      return call.autoescape ? .markup(text) : .string(text)
    },
    "tojson": NativeDefinition(["indent?"]) { (call: NativeCall) throws(TemplateError) -> Value in
      var indent: String?
      if let value = call[0], !value.isNone {
        indent = value.text
        if value.text == nil {
          indent = String(repeating: " ", count: max(0, min(try call.int(0, 0), 100)))
        }
      }
      return .markup(try JSONWriter.html(call.subject, indent: indent, call.renderer))
    },
  ]

  private static let escape = NativeDefinition(["/"]) {
    (call: NativeCall) throws(TemplateError) -> Value in
    .markup(call.subject.isModule ? try soft(call.subject) : try HTMLText.escape(call.subject))
  }

  private static func attributes(_ call: NativeCall) throws(TemplateError) -> Value {
    guard case .dict(let dict) = call.subject else {
      if case .undefined(let missing) = call.subject { throw missing.error }
      throw TemplateError(
        .type, "\(PythonText.quote(call.subject.described)) has no attribute 'items'")
    }
    var parts: [String] = []
    for (key, value) in zip(dict.keys, dict.values) where !value.isNone && !value.isUndefined {
      guard let name = key.text else {
        throw call.fail("expected string or bytes-like object, got '\(key.typeName)'")
      }
      guard !name.utf8.contains(where: { [9, 10, 11, 12, 13, 32, 47, 62, 61].contains($0) }) else {
        throw TemplateError(
          .value, "Invalid character in attribute name: \(PythonText.quote(name))")
      }
      parts.append("\(try HTMLText.escape(key))=\"\(try HTMLText.escape(value))\"")
    }
    var text = try call.renderer.joined(parts, " ")
    if try call.flag(0, true), !text.isEmpty { text = " " + text }
    return call.autoescape ? .markup(text) : .string(text)
  }
}
