/// Words for searching and comparing.
public enum SearchWords {
  /// Folded text: lower case, letters and digits only, words separated by one space.
  public static func fold(_ text: String) -> String { words(in: text).joined(separator: " ") }

  /// The folded words of a text, in order.
  public static func words(in text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
