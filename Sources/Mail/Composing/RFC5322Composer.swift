import Outreach

/// Writes mail by RFC 5322 and MIME (RFC 2045 to 2049): ASCII throughout, so that every server can carry it.
public struct RFC5322Composer: MailComposer {
  /// Octets of the References field before its middle is left out.
  static let maximumReferences = 3000
  /// Names of headers that a caller may add must begin so.
  static let ownPrefix = "x-"

  /// A composer; it has no state.
  public init() {}

  /// - Throws: `.badInput` for a line break or NUL in a header value, an address or id that is none; `.unsupported` for a
  ///   non-ASCII local part.
  public func bytes(of mail: OutgoingMail) throws(Fault) -> [UInt8] {
    var writer = HeaderWriter()
    try writeOrigin(mail, &writer)
    try writeThread(mail, &writer)
    try writeUnsubscribe(mail, &writer)
    try writeExtras(mail, &writer)
    writer.add("MIME-Version", "1.0")
    return writer.bytes + (try MailBody(mail).bytes())
  }

  private func writeOrigin(_ mail: OutgoingMail, _ writer: inout HeaderWriter) throws(Fault) {
    writer.add("Date", tokens: Self.date(mail.date, offset: mail.dateOffset).split(separator: " ").map(String.init))
    writer.add("From", address: try HeaderAddress(mail.from, field: "From"))
    if let replyTo = mail.replyTo { writer.add("Reply-To", address: try HeaderAddress(replyTo, field: "Reply-To")) }
    writer.add("To", address: try HeaderAddress(mail.to, field: "To"))
    let subject = Self.collapsed(mail.subject)
    try HeaderText.check(subject, field: "Subject")
    writer.add("Subject", text: subject)
    writer.add("Message-ID", try Self.id(mail.messageID, field: "Message-ID"))
  }

  private func writeThread(_ mail: OutgoingMail, _ writer: inout HeaderWriter) throws(Fault) {
    if let parent = mail.inReplyTo { writer.add("In-Reply-To", try Self.id(parent, field: "In-Reply-To")) }
    var ids: [String] = []
    for id in mail.references { ids.append(try Self.id(id, field: "References")) }
    if !ids.isEmpty { writer.add("References", tokens: Self.trimmed(ids)) }
  }

  private func writeUnsubscribe(_ mail: OutgoingMail, _ writer: inout HeaderWriter) throws(Fault) {
    var targets: [String] = []
    for uri in mail.listUnsubscribe {
      let isURI = uri.hasPrefix("mailto:") || uri.hasPrefix("https://")
      let isSafe = uri.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>\"".utf8.contains($0) }
      guard isURI, isSafe, uri.utf8.count < 900 else {
        throw Fault(.badInput, "List-Unsubscribe takes mailto: and https: addresses only.")
      }
      targets.append("<\(uri)>")
    }
    let separated = targets.enumerated().map { $0.offset < targets.count - 1 ? $0.element + "," : $0.element }
    if !targets.isEmpty { writer.add("List-Unsubscribe", tokens: separated) }
    guard mail.oneClickUnsubscribe else { return }
    // RFC 8058 §3.1: the one click is a POST to an https URI.
    guard mail.listUnsubscribe.contains(where: { $0.hasPrefix("https://") }) else {
      throw Fault(.badInput, "One-click unsubscribing needs an https: address.")
    }
    writer.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
  }

  private func writeExtras(_ mail: OutgoingMail, _ writer: inout HeaderWriter) throws(Fault) {
    for header in mail.extraHeaders {
      let isName = header.name.utf8.count <= 60 && header.name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A }
      guard isName, header.name.lowercased().hasPrefix(Self.ownPrefix) else {
        throw Fault(.badInput, "“\(header.name)” is no header that may be set: names begin with X-.")
      }
      try HeaderText.check(header.value, field: header.name)
      writer.add(header.name, text: header.value)
    }
  }

  private static func id(_ id: String, field: String) throws(Fault) -> String {
    guard MessageID.isWellFormed(id) else { throw Fault(.badInput, "\(field) holds something that is no Message-ID.") }
    return id
  }

  /// Line breaks and the blanks around them become one space: templates leave them behind.
  private static func collapsed(_ subject: String) -> String {
    var out = String.UnicodeScalarView()
    var pendingBreak = false
    for scalar in subject.unicodeScalars {
      if ["\r", "\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{0B}", "\u{0C}"].contains(scalar) {
        pendingBreak = true
      } else if pendingBreak, scalar == " " || scalar == "\t" {
        continue
      } else {
        if pendingBreak {
          while out.last == " " || out.last == "\t" { out.removeLast() }
          if !out.isEmpty { out.append(" ") }
        }
        pendingBreak = false
        out.append(scalar)
      }
    }
    return String(out)
  }

  /// First and last ids are what threads hang on; the middle goes where there are too many (RFC 5322 §3.6.4, mail-readers' use).
  private static func trimmed(_ ids: [String]) -> [String] {
    var tail = Array(ids.dropFirst())
    var length = ids.reduce(0) { $0 + $1.utf8.count + 1 }
    while length > maximumReferences, tail.count > 1 { length -= tail.removeFirst().utf8.count + 1 }
    return ids.prefix(1) + tail
  }

  /// RFC 5322 §3.3: `Tue, 03 Nov 2026 09:05:00 +0100`.
  static func date(_ moment: Timestamp, offset: Int) -> String {
    // Zones are whole minutes within a day here; anything else would not be a zone.
    let seconds = max(-86_340, min(86_340, offset)) / 60 * 60
    let time = CivilTime(moment, offset: seconds)
    let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][(time.weekday - 1 + 7) % 7]
    let zone = (seconds < 0 ? "-" : "+") + two(abs(seconds) / 3600) + two(abs(seconds) / 60 % 60)
    return "\(day), \(two(time.day)) \(MonthNames.english(time.month)) \(time.year) "
      + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) \(zone)"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// Month names as mail and IMAP write them, whatever the language.
enum MonthNames {
  /// In order, January first.
  static let all = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// The name of month 1 to 12; others are wrapped into the year.
  static func english(_ month: Int) -> String { all[((month - 1) % 12 + 12) % 12] }
}
