import Outreach
import Store

/// How far the set-up wizard is; each step after the first can be skipped, and all can be come back to.
public struct Setup: Sendable {
  /// The steps in order.
  public enum Step: String, CaseIterable, Sendable { case welcome, identity, mode, mailbox, pace, protection, done }

  /// How a step was left.
  public enum State: String, Sendable { case open, done, skipped }

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Whether set-up was finished, and how each step was left.
  public func state() async throws -> (completed: Bool, steps: [Step: State]) {
    try await base.read { work in
      let states = try Step.allCases.map {
        ($0, try SettingTable.value("setup.step.\($0.rawValue)", in: work).flatMap(State.init(rawValue:)) ?? .open)
      }
      return (try SettingTable.value("setup.completed", in: work) == "true", Dictionary(uniqueKeysWithValues: states))
    }
  }

  /// Leaves a step. - Throws: `.refused` for skipping the first.
  public func leave(_ step: Step, as state: State, by acting: ActingAs) async throws {
    if state == .skipped, step == .welcome { throw Fault(.refused, "The first step can't be skipped.") }
    try await base.write(as: acting) { work in
      try SettingTable.set("setup.step.\(step.rawValue)", state.rawValue, sealed: false, in: work)
    }
  }

  /// Finishes set-up.
  public func complete(as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in try SettingTable.set("setup.completed", "true", sealed: false, in: work) }
  }
}
