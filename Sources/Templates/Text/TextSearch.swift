/// Finding and replacing in text by its UTF-8 bytes, which for whole texts is the same as by code points, and quick.
enum TextSearch {
  /// The byte positions at which `needle` is found from left to right without overlap, at most `limit` (-1: all).
  static func positions<Element: Equatable>(
    of needle: [Element], in hay: [Element], limit: Int = -1, overlapping: Bool = false
  ) -> [Int] {
    var found: [Int] = []
    guard !needle.isEmpty, hay.count >= needle.count else { return found }
    let fallback = needle.count > 1 ? borders(needle) : [0]
    // Knuth, Morris and Pratt: linear whatever the texts are.
    var matched = 0
    var position = 0
    while position < hay.count, limit < 0 || found.count < limit {
      while matched > 0, hay[position] != needle[matched] { matched = fallback[matched - 1] }
      if hay[position] == needle[matched] { matched += 1 }
      position += 1
      if matched == needle.count {
        found.append(position - matched)
        matched = overlapping ? fallback[matched - 1] : 0
      }
    }
    return found
  }

  /// For each prefix of a needle, how much of its end is also its beginning.
  private static func borders<Element: Equatable>(_ needle: [Element]) -> [Int] {
    var borders = [0]
    borders.reserveCapacity(needle.count)
    var matched = 0
    for position in 1..<needle.count {
      while matched > 0, needle[position] != needle[matched] { matched = borders[matched - 1] }
      if needle[position] == needle[matched] { matched += 1 }
      borders.append(matched)
    }
    return borders
  }

  /// `needle in text`.
  static func contains(_ text: String, _ needle: String) -> Bool {
    needle.isEmpty || !positions(of: Array(needle.utf8), in: Array(text.utf8), limit: 1).isEmpty
  }

  /// `str.replace(old, new, count)`.
  static func replace(_ text: String, _ old: String, _ new: String, _ limit: Int = -1) -> String {
    if old.isEmpty { return interleave(text, new, limit) }
    let hay = Array(text.utf8)
    let found = positions(of: Array(old.utf8), in: hay, limit: limit)
    if found.isEmpty { return text }
    var out: [UInt8] = []
    out.reserveCapacity(hay.count)
    var start = 0
    for position in found {
      out.append(contentsOf: hay[start..<position])
      out.append(contentsOf: new.utf8)
      start = position + old.utf8.count
    }
    out.append(contentsOf: hay[start...])
    return String(decoding: out, as: UTF8.self)
  }

  /// How many bytes `replace` would make.
  static func replacedSize(_ text: String, _ old: String, _ new: String) -> Int {
    old.isEmpty
      ? text.utf8.count + (text.utf8.count + 1) * new.utf8.count
      : text.utf8.count + (text.utf8.count / old.utf8.count + 1)
        * max(0, new.utf8.count - old.utf8.count)
  }

  /// Replacing nothing puts the new text before every code point and at the end.
  private static func interleave(_ text: String, _ new: String, _ limit: Int) -> String {
    var out = ""
    var left = limit < 0 ? Int.max : limit
    for scalar in text.unicodeScalars {
      if left > 0 {
        out += new
        left -= 1
      }
      out.unicodeScalars.append(scalar)
    }
    if left > 0 { out += new }
    return out
  }

  /// `str.split(separator, limit)`; `make` says what becomes of each piece.
  static func split<Piece>(_ text: String, _ separator: String, limit: Int = -1, as make: (String) -> Piece) -> [Piece] {
    if separator.utf8.count == 1, let byte = separator.utf8.first {
      return split(text, at: byte, limit, as: make)
    }
    let hay = Array(text.utf8)
    return pieces(
      hay, positions(of: Array(separator.utf8), in: hay, limit: limit), separator.utf8.count
    ).map(make)
  }

  /// `str.split(separator, limit)`.
  static func split(_ text: String, _ separator: String, limit: Int = -1) -> [String] {
    split(text, separator, limit: limit) { $0 }
  }

  @inline(__always)
  private static func split<Piece>(_ text: String, at separator: UInt8, _ limit: Int, as make: (String) -> Piece) -> [Piece] {
    var text = text
    return text.withUTF8 { bytes in
      let marks = bytes.reduce(0) { $1 == separator ? $0 + 1 : $0 }
      let cuts = limit < 0 ? marks : min(limit, marks)
      var out: [Piece] = []
      out.reserveCapacity(cuts + 1)
      var start = 0
      var position = 0
      while out.count < cuts {
        if bytes[position] == separator {
          out.append(make(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)))
          start = position + 1
        }
        position += 1
      }
      out.append(make(String(decoding: UnsafeBufferPointer(rebasing: bytes[start...]), as: UTF8.self)))
      return out
    }
  }

  /// `str.split(separator)[position]`; nil where there are fewer pieces.
  static func piece(_ text: String, at separator: UInt8, _ position: Int) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      var start = 0
      var left = position
      for end in 0..<bytes.count where bytes[end] == separator {
        if left == 0 { return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self) }
        left -= 1
        start = end + 1
      }
      return left == 0 ? String(decoding: UnsafeBufferPointer(rebasing: bytes[start...]), as: UTF8.self) : nil
    }
  }

  /// `str.rsplit(separator, limit)`: splits from the right.
  static func splitFromRight(_ text: String, _ separator: String, limit: Int) -> [String] {
    let hay = Array(text.utf8)
    let needle = Array(separator.utf8)
    let reversed = positions(of: needle.reversed(), in: hay.reversed(), limit: limit)
    return pieces(hay, reversed.reversed().map { hay.count - $0 - needle.count }, needle.count)
  }

  private static func pieces(_ hay: [UInt8], _ cuts: [Int], _ width: Int) -> [String] {
    var out: [String] = []
    out.reserveCapacity(cuts.count + 1)
    var start = 0
    for cut in cuts {
      out.append(String(decoding: hay[start..<cut], as: UTF8.self))
      start = cut + width
    }
    out.append(String(decoding: hay[start...], as: UTF8.self))
    return out
  }
}
