import Text

/// Text from a mail's bytes by the name of a charset, with what mail programs do where the name is missing or wrong.
enum MailCharset {
  /// Decodes. Without a known charset: UTF-8 if the bytes are that, else `hint`, else a guess from the bytes.
  static func text(_ bytes: ArraySlice<UInt8>, charset: String?, hint: String? = nil) -> String {
    let named = charset.flatMap { Charset(label: $0) }
    if let named, named != .ascii { return named.decode(bytes).text }
    if !bytes.contains(0x1B), let text = String(validating: bytes, as: UTF8.self) { return text }
    if let hint, let known = Charset(label: hint), known != .ascii, known != .utf8 { return known.decode(bytes).text }
    let guess = Charset.guess(Array(bytes))
    return guess.charset.decode(bytes.dropFirst(guess.markLength)).text
  }

  /// The charset that an HTML text names in a `meta` element near its beginning, or nil.
  static func ofHTML(_ bytes: ArraySlice<UInt8>) -> String? {
    let head = bytes.prefix(2048).map(Octets.lower)[...]
    guard let at = Octets.index(of: "charset=", in: head, from: head.startIndex) else { return nil }
    let name = head[(at + 8)...].drop { $0 == 0x22 || $0 == 0x27 }.prefix {
      Octets.isLetter($0) || Octets.isDigit($0) || $0 == 0x2D || $0 == 0x5F
    }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }
}
