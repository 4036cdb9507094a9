/// Filters that make one text of another and nothing else.
enum TextChange: String {
  case upper, lower, capitalize, title, urlencode, trim

  /// The other text.
  func apply(_ text: String) -> String {
    switch self {
    case .upper: UnicodeText.upper(text)
    case .lower: UnicodeText.lower(text)
    case .capitalize: UnicodeText.capitalize(text)
    case .title: BuiltinFilters.title(text)
    case .urlencode: URLText.quote(text, isQuery: false)
    case .trim: UnicodeText.strip(text)
    }
  }

  /// Writes the other text where it is ASCII; false where it is not, or this is no change of letters.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    switch self {
    case .upper: ASCIIText.write(bytes, to: out, ASCIIText.upper)
    case .lower: ASCIIText.write(bytes, to: out, ASCIIText.lower)
    case .capitalize: ASCIIText.write(bytes, to: out, ASCIIText.capitalized)
    case .title: ASCIIText.write(bytes, to: out, ASCIIText.titled)
    case .urlencode, .trim: false
    }
  }
}
