/// How far an update of the program is. Kept in a file outside the base, because the base itself may go back.
public enum UpdatePhase: String, StateMachine {
  /// Nothing newer is known.
  case none
  /// A newer version is known; it is not here.
  case announced
  case downloading
  /// It lies beside the present one, whole and checked.
  case ready
  /// The person asked for it; the program is ending.
  case restarting
  /// It runs and is being watched; nothing is sent.
  case trial
  /// It did not work; the present version runs again, with the base as it was.
  case rolledBack = "rolled_back"

  /// What can happen to it.
  public enum Event: String, CaseIterable, Sendable {
    case announce, download, fail, unpack, restart, cancel, tryOut = "try_out", confirm, rollBack = "roll_back", forget
  }

  /// Every legal move.
  public static let transitions: [Transition<UpdatePhase>] = [
    .on(.announce, from: .none, .announced, .ready, .rolledBack, to: .announced),
    .on(.download, from: .announced, .downloading, to: .downloading),
    .on(.fail, from: .downloading, to: .announced),
    .on(.unpack, from: .downloading, to: .ready),
    .on(.restart, from: .ready, to: .restarting),
    .on(.cancel, from: .restarting, to: .ready),
    .on(.tryOut, from: .restarting, to: .trial),
    .on(.confirm, from: .trial, to: .none),
    .on(.rollBack, from: .trial, to: .rolledBack),
    .on(.forget, from: .announced, .ready, .rolledBack, to: .none),
  ]
}
