/// The words of an answer as numbers, for the model of answers.
///
/// Words are cut to their stem's length and hashed, so that a model of them holds no text.
enum ReplyFeatures {
  /// Letters of a word that count: endings say little of the meaning.
  private static let stem = 6
  /// Words that are looked at.
  private static let reach = 120

  /// The features of a text, each once, sorted.
  static func hashes(of text: String) -> [UInt32] {
    var all: Set<UInt32> = []
    let words = Self.words(of: text)
    for word in words { all.insert(hash(word)) }
    for (first, second) in zip(words, words.dropFirst()) { all.insert(hash(first + " " + second)) }
    if let first = words.first { all.insert(hash("^ " + first)) }
    if text.contains("?") || text.contains("？") { all.insert(hash("?")) }
    all.insert(hash(words.count < 4 ? "#short" : words.count < 15 ? "#middle" : "#long"))
    return all.sorted()
  }

  /// Words in lower case without their endings; Chinese, Japanese and Korean in pairs of characters.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter && $0 != "'" }).prefix(reach) {
      if word.unicodeScalars.first.map({ $0.value >= 0x2E80 }) == true {
        let letters = Array(word)
        for at in letters.indices.dropLast() { words.append(String(letters[at...(at + 1)])) }
      } else {
        words.append(String(word.prefix(stem)))
      }
    }
    return words
  }

  /// FNV-1a.
  private static func hash(_ word: String) -> UInt32 { word.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 } }
}
