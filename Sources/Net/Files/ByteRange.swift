/// The `Range` field for bytes (RFC 9110 §14.2).
enum ByteRange: Hashable {
  /// No field, one that is malformed, or several ranges: the whole content is sent, as §14.2 allows.
  case whole
  /// One range that the content has.
  case part(Range<Int>)
  /// A range that lies behind the end: 416.
  case unsatisfiable

  /// Reads a field for content of so many bytes.
  init(_ field: String?, length: Int) {
    self = .whole
    guard let field, field.lowercased().hasPrefix("bytes="), !field.contains(",") else { return }
    let bytes = Array(field.utf8.dropFirst(6))
    let span = HTTPGrammar.trimmed(bytes, 0..<bytes.count)
    guard let dash = span.first(where: { bytes[$0] == 0x2D }) else { return }
    let first = HTTPGrammar.decimal(bytes, span.lowerBound..<dash)
    let last = HTTPGrammar.decimal(bytes, (dash + 1)..<span.upperBound)
    switch (first, last) {
    case (nil, let suffix?) where dash == span.lowerBound:
      // §14.1.2: the last so many bytes; none of them can't be had.
      self = suffix == 0 || length == 0 ? .unsatisfiable : .part(max(0, length - suffix)..<length)
    case (let first?, nil) where dash + 1 == span.upperBound:
      self = first < length ? .part(first..<length) : .unsatisfiable
    case (let first?, let last?) where first <= last:
      self = first < length ? .part(first..<(min(last, length - 1) + 1)) : .unsatisfiable
    default: return
    }
  }
}
