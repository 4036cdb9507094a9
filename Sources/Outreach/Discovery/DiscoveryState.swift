/// Where one search for businesses stands.
public enum DiscoveryState: String, StateMachine {
  case running, completed, failed, cancelled

  /// What can happen to a search.
  public enum Event: String, CaseIterable, Sendable { case complete, fail, cancel, resume }

  /// Every legal move. A search that was broken off goes on where it stopped.
  public static let transitions: [Transition<DiscoveryState>] = [
    .on(.complete, from: .running, to: .completed),
    .on(.fail, from: .running, to: .failed),
    .on(.cancel, from: .running, to: .cancelled),
    .on(.resume, from: .failed, .cancelled, to: .running),
  ]
}
