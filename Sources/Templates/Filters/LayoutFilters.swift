extension BuiltinFilters {
  static let layout: [String: NativeDefinition] = [
    "center": NativeDefinition(["width?"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let text = try soft(call.subject)
      let width = try call.int(0, 80)
      let missing = max(0, width - PythonText.length(text))
      try call.renderer.checkText(text.utf8.count + missing)
      let left = missing / 2 + (missing & width & 1)
      let padded =
        String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
      return same(call.subject, padded)
    },
    "indent": NativeDefinition(["width?", "first?", "blank?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try indent(call)
    },
    "truncate": NativeDefinition(["length?", "killwords?", "end?", "leeway?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in try truncate(call)
    },
    "wordwrap": NativeDefinition([
      "width?", "break_long_words?", "wrapstring?", "break_on_hyphens?",
    ]) {
      (call: NativeCall) throws(TemplateError) -> Value in try wordWrap(call)
    },
    "pprint": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .string(PrettyText.format(call.subject))
    },
  ]

  private static func indent(_ call: NativeCall) throws(TemplateError) -> Value {
    let text = try requireText(
      call, "unsupported operand type(s) for +=: '\(call.subject.typeName)' and 'str'")
    var indention = call[0]?.text ?? ""
    if call[0]?.text == nil { indention = try call.renderer.repeated(" ", try call.int(0, 4)) }
    let lines = UnicodeText.lines(text + "\n")
    try call.renderer.checkText(text.utf8.count + lines.count * indention.utf8.count)
    let blank = try call.flag(2, false)
    var out = try call.flag(1, false) ? indention : ""
    for (position, line) in lines.enumerated() {
      if position > 0 { out += "\n" + (blank || !line.isEmpty ? indention : "") }
      out += line
    }
    return same(call.subject, out)
  }

  private static func truncate(_ call: NativeCall) throws(TemplateError) -> Value {
    let end = call[2] ?? .string("...")
    let leeway = call[3].map(\.isNone) == false ? try call.int(3, 5) : 5
    let endLength = try end.length()
    // A length with a fraction is refused only where the text is cut.
    if case .float(let most)? = call[0], most >= Double(endLength), leeway >= 0,
      try Double(call.subject.length()) <= most + Double(leeway)
    {
      return call.subject
    }
    let length = try call.int(0, 255)
    guard length >= endLength else {
      throw TemplateError(.value, "expected length >= \(endLength), got \(length)")
    }
    guard leeway >= 0 else { throw TemplateError(.value, "expected leeway >= 0, got \(leeway)") }
    // No text has more code points than bytes.
    if let text = call.subject.text, text.utf8.count <= length { return call.subject }
    if try call.subject.length() <= length + leeway { return call.subject }
    let text = try requireText(call, "unhashable type: 'slice'")
    var head = String(String.UnicodeScalarView(text.unicodeScalars.prefix(length - endLength)))
    if !(try call.flag(1, false)) { head = TextSearch.splitFromRight(head, " ", limit: 1)[0] }
    return try Arithmetic.apply(.add, same(call.subject, head), end, call.renderer)
  }

  private static func wordWrap(_ call: NativeCall) throws(TemplateError) -> Value {
    let text = try requireText(call, "'\(call.subject.described)' has no attribute 'splitlines'")
    let width = try call.int(0, 79)
    let separator = call[2].flatMap { $0.isNone ? nil : $0 } ?? .string("\n")
    guard separator.text != nil else {
      throw call.fail("'\(separator.described)' has no attribute 'join'")
    }
    // Python's textwrap asks for `True` itself before it splits words, and for anything true when it breaks one.
    let splits = if case .bool(true) = call[3] ?? .bool(true) { true } else { false }
    let wrapper = TextWrapper(
      width: width, breaksLongWords: try call.flag(1, true), breaksOnHyphens: try call.flag(3, true), splitsAtHyphens: splits)
    var lines: [String] = []
    for line in UnicodeText.lines(text) {
      try call.renderer.step(line.utf8.count / 16)
      lines.append(try call.renderer.joined(try wrapper.wrap(line), separator.text ?? ""))
    }
    let joined = try call.renderer.joined(lines, separator.text ?? "")
    return separator.isMarkup ? .markup(joined) : .string(joined)
  }
}
