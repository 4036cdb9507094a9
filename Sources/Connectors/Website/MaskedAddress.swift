import Finding
import Text

/// Addresses that a page keeps from simple robots and shows to people by a script or a style.
enum MaskedAddress {
  private static let (cloudflareMark, typo3Mark) = ("/cdn-cgi/l/email-protection#", "linkTo_UnCryptMailto(")
  private static let marks = WordList([cloudflareMark, typo3Mark])

  /// The addresses that one element masks, as text.
  static func addresses(of number: Int, in document: HTMLDocument) -> [String] {
    let node = document.nodes[number]
    var out: [String] = []
    let target = node.attribute("href") ?? ""
    if let hex = node.attribute("data-cfemail") { out += cloudflare(hex).map { [$0] } ?? [] }
    if marks.occurs(in: target) { out += inLink(target) }
    if let token = node.attribute("data-mailto-token") { out += shifted(token[...]).map { [$0] } ?? [] }
    for name in ["data-email", "data-mail", "data-mailto"] {
      if let value = node.attribute(name), value.contains("@") { out.append(value) }
    }
    if let user = node.attribute("data-user") ?? node.attribute("data-name"), let host = node.attribute("data-domain"),
      !user.contains("@"), !host.contains("@")
    {
      out.append(user + "@" + host + (node.attribute("data-tld").map { "." + $0 } ?? ""))
    }
    if node.attribute("style") != nil, node.foldedStyle.contains("direction:rtl"), node.foldedStyle.contains("bidi-override") {
      out.append(String(SitePage.words(of: number, document).prefix(200).reversed()))
    }
    if let alt = node.attribute("alt"), alt.contains("@"), alt.utf8.count <= 200 {
      out += AddressText.addresses(in: alt).map(\.address)
    }
    return out
  }

  private static func inLink(_ target: String) -> [String] {
    var out: [String] = []
    if let mark = target.firstRange(of: cloudflareMark) {
      out += cloudflare(String(target[mark.upperBound...].prefix { $0.isHexDigit })).map { [$0] } ?? []
    }
    if let mark = target.firstRange(of: typo3Mark) {
      let quoted = PercentEncoding.decoded(String(target[mark.upperBound...])).drop { $0 != "'" }.dropFirst().prefix { $0 != "'" }
      out += shifted(quoted).map { [$0] } ?? []
    }
    return out
  }

  /// Cloudflare's mask: the first byte is the key of the others.
  private static func cloudflare(_ hex: String) -> String? {
    let digits = hex.utf8.compactMap { byte in Character(Unicode.Scalar(byte)).hexDigitValue }
    guard digits.count == hex.utf8.count, digits.count >= 8, digits.count % 2 == 0, digits.count <= 512 else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    return String(decoding: bytes.dropFirst().map { $0 ^ bytes[0] }, as: UTF8.self)
  }

  /// TYPO3's mask: letters, and signs around digits, are moved by a number from -25 to 25 inside their ranges; it begins with `mailto:`.
  private static func shifted(_ text: Substring) -> String? {
    let bytes = Array(text.utf8.prefix(400))
    for offset in -25...25 where offset != 0 {
      let plain = bytes.map { moved($0, by: offset) }
      if plain.starts(with: Array("mailto:".utf8)) { return String(decoding: plain.dropFirst(7), as: UTF8.self) }
    }
    return nil
  }

  private static func moved(_ byte: UInt8, by offset: Int) -> UInt8 {
    switch byte {
    case 0x2B...0x3A: turned(byte, by: offset, in: 0x2B...0x3A)
    case 0x40...0x5A: turned(byte, by: offset, in: 0x40...0x5A)
    case 0x61...0x7A: turned(byte, by: offset, in: 0x61...0x7A)
    default: byte
    }
  }

  private static func turned(_ byte: UInt8, by offset: Int, in range: ClosedRange<Int>) -> UInt8 {
    let place = (Int(byte) - range.lowerBound + offset) % range.count
    return UInt8(range.lowerBound + (place + range.count) % range.count)
  }
}
