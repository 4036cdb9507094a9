/// Words that are looked for in many short texts, byte by byte: a page has hundreds of links and lines, and each is asked for dozens.
struct WordList {
  /// Where a word may stand.
  enum Place {
    case anywhere
    /// At the beginning of the text or behind a blank.
    case atWord
  }

  /// By their first byte.
  private let words: [[[UInt8]]]

  /// A list of words, none of them empty.
  init(_ list: [String]) {
    var words = [[[UInt8]]](repeating: [], count: 256)
    for word in list.map({ Array($0.utf8) }) {
      if let first = word.first { words[Int(first)].append(word) }
    }
    self.words = words
  }

  /// Whether one of the words stands in a text.
  func occurs(in text: String, _ place: Place = .anywhere) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      for (at, byte) in bytes.enumerated() {
        if words[Int(byte)].isEmpty || (place == .atWord && at > 0 && bytes[at - 1] != 0x20) { continue }
        if words[Int(byte)].contains(where: { bytes[at...].starts(with: $0) }) { return true }
      }
      return false
    }
  }
}

/// Blanks of all kinds, in UTF-8.
enum Blank {
  /// How many bytes the blank at a place takes; 0 where there is none. Source: the property White_Space of Unicode 16.
  static func length(in bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let next = { (offset: Int) in at + offset < bytes.count ? bytes[at + offset] : 0 }
    switch bytes[at] {
    case 0x09...0x0D, 0x20: return 1
    case 0xC2: return next(1) == 0x85 || next(1) == 0xA0 ? 2 : 0
    case 0xE1: return next(1) == 0x9A && next(2) == 0x80 ? 3 : 0
    case 0xE2 where next(1) == 0x80:
      return (0x80...0x8A).contains(next(2)) || [0xA8, 0xA9, 0xAF].contains(next(2)) ? 3 : 0
    case 0xE2: return next(1) == 0x81 && next(2) == 0x9F ? 3 : 0
    case 0xE3: return next(1) == 0x80 && next(2) == 0x80 ? 3 : 0
    default: return 0
    }
  }
}
