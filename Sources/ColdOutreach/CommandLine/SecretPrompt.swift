import Glibc
import Outreach

/// Reads a secret from standard input; on a terminal it is not shown while it is typed.
enum SecretPrompt {
  private static let longestBytes = 4096

  /// One line, without its end.
  /// - Throws: `.badInput` where nothing comes.
  static func ask(_ prompt: String, _ terminal: Terminal) throws(Fault) -> String {
    let isTerminal = isatty(0) == 1
    var before = termios()
    if isTerminal {
      terminal.err(prompt)
      tcgetattr(0, &before)
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(0, TCSAFLUSH, &silent)
    }
    defer {
      if isTerminal {
        tcsetattr(0, TCSAFLUSH, &before)
        terminal.err("\n")
      }
    }
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    // A byte at a time: what follows the line belongs to the next question.
    while bytes.count < longestBytes, read(0, &byte, 1) == 1, byte != UInt8(ascii: "\n") { bytes.append(byte) }
    guard !bytes.isEmpty else { throw Fault(.badInput, "Nothing was entered.") }
    return String(decoding: bytes, as: UTF8.self)
  }
}
