/// Finds the word that was probably meant.
public enum NearestWord {
  /// Longer words are not compared: nobody mistypes those, and the cost grows with the square.
  private static let longestWord = 64

  /// The nearest of some words; nil where none is near: at most a third of the letters, and never more than 3, may differ.
  public static func to(_ word: String, among words: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().utf8)
    guard !typed.isEmpty, typed.count <= longestWord else { return nil }
    let limit = min(3, max(1, typed.count / 3))
    var best: (word: String, distance: Int)?
    for candidate in words {
      let letters = Array(candidate.lowercased().utf8)
      guard abs(letters.count - typed.count) <= limit, letters.count <= longestWord else { continue }
      let distance = distance(typed, letters)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Letters to insert, drop, change or swap with their neighbour (optimal string alignment).
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var (before, last) = ([Int](), Array(0...b.count))
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let change = last[j] + (a[i] == b[j] ? 0 : 1)
        var cost = min(change, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
