/// Text rules of Python's `str` that depend on Unicode: white space, case, line ends. All positions are code points.
enum UnicodeText {
  /// `str.isspace()` of one code point.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// Where `str.splitlines()` breaks.
  static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// `\w` of Python's `re`: a letter, a digit or the underscore.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (48...57).contains(scalar.value) || (65...90).contains(scalar.value)
        || (97...122).contains(scalar.value)
        || scalar == "_"
    }
    return isAlphanumeric(scalar)
  }

  /// `str.isalnum()` of one code point.
  static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    isAlphabetic(scalar) || scalar.properties.numericType != nil
  }

  /// `str.isalpha()` of one code point.
  static func isAlphabetic(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }

  /// The ASCII form of a decimal digit of any script, or the code point itself where it is ASCII.
  static func asciiDigit(_ scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII { return UInt8(truncatingIfNeeded: scalar.value) }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
    else { return nil }
    return UInt8(48 + Int(value))
  }

  /// `str.strip()`, or of these code points; `sides` says where.
  static func strip(
    _ text: String, _ characters: String? = nil, left: Bool = true, right: Bool = true
  ) -> String {
    let view = text.unicodeScalars
    let set = characters.map { Array($0.unicodeScalars) }
    func goes(_ scalar: Unicode.Scalar) -> Bool {
      set.map { $0.contains(scalar) } ?? isSpace(scalar)
    }
    var start = view.startIndex
    var end = view.endIndex
    if left { while start < end, goes(view[start]) { start = view.index(after: start) } }
    if right {
      while start < end {
        let before = view.index(before: end)
        guard goes(view[before]) else { break }
        end = before
      }
    }
    if start == view.startIndex, end == view.endIndex { return text }
    return String(view[start..<end])
  }

  /// `str.upper()`.
  static func upper(_ text: String) -> String {
    if let ascii = ASCIIText.mapped(text, ASCIIText.upper) { return ascii }
    var out = ""
    for scalar in text.unicodeScalars { out += scalar.properties.uppercaseMapping }
    return out
  }

  /// `str.lower()`.
  static func lower(_ text: String) -> String {
    if let ascii = ASCIIText.mapped(text, ASCIIText.lower) { return ascii }
    let scalars = Array(text.unicodeScalars)
    var out = ""
    for position in scalars.indices { out += lower(scalars, position) }
    return out
  }

  /// `str.casefold()`: what differs in case only becomes the same.
  static func caseFold(_ text: String) -> String {
    if let ascii = ASCIIText.mapped(text, ASCIIText.lower) { return ascii }
    var out = ""
    for scalar in text.unicodeScalars {
      // Folding undoes capitals; the dotless i alone has a capital that is another letter's.
      guard scalar.value != 0x131 else {
        out.unicodeScalars.append(scalar)
        continue
      }
      for capital in scalar.properties.uppercaseMapping.unicodeScalars { out += capital.properties.lowercaseMapping }
    }
    return out
  }

  /// One code point in lower case; a capital sigma at the end of a word has a form of its own.
  private static func lower(_ scalars: [Unicode.Scalar], _ position: Int) -> String {
    let scalar = scalars[position]
    guard scalar.value == 0x3A3 else { return scalar.properties.lowercaseMapping }
    let before = scalars[..<position].last { !$0.properties.isCaseIgnorable }
    let after = scalars[(position + 1)...].first { !$0.properties.isCaseIgnorable }
    let isFinal = before?.properties.isCased == true && after?.properties.isCased != true
    return isFinal ? "\u{3C2}" : "\u{3C3}"
  }

  /// `str.capitalize()`.
  static func capitalize(_ text: String) -> String {
    if let ascii = ASCIIText.mapped(text, ASCIIText.capitalized) { return ascii }
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first else { return text }
    var out = first.properties.titlecaseMapping
    for position in scalars.indices.dropFirst() { out += lower(scalars, position) }
    return out
  }

  /// `str.title()`: a capital after everything that is no letter.
  static func title(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = ""
    var isAfterCased = false
    for (position, scalar) in scalars.enumerated() {
      out += isAfterCased ? lower(scalars, position) : scalar.properties.titlecaseMapping
      isAfterCased = scalar.properties.isCased
    }
    return out
  }

  /// `str.swapcase()`.
  static func swapCase(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var out = ""
    for (position, scalar) in scalars.enumerated() {
      if scalar.properties.isUppercase {
        out += lower(scalars, position)
      } else {
        out += scalar.properties.isLowercase ? scalar.properties.uppercaseMapping : String(scalar)
      }
    }
    return out
  }

  /// `str.islower()`.
  static func isLower(_ text: String) -> Bool {
    var sawCased = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isUppercase || scalar.properties.generalCategory == .titlecaseLetter {
        return false
      }
      if scalar.properties.isLowercase { sawCased = true }
    }
    return sawCased
  }

  /// `str.isupper()`.
  static func isUpper(_ text: String) -> Bool {
    var sawCased = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isLowercase || scalar.properties.generalCategory == .titlecaseLetter {
        return false
      }
      if scalar.properties.isUppercase { sawCased = true }
    }
    return sawCased
  }

  /// `str.istitle()`.
  static func isTitle(_ text: String) -> Bool {
    var sawCased = false
    var isAfterCased = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isUppercase || scalar.properties.generalCategory == .titlecaseLetter {
        if isAfterCased { return false }
        (isAfterCased, sawCased) = (true, true)
      } else if scalar.properties.isLowercase {
        guard isAfterCased else { return false }
        sawCased = true
      } else {
        isAfterCased = false
      }
    }
    return sawCased
  }

  /// `str.split()`: the words between white space; after `limit` splits the rest stays whole.
  static func words(_ text: String, limit: Int = -1) -> [String] {
    let view = text.unicodeScalars
    var words: [String] = []
    var position = view.startIndex
    while true {
      while position < view.endIndex, isSpace(view[position]) {
        position = view.index(after: position)
      }
      guard position < view.endIndex else { return words }
      if limit >= 0, words.count == limit {
        words.append(String(view[position...]))
        return words
      }
      let start = position
      while position < view.endIndex, !isSpace(view[position]) {
        position = view.index(after: position)
      }
      words.append(String(view[start..<position]))
    }
  }

  /// `str.splitlines()`.
  static func lines(_ text: String, keepEnds: Bool = false) -> [String] {
    let view = text.unicodeScalars
    var lines: [String] = []
    var start = view.startIndex
    var position = start
    while position < view.endIndex {
      let scalar = view[position]
      var next = view.index(after: position)
      if isLineBreak(scalar) {
        if scalar == "\r", next < view.endIndex, view[next] == "\n" {
          next = view.index(after: next)
        }
        lines.append(String(view[start..<(keepEnds ? next : position)]))
        start = next
      }
      position = next
    }
    if start < view.endIndex { lines.append(String(view[start...])) }
    return lines
  }
}
