import Glibc
import Synchronization

/// The open connections of a server, to count them, to make room, and to stop.
///
/// A descriptor is shut down only under the lock and closed only after the connection is out of the table, so that never a new
/// connection with the same number is hit.
final class ConnectionTable: Sendable {
  private let maximum: Int
  private let connections = Mutex<[ObjectIdentifier: Connection]>([:])

  /// A table with room for so many connections.
  init(maximum: Int) { self.maximum = maximum }

  /// Connections whose threads have not ended.
  var count: Int { connections.withLock { $0.count } }

  /// Takes in a connection; where all places are taken, the one that is idle longest makes room.
  /// - Returns: false where none is idle.
  func admit(_ connection: Connection) -> Bool {
    connections.withLock { table in
      let living = table.values.filter { !$0.isEvicted }
      if living.count >= maximum {
        // Those that have not sent a byte of a request go first, then those that dawdle in a head.
        let waiting = living.filter { $0.phase == .idle }.min { $0.phaseSince < $1.phaseSince }
        guard let victim = waiting ?? living.filter({ $0.phase == .head }).min(by: { $0.phaseSince < $1.phaseSince }) else {
          return false
        }
        victim.evict()
      }
      table[ObjectIdentifier(connection)] = connection
      return true
    }
  }

  /// Takes a connection out; afterwards its descriptor may be closed.
  func remove(_ connection: Connection) {
    _ = connections.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
  }

  /// Ends the connections that wait for a request, and wakes those that stream.
  func closeIdle() {
    connections.withLock { table in
      for connection in table.values where connection.phase != .busy { connection.endReading() }
    }
  }

  /// Ends every connection at once and cancels its handler.
  func cutAll() {
    let all = connections.withLock { table in
      for connection in table.values { connection.cut() }
      return Array(table.values)
    }
    for connection in all { connection.cancelHandler() }
  }
}
