import Finding
import Outreach

/// How a mail says that its reader may have no more of them, in the language of the mail.
///
/// The word to answer with is always “unsubscribe”: it is understood, and looked for in the answers, whatever the language.
public enum OptOut {
  /// The word that the sentence must name.
  public static let word = "unsubscribe"
  /// The longest sentence of a person's own, in characters.
  public static let longest = 300

  /// The sentences by language, ISO 639-1.
  public static let sentences: [String: String] = [
    "en": "You would rather not hear from me? Answer “unsubscribe” and I will not write again.",
    "de": "Sie möchten nichts mehr von mir hören? Antworten Sie mit „unsubscribe“, und ich schreibe Ihnen nicht wieder.",
    "fr": "Vous préférez ne plus recevoir de messages de ma part ? Répondez « unsubscribe » et je ne vous écrirai plus.",
    "es": "¿Prefiere no recibir más mensajes míos? Responda «unsubscribe» y no volveré a escribirle.",
    "pt": "Prefere não receber mais mensagens minhas? Responda “unsubscribe” e não volto a escrever.",
    "it": "Preferisce non ricevere più miei messaggi? Risponda «unsubscribe» e non le scriverò più.",
    "nl": "Liever geen berichten meer van mij? Antwoord met “unsubscribe” en ik schrijf u niet meer.",
  ]

  /// Words that are frequent in one language and rare in the others, with those that letters begin and end with: a short mail has few more.
  private static let marks: [String: Set<String>] = [
    "en": [
      "the", "and", "you", "your", "with", "for", "have", "would", "this", "that", "are", "we", "our", "hello", "hi",
      "dear", "regards", "thanks", "thank", "best", "sincerely", "do", "can", "could", "time", "is", "it", "to", "of",
    ],
    "de": [
      "und", "der", "die", "das", "ich", "sie", "ihr", "ihre", "ihnen", "mit", "für", "nicht", "ein", "eine", "ist",
      "wir", "auf", "hallo", "guten", "tag", "lieber", "herr", "frau", "geehrte", "geehrter", "grüße", "grüßen",
      "gruß", "viele", "freundlichen", "danke", "haben", "kann", "zeit", "kurz",
    ],
    "fr": [
      "le", "les", "des", "et", "vous", "votre", "vos", "nous", "je", "pour", "avec", "une", "est", "dans", "bonjour",
      "sur", "madame", "monsieur", "cordialement", "salutations", "merci", "avez",
    ],
    "es": [
      "el", "los", "las", "y", "usted", "su", "sus", "con", "para", "una", "es", "que", "hola", "por", "del", "le",
      "buenos", "buenas", "días", "tardes", "estimado", "estimada", "saludos", "saludo", "cordial", "gracias",
      "tiene",
    ],
    "pt": [
      "o", "os", "as", "e", "você", "seu", "sua", "com", "para", "uma", "é", "que", "olá", "não", "por", "do", "da",
      "um", "bom", "boa", "dia", "prezado", "prezada", "cumprimentos", "atenciosamente", "obrigado", "obrigada",
      "tem",
    ],
    "it": [
      "il", "gli", "e", "lei", "suo", "sua", "con", "per", "una", "è", "che", "buongiorno", "non", "di", "della",
      "sono", "un", "salve", "gentile", "signor", "signora", "saluti", "cordiali", "grazie", "ha",
    ],
    "nl": [
      "de", "het", "een", "en", "u", "uw", "ik", "met", "voor", "niet", "is", "wij", "van", "dat", "zijn", "naar",
      "hallo", "beste", "goedendag", "geachte", "heer", "mevrouw", "groet", "groeten", "vriendelijke", "bedankt",
      "heeft", "tijd",
    ],
  ]

  /// The sentence for a mail.
  /// - Parameters:
  ///   - own: the person's own sentence; it counts before all others.
  ///   - language: ISO 639-1; nil for the language that the text is written in.
  static func sentence(own: String?, language: String?, text: String) -> String {
    if let own, !own.isEmpty { return own }
    return sentences[language ?? guess(text)] ?? sentences["en"] ?? ""
  }

  /// The language that a text seems to be written in; English where that is not clear.
  static func guess(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isLetter }.map(String.init)
    let counts = marks.map { (language: $0.key, count: words.count(where: $0.value.contains)) }
      .sorted { ($1.count, $0.language) < ($0.count, $1.language) }
    guard let best = counts.first, let second = counts.dropFirst().first, best.count >= 2, best.count > second.count else {
      return "en"
    }
    return best.language
  }

  /// What is wrong with a person's own sentence; nil where it may stand.
  static func problem(_ own: String?) -> String? {
    guard let own, !own.isEmpty else { return nil }
    if own.count > longest { return "is longer than \(longest) characters" }
    if own.contains(where: \.isNewline) { return "must be one line" }
    return own.lowercased().contains(word) ? nil : "must name the word “\(word)”, which is looked for in answers"
  }
}
