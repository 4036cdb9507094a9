import Finding
import Outreach
import Text

/// An address fit for a header and an SMTP command: ASCII, domain in A-labels, no way to break out.
struct HeaderAddress {
  /// Octets of a local part (RFC 5321 §4.5.3.1.1).
  static let maximumLocalPart = 64
  /// Octets of a whole address: the path limit less its brackets (§4.5.3.1.3).
  static let maximumAddress = 254

  /// The addr-spec as it goes over the wire.
  let address: String
  private let name: String

  /// Checks an address and its name.
  /// - Parameter field: which header it is for; named in the fault.
  /// - Throws: `.badInput` for what is no address or would break out of its line, `.unsupported` for a non-ASCII local part.
  init(_ mail: MailAddress, field: String) throws(Fault) {
    name = mail.name ?? ""
    try HeaderText.check(name, field: field)
    try HeaderText.check(mail.address, field: field)
    guard let at = mail.address.lastIndex(of: "@") else { throw Self.noAddress(field) }
    let local = String(mail.address[..<at])
    guard local.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw Fault(
        .unsupported,
        "An address with letters beyond ASCII before the @ can't be written to yet (that takes SMTPUTF8). Ask for another address.",
        fields: [Fault.Field(field, "needs ASCII letters before the @")])
    }
    guard Self.isLocalPart(local), let domain = Self.domain(String(mail.address[mail.address.index(after: at)...])) else {
      throw Self.noAddress(field)
    }
    address = local + "@" + domain
    guard address.utf8.count <= Self.maximumAddress else { throw Self.noAddress(field) }
  }

  /// Name and address as tokens that may be folded between.
  func tokens(firstColumn: Int) -> [String] {
    guard !name.allSatisfy(\.isWhitespace) else { return [address] }
    let angled = "<\(address)>"
    if EncodedWord.isNeeded(for: name) { return EncodedWord.encode(name, firstColumn: firstColumn, inPhrase: true) + [angled] }
    let atoms = name.split(separator: " ").map(String.init)
    if atoms.allSatisfy(Self.isAtom) { return atoms + [angled] }
    let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(quoted)\"".split(separator: " ").map(String.init) + [angled]
  }

  private static func noAddress(_ field: String) -> Fault {
    Fault(.badInput, "The address in \(field) is no e-mail address.", fields: [Fault.Field(field, "is no e-mail address")])
  }

  /// Dot-atom or quoted string (RFC 5322 §3.4.1), up to 64 octets.
  private static func isLocalPart(_ local: String) -> Bool {
    guard !local.isEmpty, local.utf8.count <= maximumLocalPart else { return false }
    if local.hasPrefix("\"") { return isQuotedString(Array(local.utf8)) }
    return local.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isAtom(String($0)) }
  }

  private static func isQuotedString(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 3, bytes.last == 0x22 else { return false }
    var escaped = false
    for byte in bytes[1..<(bytes.count - 1)] {
      guard (0x20...0x7E).contains(byte) else { return false }
      if escaped {
        escaped = false
      } else if byte == 0x5C {
        escaped = true
      } else if byte == 0x22 {
        return false
      }
    }
    return !escaped
  }

  private static func isAtom(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
      }
  }

  private static func domain(_ text: String) -> String? {
    guard !text.isEmpty, !text.hasPrefix("."), !text.hasSuffix("."), let ascii = Domain.ascii(text) else { return nil }
    return ascii.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? ascii : nil
  }
}

/// Guards against values that would end their header line and begin another.
enum HeaderText {
  /// Characters of any header value; longer ones are no honest mail.
  static let maximumLength = 16_384

  /// - Throws: `.badInput` for CR, LF, NUL or another control character, or a value that is too long.
  static func check(_ value: String, field: String) throws(Fault) {
    let isUnsafe = { (byte: UInt8) in byte < 0x20 && byte != 0x09 || byte == 0x7F }
    if value.utf8.contains(where: isUnsafe) {
      throw Fault(
        .badInput, "\(field) holds a line break or control character, which no mail header may.",
        fields: [Fault.Field(field, "must be one line without control characters")])
    }
    if value.utf8.count > maximumLength {
      throw Fault(.badInput, "\(field) is too long.", fields: [Fault.Field(field, "at most \(maximumLength) bytes")])
    }
  }
}
