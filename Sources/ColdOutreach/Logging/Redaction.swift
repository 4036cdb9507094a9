import Finding

/// The last resort: whoever writes to a log leaves personal data out; what slips through anyway is made unreadable here.
enum Redaction {
  /// Letters in a row that look like a key or a token.
  private static let tokenLength = 24

  /// Folders below which others are named after a person, a disk or a business.
  private static let namedFolders = ["/home/", "/media/", "/mnt/"]

  /// The text without e-mail addresses, long tokens and names of a person's folders. Ids (UUIDs) and other paths stay.
  static func scrubbed(_ text: String) -> String {
    let bytes = Array(namedFolders.reduce(text) { hidden(below: $1, $0) }.utf8)
    guard bytes.count >= 3 else { return text }
    var (result, index) = ([UInt8](), 0)
    result.reserveCapacity(bytes.count)
    while index < bytes.count {
      let end = wordEnd(bytes, index)
      if end == index {
        result.append(bytes[index])
        index += 1
      } else {
        result += replacement(bytes[index..<end]).map { Array($0.utf8) } ?? Array(bytes[index..<end])
        index = end
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// What follows a folder is left out, up to what ends the words of an error.
  private static func hidden(below folder: String, _ text: String) -> String {
    var (result, at) = ("", text.startIndex)
    for found in text.ranges(of: folder) where found.lowerBound >= at {
      result += text[at..<found.upperBound] + "…"
      at = text[found.upperBound...].firstIndex { ":\"'".contains($0) } ?? text.endIndex
    }
    return result + text[at...]
  }

  /// A word is what may stand in an address or a token; `/`, blanks and quotes end it.
  private static func wordEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    var end = start
    while end < bytes.count, isAtom(bytes[end]) || bytes[end] == 0x40 { end += 1 }
    return end
  }

  private static func replacement(_ word: ArraySlice<UInt8>) -> String? {
    let text = String(decoding: word, as: UTF8.self)
    let lower = text.lowercased()
    // As it is, percent-encoded, and in the form of quoted-printable.
    if let at = word.firstIndex(of: 0x40), at > word.startIndex, at < word.endIndex - 1 { return "[address]" }
    if lower.contains("%40") || lower.contains("=40") { return "[address]" }
    let isLong = text.split(whereSeparator: { ".%'".contains($0) }).contains { isToken($0) }
    return isLong && !isUUID(text) ? "[token]" : nil
  }

  private static func isToken(_ part: Substring) -> Bool {
    part.utf8.count >= tokenLength && part.contains { $0.isASCII && $0.isNumber } && part.contains { $0.isASCII && $0.isLetter }
      && part.utf8.allSatisfy { $0 < 0x80 } && !isUUID(String(part))
  }

  private static func isUUID(_ text: String) -> Bool {
    text.utf8.count == 36 && text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count) == [8, 4, 4, 4, 12]
      && text.allSatisfy { $0.isHexDigit || $0 == "-" }
  }

  private static func isAtom(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
    default: [0x25, 0x27, 0x2B, 0x2D, 0x2E, 0x3D, 0x5F].contains(byte)  // % ' + - . = _
    }
  }
}
