/// Finds out how a file is written from its first bytes.
struct CSVSniffer {
  /// Bytes of UTF-8 on which the delimiter is tried.
  static let triedBytes = 1 << 16
  /// The delimiters that are tried, the more usual first.
  static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  /// The delimiter and line end of decoded text; `complete` where the sample is the whole file.
  static func dialect(of text: [UInt8], charset: Charset, mark: Bool, complete: Bool) -> CSVDialect {
    let sample = text.count > triedBytes ? Array(text[..<triedBytes]) : text
    let whole = complete && text.count <= triedBytes
    var dialect = CSVDialect(charset: charset, hasByteOrderMark: mark, lineEnd: lineEnd(of: sample))
    if let named = namedDelimiter(sample) {
      dialect.delimiter = named
      dialect.namesDelimiter = true
      return dialect
    }
    var best = 0.0
    for delimiter in delimiters {
      let value = score(delimiter, sample, complete: whole)
      if value > best { (best, dialect.delimiter) = (value, delimiter) }
    }
    return dialect
  }

  /// The delimiter of Excel's `sep=;` line.
  static func namedDelimiter(_ text: [UInt8]) -> UInt8? {
    var line = text.prefix(16).prefix { $0 != 0x0A && $0 != 0x0D }
    if line.first == 0x22, line.last == 0x22, line.count > 1 { line = line.dropFirst().dropLast() }
    guard line.count == 5, line.dropLast().map({ $0 | 0x20 }) == Array("sep=".utf8), let last = line.last else { return nil }
    return last > 0x7F || last == 0x22 ? nil : last
  }

  /// How well a delimiter explains the sample: records of one width, several fields, tidy quotes; 0 where it never occurs.
  private static func score(_ delimiter: UInt8, _ sample: [UInt8], complete: Bool) -> Double {
    var parser = CSVParser(delimiter: delimiter)
    var widths: [Int] = []
    let sink: CSVParser.Sink = { _, ends, _ in widths.append(ends.count) }
    sample.withUnsafeBufferPointer { try? parser.read($0, sink) }
    // The last record of a cut sample is not whole, unless it is all there is.
    if complete || widths.isEmpty { try? parser.finish(sink) }
    var tally: [Int: Int] = [:]
    for width in widths where width > 1 { tally[width, default: 0] += 1 }
    guard let mode = tally.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return 0 }
    let count = Double(widths.count)
    let same = Double(mode.value) / count
    let several = Double(tally.values.reduce(0, +)) / count
    let header = widths.first == mode.key ? 0.15 : 0
    let strays = min(1, Double(parser.strayQuotes + parser.issueCount) / count)
    // More columns decide between delimiters that explain a file equally well.
    return max(0.001, 0.55 * same + 0.3 * several + header + min(0.05, Double(mode.key) * 0.005) - 0.5 * strays)
  }

  private static func lineEnd(of sample: [UInt8]) -> CSVDialect.LineEnd {
    var crlf = 0
    var lf = 0
    var cr = 0
    for at in sample.indices {
      if sample[at] == 0x0A {
        if at > 0, sample[at - 1] == 0x0D { crlf += 1 } else { lf += 1 }
      } else if sample[at] == 0x0D, at + 1 < sample.count, sample[at + 1] != 0x0A {
        cr += 1
      }
    }
    switch (crlf > 0, lf > 0, cr > 0) {
    case (false, false, false): return .none
    case (true, false, false): return .crlf
    case (false, true, false): return .lf
    case (false, false, true): return .cr
    default: return .mixed
    }
  }
}
