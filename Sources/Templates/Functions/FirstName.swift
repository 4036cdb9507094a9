/// Guesses the first name in a full name, and rather says nothing than something wrong.
enum FirstName {
  private static let titles: Set<String> = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "herr", "frau", "dipl",
    "ing", "mag", "sr", "sra", "srta",
    "dra", "don", "doña", "dona", "senhor", "senhora", "doutor", "doutora", "eng", "rev", "lic",
    "med", "phd", "msc", "bsc",
  ]
  /// Words that say that this is a firm or a team and not a person.
  private static let firmWords: Set<String> = [
    "gmbh", "ag", "kg", "ltd", "llc", "inc", "co", "corp", "sa", "sl", "lda", "ltda", "bv", "team",
    "office", "info", "sales",
    "support", "studio", "gallery", "galerie", "bakery", "bäckerei", "hotel", "restaurant", "the",
    "and", "und", "service", "shop",
    "company", "group", "agency", "customer", "contact", "kontakt", "admin", "hello", "marketing",
  ]
  private static let longestName = 80

  /// The first name, or nil where it is not clear.
  /// - Parameter fewestWords: so many words, titles aside, the name must have.
  static func guess(_ full: String, fewestWords: Int = 1) -> String? {
    guard full.unicodeScalars.count <= longestName,
      !full.contains(where: { "@/&0123456789|".contains($0) })
    else { return nil }
    var text = UnicodeText.strip(full)
    // "Müller, Anna" is written the other way round.
    let halves = TextSearch.split(text, ",")
    if halves.count == 2 {
      let after = UnicodeText.strip(halves[1])
      if after.isEmpty || isTitle(after) {
        text = UnicodeText.strip(halves[0])
      } else {
        text = after + " " + halves[0]
      }
    } else if halves.count > 2 {
      return nil
    }
    let all = UnicodeText.words(text)
    var words = all.filter { !isTitle($0) }
    // After a title alone comes the surname: “Frau Muster”.
    if words.count < (words.count < all.count ? 2 : fewestWords) { return nil }
    if words.contains(where: { firmWords.contains(UnicodeText.lower($0)) }) { return nil }
    guard let first = words.first, isName(first), !isInitial(first) else { return nil }
    words.removeFirst()
    return cased(first)
  }

  private static func isTitle(_ word: String) -> Bool {
    let bare = UnicodeText.lower(TextSearch.replace(word, ".", ""))
    return titles.contains(bare) || (word.hasSuffix(".") && word.unicodeScalars.count > 2)
  }

  private static func isInitial(_ word: String) -> Bool {
    word.hasSuffix(".") || word.unicodeScalars.count < 2
  }

  private static func isName(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy {
      UnicodeText.isAlphabetic($0) || "-'’".unicodeScalars.contains($0) || $0.properties.isDiacritic
    }
  }

  /// ANNA and anna become Anna; names that mix cases stay as their owners write them.
  private static func cased(_ word: String) -> String {
    guard UnicodeText.isUpper(word) || UnicodeText.isLower(word) else { return word }
    return TextSearch.split(word, "-").map(UnicodeText.capitalize).joined(separator: "-")
  }
}
