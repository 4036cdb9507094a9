/// A greeting that suits the recipient's time of day.
enum Greeting {
  private static let words: [String: [String]] = [
    "en": ["Good morning", "Good afternoon", "Good evening"],
    "de": ["Guten Morgen", "Guten Tag", "Guten Abend"],
    "pt": ["Bom dia", "Boa tarde", "Boa noite"],
    "es": ["Buenos días", "Buenas tardes", "Buenas noches"],
    "fr": ["Bonjour", "Bonjour", "Bonsoir"],
    "it": ["Buongiorno", "Buon pomeriggio", "Buonasera"],
    "nl": ["Goedemorgen", "Goedemiddag", "Goedenavond"],
  ]

  /// What is said where the time of day is not known; true at any hour.
  private static let neutral: [String: String] = [
    "en": "Hello", "de": "Guten Tag", "pt": "Olá", "es": "Hola", "fr": "Bonjour", "it": "Salve", "nl": "Goedendag",
  ]

  /// The hour from which each language says its second and its third greeting.
  private static let hours: [String: (Int, Int)] = [
    "en": (12, 18), "de": (11, 18), "pt": (12, 19), "es": (14, 20), "fr": (12, 18), "it": (13, 18),
    "nl": (12, 18),
  ]

  /// The greeting for an hour from 0 to 23; unknown languages get English.
  static func text(hour: Int, language: String) -> String {
    let known = known(language)
    let (noon, evening) = hours[known] ?? (12, 18)
    let position = (5..<noon).contains(hour) ? 0 : ((noon..<evening).contains(hour) ? 1 : 2)
    return words[known]?[position] ?? "Hello"
  }

  /// The greeting that is true at every hour of a range, from 0 to 23; a neutral one where no other is.
  static func text(hours: ClosedRange<Int>, language: String) -> String {
    let all = Set(hours.map { text(hour: $0, language: language) })
    return all.count == 1 ? all.first ?? "Hello" : neutral[known(language)] ?? "Hello"
  }

  private static func known(_ language: String) -> String {
    let code = String(UnicodeText.lower(language).prefix(2))
    return words[code] == nil ? "en" : code
  }
}
