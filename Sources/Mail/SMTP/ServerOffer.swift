/// What a server said it can do, in its last answer to EHLO (RFC 5321 §4.1.1.1).
struct ServerOffer: Hashable {
  /// Octets of the largest mail it takes (RFC 1870); nil where it says none.
  var maximumSize: Int?
  /// Whether it said SIZE at all, so that the parameter may be given.
  var takesSize = false
  /// Whether octets above 127 may be sent (RFC 6152).
  var takes8BitMIME = false
  /// Whether several commands may be sent before the first is answered (RFC 2920).
  var takesPipelining = false

  /// Nothing offered.
  init() {}

  /// Reads what was said from the greeting on. What came before STARTTLS is not believed (RFC 3207 §4.2): anyone could have said it.
  init(greetingLines: [String]) {
    let start = greetingLines.lastIndex { $0.hasPrefix("220") }.map { $0 + 1 } ?? 0
    for line in greetingLines[start...] where line.hasPrefix("250") {
      let words = line.dropFirst(4).split(separator: " ")
      switch words.first?.uppercased() {
      case "SIZE":
        takesSize = true
        if words.count > 1, let size = Int(words[1]), size > 0 { maximumSize = size }
      case "8BITMIME": takes8BitMIME = true
      case "PIPELINING": takesPipelining = true
      default: break
      }
    }
  }
}
