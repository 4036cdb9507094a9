/// A greeting that suits the recipient's time of day.
enum Greeting {
  private static let words: [String: [String]] = [
    "en": ["Good morning", "Good afternoon", "Good evening"],
    "de": ["Guten Morgen", "Guten Tag", "Guten Abend"],
    "pt": ["Bom dia", "Boa tarde", "Boa noite"],
    "es": ["Buenos días", "Buenas tardes", "Buenas noches"],
    "fr": ["Bonjour", "Bonjour", "Bonsoir"],
    "it": ["Buongiorno", "Buon pomeriggio", "Buonasera"],
  ]

  /// The hour from which each language says its second and its third greeting.
  private static let hours: [String: (Int, Int)] = [
    "en": (12, 18), "de": (11, 18), "pt": (12, 19), "es": (14, 20), "fr": (12, 18), "it": (13, 18),
  ]

  /// The greeting for an hour from 0 to 23; unknown languages get English.
  static func text(hour: Int, language: String) -> String {
    let code = String(UnicodeText.lower(language).prefix(2))
    let known = words[code] == nil ? "en" : code
    let (noon, evening) = hours[known] ?? (12, 18)
    let position = (5..<noon).contains(hour) ? 0 : ((noon..<evening).contains(hour) ? 1 : 2)
    return words[known]?[position] ?? "Hello"
  }
}
