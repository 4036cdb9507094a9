import Testing

@testable import Net

@Suite struct SmugglingTests {
  private static func post(_ fields: String, _ body: String = "") -> String { "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)" }
  private static func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n" }
  private static func line(_ line: String) -> String { "\(line)\r\nHost: a\r\n\r\n" }
  private static func chunks(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

  /// What two readers could take differently, and what an attacker tries; with the status that refuses it.
  static let refused: [(wire: String, status: Int)] = [
    // Framing, RFC 9112 §6.
    (post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400),
    (post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400),
    (post("Content-Length: 5\r\nContent-Length: 6\r\n"), 400), (post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400),
    (post("Content-Length: 5, 5\r\n"), 400), (post("Content-Length: +5\r\n"), 400), (post("Content-Length: -1\r\n"), 400),
    (post("Content-Length: 0x5\r\n"), 400), (post("Content-Length: 5 5\r\n"), 400), (post("Content-Length:\r\n"), 400),
    (post("Content-Length: 1e3\r\n"), 400), (post("Content-Length: \u{0665}\r\n"), 400),
    (post("Content-Length: 18446744073709551617\r\n"), 413), (post("Content-Length: 9223372036854775808\r\n"), 413),
    (post("Transfer-Encoding: identity\r\n"), 501), (post("Transfer-Encoding: gzip, chunked\r\n"), 501),
    (post("Transfer-Encoding: xchunked\r\n"), 501), (post("Transfer-Encoding: \"chunked\"\r\n"), 501),
    (post("Transfer-Encoding: chunked, identity\r\n"), 400), (post("Transfer-Encoding: chunked, chunked\r\n"), 400),
    (post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), 400), (post("Transfer-Encoding:\r\n"), 400),
    (post("Transfer-Encoding: \u{0b}chunked\r\n"), 400), ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    // Chunks, RFC 9112 §7.1.
    (chunks("10000000000000000\r\n"), 400), (chunks("ffffffffffffffff\r\n"), 413), (chunks("7fffffffffffffff\r\n"), 413),
    (chunks("-1\r\n"), 400), (chunks("0x1\r\na\r\n"), 400), (chunks("\r\n"), 400), (chunks("1 \r\na\r\n"), 400),
    (chunks(" 1\r\na\r\n"), 400), (chunks("1\na\r\n"), 400), (chunks("1\r\na\n0\r\n\r\n"), 400), (chunks("1;\u{0}\r\na\r\n"), 400),
    (chunks("1\r\nab\r\n"), 400), (chunks("1;" + String(repeating: "x", count: 300) + "\r\na\r\n"), 400),
    (chunks("0\r\nbad trailer\r\n\r\n"), 400), (chunks("0\r\n X: y\r\n\r\n"), 400), (chunks("0\r\nX: y\n\r\n"), 400),
    (chunks(String(repeating: "1;" + String(repeating: "x", count: 200) + "\r\na\r\n", count: 90)), 400),
    // Fields, RFC 9112 §5.
    (post("X: a\r\n b\r\n"), 400), (post("X: a\r\n\tb\r\n"), 400), ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
    (post("X : a\r\n"), 400), (post("X\t: a\r\n"), 400), (post(": a\r\n"), 400), (post("X\r\n"), 400), (post("X(): a\r\n"), 400),
    (post("X: a\u{0}b\r\n"), 400), (post("X: a\rb\r\n"), 400), (post("X: a\nY: b\r\n"), 400), (post("X: \u{7f}\r\n"), 400),
    (post("X: a\r\r\n"), 400), ("GET / HTTP/1.1\nHost: a\n\n", 400), ("GET / HTTP/1.1\r\nHost: a\n\r\n", 400),
    // Host, RFC 9112 §3.2.
    ("GET / HTTP/1.1\r\n\r\n", 400), (line("GET / HTTP/1.1\r\nHost: b"), 400),
    ("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: [x]\r\n\r\n", 400),
    ("GET http://b/ HTTP/1.1\r\n\r\n", 400),
    // Request line, RFC 9112 §3.
    (line("GET  / HTTP/1.1"), 400), (line("GET / HTTP/1.1 "), 400), (line(" GET / HTTP/1.1"), 400), (line("GET /\tHTTP/1.1"), 400),
    (line("GET / http/1.1"), 400), (line("GET / HTTP/1"), 400), (line("GET / HTTP/1.11"), 400), (line("GET /"), 400),
    (line("GET"), 400),
    (line("G@T / HTTP/1.1"), 400), (line("GET / HTTP/2.0"), 505), (line("PRI * HTTP/2.0"), 505), (line("GET / HTTP/0.9"), 505),
    (line("GET * HTTP/1.1"), 400), (line("CONNECT a:1 HTTP/1.1"), 501), (line("GET a HTTP/1.1"), 400),
    (line("GET a:1 HTTP/1.1"), 400),
    (line("GET https://a/ HTTP/1.1"), 400), (line("GET http:/// HTTP/1.1"), 400), (line("GET http://u@a/ HTTP/1.1"), 400),
    (line(String(repeating: "G", count: 17) + " / HTTP/1.1"), 501), ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\r\n", 400), ("\n", 400), ("\r\r\n", 400),
    // Target, RFC 3986.
    (get("/a%2fb"), 400), (get("/a%2Fb"), 400), (get("/a%00"), 400), (get("/a%0a"), 400), (get("/%"), 400), (get("/%4"), 400),
    (get("/%zz"), 400), (get("/%ff"), 400), (get("/%c0%ae"), 400), (get("/.."), 400), (get("/a/../.."), 400),
    (get("/%2e%2e/x"), 400),
    (get("/a\\b"), 400), (get("/a#b"), 400), (get("/a?b#c"), 400), (get("/\u{e4}"), 400), (get("/a\"b"), 400),
    (get("/?\u{1}"), 400),
    // Expectations, RFC 9110 §10.1.1.
    (post("Expect: 200-ok\r\n"), 417), (post("Expect: 100-continue, x\r\n"), 417),
  ]

  @Test func `what could be read in two ways is refused`() {
    let wrong = Self.refused.filter { refusal($0.wire) != $0.status }
    #expect(wrong.map { "\($0.wire.debugDescription) gave \(parsed($0.wire))" } == [])
  }

  @Test func `limits hold to the byte, however the bytes come`() {
    let limits = HTTPLimits()
    func target(_ bytes: Int) -> String { line("GET /" + String(repeating: "a", count: bytes - 14) + " HTTP/1.1") }
    func header(_ bytes: Int) -> String {
      "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: bytes - 14) + "\r\n\r\n"
    }
    func fields(_ count: Int) -> String {
      "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: a\r\n", count: count - 1) + "\r\n"
    }
    let rows: [(wire: String, status: Int?)] = [
      (target(limits.requestLineBytes), nil), (target(limits.requestLineBytes + 1), 414),
      (header(limits.headerBytes), nil), (header(limits.headerBytes + 1), 431),
      (fields(limits.headerFields), nil), (fields(limits.headerFields + 1), 431),
      (String(repeating: "A", count: limits.requestLineBytes + 2), 414),
      ("GET / HTTP/1.1\r\n" + String(repeating: "A", count: limits.headerBytes), 431),
      (Self.chunks("0\r\n" + String(repeating: "X: a\r\n", count: limits.headerFields + 1) + "\r\n"), 431),
      (Self.chunks("0\r\nX: " + String(repeating: "a", count: limits.headerBytes) + "\r\n\r\n"), 431),
    ]
    for (index, row) in rows.enumerated() {
      #expect(refusal(row.wire) == row.status, "row \(index)")
      var byByte = HTTPParser()
      #expect(outcome(row.wire.utf8.flatMap { byByte.feed([$0]) }) == parsed(row.wire), "row \(index) by byte")
    }
  }
  private func line(_ text: String) -> String { Self.line(text) }
}
