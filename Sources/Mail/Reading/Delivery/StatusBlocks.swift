/// The fields of `message/delivery-status` (RFC 3464 §2), read leniently.
struct StatusBlocks {
  /// What is said of one recipient.
  struct Recipient {
    var final: String?
    var original: String?
    var action: String?
    var status: String?
    var diagnostic: String?

    var isEmpty: Bool { final == nil && original == nil && action == nil && status == nil }
  }

  /// Recipients read of one report.
  static let maximumRecipients = 2000

  private(set) var recipients: [Recipient] = []
  /// `Original-Message-ID`-like fields, wherever they stood.
  private(set) var originalMessageID: String?

  private var block = Recipient()
  private var name = ""
  private var value: [UInt8] = []

  /// Reads the lines of a report part, or of a text that holds such fields.
  init(_ lines: some Sequence<ArraySlice<UInt8>>) {
    for line in lines {
      if line.allSatisfy(Octets.isSpace) {
        finishField()
        finishBlock()
      } else if let first = line.first, Octets.isBlank(first), !name.isEmpty {
        if value.count < 8192 { value += [Octets.space] + Octets.trimmed(line) }
      } else {
        finishField()
        beginField(line)
      }
    }
    finishField()
    finishBlock()
  }

  private mutating func beginField(_ line: ArraySlice<UInt8>) {
    guard let colon = line.firstIndex(of: 0x3A), colon - line.startIndex < 60 else { return }
    name = Octets.token(line[..<colon])
    value = Array(Octets.trimmed(line[(colon + 1)...]).prefix(8192))
  }

  private mutating func finishField() {
    guard !name.isEmpty else { return }
    let text = EncodedWords.decode(value[...]).foldedWhiteSpace
    switch name {
    case "final-recipient":
      if block.final != nil || block.action != nil && block.original == nil { finishBlock() }
      block.final = Self.typed(text)
    case "original-recipient", "x-original-recipient":
      if block.original != nil { finishBlock() }
      block.original = Self.typed(text)
    case "x-actual-recipient", "x-failed-recipient":
      if block.original == nil, block.final == nil { block.original = Self.typed(text) }
    case "action": block.action = Self.word(text)
    case "status":
      block.status = StatusCode.enhanced(in: Array(text.utf8)[...]) ?? (Self.isStatus(text) ? String(text.prefix(5)) : nil)
    case "diagnostic-code", "diagnostic-text":
      if block.diagnostic == nil || !text.isEmpty { block.diagnostic = text }
    case "original-message-id", "x-original-message-id": originalMessageID = MessageIDs.read(value[...]).first ?? originalMessageID
    default: break
    }
    (name, value) = ("", [])
  }

  private mutating func finishBlock() {
    if !block.isEmpty, block.final != nil || block.original != nil || block.status != nil, recipients.count < Self.maximumRecipients
    {
      recipients.append(block)
    }
    block = Recipient()
  }

  private static func isStatus(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(5))
    return bytes.count == 5 && (bytes[0] == 0x32 || bytes[0] == 0x34 || bytes[0] == 0x35) && bytes[1] == 0x2E && bytes[3] == 0x2E
  }

  /// The first word in lower case, comments and punctuation dropped.
  private static func word(_ text: String) -> String {
    String(text.lowercased().prefix { $0.isLetter })
  }

  /// The address behind its type: `rfc822;ada@example.com`.
  private static func typed(_ text: String) -> String {
    guard let semicolon = text.firstIndex(of: ";"), !text[..<semicolon].contains("@") else { return text }
    return withoutEscapes(text[text.index(after: semicolon)...].foldedString)
  }

  /// With `\x{F6}` as the character that it stands for (RFC 6533 §3, utf-8-addr-xtext).
  private static func withoutEscapes(_ text: String) -> String {
    var rest = text[...]
    var out = ""
    while let slash = rest.firstIndex(of: "\\") {
      out += rest[..<slash]
      let tail = rest[slash...].dropFirst()
      guard tail.hasPrefix("x{"), let close = tail.firstIndex(of: "}"),
        let number = UInt32(tail[..<close].dropFirst(2), radix: 16), let scalar = Unicode.Scalar(number), number > 0x1F
      else {
        out.append("\\")
        rest = tail
        continue
      }
      out.unicodeScalars.append(scalar)
      rest = tail[tail.index(after: close)...]
    }
    return out + rest
  }
}

extension Substring {
  /// A string of it with white space folded.
  fileprivate var foldedString: String { String(self).foldedWhiteSpace }
}
