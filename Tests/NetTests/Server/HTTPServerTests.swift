import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Net

private actor Counter {
  private var value = 0
  func next() -> Int {
    value += 1
    return value
  }
}

/// Counts what it takes; refuses a piece that begins with a bang.
private final class Tally: HTTPBodyReceiver {
  let count = Atomic(0)
  func receive(_ bytes: [UInt8]) throws {
    if bytes.first == 0x21 { throw HTTPFailure(422, "No bangs.") }
    count.add(bytes.count, ordering: .relaxed)
  }
}

@Suite(.serialized) struct HTTPServerTests {
  static let routes: [Route] = [
    .get("/hello") { _ in .text("hello") },
    .get("/echo/{name}") { request in .text("\(request.parameters["name"] ?? "-")|\(request.query)|\(request.id.utf8.count)") },
    .post("/echo", maximumBodyBytes: 100_000) { request in HTTPResponse(status: 200, body: request.body) },
    .get("/uid") { request in .text("\(request.peerUID ?? 0)") },
    .get("/nothing") { _ in HTTPResponse(status: 204) },
    .get("/throws") { _ in throw NetworkError(.dns, "secret detail") },
    .get("/split") { _ in HTTPResponse(status: 200, headers: ["X": "a\r\nSet-Cookie: b"]) },
    .get("/stream") { _ in
      HTTPResponse(status: 200, headers: [:]) { writer in
        for piece in ["one", "", "two"] { try writer.write(Array(piece.utf8)) }
      }
    },
    .get("/broken") { _ in
      HTTPResponse(status: 200, headers: [:]) { writer in
        try writer.write(Array("one".utf8))
        throw NetworkError(.closed, "")
      }
    },
    .get("/big") { _ in HTTPResponse(status: 200, body: [UInt8](repeating: 0x78, count: 16 << 20)) },
  ]

  /// The lines of an answer's head without Date, and its content.
  private func parts(_ answer: String) -> (head: [String], body: String) {
    let halves = answer.components(separatedBy: "\r\n\r\n")
    let head = halves[0].components(separatedBy: "\r\n").filter { !$0.hasPrefix("Date: ") }
    return (head, halves.dropFirst().joined(separator: "\r\n\r\n"))
  }

  @Test func `requests are answered as RFC 9110 and 9112 say`() throws {
    let rows: [(request: String, head: [String], body: String)] = [
      (
        "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close",
        ["HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 5", "Connection: close"], "hello"
      ),
      (
        "HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close",
        ["HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 5", "Connection: close"], ""
      ),
      ("GET /hello HTTP/1.0", ["HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 5", "Connection: close"], "hello"),
      (
        "GET /echo/a%20b?q=1 HTTP/1.0", ["HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 10", "Connection: close"],
        "a b|q=1|16"
      ),
      ("GET /nothing HTTP/1.0", ["HTTP/1.1 204 No Content", "Connection: close"], ""),
      (
        "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close",
        ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Connection: close"], "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"
      ),
      ("GET /stream HTTP/1.0", ["HTTP/1.1 200 OK", "Connection: close"], "onetwo"),
      (
        "HEAD /stream HTTP/1.1\r\nHost: a\r\nConnection: close",
        ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "Connection: close"], ""
      ),
      ("GET /broken HTTP/1.1\r\nHost: a", ["HTTP/1.1 200 OK", "Transfer-Encoding: chunked"], "3\r\none\r\n"),
      (
        "GET /throws HTTP/1.0",
        [
          "HTTP/1.1 500 Internal Server Error", "Content-Type: text/plain; charset=utf-8", "Content-Length: 22",
          "Connection: close",
        ], "Internal Server Error\n"
      ),
    ]
    try withServer(Self.routes) { port, _ in
      for row in rows {
        let (head, body) = parts(RawClient(port).send(row.request + "\r\n\r\n").readAll())
        #expect(head == row.head && body == row.body, "\(row.request)")
      }
    }
  }

  @Test func `refusals have their status, say close, and close`() throws {
    let rows: [(request: String, status: Int)] = [
      ("GET /none HTTP/1.0\r\n\r\n", 404), ("POST /hello HTTP/1.0\r\n\r\n", 405), ("BREW /hello HTTP/1.0\r\n\r\n", 501),
      ("GET /split HTTP/1.0\r\n\r\n", 500), ("GET /\u{e4} HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("\u{0}\r\n", 400),
      ("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n" + String(repeating: "x", count: 100_001), 413),
      ("POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 404),
      ("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100001\r\n\r\n", 413),
      ("POST /none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", 404),
    ]
    try withServer(Self.routes) { port, _ in
      for row in rows {
        let client = RawClient(port).send(row.request)
        client.finishSending()
        let answer = client.readAll()
        #expect(
          answer.hasPrefix("HTTP/1.1 \(row.status) ") && answer.contains("\r\nConnection: close\r\n"), "\(row.request) \(answer)")
        #expect(!answer.contains("secret") && !answer.contains("Set-Cookie") && !answer.contains(" 100 "))
      }
    }
  }

  @Test func `pipelined requests are answered in order, also past a refusal of a route`() throws {
    try withServer(Self.routes) { port, _ in
      let requests = (0..<200).map { "GET /echo/\($0)?q HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
      let answer = RawClient(port).send(requests + "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").readAll()
      let numbers = answer.components(separatedBy: "|q|").dropLast().compactMap {
        $0.components(separatedBy: "\r\n\r\n").last.flatMap { Int($0) }
      }
      #expect(numbers == Array(0..<200) && answer.hasSuffix("hello"))
      #expect(answer.components(separatedBy: "HTTP/1.1 404").count == 201)
    }
  }

  @Test func `100 Continue comes when the content is welcome, and content may come at once`() throws {
    try withServer(Self.routes) { port, _ in
      let client = RawClient(port)
      let head = "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"
      #expect(client.send(head + "\r\n").read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      #expect(client.send("hello").read(until: "hello").hasPrefix("HTTP/1.1 200 OK"))
      #expect(client.send(head + "Connection: close\r\n\r\nhello").readAll().hasPrefix("HTTP/1.1 200 OK"))
    }
  }

  @Test func `a client that has finished sending still gets every answer`() throws {
    try withServer(Self.routes) { port, _ in
      let client = RawClient(port).send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /big HTTP/1.1\r\nHost: a\r\n\r\n")
      client.finishSending()
      #expect(client.readAll().utf8.count > 16 << 20)
    }
  }

  @Test func `large content can be taken piece by piece`() throws {
    let upload = Route.post("/upload", maximumBodyBytes: 64 << 20) { request in
      .text("\((request.receiver as? Tally)?.count.load(ordering: .relaxed) ?? -1) \(request.body.count)")
    }.receiving { request in
      if request.query == "no" { throw HTTPFailure(403, "Not you.") }
      return Tally()
    }
    let rows: [(head: String, body: String, status: Int, text: String)] = [
      ("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432", String(repeating: "x", count: 32 << 20), 200, "33554432 0"),
      ("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked", "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200, "5 0"),
      ("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 0", "", 200, "-1 0"),
      ("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 67108865", "", 413, ""),
      ("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100000", "!" + String(repeating: "x", count: 99_999), 422, ""),
      ("POST /upload?no HTTP/1.1\r\nHost: a\r\nContent-Length: 3", "abc", 403, ""),
    ]
    try withServer([upload]) { port, _ in
      for row in rows {
        let answer = RawClient(port).send("\(row.head)\r\nConnection: close\r\n\r\n").send(row.body).readAll()
        #expect(answer.hasPrefix("HTTP/1.1 \(row.status) ") && answer.hasSuffix(row.text), "\(row.head)\n\(answer)")
      }
    }
  }

  @Test func `handlers may wait for actors, queues and time`() throws {
    let counter = Counter()
    let routes: [Route] = [
      .get("/wait") { _ in
        await Task.yield()
        try await Task.sleep(for: .milliseconds(1))
        async let first = counter.next()
        let number = await withTaskGroup(of: Int.self) { group in
          for _ in 0..<4 { group.addTask { await counter.next() } }
          return await group.reduce(0, +)
        }
        let queued = await withCheckedContinuation { done in DispatchQueue.global().async { done.resume(returning: 7) } }
        let one = await first
        return .text(number > 0 && one > 0 && queued == 7 ? "waited" : "wrong")
      }
    ]
    try withServer(routes) { port, _ in
      let clients = (0..<16).map { _ in RawClient(port) }
      for _ in 0..<20 {
        for client in clients { client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n") }
        #expect(clients.allSatisfy { $0.read(until: "waited").hasSuffix("waited") })
      }
    }
  }

  @Test func `a handler that never ends is given up`() throws {
    let routes: [Route] = [
      .get("/forever") { _ in
        try await Task.sleep(for: .seconds(1000)); return .text("never")
      }
    ]
    try withServer(routes, configure: { $0.handlerTimeoutSeconds = 0.05 }) { port, _ in
      #expect(RawClient(port).send("GET /forever HTTP/1.1\r\nHost: a\r\n\r\n").readAll().hasPrefix("HTTP/1.1 503 "))
    }
  }

  @Test func `those who dawdle are closed at the time limit`() throws {
    let limits: (inout ServerConfiguration) -> Void = {
      ($0.headerTimeoutSeconds, $0.bodyTimeoutSeconds, $0.idleTimeoutSeconds, $0.writeTimeoutSeconds) = (0.6, 0.6, 0.6, 0.6)
    }
    try withServer(Self.routes, configure: limits) { port, server in
      #expect(RawClient(port).send("GET /hello HTTP/1.1\r\nHost:").readAll().hasPrefix("HTTP/1.1 408 "))
      #expect(
        RawClient(port).send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe").readAll().hasPrefix("HTTP/1.1 408 "))
      #expect(RawClient(port).readAll() == "")
      let kept = RawClient(port).send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(kept.readAll().hasSuffix("hello"))
      // One byte now and then does not stretch the limit.
      let slow = RawClient(port)
      let start = Clock.milliseconds
      var sent = 0
      while Clock.milliseconds - start < 3000,
        Socket.wait(slow.descriptor, for: POLLIN, until: Clock.milliseconds + 20) == .timedOut
      {
        slow.send("G")
        sent += 1
      }
      #expect(sent < 100 && slow.readAll().hasPrefix("HTTP/1.1 408 "))
      // A reader that does not read.
      let deaf = RawClient(port).send("GET /big HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(eventually { server.connectionCount == 0 })
      #expect(deaf.readAll().utf8.count < 16 << 20)
    }
  }

  @Test func `one connection too many closes the one that is idle longest`() throws {
    try withServer(Self.routes, configure: { $0.maximumConnections = 4 }) { port, server in
      let clients = (0..<4).map { _ in
        let client = RawClient(port).send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(client.read(until: "hello").hasSuffix("hello"))
        usleep(100_000)
        return client
      }
      let extra = RawClient(port).send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(extra.read(until: "hello").hasSuffix("hello"))
      #expect(clients[0].isClosedByServer())
      for client in clients.dropFirst() {
        #expect(client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").read(until: "hello").hasSuffix("hello"))
      }
    }
  }

  @Test func `when all connections are busy a newcomer gets 503`() throws {
    let gate = DispatchSemaphore(value: 0)
    let entered = DispatchSemaphore(value: 0)
    let routes: [Route] = [
      .get("/block") { _ in
        entered.signal(); Self.block(gate); return .text("free")
      }
    ]
    try withServer(routes, configure: { $0.maximumConnections = 2 }) { port, server in
      let busy = (0..<2).map { _ in
        let client = RawClient(port).send("GET /block HTTP/1.1\r\nHost: a\r\n\r\n")
        Self.block(entered)
        return client
      }
      #expect(RawClient(port).readAll().hasPrefix("HTTP/1.1 503 "))
      for _ in 0..<100 { gate.signal() }
      #expect(busy.allSatisfy { $0.read(until: "free").hasSuffix("free") })
    }
  }

  private static func block(_ gate: DispatchSemaphore) { _ = gate.wait(timeout: .now() + RawClient.patience) }

  @Test func `resets and half-open clients leave no descriptor behind`() throws {
    func descriptors() -> Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }
    let before = descriptors()
    try withServer(Self.routes) { port, server in
      for round in 0..<200 {
        let client = RawClient(port)
        if round % 4 > 0 { client.send("GET /\(["big", "hello", "stream"][round % 3]) HTTP/1.1\r\nHost: a\r\n\r\n") }
        if round % 2 == 0 { client.reset() }
      }
      #expect(eventually { server.connectionCount == 0 })
    }
    // Other suites run beside this one; a leak would be 200.
    #expect(eventually { descriptors() < before + 60 })
  }

  @Test func `the user id of the peer is asked once a connection`() throws {
    try withServer(Self.routes, configure: { $0.peerUID = { own, peer in own != peer && peer > 0 ? 4711 : nil } }) { port, _ in
      let client = RawClient(port)
      for _ in 0..<2 { #expect(client.send("GET /uid HTTP/1.1\r\nHost: a\r\n\r\n").read(until: "4711").hasSuffix("4711")) }
    }
  }

  @Test func `stopping finishes what is in flight and tells streams`() throws {
    let gate = DispatchSemaphore(value: 0)
    let routes: [Route] = [
      .get("/block") { _ in
        Self.block(gate); return .text("finished")
      },
      .get("/stream") { _ in
        HTTPResponse(status: 200, headers: [:]) { writer in
          try writer.write(Array("begun".utf8))
          let wake = Socket.makeSignal()
          defer { close(wake) }
          while !writer.isClosed { writer.wait(for: wake, seconds: 60) }
          try writer.write(Array("told".utf8))
        }
      },
    ]
    var configuration = ServerConfiguration()
    configuration.listeningSocket = try Socket.listen(port: 0)
    let server = HTTPServer(configuration, router: try Router(routes))
    let port = try server.start()
    let idle = RawClient(port)
    let busy = RawClient(port).send("GET /block HTTP/1.1\r\nHost: a\r\n\r\n")
    let stream = RawClient(port).send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(stream.read(until: "begun").hasSuffix("begun\r\n"))
    #expect(eventually { server.connectionCount == 3 })
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.05) { gate.signal() }
    #expect(server.stop(within: RawClient.patience))
    #expect(idle.readAll() == "" && stream.readAll().hasPrefix("4\r\ntold"))
    let last = busy.readAll()
    #expect(last.hasSuffix("finished") && last.contains("Connection: close"))
    #expect(server.connectionCount == 0)
  }

  @Test func `what does not end in time is cut off`() throws {
    let routes: [Route] = [
      .get("/forever") { _ in
        try await Task.sleep(for: .seconds(1000)); return .text("never")
      }
    ]
    let server = HTTPServer(ServerConfiguration(), router: try Router(routes))
    let client = RawClient(try server.start()).send("GET /forever HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { server.connectionCount == 1 })
    #expect(!server.stop(within: 0.1))
    #expect(client.isClosedByServer() && server.connectionCount == 0)
  }
}
