/// Where a durable job stands.
public enum JobState: String, StateMachine {
  case pending, running, completed, failed, cancelled

  /// What can happen to a job.
  public enum Event: String, CaseIterable, Sendable { case take, complete, later, fail, cancel, retry }

  /// Every legal move.
  public static let transitions: [Transition<JobState>] = [
    .on(.take, from: .pending, to: .running),
    .on(.complete, from: .running, to: .completed),
    .on(.later, from: .running, to: .pending),
    .on(.fail, from: .running, to: .failed),
    .on(.cancel, from: .pending, .running, to: .cancelled),
    .on(.retry, from: .failed, .cancelled, to: .pending),
  ]
}
