/// Python's `text % values`.
struct PercentFormat {
  private var scalars: [Unicode.Scalar]
  private var position = 0
  private var out = ""
  private let values: Value
  private var nextValue = 0
  private var usedMapping = false
  private let renderer: Renderer
  private let isMarkup: Bool

  /// One directive: `%(key)-08.2f`.
  private struct Directive {
    var flags: Set<Unicode.Scalar> = []
    var width = 0
    var precision: Int?
    var value: Value?
  }

  /// The formatted text; in HTML each value is escaped.
  static func format(_ text: String, _ values: Value, _ renderer: Renderer, isMarkup: Bool) throws(TemplateError) -> String {
    var formatter = PercentFormat(
      scalars: Array(text.unicodeScalars), values: values, renderer: renderer, isMarkup: isMarkup)
    try formatter.run()
    return formatter.out
  }

  private init(scalars: [Unicode.Scalar], values: Value, renderer: Renderer, isMarkup: Bool) {
    self.scalars = scalars
    self.values = values
    self.renderer = renderer
    self.isMarkup = isMarkup
  }

  private mutating func run() throws(TemplateError) {
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      if scalar == "%" {
        try directive()
        try renderer.checkText(out.utf8.count)
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    if case .tuple(let tuple) = values {
      if nextValue < tuple.items.count { throw leftOver }
    } else if nextValue == 0, !usedMapping, !isMapping {
      throw leftOver
    }
  }

  private var leftOver: TemplateError { TemplateError(.type, "not all arguments converted during string formatting") }

  private var isMapping: Bool {
    switch values {
    case .dict, .list: true
    case .object(let object): !(object is RangeObject) ? object.isMapping || object is NamespaceObject : true
    case .undefined: true
    default: false
    }
  }

  private mutating func directive() throws(TemplateError) {
    var directive = Directive()
    if peek() == "(" { directive.value = try keyed() }
    while let scalar = peek(), "#0- +".unicodeScalars.contains(scalar) {
      directive.flags.insert(scalar)
      position += 1
    }
    if peek() == "*" {
      position += 1
      let width = try starred()
      if width < 0 { directive.flags.insert("-") }
      directive.width = abs(max(width, -TemplateLimits.formatWidth - 1))
    } else {
      directive.width = try digits()
    }
    if peek() == "." {
      position += 1
      if peek() == "*" {
        position += 1
        directive.precision = max(0, try starred())
      } else {
        directive.precision = try digits()
      }
    }
    while let scalar = peek(), "hlL".unicodeScalars.contains(scalar) { position += 1 }
    guard directive.width <= TemplateLimits.formatWidth, (directive.precision ?? 0) <= TemplateLimits.formatWidth else {
      throw TemplateError(.limit, "the width or precision of a format is too large")
    }
    guard let letter = peek() else { throw TemplateError(.value, "incomplete format") }
    position += 1
    if letter == "%" {
      out += "%"
      return
    }
    try convert(letter, directive)
  }

  private func peek() -> Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func digits() throws(TemplateError) -> Int {
    var number = 0
    while let scalar = peek(), ("0"..."9").contains(scalar) {
      number = min(number * 10 + Int(scalar.value - 48), TemplateLimits.formatWidth + 1)
      position += 1
    }
    return number
  }

  private mutating func starred() throws(TemplateError) -> Int {
    guard let number = try take().wholeNumber else { throw TemplateError(.type, "* wants int") }
    return number
  }

  private mutating func keyed() throws(TemplateError) -> Value {
    position += 1
    let start = position
    var depth = 1
    while let scalar = peek() {
      if scalar == "(" { depth += 1 }
      if scalar == ")" { depth -= 1 }
      position += 1
      if depth == 0 { break }
    }
    guard depth == 0 else { throw TemplateError(.value, "incomplete format key") }
    var key = String.UnicodeScalarView()
    key.append(contentsOf: scalars[start..<(position - 1)])
    usedMapping = true
    guard case .dict(let dict) = values else {
      if case .undefined(let missing) = values { throw missing.error }
      throw TemplateError(.type, "format requires a mapping")
    }
    guard let value = dict.value(String(key)) else { throw TemplateError(.value, PythonText.quote(String(key))) }
    return value
  }

  private mutating func take() throws(TemplateError) -> Value {
    if case .tuple(let tuple) = values {
      guard nextValue < tuple.items.count else { throw TemplateError(.type, "not enough arguments for format string") }
      nextValue += 1
      return tuple.items[nextValue - 1]
    }
    guard nextValue == 0 else { throw TemplateError(.type, "not enough arguments for format string") }
    nextValue = 1
    return values
  }

  private mutating func convert(_ letter: Unicode.Scalar, _ directive: Directive) throws(TemplateError) {
    guard "diouxXeEfFgGcrsa".unicodeScalars.contains(letter) else {
      let shown = PythonText.hex(letter.value, width: 1)
      throw TemplateError(.value, "unsupported format character '\(letter)' (0x\(shown)) at index \(position - 1)")
    }
    let value = if let keyed = directive.value { keyed } else { try take() }
    switch letter {
    case "s", "r", "a": try text(value, letter, directive)
    case "c": try pad(character(value), directive)
    case "d", "i", "u": try whole(value, letter, directive)
    case "o", "x", "X": try based(value, letter, directive)
    default: try float(value, letter, directive)
    }
  }

  private mutating func text(_ value: Value, _ letter: Unicode.Scalar, _ directive: Directive) throws(TemplateError) {
    var text: String
    if letter == "s" {
      text = isMarkup ? try HTMLText.escape(value) : try PythonText.str(value)
    } else {
      text = PythonText.repr(value)
      if isMarkup { text = HTMLText.escape(text) }
    }
    if let precision = directive.precision { text = String(text.unicodeScalars.prefix(precision)) }
    pad(text, directive)
  }

  private func character(_ value: Value) throws(TemplateError) -> String {
    if let number = value.wholeNumber {
      guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
        throw TemplateError(.value, "%c arg not in range(0x110000)")
      }
      return String(scalar)
    }
    guard let text = value.text, text.unicodeScalars.count == 1 else {
      throw TemplateError(.type, "%c requires int or char")
    }
    return text
  }

  private mutating func whole(_ value: Value, _ letter: Unicode.Scalar, _ directive: Directive) throws(TemplateError) {
    let number: Int
    if let whole = value.wholeNumber {
      number = whole
    } else if case .float(let float) = value {
      number = try Numbers.truncated(float)
    } else if case .undefined(let missing) = value {
      throw missing.error
    } else {
      throw TemplateError(.type, "%\(letter) format: a real number is required, not \(value.typeName)")
    }
    number1(sign: number < 0, digits: String(number.magnitude), prefix: "", directive)
  }

  private mutating func based(_ value: Value, _ letter: Unicode.Scalar, _ directive: Directive) throws(TemplateError) {
    if case .undefined(let missing) = value { throw missing.error }
    guard let number = value.wholeNumber else {
      throw TemplateError(.type, "%\(letter) format: an integer is required, not \(value.typeName)")
    }
    let digits = String(number.magnitude, radix: letter == "o" ? 8 : 16, uppercase: letter == "X")
    let prefix = directive.flags.contains("#") ? "0\(letter)" : ""
    number1(sign: number < 0, digits: digits, prefix: prefix, directive)
  }

  /// Pads a whole number: the precision is its least number of digits.
  private mutating func number1(sign: Bool, digits: String, prefix: String, _ directive: Directive) {
    let zeros = max(0, (directive.precision ?? 0) - digits.utf8.count)
    finish(sign: sign, prefix: prefix, digits: String(repeating: "0", count: zeros) + digits, directive)
  }

  private mutating func float(_ value: Value, _ letter: Unicode.Scalar, _ directive: Directive) throws(TemplateError) {
    let number: Double
    switch value {
    case .float(let float): number = float
    case .undefined(let missing): throw missing.error
    default:
      guard let whole = value.wholeNumber else { throw TemplateError(.type, "must be real number, not \(value.typeName)") }
      number = Double(whole)
    }
    let precision = directive.precision ?? 6
    let magnitude = abs(number)
    var digits: String
    switch letter {
    case "f", "F": digits = FloatText.fixed(magnitude, precision)
    case "e", "E": digits = FloatText.scientific(magnitude, precision)
    default: digits = FloatText.general(magnitude, precision, keepsZeros: directive.flags.contains("#"))
    }
    if "EFG".unicodeScalars.contains(letter) { digits = digits.uppercased() }
    finish(sign: number.sign == .minus && !number.isNaN, prefix: "", digits: digits, directive)
  }

  private mutating func finish(sign: Bool, prefix: String, digits: String, _ directive: Directive) {
    let mark = sign ? "-" : (directive.flags.contains("+") ? "+" : (directive.flags.contains(" ") ? " " : ""))
    let fill = max(0, directive.width - mark.utf8.count - prefix.utf8.count - digits.utf8.count)
    if directive.flags.contains("0"), !directive.flags.contains("-") {
      out += mark + prefix + String(repeating: "0", count: fill) + digits
    } else {
      pad(mark + prefix + digits, directive)
    }
  }

  private mutating func pad(_ text: String, _ directive: Directive) {
    let fill = String(repeating: " ", count: max(0, directive.width - PythonText.length(text)))
    out += directive.flags.contains("-") ? text + fill : fill + text
  }
}
