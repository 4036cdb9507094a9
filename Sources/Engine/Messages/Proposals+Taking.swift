import Finding
import Outreach
import Store

extension Proposals {
  /// A text as the review shows it.
  public struct Shown: Sendable {
    public let proposal: Proposal
    /// It is being written now.
    public let isWaiting: Bool
    /// What would be sent now is another request: facts, mail or model changed since it was written.
    public let isOld: Bool
    /// For each of its sentences, whether it stands in the mail as it is now.
    public let inMail: [Bool]
    /// The mail's template asks for an opening, so that this one, accepted, gets into it by itself.
    public let fillsTemplate: Bool
    /// Taking it makes plain paragraphs of the mail's HTML, since its words don't stand there as the text has them.
    public let flattensHTML: Bool
  }

  /// The texts for a mail.
  public func of(_ id: Message.ID) async throws -> [Shown] {
    try await base.read { work in
      let message = try MessageTable.get(id, in: work)
      guard let step = message.stepID else { return [] }
      let isRunning = try Self.isRunning(in: work)
      let wording = try StepTable.find(step, in: work).flatMap { Opening.wording($0, of: message, for: message.leadID) }
      let wants = wording.map(Opening.isWanted(by:)) ?? false
      return try ProposalTable.list(lead: message.leadID, step: step, in: work).map { proposal in
        let parts = MailParts(message.content.text)
        let text = parts.text
        return Shown(
          proposal: proposal, isWaiting: proposal.content == nil && proposal.problem == nil && isRunning,
          isOld: try isOld(proposal, message, in: work),
          inMail: proposal.content?.sentences.map { !$0.isDropped && text.contains($0.text) } ?? [],
          fillsTemplate: try wants && proposal.kind == .snippet && !MessageTable.wasEdited(id, in: work),
          flattensHTML: proposal.kind == .mail && message.content.html.map { MailFrame($0, parts) == nil } ?? false)
      }
    }
  }

  /// Whether texts are being written.
  static func isRunning(in work: Work) throws -> Bool {
    try JobTable.isOpen(Propose.kind, in: work) || JobTable.isOpen(ProposeMany.kind, in: work)
  }

  private func isOld(_ proposal: Proposal, _ message: Message, in work: Work) throws -> Bool {
    guard let content = proposal.content, message.state == .composed, let model,
      let material = try? ProposalMaterial(message.id, kind: proposal.kind, policy: settings.policy, in: work)
    else { return false }
    return try Self.hash(writer.request(material.ask, model: model)) != content.requestHash
  }

  /// Puts a text into a mail, as if the person had typed it: literal, escaped in HTML, never a template. An approval is void with it, and
  /// greeting, closing, footer and opt-out stay as they are.
  /// - Throws: `.stale` where the mail changed since it was read; `.refused` where nothing of the text may be used.
  public func take(_ id: Proposal.ID, into message: Message.ID, version: Int, as acting: ActingAs) async throws -> Message {
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      let proposal = try ProposalTable.get(id, in: work)
      let mail = try MessageTable.get(message, in: work)
      guard proposal.leadID == mail.leadID, proposal.stepID == mail.stepID, mail.kind == .campaign else {
        throw Fault(.badInput, "This text was written for another mail.")
      }
      guard let content = proposal.content, !content.paragraphs.isEmpty else {
        throw Fault(.refused, "There is nothing in this text that may be used; the mail keeps your words.")
      }
      if let filled = try fill(proposal, mail, version, policy, in: work) { return filled }
      let taken = try Messages.change(message, version: version, in: work) { mail in
        try Self.put(content, proposal.kind, into: &mail)
      }
      try ProposalTable.accept(id, true, in: work)
      try MessageTable.event("proposal_taken", of: message, lead: mail.leadID, detail: content.model, in: work)
      try AuditTable.append(
        "take_proposal", "message", message.rawValue, after: ["kind": proposal.kind.rawValue, "hash": taken.contentHash],
        lead: mail.leadID, in: work)
      return taken
    }
  }

  /// Accepts an opening that the mail's template asks for. - Returns: the mail with it; nil where the template asks for none.
  private func fill(_ proposal: Proposal, _ mail: Message, _ version: Int, _ policy: Policy, in work: Work) throws -> Message? {
    guard proposal.kind == .snippet, try !MessageTable.wasEdited(mail.id, in: work),
      let step = try StepTable.find(proposal.stepID, in: work),
      let wording = Opening.wording(step, of: mail, for: mail.leadID), Opening.isWanted(by: wording)
    else { return nil }
    guard mail.version == version else {
      throw Fault(.stale, "The mail changed since you opened it; look at it again before you edit.")
    }
    try accept(proposal, true, step, policy, in: work)
    return try MessageTable.get(mail.id, in: work)
  }

  private static func put(_ content: ProposalContent, _ kind: WriterAsk.Kind, into mail: inout MessageContent) throws(Fault) {
    var parts = MailParts(mail.text)
    let frame = mail.html.flatMap { MailFrame($0, parts) }
    switch kind {
    case .mail:
      parts.middle = content.paragraphs
      if let subject = content.subject, !subject.isDropped, !subject.text.isEmpty { mail.subject = subject.text }
      mail.html = mail.html.map { frame?.html(with: content.paragraphs) ?? parts.html(instead: $0) }
    case .snippet:
      let words = content.paragraphs.joined(separator: " ")
      guard !mail.text.contains(words) else { throw Fault(.illegalState, "These words stand in the mail already.") }
      parts.middle.insert(words, at: 0)
      mail.html = mail.html.map { frame?.html(before: words) ?? MailParts.html($0, with: words) }
    }
    mail.text = parts.text
  }

  /// What is doubtful in a mail because of a text that was taken into it, for the remarks before it goes.
  public static func lint(_ message: Message, in work: Work) throws -> [Lint.Finding] {
    guard let step = message.stepID else { return [] }
    return try ProposalTable.list(lead: message.leadID, step: step, in: work).flatMap { proposal in
      (proposal.content?.sentences ?? []).compactMap { sentence in
        guard !sentence.isDropped, let flag = sentence.flags.first, message.content.text.contains(sentence.text) else { return nil }
        return Lint.Finding(.warn, "evidence", "“\(sentence.text)” \(flag.text)")
      }
    }
  }
}
