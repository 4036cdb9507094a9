import Outreach

/// The part tree of a mail: text, or text and HTML as alternatives, and attachments beside them (RFC 2046 §5.1).
struct MailBody {
  private let mail: OutgoingMail

  /// The body of a mail.
  init(_ mail: OutgoingMail) { self.mail = mail }

  /// Content headers, the empty line, and the content, CRLF line ends.
  /// - Throws: `.badInput` for an attachment whose name or type would break out.
  func bytes() throws(Fault) -> [UInt8] {
    let text = alternatives()
    guard !mail.attachments.isEmpty else { return text }
    var parts = [text]
    for attachment in mail.attachments {
      var writer = HeaderWriter()
      try AttachmentHeader.write(attachment, into: &writer)
      parts.append(writer.bytes + [0x0D, 0x0A] + Base64.lines(attachment.bytes))
    }
    return multipart("mixed", parts)
  }

  private func alternatives() -> [UInt8] {
    let plain = textPart("plain", mail.text)
    guard let html = mail.html else { return plain }
    // The worst first, the best last (RFC 2046 §5.1.4).
    return multipart("alternative", [plain, textPart("html", html)])
  }

  private func textPart(_ subtype: String, _ text: String) -> [UInt8] {
    let content = Self.withCRLF(text)
    let encoding = TransferEncoding.best(for: content)
    var writer = HeaderWriter()
    writer.add("Content-Type", tokens: ["text/\(subtype);", "charset=utf-8"])
    writer.add("Content-Transfer-Encoding", encoding.rawValue)
    return writer.bytes + [0x0D, 0x0A] + encoding.encode(content)
  }

  private func multipart(_ subtype: String, _ parts: [[UInt8]]) -> [UInt8] {
    let boundary = boundary(subtype, parts)
    var writer = HeaderWriter()
    writer.add("Content-Type", tokens: ["multipart/\(subtype);", "boundary=\"\(boundary)\""])
    var out = writer.bytes + [0x0D, 0x0A]
    for part in parts { out += Array("--\(boundary)\r\n".utf8) + part + [0x0D, 0x0A] }
    return out + Array("--\(boundary)--\r\n".utf8)
  }

  /// A boundary that occurs in no part. It comes from the Message-ID and the content, so the same mail has the same bytes.
  private func boundary(_ subtype: String, _ parts: [[UInt8]]) -> String {
    var hash = Fingerprint()
    hash.add(Array("\(mail.messageID)\u{0}\(subtype)".utf8))
    for part in parts { hash.add(part) }
    var round = 0
    while true {
      // "=_" occurs neither in quoted-printable nor in base64 (RFC 2045 §6.7); the loop is for headers of parts.
      let candidate = "=_\(subtype)_\(hash.hex)\(round == 0 ? "" : "_\(round)")"
      let needle = Array("--\(candidate)".utf8)
      if !parts.contains(where: { Self.hasLine(startingWith: needle, in: $0) }) { return candidate }
      round += 1
    }
  }

  private static func hasLine(startingWith needle: [UInt8], in part: [UInt8]) -> Bool {
    part.split(separator: 0x0A).contains { $0.starts(with: needle) }
  }

  /// Every kind of line end becomes CRLF; NUL, which no mail may hold, goes.
  private static func withCRLF(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count + text.utf8.count / 32)
    var previous: UInt8 = 0
    for byte in text.utf8 where byte != 0 {
      switch byte {
      case 0x0D: out += [0x0D, 0x0A]
      case 0x0A: if previous != 0x0D { out += [0x0D, 0x0A] }
      default: out.append(byte)
      }
      previous = byte
    }
    return out
  }
}

/// A 64-bit FNV-1a hash: for names that have to differ, not for secrets.
struct Fingerprint {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Mixes bytes in.
  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// 16 hexadecimal digits.
  var hex: String {
    let text = String(state, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
