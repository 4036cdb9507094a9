/// Cuts an IMAP server's bytes into responses, literals counted by octets (RFC 3501 §4.3), in whatever pieces they come. No I/O.
struct IMAPFramer {
  /// How much a server may say.
  struct Limits: Hashable, Sendable {
    /// Octets of a response outside of its literals.
    var line = 1 << 20
    /// Octets of one literal.
    var literal = 256 << 10
    /// Octets of a whole response.
    var response = 64 << 20
    /// Literals of a response.
    var literals = 1000
  }

  /// Why what came can't be a response.
  enum Failure: Error, Hashable { case tooLarge, malformed }

  /// How much the server may say at present; a fetch of a mail raises it.
  var limits = Limits()
  private var buffer: [UInt8] = []
  private var position = 0
  private var scanned = 0
  private var frame = IMAPFrame()
  private var awaitedLiteral: Int?
  private var lineBytes = 0
  private var totalBytes = 0

  /// Takes bytes as they come.
  mutating func feed(_ bytes: [UInt8]) {
    if position > 64 << 10 {
      buffer.removeFirst(position)
      scanned -= position
      position = 0
    }
    buffer += bytes
  }

  /// The next whole response; nil where more bytes are needed.
  /// - Throws: where a limit is passed; the session can't go on then.
  mutating func next() throws(Failure) -> IMAPFrame? {
    while true {
      if let count = awaitedLiteral {
        guard buffer.count - position >= count else { return nil }
        frame.literals.append(Array(buffer[position..<(position + count)]))
        position += count
        awaitedLiteral = nil
      }
      guard let line = try nextLine() else { return nil }
      guard let (count, length) = Self.literalMark(line), !(frame.pieces.isEmpty && Self.isStatus(line)) else {
        frame.pieces.append(line)
        defer { (frame, lineBytes, totalBytes) = (IMAPFrame(), 0, 0) }
        return frame
      }
      totalBytes += count
      guard count <= limits.literal, totalBytes <= limits.response, frame.literals.count < limits.literals else { throw .tooLarge }
      frame.pieces.append(Array(line.dropLast(length)))
      awaitedLiteral = count
    }
  }

  /// The next line without its end. A bare LF is taken too: some servers send it.
  private mutating func nextLine() throws(Failure) -> [UInt8]? {
    scanned = max(scanned, position)
    while scanned < buffer.count, buffer[scanned] != 0x0A { scanned += 1 }
    guard lineBytes + scanned - position <= limits.line else { throw .tooLarge }
    guard scanned < buffer.count else { return nil }
    var end = scanned
    if end > position, buffer[end - 1] == 0x0D { end -= 1 }
    let line = Array(buffer[position..<end])
    lineBytes += line.count
    totalBytes += line.count
    scanned += 1
    position = scanned
    return line
  }

  /// The literal's size where a line ends in `{n}`, `{n+}` or `~{n}`, and how many octets that mark has.
  private static func literalMark(_ line: [UInt8]) -> (count: Int, length: Int)? {
    guard line.last == 0x7D, let open = line.lastIndex(of: 0x7B) else { return nil }
    var digits = line[(open + 1)..<(line.count - 1)]
    if digits.last == 0x2B { digits = digits.dropLast() }
    guard (1...10).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let count = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let hasTilde = open > 0 && line[open - 1] == 0x7E
    return (count, line.count - open + (hasTilde ? 1 : 0))
  }

  /// Whether a line is a status response, `tag OK …`: its text is for people and may end in something like `{5}`.
  private static func isStatus(_ line: [UInt8]) -> Bool {
    if line.first == 0x2B { return true }
    let words = line.prefix(64).split(separator: 0x20, maxSplits: 2)
    guard words.count >= 2 else { return false }
    return IMAPResponse.Condition(rawValue: String(decoding: words[1], as: UTF8.self).uppercased()) != nil
  }
}
