// sources: Sources/Net/Parser Sources/Net/Messages/HTTPHeaders.swift
// The input is wire text, but for its first two bytes: where it is cut in two, and the content limit.
// Beyond not crashing: a cut changes nothing, a path is safe, content keeps to its limit, and a refusal is the last word.

/// Events, as far as a cut may not change them.
private struct Summary: Equatable {
  var heads: [HTTPRequestHead] = []
  var bodies: [[UInt8]] = []
  var ends = 0
  var failure: HTTPFailure?
}

private func run(_ pieces: [[UInt8]], limit: Int) -> Summary {
  var parser = HTTPParser()
  var summary = Summary()
  for piece in pieces {
    piece.withUnsafeBytes { parser.append($0) }
    while let event = parser.next() {
      precondition(summary.failure == nil, "something after a refusal")
      switch event {
      case .head(let head):
        parser.maximumBodyBytes = limit
        check(head)
        summary.heads.append(head)
        summary.bodies.append([])
      case .body(let bytes):
        precondition(!bytes.isEmpty && !summary.bodies.isEmpty, "empty content, or content without a head")
        summary.bodies[summary.bodies.count - 1] += bytes
        precondition(summary.bodies[summary.bodies.count - 1].count <= limit, "content past its limit")
      case .end: summary.ends += 1
      case .failed(let failure):
        precondition((400...599).contains(failure.status), "a refusal without a status")
        summary.failure = failure
      }
    }
  }
  return summary
}

private func check(_ head: HTTPRequestHead) {
  precondition(!head.path.utf8.contains(0), "NUL in a path")
  if head.path == "*" { return precondition(head.method == "OPTIONS", "an asterisk for another method") }
  precondition(head.path.hasPrefix("/"), "a path without a slash")
  precondition(!head.path.split(separator: "/").contains { $0 == "." || $0 == ".." }, "a dot segment")
  precondition(head.minorVersion == 0 || head.headers.all("Host").count == 1, "not one Host")
  precondition(head.headers.all("Content-Length").isEmpty || head.headers.all("Transfer-Encoding").isEmpty, "two framings")
  for field in head.headers.fields {
    precondition(!field.value.utf8.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 }, "a line end in a value")
  }
}

/// The entry that libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  guard bytes.count > 2 else { return 0 }
  let wire = Array(bytes[2...])
  let (cut, limit) = (Int(bytes[0]) * wire.count / 255, Int(bytes[1]) * 8)
  let whole = run([wire], limit: limit)
  precondition(run([Array(wire[..<cut]), Array(wire[cut...])], limit: limit) == whole, "a cut changed the events")
  return 0
}
