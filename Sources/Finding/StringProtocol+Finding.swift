/// Finding a text in a text and putting another in its place, by characters as people see them: `é` is found however it is composed, and
/// the half of a flag or of a line end `\r\n` is not.
///
/// What the toolchain has for this brings its regular expressions with it, which are larger than all of this program's rules.
extension StringProtocol where SubSequence == Substring {
  /// Whether a text is in here; the empty one always is.
  public func contains(_ part: some StringProtocol) -> Bool { firstRange(of: part) != nil }

  /// Where a text is first; nil where it is not in here.
  public func firstRange(of part: some StringProtocol) -> Range<String.Index>? { self[startIndex...].first(of: String(part)) }

  /// Every place of a text from left to right, without overlap; none for the empty one.
  public func ranges(of part: some StringProtocol) -> [Range<String.Index>] {
    let part = String(part)
    guard !part.isEmpty else { return [] }
    var (rest, found) = (self[startIndex...], [Range<String.Index>]())
    while let range = rest.first(of: part) {
      found.append(range)
      rest = rest[range.upperBound...]
    }
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

extension Substring {
  fileprivate func first(of part: String) -> Range<Index>? {
    guard !part.isEmpty else { return startIndex..<startIndex }
    let found = firstByBytes(of: part)
    // The same characters can have other bytes only where some are not ASCII.
    if part.utf8.allSatisfy({ $0 < 0x80 }) || utf8.allSatisfy({ $0 < 0x80 }) { return found }
    return self[..<(found?.upperBound ?? endIndex)].firstByCharacters(of: Array(part))
  }

  private func firstByBytes(of part: String) -> Range<Index>? {
    var (from, part) = (0, part)
    while let place = place(of: &part, from: from) {
      let lower = utf8.index(startIndex, offsetBy: place)
      let upper = utf8.index(lower, offsetBy: part.utf8.count)
      if Index(lower, within: self) != nil, Index(upper, within: self) != nil { return lower..<upper }
      from = place + 1
    }
    return nil
  }

  private func place(of part: inout String, from: Int) -> Int? {
    var text = self
    return text.withUTF8 { bytes in part.withUTF8 { Bytes.place(of: $0, in: bytes, from: from) } }
  }

  private func firstByCharacters(of wanted: [Character]) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      var (at, matched) = (start, 0)
      while matched < wanted.count, at < endIndex, self[at] == wanted[matched] {
        at = index(after: at)
        matched += 1
      }
      if matched == wanted.count { return start..<at }
      start = index(after: start)
    }
    return nil
  }
}
