/// The part after the colon in `{:>10.2f}`: `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct FormatSpec {
  private var fill: Unicode.Scalar = " "
  private var align: Unicode.Scalar?
  private var sign: Unicode.Scalar = "-"
  private var hasSign = false
  private var hasAlign = false
  private var isAlternate = false
  private var isZeroCoerced = false
  private var width = 0
  private var grouping: Unicode.Scalar?
  private var precision: Int?
  private var type: Unicode.Scalar?
  private let source: String

  /// Reads a format specification.
  // long: the grammar of a specification, part by part in its order
  init(_ text: String) throws(TemplateError) {
    source = text
    let scalars = Array(text.unicodeScalars)
    var position = 0
    func peek(_ offset: Int = 0) -> Unicode.Scalar? {
      position + offset < scalars.count ? scalars[position + offset] : nil
    }
    var hasFill = false
    if let next = peek(1), "<>=^".unicodeScalars.contains(next) {
      (fill, align) = (scalars[0], next)
      hasFill = true
      position = 2
    } else if let first = peek(), "<>=^".unicodeScalars.contains(first) {
      align = first
      position = 1
    }
    hasAlign = align != nil
    if let scalar = peek(), "+- ".unicodeScalars.contains(scalar) {
      (sign, hasSign) = (scalar, true)
      position += 1
    }
    if peek() == "z" {
      isZeroCoerced = true
      position += 1
    }
    if peek() == "#" {
      isAlternate = true
      position += 1
    }
    if peek() == "0" {
      if !hasFill { fill = "0" }
      if align == nil { align = "=" }
      position += 1
    }
    width = try Self.digits(scalars, &position) ?? 0
    if let scalar = peek(), ",_".unicodeScalars.contains(scalar) {
      grouping = scalar
      position += 1
    }
    if peek() == "." {
      position += 1
      guard let digits = try Self.digits(scalars, &position) else {
        throw TemplateError(.value, "Format specifier missing precision")
      }
      precision = digits
    }
    type = peek()
    if type != nil { position += 1 }
    guard position == scalars.count else {
      throw TemplateError(.value, "Invalid format specifier '\(text)'")
    }
    if let grouping, let type, !"deEfFgG%".unicodeScalars.contains(type),
      grouping == "," || !"boxX".unicodeScalars.contains(type)
    {
      throw TemplateError(.value, "Cannot specify '\(grouping)' with '\(type)'.")
    }
  }

  private static func digits(_ scalars: [Unicode.Scalar], _ position: inout Int)
    throws(TemplateError) -> Int?
  {
    let start = position
    var number = 0
    while position < scalars.count, ("0"..."9").contains(scalars[position]) {
      number = number * 10 + Int(scalars[position].value - 48)
      guard number <= TemplateLimits.formatWidth else {
        throw TemplateError(.limit, "the width or precision of a format is too large")
      }
      position += 1
    }
    return position > start ? number : nil
  }

  /// `format(value, spec)`.
  func apply(_ value: Value) throws(TemplateError) -> String {
    switch value {
    case .string(let text): return try string(text)
    case .markup: throw TemplateError(.value, "Unsupported format specification for Markup.")
    case .bool(let flag):
      if type == nil, source.isEmpty { return flag ? "True" : "False" }
      return try whole(BigWhole(flag ? 1 : 0))
    case .int(let number): return try whole(BigWhole(number))
    case .big(let number): return try whole(number)
    case .float(let number): return try float(number)
    case .undefined(let missing) where missing.policy == .strict && source.isEmpty:
      throw missing.error
    default:
      guard source.isEmpty else {
        throw TemplateError(
          .type, "unsupported format string passed to \(value.typeName).__format__")
      }
      return try PythonText.str(value)
    }
  }

  private func unknown(_ name: String) -> TemplateError {
    TemplateError(
      .value, "Unknown format code '\(type.map { String($0) } ?? "")' for object of type '\(name)'")
  }

  private func string(_ text: String) throws(TemplateError) -> String {
    if let type, type != "s" { throw unknown("str") }
    let refusals = [
      (hasSign, sign == " " ? "Space not allowed" : "Sign not allowed"),
      (isZeroCoerced, "Negative zero coercion (z) not allowed"),
      (isAlternate, "Alternate form (#) not allowed"), (align == "=" && hasAlign, "'=' alignment not allowed"),
    ]
    if let refusal = refusals.first(where: \.0) {
      throw TemplateError(.value, "\(refusal.1) in string format specifier")
    }
    if grouping != nil { throw TemplateError(.value, "Cannot specify ',' with 's'.") }
    let shown = precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
    return pad(shown, prefix: "", fallback: "<")
  }

  private func whole(_ number: BigWhole) throws(TemplateError) -> String {
    if let type, "eEfFgG%".unicodeScalars.contains(type) { return try float(number.double) }
    if precision != nil {
      throw TemplateError(.value, "Precision not allowed in integer format specifier")
    }
    if isZeroCoerced {
      throw TemplateError(
        .value, "Negative zero coercion (z) not allowed in integer format specifier")
    }
    let digits: String
    var prefix = ""
    // Beside the digits: the sign, and the mark of the radix.
    let mark = number.isNegative || sign != "-" ? 1 : 0
    let rest = mark + (isAlternate ? 2 : 0)
    switch type {
    case nil, "d", "n": digits = grouped(number.digits(), 3, rest: mark)
    case "b": (digits, prefix) = (grouped(number.digits(radix: 2), 4, rest: rest), "0b")
    case "o": (digits, prefix) = (grouped(number.digits(radix: 8), 4, rest: rest), "0o")
    case "x": (digits, prefix) = (grouped(number.digits(radix: 16), 4, rest: rest), "0x")
    case "X": (digits, prefix) = (grouped(number.digits(radix: 16, uppercase: true), 4, rest: rest), "0X")
    case "c":
      if hasSign { throw TemplateError(.value, "Sign not allowed with integer format specifier 'c'") }
      if isAlternate {
        throw TemplateError(.value, "Alternate form (#) not allowed with integer format specifier 'c'")
      }
      guard case .int(let whole) = number.value, let code = UInt32(exactly: whole),
        let scalar = Unicode.Scalar(code)
      else {
        throw TemplateError(.value, "%c arg not in range(0x110000)")
      }
      return pad(String(scalar), prefix: "", fallback: ">")
    default: throw unknown("int")
    }
    return number1(number.isNegative, isAlternate ? prefix : "", digits)
  }

  private func float(_ number: Double) throws(TemplateError) -> String {
    let magnitude = abs(number)
    var digits: String
    switch type {
    case "f", "F": digits = FloatText.fixed(magnitude, precision ?? 6)
    case "e", "E": digits = FloatText.scientific(magnitude, precision ?? 6)
    case "g", "G", "n":
      digits = FloatText.general(magnitude, precision ?? 6, keepsZeros: isAlternate)
    case "%": digits = FloatText.fixed(magnitude * 100, precision ?? 6) + "%"
    case nil: digits = shortest(magnitude)
    default: throw unknown("float")
    }
    if isAlternate { digits = FloatText.pointed(digits) }
    if type == "E" || type == "G" || type == "F" { digits = digits.uppercased() }
    let end = digits.utf8.firstIndex { !(48...57).contains($0) } ?? digits.endIndex
    let whole = String(digits[..<end])
    let isNegative =
      number.sign == .minus && !number.isNaN
      && !(isZeroCoerced && number.isFinite && !digits.utf8.contains { (49...57).contains($0) })
    let rest = digits.utf8.distance(from: end, to: digits.endIndex) + (isNegative || sign != "-" ? 1 : 0)
    return number1(isNegative, "", grouped(whole, 3, rest: rest) + digits[end...])
  }

  /// Without a type: as `str()`, or as `g` with at least one digit after the point.
  private func shortest(_ magnitude: Double) -> String {
    guard let precision else { return FloatText.repr(magnitude) }
    let text = FloatText.general(magnitude, precision)
    guard magnitude.isFinite, !text.utf8.contains(UInt8(ascii: ".")),
      !text.utf8.contains(UInt8(ascii: "e"))
    else { return isAlternate ? FloatText.general(magnitude, precision, keepsZeros: true) : text }
    if isAlternate {
      return text.utf8.count >= max(precision, 1)
        ? FloatText.scientific(magnitude, max(precision, 1) - 1)
        : FloatText.general(magnitude, precision, keepsZeros: true)
    }
    return text.utf8.count >= max(precision, 1) ? scientificForm(magnitude, precision) : text + ".0"
  }

  /// A whole number with as many digits as the precision allows is shown with an exponent.
  private func scientificForm(_ magnitude: Double, _ precision: Int) -> String {
    let text = FloatText.scientific(magnitude, max(precision, 1) - 1)
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "e")) else { return text }
    var mantissa = Array(text[..<mark].utf8)
    if mantissa.contains(UInt8(ascii: ".")) {
      while mantissa.last == 48 { mantissa.removeLast() }
      if mantissa.last == UInt8(ascii: ".") { mantissa.removeLast() }
    }
    return String(decoding: mantissa, as: UTF8.self) + text[mark...]
  }

  /// Digits with their separators; zeros that fill the width are grouped too. `rest` characters stand around them.
  private func grouped(_ digits: String, _ size: Int, rest: Int = 0) -> String {
    guard let grouping, !digits.isEmpty else { return digits }
    var out: [UInt8] = []
    var digits = digits
    if fill == "0", align == "=" {
      // A separator never comes first, so that the result may be one longer than the width.
      func length(_ count: Int) -> Int { count + (count - 1) / size }
      while length(digits.utf8.count) + rest < width {
        digits = "0" + digits
      }
    }
    for (position, byte) in digits.utf8.enumerated() {
      if position > 0, (digits.utf8.count - position) % size == 0 {
        out.append(UInt8(truncatingIfNeeded: grouping.value))
      }
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }

  private func number1(_ isNegative: Bool, _ prefix: String, _ digits: String) -> String {
    let mark = isNegative ? "-" : (sign == "-" ? "" : String(sign))
    return pad(digits, prefix: mark + prefix, fallback: ">")
  }

  private func pad(_ text: String, prefix: String, fallback: Unicode.Scalar) -> String {
    let missing = max(0, width - PythonText.length(text) - PythonText.length(prefix))
    func filling(_ count: Int) -> String { String(repeating: String(fill), count: count) }
    switch align ?? fallback {
    case "<": return prefix + text + filling(missing)
    case "^": return filling(missing / 2) + prefix + text + filling(missing - missing / 2)
    case "=": return fallback == "<" ? text + filling(missing) : prefix + filling(missing) + text
    default: return filling(missing) + prefix + text
    }
  }
}
