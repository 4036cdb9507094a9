import Finding
import Outreach
import Store

/// “Why not now?” for any lead: the first thing that keeps its next mail here, and when that ends.
public struct WhyNot: Sendable, Hashable {
  /// A gate's name, or `review`, `enrollment`, `over`, `task`, `writing`, `send_now`, `message` or `now`.
  public let gate: String
  /// One sentence for the person.
  public let detail: String
  /// Nil where only a person can open it, or nothing is closed.
  public let opensAt: Timestamp?
  /// The mail that it is about.
  public let message: Message.ID?

  private init(_ gate: String, _ detail: String, opensAt: Timestamp? = nil, message: Message.ID? = nil) {
    (self.gate, self.detail, self.opensAt, self.message) = (gate, detail, opensAt, message)
  }

  /// The answer for a lead, as things are now. - Throws: `.notFound`.
  public static func of(_ id: Lead.ID, policy: Policy, zones: any ZoneSource, in work: Work) throws -> WhyNot {
    let lead = try LeadTable.get(id, in: work)
    let enrollments = try EnrollmentTable.list(of: id, in: work)
    if let running = enrollments.last(where: { $0.state == .active || $0.state == .held }) {
      return try of(running, lead, policy: policy, zones: zones, in: work)
    }
    if let closed = before(lead) { return closed }
    if let address = lead.details.email,
      let reason = try SuppressionTable.reason(for: address, mode: policy.mode.sendMode, in: work)
    {
      return WhyNot("suppression", "This person gets no more mail: \(reason.rawValue).")
    }
    guard let last = enrollments.last else { return WhyNot("enrollment", "It is in no campaign yet.") }
    return WhyNot("over", over(last))
  }

  /// Why an enrolled lead's next mail does not leave now.
  public static func of(_ enrollment: Enrollment, _ lead: Lead, policy: Policy, zones: any ZoneSource, in work: Work) throws
    -> WhyNot
  {
    guard enrollment.state == .active || enrollment.state == .held else { return WhyNot("over", over(enrollment)) }
    if let task = try TaskTable.open(of: enrollment.id, in: work) {
      let isDue = task.dueAt <= work.now
      return WhyNot(
        "task", isDue ? "It waits for you: \(words(task.kind))." : "Next is a task of yours: \(words(task.kind)).",
        opensAt: isDue ? nil : task.dueAt)
    }
    let next = try MessageTable.list(of: enrollment.id, in: work).first { $0.position >= enrollment.position }
    guard let next else { return WhyNot("writing", "Its next mail is not written yet.") }
    return try of(next, policy: policy, zones: zones, in: work)
  }

  /// Why a mail does not leave now.
  public static func of(_ message: Message, policy: Policy, zones: any ZoneSource, in work: Work) throws -> WhyNot {
    guard [.composed, .approved, .queued].contains(message.state) else {
      return WhyNot("message", "Its mail is \(message.state.rawValue.replacing("_", with: " ")).", message: message.id)
    }
    if message.state == .composed, let why = try MessageTable.voidReason(of: message, in: work) {
      return WhyNot(ClosedGate.Name.approval.rawValue, "It waits for your approval again: \(why)", message: message.id)
    }
    if message.state == .approved, policy.mode == .sendEach, try Sequence.isTurn(message, in: work) {
      return WhyNot("send_now", "Approved; it leaves once you press Send now.", message: message.id)
    }
    guard let gate = try Gates(policy: policy, zones: zones).firstClosed(for: message, in: work) else {
      return WhyNot("now", "Nothing keeps it: it leaves with the next look at the outbox.", message: message.id)
    }
    return WhyNot(gate.name.rawValue, gate.detail, opensAt: gate.opensAt, message: message.id)
  }

  private static func before(_ lead: Lead) -> WhyNot? {
    switch lead.state {
    case .discovered, .analyzing, .analyzed: WhyNot("review", "It was not looked at yet.")
    case .pendingReview: WhyNot("review", "It waits for your review.")
    case .rejected: WhyNot("review", "You rejected it.")
    case .failed, .expired: WhyNot("review", "It is \(lead.state.rawValue).")
    case .approved, .readyForOutreach, .contacted, .replied: nil
    }
  }

  private static func over(_ enrollment: Enrollment) -> String {
    if let reason = enrollment.reason { return "Its sequence is over: \(reason)" }
    switch enrollment.state {
    case .finished: return "Its sequence is over: every step was done."
    case .replied: return "Its sequence is over: they answered."
    case .bounced: return "Its sequence is over: the mail came back."
    case .unsubscribed: return "Its sequence is over: they asked for no more mail."
    case .failed: return "Its sequence is over: a mail failed."
    case .active, .held, .stopped: return "Its sequence was stopped."
    }
  }

  private static func words(_ kind: Step.Kind) -> String {
    switch kind {
    case .call: "a call"
    case .form: "their contact form"
    case .letter: "a letter"
    case .mail: "a mail"
    }
  }
}
