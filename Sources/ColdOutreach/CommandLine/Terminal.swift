import Glibc
import Platform

/// Where a command writes: standard output for what was asked for, standard error for what went wrong.
struct Terminal: Sendable {
  /// Writes a text as it is.
  let out: @Sendable (String) -> Void
  /// Writes a text as it is.
  let err: @Sendable (String) -> Void

  /// The process's own streams. A reader that is gone (`| head`) ends nothing.
  static let standard = Terminal(out: { write($0, to: 1) }, err: { write($0, to: 2) })

  /// Writes a line.
  func line(_ text: String) { out(text + "\n") }

  private static func write(_ text: String, to number: Int32) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress?.advanced(by: done), bytes.count - done) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      done += count
    }
  }
}
