/// Decodes character references in HTML text.
enum Entities {
  /// The longest name that is looked for.
  static let maximumName = 10

  /// Appends raw text to `out`, its references decoded to UTF-8.
  static func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    var at = text.startIndex
    while at < text.endIndex {
      if text[at] == 0x26, let (scalar, end) = reference(text, at) {
        out += Array(String(Character(scalar)).utf8)
        at = end
      } else {
        out.append(text[at])
        at += 1
      }
    }
  }

  private static func reference(_ text: ArraySlice<UInt8>, _ start: Int) -> (Unicode.Scalar, Int)? {
    var at = start + 1
    guard at < text.endIndex else { return nil }
    if text[at] == 0x23 { return numeric(text, at + 1) }
    while at < text.endIndex, at - start <= maximumName, Octets.isLetter(text[at]) || Octets.isDigit(text[at]) { at += 1 }
    let name = String(decoding: text[(start + 1)..<at], as: UTF8.self)
    guard let scalar = names[name] else { return nil }
    if at < text.endIndex, text[at] == 0x3B { return (scalar, at + 1) }
    return name.utf8.count <= 4 ? (scalar, at) : nil
  }

  private static func numeric(_ text: ArraySlice<UInt8>, _ start: Int) -> (Unicode.Scalar, Int)? {
    var at = start
    var value: UInt32 = 0
    let isHex = at < text.endIndex && Octets.lower(text[at]) == 0x78
    if isHex { at += 1 }
    let first = at
    while at < text.endIndex, at - first < 8 {
      if isHex, let digit = Octets.hex(text[at]) {
        value = value &* 16 &+ UInt32(digit)
      } else if !isHex, Octets.isDigit(text[at]) {
        value = value &* 10 &+ UInt32(text[at] - 48)
      } else {
        break
      }
      at += 1
    }
    guard at > first else { return nil }
    let end = at < text.endIndex && text[at] == 0x3B ? at + 1 : at
    // WHATWG: the C1 range means Windows-1252.
    if (128..<160).contains(value) { value = windows1252[Int(value) - 128] }
    return (Unicode.Scalar(value == 0 ? 0xFFFD : value) ?? "\u{FFFD}", end)
  }

  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90,
    0x2018, 0x2019, 0x201C, 0x201D,
    0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
  ]

  private static let names: [String: Unicode.Scalar] = {
    var all: [String: Unicode.Scalar] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘",
      "rsquo": "’", "ldquo": "“", "rdquo": "”",
      "bdquo": "„", "sbquo": "‚", "bull": "•", "euro": "€", "trade": "™", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}",
      "rlm": "\u{200F}", "ensp": " ", "emsp": " ",
      "thinsp": " ", "laquo": "«", "raquo": "»", "lsaquo": "‹", "rsaquo": "›", "oelig": "œ", "OElig": "Œ", "scaron": "š",
      "Scaron": "Š", "AMP": "&", "LT": "<", "GT": ">", "QUOT": "\"",
    ]
    for (offset, name) in latin1.split(separator: " ").enumerated() {
      if let scalar = Unicode.Scalar(UInt32(160 + offset)) { all[String(name)] = scalar }
    }
    return all
  }()

  /// The names of U+00A0 to U+00FF in order.
  private static let latin1 = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 \
    frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc \
    Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave \
    iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
    """
}
