/// Recognises where a signature begins.
enum SignatureMark {
  /// Whether a line is a signature separator: `-- ` and its relatives (RFC 3676 §4.3).
  static func isSeparator(_ line: ReplyLine) -> Bool {
    let bare = line.text.foldedWhiteSpace
    if bare == "--" || bare == "__" || bare == "—" || bare == "– –" || bare == "---" || bare == "- -" || bare == "--_" { return true }
    return bare.utf8.count >= 4 && bare.utf8.count <= 200 && (bare.utf8.allSatisfy { $0 == 0x5F } || bare.utf8.allSatisfy { $0 == 0x2D })
  }

  /// Whether a line is the advertisement that a mobile program appends.
  static func isMobile(_ key: String) -> Bool {
    guard key.utf8.count < 140 else { return false }
    let bare = key.drop { $0 == "(" || $0 == "<" || $0 == "[" || $0 == "_" || $0 == "-" || $0 == "|" || $0 == " " || $0 == "~" || $0 == "•" }
    guard let lead = mobile.first(where: { bare.hasPrefix($0) }) else { return false }
    // "Sent from my desk, is much easier than my mobile phone." is a sentence.
    let rest = bare.dropFirst(lead.count)
    if lead.hasSuffix("my ") || lead.hasSuffix("from ") { return !looksLikeSentence(rest) }
    return !looksLikeSentence(rest)
  }

  private static func looksLikeSentence(_ rest: Substring) -> Bool {
    let words = rest.split(separator: " ").count
    if words > 12 { return true }
    return sentenceWords.contains { rest.contains($0) }
  }

  private static let sentenceWords = [", is ", ", it ", ", but i ", " because ", " so i ", ", and i "]

  private static let mobile = [
    "sent from ", "sent via ", "sent with ", "sent by ", "sent using ", "get outlook for ", "from my iphone", "from my ipad", "from my mobile", "von meinem ", "von meiner ", "gesendet von ", "gesendet mit ", "gesendet über ", "gesendet aus ",
    "envoyé de mon ", "envoyé depuis ", "envoyé à partir ", "envoyé par ", "envoyé avec ", "télécharger outlook", "obtenez outlook", "enviado desde ", "enviado do meu ", "enviado de mi ", "enviado a partir ", "enviado del ", "enviado via ", "enviado pelo ", "obtener outlook", "obter o outlook",
    "inviato da ", "inviato dal ", "ottieni outlook", "scarica outlook", "verstuurd vanaf ", "verzonden vanaf ", "verstuurd met ", "verzonden met ", "verzonden via ", "outlook voor ", "skickat från ", "skickades från ", "hämta outlook", "sendt fra ", "hent outlook", "lähetetty ", "wysłane z ", "wysłano z ", "pobierz outlook", "odesláno z ",
    "отправлено с ", "отправлено из ", "надіслано з ", "iphoneから送信", "ipadから送信", "發自我的", "发自我的", "从我的", "보낸 사람: iphone", "나의 iphone에서", "gönderildi: ", "iphone'umdan", "diese nachricht wurde von ", "holen sie sich outlook", "outlook für ", "outlook for ", "outlook pour ", "outlook para ",
    "gruppe von android", "typed on my ", "typed with ", "odoslané z ", "elküldve ", "küldve ", "trimis de pe ", "sendt via ", "skickat via ", "android से", "vanuit mijn ", "do meu iphone",
  ]

  /// Whether a line is a closing formula that stands alone.
  static func isClosing(_ key: String) -> Bool {
    guard key.utf8.count < 60 else { return false }
    let bare = key.filter { $0 != "," && $0 != "." && $0 != "!" && $0 != "-" && $0 != "–" && $0 != ";" }.foldedWhiteSpace
    return closings.contains(bare)
  }

  private static let closings: Set<String> = [
    "best", "best regards", "kind regards", "regards", "warm regards", "kindest regards", "many thanks and best regards", "with best regards", "with kind regards", "cheers", "sincerely", "yours sincerely", "sincerely yours", "yours faithfully", "yours truly",
    "best wishes", "all the best", "thanks and regards", "thanks & regards", "thanks and best regards", "warmly", "rgds", "br", "kr", "respectfully", "with regards", "good luck", "warmest regards", "cordially",
    "mit freundlichen grüßen", "mit freundlichen grüssen", "mit freundlichem gruß", "mit freundlichem gruss", "freundliche grüße", "freundliche grüsse", "viele grüße", "viele grüsse", "beste grüße", "beste grüsse", "liebe grüße", "liebe grüsse", "lg", "mfg", "vg", "gruß", "grüße", "schöne grüße", "herzliche grüße", "mit besten grüßen", "herzlichst", "besten gruß", "freundlicher gruß",
    "hochachtungsvoll", "cordialement", "bien cordialement", "bien à vous", "cdlt", "cdt", "très cordialement", "sincères salutations", "meilleures salutations", "salutations", "amicalement", "bonne journée", "belle journée", "respectueusement",
    "saludos", "un saludo", "saludos cordiales", "cordialmente", "atentamente", "un cordial saludo", "atte", "muchos saludos", "atenciosamente", "att", "abraços", "abs", "cumprimentos", "com os melhores cumprimentos", "melhores cumprimentos", "cordiais saudações",
    "cordiali saluti", "distinti saluti", "saluti", "un saluto", "un cordiale saluto", "a presto", "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet", "vriendelijke groeten", "mvg", "groeten", "groet", "hartelijke groet", "hartelijke groeten",
    "med vänliga hälsningar", "vänliga hälsningar", "mvh", "hälsningar", "med venlig hilsen", "venlig hilsen", "vh", "hilsen", "med vennlig hilsen", "vennlig hilsen", "ystävällisin terveisin", "terveisin", "pozdrawiam", "z poważaniem", "z wyrazami szacunku", "s pozdravem", "s pozdravom",
    "üdvözlettel", "tisztelettel", "cu stimă", "toate cele bune", "с уважением", "з повагою", "saygılarımla", "iyi çalışmalar", "με εκτίμηση", "以上", "よろしくお願いします", "敬具", "此致", "敬礼", "祝好", "감사합니다", "lep pozdrav", "srdačan pozdrav",
  ]
}
