import Outreach
import Store

/// Writing anew what waits, because the lead or the sender is another by now.
enum Rewriting {
  private static let states: [MessageState] = [.composed, .approved, .queued, .failed]
  private static let batch = 200
  private static let senderKey = "state.sender"

  /// Replaces a waiting mail's content; a given approval is void, with the reason.
  static func replace(_ message: Message, by content: MessageContent, why: String, in work: Work) throws {
    var now = message
    if message.state != .composed {
      var stamp = MessageTable.Stamp()
      stamp.approvedHash = .some(nil)
      try MessageTable.move(message.id, .void, stamp, detail: why, in: work)
      now = try MessageTable.get(message.id, in: work)
    }
    guard try MessageTable.replace(content, hash: Messages.hash(content), of: now, event: "rewritten", in: work) else {
      throw Fault(.conflict, "The mail changed meanwhile; load it again.")
    }
  }

  /// Asks for the waiting mails to be written anew where who sends them, or the hours that greetings follow, changed since they were written.
  static func noteSender(_ policy: Policy, in work: Work) throws {
    let senders = [policy.sender] + policy.ways.filter { $0.id != policy.own }.map(\.sender)
    let parts =
      senders.flatMap { sender in
        [
          sender.name, sender.address, sender.replyTo ?? "", sender.company, sender.postalAddress, sender.calendarLink ?? "",
          sender.unsubscribeURL ?? "", sender.signature.text, sender.signature.html,
        ]
      } + [policy.pace.window.description]
    let mark = try work.vault.mark("sender:" + parts.map { "\($0.utf8.count):\($0)" }.joined())
    let known = try SettingTable.value(senderKey, in: work)
    guard known != mark else { return }
    try SettingTable.note(senderKey, mark, in: work)
    if known != nil { try RewriteMails().add(in: work) }
  }

  /// Whether who sends a mail is another than it says.
  static func isFromAnother(_ message: Message, _ policy: Policy) -> Bool {
    let policy = policy.of(message.mailboxID)
    return message.content.from.address != policy.sender.address || message.content.replyTo?.address != policy.sender.replyTo
      || (message.content.from.name ?? "") != policy.sender.name
  }

  /// One batch of waiting mails as they are written now. What a person changed by hand keeps its words.
  /// - Returns: where to go on, or nil at the end.
  static func rewrite(before: Int?, _ policy: Policy, in work: Work) throws -> Int? {
    var filter = MessageFilter()
    (filter.states, filter.kind) = (states, .campaign)
    let page = try MessageList.page(filter, before: before, limit: batch, in: work)
    for message in page.messages where message.mode == policy.mode.sendMode {
      let content = try self.content(of: message, policy, in: work)
      if content != message.content {
        try replace(
          message, by: content, why: "Your name, address or sending hours were changed, so the approval is void.", in: work)
      }
    }
    return page.next
  }

  /// What a waiting mail says as it is written now, from its mailbox.
  static func content(of message: Message, _ policy: Policy, in work: Work) throws -> MessageContent {
    let policy = policy.of(message.mailboxID)
    var content = message.content
    content.from = MailAddress(name: policy.sender.name, address: policy.sender.address)
    content.replyTo = policy.sender.replyTo.map { MailAddress(name: policy.sender.name, address: $0) }
    let mark = try Unsubscribing.token(of: message.id, in: work)
    content.listUnsubscribe = Unsubscribing.addresses(of: policy.sender, token: mark)
    guard try !MessageTable.wasEdited(message.id, in: work), let lead = try LeadTable.find(message.leadID, in: work),
      let step = try message.stepID.flatMap({ try StepTable.find($0, in: work) }),
      let variant = step.variants.first(where: { $0.key == message.variant })
    else { return content }
    let manner = try message.campaignID.map { ContentBuilder.Manner(try CampaignTable.get($0, in: work)) } ?? .init()
    let opening = try Opening.of(lead.id, step.id, for: variant, in: work)
    let fresh: MessageContent?
    do {
      fresh = try ContentBuilder(policy: policy, manner: manner, opening: opening).content(
        for: lead, subject: variant.subject.isEmpty ? "-" : variant.subject, text: variant.text, html: variant.html, mark: mark,
        seed: "\(lead.id)/\(step.id)")
    } catch { fresh = nil }
    guard var fresh else { return content }
    if variant.subject.isEmpty { fresh.subject = content.subject }
    fresh.attachments = step.attachments
    return fresh
  }
}

/// Writes the waiting mails anew after the sender's name or address changed.
public struct RewriteMails: Job {
  /// `rewrite-mails`.
  public static let kind = "rewrite-mails"
  /// What the System screen calls it.
  public static let title = "Write waiting mails anew"

  /// All of them.
  public init() {}

  /// With the other writing.
  public var lane: String { "compose" }
  /// One waiting job is enough.
  public var once: String? { "rewrite-mails" }

  /// What runs it.
  public static func handler(_ messages: Messages) -> JobHandler {
    .on(RewriteMails.self) { _, _ in try await messages.rewriteAll() }
  }
}

extension Messages {
  /// Writes every waiting mail as it is written now; where that changes it, its approval is void.
  public func rewriteAll() async throws {
    let policy = settings.policy
    var before: Int?
    repeat {
      try Task.checkCancellation()
      let from = before
      before = try await base.write { work in try Rewriting.rewrite(before: from, policy, in: work) }
    } while before != nil
  }
}
