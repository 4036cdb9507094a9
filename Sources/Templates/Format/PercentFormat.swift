/// Python's `text % values`.
struct PercentFormat {
  private let bytes: [UInt8]
  private var position = 0
  private var out = ""
  private let values: Value
  private var nextValue = 0
  private var usedMapping = false
  private let renderer: Renderer
  private let isMarkup: Bool

  /// The marks after the percent sign.
  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let alternate = Flags(rawValue: 1)
    static let zero = Flags(rawValue: 2)
    static let left = Flags(rawValue: 4)
    static let space = Flags(rawValue: 8)
    static let plus = Flags(rawValue: 16)
  }

  /// One directive: `%(key)-08.2f`.
  private struct Directive {
    var flags: Flags = []
    var width = 0
    var precision: Int?
    var value: Value?
  }

  /// The formatted text; in HTML each value is escaped.
  static func format(_ text: String, _ values: Value, _ renderer: Renderer, isMarkup: Bool)
    throws(TemplateError) -> String
  {
    if let places = places(text), let number = fixed(sole(values), places) { return number }
    var formatter = PercentFormat(
      bytes: Array(text.utf8), values: values, renderer: renderer, isMarkup: isMarkup)
    try formatter.run()
    return formatter.out
  }

  /// The decimal places of a format that is `%.2f` or its like and nothing else; nil for all others.
  static func places(_ format: String) -> Int? {
    let bytes = Array(format.utf8.prefix(5))
    guard bytes.count == 4, bytes[0] == UInt8(ascii: "%"), bytes[1] == UInt8(ascii: "."), bytes[3] == UInt8(ascii: "f"),
      (48...57).contains(bytes[2])
    else { return nil }
    return Int(bytes[2]) - 48
  }

  /// The one value that is formatted, where there is only one.
  private static func sole(_ values: Value) -> Value {
    if case .tuple(let tuple) = values, tuple.items.count == 1 { tuple.items[0] } else { values }
  }

  /// A number of usual size with these decimal places, as prices are written; nil for all else.
  static func fixed(_ value: Value, _ places: Int) -> String? {
    usual(value).map { FloatText.fixed($0, places) }
  }

  /// A number as large as prices are, without a sign; nil for all else.
  static func usual(_ value: Value) -> Double? {
    let number: Double
    switch value {
    case .float(let float): number = float
    case .int(let whole): number = Double(whole)
    default: return nil
    }
    return number >= 0 && number < 1e15 && number.sign == .plus ? number : nil
  }

  private init(bytes: [UInt8], values: Value, renderer: Renderer, isMarkup: Bool) {
    self.bytes = bytes
    self.values = values
    self.renderer = renderer
    self.isMarkup = isMarkup
  }

  private mutating func run() throws(TemplateError) {
    while position < bytes.count {
      let start = position
      while position < bytes.count, bytes[position] != UInt8(ascii: "%") { position += 1 }
      if position > start { out += String(decoding: bytes[start..<position], as: UTF8.self) }
      guard position < bytes.count else { break }
      position += 1
      try directive()
      try renderer.checkText(out.utf8.count)
    }
    if case .tuple(let tuple) = values {
      if nextValue < tuple.items.count { throw leftOver }
    } else if nextValue == 0, !usedMapping, !isMapping {
      throw leftOver
    }
  }

  private var leftOver: TemplateError {
    TemplateError(.type, "not all arguments converted during string formatting")
  }

  private var isMapping: Bool {
    switch values {
    case .dict, .list, .undefined: true
    case .object(let object): object is RangeObject || object is NamespaceObject
    default: false
    }
  }

  private mutating func directive() throws(TemplateError) {
    if peek == UInt8(ascii: "%") {
      position += 1
      out += "%"
      return
    }
    var directive = Directive()
    if peek == UInt8(ascii: "(") { directive.value = try keyed() }
    while let flag = Self.flag(peek) {
      directive.flags.insert(flag)
      position += 1
    }
    if peek == UInt8(ascii: "*") {
      position += 1
      let width = try starred()
      if width < 0 { directive.flags.insert(.left) }
      directive.width = abs(max(width, -TemplateLimits.formatWidth - 1))
    } else {
      directive.width = digits()
    }
    if peek == UInt8(ascii: ".") {
      position += 1
      if peek == UInt8(ascii: "*") {
        position += 1
        directive.precision = max(0, try starred())
      } else {
        directive.precision = digits()
      }
    }
    while [104, 108, 76].contains(peek) { position += 1 }
    guard directive.width <= TemplateLimits.formatWidth,
      (directive.precision ?? 0) <= TemplateLimits.formatWidth
    else {
      throw TemplateError(.limit, "the width or precision of a format is too large")
    }
    guard position < bytes.count else { throw TemplateError(.value, "incomplete format") }
    let letter = peek
    position += 1
    try convert(letter, directive)
  }

  /// The byte at hand, 0 at the end.
  private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private static func flag(_ byte: UInt8) -> Flags? {
    switch byte {
    case UInt8(ascii: "#"): .alternate
    case UInt8(ascii: "0"): .zero
    case UInt8(ascii: "-"): .left
    case UInt8(ascii: " "): .space
    case UInt8(ascii: "+"): .plus
    default: nil
    }
  }

  private mutating func digits() -> Int {
    var number = 0
    while (48...57).contains(peek) {
      number = min(number * 10 + Int(peek - 48), TemplateLimits.formatWidth + 1)
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
    while position < bytes.count {
      if peek == UInt8(ascii: "(") { depth += 1 }
      if peek == UInt8(ascii: ")") { depth -= 1 }
      position += 1
      if depth == 0 { break }
    }
    guard depth == 0 else { throw TemplateError(.value, "incomplete format key") }
    let key = String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
    usedMapping = true
    guard case .dict(let dict) = values else {
      if case .undefined(let missing) = values { throw missing.error }
      throw TemplateError(.type, "format requires a mapping")
    }
    guard let value = dict.value(key) else { throw TemplateError(.value, PythonText.quote(key)) }
    return value
  }

  private mutating func take() throws(TemplateError) -> Value {
    if case .tuple(let tuple) = values {
      guard nextValue < tuple.items.count else {
        throw TemplateError(.type, "not enough arguments for format string")
      }
      nextValue += 1
      return tuple.items[nextValue - 1]
    }
    guard nextValue == 0 else {
      throw TemplateError(.type, "not enough arguments for format string")
    }
    nextValue = 1
    return values
  }

  private mutating func convert(_ letter: UInt8, _ directive: Directive) throws(TemplateError) {
    let value = if let keyed = directive.value { keyed } else { try take() }
    guard "diouxXeEfFgGcrsa".utf8.contains(letter) else {
      let shown =
        String(decoding: bytes[(position - 1)...], as: UTF8.self).unicodeScalars.first ?? "?"
      let code = PythonText.hex(shown.value, width: 1)
      throw TemplateError(
        .value, "unsupported format character '\(shown)' (0x\(code)) at index \(position - 1)")
    }
    switch letter {
    case UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "a"): try text(value, letter, directive)
    case UInt8(ascii: "c"): pad(try character(value), directive)
    case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "u"):
      try whole(value, letter, directive)
    case UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"):
      try based(value, letter, directive)
    default: try float(value, letter, directive)
    }
  }

  private mutating func text(_ value: Value, _ letter: UInt8, _ directive: Directive)
    throws(TemplateError)
  {
    var text: String
    if letter == UInt8(ascii: "s") {
      text = isMarkup ? try HTMLText.escape(value) : try PythonText.str(value)
    } else {
      text = PythonText.repr(value)
      if letter == UInt8(ascii: "a") { text = PythonText.asciiOnly(text) }
      if isMarkup { text = HTMLText.escape(text) }
    }
    if let precision = directive.precision { text = String(text.unicodeScalars.prefix(precision)) }
    pad(text, directive)
  }

  private func character(_ value: Value) throws(TemplateError) -> String {
    if isMarkup { throw TemplateError(.type, "%c requires int or char") }
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

  private mutating func whole(_ value: Value, _ letter: UInt8, _ directive: Directive)
    throws(TemplateError)
  {
    let number: BigWhole
    if let whole = BigWhole(value) {
      number = whole
    } else if case .float(let float) = value {
      number = BigWhole(try Numbers.truncated(float)) ?? BigWhole(0)
    } else if case .undefined(let missing) = value {
      throw missing.error
    } else if isMarkup, let text = value.text {
      guard let parsed = try Numbers.parse(text, base: 10) else {
        throw TemplateError(.value, "invalid literal for int() with base 10: \(PythonText.quote(text))")
      }
      number = BigWhole(parsed) ?? BigWhole(0)
    } else {
      let shown = Character(Unicode.Scalar(letter))
      throw TemplateError(
        .type, "%\(shown) format: a real number is required, not \(value.typeName)")
    }
    number1(sign: number.isNegative, digits: number.digits(), prefix: "", directive)
  }

  private mutating func based(_ value: Value, _ letter: UInt8, _ directive: Directive)
    throws(TemplateError)
  {
    if case .undefined(let missing) = value { throw missing.error }
    let shown = Character(Unicode.Scalar(letter))
    guard !isMarkup, let number = BigWhole(value) else {
      throw TemplateError(.type, "%\(shown) format: an integer is required, not \(value.typeName)")
    }
    let digits = number.digits(radix: shown == "o" ? 8 : 16, uppercase: shown == "X")
    number1(
      sign: number.isNegative, digits: digits,
      prefix: directive.flags.contains(.alternate) ? "0\(shown)" : "", directive)
  }

  /// Pads a whole number: the precision is its least number of digits.
  private mutating func number1(sign: Bool, digits: String, prefix: String, _ directive: Directive) {
    let zeros = max(0, (directive.precision ?? 0) - digits.utf8.count)
    finish(
      sign: sign, prefix: prefix, digits: String(repeating: "0", count: zeros) + digits, directive)
  }

  private mutating func float(_ value: Value, _ letter: UInt8, _ directive: Directive)
    throws(TemplateError)
  {
    let number: Double
    switch value {
    case .float(let float): number = float
    case .undefined(let missing): throw missing.error
    default:
      if let whole = value.wholeNumber {
        number = Double(whole)
        break
      }
      if isMarkup, let text = value.text {
        guard let parsed = FloatText.parse(text) else {
          throw TemplateError(.value, "could not convert string to float: \(PythonText.quote(text))")
        }
        number = parsed
        break
      }
      guard let whole = BigWhole(value) else {
        throw TemplateError(.type, "must be real number, not \(value.typeName)")
      }
      number = whole.double
    }
    let precision = directive.precision ?? 6
    let magnitude = abs(number)
    var digits: String
    switch letter | 0x20 {
    case UInt8(ascii: "f"): digits = FloatText.fixed(magnitude, precision)
    case UInt8(ascii: "e"): digits = FloatText.scientific(magnitude, precision)
    default:
      digits = FloatText.general(
        magnitude, precision, keepsZeros: directive.flags.contains(.alternate))
    }
    if directive.flags.contains(.alternate) { digits = FloatText.pointed(digits) }
    if letter < 97 { digits = digits.uppercased() }
    finish(sign: number.sign == .minus && !number.isNaN, prefix: "", digits: digits, directive)
  }

  private mutating func finish(sign: Bool, prefix: String, digits: String, _ directive: Directive) {
    let mark =
      sign
      ? "-"
      : (directive.flags.contains(.plus) ? "+" : (directive.flags.contains(.space) ? " " : ""))
    let fill = directive.width - mark.utf8.count - prefix.utf8.count - digits.utf8.count
    if directive.flags.contains(.zero), !directive.flags.contains(.left) {
      out += mark + prefix + String(repeating: "0", count: max(0, fill)) + digits
    } else if fill <= 0 {
      out += mark
      out += prefix
      out += digits
    } else {
      pad(mark + prefix + digits, directive)
    }
  }

  private mutating func pad(_ text: String, _ directive: Directive) {
    let fill = String(repeating: " ", count: max(0, directive.width - PythonText.length(text)))
    out += directive.flags.contains(.left) ? text + fill : fill + text
  }
}
