import CZlib
import Glibc
import Synchronization

/// An HTTP/1.1 server for loopback: one thread accepts, and one thread serves each connection.
///
/// One browser and a few scripts are all that ever connect, so threads are simple and quick: a request costs one `recv` and one `send`.
public final class HTTPServer: Sendable {
  private let configuration: ServerConfiguration
  private let shared: ServerState
  private let listener = Mutex<Int32>(-1)

  /// A server that answers with a router's routes once it is started.
  public init(_ configuration: ServerConfiguration, router: Router) {
    self.configuration = configuration
    shared = ServerState(configuration, router)
  }

  /// Connections that are open now.
  public var connectionCount: Int { shared.table.count }

  /// Binds and begins to accept.
  /// - Returns: the port.
  /// - Throws: `.connect` where the port is taken, or the server was started before.
  @discardableResult
  public func start() throws(NetworkError) -> UInt16 {
    guard listener.withLock({ $0 }) < 0, shared.wake >= 0 else {
      throw NetworkError(.connect, "The server can't be started twice.")
    }
    let descriptor = if let given = configuration.listeningSocket { given } else { try Socket.listen(port: configuration.port) }
    guard let port = Socket.port(of: descriptor, peer: false) else {
      close(descriptor)
      throw NetworkError(.connect, "The listening socket is not an IPv4 socket.")
    }
    // A client that is gone before `accept` must not block the thread that accepts.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK)
    listener.withLock { $0 = descriptor }
    let shared = self.shared
    shared.acceptorRuns.store(true, ordering: .releasing)
    guard POSIXThread.start(stackBytes: ServerConfiguration.stackBytes, { Self.accept(descriptor, port, shared) }) else {
      close(descriptor)
      throw NetworkError(.connect, "The system has no thread left.")
    }
    return port
  }

  /// Stops: no new connections, idle ones closed, requests in flight finished, streams told; then cuts off what is left.
  ///
  /// Blocks the calling thread, so never call it on the task pool.
  /// - Parameter seconds: how long to wait for requests in flight.
  /// - Returns: true where every connection ended by itself.
  @discardableResult
  public func stop(within seconds: Double) -> Bool {
    shared.isStopping.store(true, ordering: .sequentiallyConsistent)
    Socket.signal(shared.wake)
    shared.table.closeIdle()
    let graceful = waitForEnd(seconds)
    if !graceful {
      shared.table.cutAll()
      _ = waitForEnd(1)
    }
    return graceful
  }

  private func waitForEnd(_ seconds: Double) -> Bool {
    let deadline = Clock.milliseconds + Int(seconds * 1000)
    while shared.table.count > 0 || shared.acceptorRuns.load(ordering: .acquiring) {
      guard Clock.milliseconds < deadline else { return false }
      usleep(2000)
    }
    return true
  }

  // MARK: The thread that accepts

  private static func accept(_ listener: Int32, _ port: UInt16, _ shared: ServerState) {
    defer {
      close(listener)
      shared.acceptorRuns.store(false, ordering: .releasing)
    }
    while !shared.isStopping.load(ordering: .sequentiallyConsistent) {
      Socket.waitForConnection(listener, wake: shared.wake)
      guard !shared.isStopping.load(ordering: .sequentiallyConsistent) else { return }
      let descriptor = net_accept_cloexec(listener)
      guard descriptor >= 0 else {
        // Out of descriptors or memory: give others time to close; the rest (a client that left) is normal.
        if errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS { usleep(20_000) }
        continue
      }
      serve(descriptor, port, shared)
    }
  }

  private static func serve(_ descriptor: Int32, _ port: UInt16, _ shared: ServerState) {
    Socket.set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    let connection = Connection(descriptor, port: port, shared: shared)
    guard shared.table.admit(connection) else {
      refuse(descriptor, shared)
      return
    }
    guard POSIXThread.start(stackBytes: ServerConfiguration.stackBytes, { connection.run() }) else {
      shared.table.remove(connection)
      refuse(descriptor, shared)
      return
    }
  }

  /// Answers 503 without waiting for anything.
  private static func refuse(_ descriptor: Int32, _ shared: ServerState) {
    var response = shared.router.refused(HTTPFailure(503, "Too many connections are open."), nil)
    response.headers["Retry-After"] = "1"
    var writer = ResponseHead()
    if case .bytes(let body) = response.body {
      writer.begin(response, framing: .length(body.count), keepsAlive: false)
      try? Socket.send(descriptor, writer.bytes, body, seconds: 0)
    }
    shutdown(descriptor, Int32(SHUT_WR))
    var rest = [UInt8](repeating: 0, count: 4096)
    recv(descriptor, &rest, rest.count, Int32(MSG_DONTWAIT))
    close(descriptor)
  }
}

/// What the threads of one server share.
final class ServerState: Sendable {
  let configuration: ServerConfiguration
  let router: Router
  let table: ConnectionTable
  let isStopping = Atomic(false)
  let acceptorRuns = Atomic(false)
  /// Wakes the thread that accepts.
  let wake = Socket.makeSignal()

  init(_ configuration: ServerConfiguration, _ router: Router) {
    (self.configuration, self.router) = (configuration, router)
    table = ConnectionTable(maximum: configuration.maximumConnections)
  }

  deinit { if wake >= 0 { close(wake) } }
}
