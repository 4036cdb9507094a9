/// Recognises the subjects of automatic answers in many languages.
struct AutoReplySubject {
  /// Only programs write so.
  let isStrong: Bool
  /// Words that also a person may use; the text has to say the same.
  let isWeak: Bool

  /// Weighs a subject. - Parameter topic: `Thread-Topic`, our own subject as Outlook keeps it.
  init(_ subject: String, topic: String?) {
    let folded = subject.lowercased().foldedWhiteSpace
    // After `Re:` a person quotes such a subject.
    guard !SubjectPrefix.isReply(subject), !SubjectPrefix.isForward(subject) else {
      (isStrong, isWeak) = (false, false)
      return
    }
    let text = Self.withoutTag(folded)
    let head = String(Self.beforeOurs(text, topic: topic?.lowercased().foldedWhiteSpace))
    let tag = Self.tag(folded)
    isStrong =
      Self.strong.contains { Self.begins(text, with: $0) || tag == $0 } || Self.inside.contains { head.mentions($0) }
    isWeak = Self.weak.contains { Self.beginsWeakly(text, with: $0) } || Self.personal.contains { text.mentions($0) }
  }

  /// What stands in brackets at the beginning, as in `[Auto-Reply] Hello`; empty where nothing does.
  private static func tag(_ text: String) -> String {
    guard text.first == "[", let close = text.firstIndex(of: "]") else { return "" }
    return String(text[..<close].dropFirst()).foldedWhiteSpace
  }

  /// Without `[EXTERNAL]` and the like.
  private static func withoutTag(_ text: String) -> String {
    var rest = text[...]
    while rest.first == "[", let close = rest.firstIndex(of: "]") { rest = rest[rest.index(after: close)...].drop { $0 == " " } }
    return String(rest)
  }

  /// What stands before our own subject.
  private static func beforeOurs(_ text: String, topic: String?) -> Substring {
    if let topic, !topic.isEmpty, text.hasSuffix(topic) { return text.dropLast(topic.count) }
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return text[...] }
    return text[..<colon]
  }

  /// The phrase stands at the beginning and ends there or before a mark.
  private static func begins(_ text: String, with phrase: String) -> Bool {
    guard text.hasPrefix(phrase) else { return false }
    guard let next = text.dropFirst(phrase.count).first else { return true }
    return !next.isLetter || phrase.unicodeScalars.last.map { $0.value > 0x2E80 } == true
  }

  /// The phrase stands alone, or a colon, dash or date follows: "Away: …", "Urlaub bis 5. Mai".
  private static func beginsWeakly(_ text: String, with phrase: String) -> Bool {
    guard text.hasPrefix(phrase) else { return false }
    let rest = text.dropFirst(phrase.count)
    guard let next = rest.first else { return true }
    if ":-–(!.：".contains(next) { return true }
    guard next == " " else { return false }
    let word = rest.dropFirst()
    return follow.contains { word.hasPrefix($0) } || word.first?.isNumber == true || word.first.map { ":-–(".contains($0) } == true
  }

  private static let follow = [
    "until", "till", "from", "to", "re:", "on ", "bis", "ab ", "vom", "von ", "du ", "jusqu", "le ", "hasta", "del ", "até", "de ",
    "fino", "dal", "tot", "van", "t/m", "through", "for ",
    "atvalin", "this week", "today", "tomorrow",
  ]

  private static let strong = [
    "automatic reply", "auto reply", "auto-reply", "autoreply", "automated reply", "auto response", "auto-response", "autoresponse",
    "automatic response", "automated response", "auto:", "auto :",
    "oof:",
    "out of office", "out of the office", "out-of-office", "ooo:", "ooo -", "ooo re:", "[ooo]", "ooto", "vacation reply",
    "vacation response", "vacation message", "autoresponder", "i am out of the office", "i'm out of the office",
    "away from my mail", "away from the office",
    "automatische antwort", "automatische rückantwort", "autoantwort", "abwesenheitsnotiz", "abwesenheitsbenachrichtigung",
    "abwesenheitsmeldung", "abwesenheitsassistent", "abwesenheitsnachricht", "abwesenheit:", "außer haus:", "nicht im büro:",
    "automatische mitteilung", "automatische eingangsbestätigung",
    "réponse automatique", "reponse automatique", "message d'absence", "message d’absence", "absence du bureau", "absent du bureau",
    "absente du bureau", "notification d'absence", "avis d'absence",
    "risposta automatica", "fuori sede", "fuori ufficio", "assenza dall'ufficio", "messaggio automatico",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "mensaje automático",
    "contestación automática", "autorespuesta",
    "resposta automática", "resposta automatica", "fora do escritório", "fora do escritorio", "ausência do escritório",
    "ausência temporária", "mensagem automática",
    "automatisch antwoord", "automatische beantwoording", "afwezigheidsbericht", "afwezigheidsmelding", "afwezigheidsassistent",
    "niet op kantoor", "buiten kantoor",
    "autosvar", "automatiskt svar", "automatiskt svarsmeddelande", "frånvaromeddelande", "frånvaro:", "automatisk svar",
    "fraværsmelding", "fraværsbesked", "ikke til stede", "fravær:", "fraværende", "fraværsassistent",
    "automaattinen vastaus", "poissaoloviesti", "poissa toimistosta", "poissaoloilmoitus",
    "automatyczna odpowiedź", "odpowiedź automatyczna", "automatyczna odpowiedz", "nieobecność w biurze", "autoodpowiedź",
    "poza biurem",
    "automatická odpověď", "automatická odpoveď", "automaticka odpoved", "mimo kancelář", "mimo kancelárie", "nepřítomnost",
    "neprítomnosť", "automatikus válasz", "házon kívül", "automatikus levél", "răspuns automat", "raspuns automat",
    "absent din birou",
    "автоматический ответ", "автоответ", "автоматическое уведомление", "нет на месте", "автоматична відповідь",
    "автоматичен отговор", "otomatik yanıt", "otomatik cevap", "ofis dışında", "ofis dışındayım", "αυτόματη απάντηση",
    "εκτός γραφείου", "automātiska atbilde", "automātiskā atbilde", "ārpus biroja",
    "automaatne vastus", "automaatvastus", "automatinis atsakymas", "automatski odgovor", "samodejni odgovor", "samodejni odziv",
    "automatické hlásenie", "sjálfvirkt svar", "resposta automàtica", "erantzun automatikoa", "balasan otomatis",
    "jawapan automatik", "trả lời tự động", "ตอบกลับอัตโนมัติ", "स्वतः उत्तर",
    "自動応答", "自動返信", "不在通知", "不在のお知らせ", "不在連絡", "自动答复", "自动回复", "自動回覆", "自動回復", "不在办公室", "休假通知", "자동 회신", "자동 응답", "자동회신", "부재중",
    "מענה אוטומטי", "תשובה אוטומטית", "رد تلقائي", "الرد التلقائي",
    "thank you for your email", "we have received your", "we've received your", "your request has been received", "boxbe",
    "spamarrest",
  ]

  /// Also within the part before our own subject.
  private static let inside = [
    "automatic reply", "automatic response", "auto-reply", "autoreply", "out of office", "out of the office",
    "automatische antwort", "automātiska atbilde", "automatiska atbilde", "automātiskā atbilde", "réponse automatique",
    "respuesta automática", "resposta automática", "risposta automatica", "automatisch antwoord", "automatisk svar",
    "automatiskt svar", "automatyczna odpowiedź", "автоматический ответ", "atrašanās ārpus biroja", "自動返信", "自動応答", "自动回复", "自动答复",
    "ist nicht im büro", "ist außer haus", "is on vacation", "is on leave", "is out of town", "is away from the office",
    "(autoreply)", "(auto reply)", "(autosvar)",
  ]

  /// A name before, so only with the text's agreement.
  private static let personal = [
    "is out of the office", "is out of office", "ist abwesend", "is away", "est absent", "está ausente", "è assente",
    "is on holiday", "is on annual leave", "will be out of the office", "is afwezig",
  ]

  private static let weak = [
    "i'm on vacation", "i am on vacation", "i'm on holiday", "i am on holiday", "i'm on leave", "i am on leave",
    "i'm out of office",
    "i am out of office", "i'm away", "i am away", "je suis absent", "je suis absente", "ich bin nicht im büro",
    "ich bin im urlaub",
    "away", "vacation", "on vacation", "on holiday", "holiday", "annual leave", "on leave", "ooo", "out today", "maternity leave",
    "parental leave", "no longer with", "left the company", "absence", "absent", "absente", "en congé", "en congés", "congés",
    "congé", "vacances", "abwesend", "abwesenheit", "urlaub", "im urlaub",
    "außer haus", "nicht im büro", "elternzeit", "mutterschutz", "ferien", "betriebsferien", "ausente", "ausencia", "vacaciones",
    "de vacaciones", "ausência", "férias", "de férias", "em férias", "assenza", "assente", "ferie", "in ferie", "afwezig",
    "afwezigheid", "niet aanwezig", "vakantie", "met vakantie", "semester", "på semester", "frånvaro", "frånvarande", "ferie",
    "på ferie",
    "fravær", "poissa", "lomalla", "loma", "nieobecność", "urlop", "na urlopie", "dovolená", "dovolenka", "szabadság",
    "szabadságon", "concediu", "отпуск", "в отпуске", "відпустка", "izinliyim", "tatil", "izin", "atvaļinājums", "atvalinājums",
    "atvaļinājumā", "puhkus", "atostogos", "休暇", "休暇中", "不在", "休假", "외출", "휴가", "απουσία", "άδεια",
    "received", "confirmation of receipt", "eingangsbestätigung", "accusé de réception", "acuse de recibo", "conferma di ricezione",
    "ontvangstbevestiging", "thank you for contacting", "thank you for your message", "thanks for your email",
    "thanks for contacting", "vielen dank für ihre nachricht", "vielen dank für ihre e-mail", "merci pour votre message",
    "merci de votre message", "grazie per averci contattato", "gracias por contactar",
    "bedankt voor uw bericht", "obrigado pelo contato", "obrigado pelo seu contato", "delivery confirmation",
  ]
}
