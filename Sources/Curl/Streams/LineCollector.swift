import CCurl

/// Keeps the lines that a server says while libcurl greets and signs in, up to a limit.
final class LineCollector {
  /// More lines than this are dropped.
  static let maximumLines = 300
  /// A longer line is cut.
  static let maximumLineBytes = 2048

  /// The lines so far, without line ends.
  private(set) var lines: [String] = []

  /// Collects what a handle hears. The collector must outlive the transfer.
  func listen(to handle: EasyHandle) {
    handle.set(CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
    handle.set(
      CURLOPT_HEADERFUNCTION,
      sink: { bytes, size, count, context in
        let (total, overflow) = size.multipliedReportingOverflow(by: count)
        guard let bytes, let context, !overflow else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: total)
        Unmanaged<LineCollector>.fromOpaque(context).takeUnretainedValue().add(line)
        return total
      })
    // Untagged IMAP lines come as content as well; without a sink libcurl prints them.
    handle.set(CURLOPT_WRITEFUNCTION, sink: { _, size, count, _ in size.multipliedReportingOverflow(by: count).partialValue })
  }

  /// Whether an SMTP answer of this code was among them.
  func contains(code: String) -> Bool { lines.contains { $0.hasPrefix(code) } }

  /// The last lines, for showing why a sign-in failed.
  func last(_ count: Int) -> [String] { Array(lines.suffix(count)) }

  private func add(_ line: UnsafeRawBufferPointer) {
    guard lines.count < Self.maximumLines else { return }
    var end = min(line.count, Self.maximumLineBytes)
    while end > 0, line[end - 1] == 0x0D || line[end - 1] == 0x0A { end -= 1 }
    lines.append(String(decoding: line[..<end].map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self))
  }
}
