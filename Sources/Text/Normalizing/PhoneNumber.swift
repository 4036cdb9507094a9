/// A telephone number as digits, in the international form where the country is known (ITU-T E.164).
public enum PhoneNumber {
  /// Digits of a number (E.164 §6.2.1).
  static let maximumDigits = 15
  /// Fewer digits are an extension or a typing error.
  static let minimumDigits = 5
  /// Bytes of a cell that is looked at.
  static let maximumTextBytes = 200

  /// `+` and digits, or bare digits where neither the number nor the caller tells the country; nil where it is no number.
  ///
  /// Understands `00` and, in North America, `011` for plus, `(0)` after the country code, national prefixes, extensions, labels, and takes the
  /// first of several numbers.
  /// - Parameter country: the name or code of the country where a number without plus is dialled.
  public static func normalized(_ text: some StringProtocol, country: String? = nil) -> String? {
    guard text.utf8.count <= maximumTextBytes else { return nil }
    let (digits, isInternational) = digits(of: InvisibleText.removed(from: text))
    let home = country.flatMap { Country($0) }
    let number = isInternational ? digits.map { "+" + $0 } : digits.map { national($0, home) }
    guard let number, number.utf8.count - (number.hasPrefix("+") ? 1 : 0) <= maximumDigits else { return nil }
    return number
  }

  /// The digits of the first number in the text and whether they start with a country code.
  private static func digits(of text: String) -> (String?, Bool) {
    var out = ""
    var hasPlus = false
    let scalars = Array(text.unicodeScalars)
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      if let digit = scalar.properties.numericType == .decimal ? scalar.properties.numericValue : nil {
        out += String(Int(digit))
      } else if scalar == "+" || scalar == "\u{FF0B}" {
        if !out.isEmpty { break }
        hasPlus = true
      } else if scalar == "(", hasPlus || out.hasPrefix("00"), scalars[at...].starts(with: "(0)".unicodeScalars) {
        at += 3
        continue
      } else if scalar == ";" || scalar == "," || scalar == "\n" || scalar == "|" || (scalar == "/" && out.utf8.count >= 8) {
        if out.utf8.count >= minimumDigits { break }
      } else if scalar.properties.isAlphabetic, out.utf8.count >= minimumDigits {
        break  // an extension, or a remark
      } else if scalar.properties.isAlphabetic, !out.isEmpty {
        return (nil, false)
      }
      at += 1
    }
    guard out.utf8.count >= minimumDigits else { return (nil, false) }
    if !hasPlus, out.hasPrefix("00") { return (String(out.dropFirst(2)), true) }
    return (out, hasPlus)
  }

  /// Adds the country's code to a number as it is dialled inside the country.
  private static func national(_ digits: String, _ country: Country?) -> String {
    guard let country else { return digits }
    let isNorthAmerican = country.dialCode.hasPrefix("1")
    if isNorthAmerican, digits.hasPrefix("011"), digits.utf8.count > 11 { return "+" + digits.dropFirst(3) }
    // "49 30 123456" without plus: longer than any number inside the country would be.
    if digits.hasPrefix(country.dialCode), !isNorthAmerican, digits.utf8.count >= country.dialCode.utf8.count + 9 {
      return "+" + digits
    }
    var rest = digits[...]
    if !country.trunkPrefix.isEmpty, rest.hasPrefix(country.trunkPrefix), !(isNorthAmerican && rest.utf8.count <= 10) {
      rest = rest.dropFirst(country.trunkPrefix.utf8.count)
    }
    // North American islands share 1 and carry their area code in the table.
    let code = isNorthAmerican ? (rest.utf8.count == 7 ? country.dialCode : "1") : country.dialCode
    return "+" + code + rest
  }
}
