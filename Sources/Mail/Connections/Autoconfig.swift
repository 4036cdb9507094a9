import Finding
import Outreach
import Text

/// Reads a provider's client configuration in Thunderbird's form (`config-v1.1.xml`, draft-bucksch-autoconfig): the first IMAP and the first SMTP
/// server that a password can safely be given to. Lenient with markup, strict with what comes out.
public enum Autoconfig {
  /// Octets of a configuration; the real ones have two or three thousand.
  public static let maximumBytes = 64 << 10

  /// Where a domain publishes it, best first; https only, since an answer that anybody on the way could change would lead the password astray.
  public static func places(domain: String, address: String) -> [String] {
    let escaped = address.utf8.map(escaped).joined()
    return [
      "https://autoconfig.\(domain)/mail/config-v1.1.xml?emailaddress=\(escaped)",
      "https://\(domain)/.well-known/autoconfig/mail/config-v1.1.xml",
    ]
  }

  /// The servers of a configuration; nil where it is none, or names no safe server for sending.
  public static func preset(_ bytes: [UInt8], domain: String) -> MailPreset? {
    guard bytes.count <= maximumBytes else { return nil }
    let text = withoutComments(String(decoding: bytes, as: UTF8.self))
    guard text.lowercased().contains("<clientconfig") else { return nil }
    let senders = sections("outgoingServer", in: text).compactMap { server($0, type: "smtp") }
    let readers = sections("incomingServer", in: text).compactMap { server($0, type: "imap") }
    guard let sender = senders.first, let reader = readers.first else { return nil }
    let name = element("displayShortName", in: text) ?? element("displayName", in: text) ?? domain
    let needsToken = sender.methods.allSatisfy { $0 == "oauth2" } && !sender.methods.isEmpty
    return MailPreset(
      name: String(name.prefix(80)), sending: sender.server, reading: reader.server, access: needsToken ? .token : .password,
      keepsSentMail: false,
      advice: needsToken ? "\(name.prefix(80)) wants its own sign-in (OAuth); ask it for an app password." : nil)
  }

  /// A byte as it stands in a query (RFC 3986 §2.1).
  private static func escaped(_ byte: UInt8) -> String {
    let isPlain =
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-._~".utf8.contains(byte)
    if isPlain { return String(UnicodeScalar(byte)) }
    let hex = String(byte, radix: 16, uppercase: true)
    return "%" + (hex.count == 1 ? "0" : "") + hex
  }

  private struct Found {
    var server: MailPreset.Server
    var methods: [String]
  }

  private static func server(_ section: (attributes: String, content: String), type: String) -> Found? {
    guard section.attributes.lowercased().filter({ !$0.isWhitespace && $0 != "'" && $0 != "\"" }).contains("type=\(type)"),
      let host = element("hostname", in: section.content).flatMap({ Domain.ascii($0) }), host.contains("."),
      let port = element("port", in: section.content).flatMap({ Int($0) }), (1...65535).contains(port)
    else { return nil }
    let security: MailServer.Security
    switch element("socketType", in: section.content)?.uppercased() {
    case "SSL", "TLS": security = .tls
    case "STARTTLS": security = .starttls
    default: return nil
    }
    let methods = sections("authentication", in: section.content).map { $0.content.lowercased().filter { !$0.isWhitespace } }
    return Found(server: .init(host: host, port: port, security: security), methods: methods)
  }

  /// The trimmed text of the first element with a name.
  private static func element(_ name: String, in text: String) -> String? {
    guard let content = sections(name, in: text).first?.content, !content.contains("<") else { return nil }
    let trimmed = content.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return trimmed.isEmpty ? nil : trimmed
  }

  /// Every element with a name: what stands in its tag, and between its tags.
  private static func sections(_ name: String, in text: String) -> [(attributes: String, content: String)] {
    var found: [(String, String)] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "<\(name)"), found.count < 20 {
      let after = rest[open.upperBound...]
      guard let next = after.first, next == ">" || next.isWhitespace, let end = after.firstIndex(of: ">") else {
        rest = after
        continue
      }
      let body = after[after.index(after: end)...]
      guard let close = body.firstRange(of: "</\(name)>") else { break }
      found.append((String(after[..<end]), String(body[..<close.lowerBound])))
      rest = body[close.upperBound...]
    }
    return found
  }

  private static func withoutComments(_ text: String) -> String {
    var out = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "<!--") {
      out += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(of: "-->") else { return out }
      rest = rest[close.upperBound...]
    }
    return out + rest
  }
}
