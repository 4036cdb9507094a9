import Glibc
import Synchronization

/// One client's connection, served from the first to the last request by a thread of its own.
final class Connection: @unchecked Sendable {
  /// What the thread is doing, for those who look for a connection to close.
  enum Phase: UInt8, AtomicRepresentable {
    /// Waits for the first byte of a request.
    case idle
    /// Waits for the rest of a head.
    case head
    /// Reads content, runs a handler, or writes an answer.
    case busy
    /// Writes a stream that may go on for ever.
    case stream
  }

  private enum Received { case bytes, closed, timedOut }
  private static let bufferBytes = 16 * 1024

  private let descriptor: Int32
  private let ports: (own: UInt16, peer: UInt16?)
  private let shared: ServerState
  private let executor = ConnectionExecutor()
  private let phaseNow = Atomic(Phase.idle)
  private let since = Atomic(Clock.milliseconds)
  private let evicted = Atomic(false)

  // Touched by the connection's thread alone.
  private var parser: HTTPParser
  private var output = ResponseHead()
  private var idSeed = UInt64.random(in: .min ... .max)
  private var peerUID: UInt32?
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferBytes, alignment: 16)

  /// A connection around an accepted socket, which it closes at its end.
  init(_ descriptor: Int32, port: UInt16, shared: ServerState) {
    (self.descriptor, self.shared) = (descriptor, shared)
    ports = (port, Socket.port(of: descriptor, peer: true))
    parser = HTTPParser(limits: shared.configuration.limits)
  }

  deinit { buffer.deallocate() }

  // MARK: From other threads

  /// What the thread is doing.
  var phase: Phase { phaseNow.load(ordering: .sequentiallyConsistent) }
  /// Since when, in milliseconds of `Clock`.
  var phaseSince: Int { since.load(ordering: .relaxed) }
  /// Whether it was told to end, to make room.
  var isEvicted: Bool { evicted.load(ordering: .acquiring) }

  /// Makes room: a request that has come is still answered, then the connection ends.
  func evict() {
    evicted.store(true, ordering: .releasing)
    endReading()
  }

  /// Wakes the thread from waiting for bytes; what has come already is still read.
  func endReading() { shutdown(descriptor, Int32(SHUT_RD)) }

  /// Ends all traffic.
  func cut() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// Cancels the handler that runs.
  func cancelHandler() { executor.cancel() }

  // MARK: The connection's thread

  /// Serves requests until one side has enough.
  func run() {
    let configuration = shared.configuration
    Socket.setReceiveTimeout(descriptor, seconds: configuration.idleTimeoutSeconds)
    if let peer = ports.peer { peerUID = configuration.peerUID(ports.own, peer) }
    while serveOne() {}
    executor.abandon()
    shared.table.remove(self)
    close(descriptor)
  }

  private var writeSeconds: Double { shared.configuration.writeTimeoutSeconds }
  private var isEnding: Bool { shared.isStopping.load(ordering: .sequentiallyConsistent) || isEvicted }

  private func enter(_ phase: Phase) {
    since.store(Clock.milliseconds, ordering: .relaxed)
    // Sequentially consistent, like the flag to stop: of "I wait" and "stop", the later one must see the other.
    phaseNow.store(phase, ordering: .sequentiallyConsistent)
  }

  /// - Returns: whether another request may follow.
  private func serveOne() -> Bool {
    guard let head = readHead() else { return false }
    enter(.busy)
    var request = HTTPRequest(method: head.method, path: head.path, query: head.query, headers: head.headers, id: newRequestID())
    request.peerUID = peerUID
    switch shared.router.plan(for: &request) {
    case .answer(let response):
      // Content that nobody wants is not read, so the connection can't go on after it.
      let keeps = !head.hasBody && parserIsAtEnd() && mayKeep(head, response)
      return send(response, to: head, keepsAlive: keeps) || linger()
    case .route(let route):
      guard readBody(of: head, for: route, into: &request) else { return false }
      let response = perform(route, request)
      return send(response, to: head, keepsAlive: mayKeep(head, response)) || linger()
    }
  }

  private func perform(_ route: Route, _ request: HTTPRequest) -> HTTPResponse {
    let router = shared.router
    let request = request
    let response = executor.run(seconds: shared.configuration.handlerTimeoutSeconds) { await router.perform(route, request) }
    if let response { return response }
    var late = router.refused(HTTPFailure(503, "The answer took too long."), request)
    late.headers["Connection"] = "close"
    return late
  }

  private func mayKeep(_ head: HTTPRequestHead, _ response: HTTPResponse) -> Bool {
    head.keepsAlive && !isEnding && !response.headers.list("Connection", contains: "close")
  }

  /// 16 hexadecimal digits: names, not secrets, so SplitMix64 does, seeded from the system once a connection.
  private func newRequestID() -> String {
    idSeed &+= 0x9E37_79B9_7F4A_7C15
    var number = (idSeed ^ (idSeed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
    number ^= number >> 31
    return String(unsafeUninitializedCapacity: 16) { room in
      for index in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * index)) & 0xF
        room[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
      }
      return 16
    }
  }

  // MARK: Reading

  private func readHead() -> HTTPRequestHead? {
    let configuration = shared.configuration
    var deadline: Int?
    while true {
      switch parser.next() {
      case .head(let head): return head
      case .failed(let failure):
        refuse(failure)
        return nil
      case .body, .end: continue
      case nil: break
      }
      if parser.isIdle {
        enter(.idle)
        // A server that stops has looked at the phase before or after this line; either way one of the two sees it.
        guard !isEnding || hasPendingBytes(), receive(until: nil) == .bytes else { return nil }
        deadline = nil
      } else {
        if deadline == nil {
          deadline = Clock.milliseconds + Int(configuration.headerTimeoutSeconds * 1000)
          enter(.head)
        }
        switch receive(until: deadline) {
        case .bytes: break
        case .closed: return nil
        case .timedOut:
          refuse(HTTPFailure(408, "The request head took too long."))
          return nil
        }
      }
    }
  }

  /// Reads the content, into the request or its receiver; answers by itself where it can't be had.
  private func readBody(of head: HTTPRequestHead, for route: Route, into request: inout HTTPRequest) -> Bool {
    guard head.hasBody else { return parserIsAtEnd() }
    parser.maximumBodyBytes = route.maximumBodyBytes
    var mustContinue = head.expectsContinue
    let start = Clock.milliseconds + Int(shared.configuration.bodyTimeoutSeconds * 1000)
    var count = 0
    do {
      while true {
        switch parser.next() {
        case .body(let piece):
          // Made only now that the first of an acceptable length has come.
          if count == 0 { request.receiver = try route.receiver?(request) }
          count += piece.count
          if let receiver = request.receiver { try receiver.receive(piece) } else { request.body.append(contentsOf: piece) }
        case .end: return true
        case .failed(let failure): throw failure
        case .head, nil:
          // RFC 9110 §10.1.1: the limit was checked just now, so the content is welcome; not needed where it comes unasked.
          if mustContinue, count == 0, !parser.hasBytes {
            try Socket.send(descriptor, Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), seconds: writeSeconds)
          }
          mustContinue = false
          switch receive(until: start + count / ServerConfiguration.minimumBytesASecond * 1000) {
          case .bytes: break
          case .closed: return false
          case .timedOut: throw HTTPFailure(408, "The content took too long.")
          }
        }
      }
    } catch {
      refuse(shared.router.answer(to: error, request), request)
      return false
    }
  }

  /// Takes the end of a request without content from the parser.
  private func parserIsAtEnd() -> Bool { parser.next() == .end }

  private func hasPendingBytes() -> Bool {
    var byte: UInt8 = 0
    return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) > 0
  }

  /// Receives once.
  /// - Parameter deadline: nil for the idle time, which the socket itself keeps.
  private func receive(until deadline: Int?) -> Received {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, deadline == nil ? 0 : Int32(MSG_DONTWAIT))
      if count > 0 {
        parser.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return .bytes
      }
      if count == 0 { return .closed }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        guard let deadline else { return .timedOut }
        guard Socket.wait(descriptor, for: POLLIN, until: deadline) == .ready else { return .timedOut }
      default: return .closed
      }
    }
  }

  // MARK: Writing

  /// Answers a request that can't be understood or taken, and closes in a way that lets the client read it.
  private func refuse(_ failure: HTTPFailure) { refuse(shared.router.refused(failure, nil), nil) }

  private func refuse(_ response: HTTPResponse, _ request: HTTPRequest?) {
    enter(.busy)
    guard case .bytes(let body) = response.body else { return }
    output.begin(response, framing: .length(body.count), keepsAlive: false)
    output.add(request?.method == "HEAD" ? [] : body)
    if (try? Socket.send(descriptor, output.bytes, seconds: writeSeconds)) != nil { linger() }
  }

  /// - Returns: whether the connection may go on.
  private func send(_ response: HTTPResponse, to head: HTTPRequestHead, keepsAlive: Bool) -> Bool {
    let isHead = head.method == "HEAD"
    do throws(NetworkError) {
      switch response.body {
      case .bytes(let body):
        // RFC 9110 §8.6: no Content-Length in 1xx and 204; 304 may do without.
        let bare = response.status < 200 || response.status == 204 || response.status == 304
        output.begin(response, framing: bare ? .none : .length(body.count), keepsAlive: keepsAlive)
        if isHead || bare || body.isEmpty {
          try Socket.send(descriptor, output.bytes, seconds: writeSeconds)
        } else if body.count <= 4096 {
          output.add(body)
          try Socket.send(descriptor, output.bytes, seconds: writeSeconds)
        } else {
          try Socket.send(descriptor, output.bytes, body, seconds: writeSeconds)
        }
        return keepsAlive
      case .stream(let produce):
        return try stream(response, produce, to: head, keepsAlive: keepsAlive)
      }
    } catch {
      return false
    }
  }

  private func stream(
    _ response: HTTPResponse, _ produce: @Sendable (any HTTPBodyWriter) throws -> Void, to head: HTTPRequestHead, keepsAlive: Bool
  ) throws(NetworkError) -> Bool {
    // RFC 9112 §7: an HTTP/1.0 client knows no chunks; its content ends with the connection.
    let chunked = head.minorVersion > 0
    output.begin(response, framing: chunked ? .chunked : .untilClose, keepsAlive: keepsAlive && chunked)
    try Socket.send(descriptor, output.bytes, seconds: writeSeconds)
    guard head.method != "HEAD" else { return keepsAlive && chunked }
    enter(.stream)
    let writer = SocketBodyWriter(descriptor, chunked: chunked, timeoutSeconds: writeSeconds) { [shared] in
      shared.isStopping.load(ordering: .acquiring)
    }
    // A stream that breaks off gets no last chunk, so that the client sees that something is missing.
    guard (try? produce(writer)) != nil else { return false }
    try writer.finish()
    enter(.busy)
    return keepsAlive && chunked && !isEnding
  }

  /// Reads and drops what a client still sends, so that closing does not reset the connection before it has read our answer
  /// (RFC 9112 §9.6). - Returns: false, as nothing may follow.
  @discardableResult
  private func linger() -> Bool {
    // Whoever needs the place may have it.
    enter(.head)
    shutdown(descriptor, Int32(SHUT_WR))
    let deadline = Clock.milliseconds + ServerConfiguration.lingerMilliseconds
    while !isEnding, Clock.milliseconds < deadline {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
      if count > 0 { continue }
      guard count < 0, errno == EAGAIN || errno == EINTR, Socket.wait(descriptor, for: POLLIN, until: deadline) == .ready else {
        break
      }
    }
    return false
  }
}
