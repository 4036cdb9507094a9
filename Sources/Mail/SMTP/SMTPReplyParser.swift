import Outreach

/// Reads server replies (RFC 5321 §4.2) out of bytes that come in any pieces. No I/O.
struct SMTPReplyParser {
  /// Octets of one line; RFC 5321 §4.5.3.1.5 says 512, some servers talk more.
  static let maximumLineBytes = 4096
  /// Lines of one reply.
  static let maximumLines = 200

  /// Why what came can't be a reply.
  enum Failure: Error, Hashable { case lineTooLong, tooManyLines, noReply }

  private var buffer: [UInt8] = []
  private var lines: [Substring] = []

  /// Whether something has come that no reply was made of yet.
  var isEmpty: Bool { buffer.isEmpty && lines.isEmpty }

  /// Takes bytes as they come.
  mutating func feed(_ bytes: [UInt8]) { buffer += bytes }

  /// The next whole reply; nil where more bytes are needed.
  /// - Throws: where no further byte can make a reply of it.
  mutating func next() throws(Failure) -> ServerReply? {
    while let end = buffer.firstIndex(of: 0x0A) {
      guard end <= Self.maximumLineBytes else { throw .lineTooLong }
      var line = buffer[..<end]
      if line.last == 0x0D { line = line.dropLast() }
      let (code, isLast) = try Self.head(line)
      lines.append(Self.text(line.dropFirst(4)))
      buffer.removeFirst(end + 1)
      guard lines.count <= Self.maximumLines else { throw .tooManyLines }
      if isLast {
        defer { lines = [] }
        return Self.reply(code, lines)
      }
    }
    if buffer.count > Self.maximumLineBytes { throw .lineTooLong }
    // Binary noise without a line end must not be waited on.
    if buffer.count >= 3 { _ = try Self.head(buffer[...], partial: true) }
    return nil
  }

  /// Code and whether the line is the last: three digits, then a blank, a hyphen or nothing.
  private static func head(_ line: ArraySlice<UInt8>, partial: Bool = false) throws(Failure) -> (code: Int, isLast: Bool) {
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .noReply }
    let code = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard (200..<600).contains(code) else { throw .noReply }
    guard let mark = line.dropFirst(3).first else { return (code, true) }
    guard mark == 0x20 || mark == 0x2D || (partial && mark == 0x0D) else { throw .noReply }
    return (code, mark == 0x20)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> Substring {
    Substring(String(decoding: bytes.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self))
  }

  /// The last line's code counts where lines disagree; the enhanced code (RFC 2034 §4) is believed only where its class fits.
  private static func reply(_ code: Int, _ lines: [Substring]) -> ServerReply {
    var enhanced: String?
    let texts = lines.map { line -> Substring in
      guard let (found, rest) = enhancedCode(line, class: code / 100) else { return line }
      enhanced = enhanced ?? found
      return rest
    }
    return ServerReply(code: code, enhanced: enhanced, text: texts.joined(separator: "\n"))
  }

  private static func enhancedCode(_ line: Substring, class wanted: Int) -> (String, Substring)? {
    let word = line.prefix { $0 != " " }
    let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
    let areNumbers = numbers.allSatisfy { (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard numbers.count == 3, areNumbers, numbers[0] == String(wanted) else { return nil }
    return (String(word), line.dropFirst(word.count).drop { $0 == " " })
  }
}
