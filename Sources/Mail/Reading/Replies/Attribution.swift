import Finding

/// Recognises the line with which mail programs introduce a quote: "On …, X wrote:" in many languages, wrapped or not.
enum Attribution {
  /// Lines that one may wrap over.
  static let maximumLines = 5
  /// Characters that one may have.
  static let maximumLength = 500

  /// How many lines an attribution takes that begins at `start`, or nil.
  static func length(in lines: [ReplyLine], at start: Int) -> Int? {
    let first = lines[start].key
    guard !first.isEmpty, first.utf8.count <= maximumLength, mayBegin(first) else { return nil }
    var joined = first
    let wasQuoted = lines[start].isQuoted
    let saysWhen = first.contains("@") || first.utf8.contains(where: Octets.isDigit)
    for count in 1...maximumLines {
      // "Am heutigen Tage", and below it the real one.
      if count > 1, !saysWhen, let opener = openers.first(where: { first.hasPrefix($0) }),
        lines[start + count - 1].key.hasPrefix(opener)
      {
        return nil
      }
      if isWhole(joined), endsWell(lines, after: start + count, joined) { return count }
      let next = start + count
      guard count < maximumLines, next < lines.count, !lines[next].key.isEmpty,
        lines[next].isQuoted == wasQuoted || isTail(lines[next].key)
      else {
        return nil
      }
      joined += " " + lines[next].key
      if joined.utf8.count > maximumLength { return nil }
    }
    return nil
  }

  private static func isTail(_ key: String) -> Bool { key.hasSuffix(":") && key.utf8.count < 80 }

  /// A first line says when or who: it holds a digit, an address, or opens as attributions do.
  private static func mayBegin(_ key: String) -> Bool {
    if key.hasPrefix("---") || openers.contains(where: { key.hasPrefix($0) }) { return true }
    if key.mentions("@") { return true }
    if key.utf8.contains(where: Octets.isDigit) {
      return key.utf8.first.map { Octets.isDigit($0) || $0 >= 0x80 || Octets.isLetter($0) } ?? false
    }
    return verbs.contains { key.mentions($0) }
  }

  /// Whether the joined lines are an attribution: a verb of writing at the end, and a date, an address or a known opening.
  private static func isWhole(_ text: String) -> Bool {
    let bare = text.trimmedTail
    let hasColon = text.hasSuffix(":") || text.hasSuffix("：") || text.hasSuffix(": >")
    let hasDigit = text.utf8.contains(where: Octets.isDigit)
    let opens = openers.contains { text.hasPrefix($0) }
    if hasColon, sureOpeners.contains(where: { text.hasPrefix($0) }) { return hasDigit || text.mentions("@") }
    // "On Tuesday at 10:30 I wrote to Bob:" is told, not quoted.
    if text.mentions(" i wrote ") { return false }
    if hasColon, let verb = verbs.first(where: { bare.mentions($0) }) {
      // The verb ends it, or a name follows it as in German, Dutch and the Nordic languages.
      if bare.hasSuffix(verb) { return opens || hasDigit || text.mentions("@") || text.utf8.count < 60 }
      if told.contains(verb) { return text.mentions("@") && hasDigit }
      if followed.contains(verb) {
        return opens && (hasDigit || text.mentions("@")) || hasDigit && (text.mentions("@") || clock(text))
      }
      return (opens || hasDigit) && (text.mentions("@") || clock(text))
    }
    if hasColon, text.mentions("@"), text.mentions("<"), hasDigit, beginsWithDate(text) { return true }
    // `---- On Tue, 22 Dec 2015 … wrote ----` (Zoho, Android), `2013/7/20 Ada <ada@example.com>`
    if text.hasPrefix("---"), text.hasSuffix("---"), text.utf8.count < 200 {
      let inner = String(text.drop { $0 == "-" || $0 == " " }.reversed().drop { $0 == "-" || $0 == " " }.reversed())
      return verbs.contains { inner.hasSuffix($0) } && (hasDigit || !inner.hasSuffix("said") && !inner.hasSuffix("sent"))
    }
    if text.hasSuffix(">"), text.mentions("@"), hasDigit, text.utf8.count < 150, isYearFirst(text) { return true }
    // `Ada <ada@example.com> 04/19/2011 07:10 AM`, with the quote below it.
    if isAddressThenTime(text) { return true }
    // Gmail of old: `2016-03-03 17:21 GMT+01:00 Ada <ada@example.com>:`
    return beginsWithDate(text) && text.mentions(" gmt") && clock(text) && text.utf8.count < 150
  }

  /// Without a date or an address in it, only a quote below makes it sure.
  private static func endsWell(_ lines: [ReplyLine], after next: Int, _ text: String) -> Bool {
    if isAddressThenTime(text) { return quoteFollows(lines, next) }
    if text.mentions("@") || clock(text) || hasYear(text) || text.hasPrefix("---") { return true }
    return quoteFollows(lines, next)
  }

  /// How many characters of a line are the answer, where an attribution begins in the same line and its quote in the next:
  /// `Yes, please. On Wed, 4 Apr 2012 at 15:59, Ada wrote:`. Nil where it is not so.
  static func answerBefore(in lines: [ReplyLine], at start: Int) -> Int? {
    let text = lines[start].text
    guard start + 1 < lines.count, lines[start + 1].isQuoted, !lines[start].isQuoted, text.utf8.count <= maximumLength,
      !openers.contains(where: { lines[start].key.hasPrefix($0) })
    else { return nil }
    for opener in [" On ", " Am ", " Le ", " El ", " Il ", " Em ", " Op ", " Den "] {
      guard let place = text.firstRange(of: opener) else { continue }
      let rest = String(text[place.lowerBound...]).foldedWhiteSpace.lowercased()
      if isWhole(rest), clock(rest), hasYear(rest) {
        return String(text[..<place.lowerBound].reversed().drop { $0 == "-" || $0 == " " }.reversed()).count
      }
    }
    return nil
  }

  private static func isAddressThenTime(_ text: String) -> Bool {
    guard text.utf8.count < 150, !text.hasSuffix(":"), let close = text.lastIndex(of: ">"), text[..<close].contains("@") else {
      return false
    }
    let rest = String(text[text.index(after: close)...])
    return rest.utf8.count < 40 && hasYear(rest) && clock(rest)
  }

  /// Whether the next line that isn't blank is quoted.
  static func quoteFollows(_ lines: [ReplyLine], _ start: Int) -> Bool {
    var at = start
    while at < lines.count, at < start + 4, lines[at].isBlank { at += 1 }
    return at < lines.count && lines[at].isQuoted
  }

  /// Whether a text has a time of day, or another number with a mark inside.
  static func clock(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count > 3 else { return false }
    for at in 1..<(bytes.count - 1) where bytes[at] == 0x3A || bytes[at] == 0x2E {
      if Octets.isDigit(bytes[at - 1]), Octets.isDigit(bytes[at + 1]) { return true }
    }
    return false
  }

  /// Whether a text has a number of four digits.
  static func hasYear(_ text: String) -> Bool {
    var run = 0
    for byte in text.utf8 {
      if Octets.isDigit(byte) {
        run += 1
        if run == 4 { return true }
      } else {
        run = 0
      }
    }
    return false
  }

  /// Whether it begins like `2013/7/20 ` or `2013-07-20 `.
  private static func isYearFirst(_ text: String) -> Bool {
    let bytes = Array(text.utf8.prefix(5))
    return bytes.count == 5 && bytes[..<4].allSatisfy(Octets.isDigit) && (bytes[4] == 0x2D || bytes[4] == 0x2F)
  }

  private static func beginsWithDate(_ text: String) -> Bool {
    text.utf8.prefix(40).contains(where: Octets.isDigit)
  }

  private static let openers = [
    "on ", "---- on ", "am ", "le ", "el ", "il ", "em ", "op ", "den ", "på ", "w dniu ", "dnia ", "dne ", "în ", "στις ", "vào ",
    "il giorno ", "in data ", "a ", "no dia ",
    "el día ", "wrote ", "at ", "在 ", "於 ", "em ", "man ", "di ", "pada ", "dana ", "в ", "la ", "ngày ", "ti ", "tir. ", "ons. ",
    "tor. ", "fre. ", "lør. ",
    "søn. ", "man. ", "mån ", "tis ", "tors ", "fre ", "lör ", "sön ", "to ", "ke ", "pe ", "ma ", "su ", "la ", "pt., ", "śr., ",
    "czw., ", "pon., ", "wt., ", "sob., ",
    "niedz., ", "po ", "út ", "st ", "čt ", "pá ", "so ", "ne ", "mié", "lun", "mar", "jue", "vie", "sáb", "dom", "gio", "ven",
    "mer", "seg", "ter", "qua", "qui", "sex",
  ]

  /// Openings that need no verb.
  private static let sureOpeners = [
    "zitat von ", "quoting ", "citando a ", "citando ", "citerar ", "missatge de ", "you wrote on ", "в ответ на ",
  ]

  /// Verbs that stand at the end; within a sentence they tell something.
  private static let told: Set<String> = ["wrote", "writes", "said", "sent", "sagte"]

  /// Verbs of writing as attributions have them.
  private static let verbs = [
    "wrote", "writes", "schrieb", "hat geschrieben", "geschrieben", "a écrit", "a ecrit", "écrit", "escribió", "escribio",
    "ha escrito", "ha scritto", "scrisse", "escreveu", "schreef",
    "het volgende geschreven", "geschreven", "skrev", "skrev följande", "kirjoitti", "napisał(a)", "napisał", "napisała", "napisal",
    "pisze", "napsal(a)",
    "napsal", "napísal", "ezt írta", "írta", "a scris", "написал", "написала", "написав", "написала", "пишет", "пише", "wrote",
    "şunu yazdı", "yazdı", "tarihinde", "έγραψε", "写道", "写到",
    "寫道", "作成", "작성", "님이 작성", "đã viết", "さんが書きました", "さんは書きました", "のメール", "が書きました", "menulis", "je napisao", "said", "sagte",
    "je napisal", "je napisala", "je napísal", "napísala", "napsala", "je napisao/la", "је написао", "је написала", "написа",
    "напиша", "نوشت", "rašė", "kirjutas", "rakstīja", "pisał", "sent",
    "כתב", "كتب", "नए लिखा", "เขียน", "va escriure", "ha escrit", "napisao je", "napisala je", "تمت كتابة", "เขียนว่า",
    "folgendes geschrieben", "escribiu", "idatzi", "skrifaði", "geskryf",
  ]

  /// Verbs after which the writer's name follows.
  private static let followed: Set<String> = [
    "schrieb", "schreef", "skrev", "пользователь", "a écrit", "escribió", "escreveu", "ha scritto", "написал", "geschreven",
    "έγραψε", "писал", "пишет", "пише",
  ]
}

extension String {
  /// Without colons, stars, quotes and white space at the end.
  fileprivate var trimmedTail: String {
    var end = endIndex
    while end > startIndex {
      let before = self[index(before: end)]
      guard before == ":" || before == "：" || before == " " || before == ">" || before == "\"" || before == "_" else { break }
      end = index(before: end)
    }
    return String(self[..<end])
  }
}
