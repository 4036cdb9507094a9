/// Joins the lines of format=flowed text (RFC 3676 §4.2).
enum FlowedText {
  /// The text with its soft line breaks undone; quoted lines keep one `>` a level before them.
  static func joined(_ text: String, deletesSpace: Bool) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    var openDepth: Int?
    for line in ByteLines(Array(text.utf8)[...]) {
      var content = line
      while content.first == 0x3E { content = content.dropFirst() }
      let depth = line.count - content.count
      // §4.4: one space at the beginning was stuffed.
      if content.first == Octets.space { content = content.dropFirst() }
      let isSignature = content.elementsEqual([0x2D, 0x2D, 0x20])
      if let before = openDepth, before != depth || isSignature {
        out.append(Octets.lineFeed)
        openDepth = nil
      }
      if openDepth == nil, depth > 0 { out += [UInt8](repeating: 0x3E, count: depth) + [Octets.space] }
      let flows = content.last == Octets.space && !isSignature
      out += flows && deletesSpace ? content.dropLast() : content
      if flows { openDepth = depth } else { (openDepth, _) = (nil, out.append(Octets.lineFeed)) }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

extension String {
  /// The text with CRLF and bare CR made LF.
  var withLineFeeds: String {
    guard utf8.contains(Octets.carriageReturn) else { return self }
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    var previous: UInt8 = 0
    for byte in utf8 {
      if byte == Octets.carriageReturn {
        out.append(Octets.lineFeed)
      } else if byte != Octets.lineFeed || previous != Octets.carriageReturn {
        out.append(byte)
      }
      previous = byte
    }
    return String(decoding: out, as: UTF8.self)
  }
}
