import Finding
import Outreach

/// Whether what a mail says may have ceased to be true while it waited.
struct StaleMail {
  /// A text that speaks of “tomorrow” is true for so long.
  private static let datedSeconds = 86_400
  /// Words that mean another day each day.
  private static let words: Set<String> = [
    "today", "tomorrow", "tonight", "yesterday", "heute", "morgen", "gestern", "übermorgen", "aujourd'hui", "aujourd’hui", "demain",
    "hoy", "mañana", "ayer", "oggi", "domani", "ieri", "hoje", "amanhã", "ontem", "vandaag", "gisteren", "dziś", "dzisiaj", "jutro",
  ]
  /// Words that say so only together.
  private static let phrases = [
    "this week", "next week", "this monday", "this tuesday", "this wednesday", "this thursday", "this friday", "next monday",
    "next tuesday", "next wednesday", "next thursday", "next friday", "diese woche", "nächste woche", "kommende woche",
    "cette semaine", "la semaine prochaine", "esta semana", "la próxima semana", "questa settimana", "la prossima settimana",
    "deze week", "volgende week",
  ]
  /// So many days after its turn a mail is stale; 0 for never.
  let days: Int

  /// Why a mail is stale; nil where it is not.
  /// - Parameter since: when it was approved, or its turn came.
  func reason(_ content: MessageContent, since: Timestamp, at now: Timestamp) -> String? {
    guard days > 0 else { return nil }
    let waited = now.seconds(since: since)
    if waited > days * 86_400 {
      return "It could not leave for \(waited / 86_400) days, so look at it again before it does."
    }
    guard waited > Self.datedSeconds, let word = Self.dated(content.subject + "\n" + content.text) else { return nil }
    return "It says “\(word)” and could not leave in time, so look at it again before it does."
  }

  /// A word of a text that is true on one day or in one week only.
  static func dated(_ text: String) -> String? {
    let lower = text.lowercased()
    // “Morgen” is tomorrow, “Guten Morgen” is not.
    let plain = lower.replacing("guten morgen", with: "")
    let found = plain.split { !($0.isLetter || $0 == "'" || $0 == "’") }.first { words.contains(String($0)) }
    if let found { return String(found) }
    return phrases.first { lower.contains($0) }
  }
}
