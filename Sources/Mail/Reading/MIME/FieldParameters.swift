/// A field such as Content-Type: a token and its parameters, decoded (RFC 2045 §5.1, RFC 2231, and RFC 2047 words where they
/// don't belong).
struct FieldParameters {
  /// Parameters read of one field.
  static let maximumParameters = 200

  /// The leading token in lower case: `text/plain`, `attachment`.
  let value: String
  private var parameters: [String: String] = [:]

  /// Reads a raw field value.
  init(_ bytes: ArraySlice<UInt8>) {
    var scanner = ParameterScanner(bytes)
    value = scanner.leadingToken()
    var collected: [ParameterScanner.Piece] = []
    while collected.count < Self.maximumParameters, let piece = scanner.next() { collected.append(piece) }
    parameters = Self.joined(collected)
  }

  /// A parameter by its name in lower case.
  subscript(_ name: String) -> String? { parameters[name] }

  /// Joins RFC 2231 continuations and decodes; the extended form wins over the plain one.
  private static func joined(_ pieces: [ParameterScanner.Piece]) -> [String: String] {
    var plain: [String: String] = [:]
    var extended: [String: String] = [:]
    var segments: [String: [(index: Int, isEncoded: Bool, raw: [UInt8])]] = [:]
    for piece in pieces {
      let parts = piece.name.split(separator: "*", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      let base = parts.first ?? ""
      guard parts.count > 1 else {
        if plain[base] == nil { plain[base] = EncodedWords.decode(piece.raw[...]) }
        continue
      }
      if parts.count == 2, parts[1].isEmpty {
        if extended[base] == nil { extended[base] = decodeExtended([(0, true, piece.raw)]) }
      } else if let index = Int(parts[1]), index >= 0 {
        segments[base, default: []].append((index, parts.count == 3, piece.raw))
      }
    }
    for (base, list) in segments where extended[base] == nil {
      extended[base] = decodeExtended(list.sorted { $0.index < $1.index })
    }
    return plain.merging(extended) { $1 }
  }

  /// RFC 2231 §3 and §4: `charset'language'percent-encoded`, charset only in the first segment.
  private static func decodeExtended(_ segments: [(index: Int, isEncoded: Bool, raw: [UInt8])]) -> String {
    var charset: String?
    var bytes: [UInt8] = []
    var anyEncoded = false
    for (position, segment) in segments.enumerated() {
      var raw = segment.raw[...]
      guard segment.isEncoded else {
        bytes += raw
        continue
      }
      anyEncoded = true
      if position == 0, let first = raw.firstIndex(of: 0x27), let second = raw[(first + 1)...].firstIndex(of: 0x27) {
        charset = String(decoding: raw[..<first], as: UTF8.self)
        raw = raw[(second + 1)...]
      }
      bytes += percentDecoded(raw)
    }
    return anyEncoded ? MailCharset.text(bytes[...], charset: charset) : EncodedWords.decode(bytes[...])
  }

  private static func percentDecoded(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    var at = raw.startIndex
    while at < raw.endIndex {
      if raw[at] == 0x25, at + 2 < raw.endIndex, let high = Octets.hex(raw[at + 1]), let low = Octets.hex(raw[at + 2]) {
        out.append(high << 4 | low)
        at += 3
      } else {
        out.append(raw[at])
        at += 1
      }
    }
    return out
  }
}

/// Cuts a field value into its leading token and raw parameters.
struct ParameterScanner {
  /// A parameter, its value unquoted but not decoded.
  struct Piece {
    var name: String
    var raw: [UInt8]
  }

  private let bytes: ArraySlice<UInt8>
  private var at: Int

  /// A scanner of a raw value.
  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, at) = (bytes, bytes.startIndex) }

  /// The part before the first semicolon, comments dropped, in lower case.
  mutating func leadingToken() -> String {
    var token: [UInt8] = []
    while at < bytes.endIndex, bytes[at] != 0x3B {
      if bytes[at] == 0x28 {
        skipComment()
        continue
      }
      // Some write no semicolon: `text/plain charset=utf-8`.
      if Octets.isSpace(bytes[at]), !token.isEmpty, token.last != 0x2F, restHoldsParameter() { return Octets.token(token[...]) }
      if !Octets.isSpace(bytes[at]), bytes[at] != 0x22 { token.append(bytes[at]) }
      at += 1
    }
    return Octets.token(token[...])
  }

  private func restHoldsParameter() -> Bool {
    var index = at
    while index < bytes.endIndex, Octets.isSpace(bytes[index]) { index += 1 }
    let limit = min(bytes.endIndex, index + 40)
    while index < limit, Octets.isLetter(bytes[index]) || bytes[index] == 0x2D { index += 1 }
    return index < limit && bytes[index] == 0x3D
  }

  /// The next parameter, or nil at the end.
  mutating func next() -> Piece? {
    while at < bytes.endIndex {
      skip { $0 == 0x3B || Octets.isSpace($0) || $0 == 0x2C }
      if at < bytes.endIndex, bytes[at] == 0x28 {
        skipComment()
        continue
      }
      let start = at
      skip { $0 != 0x3D && $0 != 0x3B }
      guard at < bytes.endIndex, bytes[at] == 0x3D else { continue }
      let name = Octets.token(bytes[start..<at])
      at += 1
      skip(while: Octets.isSpace)
      return Piece(name: name, raw: parameterValue())
    }
    return nil
  }

  private mutating func parameterValue() -> [UInt8] {
    guard at < bytes.endIndex else { return [] }
    if bytes[at] == 0x22 { return quoted() }
    let start = at
    // A raw encoded-word may hold semicolons and spaces.
    if let end = EncodedWords.end(in: bytes, at: at) { at = end }
    skip { $0 != 0x3B }
    return unquotedValue(bytes[start..<at])
  }

  /// An unquoted value ends at white space that is followed by the next `name=`; a trailing comment is dropped.
  private func unquotedValue(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var value = Octets.trimmed(raw)
    if value.last == 0x29, let open = value.firstIndex(of: 0x28), open > value.startIndex, Octets.isSpace(value[open - 1]) {
      value = Octets.trimmed(value[..<open])
    }
    return Array(value)
  }

  private mutating func quoted() -> [UInt8] {
    at += 1
    var out: [UInt8] = []
    while at < bytes.endIndex, bytes[at] != 0x22 {
      // A backslash escapes a quote or itself; before anything else it is most often a Windows path.
      if bytes[at] == 0x5C, at + 1 < bytes.endIndex, bytes[at + 1] == 0x22 || bytes[at + 1] == 0x5C { at += 1 }
      out.append(bytes[at])
      at += 1
    }
    if at < bytes.endIndex { at += 1 }
    return out
  }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while at < bytes.endIndex, condition(bytes[at]) { at += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if bytes[at] == 0x28 { depth += 1 }
      if bytes[at] == 0x29 { depth -= 1 }
      if bytes[at] == 0x5C { at += 1 }
      at += 1
    } while at < bytes.endIndex && depth > 0
    at = min(at, bytes.endIndex)
  }
}
