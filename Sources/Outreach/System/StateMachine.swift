/// One stored state whose legal moves are a table. A stored state changes only through `after(_:)` and a guarded update.
public protocol StateMachine: RawRepresentable, CaseIterable, Hashable, Sendable, Codable where RawValue == String {
  /// What can happen to it.
  associatedtype Event: RawRepresentable, CaseIterable, Hashable, Sendable where Event.RawValue == String
  /// Every legal move, one row an event.
  static var transitions: [Transition<Self>] { get }
}

/// One row of a state machine's table: this event, from any of these states, leads there.
public struct Transition<State: StateMachine>: Sendable {
  /// What happened.
  public let event: State.Event
  /// The states in which it may happen.
  public let from: [State]
  /// Where it leads.
  public let to: State

  /// A row of the table.
  public static func on(_ event: State.Event, from: State..., to: State) -> Transition {
    Transition(event: event, from: from, to: to)
  }
}

extension StateMachine {
  /// The state that `event` leads to.
  /// - Throws: `.illegalState` when no row allows it.
  public func after(_ event: Event) throws(Fault) -> Self {
    guard let next = next(event) else {
      throw Fault(.illegalState, "“\(event.rawValue)” is not possible while the state is “\(rawValue)”.")
    }
    return next
  }

  /// The state that `event` leads to, or nil when no row allows it.
  public func next(_ event: Event) -> Self? {
    Self.transitions.first { $0.event == event && $0.from.contains(self) }?.to
  }
}
