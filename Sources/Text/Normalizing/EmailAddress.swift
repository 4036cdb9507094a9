import Finding

/// An e-mail address, checked as far as the grammar goes (RFC 5321 §4.1.2, RFC 5322 §3.4.1, RFC 6531) and written in one way.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
  /// What stands before the @, as it was given; quoted forms keep their quotes.
  public let local: String
  /// The host in lower case with A-labels.
  public let domain: String

  /// Bytes before the @ (RFC 5321 §4.5.3.1.1).
  static let maximumLocalBytes = 64
  /// Bytes of the whole address (RFC 5321 §4.5.3.1.3, less the angle brackets).
  static let maximumBytes = 254
  /// Bytes of a cell in which an address is looked for.
  static let maximumTextBytes = 4096

  /// Reads an address as people paste it: `mailto:`, `Name <a@b.de>`, invisible characters, quotes and punctuation around it go.
  /// Nil where no usable address is left; one host label or an IP address is none.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Self.maximumTextBytes else { return nil }
    if let (local, host) = Self.plainParts(text), !host.isEmpty {
      self.init(local: local, host: host)
      return
    }
    let bare = Self.bare(InvisibleText.removed(from: text))
    guard let at = bare.lastIndex(of: "@") else { return nil }
    self.init(local: String(bare[..<at]), host: String(bare[bare.index(after: at)...]))
  }

  /// The fast path for an address without any wrapping: letters, digits and the usual signs around one @.
  private static func plainParts(_ text: some StringProtocol) -> (String, String)? {
    var at: String.UTF8View.Index?
    let view = text.utf8
    for index in view.indices {
      switch view[index] {
      case 0x40 where at == nil: at = index
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x2B: continue
      default: return nil
      }
    }
    guard let at, !text.hasSuffix(".") else { return nil }
    return (String(text[..<at]), String(text[view.index(after: at)...]))
  }

  private init?(local: String, host: String) {
    guard let domain = Domain.ascii(host), !Domain.isAddress(domain), Self.isMailHost(domain) else { return nil }
    let composed = Composition.composed(local)
    guard Self.isLocal(composed), composed.utf8.count + 1 + domain.utf8.count <= Self.maximumBytes else { return nil }
    self.local = composed
    self.domain = domain
  }

  /// The address as it goes into a header or an SMTP command.
  public var description: String { local + "@" + domain }

  /// The form to compare by: lower case throughout. Dots and `+tags` stay, since only some providers ignore them.
  public var normalized: String { local.lowercased() + "@" + domain }

  /// The address with the letters of the domain's own script, for people.
  public var display: String { local + "@" + Domain.unicode(domain) }

  /// True where the part before the @ needs SMTPUTF8 (RFC 6531).
  public var needsSMTPUTF8: Bool { !local.utf8.allSatisfy { $0 < 0x80 } }

  /// Every address in a cell that lists several, by `,`, `;`, `|`, blank or line end; at most 50, no address twice.
  public static func list(_ text: some StringProtocol) -> [EmailAddress] {
    var out: [EmailAddress] = []
    let separators: Set<Character> = [",", ";", "|", " ", "\n", "\r\n", "\t", "\r"]
    for part in String(text).prefix(maximumTextBytes).split(whereSeparator: { separators.contains($0) }).prefix(200) {
      guard part.contains("@"), let address = EmailAddress(part), !out.contains(where: { $0.normalized == address.normalized })
      else { continue }
      out.append(address)
      if out.count == 50 { break }
    }
    return out
  }

  /// What is left of a pasted address without its wrapping.
  private static func bare(_ text: String) -> Substring {
    var rest = text[...]
    if let open = rest.lastIndex(of: "<"), let close = rest.lastIndex(of: ">"), open < close {
      rest = rest[rest.index(after: open)..<close]
    }
    var decoded: String?
    if rest.lowercased().hasPrefix("mailto:") {
      rest = rest.dropFirst(7).prefix { $0 != "?" }
      decoded = PercentEncoding.decoded(String(rest))
    }
    rest = decoded.map { $0[...] } ?? rest
    rest = String(rest.map { $0 == "\u{FF20}" ? "@" : $0 })[...]
    let opening: Set<Character> = ["(", "[", "{", "<", "'", ",", ";", ":", "`", "\u{201C}", "\u{201E}", "\u{2018}", "«", " ", "\t"]
    let closing: Set<Character> = [
      ")", "]", "}", ">", "'", "\"", ",", ";", ":", "!", "?", ".", "/", "\\", "`", "\u{201C}", "\u{201D}", "\u{2019}", "»", " ",
      "\t",
    ]
    while let first = rest.first, opening.contains(first) || (first == "\"" && !rest.contains("\"@")) { rest = rest.dropFirst() }
    while let last = rest.last, closing.contains(last) { rest = rest.dropLast() }
    return rest
  }

  /// A host that mail can go to: two labels, no underscore, and a top that is no number.
  private static func isMailHost(_ host: String) -> Bool {
    guard let top = host.split(separator: ".").last, host.contains("."), !host.contains("_") else { return false }
    return top.utf8.count >= 2 && !top.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isLocal(_ local: String) -> Bool {
    let bytes = Array(local.utf8)
    guard !bytes.isEmpty, bytes.count <= maximumLocalBytes else { return false }
    if bytes.count >= 2, bytes.first == 0x22, bytes.last == 0x22 { return isQuoted(bytes) }
    guard bytes.first != 0x2E, bytes.last != 0x2E else { return false }
    var before: UInt8 = 0
    for byte in bytes {
      if byte == 0x2E, before == 0x2E { return false }
      guard byte >= 0x80 || byte == 0x2E || isAtom(byte) else { return false }
      before = byte
    }
    // White space and symbols of other scripts are no letters of a name.
    return local.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value != 0xFFFD }
  }

  /// RFC 5322 §3.2.3, atext.
  private static func isAtom(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }

  /// RFC 5322 §3.2.4: printable characters, quotes and backslashes escaped.
  private static func isQuoted(_ bytes: [UInt8]) -> Bool {
    var isEscaped = false
    for byte in bytes.dropFirst().dropLast() {
      guard byte >= 0x20, byte != 0x7F else { return false }
      if isEscaped {
        isEscaped = false
      } else if byte == 0x5C {
        isEscaped = true
      } else if byte == 0x22 {
        return false
      }
    }
    return !isEscaped && bytes.count > 2
  }
}
