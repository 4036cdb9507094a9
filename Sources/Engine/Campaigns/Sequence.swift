import Outreach
import Store
import Text

/// One lead's way through a campaign: what is written for it, what is its turn, and what ends it.
///
/// Where a lead stands is `position` and `lastAt` of its enrollment: the step that comes next, and when the one before it really left.
/// When a step is due is worked out from them each time it is asked for, so that a changed wait or zone needs no second bookkeeping.
enum Sequence {
  /// An automatic answer that names no day of return holds a sequence for so long.
  static let awaySeconds = 7 * 86_400
  /// A day of return that is further off is no day of return.
  private static let longestAwaySeconds = 366 * 86_400

  /// Writes what the sequence's present step needs, and in a campaign that is approved as a whole all steps after it.
  ///
  /// Steps that are not for this lead are passed over; where none is left the enrollment is finished.
  /// - Returns: how many mails and tasks were written.
  /// - Throws: `.badInput` where a mail can't be written for this lead.
  @discardableResult
  static func write(_ enrollment: Enrollment, campaign: Campaign, lead: Lead, _ context: Context, in work: Work) throws -> Int {
    let steps = try StepTable.list(of: campaign.id, in: work)
    let hasEmail = lead.details.email != nil
    let ahead = steps.filter { $0.position >= enrollment.position && $0.applies(hasEmail: hasEmail) }
    guard let present = ahead.first else {
      if !hasEmail, enrollment.lastAt == nil {
        throw Fault(.badInput, "“\(lead.details.businessName)” has no e-mail address; add one, or choose another way to reach it.")
      }
      try EnrollmentTable.move(enrollment.id, .lastSent, in: work)
      return 0
    }
    var now = enrollment
    if present.position != enrollment.position {
      try EnrollmentTable.advance(enrollment.id, to: present.position, after: nil, in: work)
      now.position = present.position
    }
    var written = 0
    if present.kind.isTask {
      written += try giveTask(now, step: present, lead: lead, context, in: work) ? 1 : 0
    }
    for step in ahead where !step.kind.isTask && (step.id == present.id || campaign.approval == .sequence) {
      let message = try Messages.compose(now, campaign: campaign, step: step, lead: lead, policy: context.policy, in: work)
      written += message == nil ? 0 : 1
    }
    return written
  }

  /// What writing needs besides the base.
  struct Context: Sendable {
    let policy: Policy
    let zones: any ZoneSource

    /// The zone in which a lead is written to.
    func zone(of lead: Lead, at moment: Timestamp) -> RecipientZone {
      zones.recipientZone(lead.details.whereabouts, sender: policy.sender.timeZone, at: moment)
    }
  }

  private static func giveTask(_ enrollment: Enrollment, step: Step, lead: Lead, _ context: Context, in work: Work) throws -> Bool {
    guard try !TaskTable.contains(enrollment: enrollment.id, step: step.id, in: work) else { return false }
    let text = try ContentBuilder(policy: context.policy).taskText(
      for: lead, text: step.variant(for: lead.id)?.text ?? "", seed: "\(lead.id)/\(step.id)")
    let due = due(enrollment, step, zone: context.zone(of: lead, at: work.now), context) ?? work.now
    try TaskTable.insert(
      PersonTask(id: PersonTask.ID(at: work.now.rawValue), enrollment: enrollment, step: step, text: text, dueAt: due), in: work)
    if try LeadTable.state(of: lead.id, in: work) == .approved { try LeadTable.move(lead.id, .prepare, in: work) }
    return true
  }

  /// When a step's wait is over, in the recipient's zone; nil for a step that follows nothing.
  static func due(_ enrollment: Enrollment, _ step: Step, zone: RecipientZone, _ context: Context) -> Timestamp? {
    guard let last = enrollment.lastAt else { return enrollment.awayUntil }
    let calendar = BusinessCalendar(country: zone.country, skipsHolidays: context.policy.pace.skipsHolidays)
    let end = step.wait.end(
      after: last, offset: { context.zones.offset(of: zone.name, at: $0) ?? 0 }, isWorkday: { !calendar.isHoliday($0) })
    return max(end, enrollment.awayUntil ?? end)
  }

  /// Whether it is a mail's turn: the step before it left.
  static func isTurn(_ message: Message, in work: Work) throws -> Bool {
    guard let id = message.enrollmentID, let enrollment = try EnrollmentTable.find(id, in: work) else { return true }
    return message.position <= enrollment.position
  }

  /// Notes that a step was done, and asks for the next one.
  static func advance(_ id: Enrollment.ID, past step: Step, at moment: Timestamp, in work: Work) throws {
    guard step.position >= 0, let enrollment = try EnrollmentTable.find(id, in: work), enrollment.position <= step.position else {
      return
    }
    try EnrollmentTable.advance(id, to: step.position + 1, after: moment, in: work)
    if try StepTable.list(of: step.campaignID, in: work).allSatisfy({ $0.position <= step.position }) {
      try EnrollmentTable.move(id, .lastSent, in: work)
    } else {
      try GoOn(enrollment: id).add(in: work)
    }
  }

  /// Puts the present step's mail into the queue where it is approved and needs no “Send now”.
  static func release(_ enrollment: Enrollment, policy: Policy, in work: Work) throws {
    guard policy.mode != .sendEach, enrollment.state == .active else { return }
    for message in try MessageTable.list(of: enrollment.id, in: work)
    where message.state == .approved && message.position == enrollment.position {
      try queue(message, enrollment, in: work)
    }
  }

  /// Puts an approved mail into the queue, out of the way until it can be due.
  static func queue(_ message: Message, _ enrollment: Enrollment?, in work: Work) throws {
    var stamp = MessageTable.Stamp()
    if let last = enrollment?.lastAt, let id = message.stepID, let step = try StepTable.find(id, in: work) {
      let earliest = max(step.wait.earliest(after: last), enrollment?.awayUntil ?? last)
      if earliest > message.notBefore ?? work.now { stamp.notBefore = .some(earliest) }
    }
    try MessageTable.move(message.id, .queue, stamp, in: work)
  }

  /// Ends an enrollment by hand or by what happened elsewhere, and cancels what waits of it.
  /// - Parameter reason: why, in words without anybody's data.
  /// - Returns: whether it was running.
  @discardableResult
  static func stop(_ enrollment: Enrollment, reason: String, in work: Work) throws -> Bool {
    guard try EnrollmentTable.move(enrollment.id, .stop, reason: reason, in: work) else { return false }
    try cancelWaiting(of: enrollment.id, why: reason, in: work)
    try LeadEventTable.add("sequence_stopped", to: enrollment.leadID, detail: reason, in: work)
    return true
  }

  /// Ends the sequence that a mail belongs to, because the mail was taken out of it: nothing may follow what was never said.
  static func stop(with message: Message, reason: String, in work: Work) throws {
    guard let enrollment = try message.enrollmentID.flatMap({ try EnrollmentTable.find($0, in: work) }) else { return }
    try stop(enrollment, reason: reason, in: work)
  }

  /// Cancels what an enrollment has not sent yet.
  static func cancelWaiting(of id: Enrollment.ID, why: String, in work: Work) throws {
    for message in try MessageTable.list(of: id, in: work)
    where message.state.next(.cancel) != nil && message.state != .savedAsDraft {
      try MessageTable.move(message.id, .cancel, detail: why, in: work)
    }
  }

  /// Ends every sequence of a lead.
  static func stopAll(of lead: Lead.ID, reason: String, in work: Work) throws {
    for enrollment in try EnrollmentTable.list(of: lead, in: work) { try stop(enrollment, reason: reason, in: work) }
  }

  /// Somebody answered: where a campaign says so, nobody else at that company gets a mail of it.
  static func stopCompany(of lead: Lead.ID, mode: SendMode, in work: Work) throws {
    guard let company = company(of: try LeadTable.find(lead, in: work)?.details.email) else { return }
    for enrollment in try EnrollmentTable.ofCompany(company, mode: mode, except: lead, in: work) {
      try stop(enrollment, reason: "Somebody at this company answered.", in: work)
    }
  }

  /// The domain that stands for a company; nil where strangers share it.
  static func company(of address: String?) -> String? {
    guard let host = address?.split(separator: "@").last.map(String.init), !Domain.isShared(host) else { return nil }
    return Domain.registrable(host)
  }

  /// An automatic answer: the sequence goes on once the person is back.
  static func hold(_ reply: Reply, in work: Work) throws {
    let back = reply.content.returnDate.flatMap {
      $0 > reply.receivedAt && $0 < reply.receivedAt.adding(seconds: longestAwaySeconds) ? $0 : nil
    }
    for enrollment in try EnrollmentTable.list(of: reply.leadID, in: work)
    where enrollment.state == .active || enrollment.state == .held {
      try EnrollmentTable.setAway(enrollment.id, until: back ?? reply.receivedAt.adding(seconds: awaySeconds), in: work)
    }
  }

  /// The thread that a mail continues: what left before it in the sequence.
  static func thread(of message: Message, in work: Work) throws -> (inReplyTo: String?, references: [String])? {
    guard message.position > 0, let id = message.enrollmentID else { return nil }
    let before = try MessageTable.list(of: id, in: work).filter {
      $0.position < message.position && ($0.state.mayHaveLeft || $0.state == .savedAsDraft)
    }.compactMap(\.headerID)
    guard let last = before.last else { return nil }
    return (last, before)
  }
}

/// Writes the next step of a sequence whose present one was done.
public struct GoOn: Job {
  /// `go-on`.
  public static let kind = "go-on"
  /// What the System screen calls it.
  public static let title = "Go on with a sequence"
  /// Nil for every sequence that runs and has nothing written.
  let enrollment: Enrollment.ID?

  /// For an enrollment, or all where nil.
  public init(enrollment: Enrollment.ID?) { self.enrollment = enrollment }

  /// One at a time, with the other writing.
  public var lane: String { "compose" }
  /// One waiting job an enrollment is enough.
  public var once: String? { "go-on/\(enrollment?.rawValue ?? "all")" }

  /// What runs it.
  public static func handler(_ campaigns: Campaigns) -> JobHandler {
    .on(GoOn.self) { job, _ in
      if let one = job.enrollment { try await campaigns.goOn(one) } else { try await campaigns.goOnWithAll() }
    }
  }
}
