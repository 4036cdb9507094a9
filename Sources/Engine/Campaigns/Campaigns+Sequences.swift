import Outreach
import Store

extension Campaigns {
  private static let sweep = 200
  /// Why a sequence ended whose mail lacked something.
  static let unwritten = "The next mail could not be written."

  /// Writes and queues the present step of a sequence, if it runs. A mail that can't be written ends the sequence, with the reason.
  public func goOn(_ id: Enrollment.ID) async throws {
    let context = context
    try await base.write { work in try Self.goOn(id, context, in: work) }
  }

  /// Goes on with every sequence of the present mode whose next step was not written or queued, as after the way in which mail leaves was changed.
  public func goOnWithAll() async throws {
    let context = context
    var before: [Enrollment.ID] = []
    while true {
      try Task.checkCancellation()
      let waiting = try await base.read { work in
        try EnrollmentTable.stalled(
          mode: context.policy.mode.sendMode, queues: context.policy.mode != .sendEach, limit: Self.sweep, in: work)
      }
      // What could not be moved on comes again; then the rest waits for the next time.
      guard !waiting.isEmpty, waiting != before else { return }
      before = waiting
      try await base.write { work in for id in waiting { try Self.goOn(id, context, in: work) } }
    }
  }

  static func goOn(_ id: Enrollment.ID, _ context: Sequence.Context, in work: Work) throws {
    guard let enrollment = try EnrollmentTable.find(id, in: work), enrollment.state == .active,
      enrollment.mode == context.policy.mode.sendMode, let lead = try LeadTable.find(enrollment.leadID, in: work)
    else { return }
    let campaign = try CampaignTable.get(enrollment.campaignID, in: work)
    do {
      try work.attempt { _ = try Sequence.write(enrollment, campaign: campaign, lead: lead, context, in: work) }
    } catch let fault as Fault {
      try EnrollmentTable.move(id, .fail, reason: unwritten, in: work)
      return try LeadEventTable.add("sequence_failed", to: lead.id, detail: fault.description, in: work)
    }
    guard let now = try EnrollmentTable.find(id, in: work) else { return }
    try Sequence.release(now, policy: context.policy, in: work)
  }

  /// Ends one lead's sequence by hand; what waits of it is cancelled.
  /// - Throws: `.notFound`; `.illegalState` where it is over.
  public func stop(_ id: Enrollment.ID, as acting: ActingAs) async throws -> Enrollment {
    try await base.write(as: acting) { work in
      guard let enrollment = try EnrollmentTable.find(id, in: work) else { throw Self.unknown }
      guard try Sequence.stop(enrollment, reason: "You stopped it.", in: work) else {
        throw Fault(.illegalState, "This lead's sequence is over: \(enrollment.state.rawValue).")
      }
      return try EnrollmentTable.find(id, in: work) ?? enrollment
    }
  }

  /// Takes up a sequence that was stopped or failed where it ended; its mails are written anew.
  /// - Throws: `.notFound`; `.illegalState` where it is not stopped.
  public func resume(_ id: Enrollment.ID, as acting: ActingAs) async throws -> Enrollment {
    let context = context
    return try await base.write(as: acting) { work in
      guard let enrollment = try EnrollmentTable.find(id, in: work) else { throw Self.unknown }
      guard try EnrollmentTable.move(id, .resume, in: work) else {
        throw Fault(.illegalState, "This lead's sequence can't be taken up again: \(enrollment.state.rawValue).")
      }
      let (campaign, lead) = (
        try CampaignTable.get(enrollment.campaignID, in: work), try LeadTable.get(enrollment.leadID, in: work)
      )
      try Sequence.write(enrollment, campaign: campaign, lead: lead, context, in: work)
      return try EnrollmentTable.find(id, in: work) ?? enrollment
    }
  }

  /// The person did a task: it counts as contact, and the sequence goes on from now.
  /// - Throws: `.refused` where the lead's sequence is over.
  public func finish(_ id: PersonTask.ID, as acting: ActingAs) async throws -> PersonTask {
    try await base.write(as: acting) { work in
      let task = try TaskTable.get(id, in: work)
      guard try EnrollmentTable.find(task.enrollmentID, in: work)?.state == .active else {
        throw Fault(.refused, "This lead's sequence is over or waits for you to say whether a mail is their answer.")
      }
      try TaskTable.move(id, .finish, in: work)
      if let state = try LeadTable.state(of: task.leadID, in: work), state.next(.contact) != nil {
        try LeadTable.move(task.leadID, .contact, in: work)
      }
      try LeadEventTable.add("task_done", to: task.leadID, detail: task.kind.rawValue, in: work)
      if let step = try StepTable.find(task.stepID, in: work) {
        try Sequence.advance(task.enrollmentID, past: step, at: work.now, in: work)
      }
      return try TaskTable.get(id, in: work)
    }
  }

  private static let unknown = Fault(.notFound, "There is no such lead in a campaign.")
}
