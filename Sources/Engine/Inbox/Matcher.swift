import Finding
import Outreach
import Store
import Text

/// Tells whose mail a received one is: by our Message-IDs, then by the sender, then by company or subject as a mere possibility.
struct Matcher {
  let policy: Policy
  let work: Work
  /// Practice mail and all other never answer each other; drafts and sent mail do.
  private var practice: Bool { policy.mode == .practice }

  /// Over a transaction.
  init(policy: Policy, work: Work) { (self.policy, self.work) = (policy, work) }

  /// Whether a mail may be about ours and was not stored before, judged by its header alone.
  func mayBeOurs(_ head: IncomingMail) throws -> Bool {
    if let from = head.from?.address.lowercased(), isOwn(from) { return false }
    if let id = head.messageID, try ReplyTable.contains(headerID: id, mailbox: policy.mailbox, in: work) { return false }
    if looksAutomatic(head) { return true }
    return try find(head) != nil || unknownOwn(head) != nil
  }

  /// Stores a mail and applies what it proves. Returns nil where it is not ours or was stored before.
  func accept(_ mail: IncomingMail, received: Timestamp, mailbox: Mailbox.ID) throws -> Reply? {
    guard let from = mail.from, !isOwn(from.address.lowercased()) else { return nil }
    try recordUnknownOwn(mail, at: received)
    guard let match = try find(mail) else { return nil }
    let headerID = try mail.messageID ?? Self.madeUpID(mail)
    guard try !ReplyTable.contains(headerID: headerID, mailbox: mailbox, in: work) else { return nil }
    var reply = Reply(
      id: Reply.ID(at: work.now.rawValue), lead: match.lead, message: match.message?.id, mailbox: mailbox, kind: mail.kind,
      match: match.certainty,
      mode: match.message?.mode ?? policy.mode.sendMode,
      content: ReplyContent(
        from: from, subject: mail.subject, text: mail.text, body: mail.body, html: mail.html, returnDate: mail.returnDate),
      headerID: headerID, at: received)
    (reply.replyClass, reply.reasons) = (mail.replyClass, mail.reasons)
    reply.references = mail.references + mail.inReplyTo.filter { !mail.references.contains($0) }
    if match.certainty == .certain, reply.wantsNoAnswer { reply.state = .done }
    guard try ReplyTable.insert(reply, in: work) else { return nil }
    try LeadEventTable.add(mail.kind.rawValue, to: match.lead, in: work)
    if match.certainty == .certain {
      try suppressDead(mail, in: work)
      try Evidence.apply(reply, to: match.message?.id, in: work)
      if mail.kind == .bounce, let message = match.message, message.mode == .real {
        try BounceGuard.judge(message.mailboxID, in: work)
      }
    } else {
      for enrollment in try EnrollmentTable.list(of: match.lead, in: work) {
        try EnrollmentTable.move(enrollment.id, .hold, in: work)
      }
    }
    return reply
  }

  private struct Match {
    let lead: Lead.ID
    let message: Message?
    let certainty: Reply.Match
  }

  private func find(_ mail: IncomingMail) throws -> Match? {
    if let message = try Unsubscribing.message(named: mail.subject, in: work), (message.mode == .practice) == practice {
      return Match(lead: message.leadID, message: message, certainty: .certain)
    }
    let named = mail.originalMessageIDs + mail.references + mail.inReplyTo
    if let message = try MessageTable.find(headerIDs: named, practice: practice, in: work) {
      return Match(lead: message.leadID, message: message, certainty: .certain)
    }
    for recipient in mail.bounce?.recipients ?? [] {
      if let message = try MessageTable.lastSent(to: recipient.address, practice: practice, in: work) {
        return Match(lead: message.leadID, message: message, certainty: .certain)
      }
    }
    guard let from = mail.from?.address.lowercased(), ![.bounce, .delayed, .delivered].contains(mail.kind) else { return nil }
    if let message = try MessageTable.lastSent(to: from, practice: practice, in: work) {
      return Match(lead: message.leadID, message: message, certainty: .certain)
    }
    if let possible = try company(of: from) { return Match(lead: possible, message: nil, certainty: .possible) }
    if !ThreadSubject.bare(mail.subject).isEmpty, ThreadSubject.bare(mail.subject) != mail.subject.lowercased(),
      let message = try MessageTable.find(subject: mail.subject, practice: practice, in: work)
    {
      return Match(lead: message.leadID, message: message, certainty: .possible)
    }
    return nil
  }

  /// A mail of ours that this one is about and that the base does not know, as after it went back in time: its Message-ID and the lead
  /// that it went to.
  private func unknownOwn(_ mail: IncomingMail) throws -> (header: String, address: String, lead: Lead)? {
    guard !practice else { return nil }
    for header in (mail.originalMessageIDs + mail.references + mail.inReplyTo).prefix(50) {
      guard let id = try OwnMail.message(token: header, vault: work.vault), try MessageTable.find(id, in: work) == nil else {
        continue
      }
      let addresses = (mail.bounce?.recipients.map(\.address) ?? []) + [mail.from?.address.lowercased()].compactMap { $0 }
      for address in addresses.prefix(20) {
        if let lead = try LeadTable.find(email: address, in: work) { return (header, address, lead) }
      }
    }
    return nil
  }

  private func recordUnknownOwn(_ mail: IncomingMail, at moment: Timestamp) throws {
    guard let own = try unknownOwn(mail) else { return }
    var head = IncomingMail(kind: .other)
    (head.messageID, head.subject) = (own.header, ThreadSubject.bare(mail.subject))
    _ = try FoundMail.record(head, to: own.address, lead: own.lead, at: moment, policy: policy, in: work)
  }

  /// The lead of the sender's company that was written to, if any.
  private func company(of address: String) throws -> Lead.ID? {
    guard let host = address.split(separator: "@").last.map(String.init), !Domain.isShared(host),
      let domain = Domain.registrable(host)
    else { return nil }
    let own = policy.ownAddresses.compactMap { $0.split(separator: "@").last.flatMap { Domain.registrable(String($0)) } }
    if own.contains(domain) { return nil }
    return try LeadTable.writtenTo(domain: domain, practice: practice, in: work)
  }

  /// An id for a mail without one: the same for the same mail in another folder, another for any other mail.
  private static func madeUpID(_ mail: IncomingMail) throws -> String {
    let all = mail.headers.map { $0.name + ":" + $0.value }.joined(separator: "\n") + "\n" + mail.body
    return "<\(try Digest.hex(Array(all.utf8)).prefix(24))@unnamed.invalid>"
  }

  private func isOwn(_ address: String) -> Bool {
    policy.ownAddresses.contains(address)
  }

  private func looksAutomatic(_ head: IncomingMail) -> Bool {
    if [.bounce, .delayed, .delivered, .complaint, .receipt].contains(head.kind) { return true }
    let sender = head.from?.address.lowercased() ?? ""
    if sender.hasPrefix("mailer-daemon@") || sender.hasPrefix("postmaster@") || sender.isEmpty { return true }
    return head.headers.contains { field in
      let name = field.name.lowercased()
      return name == "x-failed-recipients" || (name == "content-type" && field.value.lowercased().contains("multipart/report"))
        || (name == "return-path" && field.value.split(whereSeparator: \.isWhitespace).joined() == "<>")
    }
  }

  private func suppressDead(_ mail: IncomingMail, in work: Work) throws {
    guard mail.kind == .bounce else { return }
    for recipient in mail.bounce?.recipients ?? [] where recipient.addressIsDead {
      guard let message = try MessageTable.lastSent(to: recipient.address, practice: practice, in: work) else { continue }
      try SuppressionTable.add(.address, recipient.address, .bounced, mode: message.mode, in: work)
    }
  }
}
