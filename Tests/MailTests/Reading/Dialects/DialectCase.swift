/// A delivery report in the dialect of one program, and what it says.
struct DialectCase {
  let name: String
  let text: String
  let kind: String
  let addresses: [String]
  let permanent: Bool?
  let status: String?
  let isDead: Bool?

  /// A report in plain text.
  /// - Parameter more: further header lines, each with its line end.
  static func plain(
    _ name: String, from: String = "MAILER-DAEMON@mx.example", _ subject: String, more: String = "", kind: String = "bounce",
    to addresses: [String] = ["lead@x.example"], permanent: Bool? = true, status: String? = nil, isDead: Bool? = nil, _ body: String
  ) -> DialectCase {
    DialectCase(
      name: name, text: "From: \(from)\nTo: sender@our.example\nSubject: \(subject)\n\(more)\n\(body)\n", kind: kind,
      addresses: addresses,
      permanent: permanent, status: status, isDead: isDead)
  }

  /// A report with the parts of RFC 3464.
  /// - Parameter fields: those of the recipients, blocks apart by an empty line.
  static func parts(
    _ name: String, from: String = "Mail Delivery System <MAILER-DAEMON@mx.example>", _ subject: String, human: String = "Sorry.",
    kind: String = "bounce", to addresses: [String] = ["lead@x.example"], permanent: Bool? = true, status: String? = nil,
    isDead: Bool? = nil, _ fields: String
  ) -> DialectCase {
    let text = """
      From: \(from)
      To: sender@our.example
      Subject: \(subject)
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      \(human)
      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.example

      \(fields)

      --b
      Content-Type: message/rfc822

      \(BounceFixtures.copy)
      --b--
      """
    return DialectCase(
      name: name, text: text, kind: kind, addresses: addresses, permanent: permanent, status: status, isDead: isDead)
  }
}
