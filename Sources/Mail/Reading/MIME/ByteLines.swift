/// The lines of some bytes without their ends: CRLF, bare LF, or bare CR where no LF follows.
struct ByteLines: Sequence, IteratorProtocol {
  private let bytes: ArraySlice<UInt8>
  private var at: Int
  /// Where the line given last ended, its line end not counted.
  private(set) var lineEnd: Int
  /// Just past the line end of the line given last.
  var position: Int { at }

  /// The lines of a slice, from its beginning.
  init(_ bytes: ArraySlice<UInt8>) {
    (self.bytes, at, lineEnd) = (bytes, bytes.startIndex, bytes.startIndex)
  }

  /// The next line, or nil at the end.
  mutating func next() -> ArraySlice<UInt8>? {
    let start = at
    let end = bytes.endIndex
    guard start < end else { return nil }
    var stop = start
    while stop < end, bytes[stop] != Octets.lineFeed, bytes[stop] != Octets.carriageReturn { stop += 1 }
    lineEnd = stop
    at = stop
    if at < end { at += bytes[stop] == Octets.carriageReturn && stop + 1 < end && bytes[stop + 1] == Octets.lineFeed ? 2 : 1 }
    // Several CRs before one LF are one line end.
    if stop < end, bytes[stop] == Octets.carriageReturn, at < end, at == stop + 1 {
      var past = at
      while past < end, bytes[past] == Octets.carriageReturn, past - stop < 4 { past += 1 }
      if past < end, past > at, bytes[past] == Octets.lineFeed { at = past + 1 }
    }
    return bytes[start..<stop]
  }
}
