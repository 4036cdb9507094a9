/// Recognises the block of header lines that Outlook and others put above a quoted mail, and the separator lines.
enum QuotedHeader {
  /// Lines that a block may have, wrapped ones included.
  static let maximumLines = 12

  private enum Label: Int { case from, date, to, copy, subject, other }

  /// Whether a header block begins at a line: a sender's label and one more, or three others, within consecutive lines.
  static func begins(in lines: [ReplyLine], at start: Int) -> Bool {
    guard let first = label(lines[start].key), first != .other, first != .copy else { return false }
    var seen: Set<Label> = [first]
    var misses = 0
    for line in lines[(start + 1)...].prefix(maximumLines) {
      if let label = label(line.key) {
        seen.insert(label)
        misses = 0
      } else {
        misses += 1
        // A blank or wrapped line may stand between.
        if misses > 2 { break }
      }
    }
    seen.remove(.other)
    if seen.contains(.from) {
      // "No:" is Latvian for "From:", and more often an answer.
      if seen.count >= 3 { return true }
      guard seen.count == 2, first == .from, !lines[start].key.hasPrefix("no:") else { return false }
      // "From: 9:00" above "To: 17:00" tells opening hours.
      return seen.contains(.date) || seen.contains(.subject)
        || seen.contains(.to) && lines[start...].prefix(maximumLines).contains { label($0.key) != nil && $0.key.mentions("@") }
    }
    return seen.count >= 3 || first == .date && datedTo(lines, start)
  }

  /// `Date: …` with a year and a time right above `To: …@…`: two labels are enough.
  private static func datedTo(_ lines: [ReplyLine], _ start: Int) -> Bool {
    guard start + 1 < lines.count, label(lines[start + 1].key) == .to, lines[start + 1].key.mentions("@") else { return false }
    return Attribution.hasYear(lines[start].key) && Attribution.clock(lines[start].key)
  }

  /// The label at a line's beginning, or nil.
  private static func label(_ key: String) -> Label? {
    guard let colon = key.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let name = key[..<colon].filter { $0 != "_" && $0 != "|" }
    guard name.utf8.count < 40 else { return nil }
    return labels[String(name).foldedWhiteSpace]
  }

  private static let labels: [String: Label] = {
    var all: [String: Label] = [:]
    for (label, names) in names { for name in names { all[name] = all[name] ?? label } }
    return all
  }()

  private static let names: [(Label, [String])] = [
    (
      .from,
      [
        "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "feladó", "от", "від", "kimden", "gönderen", "差出人",
        "发件人", "寄件者", "寄件人", "보낸 사람", "보낸사람", "từ", "από", "expéditeur",
        "remitente", "remetente", "mittente", "absender", "from (name)", "de la", "lähettänyt", "dari", "מאת", "من", "送信者", "發件人",
        "šalje", "pošiljatelj", "nuo", "saatja", "frá", "nork", "จาก", "از", "ze", "pengirim", "no",
      ]
    ),
    (
      .date,
      [
        "sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "date d'envoi", "enviado", "enviado el", "enviado em", "fecha",
        "inviato", "data", "verzonden", "skickat", "sendt", "dato",
        "lähetetty", "päiväys", "pvm", "wysłano", "odesláno", "datum odeslání", "elküldve", "dátum", "отправлено", "дата",
        "надіслано", "gönderilme", "gönderim", "gönderildi", "tarih", "送信日時", "日付", "日時", "送信", "发送时间", "发送日期", "日期", "寄件日期",
        "傳送時間", "보낸 날짜", "날짜", "보낸날짜", "ngày", "ημερομηνία", "sent at", "sent on", "date sent", "trimis", "poslano", "odoslané",
        "発信日時", "时间",
        "enviat", "enviat el", "poslato", "изпратено", "išsiųsta", "nosūtīts", "saadetud", "dikirim", "terkirim", "bidalia",
        "στάλθηκε", "ส่ง",
        "วันที่", "ارسال شده", "تاريخ الإرسال", "التاريخ", "تم الإرسال", "נשלח", "תאריך", "đã gửi", "tanggal", "dagsetning",
        "data e ora",
      ]
    ),
    (
      .to,
      [
        "to", "an", "à", "a", "para", "aan", "till", "til", "vastaanottaja", "do", "komu", "címzett", "кому", "kime", "alıcı", "宛先",
        "收件人", "收件者", "받는 사람", "받는사람", "đến", "προς", "destinataire", "destinatario",
        "empfänger", "către", "za", "prima", "primatelj", "до", "kam", "adressaat", "per a", "nori", "ถึง", "به", "penerima",
        "kepada", "אל", "إلى", "til", "送信先",
      ]
    ),
    (
      .copy,
      [
        "cc", "kopie", "kopia", "copie", "kopi", "kopio", "másolatot kap", "копия", "копія", "bilgi", "抄送", "副本", "참조", "bcc",
        "cci", "cco", "dw", "ccn", "kopie an",
      ]
    ),
    (
      .subject,
      [
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "aihe", "temat", "předmět",
        "predmet", "tárgy", "тема", "konu", "件名", "主题", "主旨", "제목", "chủ đề", "θέμα",
        "subiect", "naslov", "predmet", "subjek", "נושא", "الموضوع", "títol", "assumpte", "относно", "tēma", "teema", "efni",
        "gaia", "เรื่อง", "موضوع", "zadeva", "perihal", "ogg", "sujet", "thema",
      ]
    ),
    (
      .other,
      [
        "reply-to", "importance", "priority", "wichtigkeit", "priorität", "attachments", "anlagen", "antwort an", "répondre à",
        "risposta", "importance", "objet du message", "message-id",
      ]
    ),
  ]

  /// Whether a line is the separator of a mail that is passed on, which stays readable: the person wants it seen.
  static func isForward(_ key: String) -> Bool {
    key.utf8.count < 100 && key.hasPrefix("--") && forwardWords.contains { key.mentions($0) }
  }

  /// Whether a line is a separator above a quoted mail.
  static func isSeparator(_ key: String) -> Bool {
    guard key.utf8.count < 160, !isForward(key) else { return false }
    if key.hasPrefix("original message processed by") || key == "original message" || key == "ursprüngliche nachricht" {
      return true
    }
    if forwards.contains(where: { key.hasPrefix($0) }) { return key.utf8.count < 60 }
    // QQ Mail's own, in English.
    if key.hasPrefix("------"), key.filter({ $0 != "-" && $0 != " " }) == "original" { return true }
    // What ticket systems ask for.
    if key.mentions("above this line"), key.mentions("reply") || key.mentions("antwort") { return true }
    let dashes = key.utf8.prefix { $0 == 0x2D || $0 == 0x5F || $0 == 0x3D }.count
    if dashes >= 2 || key.hasPrefix("—") || key.hasPrefix("–") || key.hasPrefix("─") {
      return words.contains { key.mentions($0) } && key.utf8.count < 100
    }
    return false
  }

  /// Whether it is a line drawn of underscores, dashes, equals signs or stars; it means something only above a header.
  static func isRule(_ key: String) -> Bool {
    guard key.utf8.count >= 5, let first = key.utf8.first, [0x5F, 0x2D, 0x3D].contains(first) || first >= 0x80 else { return false }
    return key.allSatisfy { $0 == "_" || $0 == "-" || $0 == "=" || $0 == "—" || $0 == "–" || $0 == "─" }
  }

  /// Whether a quoted line begins the header of Orange and Wanadoo, below which all is older, quoted or not.
  static func isOrange(_ key: String) -> Bool {
    key.hasPrefix("message du ") && key.utf8.count < 60 && key.utf8.contains(where: Octets.isDigit)
  }

  /// Whether a line is what GroupWise puts above the older mail, which it doesn't mark: `>>> Ada <ada@example.com> 11/23/26 9:00 AM >>>`.
  static func isGroupWise(_ line: ReplyLine) -> Bool {
    let text = line.text.foldedWhiteSpace
    return text.hasPrefix(">>> ") && text.hasSuffix(" >>>") && text.utf8.count < 160 && Attribution.clock(text)
  }

  private static let forwardWords = [
    "forwarded message", "weitergeleitete nachricht", "message transféré", "mensaje reenviado", "messaggio inoltrato",
    "mensagem encaminhada",
    "doorgestuurd bericht", "пересылаемое сообщение", "пересланное сообщение", "転送メッセージ", "przekazana wiadomość",
  ]

  private static let forwards = [
    "begin forwarded message", "anfang der weitergeleiteten", "début du message réexpédié", "début du message transféré",
    "inicio del mensaje reenviado",
    "inizio messaggio inoltrato", "início da mensagem reencaminhada", "begin doorgestuurd bericht", "vidarebefordrat brev",
    "videresendt meddelelse",
  ]

  private static let words = [
    "original message", "ursprüngliche nachricht", "ursprungliche nachricht", "originalnachricht", "original-nachricht",
    "original nachricht", "message d'origine", "message d’origine", "message original", "mensaje original", "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht", "ursprungligt meddelande", "originalmeddelande", "oprindelig meddelelse", "opprinnelig melding",
    "wiadomość oryginalna", "oryginalna wiadomość", "исходное сообщение",
    "original appointment", "forwarded message", "weitergeleitete nachricht", "message transféré", "mensaje reenviado",
    "messaggio inoltrato", "mensagem encaminhada",
    "doorgestuurd bericht", "vidarebefordrat", "videresendt", "пересылаемое сообщение", "пересланное сообщение", "转发邮件", "转发的邮件",
    "原始邮件", "原始信件", "original e-mail", "original email", "original mail",
    "původní zpráva", "eredeti üzenet", "orijinal mesaj", "alkuperäinen viesti", "元のメッセージ", "원본 메시지", "reply message",
    "reply above this line", "antwort nachricht", "original-meddelelse", "転送メッセージ", "mesaj original", "pôvodná správa",
    "przekazana wiadomość", "-- forwarded by", "forwarded by",
    "mail original", "courriel original", "ursprüngliche mail", "ursprüngliche e-mail", "originalmail", "original-mail",
    "původní e-mail", "pôvodný e-mail", "pôvodný email", "pôvodná správa", "missatge original", "mensaxe orixinal",
    "messaggio originario", "originele bericht", "originele e-mail", "original melding", "opprinnelig e-post", "originalbrev",
    "αρχικό μήνυμα", "початкове повідомлення", "вихідне повідомлення", "исходное письмо", "оригинално съобщение",
    "izvorna poruka", "originalna poruka", "izvirno sporočilo", "originaal", "originalus laiškas", "sākotnējā ziņa", "upprunaleg",
    "eredeti levél", "mesajul original", "orijinal ileti", "özgün ileti", "הודעה מקורית", "الرسالة الأصلية", "پیام اصلی",
    "thư gốc", "tin nhắn gốc", "pesan asli", "mesej asal", "ข้อความต้นฉบับ", "원본 메일", "원본메시지", "元のメール",
  ]
}
