#if canImport(Glibc)
  import Glibc
#endif

/// Reads HTTP/1.1 requests from bytes that come in any pieces; strict after RFC 9112, without any I/O.
///
/// After `.failed` it says nothing more: the connection answers and closes. The same bytes give the same events however they are cut,
/// but for where `.body` pieces part.
public struct HTTPParser: Sendable {
  /// What the parser found.
  public enum Event: Sendable, Hashable {
    /// A complete header section; the caller may now set `maximumBodyBytes`.
    case head(HTTPRequestHead)
    /// A piece of the content, never empty.
    case body([UInt8])
    /// The request is complete.
    case end
    /// The request is refused.
    case failed(HTTPFailure)
  }

  private enum State: Sendable { case requestLine, fields, content(Int), chunked, finished, failed }

  public let limits: HTTPLimits
  /// The most content bytes that the current request may have; set anew by every head to `limits.bodyBytes`.
  public var maximumBodyBytes: Int {
    didSet { limitChanged = true }
  }

  private var buffer: [UInt8] = []
  private var position = 0
  /// Bytes before this index hold no line end after `position`: nothing is searched twice.
  private var searched = 0
  private var state = State.requestLine
  private var builder = HeadBuilder()
  private var chunks = ChunkedBody()
  private var sawEmptyLine = false
  private var limitChanged = false

  /// A parser at the start of a connection.
  public init(limits: HTTPLimits = HTTPLimits()) {
    self.limits = limits
    maximumBodyBytes = limits.bodyBytes
  }

  /// Whether nothing of a next request has come yet.
  public var isIdle: Bool {
    if case .requestLine = state { return position == buffer.count && !sawEmptyLine }
    return false
  }

  /// Whether bytes wait that were not looked at.
  public var hasBytes: Bool { position < buffer.count }

  /// Takes bytes and tells everything that they complete.
  public mutating func feed(_ bytes: [UInt8]) -> [Event] {
    bytes.withUnsafeBytes { append($0) }
    var events: [Event] = []
    while let event = next() { events.append(event) }
    return events
  }

  /// Takes bytes without looking at them; `next` does.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if position == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      (position, searched) = (0, 0)
    } else if position > 32 * 1024 {
      buffer.removeSubrange(..<position)
      (position, searched) = (0, searched - position)
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next event; nil where more bytes are needed.
  public mutating func next() -> Event? {
    do throws(HTTPFailure) {
      while true {
        switch state {
        case .requestLine: guard try readRequestLine() else { return nil }
        case .fields: if let head = try readFields() { return .head(head) } else { return nil }
        case .content(let remaining): return try readContent(remaining)
        case .chunked: return try readChunked()
        case .finished:
          state = .requestLine
          return .end
        case .failed: return nil
        }
      }
    } catch {
      state = .failed
      buffer = []
      (position, searched) = (0, 0)
      return .failed(error)
    }
  }

  // MARK: Lines

  /// The next line without its CR LF; nil where it is not complete.
  ///
  /// RFC 9112 §2.2 lets a server take a bare LF for a line end; we don't, as two readers that differ there can be played against each
  /// other. A CR elsewhere is refused by the grammar of the line.
  private mutating func nextLine(limit: Int, tooLong: @autoclosure () -> HTTPFailure) throws(HTTPFailure) -> Range<Int>? {
    let from = max(searched, position)
    let found = buffer.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, from < bytes.count, let hit = memchr(base + from, 0x0A, bytes.count - from) else {
        return nil
      }
      return UnsafeRawPointer(hit) - base
    }
    guard let found else {
      searched = buffer.count
      // One more than the limit, as the last byte may be the CR.
      if buffer.count - position > limit + 1 { throw tooLong() }
      return nil
    }
    // The same count of bytes refuses a line whether its end has come or not.
    if found - position > limit + 1 { throw tooLong() }
    guard found > position, buffer[found - 1] == HTTPGrammar.carriageReturn else {
      throw HTTPFailure(400, "A line does not end in CR LF.")
    }
    let line = position..<(found - 1)
    (position, searched) = (found + 1, found + 1)
    return line
  }

  // MARK: Head

  private mutating func readRequestLine() throws(HTTPFailure) -> Bool {
    guard
      let line = try nextLine(limit: limits.requestLineBytes, tooLong: HTTPFailure(414, "The request line is too long."))
    else { return false }
    // RFC 9112 §2.2: one empty line before the request line is forgiven.
    if line.isEmpty, !sawEmptyLine {
      sawEmptyLine = true
      return true
    }
    sawEmptyLine = false
    builder = HeadBuilder()
    try builder.readRequestLine(buffer, line, limits: limits)
    state = .fields
    return true
  }

  private mutating func readFields() throws(HTTPFailure) -> HTTPRequestHead? {
    let tooLarge = HTTPFailure(431, "The header section is too large.")
    while let line = try nextLine(limit: max(0, limits.headerBytes - builder.headerBytes - 2), tooLong: tooLarge) {
      guard !line.isEmpty else { return try finishHead() }
      builder.headerBytes += line.count + 2
      try builder.readField(buffer, line, limits: limits)
    }
    return nil
  }

  private mutating func finishHead() throws(HTTPFailure) -> HTTPRequestHead {
    let head = try builder.finished()
    builder = HeadBuilder()
    maximumBodyBytes = limits.bodyBytes
    switch head.framing {
    case .none: state = .finished
    case .length(let length): state = .content(length)
    case .chunked:
      chunks = ChunkedBody()
      state = .chunked
    }
    return head
  }

  // MARK: Content

  private mutating func readContent(_ remaining: Int) throws(HTTPFailure) -> Event? {
    if limitChanged {
      limitChanged = false
      guard remaining <= maximumBodyBytes else { throw HTTPFailure(413, "The content is too large.") }
    }
    guard remaining > 0 else {
      state = .requestLine
      return .end
    }
    guard let piece = takePiece(atMost: remaining) else { return nil }
    state = piece.count == remaining ? .finished : .content(remaining - piece.count)
    return .body(piece)
  }

  private mutating func readChunked() throws(HTTPFailure) -> Event? {
    while true {
      switch chunks.state {
      case .size:
        let tooLong = HTTPFailure(400, "A chunk size line is too long.")
        guard let line = try nextLine(limit: limits.chunkLineBytes, tooLong: tooLong) else { return nil }
        try chunks.readSize(buffer, line, limits: limits, maximum: maximumBodyBytes)
      case .data(let remaining):
        guard let piece = takePiece(atMost: remaining) else { return nil }
        chunks.state = piece.count == remaining ? .dataEnd : .data(remaining - piece.count)
        return .body(piece)
      case .dataEnd:
        // RFC 9112 §7.1: chunk data ends in CR LF exactly; both are judged as soon as they come.
        guard position < buffer.count else { return nil }
        guard buffer[position] == HTTPGrammar.carriageReturn else { throw HTTPFailure(400, "A chunk is longer than its size.") }
        guard position + 1 < buffer.count else { return nil }
        guard buffer[position + 1] == HTTPGrammar.lineFeed else { throw HTTPFailure(400, "A chunk is longer than its size.") }
        position += 2
        searched = max(searched, position)
        chunks.state = .size
      case .trailers:
        let tooLarge = HTTPFailure(431, "The trailer section is too large.")
        guard let line = try nextLine(limit: chunks.trailerRoom(limits), tooLong: tooLarge) else { return nil }
        if try chunks.readTrailer(buffer, line, limits: limits) {
          state = .requestLine
          return .end
        }
      }
    }
  }

  private mutating func takePiece(atMost count: Int) -> [UInt8]? {
    let available = min(count, buffer.count - position)
    guard available > 0 else { return nil }
    let piece = Array(buffer[position..<(position + available)])
    position += available
    searched = max(searched, position)
    return piece
  }
}
