import Outreach

/// The header of the mail that a notification is about, as far as it came back.
struct ReturnedMail {
  private(set) var messageID: String?
  private(set) var to: [String] = []
  private(set) var from: [String] = []
  /// The recipient that Hotmail's complaint programme names in the copy.
  private(set) var complainedRecipient: String?

  /// Looks into carried messages, header parts, and the copy below the text, in this order.
  init(_ tree: MIMETree, text: ReportText?) {
    if let index = tree.nodes.firstIndex(where: \.isEmbeddedMessage) { take(tree.nodes[index].header) }
    // Some put the returned header where the part's own should stand.
    if messageID == nil,
      let part = tree.nodes.first(where: {
        $0.parent != nil && $0.header.raw("message-id") != nil && $0.header.raw("received") != nil
      })
    {
      take(part.header)
    }
    if messageID == nil || to.isEmpty, let leaf = tree.nodes.first(where: Self.holdsHeader) {
      take(Self.header(in: ByteLines(leaf.decoded)))
    }
    guard let text, messageID == nil || to.isEmpty else { return }
    take(Self.header(in: text.copy))
    if messageID == nil { searchForID(in: text.copy) }
    if messageID == nil { searchForID(in: text.lines.map(\.raw)) }
  }

  private static func holdsHeader(_ node: MailEntity) -> Bool {
    ["text/rfc822-headers", "message/rfc822-headers", "text/rfc822-header", "message/global-headers", "text/rfc822"].contains(
      node.type)
      || (node.carriesMessage && !["", "7bit", "8bit", "binary"].contains(node.encoding))
  }

  /// The fields at the beginning of some lines; empty lines before them are skipped.
  static func header(in lines: some Sequence<ArraySlice<UInt8>>) -> HeaderSection {
    var section = HeaderSection()
    var taken = 0
    for line in lines.prefix(1000) {
      let isEmpty = line.allSatisfy(Octets.isSpace)
      if isEmpty, taken == 0 { continue }
      if isEmpty || section.take(line) == .body {
        if taken > 2 { break }
        continue
      }
      taken += 1
    }
    section.finish()
    return section
  }

  private mutating func take(_ header: HeaderSection) {
    if messageID == nil { messageID = header.raw("message-id").flatMap { MessageIDs.read($0).first } }
    if to.isEmpty { to = header.addresses("to").map { $0.address.lowercased() } }
    if from.isEmpty {
      from = (header.addresses("from") + header.addresses("sender") + header.addresses("return-path")).map {
        $0.address.lowercased()
      }
    }
    if complainedRecipient == nil, let raw = header.raw("x-hmxmroriginalrecipient") {
      complainedRecipient = AddressFinder.all(in: raw).first?.address
    }
  }

  private mutating func searchForID(in lines: [ArraySlice<UInt8>]) {
    for line in lines {
      guard let at = Self.fieldStart(line) else { continue }
      if let id = MessageIDs.read(line[at...]).first {
        messageID = id
        return
      }
    }
  }

  /// Where the value of a `Message-ID:` begins in a line, quoted or indented as it may be.
  private static func fieldStart(_ line: ArraySlice<UInt8>) -> Int? {
    let lead = line.drop { Octets.isSpace($0) || $0 == 0x3E || $0 == 0x2A || $0 == 0x7C }
    guard Octets.begins(lead, "message-id"), let colon = lead.firstIndex(of: 0x3A), colon - lead.startIndex < 14 else { return nil }
    return colon + 1
  }
}
