/// The record grammar of RFC 4180 on UTF-8 bytes, as lenient as the files of the world need; knows no charset and no chunk border.
///
/// Quotes open a field only at its start; `""` inside is a quote; what follows a closing quote is kept as text. CR, LF and CRLF end a record.
struct CSVParser {
  private enum State { case fieldStart, unquoted, quoted, quoteSeen, skippingRecord }

  let delimiter: UInt8
  let limits: CSVLimits
  private var state = State.fieldStart
  private var afterCR = false
  /// The content of the record so far, fields one after the other.
  private var content: [UInt8] = []
  /// Where each finished field ends in `content`.
  private var ends: [Int] = []
  private var wasQuoted = false
  /// The line being read, from 1, and the one the record and the open quote started on.
  private(set) var line = 1
  private var recordLine = 1
  private var quoteLine = 1
  /// Closing quotes that were followed by text: a sign of the wrong delimiter.
  private(set) var strayQuotes = 0
  private(set) var issues: [CSVIssue] = []
  private(set) var issueCount = 0
  /// Bytes looked at, each repeated look counted: the tests hold this against the input's length.
  private(set) var steps = 0

  /// Receives the content and field ends of one record, and its line.
  typealias Sink = (UnsafeBufferPointer<UInt8>, [Int], Int) throws -> Void

  init(delimiter: UInt8, limits: CSVLimits = CSVLimits(), line: Int = 1) {
    self.delimiter = delimiter
    self.limits = limits
    self.line = line
    recordLine = line
  }

  /// Reads a chunk.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, _ sink: Sink) throws {
    var at = 0
    while at < bytes.count {
      if afterCR {
        afterCR = false
        if bytes[at] == 0x0A {
          at += 1
          continue
        }
      }
      let from = at
      switch state {
      case .fieldStart, .unquoted: try plain(bytes, &at, sink)
      case .quoted: try quoted(bytes, &at, sink)
      case .quoteSeen: try afterQuote(bytes, &at, sink)
      case .skippingRecord: skip(bytes, &at)
      }
      steps += at - from
    }
  }

  /// Ends the file: a last record without line end counts, an open quote is taken back.
  mutating func finish(_ sink: Sink) throws {
    while state == .quoted { try recover(sink) }
    if state == .skippingRecord || (content.isEmpty && ends.isEmpty && !wasQuoted) { return }
    try endRecord(sink)
  }

  private mutating func plain(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ sink: Sink) throws {
    if state == .fieldStart, bytes[at] == 0x22 {
      state = .quoted
      wasQuoted = true
      quoteLine = line
      at += 1
      return
    }
    var end = at
    while end < bytes.count {
      let byte = bytes[end]
      if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
      end += 1
    }
    if end > at {
      content.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<end]))
      state = .unquoted
      at = end
      if content.count > limits.recordBytes {
        note(.recordTooLong, recordLine)
        state = .skippingRecord
        return
      }
    }
    if end < bytes.count {
      try separator(bytes[end], sink)
      at = end + 1
    }
  }

  /// Handles a delimiter or a line end outside quotes.
  private mutating func separator(_ byte: UInt8, _ sink: Sink) throws {
    if byte == delimiter {
      ends.append(content.count)
      state = .fieldStart
      if ends.count >= limits.fields {
        note(.tooManyFields, recordLine)
        state = .skippingRecord
      }
      return
    }
    afterCR = byte == 0x0D
    line += 1
    if content.isEmpty, ends.isEmpty, !wasQuoted {  // a blank line is no record
      recordLine = line
      return
    }
    try endRecord(sink)
  }

  private mutating func endRecord(_ sink: Sink) throws {
    ends.append(content.count)
    let at = recordLine
    defer { startRecord() }
    try content.withUnsafeBufferPointer { try sink($0, ends, at) }
  }

  private mutating func startRecord() {
    content.removeAll(keepingCapacity: content.capacity <= 1 << 16)
    ends.removeAll(keepingCapacity: true)
    wasQuoted = false
    state = .fieldStart
    recordLine = line
  }

  private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ sink: Sink) throws {
    var end = at
    while end < bytes.count, bytes[end] != 0x22 {
      if bytes[end] == 0x0A { line += 1 }
      end += 1
    }
    content.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[at..<end]))
    at = end
    if content.count > limits.recordBytes { return try recover(sink) }
    if end < bytes.count {
      state = .quoteSeen
      at += 1
    }
  }

  private mutating func afterQuote(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ sink: Sink) throws {
    let byte = bytes[at]
    if byte == 0x22 {
      content.append(0x22)
      state = .quoted
      at += 1
    } else if byte == delimiter || byte == 0x0A || byte == 0x0D {
      try separator(byte, sink)
      at += 1
    } else {
      if byte != 0x20 { strayQuotes += 1 }
      state = .unquoted
    }
  }

  private mutating func skip(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) {
    while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    guard at < bytes.count else { return }
    afterCR = bytes[at] == 0x0D
    line += 1
    startRecord()
    at += 1
  }

  /// Takes an opening quote back that never closed: it becomes an ordinary character and its content is read again.
  ///
  /// The content holds only doubled quotes, which always close, so nothing is read more than twice.
  private mutating func recover(_ sink: Sink) throws {
    note(.unterminatedQuote, quoteLine)
    let from = ends.last ?? 0
    var again: [UInt8] = []
    for byte in content[from...] {
      again.append(byte)
      if byte == 0x22 { again.append(byte) }
    }
    content.removeSubrange(from...)
    content.append(0x22)
    state = .unquoted
    line = quoteLine
    try again.withUnsafeBufferPointer { try read($0, sink) }
  }

  private mutating func note(_ kind: CSVIssue.Kind, _ line: Int) {
    issueCount += 1
    if issues.count < limits.issues { issues.append(CSVIssue(kind: kind, line: line)) }
  }
}
