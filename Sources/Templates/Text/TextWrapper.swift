/// Breaks a line into lines of a width, as Python's `textwrap` does.
struct TextWrapper {
  let width: Int
  let breaksLongWords: Bool
  /// Breaks words that are longer than a line behind a hyphen.
  let breaksOnHyphens: Bool
  /// Takes the parts of a hyphenated word for words.
  let splitsAtHyphens: Bool

  private typealias Chunk = ArraySlice<Unicode.Scalar>

  /// The lines of a text without line ends.
  func wrap(_ text: String) throws(TemplateError) -> [String] {
    guard width > 0 else { throw TemplateError(.value, "invalid width \(width) (must be > 0)") }
    var lines: [String] = []
    var chunks = Array(chunks(Array(text.unicodeScalars)).reversed())
    while !chunks.isEmpty {
      var line: [Chunk] = []
      var length = 0
      if !lines.isEmpty, let first = chunks.last, isBlank(first) { chunks.removeLast() }
      while let next = chunks.last, length + next.count <= width {
        line.append(next)
        length += next.count
        chunks.removeLast()
      }
      if let next = chunks.last, next.count > width {
        breakUp(next, &chunks, &line, room: width - length)
      }
      if let last = line.last, isBlank(last) { line.removeLast() }
      if !line.isEmpty { lines.append(string(line)) }
    }
    return lines
  }

  private func string(_ chunks: [Chunk]) -> String {
    var view = String.UnicodeScalarView()
    for chunk in chunks { view.append(contentsOf: chunk) }
    return String(view)
  }

  private func isBlank(_ chunk: Chunk) -> Bool { chunk.allSatisfy(UnicodeText.isSpace) }

  private func breakUp(_ chunk: Chunk, _ chunks: inout [Chunk], _ line: inout [Chunk], room: Int) {
    guard breaksLongWords else {
      if line.isEmpty {
        line.append(chunk)
        chunks.removeLast()
      }
      return
    }
    var end = room
    if breaksOnHyphens, chunk.count > room {
      let head = chunk.prefix(room)
      if let hyphen = head.lastIndex(of: "-"), hyphen > chunk.startIndex,
        chunk[..<hyphen].contains(where: { $0 != "-" })
      {
        end = hyphen - chunk.startIndex + 1
      }
    }
    line.append(chunk.prefix(end))
    chunks[chunks.count - 1] = chunk.dropFirst(end)
  }

  // MARK: Words

  /// Words, the white space between them, and the parts of hyphenated words.
  private func chunks(_ text: [Unicode.Scalar]) -> [Chunk] {
    var chunks: [Chunk] = []
    var start = 0
    while start < text.count {
      var end = start
      if isSpace(text[start]) {
        while end < text.count, isSpace(text[end]) { end += 1 }
      } else if splitsAtHyphens, start > 0, isWordPart(text[start - 1]),
        let dashes = dashesEnd(text, start)
      {
        end = dashes
      } else {
        end = wordEnd(text, start)
      }
      chunks.append(text[start..<end])
      start = end
    }
    return chunks
  }

  private func wordEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int {
    var end = start + 1
    while end < text.count, !isSpace(text[end]) {
      if splitsAtHyphens {
        if text[end] == "-", isHyphenBreak(text, end, start) { return end + 1 }
        if isWordPart(text[end - 1]), dashesEnd(text, end) != nil { return end }
      }
      end += 1
    }
    return end
  }

  /// A hyphen after two letters, or after a letter between hyphens, with a word after it.
  private func isHyphenBreak(_ text: [Unicode.Scalar], _ at: Int, _ start: Int) -> Bool {
    let isAfterWord =
      at >= 2 && isLetter(text[at - 1]) && isLetter(text[at - 2])
      || at >= 3 && isLetter(text[at - 1]) && text[at - 2] == "-" && isLetter(text[at - 3])
    guard isAfterWord, at + 2 < text.count, isLetter(text[at + 1]) else { return false }
    return isLetter(text[at + 2])
      || text[at + 2] == "-" && at + 3 < text.count && isLetter(text[at + 3])
  }

  /// The end of two or more dashes that a word follows.
  private func dashesEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
    var end = start
    while end < text.count, text[end] == "-" { end += 1 }
    return end - start >= 2 && end < text.count && UnicodeText.isWord(text[end]) ? end : nil
  }

  private func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 32 || (9...13).contains(scalar.value)
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    UnicodeText.isWord(scalar) && scalar.properties.numericType != .decimal
  }

  private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
    UnicodeText.isWord(scalar) || "!\"'&.,?".unicodeScalars.contains(scalar)
  }
}
