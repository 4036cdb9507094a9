/// Writes the head of an answer into bytes that are used again for the next one.
struct ResponseHead {
  /// How the content of an answer is framed.
  enum Framing { case none, length(Int), chunked, untilClose }

  private(set) var bytes: [UInt8] = []
  private var dateSecond = -1
  private var dateLine: [UInt8] = []

  /// Whether a field of an answer may go out as it is: a name that is a token, a value without control characters (RFC 9110 §5.5).
  static func isClean(_ field: HTTPHeaders.Field) -> Bool {
    !field.name.isEmpty && field.name.utf8.allSatisfy(HTTPGrammar.isTokenByte)
      && field.value.utf8.allSatisfy(HTTPGrammar.isValueByte)
  }

  /// Writes status line and fields; what frames the message is ours alone, whatever the handler set.
  mutating func begin(_ response: HTTPResponse, framing: Framing, keepsAlive: Bool) {
    bytes.removeAll(keepingCapacity: true)
    append("HTTP/1.1 ")
    append(decimal: response.status)
    append(" ")
    append(HTTPStatus.reason(response.status))
    append("\r\n")
    appendDate()
    for field in response.headers.fields where !Self.isOurs(field.name) {
      append(field.name)
      append(": ")
      append(field.value)
      append("\r\n")
    }
    switch framing {
    case .none, .untilClose: break
    case .length(let count):
      append("Content-Length: ")
      append(decimal: count)
      append("\r\n")
    case .chunked: append("Transfer-Encoding: chunked\r\n")
    }
    // RFC 9112 §9.6: say so where we close.
    if !keepsAlive { append("Connection: close\r\n") }
    append("\r\n")
  }

  /// Puts small content right behind the head, to send both as one.
  mutating func add(_ body: [UInt8]) { bytes.append(contentsOf: body) }

  private static func isOurs(_ name: String) -> Bool {
    switch name.utf8.count {
    case 4: name.lowercased() == "date"
    case 10: name.lowercased() == "connection"
    case 14: name.lowercased() == "content-length"
    case 17: name.lowercased() == "transfer-encoding"
    default: false
    }
  }

  /// RFC 9110 §6.6.1: a server with a clock says the time; the text is made once a second.
  private mutating func appendDate() {
    let now = Clock.unixSeconds
    if now != dateSecond {
      dateSecond = now
      dateLine = Array("Date: \(HTTPDate.text(now))\r\n".utf8)
    }
    bytes.append(contentsOf: dateLine)
  }

  private mutating func append(_ text: String) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
    if done == nil { bytes.append(contentsOf: text.utf8) }
  }

  private mutating func append(decimal number: Int) {
    guard number >= 10 else { return bytes.append(0x30 + UInt8(truncatingIfNeeded: max(0, number))) }
    append(decimal: number / 10)
    bytes.append(0x30 + UInt8(truncatingIfNeeded: number % 10))
  }
}
