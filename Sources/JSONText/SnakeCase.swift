/// Names of properties as JSON has them.
enum SnakeCase {
  /// `myURLProperty` as `my_url_property`: a word begins at a large letter after small ones, and at the last of several large ones.
  static func name(_ text: String) -> String {
    let signs = Array(text.unicodeScalars)
    guard signs.contains(where: \.properties.isUppercase) else { return text }
    var (words, start, at) = ([Range<Int>](), 0, 1)
    while let large = signs.indices.dropFirst(at).first(where: { signs[$0].properties.isUppercase }) {
      words.append(start..<large)
      start = large
      guard let small = signs.indices.dropFirst(large).first(where: { signs[$0].properties.isLowercase }) else {
        at = signs.count
        break
      }
      if small > large + 1 {
        words.append(large..<(small - 1))
        start = small - 1
      }
      at = small + 1
    }
    words.append(start..<signs.count)
    return words.map { range in
      var word = String.UnicodeScalarView()
      word.append(contentsOf: signs[range])
      return String(word).lowercased()
    }.joined(separator: "_")
  }
}
