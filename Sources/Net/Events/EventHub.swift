import Glibc
import Synchronization

/// Tells every open page what changed, as server-sent events (WHATWG HTML §9.2).
///
/// The latest events are kept in a ring that all subscribers read at their own pace, so none needs a queue of its own: one that falls
/// behind the ring's end is told to load anew (`event: reset`). Ids are `<epoch>-<number>`; the epoch is new for each process, so that an id
/// of an earlier one is recognised.
public final class EventHub: Sendable {
  /// One event as it goes out.
  struct Event: Sendable {
    let number: Int
    let bytes: [UInt8]
  }

  /// What a subscriber reads next.
  enum Next: Sendable {
    /// Nothing new.
    case nothing
    /// Events after its cursor, and the new cursor.
    case events([UInt8], cursor: Int)
    /// What it missed is gone; the new cursor.
    case reset(cursor: Int)
  }

  private struct State {
    var ring: [Event] = []
    /// Where the oldest event stands once the ring is full.
    var oldest = 0
    /// The number of the latest event; 0 before the first.
    var latest = 0
    /// Signals of the streams that wait.
    var wakes: Set<Int32> = []
  }

  /// Tells this process's ids from an earlier one's.
  let epoch: String
  private let capacity: Int
  private let heartbeatSeconds: Double
  private let state = Mutex(State())

  /// A hub without events.
  /// - Parameters:
  ///   - capacity: how many events are kept for those who come back.
  ///   - heartbeatSeconds: how often a silent stream sends a comment, so that a dead peer is noticed.
  public init(capacity: Int = 512, heartbeatSeconds: Double = 15) {
    (self.capacity, self.heartbeatSeconds) = (max(1, capacity), max(0.01, heartbeatSeconds))
    var random = SystemRandomNumberGenerator()
    epoch = String(random.next() as UInt64, radix: 36)
  }

  /// Streams that are open now.
  public var subscriberCount: Int { state.withLock { $0.wakes.count } }

  /// Sends an event to everyone. Never waits for a subscriber.
  /// - Parameters:
  ///   - name: the event's type; line ends in it are dropped.
  ///   - json: its data.
  public func publish(_ name: String, _ json: String) {
    let name = name.filter { !$0.isNewline }
    state.withLock { state in
      state.latest += 1
      let bytes = Self.wire(id: id(state.latest), name: name, data: json)
      let event = Event(number: state.latest, bytes: bytes)
      if state.ring.count < capacity {
        state.ring.append(event)
      } else {
        state.ring[state.oldest] = event
        state.oldest = (state.oldest + 1) % capacity
      }
      for wake in state.wakes { Socket.signal(wake) }
    }
  }

  /// Answers `GET /api/events`: a stream that goes on where `Last-Event-ID` left off.
  public var handler: HTTPHandler {
    { [self] request in
      let lastID = request.headers["Last-Event-ID"]
      return HTTPResponse(
        status: 200,
        headers: ["Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"]
      ) { [self] writer in
        try EventStream(self, heartbeatSeconds: heartbeatSeconds).run(from: lastID, to: writer)
      }
    }
  }

  // MARK: For the streams

  /// The id of an event.
  func id(_ number: Int) -> String { "\(epoch)-\(number)" }

  /// Where a stream starts; the latest event, where it has no id.
  /// - Returns: nil where the id is not one of this process's, so that the page has to load anew.
  func cursor(after lastID: String?) -> Int? {
    let latest = latest
    guard let lastID, !lastID.isEmpty else { return latest }
    let parts = lastID.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == epoch, let number = Int(parts[1]), (0...latest).contains(number) else { return nil }
    return number
  }

  /// The number of the latest event.
  var latest: Int { state.withLock { $0.latest } }

  /// What comes after a cursor.
  func next(after cursor: Int) -> Next {
    state.withLock { state in
      guard cursor < state.latest else { return .nothing }
      guard state.latest - cursor <= state.ring.count else { return .reset(cursor: state.latest) }
      var bytes: [UInt8] = []
      for offset in (state.ring.count - (state.latest - cursor))..<state.ring.count {
        bytes.append(contentsOf: state.ring[(state.oldest + offset) % state.ring.count].bytes)
      }
      return .events(bytes, cursor: state.latest)
    }
  }

  /// Wakes a signal at every event until `unsubscribe`.
  func subscribe(_ wake: Int32) { state.withLock { _ = $0.wakes.insert(wake) } }

  /// Stops waking; afterwards the signal may be closed.
  func unsubscribe(_ wake: Int32) { state.withLock { _ = $0.wakes.remove(wake) } }

  /// The text of an event; every line of the data gets its own field, whatever ends it.
  static func wire(id: String, name: String, data: String) -> [UInt8] {
    var text = "id: \(id)\nevent: \(name)\n"
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { text += "data: \(line)\n" }
    return Array((text + "\n").utf8)
  }
}
