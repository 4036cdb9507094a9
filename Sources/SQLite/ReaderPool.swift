import Synchronization

/// Lends the reader connections in the order in which they were asked for.
final class ReaderPool: Sendable {
  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Connection, any Error>
  }

  private struct State {
    var free: [Connection]
    var waiting: [Waiter] = []
    var lastID: UInt64 = 0
  }

  /// All connections, lent or not.
  let connections: [Connection]
  private let state: Mutex<State>

  init(_ connections: [Connection]) {
    self.connections = connections
    state = Mutex(State(free: connections))
  }

  /// A free connection, or the next one to be returned. - Throws: `CancellationError` when the task is cancelled first.
  func acquire() async throws -> Connection {
    let id = state.withLock { state in
      state.lastID &+= 1
      return state.lastID
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<Connection, any Error>? = state.withLock { state in
          // Under the lock: a cancellation after this line finds the waiter in the list.
          if Task.isCancelled { return .failure(CancellationError()) }
          if let free = state.free.popLast() { return .success(free) }
          state.waiting.append(Waiter(id: id, continuation: continuation))
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
      }
      waiter?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Gives a connection to who has waited longest, or back to the pool.
  func release(_ connection: Connection) {
    let next = state.withLock { state -> Waiter? in
      guard !state.waiting.isEmpty else {
        state.free.append(connection)
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.continuation.resume(returning: connection)
  }
}
