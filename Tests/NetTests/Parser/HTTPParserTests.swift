import Testing

@testable import Net

/// What a stream of bytes comes to: requests as text, and the status of a refusal at the end.
func outcome(_ events: [HTTPParser.Event]) -> [String] {
  var lines: [String] = []
  var body: [UInt8] = []
  for event in events {
    switch event {
    case .head(let head):
      let fields = head.headers.fields.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
      lines.append(
        "\(head.method) \(head.path)?\(head.query) 1.\(head.minorVersion) \(head.framing) keep=\(head.keepsAlive) \(fields)")
      body = []
    case .body(let piece): body += piece
    case .end: lines.append("body " + String(decoding: body, as: UTF8.self))
    case .failed(let failure): lines.append("failed \(failure.status)")
    }
  }
  return lines
}

/// What the bytes come to in one piece.
func parsed(_ wire: String, limits: HTTPLimits = HTTPLimits()) -> [String] {
  var parser = HTTPParser(limits: limits)
  return outcome(parser.feed(Array(wire.utf8)))
}

/// The status of a refusal; nil where there is none.
func refusal(_ wire: String, limits: HTTPLimits = HTTPLimits()) -> Int? {
  parsed(wire, limits: limits).last.flatMap { $0.hasPrefix("failed ") ? Int($0.dropFirst(7)) : nil }
}

@Suite struct HTTPParserTests {
  /// Wire text, and what it must come to.
  static let fixtures: [(wire: String, result: [String])] = [
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET /? 1.1 none keep=true Host=a", "body "]),
    ("\r\nGET /x?y=%20z HTTP/1.1\r\nHost:a:80 \r\n\r\n", ["GET /x?y=%20z 1.1 none keep=true Host=a:80", "body "]),
    ("GET / HTTP/1.0\r\n\r\n", ["GET /? 1.0 none keep=false ", "body "]),
    ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", ["GET /? 1.0 none keep=false Connection=keep-alive", "body "]),
    (
      "GET / HTTP/1.9\r\nHost: a\r\nConnection: x, Close\r\n\r\n",
      ["GET /? 1.1 none keep=false Host=a;Connection=x, Close", "body "]
    ),
    (
      "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
      ["POST /a? 1.1 length(5) keep=true Host=a;Content-Length=5", "body hello"]
    ),
    (
      "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
      ["POST /a? 1.1 length(0) keep=true Host=a;Content-Length=0", "body "]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0a \t;x\r\n0123456789\r\n000\r\nT: v\r\n\r\n",
      ["POST /? 1.1 chunked keep=true Host=a;Transfer-Encoding=Chunked", "body hello0123456789"]
    ),
    (
      "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
      [
        "GET /1? 1.1 none keep=true Host=a", "body ", "POST /2? 1.1 length(2) keep=true Host=a;Content-Length=2", "body \r\n",
        "GET /3? 1.1 none keep=true Host=a", "body ",
      ]
    ),
    ("GET http://b:1/p?q HTTP/1.1\r\nHost: a\r\nX: \u{e4}\r\n\r\n", ["GET /p?q 1.1 none keep=true X=\u{e4};Host=b:1", "body "]),
    ("OPTIONS * HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", ["OPTIONS *? 1.1 none keep=true Host=[::1]:80", "body "]),
    (
      "GET /a/./b/%2e%2E/c%20d/%C3%A4?/../x HTTP/1.1\r\nHost: a\r\n\r\n",
      ["GET /a/c d/\u{e4}?/../x 1.1 none keep=true Host=a", "body "]
    ),
    (
      "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\nHost: a\r\n\r\n",
      ["GET /? 1.1 none keep=true Host=a", "body ", "failed 400"]
    ),
    (
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
      ["POST /? 1.1 chunked keep=true Host=a;Transfer-Encoding=chunked", "failed 400"]
    ),
  ]

  @Test func `wire text comes to the requests it holds`() {
    for fixture in Self.fixtures { #expect(parsed(fixture.wire) == fixture.result, "\(fixture.wire.debugDescription)") }
  }

  @Test func `the same bytes give the same events at every split point`() {
    var differing: [String] = []
    for wire in Self.fixtures.map(\.wire) + SmugglingTests.refused.map(\.wire) {
      let bytes = Array(wire.utf8)
      var whole = HTTPParser()
      let expected = outcome(whole.feed(bytes))
      // The few long ones are cut at some four hundred places.
      for cut in stride(from: 0, through: bytes.count, by: max(1, bytes.count / 400)) {
        var parser = HTTPParser()
        let events = parser.feed(Array(bytes[..<cut])) + parser.feed(Array(bytes[cut...]))
        if outcome(events) != expected { differing.append("\(cut) of \(wire.debugDescription)") }
      }
      var byByte = HTTPParser()
      let events = bytes.flatMap { byByte.feed([$0]) }
      if outcome(events) != expected { differing.append("by byte \(wire.debugDescription)") }
    }
    #expect(differing == [])
  }

  @Test func `nothing is said after a refusal`() {
    var parser = HTTPParser()
    _ = parser.feed(Array("BAD\r\n".utf8))
    #expect(parser.feed(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)).isEmpty)
  }

  @Test func `the content limit that is set after the head counts`() {
    let rows: [(framing: String, limit: Int, status: Int?)] = [
      ("Content-Length: 10\r\n\r\n0123456789", 10, nil), ("Content-Length: 10\r\n\r\n0123456789", 9, 413),
      ("Content-Length: 99999999999999999999999\r\n\r\n", 10, 413),
      ("Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n", 10, nil),
      ("Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\n0\r\n0\r\n\r\n", 10, 413),
      ("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 10, 413),
    ]
    for row in rows {
      var parser = HTTPParser()
      let wire = Array("POST / HTTP/1.1\r\nHost: a\r\n\(row.framing)".utf8)
      wire.withUnsafeBytes { parser.append($0) }
      _ = parser.next()
      parser.maximumBodyBytes = row.limit
      let last = outcome(parser.feed([])).last
      #expect(last?.hasPrefix("failed") == (row.status != nil) && (row.status.map { last == "failed \($0)" } ?? true), "\(row)")
    }
  }
}
