/// Python's `text.format(…)`, with attributes looked up under the sandbox.
struct BraceFormat {
  private let renderer: Renderer
  private let arguments: Arguments
  private let mapping: Value?
  private let isMarkup: Bool
  private var automatic = 0
  private var isManual = false

  /// Formats with arguments, or with the entries of a mapping (`format_map`).
  static func format(
    _ text: String, _ arguments: Arguments, mapping: Value? = nil, isMarkup: Bool,
    _ renderer: Renderer
  ) throws(TemplateError) -> String {
    var formatter = BraceFormat(
      renderer: renderer, arguments: arguments, mapping: mapping, isMarkup: isMarkup)
    return try formatter.expand(Array(text.unicodeScalars), depth: 2)
  }

  private init(renderer: Renderer, arguments: Arguments, mapping: Value?, isMarkup: Bool) {
    self.renderer = renderer
    self.arguments = arguments
    self.mapping = mapping
    self.isMarkup = isMarkup
  }

  private mutating func expand(_ scalars: [Unicode.Scalar], depth: Int) throws(TemplateError)
    -> String
  {
    guard depth >= 0 else { throw TemplateError(.value, "Max string recursion exceeded") }
    var out = ""
    var position = 0
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      let next = position < scalars.count ? scalars[position] : nil
      switch scalar {
      case "{" where next == "{", "}" where next == "}":
        out.unicodeScalars.append(scalar)
        position += 1
      case "{":
        let end = try closing(scalars, position)
        out += try field(Array(scalars[position..<end]), depth)
        position = end + 1
      case "}": throw TemplateError(.value, "Single '}' encountered in format string")
      default: out.unicodeScalars.append(scalar)
      }
      try renderer.checkText(out.utf8.count)
    }
    return out
  }

  private func closing(_ scalars: [Unicode.Scalar], _ start: Int) throws(TemplateError) -> Int {
    if start >= scalars.count {
      throw TemplateError(.value, "Single '{' encountered in format string")
    }
    var depth = 1
    var isInBrackets = false
    for position in start..<scalars.count {
      switch scalars[position] {
      case "[": isInBrackets = depth == 1
      case "]": isInBrackets = false
      case "{" where !isInBrackets: depth += 1
      case "}" where !isInBrackets:
        depth -= 1
        if depth == 0 { return position }
      default: break
      }
    }
    throw TemplateError(.value, "expected '}' before end of string")
  }

  private mutating func field(_ scalars: [Unicode.Scalar], _ depth: Int) throws(TemplateError)
    -> String
  {
    var nameEnd = scalars.count
    var conversion: Unicode.Scalar?
    var spec: [Unicode.Scalar] = []
    var isInBrackets = false
    for (position, scalar) in scalars.enumerated() {
      if scalar == "[" { isInBrackets = true }
      if scalar == "]" { isInBrackets = false }
      guard !isInBrackets, scalar == "!" || scalar == ":" else { continue }
      nameEnd = position
      if scalar == ":" {
        spec = Array(scalars[(position + 1)...])
      } else {
        guard position + 1 < scalars.count else {
          throw TemplateError(.value, "end of string while looking for conversion specifier")
        }
        conversion = scalars[position + 1]
        if position + 2 < scalars.count {
          guard scalars[position + 2] == ":" else {
            throw TemplateError(.value, "expected ':' after conversion specifier")
          }
          spec = Array(scalars[(position + 3)...])
        }
      }
      break
    }
    var value = try lookUp(Array(scalars[..<nameEnd]))
    switch conversion {
    case nil: break
    case "s": value = .string(try PythonText.str(value))
    case "r": value = .string(PythonText.repr(value))
    case "a": value = .string(PythonText.asciiOnly(PythonText.repr(value)))
    case let letter?: throw TemplateError(.value, "Unknown conversion specifier '\(letter)'")
    }
    return try print(value, expand(spec, depth: depth - 1))
  }

  private func print(_ value: Value, _ spec: String) throws(TemplateError) -> String {
    if case .markup(let text) = value, spec.isEmpty { return text }
    if case .markup(let text) = value, !isMarkup {
      return try FormatSpec(spec).apply(.string(text))
    }
    let text = try FormatSpec(spec).apply(value)
    return isMarkup ? HTMLText.escape(text) : text
  }

  private mutating func lookUp(_ scalars: [Unicode.Scalar]) throws(TemplateError) -> Value {
    var position = scalars.firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
    // In HTML, MarkupSafe numbers only fields that are empty.
    if isMarkup, position == 0, !scalars.isEmpty { throw TemplateError(.value, "''") }
    var value = try first(string(scalars[..<position]))
    while position < scalars.count {
      if scalars[position] == "." {
        let end = scalars[(position + 1)...].firstIndex { $0 == "." || $0 == "[" } ?? scalars.count
        let name = string(scalars[(position + 1)..<end])
        // A dict's entries are no attributes here.
        var found = Value.none
        if case .dict(let dict) = value {
          found = Methods.dict(dict, name) ?? .undefined(UndefinedValue(policy: .default))
        } else {
          found = try Attributes.attribute(value, name, renderer)
        }
        if found.isUndefined, !value.isUndefined, !name.hasPrefix("__") {
          throw TemplateError(.type, "'\(value.typeName)' object has no attribute \(PythonText.quote(name))")
        }
        value = found
        position = end
      } else if scalars[position] == "[" {
        guard let end = scalars[position...].firstIndex(of: "]") else {
          throw TemplateError(.value, "Missing ']' in format string")
        }
        let key = string(scalars[(position + 1)..<end])
        let isNumber = !key.isEmpty && key.utf8.allSatisfy { (48...57).contains($0) }
        let found = try Attributes.item(
          value, isNumber ? Int(key).map { .int($0) } ?? .string(key) : .string(key), renderer)
        if found.isUndefined, !value.isUndefined { throw missing(key, of: value) }
        value = found
        position = end + 1
      } else {
        throw TemplateError(.value, "Only '.' or '[' may follow ']' in format field specifier")
      }
    }
    return value
  }

  private func missing(_ key: String, of value: Value) -> TemplateError {
    switch value {
    case .dict: TemplateError(.value, PythonText.quote(key))
    case .list, .tuple, .string, .markup: TemplateError(.value, "index out of range")
    default: TemplateError(.type, "'\(value.typeName)' object is not subscriptable")
    }
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private mutating func first(_ name: String) throws(TemplateError) -> Value {
    if name.isEmpty {
      if isManual {
        throw TemplateError(
          .value, "cannot switch from manual field specification to automatic field numbering")
      }
      automatic += 1
      return try positional(automatic - 1)
    }
    if name.utf8.allSatisfy({ (48...57).contains($0) }) {
      if automatic > 0 {
        throw TemplateError(
          .value, "cannot switch from automatic field numbering to manual field specification")
      }
      isManual = true
      return try positional(Int(name) ?? Int.max)
    }
    if let mapping {
      if case .dict(let dict) = mapping, let value = dict.value(name) { return value }
    } else if let argument = arguments.named.first(where: { $0.name == name }) {
      return argument.value
    }
    throw TemplateError(.value, PythonText.quote(name))
  }

  private func positional(_ position: Int) throws(TemplateError) -> Value {
    guard position < arguments.positional.count else {
      throw TemplateError(
        .value, "Replacement index \(position) out of range for positional args tuple")
    }
    return arguments.positional[position]
  }
}
