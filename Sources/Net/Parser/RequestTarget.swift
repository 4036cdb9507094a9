/// A request target in its decoded form (RFC 9112 §3.2).
struct RequestTarget {
  /// Decoded, absolute, without dot segments; `*` for the asterisk form.
  var path: String
  /// Raw, without `?`.
  var query: String
  /// The authority of an absolute-form target, which replaces Host (RFC 9112 §3.2.2).
  var authority: String?

  private static let slash: UInt8 = 0x2F
  private static let dot: UInt8 = 0x2E
  private static let percent: UInt8 = 0x25
  private static let question: UInt8 = 0x3F
  private static let malformed = HTTPFailure(400, "The request target is malformed.")

  /// Reads the target of a request line.
  /// - Throws: 400 where it has no form that the method allows.
  init(_ bytes: [UInt8], _ range: Range<Int>, method: String) throws(HTTPFailure) {
    guard let first = range.first else { throw Self.malformed }
    if bytes[first] == 0x2A, range.count == 1 {
      // RFC 9112 §3.2.4: the asterisk form is for OPTIONS only.
      guard method == "OPTIONS" else { throw Self.malformed }
      (path, query) = ("*", "")
      return
    }
    var start = first
    if bytes[first] != Self.slash {
      // RFC 9112 §3.2.2: a server accepts the absolute form; only our own scheme makes sense here.
      let scheme = first..<min(first + 7, range.upperBound)
      guard HTTPGrammar.equals(bytes, scheme, "http://") else { throw Self.malformed }
      let end = (scheme.upperBound..<range.upperBound).first { bytes[$0] == Self.slash || bytes[$0] == Self.question }
      let host = scheme.upperBound..<(end ?? range.upperBound)
      // RFC 9110 §4.2.4: user information in an http target is an error.
      guard HTTPGrammar.isAuthority(bytes, host) else { throw Self.malformed }
      authority = String(decoding: bytes[host], as: UTF8.self)
      start = host.upperBound
    }
    let mark = (start..<range.upperBound).first { bytes[$0] == Self.question } ?? range.upperBound
    try Self.checkQuery(bytes, mark..<range.upperBound)
    query = mark < range.upperBound ? String(decoding: bytes[(mark + 1)..<range.upperBound], as: UTF8.self) : ""
    path = try Self.decodedPath(bytes, start..<mark)
  }

  /// Refuses bytes that no URI holds; what WHATWG browsers leave bare in a query (such as `|`, `{`, `'`) is let through.
  private static func checkQuery(_ bytes: [UInt8], _ range: Range<Int>) throws(HTTPFailure) {
    for index in range {
      let byte = bytes[index]
      guard byte > 0x20, byte < 0x7F, byte != 0x23, byte != 0x22, byte != 0x3C, byte != 0x3E else { throw malformed }
    }
  }

  /// Decodes the path. Most paths need nothing done, and are made in one pass.
  private static func decodedPath(_ bytes: [UInt8], _ range: Range<Int>) throws(HTTPFailure) -> String {
    guard !range.isEmpty else { return "/" }
    var plain = true
    var previous: UInt8 = 0
    for index in range {
      let byte = bytes[index]
      guard isPathByte(byte) else { throw malformed }
      if byte == percent || (byte == dot && previous == slash) { plain = false }
      previous = byte
    }
    return plain ? String(decoding: bytes[range], as: UTF8.self) : try normalised(bytes, range)
  }

  /// Decodes each segment, then removes dot segments (RFC 3986 §5.2.4), so that `%2e%2e` is seen as what it is.
  ///
  /// An encoded slash, NUL or control would mean something else to the file system or a log than to the router: refused.
  private static func normalised(_ bytes: [UInt8], _ range: Range<Int>) throws(HTTPFailure) -> String {
    var segments: [[UInt8]] = []
    var segment: [UInt8] = []
    var index = range.lowerBound + 1
    while index <= range.upperBound {
      if index == range.upperBound || bytes[index] == slash {
        try append(segment, to: &segments, isLast: index == range.upperBound)
        segment.removeAll(keepingCapacity: true)
        index += 1
        continue
      }
      var byte = bytes[index]
      if byte == percent {
        guard index + 2 < range.upperBound, let high = HTTPGrammar.hexValue(bytes[index + 1]),
          let low = HTTPGrammar.hexValue(bytes[index + 2])
        else { throw malformed }
        byte = high << 4 | low
        guard byte >= 0x20, byte != 0x7F, byte != slash else {
          throw HTTPFailure(400, "The path holds an encoded slash or control.")
        }
        index += 2
      }
      segment.append(byte)
      index += 1
    }
    var path = ""
    for segment in segments {
      guard let text = String(validating: segment, as: UTF8.self) else { throw HTTPFailure(400, "The path is not UTF-8.") }
      path += "/" + text
    }
    return path.isEmpty ? "/" : path
  }

  private static func append(_ segment: [UInt8], to segments: inout [[UInt8]], isLast: Bool) throws(HTTPFailure) {
    switch segment {
    case [dot]:
      if isLast { segments.append([]) }
    case [dot, dot]:
      // RFC 3986 would stay at the root; nobody honest climbs above it, so say no.
      guard segments.popLast() != nil else { throw HTTPFailure(400, "The path leaves the root.") }
      if isLast { segments.append([]) }
    default:
      segments.append(segment)
    }
  }

  /// A byte of a path: `pchar` and `/` of RFC 3986 §3.3, and the brackets and bar that browsers leave bare.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x3B, 0x2D, 0x2E, 0x2F: true
    case 0x5F, 0x7E, 0x25, 0x21, 0x24, 0x26...0x2C, 0x3D, 0x40, 0x5B, 0x5D, 0x7C: true
    default: false
    }
  }
}
