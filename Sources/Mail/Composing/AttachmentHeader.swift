import Finding
import Outreach

/// The headers of an attached file: type, name in ASCII and in full (RFC 2183, RFC 2231).
struct AttachmentHeader {
  /// Octets of one parameter segment, so that its line stays within 78 characters.
  static let segmentLength = 60

  /// Writes the part's headers. - Throws: `.badInput` for a name or type that would break out.
  static func write(_ attachment: MailAttachment, into writer: inout HeaderWriter) throws(Fault) {
    try HeaderText.check(attachment.name, field: "attachment")
    let name = bareName(attachment.name)
    writer.add("Content-Type", tokens: [try type(attachment.type) + ";"] + nameParameters("name", name, extended: false))
    writer.add("Content-Transfer-Encoding", TransferEncoding.base64.rawValue)
    writer.add("Content-Disposition", tokens: ["attachment;"] + nameParameters("filename", name, extended: true))
  }

  /// The name without any path, never empty.
  private static func bareName(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    return last.isEmpty || last == "." || last == ".." ? "attachment" : String(last.prefix(200))
  }

  /// `type/subtype` of tokens (RFC 2045 §5.1); what is dangerous to declare is sent as octets.
  private static func type(_ type: String) throws(Fault) -> String {
    let parts = type.split(separator: "/", omittingEmptySubsequences: false)
    let isToken = { (part: Substring) in
      !part.isEmpty
        && part.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"()<>@,;:\\\"/[]?=".utf8.contains($0) }
    }
    guard parts.count == 2, parts.allSatisfy(isToken), type.utf8.count < 128 else {
      throw Fault(.badInput, "An attachment's media type is not like “application/pdf”.")
    }
    // Those two may only travel unencoded (RFC 2045 §6.4).
    let isComposite = ["multipart", "message"].contains(parts[0].lowercased())
    return isComposite ? "application/octet-stream" : type.lowercased()
  }

  private static func nameParameters(_ key: String, _ name: String, extended: Bool) -> [String] {
    let plain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) } && name.utf8.count <= segmentLength
    // The full name alone: of two names readers take the first. Who knows no RFC 2231 finds the stand-in at the type.
    if extended, !plain { return segments(key, name) }
    let ascii = String(asciiName(name).prefix(segmentLength))
    let quoted = ascii.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return ["\(key)=\"\(quoted)\""]
  }

  /// A readable stand-in: what is not ASCII becomes `_`.
  private static func asciiName(_ name: String) -> String {
    String(name.map { $0.isASCII && $0 != "\"" && $0 != "\\" && $0 >= " " ? $0 : "_" })
  }

  /// RFC 2231 §3 and §4: `filename*0*=utf-8''…`; percent-encoded characters are not torn apart.
  private static func segments(_ key: String, _ name: String) -> [String] {
    var values: [String] = []
    var current = "utf-8''"
    for byte in name.utf8 {
      let piece = percentEncoded(byte)
      if current.utf8.count + piece.utf8.count > segmentLength {
        values.append(current)
        current = ""
      }
      current += piece
    }
    values.append(current)
    if values.count == 1 { return ["\(key)*=\(values[0])"] }
    return values.enumerated().map { index, value in
      "\(key)*\(index)*=\(value)" + (index == values.count - 1 ? "" : ";")
    }
  }

  private static func percentEncoded(_ byte: UInt8) -> String {
    let isSafe = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    if isSafe || "-._~".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
    let hex = String(byte, radix: 16, uppercase: true)
    return "%" + (hex.count == 1 ? "0" : "") + hex
  }
}
