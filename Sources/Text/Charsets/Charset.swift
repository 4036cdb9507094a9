/// A way of writing text as bytes, by its canonical name; it knows the charsets of mails and of spreadsheet exports.
public struct Charset: Hashable, Sendable, CustomStringConvertible {
  /// The canonical name in lower case, as the WHATWG Encoding Standard or IANA write it.
  public let name: String
  let coding: Coding

  /// How the bytes are read.
  enum Coding: Hashable, Sendable {
    case utf8, ascii, utf7
    /// True for big-endian, false for little-endian, nil where the byte-order mark or the zeros decide.
    case utf16(Bool?), utf32(Bool?)
    /// Index into `SingleByteTables`.
    case single(Int)
    case gb18030, big5, shiftJIS, eucJP, eucKR, iso2022JP, iso2022KR, hz
  }

  init(name: String, coding: Coding) {
    self.name = name
    self.coding = coding
  }

  public var description: String { name }

  /// UTF-8.
  public static let utf8 = Charset(name: "utf-8", coding: .utf8)
  /// US-ASCII; bytes above 0x7F are read as UTF-8 where they are, else as Windows-1252.
  public static let ascii = Charset(name: "us-ascii", coding: .ascii)
  /// UTF-16 that starts with the least significant byte.
  public static let utf16LE = Charset(name: "utf-16le", coding: .utf16(false))
  /// UTF-16 that starts with the most significant byte.
  public static let utf16BE = Charset(name: "utf-16be", coding: .utf16(true))
  /// UTF-32 that starts with the least significant byte.
  public static let utf32LE = Charset(name: "utf-32le", coding: .utf32(false))
  /// UTF-32 that starts with the most significant byte.
  public static let utf32BE = Charset(name: "utf-32be", coding: .utf32(true))
  /// Windows-1252, which mails and spreadsheets mean by "Latin-1".
  public static let windows1252 = single("windows-1252")
  /// ISO-8859-1 to the letter; `init(label:)` never returns it, because the world means Windows-1252.
  public static let latin1 = single("iso-8859-1")

  /// A compiled-in single-byte charset by its canonical name, UTF-8 where there is none.
  static func single(_ name: String) -> Charset {
    guard let index = SingleByteTables.index[name] else { return .utf8 }
    return Charset(name: name, coding: .single(index))
  }

  /// The charset that a MIME header, an HTML page or a person calls `label`; nil where nobody knows it.
  ///
  /// Case, quotes, blanks, `charset=` and punctuation don't matter. Knows the labels of WHATWG, IANA and Python.
  public init?(label: some StringProtocol) {
    let squeezed = CharsetLabels.squeezed(label)
    guard let found = CharsetLabels.charset(squeezed) else { return nil }
    self = found
  }
}

/// Text made of bytes, and how well that went.
public struct DecodedText: Hashable, Sendable {
  /// The text, without a byte-order mark.
  public let text: String
  /// How many places were replaced by U+FFFD.
  public let replacements: Int
  /// True where the table of this charset was not found, so that the text was read as UTF-8 or Windows-1252.
  public let tableMissing: Bool
}

extension Charset {
  /// Reads bytes as text; what has no meaning becomes U+FFFD, a byte-order mark goes.
  public func decode(_ bytes: some Sequence<UInt8>) -> DecodedText {
    var decoder = CharsetDecoder(self)
    var out: [UInt8] = []
    let input = Array(bytes)
    out.reserveCapacity(input.count &+ input.count / 2)
    decoder.decode(input, into: &out)
    decoder.finish(into: &out)
    return DecodedText(
      text: String(decoding: out, as: UTF8.self), replacements: decoder.replacements, tableMissing: decoder.tableMissing)
  }

  /// The bytes of a text; nil where the charset lacks one of its characters or is one that we only read.
  public func encode(_ text: String) -> [UInt8]? {
    switch coding {
    case .utf8: return Array(text.utf8)
    case .ascii: return text.utf8.allSatisfy { $0 < 0x80 } ? Array(text.utf8) : nil
    case .utf16(let big):
      return text.utf16.flatMap { unit -> [UInt8] in
        let high = UInt8(unit >> 8)
        let low = UInt8(unit & 0xFF)
        return big == true ? [high, low] : [low, high]
      }
    case .single(let index):
      let table = SingleByteTables.upper[index]
      var out: [UInt8] = []
      for scalar in text.unicodeScalars {
        if scalar.value < 0x80 {
          out.append(UInt8(scalar.value))
        } else if scalar.value != 0xFFFD, let at = table.firstIndex(where: { UInt32($0) == scalar.value }) {
          out.append(UInt8(0x80 + at))
        } else {
          return nil
        }
      }
      return out
    default: return nil
    }
  }
}

extension SingleByteTables {
  /// The 128 upper characters of each charset, in the order of `source`.
  static let upper: [[UInt16]] = source.map { expanded($0.runs) }
  /// Where a canonical name stands in `source`.
  static let index: [String: Int] = {
    var out: [String: Int] = [:]
    for (position, entry) in source.enumerated() { out[entry.name] = position }
    return out
  }()

  private static func expanded(_ runs: String) -> [UInt16] {
    var out: [UInt16] = []
    for run in runs.split(separator: " ") {
      if run.first == "-" {
        out += Array(repeating: 0xFFFD, count: Int(run.dropFirst(), radix: 16) ?? 0)
        continue
      }
      let parts = run.split(separator: "+")
      let start = UInt16(parts.first ?? "", radix: 16) ?? 0xFFFD
      let count = parts.count > 1 ? UInt16(parts[1], radix: 16) ?? 1 : 1
      for step in 0..<count { out.append(start &+ step) }
    }
    while out.count < 128 { out.append(0xFFFD) }
    return out
  }
}
