/// The lines of a notification that a program wrote, without the returned message that may follow them.
struct ReportText {
  /// Octets and lines looked at.
  static let maximumOctets = 256 * 1024
  static let maximumLines = 6000

  /// One line: as it stands, and with ASCII in lower case.
  struct Line {
    let raw: ArraySlice<UInt8>
    let lower: ArraySlice<UInt8>

    /// A line by its bytes.
    init(_ raw: ArraySlice<UInt8>) {
      self.raw = raw
      lower = raw.map(Octets.lower)[...]
    }

    var isEmpty: Bool { raw.allSatisfy(Octets.isSpace) }

    /// Whether it holds one of some lower-case words.
    func holds(_ words: [StaticString]) -> Bool {
      words.contains { Octets.index(of: $0, in: lower, from: lower.startIndex) != nil }
    }
  }

  /// What the program says.
  private(set) var lines: [Line] = []
  /// The returned message, where it is part of the text.
  private(set) var copy: [ArraySlice<UInt8>] = []

  /// Splits a text at the place where the returned message begins.
  init(_ text: String) {
    var inCopy = false
    for raw in ByteLines(Array(text.utf8.prefix(Self.maximumOctets))[...]) {
      if lines.count + copy.count >= Self.maximumLines { break }
      if inCopy {
        copy.append(raw)
        continue
      }
      let line = Line(raw)
      if Self.beginsHeader(line) {
        inCopy = true
        copy.append(raw)
      } else if !lines.isEmpty, Self.announcesCopy(line) {
        inCopy = true
      } else {
        lines.append(line)
      }
    }
  }

  /// The words above the copy that are not quoted, joined.
  var unquoted: [Line] { lines.filter { Octets.trimmed($0.raw).first != 0x3E || Octets.begins(Octets.trimmed($0.raw), ">>>") } }

  /// Whether a line is the first of a returned header.
  private static func beginsHeader(_ line: Line) -> Bool {
    let start = line.lower
    if Octets.begins(start, "received:") {
      return line.holds(["from ", "by ", "(qmail", "with "])
    }
    return Octets.begins(start, "return-path:") || Octets.begins(start, "dkim-signature:") || Octets.begins(start, "message-id:")
      || Octets.begins(start, "domainkey-signature:") || Octets.begins(start, "mime-version:") || Octets.begins(start, "x-mailer:")
      || Octets.begins(start, "x-received:") || Octets.begins(start, "delivered-to:") || Octets.begins(start, "x-originating-ip:")
  }

  /// Whether a line says that the returned message follows.
  private static func announcesCopy(_ line: Line) -> Bool {
    let trimmed = Octets.trimmed(line.lower)
    if line.holds(anywhere) { return true }
    guard let first = trimmed.first, trimmed.count < 120, [0x2D, 0x2A, 0x3D, 0x5F, 0x23, 0x3C].contains(first) else { return false }
    // The box `** YOU DO NOT NEED TO RESEND YOUR MESSAGE **` of Sendmail and Postfix announces nothing.
    if first == 0x2A || first == 0x23, line.holds(["resend", "warning"]) { return false }
    return line.holds(afterDashes)
  }

  private static let anywhere: [StaticString] = [
    "below this line is a copy", "is a copy of the message", "is a copy of the original", "is a copy of your message",
    "original message follows", "message headers follow",
    "unsent message below", "your original message is", "original message headers:", "original message header:",
    "lines of your message", "the original message is included", "first 50 lines of your", "your message follows",
    "message text follows",
    "copy of the message headers", "the returned message", "text of your message", "original mail info",
    "lines of the message follow",
    "original headers follow", "message header follows", "returned message follows", "the header and the first lines",
    "message is attached",
    "failed message follows", "undelivered message follows", "contents of your message", "your message reads",
    "text of the message was",
    "following is the content of", "en-têtes de message d'origine", "encabezados de mensaje originales",
    "ursprüngliche nachrichtenkopfzeilen",
  ]

  private static let afterDashes: [StaticString] = [
    "original message", "original mail", "unsent message", "message header", "copy of", "returned message", "your message",
    "ursprüngliche nachricht", "ursprungliche nachricht", "message d'origine", "mensaje original", "mensagem original",
    "messaggio originale", "исходное сообщение", "message follows", "undelivered message", "failed message", "returned mail",
    "rejected message",
    "headers follow", "mail follows", "header of the original", "headers of the original", "headers of your message",
    "header follows", "message below",
  ]
}
