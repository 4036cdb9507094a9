import Outreach

/// The JSON line that `cold-outreach inspect` prints for a message.
public enum InspectRecord {
  /// One line, without its line end; null where something is absent.
  public static func json(for mail: IncomingMail, file: String) -> String {
    let subject = mail.headers.contains { $0.name.lowercased() == "subject" } ? string(mail.subject) : "null"
    let fields = [
      ("file", string(file)), ("kind", string(mail.kind.rawValue)), ("from", mail.from.map(address) ?? "null"),
      ("subject", subject),
      ("date", string(mail.date?.description)), ("body", string(mail.body)), ("text", string(mail.text)),
      ("class", string(mail.replyClass?.rawValue)), ("return_date", string(mail.returnDate?.description)),
      ("bounce", mail.bounce.map(bounce) ?? "null"),
      ("attachments", "[" + mail.attachmentNames.map(string).joined(separator: ",") + "]"),
    ]
    return object(fields)
  }

  /// The line for a file that can't be read.
  public static func json(failure: String, file: String) -> String {
    object([("file", string(file)), ("error", string(failure))])
  }

  private static func address(_ address: MailAddress) -> String {
    object([("name", string(address.name)), ("address", string(address.address))])
  }

  private static func bounce(_ report: BounceReport) -> String {
    let recipients = report.recipients.map { recipient in
      let permanent = recipient.permanent.map { $0 ? "true" : "false" } ?? "null"
      return object([
        ("address", string(recipient.address)), ("status", string(recipient.status)), ("permanent", permanent),
        ("diagnostic", string(recipient.diagnostic)),
      ])
    }
    return object([
      ("recipients", "[" + recipients.joined(separator: ",") + "]"), ("original_message_id", string(report.originalMessageID)),
    ])
  }

  private static func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private static func string(_ text: String?) -> String {
    guard let text else { return "null" }
    var out: [UInt8] = [0x22]
    out.reserveCapacity(text.utf8.count + 2)
    for byte in text.utf8 {
      switch byte {
      case 0x22: out += [0x5C, 0x22]
      case 0x5C: out += [0x5C, 0x5C]
      case 0x0A: out += [0x5C, 0x6E]
      case 0x0D: out += [0x5C, 0x72]
      case 0x09: out += [0x5C, 0x74]
      case 0..<0x20, 0x7F: out += escape(UInt16(byte))
      default: out.append(byte)
      }
    }
    return String(decoding: out + [0x22], as: UTF8.self)
  }

  private static func escape(_ unit: UInt16) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return [0x5C, 0x75] + [12, 8, 4, 0].map { digits[Int(unit >> UInt16($0)) & 15] }
  }
}
