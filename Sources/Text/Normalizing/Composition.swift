/// Composes letters and marks, so that equal text has equal bytes (NFC for the scripts of names and addresses).
public enum Composition {
  /// Every composed letter of the Latin, Greek and Cyrillic blocks, found by canonical equivalence.
  private static let composed: [Character: Unicode.Scalar] = {
    var out: [Character: Unicode.Scalar] = [:]
    for range in [UInt32(0xC0)...0x24F, 0x386...0x3CE, 0x400...0x4F9, 0x1E00...0x1FFC, 0x622...0x626, 0x304C...0x30FE] {
      for point in range {
        if let scalar = Unicode.Scalar(point) { out[Character(scalar)] = scalar }
      }
    }
    return out
  }()

  /// The text with composed letters; ASCII comes back untouched and fast.
  public static func composed(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0xCC }) else { return text }
    var out = String.UnicodeScalarView()
    for character in text {
      let scalars = character.unicodeScalars
      if scalars.count == 1 {
        out.append(contentsOf: scalars)
      } else if let one = composed[character] {
        out.append(one)
      } else if let syllable = hangul(scalars) {
        out.append(syllable)
      } else {
        append(prefixOf: Array(scalars), to: &out)
      }
    }
    return String(out)
  }

  /// Composes as many of the first scalars as there is a letter for; the other marks follow.
  private static func append(prefixOf scalars: [Unicode.Scalar], to out: inout String.UnicodeScalarView) {
    for count in stride(from: min(scalars.count, 4), to: 1, by: -1) {
      var part = String.UnicodeScalarView()
      part.append(contentsOf: scalars[..<count])
      let text = String(part)
      if text.count == 1, let first = text.first, let one = composed[first] {
        out.append(one)
        out.append(contentsOf: scalars[count...])
        return
      }
    }
    out.append(contentsOf: scalars)
  }

  /// The syllable of two or three Korean letters (Unicode 3.12).
  private static func hangul(_ scalars: Character.UnicodeScalarView) -> Unicode.Scalar? {
    let points = scalars.map(\.value)
    guard points.count == 2 || points.count == 3, (0x1100...0x1112).contains(points[0]), (0x1161...0x1175).contains(points[1])
    else { return nil }
    var syllable = 0xAC00 + ((points[0] - 0x1100) * 21 + points[1] - 0x1161) * 28
    if points.count == 3 {
      guard (0x11A8...0x11C2).contains(points[2]) else { return nil }
      syllable += points[2] - 0x11A7
    }
    return Unicode.Scalar(syllable)
  }
}

/// Characters that people can't see and programs leave behind.
enum InvisibleText {
  /// True for zero-width characters, direction marks, soft hyphen and byte-order mark.
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF, 0x180E, 0xFE0F: true
    default: false
    }
  }

  /// The text without them, without control characters, and without blanks at its ends.
  static func removed(from text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) { return String(text) }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !contains(scalar) { out.append(scalar) }
    return trimmed(String(out))
  }

  /// The text without white space and control characters at its ends.
  static func trimmed(_ text: String) -> String {
    let isBlank: (Unicode.Scalar) -> Bool = { $0.value <= 0x20 || $0.value == 0x7F || $0.properties.isWhitespace }
    var rest = text.unicodeScalars[...]
    while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
    while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
