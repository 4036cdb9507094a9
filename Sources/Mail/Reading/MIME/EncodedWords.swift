/// Decodes header text: encoded-words (RFC 2047) wherever they stand, and raw 8-bit bytes.
enum EncodedWords {
  /// The text of a field's value. - Parameter hint: the charset of the message's body, for raw 8-bit bytes.
  static func decode(_ value: ArraySlice<UInt8>, hint: String? = nil) -> String {
    var reader = EncodedWordReader(value, hint: hint)
    return reader.read()
  }

  /// The end of the encoded-word that begins at `start` (just past `?=`), or nil where none does.
  static func end(in bytes: ArraySlice<UInt8>, at start: Int) -> Int? {
    guard let word = RawEncodedWord(bytes, at: start) else { return nil }
    return word.end
  }
}

/// One encoded-word, its text still encoded.
struct RawEncodedWord {
  /// Octets of one encoded-word; the standard's 75 are often exceeded.
  static let maximumLength = 16 * 1024

  let charset: String
  let isBase64: Bool
  let text: ArraySlice<UInt8>
  /// Just past `?=`.
  let end: Int

  /// Reads the word that begins at `start`, or nil.
  init?(_ bytes: ArraySlice<UInt8>, at start: Int) {
    guard start + 6 < bytes.endIndex, bytes[start] == 0x3D, bytes[start + 1] == 0x3F else { return nil }
    var at = start + 2
    let charsetLimit = min(bytes.endIndex, at + 60)
    while at < charsetLimit, bytes[at] != 0x3F, !Octets.isSpace(bytes[at]) { at += 1 }
    guard at > start + 2, at + 2 < bytes.endIndex, bytes[at] == 0x3F, bytes[at + 2] == 0x3F else { return nil }
    let letter = Octets.lower(bytes[at + 1])
    guard letter == 0x62 || letter == 0x71 else { return nil }
    // RFC 2231 §5: a language may follow the charset after `*`.
    let name = bytes[(start + 2)..<at].prefix { $0 != 0x2A }
    let textStart = at + 3
    let window = bytes[..<min(bytes.endIndex, textStart + Self.maximumLength)]
    guard let close = Octets.index(of: "?=", in: window, from: textStart) else { return nil }
    // A new word beginning before this one ended means that this one is broken.
    if let next = Octets.index(of: "=?", in: bytes[textStart..<close], from: textStart), next + 2 < close,
      RawEncodedWord.looksLikeWord(bytes, at: next)
    {
      return nil
    }
    charset = String(decoding: name, as: UTF8.self)
    isBase64 = letter == 0x62
    text = bytes[textStart..<close]
    end = close + 2
  }

  private static func looksLikeWord(_ bytes: ArraySlice<UInt8>, at start: Int) -> Bool {
    var at = start + 2
    let limit = min(bytes.endIndex, at + 60)
    while at < limit, bytes[at] != 0x3F, !Octets.isSpace(bytes[at]) { at += 1 }
    return at + 2 < bytes.endIndex && at > start + 2 && bytes[at] == 0x3F && bytes[at + 2] == 0x3F
      && (Octets.lower(bytes[at + 1]) == 0x62 || Octets.lower(bytes[at + 1]) == 0x71)
  }

  /// The bytes that a Q word stands for (RFC 2047 §4.2): `_` is a space.
  var quotedBytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var at = text.startIndex
    while at < text.endIndex {
      let byte = text[at]
      if byte == 0x3D, at + 2 < text.endIndex, let high = Octets.hex(text[at + 1]), let low = Octets.hex(text[at + 2]) {
        out.append(high << 4 | low)
        at += 3
      } else {
        out.append(byte == 0x5F ? Octets.space : byte)
        at += 1
      }
    }
    return out
  }
}

/// Walks through a value once, joining the bytes of neighbouring words of one charset before decoding (RFC 2047 §5 is often
/// broken).
struct EncodedWordReader {
  private let bytes: ArraySlice<UInt8>
  private var out = ""
  private var plainStart: Int
  private var wordBytes: [UInt8] = []
  private var openBase64: [UInt8] = []
  private var charset: String?
  private let hint: String?

  /// A reader of a raw value.
  init(_ bytes: ArraySlice<UInt8>, hint: String? = nil) {
    (self.bytes, self.hint) = (bytes, hint)
    plainStart = bytes.startIndex
  }

  /// The whole text.
  mutating func read() -> String {
    guard Octets.index(of: "=?", in: bytes, from: bytes.startIndex) != nil else { return plain(bytes) }
    var at = bytes.startIndex
    // Past this no word can be closed, so none is tried: keeps the walk linear.
    var lastClose = bytes.endIndex - 1
    while lastClose > bytes.startIndex, !(bytes[lastClose] == 0x3D && bytes[lastClose - 1] == 0x3F) { lastClose -= 1 }
    var tries = 0
    while at < lastClose {
      if bytes[at] == 0x3D, bytes[at + 1] == 0x3F, tries < 10_000 {
        tries += 1
        if let word = RawEncodedWord(bytes, at: at) {
          take(word, at: at)
          at = word.end
          plainStart = at
          continue
        }
      }
      at += 1
    }
    flushPlain(upTo: bytes.endIndex)
    return out
  }

  /// Raw bytes: UTF-8, else the hint, else a guess; ISO-2022 escapes are honoured.
  private func plain(_ bytes: ArraySlice<UInt8>) -> String { MailCharset.text(bytes, charset: nil, hint: hint) }

  private mutating func take(_ word: RawEncodedWord, at start: Int) {
    let between = bytes[plainStart..<start]
    // RFC 2047 §6.2: white space between two words is not shown.
    let joins = charset != nil && between.allSatisfy(Octets.isSpace)
    if !joins { flushPlain(upTo: start) }
    if let open = charset, open.lowercased() != word.charset.lowercased() { flushWord() }
    charset = word.charset
    if word.isBase64 {
      openBase64 += word.text
      let digits = openBase64.count { !Octets.isSpace($0) }
      if digits % 4 == 0 || openBase64.last == 0x3D { closeBase64() }
    } else {
      closeBase64()
      wordBytes += word.quotedBytes
    }
  }

  private mutating func closeBase64() {
    guard !openBase64.isEmpty else { return }
    wordBytes += TransferDecoding.base64(openBase64[...])
    openBase64 = []
  }

  private mutating func flushWord() {
    closeBase64()
    guard let name = charset else { return }
    out += MailCharset.text(wordBytes[...], charset: name)
    (wordBytes, charset) = ([], nil)
  }

  private mutating func flushPlain(upTo end: Int) {
    flushWord()
    if plainStart < end { out += plain(bytes[plainStart..<end]) }
  }
}
