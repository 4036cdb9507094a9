/// Finding a text in a text and putting another in its place, by characters as people see them: `é` is found however it is composed, and
/// the half of a flag or of a line end `\r\n` is not.
///
/// What the toolchain has for this brings its regular expressions with it, which are larger than all of this program's rules.
extension StringProtocol where SubSequence == Substring {
  /// Whether a text is in here; the empty one always is.
  public func contains(_ part: some StringProtocol) -> Bool { firstRange(of: part) != nil }

  /// Where a text is first; nil where it is not in here.
  public func firstRange(of part: some StringProtocol) -> Range<String.Index>? {
    var search = Search(String(part), in: self[startIndex...])
    return search.next()
  }

  /// Every place of a text from left to right, without overlap; none for the empty one.
  public func ranges(of part: some StringProtocol) -> [Range<String.Index>] {
    guard !part.isEmpty else { return [] }
    var (search, found) = (Search(String(part), in: self[startIndex...]), [Range<String.Index>]())
    while let range = search.next() { found.append(range) }
    return found
  }

  /// A copy with another text in every place of one.
  public func replacing(_ part: some StringProtocol, with other: some StringProtocol) -> String {
    var (out, start) = ("", startIndex)
    for range in ranges(of: part) {
      out += self[start..<range.lowerBound]
      out += other
      start = range.upperBound
    }
    return out + self[start...]
  }
}

/// Looks for a text from left to right.
private struct Search {
  private var part: String
  private var rest: Substring
  /// Whether the same characters are always the same bytes, in both texts.
  private let isByBytes: Bool

  init(_ part: String, in text: Substring) {
    (self.part, rest) = (part, text)
    isByBytes = part.utf8.allSatisfy { $0 < 0x80 } || part.hasOneSpelling && text.hasOneSpelling
  }

  /// The next place, after which the search goes on; nil where there is none.
  mutating func next() -> Range<String.Index>? {
    guard !part.isEmpty else { return rest.startIndex..<rest.startIndex }
    let range = isByBytes ? nextByBytes() : nextByCharacters()
    if let range { rest = rest[range.upperBound...] }
    return range
  }

  private mutating func nextByBytes() -> Range<String.Index>? {
    var from = 0
    while let place = place(from: from) {
      let lower = rest.utf8.index(rest.startIndex, offsetBy: place)
      let upper = rest.utf8.index(lower, offsetBy: part.utf8.count)
      if String.Index(lower, within: rest) != nil, String.Index(upper, within: rest) != nil { return lower..<upper }
      from = place + 1
    }
    return nil
  }

  private mutating func place(from: Int) -> Int? {
    rest.withUTF8 { bytes in part.withUTF8 { Bytes.place(of: $0, in: bytes, from: from) } }
  }

  private func nextByCharacters() -> Range<String.Index>? {
    var start = rest.startIndex
    while start < rest.endIndex {
      var (at, wanted) = (start, part.startIndex)
      while wanted < part.endIndex, at < rest.endIndex, rest[at] == part[wanted] {
        (at, wanted) = (rest.index(after: at), part.index(after: wanted))
      }
      if wanted == part.endIndex { return start..<at }
      start = rest.index(after: start)
    }
    return nil
  }
}

extension StringProtocol {
  /// Whether its characters can be composed in this way only, as far as a short table tells: without accents that stand alone, and without
  /// the few signs that are another's double (Unicode Standard Annex 15).
  fileprivate var hasOneSpelling: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x300, 0x400..<0x483, 0x2010..<0x2100, 0x4E00..<0xA000, 0xAC00..<0xD7A4, 0x1F000..<0x1FB00: true
      default: false
      }
    }
  }
}
