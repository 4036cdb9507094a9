extension String {
  /// The text with every run of white space made one space, and none at its ends.
  var foldedWhiteSpace: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
