/// Reads a CSV file of any dialect in chunks, with bounded memory.
///
/// The first chunks are collected until charset and delimiter are clear; then records come as they are complete.
public struct CSVReader {
  /// How the file is written; nil until enough of it was read.
  public private(set) var dialect: CSVDialect?
  /// How many issues there were; `issues` keeps the first thousand.
  public var issueCount: Int { (parser?.issueCount ?? 0) + ownIssues.count }
  /// What was wrong in the file so far.
  public var issues: [CSVIssue] { ownIssues + (parser?.issues ?? []) }
  /// How many characters of the file had no meaning in its charset and became U+FFFD; not counted for UTF-8.
  public var replacements: Int { decoder?.replacements ?? 0 }

  private let limits: CSVLimits
  private let forced: CSVDialect?
  private var sample: [UInt8] = []
  private var decoder: CharsetDecoder?
  private var parser: CSVParser?
  private var ownIssues: [CSVIssue] = []
  /// True while only ASCII was seen, so that the first other byte still decides on the charset.
  private var isUndecided = false
  /// What came from the first byte above 0x7F on, while it is too little to decide.
  private var held: [UInt8] = []

  /// A reader at the start of a file.
  /// - Parameter dialect: how the file is written, where a person said so; nil to find out.
  public init(dialect: CSVDialect? = nil, limits: CSVLimits = CSVLimits()) {
    forced = dialect
    self.limits = limits
  }

  /// Reads a chunk and hands over the records that it completes.
  /// - Throws: `CSVFailure.foreign` where the file is no CSV, and whatever `receive` throws.
  public mutating func read(_ chunk: [UInt8], _ receive: (CSVRecord) throws -> Void) throws {
    guard parser == nil else { return try parse(chunk, receive) }
    sample += chunk
    if sample.count >= limits.sampleBytes { try begin(complete: false, receive) }
  }

  /// Ends the file and hands over its last records.
  /// - Throws: as `read`.
  public mutating func finish(_ receive: (CSVRecord) throws -> Void) throws {
    if parser == nil { try begin(complete: true, receive) }
    var rest: [UInt8] = []
    if !held.isEmpty { try feed(decide(), receive) }
    decoder?.finish(into: &rest)
    try feed(rest, receive)
    try parser?.finish { try Self.deliver($0, $1, $2, receive) }
  }

  /// All records of a file that is in memory.
  /// - Throws: `CSVFailure.foreign`.
  public static func records(of bytes: [UInt8], dialect: CSVDialect? = nil) throws -> (records: [CSVRecord], reader: CSVReader) {
    var reader = CSVReader(dialect: dialect)
    var records: [CSVRecord] = []
    try reader.read(bytes) { records.append($0) }
    try reader.finish { records.append($0) }
    return (records, reader)
  }

  /// Decides on the dialect and reads what was collected.
  private mutating func begin(complete: Bool, _ receive: (CSVRecord) throws -> Void) throws {
    if let foreign = ForeignFormat.recognise(sample) { throw CSVFailure.foreign(foreign) }
    let tail = complete ? 0 : UTF8Validity.incompleteTail(of: sample)
    if tail > 0, !sample.dropLast(tail).contains(where: { $0 >= 0x80 }) {
      // The first character beyond ASCII is cut: it decides, once it is whole.
      held = Array(sample.suffix(tail))
      sample.removeLast(tail)
    }
    let guess = Charset.guess(sample)
    let charset = forced?.charset ?? guess.charset
    isUndecided = forced == nil && guess.reason == .ascii
    var decoder = CharsetDecoder(charset)
    var text: [UInt8] = []
    decoder.decode(sample, into: &text)
    self.decoder = decoder
    sample = []
    // Programs that join files leave a second mark.
    while text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if decoder.tableMissing { ownIssues.append(CSVIssue(kind: .charsetTableMissing, line: 1)) }
    let dialect = forced ?? CSVSniffer.dialect(of: text, charset: charset, mark: guess.markLength > 0, complete: complete)
    self.dialect = dialect
    var line = 1
    if dialect.namesDelimiter { line = Self.dropFirstLine(&text) }
    parser = CSVParser(delimiter: dialect.delimiter, limits: limits, line: line)
    try feed(text, receive)
  }

  /// Drops the `sep=` line; returns the number of the line that follows.
  private static func dropFirstLine(_ text: inout [UInt8]) -> Int {
    guard let end = text.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      text = []
      return 1
    }
    let isPair = text[end] == 0x0D && end + 1 < text.count && text[end + 1] == 0x0A
    text.removeFirst(end + (isPair ? 2 : 1))
    return 2
  }

  private mutating func parse(_ chunk: [UInt8], _ receive: (CSVRecord) throws -> Void) throws {
    if isUndecided, !held.isEmpty || chunk.contains(where: { $0 >= 0x80 }) {
      held += chunk
      if held.count >= limits.sampleBytes { try feed(decide(), receive) }
      return
    }
    if dialect?.charset == .utf8, decoder?.pending.isEmpty == true, decoder?.atStart == false || isUndecided {
      return try feed(chunk, receive)
    }
    var text: [UInt8] = []
    decoder?.decode(chunk, into: &text)
    try feed(text, receive)
  }

  /// Decides on the charset of a file that began as ASCII; returns what was held back as UTF-8.
  private mutating func decide() -> [UInt8] {
    // The blanks keep the bytes from being read as a byte-order mark.
    let charset = Charset.guess([0x20, 0x20, 0x20] + held).charset
    var fresh = CharsetDecoder(charset)
    var text: [UInt8] = []
    fresh.decode(held, into: &text)
    decoder = fresh
    dialect?.charset = charset
    isUndecided = false
    held = []
    return text
  }

  private mutating func feed(_ text: [UInt8], _ receive: (CSVRecord) throws -> Void) throws {
    try text.withUnsafeBufferPointer { bytes in
      try parser?.read(bytes) { try Self.deliver($0, $1, $2, receive) }
    }
  }

  private static func deliver(
    _ content: UnsafeBufferPointer<UInt8>, _ ends: [Int], _ line: Int, _ receive: (CSVRecord) throws -> Void
  ) throws {
    var from = 0
    var fields: [String] = []
    fields.reserveCapacity(ends.count)
    for end in ends {
      fields.append(from == end ? "" : String(decoding: UnsafeBufferPointer(rebasing: content[from..<end]), as: UTF8.self))
      from = end
    }
    try receive(CSVRecord(fields: fields, line: line))
  }
}
