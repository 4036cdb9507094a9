/// Recognises where a signature begins.
enum SignatureMark {
  /// Whether a line is a signature separator: `-- ` and its relatives (RFC 3676 §4.3).
  static func isSeparator(_ line: ReplyLine) -> Bool {
    let bare = line.text.foldedWhiteSpace
    if bare == "--" || bare == "__" || bare == "—" || bare == "– –" || bare == "---" || bare == "- -" || bare == "--_" {
      return true
    }
    return bare.utf8.count >= 4 && bare.utf8.count <= 200 && bare.utf8.allSatisfy { $0 == 0x5F }
  }

  /// Whether a line is the advertisement that a mobile program appends.
  static func isMobile(_ key: String) -> Bool {
    guard key.utf8.count < 140 else { return false }
    let bare = key.drop {
      $0 == "(" || $0 == "<" || $0 == "[" || $0 == "_" || $0 == "-" || $0 == "|" || $0 == " " || $0 == "~" || $0 == "•"
    }
    guard let lead = mobile.first(where: { bare.hasPrefix($0) }) else { return false }
    // "Sent from my desk, is much easier than my mobile phone." is a sentence.
    return !looksLikeSentence(bare.dropFirst(lead.count))
  }

  /// Whether a line names a mail program and where it runs, in few words of whatever language: "Baixar o Outlook para Android". It
  /// means something only at the end.
  static func isProgram(_ key: String) -> Bool {
    guard key.utf8.count < 90, let last = key.last, !".?!:".contains(last) else { return false }
    guard programs.contains(where: { key.mentions($0) }) else { return false }
    let words = key.split { !$0.isLetter && !$0.isNumber }
    return words.count <= 9 && words.contains { places.contains(String($0)) } && !words.contains { people.contains(String($0)) }
  }

  private static let places: Set<String> = ["app", "android", "ios", "iphone", "ipad", "windows", "galaxy"]
  private static let people: Set<String> = [
    "i", "we", "you", "my", "our", "ich", "wir", "sie", "je", "nous", "yo", "use", "problem",
  ]

  private static let programs = [
    "outlook", "yahoo mail", "yahoo! mail", "gmx mail", "web.de mail", "gmx app", "proton mail", "protonmail", "blue mail",
    "bluemail",
    "mail.ru", "яндекс", "libero mail", "telekom mail", "aol mail", "k-9 mail", "thunderbird", "orange mail", "free mobile",
  ]

  private static func looksLikeSentence(_ tail: Substring) -> Bool {
    let rest = String(tail)
    let words = rest.split(separator: " ").count
    if words > 12 { return true }
    if rest.hasSuffix("!") || rest.hasSuffix("?"), rest.mentions(", ") { return true }
    return sentenceWords.contains { rest.mentions($0) }
  }

  private static let sentenceWords = [", is ", ", it ", ", but i ", " because ", " so i ", ", and i "]

  private static let mobile = [
    "sent from ", "sent via ", "sent with ", "sent by ", "sent using ", "get outlook for ", "from my iphone", "from my ipad",
    "from my mobile", "von meinem ", "von meiner ", "von meinem/", "gesendet von ", "gesendet mit ", "gesendet über ",
    "gesendet aus ",
    "envoyé de mon ", "envoyé depuis ", "envoyé à partir ", "envoyé par ", "envoyé avec ", "télécharger outlook", "obtenez outlook",
    "enviado desde ", "enviado do ", "enviado da ", "enviado de mi ", "enviado a partir ", "enviado del ", "enviado via ",
    "enviado pelo ",
    "obtener outlook", "obter o outlook",
    "inviato da ", "inviato dal ", "ottieni outlook", "scarica outlook", "verstuurd vanaf ", "verzonden vanaf ", "verstuurd met ",
    "verzonden met ", "verzonden via ", "outlook voor ", "skickat från ", "skickades från ", "hämta outlook", "sendt fra ",
    "hent outlook", "lähetetty ", "wysłane z ", "wysłano z ", "pobierz outlook", "odesláno z ",
    "отправлено с ", "отправлено из ", "надіслано з ", "iphoneから送信", "ipadから送信", "發自我的", "发自我的", "从我的", "보낸 사람: iphone",
    "나의 iphone에서", "gönderildi: ", "iphone'umdan", "diese nachricht wurde von ", "holen sie sich outlook", "outlook für ",
    "outlook for ", "outlook pour ", "outlook para ",
    "gruppe von android", "typed on my ", "typed with ", "odoslané z ", "elküldve ", "küldve ", "iphone-ról küldve",
    "iphone-omról küldve", "trimis de pe ", "sendt via ",
    "skickat via ", "android से", "vanuit mijn ", "do meu iphone", "von samsung ", "enviat des ", "poslano s ", "poslano iz ",
    "poslato sa ", "изпратено от ",
    "εστάλη από ", "στάλθηκε από ", "נשלח מה", "أُرسلت من ", "أرسلت من ", "تم الإرسال من ", "được gửi từ ", "gửi từ ", "ส่งจาก",
    "dikirim dari ",
    "išsiųsta iš ", "nosūtīts no ", "saadetud minu ", "来自我的", "내 iphone에서", "私のiphoneから", "スマートフォンから送信", "從我的 iphone",
    "obtenir outlook", "stáhnout outlook", "skaffa outlook", "outlook til ", "outlook voor ",
    "yahoo mail: search, organize, conquer",
    "get bluemail for ", "download the new outlook",
  ]

  /// Whether a line is a name behind a dash, as in `-Ada Lovelace`.
  static func isDashedName(_ text: String) -> Bool {
    let bare = text.foldedWhiteSpace
    guard let dash = bare.first, dash == "-", bare.utf8.count < 40 else { return false }
    let words = bare.dropFirst().split(separator: " ")
    return (1...3).contains(words.count) && bare.dropFirst().first?.isUppercase == true
      && words.allSatisfy { $0.allSatisfy { $0.isLetter || $0 == "." || $0 == "'" } }
  }
}
