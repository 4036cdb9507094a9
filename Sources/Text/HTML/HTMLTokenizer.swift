/// An attribute of an element; names are in lower case.
public struct HTMLAttribute: Hashable, Sendable {
  public let name: String
  public let value: String
}

/// A piece of HTML as it stands in the text.
enum HTMLToken {
  case start(name: String, attributes: [HTMLAttribute], isClosed: Bool)
  case end(name: String)
  case text(String)
}

/// Cuts HTML into tags and text as browsers do (WHATWG HTML §13.2.5), tolerant, in one pass over the bytes.
struct HTMLTokenizer {
  /// Attributes kept of one tag; later ones are dropped.
  static let maximumAttributes = 64
  /// Bytes of a tag or attribute name that are kept.
  static let maximumNameBytes = 64

  private let bytes: [UInt8]
  private var at = 0
  /// The element whose content is no markup, until its end tag comes.
  private var rawElement: String?
  /// Steps taken, which the tests hold against the length.
  private(set) var steps = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next token; nil at the end.
  mutating func next() -> HTMLToken? {
    while at < bytes.count {
      let from = at
      defer { steps += max(1, at - from) }
      if let name = rawElement {
        rawElement = nil
        if let text = raw(until: name) { return text }
        continue
      }
      if bytes[at] != 0x3C || !startsMarkup(at + 1) { return text() }
      if let token = markup() { return token }
    }
    return nil
  }

  private func startsMarkup(_ index: Int) -> Bool {
    guard index < bytes.count else { return false }
    let byte = bytes[index]
    return isLetter(byte) || byte == 0x2F || byte == 0x21 || byte == 0x3F
  }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private mutating func text() -> HTMLToken {
    let from = at
    at += 1
    while at < bytes.count, bytes[at] != 0x3C || !startsMarkup(at + 1) { at += 1 }
    var out: [UInt8] = []
    HTMLEntities.decode(bytes[from..<at], isAttribute: false, into: &out)
    return .text(String(decoding: out, as: UTF8.self))
  }

  /// A tag, or nil for a comment or what is taken for one.
  private mutating func markup() -> HTMLToken? {
    let second = bytes[at + 1]
    if second == 0x21 || second == 0x3F {
      comment()
      return nil
    }
    if second == 0x2F {
      at += 2
      guard at < bytes.count, isLetter(bytes[at]) else {
        skip(past: 0x3E)
        return nil
      }
      let name = name()
      _ = attributes()
      return .end(name: name)
    }
    at += 1
    let name = name()
    let (list, isClosed) = attributes()
    if Self.rawElements.contains(name), !isClosed { rawElement = name }
    return .start(name: name, attributes: list, isClosed: isClosed)
  }

  private static let rawElements: Set<String> = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"]

  private mutating func comment() {
    guard bytes[at...].starts(with: [0x3C, 0x21, 0x2D, 0x2D]) else { return skip(past: 0x3E) }
    at += 4
    // "<!-->" and "<!--->" are complete comments.
    if bytes[at...].starts(with: [0x3E]) || bytes[at...].starts(with: [0x2D, 0x3E]) { return skip(past: 0x3E) }
    while at < bytes.count {
      if bytes[at] == 0x3E, bytes[at - 1] == 0x2D, bytes[at - 2] == 0x2D {
        at += 1
        return
      }
      at += 1
    }
  }

  private mutating func skip(past byte: UInt8) {
    while at < bytes.count, bytes[at] != byte { at += 1 }
    at = min(bytes.count, at + 1)
  }

  private mutating func name() -> String {
    let from = at
    while at < bytes.count, !isSpace(bytes[at]), bytes[at] != 0x2F, bytes[at] != 0x3E, bytes[at] != 0x3D { at += 1 }
    return String(decoding: bytes[from..<min(at, from + Self.maximumNameBytes)], as: UTF8.self).lowercased()
  }

  /// The attributes up to the end of the tag, and whether it ends in `/>`.
  private mutating func attributes() -> ([HTMLAttribute], Bool) {
    var out: [HTMLAttribute] = []
    var isClosed = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x3E {
        at += 1
        break
      }
      if isSpace(byte) || byte == 0x2F {
        isClosed = byte == 0x2F
        at += 1
        continue
      }
      isClosed = false
      let from = at
      let name = name()
      if at == from { at += 1 }  // a lone "="
      let value = value()
      if !name.isEmpty, out.count < Self.maximumAttributes, !out.contains(where: { $0.name == name }) {
        out.append(HTMLAttribute(name: name, value: value))
      }
    }
    return (out, isClosed)
  }

  private mutating func value() -> String {
    var ahead = at
    while ahead < bytes.count, isSpace(bytes[ahead]) { ahead += 1 }
    guard ahead < bytes.count, bytes[ahead] == 0x3D else { return "" }
    at = ahead + 1
    while at < bytes.count, isSpace(bytes[at]) { at += 1 }
    guard at < bytes.count else { return "" }
    let quote = bytes[at]
    var range = at..<at
    if quote == 0x22 || quote == 0x27 {
      let from = at + 1
      at = from
      while at < bytes.count, bytes[at] != quote { at += 1 }
      range = from..<at
      at = min(bytes.count, at + 1)
    } else {
      let from = at
      while at < bytes.count, !isSpace(bytes[at]), bytes[at] != 0x3E { at += 1 }
      range = from..<at
    }
    var out: [UInt8] = []
    HTMLEntities.decode(bytes[range], isAttribute: true, into: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// The content of a raw element, without its end tag, which is read next; nil where it is empty.
  private mutating func raw(until name: String) -> HTMLToken? {
    let from = at
    let wanted = Array(name.utf8)
    while at < bytes.count {
      if bytes[at] == 0x3C, at + 1 + wanted.count < bytes.count, bytes[at + 1] == 0x2F,
        bytes[(at + 2)...].prefix(wanted.count).map({ $0 | 0x20 }) == wanted
      {
        break
      }
      at += 1
    }
    return from == at ? nil : .text(String(decoding: bytes[from..<at], as: UTF8.self))
  }
}
