import Dispatch
import Net
import Synchronization

/// Lets asynchronous work write into an answer on its connection's own thread, which may block.
enum FileStream {
  /// Pieces that wait at most; then the work waits.
  private static let queued = 4

  private final class Pipe: Sendable {
    struct State {
      var pieces: [[UInt8]] = []
      var finished = false
      var failure: (any Error)?
      var abandoned = false
    }

    let state = Mutex(State())
    let filled = DispatchSemaphore(value: 0)
    let room = DispatchSemaphore(value: queued)
  }

  /// Runs the work and writes what it gives until it ends. - Throws: what the work threw, or that the peer is gone.
  static func run(
    into writer: any HTTPBodyWriter, _ work: @escaping @Sendable (@Sendable ([UInt8]) async throws -> Void) async throws -> Void
  ) throws {
    let pipe = Pipe()
    let task = Task {
      do {
        try await work { piece in
          while pipe.room.wait(timeout: .now()) == .timedOut {
            try Task.checkCancellation()
            try await Task.sleep(for: .milliseconds(2))
          }
          pipe.state.withLock { $0.pieces.append(piece) }
          pipe.filled.signal()
        }
      } catch { pipe.state.withLock { $0.failure = error } }
      pipe.state.withLock { $0.finished = true }
      pipe.filled.signal()
    }
    defer { task.cancel() }
    while true {
      pipe.filled.wait()
      let (piece, finished, failure) = pipe.state.withLock { state in
        (state.pieces.isEmpty ? nil : state.pieces.removeFirst(), state.finished && state.pieces.isEmpty, state.failure)
      }
      if let piece {
        pipe.room.signal()
        try writer.write(piece)
      } else if finished {
        if let failure { throw failure }
        return
      }
    }
  }
}
