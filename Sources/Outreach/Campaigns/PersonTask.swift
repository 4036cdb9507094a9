/// Where a task of a sequence stands.
public enum PersonTaskState: String, StateMachine {
  case open, done, cancelled

  /// What can happen to a task.
  public enum Event: String, CaseIterable, Sendable { case finish, cancel }

  /// Every legal move.
  public static let transitions: [Transition<PersonTaskState>] = [
    .on(.finish, from: .open, to: .done),
    .on(.cancel, from: .open, to: .cancelled),
  ]
}

/// A step that the person does by hand for one lead: a call, a contact form or a letter. It counts as contact.
public struct PersonTask: Sendable, Hashable {
  /// The id of a task.
  public typealias ID = Identifier<PersonTask>

  public var id: ID
  public var enrollmentID: Enrollment.ID
  public var campaignID: Campaign.ID
  public var stepID: Step.ID
  public var leadID: Lead.ID
  public var kind: Step.Kind
  public var mode: SendMode
  public var state: PersonTaskState
  /// What to say or write, for this lead; sealed at rest.
  public var text: String
  /// From then on it is shown.
  public var dueAt: Timestamp
  public var doneAt: Timestamp?

  /// A new, open task.
  public init(
    id: ID, enrollment: Enrollment, step: Step, text: String, dueAt: Timestamp
  ) {
    (self.id, enrollmentID, campaignID, leadID) = (id, enrollment.id, enrollment.campaignID, enrollment.leadID)
    (stepID, kind, mode, state) = (step.id, step.kind, enrollment.mode, .open)
    (self.text, self.dueAt, doneAt) = (text, dueAt, nil)
  }
}
