import Glibc

/// One subscriber's stream, run by its connection's thread until the page goes away or the server stops.
struct EventStream {
  /// How soon a browser comes back after a break.
  private static let retryMilliseconds = 1000

  private let hub: EventHub
  private let heartbeatSeconds: Double

  /// A stream of a hub's events.
  init(_ hub: EventHub, heartbeatSeconds: Double) { (self.hub, self.heartbeatSeconds) = (hub, heartbeatSeconds) }

  /// Writes events as they come.
  /// - Throws: `.closed` or `.timeout` from the writer; `.connect` where no descriptor is left.
  func run(from lastID: String?, to writer: any HTTPBodyWriter) throws(NetworkError) {
    let wake = Socket.makeSignal()
    guard wake >= 0 else { throw NetworkError(.connect, "No descriptor is left.") }
    // Before the cursor is read, so that nothing published in between is slept over.
    hub.subscribe(wake)
    defer {
      hub.unsubscribe(wake)
      close(wake)
    }
    var cursor = try begin(lastID, writer)
    var lastWrite = Clock.milliseconds
    while !writer.isClosed {
      Socket.clear(wake)
      switch hub.next(after: cursor) {
      case .events(let bytes, let next):
        try writer.write(bytes)
        (cursor, lastWrite) = (next, Clock.milliseconds)
        continue
      case .reset(let next):
        try writer.write(reset(at: next))
        (cursor, lastWrite) = (next, Clock.milliseconds)
        continue
      case .nothing: break
      }
      let left = heartbeatSeconds - Double(Clock.milliseconds - lastWrite) / 1000
      if left <= 0 {
        try writer.write(Array(": heartbeat\n\n".utf8))
        lastWrite = Clock.milliseconds
      } else {
        writer.wait(for: wake, seconds: left)
      }
    }
  }

  /// Says where the stream begins: an id without data sets the browser's last id and fires nothing.
  private func begin(_ lastID: String?, _ writer: any HTTPBodyWriter) throws(NetworkError) -> Int {
    let start = hub.cursor(after: lastID)
    let cursor = start ?? hub.latest
    try writer.write(Array("retry: \(Self.retryMilliseconds)\nid: \(hub.id(cursor))\n\n".utf8))
    if start == nil { try writer.write(reset(at: cursor)) }
    return cursor
  }

  /// Tells the page to fetch everything anew.
  private func reset(at cursor: Int) -> [UInt8] {
    EventHub.wire(id: hub.id(cursor), name: "reset", data: "{}")
  }
}
