extension Methods {
  private static func text(_ call: NativeCall) -> String { call.subject.text ?? "" }

  /// The owner's code points between the optional start and end arguments, and where they begin.
  private static func window(_ call: NativeCall) throws(TemplateError) -> (
    scalars: [Unicode.Scalar], start: Int
  )? {
    let all = Array(text(call).unicodeScalars)
    func clamp(_ position: Int, _ fallback: Int) throws(TemplateError) -> Int {
      guard let value = call[position], !value.isNone else { return fallback }
      let number = if let place = value.place { place } else { try call.int(position, fallback) }
      return min(
        max(number < 0 ? number &+ all.count : number, 0), number < 0 ? all.count : max(number, 0))
    }
    let start = try clamp(1, 0)
    let end = min(try clamp(2, all.count), all.count)
    guard start <= end else { return nil }
    return (Array(all[start..<end]), start)
  }

  private static func occurrences(_ call: NativeCall, _ name: String) throws(TemplateError) -> (
    all: [Int], width: Int
  ) {
    let wanted = Array(try textArgument(call, 0, "\(name) argument 1").unicodeScalars)
    guard let (hay, start) = try window(call) else { return ([], wanted.count) }
    try call.renderer.step(hay.count / 16)
    guard !wanted.isEmpty else { return (Array(start...(start + hay.count)), 0) }
    return (
      TextSearch.positions(of: wanted, in: hay, overlapping: true).map { start + $0 }, wanted.count
    )
  }

  private static func finding(_ name: String, last: Bool, mustFind: Bool) -> NativeDefinition {
    NativeDefinition(["sub", "start?", "end?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let found = try occurrences(call, name).all
      guard let position = last ? found.last : found.first else {
        if mustFind { throw TemplateError(.value, "substring not found") }
        return .int(-1)
      }
      return .int(position)
    }
  }

  private static func affix(_ name: String, atEnd: Bool) -> NativeDefinition {
    NativeDefinition(["prefix", "start?", "end?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      var wanted: [String] = []
      switch call[0] ?? .none {
      case .tuple(let tuple):
        for item in tuple.items {
          guard let text = item.text else {
            throw call.fail("tuple for \(name) must only contain str, not \(item.typeName)")
          }
          wanted.append(text)
        }
      case let value:
        if case .undefined(let missing) = value, missing.policy == .strict { throw missing.error }
        guard let text = value.text else {
          throw call.fail("\(name) first arg must be str or a tuple of str, not \(value.typeName)")
        }
        wanted = [text]
      }
      guard let (hay, _) = try window(call) else { return .bool(false) }
      for text in wanted {
        let scalars = Array(text.unicodeScalars)
        if atEnd ? hay.reversed().starts(with: scalars.reversed()) : hay.starts(with: scalars) {
          return .bool(true)
        }
      }
      return .bool(false)
    }
  }

  static let searchTable: [String: NativeDefinition] = [
    "find": finding("find()", last: false, mustFind: false),
    "rfind": finding("rfind()", last: true, mustFind: false),
    "index": finding("index()", last: false, mustFind: true),
    "rindex": finding("rindex()", last: true, mustFind: true),
    "startswith": affix("startswith", atEnd: false),
    "endswith": affix("endswith", atEnd: true),
    "count": NativeDefinition(["sub", "start?", "end?", "/"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      let (all, width) = try occurrences(call, "count()")
      var count = 0
      var free = Int.min
      for position in all where position >= free {
        count += 1
        free = position + max(width, 1)
      }
      return .int(count)
    },
  ]

  private static func testing(_ test: @escaping @Sendable (String) -> Bool) -> NativeDefinition {
    NativeDefinition(["/"]) { (call: NativeCall) throws(TemplateError) -> Value in
      .bool(test(text(call)))
    }
  }

  private static func each(_ test: @escaping @Sendable (Unicode.Scalar) -> Bool) -> NativeDefinition {
    testing { !$0.isEmpty && $0.unicodeScalars.allSatisfy(test) }
  }

  static let testTable: [String: NativeDefinition] = [
    "isalpha": each(UnicodeText.isAlphabetic),
    "isalnum": each(UnicodeText.isAlphanumeric),
    "isspace": each(UnicodeText.isSpace),
    "isdigit": each {
      $0.properties.numericType == .decimal || $0.properties.numericType == .digit
    },
    "isdecimal": each { $0.properties.numericType == .decimal },
    "isnumeric": each { $0.properties.numericType != nil },
    "isascii": testing(PythonText.isASCII),
    "islower": testing(UnicodeText.isLower),
    "isupper": testing(UnicodeText.isUpper),
    "istitle": testing(UnicodeText.isTitle),
    "isprintable": testing { text in
      let quoted = PythonText.quote(TextSearch.replace(TextSearch.replace(text, "\\", ""), "'", ""))
      return !quoted.utf8.contains(UInt8(ascii: "\\"))
    },
    "isidentifier": testing { text in
      guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart
      else { return false }
      return text.unicodeScalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
    },
  ]
}
