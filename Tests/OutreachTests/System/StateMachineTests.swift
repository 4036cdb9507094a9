import Foundation
import Outreach
import Testing

/// Every stored state machine, erased to what the tests need of it.
struct Machine: Sendable {
  let name: String
  let states: [String]
  let events: [String]
  /// Every legal move as `event: from -> to`.
  let moves: [String]
  let ambiguous: [String]

  static func of<M: StateMachine>(_: M.Type) -> Machine where M.AllCases == [M], M.Event.AllCases == [M.Event] {
    var moves: [String] = []
    var ambiguous: [String] = []
    for state in M.allCases {
      for event in M.Event.allCases {
        let rows = M.transitions.filter { $0.event == event && $0.from.contains(state) }
        if rows.count > 1 { ambiguous.append("\(event.rawValue) from \(state.rawValue)") }
        if let next = state.next(event) { moves.append("\(event.rawValue): \(state.rawValue) -> \(next.rawValue)") }
      }
    }
    return Machine(
      name: "\(M.self)", states: M.allCases.map(\.rawValue), events: M.Event.allCases.map(\.rawValue), moves: moves,
      ambiguous: ambiguous)
  }

  static let all = [
    Machine.of(LeadState.self), .of(MessageState.self), .of(CampaignState.self), .of(EnrollmentState.self), .of(JobState.self),
    .of(MailboxState.self), .of(PersonTaskState.self), .of(DiscoveryState.self),
    .of(UpdatePhase.self),
  ]
}

@Suite struct StateMachineTests {
  @Test func `every legal move is as recorded`() throws {
    let text = Machine.all.map { "\($0.name)\n" + $0.moves.map { "  \($0)\n" }.joined() }.joined(separator: "\n")
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Snapshots/states.txt")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil { try Data(text.utf8).write(to: path) }
    let recorded = String(decoding: try Data(contentsOf: path), as: UTF8.self)
    #expect(text == recorded, "A rule changed; if it was meant, run again with RECORD_SNAPSHOTS=1 and look at the difference.")
  }

  @Test func `no move is ambiguous, every event can happen, every state is reached and named once`() {
    let starts = ["discovered", "composed", "stopped", "active", "pending", "ok", "pending_review", "open", "running", "none"]
    for machine in Machine.all {
      #expect(machine.ambiguous.isEmpty, "\(machine.name)")
      #expect(Set(machine.states).count == machine.states.count, "\(machine.name)")
      for event in machine.events { #expect(machine.moves.contains { $0.hasPrefix(event + ":") }, "\(machine.name).\(event)") }
      for state in machine.states where !starts.contains(state) {
        #expect(machine.moves.contains { $0.hasSuffix("-> " + state) }, "\(machine.name).\(state)")
      }
    }
  }

  @Test func `a mail that may have left never goes back to where it could leave again without a person or a proof`() {
    for state in MessageState.allCases where state.mayHaveLeft && state != .sending && state != .unsure {
      var reachable: Set<MessageState> = [state]
      var open = [state]
      while let next = open.popLast() {
        for event in MessageState.Event.allCases {
          if let to = next.next(event), reachable.insert(to).inserted { open.append(to) }
        }
      }
      #expect(reachable.isDisjoint(with: [.composed, .approved, .queued, .sending]), "\(state)")
    }
    let back = MessageState.transitions.filter { $0.to == .queued && $0.from.contains(.unsure) }.map(\.event)
    #expect(back == [.notSent])
  }

  @Test func `an impossible event is a fault that names event and state`() {
    do {
      _ = try MessageState.sent.after(.approve)
      Issue.record("sent mail was approved")
    } catch {
      #expect(error.code == .illegalState && error.detail.contains("approve") && error.detail.contains("sent"))
    }
  }
}
