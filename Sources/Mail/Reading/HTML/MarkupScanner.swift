/// Cuts HTML into tags and text in one pass, forgiving whatever is broken.
struct MarkupScanner {
  /// A piece of a page.
  enum Piece {
    /// Raw text with its entities.
    case text(ArraySlice<UInt8>)
    case open(name: String, attributes: ArraySlice<UInt8>)
    case close(name: String)
  }

  private let bytes: ArraySlice<UInt8>
  /// Where the next piece begins.
  private(set) var at: Int

  /// A scanner of a page.
  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, at) = (bytes, bytes.startIndex) }

  /// The bytes that follow.
  var rest: ArraySlice<UInt8> { bytes[at...] }

  /// The next piece, or nil at the end.
  mutating func next() -> Piece? {
    while at < bytes.endIndex {
      guard bytes[at] == 0x3C, at + 1 < bytes.endIndex else { return text() }
      let following = bytes[at + 1]
      if following == 0x21 || following == 0x3F {
        skipDeclaration()
        continue
      }
      guard following == 0x2F || Octets.isLetter(following) else { return text() }
      return tag()
    }
    return nil
  }

  private mutating func text() -> Piece {
    let start = at
    at += 1
    while at < bytes.endIndex {
      if bytes[at] == 0x3C, at + 1 < bytes.endIndex,
        bytes[at + 1] == 0x2F || bytes[at + 1] == 0x21 || bytes[at + 1] == 0x3F || Octets.isLetter(bytes[at + 1])
      {
        break
      }
      at += 1
    }
    return .text(bytes[start..<at])
  }

  private mutating func skipDeclaration() {
    if Octets.begins(bytes[at...], "<!--") {
      // Outlook's `<!--[if …]>` blocks are comments, too.
      at = Octets.index(of: "-->", in: bytes, from: at + 4).map { $0 + 3 } ?? bytes.endIndex
      return
    }
    while at < bytes.endIndex, bytes[at] != 0x3E { at += 1 }
    at = min(at + 1, bytes.endIndex)
  }

  private mutating func tag() -> Piece {
    let closes = bytes[at + 1] == 0x2F
    at += closes ? 2 : 1
    let start = at
    while at < bytes.endIndex, Octets.isLetter(bytes[at]) || Octets.isDigit(bytes[at]) || bytes[at] == 0x3A || bytes[at] == 0x2D {
      at += 1
    }
    let name = Octets.token(bytes[start..<at].prefix(40))
    let attributes = at
    var quote: UInt8 = 0
    while at < bytes.endIndex, quote != 0 || bytes[at] != 0x3E {
      let byte = bytes[at]
      if quote == 0, byte == 0x22 || byte == 0x27 { quote = byte } else if byte == quote { quote = 0 }
      // A quote that never closes must not swallow the page.
      if quote != 0, at - attributes > 20_000 { quote = 0 }
      at += 1
    }
    let end = at
    at = min(at + 1, bytes.endIndex)
    return closes ? .close(name: name) : .open(name: name, attributes: bytes[attributes..<end])
  }

  /// Skips to the end tag of an element whose content is no text.
  mutating func skipContent(of name: String) {
    let wanted = Array("</\(name)".utf8)
    while at < bytes.endIndex {
      if bytes[at] == 0x3C, at + wanted.count <= bytes.endIndex {
        var same = 1
        while same < wanted.count, Octets.lower(bytes[at + same]) == wanted[same] { same += 1 }
        if same == wanted.count { return }
      }
      at += 1
    }
  }
}
