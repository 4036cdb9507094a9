/// Decodes the chunked coding (RFC 9112 §7.1) line by line and piece by piece.
struct ChunkedBody {
  /// What comes next on the wire.
  enum State: Sendable, Hashable { case size, data(Int), dataEnd, trailers }

  var state = State.size
  /// Content bytes announced so far.
  private(set) var total = 0
  private var extensionBytes = 0
  private var trailerBytes = 0
  private var trailerFields = 0

  /// Reads `chunk-size [ chunk-ext ]`; extensions are checked, counted and ignored (RFC 9112 §7.1.1).
  mutating func readSize(_ bytes: [UInt8], _ line: Range<Int>, limits: HTTPLimits, maximum: Int) throws(HTTPFailure) {
    let malformed = HTTPFailure(400, "A chunk size is malformed.")
    var index = line.lowerBound
    var size: UInt64 = 0
    while index < line.upperBound, let digit = HTTPGrammar.hexValue(bytes[index]) {
      // Sixteen digits are all that 64 bits hold.
      guard index - line.lowerBound < 16 else { throw malformed }
      size = size << 4 | UInt64(digit)
      index += 1
    }
    guard index > line.lowerBound else { throw malformed }
    if index < line.upperBound {
      let extensions = HTTPGrammar.trimmed(bytes, index..<line.upperBound)
      guard !extensions.isEmpty, bytes[extensions.lowerBound] == 0x3B else { throw malformed }
      for position in extensions where !HTTPGrammar.isValueByte(bytes[position]) { throw malformed }
      extensionBytes += line.upperBound - index
      guard extensionBytes <= limits.chunkExtensionBytes else { throw HTTPFailure(400, "There are too many chunk extensions.") }
    }
    guard size <= UInt64(max(0, maximum - total)) else { throw HTTPFailure(413, "The content is too large.") }
    let count = Int(size)
    total += count
    state = count == 0 ? .trailers : .data(count)
  }

  /// Checks one trailer line and drops it (RFC 9112 §7.1.2 allows that).
  /// - Returns: true at the empty line that ends the content.
  mutating func readTrailer(_ bytes: [UInt8], _ line: Range<Int>, limits: HTTPLimits) throws(HTTPFailure) -> Bool {
    guard !line.isEmpty else { return true }
    _ = try HeadBuilder.splitField(bytes, line)
    trailerBytes += line.count + 2
    trailerFields += 1
    guard trailerBytes <= limits.headerBytes, trailerFields <= limits.headerFields else {
      throw HTTPFailure(431, "There are too many trailer fields.")
    }
    return false
  }

  /// Bytes that one more trailer line may have.
  func trailerRoom(_ limits: HTTPLimits) -> Int { max(0, limits.headerBytes - trailerBytes - 2) }
}
