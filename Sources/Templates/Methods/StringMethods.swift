extension Methods {
  /// A method of a text, or nil.
  static func string(_ text: String, isMarkup: Bool, _ name: String) -> Value? {
    let subject: Value = isMarkup ? .markup(text) : .string(text)
    if let found = find(changingTable, name, subject) ?? find(searchTable, name, subject) {
      return found
    }
    if let found = find(splittingTable, name, subject) ?? find(testTable, name, subject) {
      return found
    }
    return isMarkup ? find(markupTable, name, subject) : nil
  }

  /// The method of plain texts of that name, or nil.
  static func definition(ofText name: String) -> NativeDefinition? {
    changingTable[name] ?? searchTable[name] ?? splittingTable[name] ?? testTable[name]
  }

  private static func text(_ call: NativeCall) -> String { call.subject.text ?? "" }

  /// A text of the same kind as the owner: HTML stays HTML.
  static func same(_ call: NativeCall, _ text: String) -> Value {
    call.subject.isMarkup ? .markup(text) : .string(text)
  }

  /// A text argument, or an error in Python's words.
  static func textArgument(_ call: NativeCall, _ position: Int, _ name: String)
    throws(TemplateError) -> String
  {
    let value = call[position] ?? .none
    if let text = value.text { return text }
    if case .undefined(let missing) = value, missing.policy == .strict { throw missing.error }
    throw TemplateError(.type, "\(name) must be str, not \(value.typeName)")
  }

  private static func optionalText(_ call: NativeCall, _ position: Int, _ name: String)
    throws(TemplateError) -> String?
  {
    guard let value = call[position], !value.isNone else { return nil }
    return try textArgument(call, position, name)
  }

  private static func mapping(_ change: @escaping @Sendable (String) -> String) -> NativeDefinition {
    NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      same(call, change(text(call)))
    }
  }

  private static func stripping(left: Bool, right: Bool) -> NativeDefinition {
    NativeDefinition(["chars?", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let characters = try optionalText(call, 0, "strip arg")
      return same(call, UnicodeText.strip(text(call), characters, left: left, right: right))
    }
  }

  private static func padding(
    _ layout: @escaping @Sendable (Int) -> (left: Int, right: Int)?, _ name: String
  ) -> NativeDefinition {
    NativeDefinition(["width", "fillchar?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      var fill = try optionalText(call, 1, "the fill character") ?? " "
      guard fill.unicodeScalars.count == 1 else {
        throw call.fail("The fill character must be exactly one character long")
      }
      let width = try call.int(0, 0)
      let missing = max(0, width - PythonText.length(text(call)))
      try call.renderer.checkText(text(call).utf8.count + missing)
      if call.subject.isMarkup { fill = HTMLText.escape(fill) }
      let left =
        name == "ljust" ? 0 : (name == "rjust" ? missing : missing / 2 + (missing & width & 1))
      return same(
        call,
        String(repeating: fill, count: left) + text(call)
          + String(repeating: fill, count: missing - left))
    }
  }

  private static let changingTable: [String: NativeDefinition] = [
    "upper": mapping(UnicodeText.upper),
    "lower": mapping(UnicodeText.lower),
    "casefold": mapping(UnicodeText.caseFold),
    "title": mapping(UnicodeText.title),
    "capitalize": mapping(UnicodeText.capitalize),
    "swapcase": mapping(UnicodeText.swapCase),
    "strip": stripping(left: true, right: true),
    "lstrip": stripping(left: true, right: false),
    "rstrip": stripping(left: false, right: true),
    "center": padding({ _ in nil }, "center"),
    "ljust": padding({ _ in nil }, "ljust"),
    "rjust": padding({ _ in nil }, "rjust"),
    "zfill": NativeDefinition(["width", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let missing = max(0, try call.int(0, 0) - PythonText.length(text(call)))
      try call.renderer.checkText(text(call).utf8.count + missing)
      let zeros = String(repeating: "0", count: missing)
      if let first = text(call).unicodeScalars.first, first == "-" || first == "+" {
        return same(call, String(first) + zeros + String(text(call).unicodeScalars.dropFirst()))
      }
      return same(call, zeros + text(call))
    },
    "expandtabs": NativeDefinition(["tabsize?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      same(call, try expandTabs(call, min(try call.int(0, 8), TemplateLimits.formatWidth)))
    },
    "replace": NativeDefinition(["old", "new", "count?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let old = try textArgument(call, 0, "replace() argument 1")
      var new = try textArgument(call, 1, "replace() argument 2")
      if call.subject.isMarkup, let value = call[1] { new = try HTMLText.escape(value) }
      try call.renderer.checkText(TextSearch.replacedSize(text(call), old, new))
      return same(call, TextSearch.replace(text(call), old, new, try call.int(2, -1)))
    },
    "removeprefix": NativeDefinition(["prefix", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let prefix = try textArgument(call, 0, "removeprefix() argument")
      guard text(call).utf8.starts(with: prefix.utf8) else { return call.subject }
      return same(
        call, String(decoding: Array(text(call).utf8.dropFirst(prefix.utf8.count)), as: UTF8.self))
    },
    "removesuffix": NativeDefinition(["suffix", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let suffix = try textArgument(call, 0, "removesuffix() argument")
      guard text(call).utf8.reversed().starts(with: suffix.utf8.reversed()) else {
        return call.subject
      }
      return same(
        call, String(decoding: Array(text(call).utf8.dropLast(suffix.utf8.count)), as: UTF8.self))
    },
    "format": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      same(
        call,
        try BraceFormat.format(
          text(call), call.extra, isMarkup: call.subject.isMarkup, call.renderer))
    },
    "format_map": NativeDefinition(["mapping", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      same(
        call,
        try BraceFormat.format(
          text(call), Arguments(), mapping: call[0], isMarkup: call.subject.isMarkup, call.renderer)
      )
    },
    "join": NativeDefinition(["iterable", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      var parts: [String] = []
      for (position, item) in try (call[0] ?? .none).allItems(call.renderer).enumerated() {
        if call.subject.isMarkup {
          parts.append(try HTMLText.escape(item))
        } else if let part = item.text {
          parts.append(part)
        } else {
          throw call.fail(
            "sequence item \(position): expected str instance, \(item.typeName) found")
        }
      }
      return same(call, try call.renderer.joined(parts, text(call)))
    },
  ]

  private static func expandTabs(_ call: NativeCall, _ size: Int) throws(TemplateError) -> String {
    var out = ""
    var column = 0
    for scalar in text(call).unicodeScalars {
      if scalar == "\t" {
        let spaces = size > 0 ? size - column % size : 0
        out += String(repeating: " ", count: spaces)
        column += spaces
        try call.renderer.checkText(out.utf8.count)
      } else {
        out.unicodeScalars.append(scalar)
        column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
      }
    }
    return out
  }

  private static func list(_ call: NativeCall, _ parts: [String]) throws(TemplateError) -> Value {
    try call.renderer.checkList(parts.count)
    return .newList(parts.map { same(call, $0) })
  }

  private static func splitting(fromRight: Bool) -> NativeDefinition {
    NativeDefinition(["sep?", "maxsplit?"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let limit = try call.int(1, -1)
      guard let separator = try optionalText(call, 0, "separator") else {
        guard fromRight, limit >= 0 else {
          return try list(call, UnicodeText.words(text(call), limit: limit))
        }
        return try list(call, wordsFromRight(text(call), limit))
      }
      guard !separator.isEmpty else { throw TemplateError(.value, "empty separator") }
      if fromRight { return try list(call, TextSearch.splitFromRight(text(call), separator, limit: limit)) }
      let parts = TextSearch.split(text(call), separator, limit: limit) { same(call, $0) }
      try call.renderer.checkList(parts.count)
      return .newList(parts)
    }
  }

  private static func wordsFromRight(_ text: String, _ limit: Int) -> [String] {
    func flipped(_ text: String) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: text.unicodeScalars.reversed())
      return String(view)
    }
    return UnicodeText.words(flipped(text), limit: limit).reversed().map(flipped)
  }

  private static func partition(fromRight: Bool) -> NativeDefinition {
    NativeDefinition(["sep", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      let separator = try textArgument(call, 0, "separator")
      guard !separator.isEmpty else { throw TemplateError(.value, "empty separator") }
      let parts =
        fromRight
        ? TextSearch.splitFromRight(text(call), separator, limit: 1)
        : TextSearch.split(text(call), separator, limit: 1)
      let all =
        parts.count == 2
        ? [parts[0], separator, parts[1]]
        : (fromRight ? ["", "", text(call)] : [text(call), "", ""])
      return .newTuple(all.map { same(call, $0) })
    }
  }

  private static let splittingTable: [String: NativeDefinition] = [
    "split": splitting(fromRight: false),
    "rsplit": splitting(fromRight: true),
    "splitlines": NativeDefinition(["keepends?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try list(call, UnicodeText.lines(text(call), keepEnds: try call.flag(0, false)))
    },
    "partition": partition(fromRight: false),
    "rpartition": partition(fromRight: true),
  ]

  private static let markupTable: [String: NativeDefinition] = [
    "striptags": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .string(HTMLText.stripTags(text(call)))
    },
    "unescape": NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .string(HTMLEntities.unescape(text(call)))
    },
    "escape": NativeDefinition(["s", "/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .markup(try HTMLText.escape(call[0] ?? .none))
    },
  ]
}
