import Outreach
import Store

/// Leaving a mode: what was written in one never becomes mail of another. What waits is cancelled, and what practice did is put away
/// as if it had not been.
enum ModeChange {
  private static let batch = 500
  /// The note of the mode that the base is in; none means practice, in which every base begins.
  private static let key = "state.send_mode"

  /// Whether the base is still in another mode.
  static func isLeft(for mode: SendMode, in work: Work) throws -> Bool { try current(in: work) != mode }

  /// Enters a mode, and leaves the one before it in the same transaction.
  static func enter(_ mode: SendMode, in work: Work) throws {
    let old = try current(in: work)
    guard old != mode else { return }
    try leave(old, in: work)
    try SettingTable.note(key, mode.rawValue, in: work)
    // Sequences of this mode that were under way before go on.
    if try !EnrollmentTable.unwritten(mode: mode, limit: 1, in: work).isEmpty { try GoOn(enrollment: nil).add(in: work) }
  }

  private static func current(in work: Work) throws -> SendMode {
    try SettingTable.value(key, in: work).flatMap(SendMode.init(rawValue:)) ?? .practice
  }

  private static func leave(_ mode: SendMode, in work: Work) throws {
    for state in [MessageState.composed, .approved, .queued] {
      while true {
        let waiting = try MessageList.inState(state, mode: mode, limit: batch, in: work)
        for message in waiting {
          try MessageTable.move(message.id, .cancel, detail: "The way in which mail leaves was changed.", in: work)
        }
        if waiting.count < batch { break }
      }
    }
    if mode == .practice { for lead in try PracticeArchiving.putAway(in: work) { try bringBack(lead, in: work) } }
    for lead in try EnrollmentTable.end(mode: mode, in: work) { try bringBack(lead, in: work) }
    work.changed("lead")
    work.changed("message")
  }

  /// A lead that was only written to in practice goes back to where it was; one that had real mail stays.
  private static func bringBack(_ id: Lead.ID, in work: Work) throws {
    guard let state = try LeadTable.state(of: id, in: work), state.next(.leavePractice) != nil,
      try !MessageList.hasRealContact(id, in: work)
    else { return }
    try LeadTable.move(id, .leavePractice, in: work)
  }
}
