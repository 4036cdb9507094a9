import Outreach
import SQLite

/// The `message` table: one row a mail of ours, its content sealed with the lead's key.
public enum MessageTable {
  /// Adds a composed message. - Throws: `SQLiteError` where the step was composed for this enrollment already.
  public static func insert(_ message: Message, in work: Work) throws {
    let to = message.content.to.address
    try work.tx.run(
      """
      INSERT INTO message (id, kind, mode, state, lead_id, enrollment_id, campaign_id, step_id, mailbox_id, to_hash, to_domain_hash, subject_hash, content_sealed,
        content_hash, approved_hash, composed_at, approved_at, not_before, undo_until, header_id, in_reply_to, thread, version, updated_at,
        position, variant)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
      """,
      [
        message.id.rawValue, message.kind.rawValue, message.mode.rawValue, message.state.rawValue, message.leadID.rawValue,
        message.enrollmentID?.rawValue, message.campaignID?.rawValue, message.stepID?.rawValue, message.mailboxID.rawValue,
        SuppressionTable.hash(address: to, in: work), SuppressionTable.hash(domainOf: to, in: work),
        hash(subject: message.content.subject, in: work), try seal(message.content, of: message.id, lead: message.leadID, in: work),
        message.contentHash, message.approvedHash,
        message.composedAt.rawValue, message.approvedAt?.rawValue, message.notBefore?.rawValue, message.undoUntil?.rawValue,
        message.headerID,
        message.inReplyTo, message.references.joined(separator: " "), message.version, work.now.rawValue, message.position,
        message.variant,
      ])
    try index(message.id, from: nil, to: message.content, in: work)
    try AttachmentTable.use(message.content.attachments, by: message.id, in: work)
    try event("composed", of: message.id, lead: message.leadID, in: work)
    try AuditTable.append(
      "compose", "message", message.id.rawValue, after: ["state": message.state.rawValue, "hash": message.contentHash],
      lead: message.leadID, in: work)
    work.changed("message", message.id.rawValue)
  }

  /// Whether a step's mail was written for an enrollment and not cancelled.
  public static func contains(enrollment: Enrollment.ID, step: Step.ID, in work: Work) throws -> Bool {
    try work.tx.int(
      "SELECT 1 FROM message WHERE enrollment_id = $1 AND step_id = $2 AND state <> 'cancelled'",
      [enrollment.rawValue, step.rawValue]) != nil
  }

  /// An enrollment's mails that were not cancelled, in the order of their steps.
  public static func list(of enrollment: Enrollment.ID, in work: Work) throws -> [Message] {
    try work.tx.rows(
      "SELECT * FROM message WHERE enrollment_id = $1 AND state <> 'cancelled' ORDER BY position, number LIMIT 100",
      [enrollment.rawValue]
    ) { try message($0, in: work) }
  }

  /// The newest mail of a step to a lead that was not cancelled; nil where none is written.
  public static func find(lead: Lead.ID, step: Step.ID, in work: Work) throws -> Message? {
    try work.tx.row(
      """
      SELECT * FROM message WHERE lead_id = $1 AND step_id = $2 AND state <> 'cancelled' AND archived = 0
      ORDER BY number DESC LIMIT 1
      """, [lead.rawValue, step.rawValue]
    ) { try message($0, in: work) }
  }

  /// Whether a person changed a mail's words by hand.
  public static func wasEdited(_ id: Message.ID, in work: Work) throws -> Bool {
    try work.tx.int("SELECT 1 FROM message_event WHERE message_id = $1 AND kind = 'edited' LIMIT 1", [id.rawValue]) != nil
  }

  /// Why the last approval of a mail became void; nil where none did.
  public static func voidReason(of message: Message, in work: Work) throws -> String? {
    let key = try work.key(of: message.leadID)
    return try work.tx.row(
      "SELECT detail_sealed FROM message_event WHERE message_id = $1 AND kind = 'void' ORDER BY number DESC LIMIT 1",
      [message.id.rawValue]
    ) { row in
      try row.blobOrNil("detail_sealed").map {
        String(decoding: try key.open($0, "message_event.detail_sealed/\(message.id)"), as: UTF8.self)
      }
    }.flatMap { $0 }
  }

  /// What may be set together with a move.
  public struct Stamp {
    public var approvedHash: String??
    public var approvedAt: Timestamp?
    public var notBefore: Timestamp??
    public var sentAt: Timestamp?
    public var headerID: String?
    /// The mail that it answers, and the thread before it, oldest first.
    public var thread: (inReplyTo: String?, references: [String])?
    public var countsAttempt = false
    /// The try told nothing about this mail, so it does not count.
    public var givesBackAttempt = false
    public var error: String??

    /// Nothing set.
    public init() {}
  }

  /// Moves a message by an event, with audit row and timeline, and only if it still is where it was read.
  /// - Parameter detail: one sentence for the timeline.
  /// - Throws: `.notFound`, `.illegalState` where the event is not possible now, `.conflict` where another write was first.
  @discardableResult
  public static func move(
    _ id: Message.ID, _ event: MessageState.Event, _ stamp: Stamp = Stamp(), detail: String? = nil, in work: Work
  ) throws -> MessageState {
    let found = try work.tx.row("SELECT state, lead_id FROM message WHERE id = $1", [id.rawValue]) {
      (try $0.text("state"), try $0.text("lead_id"))
    }
    guard let found, let state = MessageState(rawValue: found.0) else { throw Fault(.notFound, "There is no such message.") }
    let lead = Lead.ID(rawValue: found.1)
    let next = try state.after(event)
    var set = ["state = $3", "version = version + 1", "updated_at = $4"]
    var values: [(any SQLiteBindable)?] = [id.rawValue, state.rawValue, next.rawValue, work.now.rawValue]
    func assign(_ column: String, _ value: (any SQLiteBindable)?) {
      values.append(value)
      set.append("\(column) = $\(values.count)")
    }
    if let hash = stamp.approvedHash { assign("approved_hash", hash) }
    if let at = stamp.approvedAt { assign("approved_at", at.rawValue) }
    if let moment = stamp.notBefore { assign("not_before", moment?.rawValue) }
    if let at = stamp.sentAt { assign("sent_at", at.rawValue) }
    if let header = stamp.headerID { assign("header_id", header) }
    if stamp.givesBackAttempt { set.append("attempts = MAX(attempts - 1, 0)") }
    if let thread = stamp.thread {
      assign("in_reply_to", thread.inReplyTo)
      assign("thread", thread.references.joined(separator: " "))
    }
    if stamp.countsAttempt { set.append("attempts = attempts + 1") }
    if let error = stamp.error {
      assign("error_sealed", try error.map { try work.key(of: lead).seal(Array($0.utf8), "message.error_sealed/\(id)") })
    }
    guard try work.tx.run("UPDATE message SET \(set.joined(separator: ", ")) WHERE id = $1 AND state = $2", values) == 1 else {
      throw Fault(.conflict, "The message changed meanwhile; load it again.")
    }
    try self.event(event.rawValue, of: id, lead: lead, detail: detail, in: work)
    try AuditTable.append(
      event.rawValue, "message", id.rawValue, before: ["state": state.rawValue], after: ["state": next.rawValue], lead: lead,
      in: work)
    work.changed("message", id.rawValue)
    return next
  }

  /// Replaces a message's content; an approval of the old one is void, so the state must be `composed`.
  /// - Parameter event: `edited` by the person, or `rewritten` by the program.
  /// - Returns: false when another write was first.
  public static func replace(
    _ content: MessageContent, hash: String, of message: Message, event: String = "edited", in work: Work
  ) throws -> Bool {
    let changed = try work.tx.run(
      """
      UPDATE message SET content_sealed = $1, content_hash = $2, approved_hash = NULL, to_hash = $3, to_domain_hash = $4, subject_hash = $5,
        version = version + 1, updated_at = $6 WHERE id = $7 AND version = $8 AND state = 'composed'
      """,
      [
        try seal(content, of: message.id, lead: message.leadID, in: work), hash,
        SuppressionTable.hash(address: content.to.address, in: work),
        SuppressionTable.hash(domainOf: content.to.address, in: work), Self.hash(subject: content.subject, in: work),
        work.now.rawValue, message.id.rawValue, message.version,
      ])
    guard changed == 1 else { return false }
    try index(message.id, from: message.content, to: content, in: work)
    if content.attachments != message.content.attachments {
      try AttachmentTable.use(content.attachments, by: message.id, in: work)
    }
    try self.event(event, of: message.id, lead: message.leadID, in: work)
    try AuditTable.append(
      "edit", "message", message.id.rawValue, before: ["hash": message.contentHash], after: ["hash": hash], lead: message.leadID,
      in: work)
    work.changed("message", message.id.rawValue)
    return true
  }

  /// Moves the moment before which a message is not sent.
  public static func postpone(_ id: Message.ID, until moment: Timestamp?, in work: Work) throws {
    try work.tx.run(
      "UPDATE message SET not_before = $1, updated_at = $2 WHERE id = $3", [moment?.rawValue, work.now.rawValue, id.rawValue])
    work.changed("message", id.rawValue)
  }

  /// Notes the Message-ID with which the person's own mail program sent a mail; one that is taken already changes nothing.
  public static func rename(_ id: Message.ID, headerID: String, in work: Work) throws {
    try work.tx.run("UPDATE OR IGNORE message SET header_id = $1 WHERE id = $2", [headerID, id.rawValue])
  }

  /// One message; nil where there is none.
  public static func find(_ id: Message.ID, in work: Work) throws -> Message? {
    try work.tx.row("SELECT * FROM message WHERE id = $1", [id.rawValue]) { try message($0, in: work) }
  }

  /// One message. - Throws: `.notFound`.
  public static func get(_ id: Message.ID, in work: Work) throws -> Message {
    guard let message = try find(id, in: work) else { throw Fault(.notFound, "There is no such message.") }
    return message
  }

  /// Whether a message was put away when practice was left.
  public static func isArchived(_ id: Message.ID, in work: Work) throws -> Bool {
    try work.tx.int("SELECT archived FROM message WHERE id = $1", [id.rawValue]) == 1
  }

  /// The message with one of these Message-IDs, the last named first.
  /// - Parameter practice: whether practice mail is looked for, or all other.
  public static func find(headerIDs: [String], practice: Bool, in work: Work) throws -> Message? {
    for id in headerIDs.reversed().prefix(100) {
      let found = try work.tx.row(
        "SELECT * FROM message WHERE header_id = $1 AND (mode = 'practice') = $2 AND archived = 0", [id, practice],
        { try message($0, in: work) })
      if let found { return found }
    }
    return nil
  }

  /// The last message that left with this subject, reply prefixes aside; nil where none did.
  /// - Parameter practice: whether practice mail is looked for, or all other.
  public static func find(subject: String, practice: Bool, in work: Work) throws -> Message? {
    try work.tx.row(
      """
      SELECT * FROM message WHERE subject_hash = $1 AND sent_at IS NOT NULL AND (mode = 'practice') = $2 AND archived = 0
      ORDER BY number DESC LIMIT 1
      """, [hash(subject: subject, in: work), practice]
    ) { try message($0, in: work) }
  }

  /// The last message that left, or may have left, to an address; nil where none did.
  /// - Parameter practice: whether practice mail is looked for, or all other.
  public static func lastSent(to address: String, practice: Bool, in work: Work) throws -> Message? {
    try work.tx.row(
      """
      SELECT * FROM message WHERE to_hash = $1 AND (mode = 'practice') = $2 AND archived = 0
        AND state IN ('sent','delivered','opened','replied','categorized','bounced','unsure','saved_as_draft') ORDER BY number DESC LIMIT 1
      """, [SuppressionTable.hash(address: address, in: work), practice]
    ) { try message($0, in: work) }
  }

  /// Adds a line to a message's timeline.
  public static func event(_ kind: String, of id: Message.ID, lead: Lead.ID, detail: String? = nil, in work: Work) throws {
    let sealed = try detail.map { try work.key(of: lead).seal(Array($0.utf8), "message_event.detail_sealed/\(id)") }
    try work.tx.run(
      "INSERT INTO message_event (message_id, at, kind, detail_sealed) VALUES ($1, $2, $3, $4)",
      [id.rawValue, work.now.rawValue, kind, sealed])
  }

  /// A message's timeline, oldest first.
  public static func events(of message: Message, in work: Work) throws -> [LeadEventTable.Event] {
    let key = try work.key(of: message.leadID)
    return try work.tx.rows("SELECT * FROM message_event WHERE message_id = $1 ORDER BY number LIMIT 500", [message.id.rawValue]) {
      row in
      LeadEventTable.Event(
        at: Timestamp(rawValue: try row.int64("at")), kind: try row.text("kind"), actor: .system,
        detail: try row.blobOrNil("detail_sealed").map {
          String(decoding: try key.open($0, "message_event.detail_sealed/\(message.id)"), as: UTF8.self)
        })
    }
  }

  /// Maps a row; the content is opened.
  static func message(_ row: Row, in work: Work) throws -> Message {
    let id = Message.ID(rawValue: try row.text("id"))
    let lead = Lead.ID(rawValue: try row.text("lead_id"))
    let key = try work.key(of: lead)
    let content = SealedContent.message(Packed.fields(try key.open(try row.blob("content_sealed"), "message.content_sealed/\(id)")))
    func time(_ column: String) throws -> Timestamp? { try row.int64OrNil(column).map(Timestamp.init(rawValue:)) }
    var message = Message(
      id: id, kind: MessageKind(rawValue: try row.text("kind")) ?? .campaign,
      mode: SendMode(rawValue: try row.text("mode")) ?? .practice, lead: lead,
      mailbox: Mailbox.ID(rawValue: try row.text("mailbox_id")), content: content, hash: try row.text("content_hash"),
      at: Timestamp(rawValue: try row.int64("composed_at")))
    message.state = MessageState(rawValue: try row.text("state")) ?? .failed
    message.enrollmentID = try row.textOrNil("enrollment_id").map(Enrollment.ID.init(rawValue:))
    message.campaignID = try row.textOrNil("campaign_id").map(Campaign.ID.init(rawValue:))
    message.stepID = try row.textOrNil("step_id").map(Step.ID.init(rawValue:))
    message.approvedHash = try row.textOrNil("approved_hash")
    (message.approvedAt, message.notBefore) = (try time("approved_at"), try time("not_before"))
    (message.sentAt, message.undoUntil) = (try time("sent_at"), try time("undo_until"))
    (message.headerID, message.inReplyTo) = (try row.textOrNil("header_id"), try row.textOrNil("in_reply_to"))
    message.references = try row.text("thread").split(separator: " ").map(String.init)
    message.attempts = try row.int("attempts")
    message.lastError = try row.blobOrNil("error_sealed").map {
      String(decoding: try key.open($0, "message.error_sealed/\(id)"), as: UTF8.self)
    }
    (message.position, message.variant) = (try row.int("position"), try row.int("variant"))
    message.version = try row.int("version")
    message.updatedAt = Timestamp(rawValue: try row.int64("updated_at"))
    return message
  }

  private static func index(_ id: Message.ID, from old: MessageContent?, to new: MessageContent, in work: Work) throws {
    guard let number = try work.tx.int("SELECT number FROM message WHERE id = $1", [id.rawValue]) else { return }
    let was = try old.map { try MailSearch.words(of: $0, in: work) }
    try MailSearch.change(.message, number, from: was, to: try MailSearch.words(of: new, in: work), in: work)
  }

  private static func hash(subject: String, in work: Work) throws -> [UInt8] {
    try work.vault.hash(ThreadSubject.bare(subject), "subject")
  }

  private static func seal(_ content: MessageContent, of id: Message.ID, lead: Lead.ID, in work: Work) throws -> [UInt8] {
    try work.key(of: lead).seal(Packed.bytes(SealedContent.fields(content)), "message.content_sealed/\(id)")
  }
}
