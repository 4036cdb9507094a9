import Outreach

/// Recognises delivery reports, those of RFC 3464 and the many older forms.
struct BounceReader {
  private let content: MailContent
  private let mail: IncomingMail
  private let text: ReportText
  private let returned: ReturnedMail
  private let evidence: BounceEvidence

  /// A reader of a parsed message. - Parameter plain: its whole own text, HTML made plain where there is nothing else.
  init(_ content: MailContent, mail: IncomingMail, plain: String) {
    (self.content, self.mail) = (content, mail)
    text = ReportText(plain)
    returned = ReturnedMail(content.tree, text: text)
    evidence = BounceEvidence(mail: mail, text: text)
  }

  /// The report that a gateway passes on as an attachment of a mail of its own without a report part, or nil.
  static func readWrapped(_ content: MailContent, mail: IncomingMail) -> (IncomingMail.Kind, BounceReport)? {
    let nodes = content.tree.nodes
    let outer = BounceEvidence(mail: mail, text: ReportText(""))
    guard outer.comesFromMachine, outer.hasFailureSubject || content.reportText.isBlankText,
      !content.tree.ownNodes.contains(where: { nodes[$0].type.hasSuffix("delivery-status") }),
      let carrier = content.tree.ownNodes.first(where: { nodes[$0].carriesMessage })
    else { return nil }
    let inner = MIMETree(nodes[carrier].decoded, depth: nodes[carrier].depth + 1)
    guard inner.nodes[0].type == "multipart/report" else { return nil }
    let (parts, head) = (MailContent(inner), RFC5322Reader.mail(ofHeader: inner))
    return BounceReader(parts, mail: head, plain: parts.reportText).read()
  }

  /// The kind and the report, or nil where it is no delivery report.
  func read() -> (IncomingMail.Kind, BounceReport)? {
    if asksToConfirm { return nil }
    let blocks = statusBlocks()
    if let blocks, !blocks.recipients.isEmpty, let read = fromBlocks(blocks) { return read }
    let json = NotificationJSON(plain: mail.body)
    if let json, json.isBounce { return (.bounce, report(json.recipients.map(\.recipient), json.messageID)) }
    guard blocks != nil || isReport || evidence.isBounce else { return nil }
    return fromText()
  }

  /// A filter that holds our mail until we prove to be people sends the form of a delivery report for it.
  private var asksToConfirm: Bool {
    guard isReport, AwayWording.isChallenge(content.reportText), let blocks = statusBlocks(), !blocks.recipients.isEmpty else {
      return false
    }
    return blocks.recipients.allSatisfy { $0.status?.hasPrefix("4") == true }
  }

  private var isReport: Bool {
    content.tree.ownNodes.contains { index in
      let node = content.tree.nodes[index]
      return node.type == "multipart/report" && node.contentType["report-type"]?.lowercased() == "delivery-status"
    }
  }

  // MARK: Structured

  /// The fields of status parts; else those that stand in the text, in mail that otherwise looks like a report.
  private func statusBlocks() -> StatusBlocks? {
    var lines: [ArraySlice<UInt8>] = []
    var any = false
    for index in content.tree.ownNodes {
      let node = content.tree.nodes[index]
      guard ["message/delivery-status", "message/global-delivery-status", "text/delivery-status"].contains(node.type) else {
        continue
      }
      any = true
      lines += Array(ByteLines(node.decoded.prefix(ReportText.maximumOctets))) + [[]]
    }
    if any { return StatusBlocks(lines) }
    let plain = text.unquoted.map(\.raw)
    let isField = plain.contains { Octets.begins($0, "final-recipient") || Octets.begins($0, "original-recipient") }
    guard isField, evidence.comesFromMachine || isReport || evidence.hasFailureSubject else { return nil }
    return StatusBlocks(plain)
  }

  private func fromBlocks(_ blocks: StatusBlocks) -> (IncomingMail.Kind, BounceReport)? {
    let kind = Self.kind(of: blocks.recipients)
    let wanted = blocks.recipients.filter { kind == .delivered || !Self.isSuccess($0) }
    let sites = kind == .delivered ? [] : FailureSite.find(in: text.unquoted, ignored: ownAddresses)
    var recipients: [BounceReport.Recipient] = []
    for block in wanted {
      let (final, original) = (Self.usable(block.final), Self.usable(block.original))
      // Some name the mailbox inside their own walls as the final one; the person wrote to the other.
      let address = final.map(Self.isPublic) == false ? original ?? final : final ?? original
      let site = sites.first { $0.address == address }
      let words = Self.words(block.diagnostic, site: site)
      if let address {
        append(recipient(address, block, words: words, kind: kind), to: &recipients)
      } else {
        for other in fallbackAddresses(sites) { append(recipient(other, block, words: words, kind: kind), to: &recipients) }
      }
    }
    return (kind, report(recipients, blocks.originalMessageID))
  }

  private static func words(_ diagnostic: String?, site: FailureSite?) -> String? {
    if let diagnostic, !diagnostic.isEmpty { return diagnostic }
    return site.map { String(decoding: $0.diagnostic, as: UTF8.self) }
  }

  private func recipient(_ address: String, _ block: StatusBlocks.Recipient, words: String?, kind: IncomingMail.Kind)
    -> BounceReport.Recipient
  {
    if kind == .delivered {
      return .init(address: address, status: block.status, permanent: nil, addressIsDead: false, diagnostic: words)
    }
    let meaning = FailureMeaning(field: block.status, words: words)
    let isDelayed = block.action == "delayed"
    let permanent = isDelayed ? false : meaning.permanent ?? (kind == .bounce ? true : false)
    return .init(
      address: address, status: meaning.status, permanent: permanent, addressIsDead: meaning.addressIsDead && !isDelayed,
      diagnostic: words)
  }

  private static func kind(of recipients: [StatusBlocks.Recipient]) -> IncomingMail.Kind {
    if recipients.contains(where: { $0.action == "failed" || ($0.action == nil && $0.status?.hasPrefix("2") != true) }) {
      return .bounce
    }
    if recipients.contains(where: { $0.action == "delayed" }) { return .delayed }
    return recipients.allSatisfy(isSuccess) ? .delivered : .bounce
  }

  /// RFC 3464 §2.3.3: the actions that mean no failure.
  private static func isSuccess(_ recipient: StatusBlocks.Recipient) -> Bool {
    switch recipient.action {
    case "delivered", "relayed", "expanded", "deliverable": true
    case nil: recipient.status?.hasPrefix("2") == true
    default: false
    }
  }

  /// The address in a recipient field, or nil where it is a pipe, a file or nothing.
  private static func usable(_ field: String?) -> String? {
    guard let field, field.contains("@") else { return nil }
    if field.first == "|" || field.first == "/" { return nil }
    let bytes = Array(field.utf8)
    if let found = AddressFinder.all(in: bytes[...]).first { return found.address }
    let bare = field.lowercased().filter { $0 != "<" && $0 != ">" && !$0.isWhitespace }
    return bare.isEmpty || bare.hasPrefix("@") ? nil : bare
  }

  /// Whether an address may be reached from outside: its domain has a dot and no ending that only a company's own network knows
  /// (RFC 6762 §3 and appendix G, RFC 2606 §2).
  private static func isPublic(_ address: String) -> Bool {
    guard let at = address.lastIndex(of: "@") else { return false }
    let labels = address[at...].dropFirst().split(separator: ".")
    guard labels.count > 1, let last = labels.last else { return false }
    return !["local", "localdomain", "localhost", "lan", "internal", "intranet", "corp", "home", "private"].contains(last)
  }

  // MARK: From the text

  private func fromText() -> (IncomingMail.Kind, BounceReport)? {
    let kind: IncomingMail.Kind = evidence.isDelay ? .delayed : .bounce
    let sites = FailureSite.find(in: text.unquoted, ignored: ownAddresses)
    var recipients: [BounceReport.Recipient] = []
    let all = text.unquoted.reduce(into: [UInt8]()) { if $0.count < 16_384 { $0 += $1.raw + [Octets.space] } }
    for address in failedRecipientsHeader.isEmpty ? fallbackAddresses(sites) : failedRecipientsHeader {
      let site = sites.first { $0.address == address }
      var words = site.map { String(decoding: $0.diagnostic, as: UTF8.self) } ?? ""
      let isMute = FailureMeaning(field: nil, words: words).permanent == nil
      if isMute, sites.count <= 1 { words = String(decoding: all, as: UTF8.self) }
      let meaning = FailureMeaning(field: nil, words: words)
      let permanent = kind == .delayed ? false : meaning.permanent ?? true
      append(
        .init(
          address: address, status: meaning.status, permanent: permanent, addressIsDead: kind == .bounce && meaning.addressIsDead,
          diagnostic: words.isEmpty ? nil : String(words.foldedWhiteSpace.prefix(1000))), to: &recipients)
    }
    return (kind, report(recipients, nil))
  }

  /// `X-Failed-Recipients` (Exim, Gmail): the addresses themselves.
  private var failedRecipientsHeader: [String] {
    let values = mail.headers.filter { $0.name.lowercased() == "x-failed-recipients" }
    return values.flatMap { AddressFinder.all(in: Array($0.value.utf8)[...]).map(\.address) }
  }

  /// Where no report field names an address: the header, then the text, then the single recipient of the returned mail.
  private func fallbackAddresses(_ sites: [FailureSite]) -> [String] {
    if !failedRecipientsHeader.isEmpty { return failedRecipientsHeader }
    if !sites.isEmpty { return sites.map(\.address) }
    if returned.to.count == 1 { return returned.to }
    let mentioned = FailureSite.find(in: text.unquoted, ignored: ownAddresses, least: .mentioned)
    if !mentioned.isEmpty { return mentioned.map(\.address) }
    if let domain = mail.from?.address.split(separator: "@").last, evidence.comesFromMachine {
      let names = LocalNames.find(in: text.unquoted)
      if !names.isEmpty { return names.map { "\($0)@\(domain.lowercased())" } }
    }
    // A test mail to oneself: the only address named is the sender's own.
    let own = FailureSite.find(in: text.unquoted, ignored: [])
    return own.count == 1 ? own.map(\.address) : []
  }

  // MARK: Parts

  private var ownSender: Set<String> { Set(mail.to.map { $0.address.lowercased() }) }

  /// Addresses that a failure can't be about: who gets the report, who sent the returned mail, who reports.
  private var ownAddresses: Set<String> {
    var own = ownSender.union(returned.from)
    if let from = mail.from?.address.lowercased() { own.insert(from) }
    return own
  }

  private func append(_ recipient: BounceReport.Recipient, to list: inout [BounceReport.Recipient]) {
    if let index = list.firstIndex(where: { $0.address == recipient.address }) {
      if list[index].status == nil { list[index] = recipient }
    } else {
      list.append(recipient)
    }
  }

  private func report(_ recipients: [BounceReport.Recipient], _ id: String?) -> BounceReport {
    BounceReport(recipients: recipients, originalMessageID: returned.messageID ?? id)
  }
}
