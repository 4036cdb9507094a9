import Outreach
import Testing

@testable import Mail

/// Automatic answers, quotes and odd MIME beyond what the other suites try, each invented for this table.
@Suite struct WiderReadingTests {
  /// An automatic answer sent on Monday 23 November 2026.
  private func away(_ text: String, subject: String = "Automatic reply: Hello", zone: String = "+0100") -> IncomingMail {
    read(
      "From: Lead <lead@x.example>\nTo: sender@our.example\nSubject: \(subject)\nDate: Mon, 23 Nov 2026 09:00:00 \(zone)\nContent-Type: text/plain; charset=utf-8\n\n\(text)\n"
    )
  }

  @Test func `the day of return is read in many more forms and languages`() {
    let rows: [(String, String)] = [
      ("I am out of the office and will be back on Thursday, December 3rd.", "2026-12-03"),
      ("Thank you for your mail. I'll be back in the office on 1 Dec 2026.", "2026-12-01"),
      ("I'm on annual leave from 23/11/2026 to 04/12/2026 and back on 07/12/2026.", "2026-12-07"),
      ("I will be out Nov. 23 - Nov. 27, returning Nov. 30.", "2026-11-30"), ("I am travelling until 12/7.", "2027-07-12"),
      ("Away till the 30th of November.", "2026-11-30"), ("On leave until 15.12.26", "2026-12-15"),
      ("I am back on Wednesday.", "2026-11-25"), ("I will be back tomorrow.", "2026-11-24"),
      ("Ich bin ab dem 30.11.2026 wieder für Sie da.", "2026-11-30"), ("Ich bin bis 27.11. außer Haus.", "2026-11-27"),
      ("Bin im Urlaub vom 23.11.-04.12.2026.", "2026-12-04"),
      ("Am Montag, den 7. Dezember 2026 bin ich wieder erreichbar.", "2026-12-07"),
      ("Je suis en congé jusqu'au vendredi 27 novembre 2026.", "2026-11-27"),
      ("Je serai de retour lundi 30 novembre.", "2026-11-30"),
      ("Me encuentro fuera de la oficina hasta el 30/11/2026.", "2026-11-30"), ("Vuelvo el lunes 7 de diciembre.", "2026-12-07"),
      ("Estarei ausente até ao dia 4 de dezembro de 2026.", "2026-12-04"), ("Retorno dia 07/12/2026.", "2026-12-07"),
      ("Sarò di ritorno lunedì 30 novembre 2026.", "2026-11-30"), ("Sono assente dal 23/11 al 27/11/2026.", "2026-11-27"),
      ("Ik ben met verlof tot en met 4 december 2026.", "2026-12-05"),
      ("Maandag 30 november ben ik weer bereikbaar.", "2026-11-30"),
      ("Jag är på semester till och med 4 december 2026.", "2026-12-05"), ("Jeg er tilbake på kontoret 7. desember.", "2026-12-07"),
      ("Jeg holder ferie til og med den 4. december 2026.", "2026-12-05"), ("Olen lomalla 4.12.2026 asti.", "2026-12-04"),
      ("Palaan toimistolle 7. joulukuuta.", "2026-12-07"), ("Wracam do biura 30 listopada 2026.", "2026-11-30"),
      ("Jsem na dovolené do 4. prosince 2026.", "2026-12-04"), ("Som na dovolenke do 4. decembra 2026.", "2026-12-04"),
      ("Sunt în concediu până la 4 decembrie 2026.", "2026-12-04"), ("Szabadságon vagyok december 4-ig.", "2026-12-04"),
      ("Я буду отсутствовать до 04.12.2026.", "2026-12-04"), ("Вернусь 7 декабря 2026 года.", "2026-12-07"),
      ("7 Aralık 2026 tarihine kadar izinliyim.", "2026-12-07"), ("Θα επιστρέψω στις 7 Δεκεμβρίου 2026.", "2026-12-07"),
      ("12月7日より復帰いたします。", "2026-12-07"), ("2026年12月4日まで休暇をいただいております。", "2026-12-04"),
      ("我正在休假，将于12月7日返回。", "2026-12-07"), ("12월 4일까지 휴가입니다.", "2026-12-04"),
      ("I am out of the office today, November 23, and will return on the 25th.", "2026-11-25"),
      ("I am on parental leave until March 2027.", "2027-03-01"), ("Ich bin bis Januar in Elternzeit.", "2027-01-01"),
      ("I'm out through 11/27/2026 and returning 11/30/2026.", "2026-11-30"),
      ("Estoy de vacaciones hasta el 4 de diciembre. Me reincorporo el día 7 de diciembre de 2026.", "2026-12-07"),
      ("Estoy fuera del 23 al 27 de noviembre, ambos inclusive.", "2026-11-28"), ("Jag är ledig t.o.m. 4 december.", "2026-12-05"),
      ("Нахожусь в отпуске до 04.12.2026 включительно.", "2026-12-05"),
      ("Я у відпустці до 4 грудня 2026 року. Повернуся 7 грудня.", "2026-12-07"),
      ("11月23日から12月4日まで休暇をいただいております。12月7日（月）より通常業務に戻ります。", "2026-12-07"),
      ("Na godišnjem sam odmoru do 4. prosinca 2026.", "2026-12-04"), ("Olen puhkusel kuni 4. detsember 2026.", "2026-12-04"),
      ("Atostogauju iki gruodžio 4 d.", "2026-12-04"), ("Esmu atvaļinājumā līdz 4. decembrim.", "2026-12-04"),
      ("Sóc fora de l'oficina fins al 4 de desembre de 2026.", "2026-12-04"),
      ("В отпуск съм до 4 декември 2026 г.", "2026-12-04"), ("Na dopustu sem do 4. decembra 2026.", "2026-12-04"),
    ]
    let wrong = rows.filter { away($0.0).returnDate != day($0.1) || away($0.0).kind != .autoReply }
    #expect(wrong.isEmpty, "\(wrong.map { ($0, away($0.0).returnDate?.description ?? "nil", away($0.0).kind) })")
    #expect(away("I am away until 12/7.", zone: "-0500").returnDate == day("2026-12-07"))
  }

  @Test func `a past day and a day that is none are not believed`() {
    let rows = [
      "We were closed on 20 November.", "I may call you.", "In March 2027 we will move.", "Call 555-12-34 or visit us.",
      "Version 4.12 is out.", "Order 2026-99-99 has shipped.",
    ]
    let wrong = rows.filter { away($0).returnDate != nil }
    #expect(wrong.isEmpty, "\(wrong.map { ($0, away($0).returnDate?.description ?? "") })")
  }

  @Test func `an answer that says itself that a program wrote it is automatic, whatever its subject`() {
    func kind(_ text: String) -> IncomingMail.Kind {
      read(
        "From: Lead <lead@x.example>\nSubject: [#4711] Hello\nIn-Reply-To: <1@our.example>\nContent-Type: text/plain; charset=utf-8\n\n\(text)\n"
      )
      .kind
    }
    let machine = [
      "This is an automated response. We have received your message.", "Dies ist eine automatisch generierte Nachricht.",
      "Ceci est un message automatique, merci de ne pas y répondre.", "Este es un mensaje automático.",
      "Questo è un messaggio automatico.",
    ]
    let wrong = machine.filter { kind($0) != .autoReply }
    #expect(wrong.isEmpty, "\(wrong)")
    let people = [
      "We have received your message, let's talk.", "I got an automated message from you. Who are you?",
      "Is this an automated reply?",
    ]
    let missed = people.filter { kind($0) == .autoReply }
    #expect(missed.isEmpty, "\(missed)")
  }

  @Test func `subjects of automatic answers are known in still more languages`() {
    let rows = [
      "Automatisk svar: Hei", "Sjálfvirkt svar: Halló", "Resposta automàtica: Hola", "Răspuns automat: Salut",
      "Автоматична відповідь: Привіт", "Αυτόματη απάντηση: Γεια", "Automatski odgovor: Bok", "Samodejni odgovor: Zdravo",
      "Automatinis atsakymas: Labas", "Automaatvastus: Tere", "Auto: Hello", "OOO: Hello", "Out of Office: Hello", "Frånvaro: Hej",
      "Poissa: Hei", "Nieobecność: Cześć", "Abwesenheit: Hallo", "Absence : Bonjour", "Fuera de la oficina: Hola",
      "Fora do escritório: Olá",
      "Fuori sede: Ciao", "Afwezig: Hallo", "不在: こんにちは",
    ]
    let wrong = rows.filter { away("I am out of the office until 4 December 2026.", subject: $0).kind != .autoReply }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test func `quotes of still more programs and languages are cut off`() {
    let quotes = [
      "---- On Mon, 23 Nov 2026 09:00:00 +0100 Ada <ada@our.example> wrote ----\n\nHello",
      "Ada Lovelace <ada@our.example> schrieb am Mo., 23. Nov. 2026, 09:00:\n\n> Hallo",
      "Em seg, 23 de nov de 2026 09:00, Ada <ada@our.example> escreveu:\n\n> Olá",
      "Pe lun., 23 nov. 2026 la 09:00, Ada <ada@our.example> a scris:\n\n> Salut",
      "Dne po 23. 11. 2026 9:00 uživatel Ada <ada@our.example> napsal:\n\n> Ahoj",
      "po 23. 11. 2026 o 9:00 Ada <ada@our.example> napísal(a):\n\n> Ahoj",
      "Ada <ada@our.example> ezt írta (időpont: 2026. nov. 23., H, 9:00):\n\n> Szia",
      "ma 23. marrask. 2026 klo 9.00 Ada (ada@our.example) kirjoitti:\n\n> Hei",
      "Στις Δευ 23 Νοε 2026 στις 9:00 π.μ., ο χρήστης Ada <ada@our.example> έγραψε:\n\n> Γεια",
      "пн, 23 лист. 2026 р. о 09:00 Ada <ada@our.example> пише:\n\n> Привіт",
      "Vào Th 2, 23 thg 11, 2026 vào lúc 09:00 Ada <ada@our.example> đã viết:\n\n> Chào",
      "Pada Sen, 23 Nov 2026 pukul 09.00 Ada <ada@our.example> menulis:\n\n> Halo",
      "ב-יום ב׳, 23 בנוב׳ 2026 ב-9:00 מאת ‪Ada‬‏ <‪ada@our.example‬‏>:\n\n> שלום",
      "في الاثنين، 23 نوفمبر 2026 في 9:00 ص تمت كتابة ما يلي بواسطة Ada <ada@our.example>:\n\n> مرحبا",
      "El 23/11/2026 a las 9:00, Ada escribió:\n> Hola", "Le 23/11/2026 à 09:00, Ada a écrit :\n> Bonjour",
      "Il 23/11/2026 09:00, Ada ha scritto:\n> Ciao",
      "Op 23-11-2026 om 09:00 schreef Ada:\n> Hallo", "Den 23.11.2026 09.00, skrev Ada:\n> Hej",
      "Am 23.11.26 um 09:00 schrieb ada@our.example:\n> Hallo",
      "> Am 23.11.2026 um 09:00 schrieb Ada <ada@our.example>:\n> \n> Hallo",
      "-------- Original Message --------\nSubject: Hello\nFrom: Ada <ada@our.example>\nTo: lead@x.example\n\nHello",
      "-------- Ursprüngliche Nachricht --------\nVon: Ada <ada@our.example>\nDatum: 23.11.26 09:00 (GMT+01:00)\nAn: lead@x.example\nBetreff: Hallo\n\nHallo",
      "-------- Message d'origine --------\nDe : Ada <ada@our.example>\nDate : 23/11/2026 09:00 (GMT+01:00)\nÀ : lead@x.example\nObjet : Bonjour\n\nBonjour",
      "-------- Mensaje original --------\nDe: Ada <ada@our.example>\nFecha: 23/11/26 9:00 (GMT+01:00)\nPara: lead@x.example\nAsunto: Hola\n\nHola",
      "-------- Messaggio originale --------\nDa: Ada <ada@our.example>\nData: 23/11/26 09:00 (GMT+01:00)\nA: lead@x.example\nOggetto: Ciao\n\nCiao",
      "De: Ada <ada@our.example>\nEnviado: segunda-feira, 23 de novembro de 2026 09:00\nPara: Lead\nAssunto: Olá\n\nOlá",
      "Van: Ada <ada@our.example>\nVerzonden: maandag 23 november 2026 09:00\nAan: Lead\nOnderwerp: Hallo\n\nHallo",
      "Från: Ada <ada@our.example>\nSkickat: den 23 november 2026 09:00\nTill: Lead\nÄmne: Hej\n\nHej",
      "Od: Ada <ada@our.example>\nWysłano: poniedziałek, 23 listopada 2026 09:00\nDo: Lead\nTemat: Cześć\n\nCześć",
      "От: Ada <ada@our.example>\nОтправлено: понедельник, 23 ноября 2026 г. 9:00\nКому: Lead\nТема: Привет\n\nПривет",
      "发件人: Ada <ada@our.example>\n发送时间: 2026年11月23日 9:00\n收件人: Lead\n主题: 你好\n\n你好",
      "보낸 사람: Ada <ada@our.example>\n보낸 날짜: 2026년 11월 23일\n받는 사람: Lead\n제목: 안녕\n\n안녕",
      "------------------ Original ------------------\nFrom: \"Ada\" <ada@our.example>;\nDate: Mon, Nov 23, 2026 09:00 AM\nTo: \"Lead\" <lead@x.example>;\nSubject: Hello\n\nHello",
    ]
    let wrong = quotes.filter { ReplyText.extract("Sounds good.\nCall me.\n\n\($0)\n", isHTML: false) != "Sounds good.\nCall me." }
    #expect(wrong.isEmpty, "\(wrong.map { ($0, ReplyText.extract("Sounds good.\nCall me.\n\n\($0)\n", isHTML: false)) })")
  }

  @Test func `lines that mobile and other programs add are cut off`() {
    let lines = [
      "Sent from my iPhone", "Sent from my Galaxy", "Sent from Outlook for Android", "Get Outlook for iOS",
      "Sent from Yahoo Mail on Android", "Sent from Proton Mail for iOS",
      "Von meinem iPad gesendet", "Gesendet mit der GMX Mail App", "Gesendet von Outlook für Android", "Envoyé de mon iPad",
      "Envoyé depuis l'application Yahoo Mail",
      "Enviado desde mi iPhone", "Enviado do meu iPhone", "Enviado do Yahoo Mail para Android", "Inviato da iPhone",
      "Inviato da Outlook per Android", "Verstuurd vanaf mijn iPhone",
      "Verzonden vanaf Outlook voor Android", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta",
      "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone",
      "iPhoneから送信", "发自我的iPhone", "나의 iPhone에서 보냄", "iPhone'umdan gönderildi", "Trimis de pe iPhone-ul meu",
    ]
    let wrong = lines.filter { ReplyText.extract("Fine with me.\n\n\($0)\n", isHTML: false) != "Fine with me." }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  // long: a table of cases
  @Test func `odd MIME is read as mail programs do`() {
    struct Row {
      let name: String
      let text: String
      var subject: String?
      var body: String?
      var attachments: [String] = []
    }
    func mail(_ header: String, _ body: String = "Hi") -> String { "From: a@x.example\n\(header)\n\n\(body)\n" }
    let rows = [
      Row(name: "encoded words side by side", text: mail("Subject: =?utf-8?q?Gr=C3=BC?= =?utf-8?q?=C3=9Fe?="), subject: "Grüße"),
      Row(name: "a letter split over two words", text: mail("Subject: =?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?="), subject: "Grüße"),
      Row(name: "an encoded word without its end", text: mail("Subject: =?utf-8?q?Gr=C3=BC"), subject: "=?utf-8?q?Gr=C3=BC"),
      Row(name: "an unknown charset", text: mail("Subject: =?x-nothing?q?Hello?="), subject: "Hello"),
      Row(name: "a language tag", text: mail("Subject: =?iso-8859-1*de?q?Gr=FC=DFe?="), subject: "Grüße"),
      Row(name: "raw octets in the header", text: mail("Subject: Grüße"), subject: "Grüße"),
      Row(name: "a folded subject", text: mail("Subject: Hello\n there"), subject: "Hello there"),
      Row(
        name: "soft breaks",
        text: mail("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable", "Gr=C3=BC=\n=C3=9Fe"),
        body: "Grüße"),
      Row(
        name: "base64 with junk",
        text: mail("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", "R3LD\n vMOf ZQ=="),
        body: "Grüße"),
      Row(
        name: "an unknown encoding", text: mail("Content-Type: text/plain\nContent-Transfer-Encoding: nonsense", "Plain"),
        body: "Plain"),
      Row(
        name: "flowed lines", text: mail("Content-Type: text/plain; format=flowed", "one \ntwo \nthree\n-- \nsig"),
        body: "one two three\n-- \nsig"),
      Row(
        name: "a name in pieces (RFC 2231)",
        text: mail(
          "Content-Type: multipart/mixed; boundary=b",
          "--b\n\nHi\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC; filename*1*=%C3%9Fe.pdf\n\nx\n--b--"
        ),
        body: "Hi", attachments: ["Grüße.pdf"]),
      Row(
        name: "a name in an encoded word",
        text: mail(
          "Content-Type: multipart/mixed; boundary=b",
          "--b\n\nHi\n--b\nContent-Type: application/pdf; name=\"=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?=\"\nContent-Disposition: attachment\n\nx\n--b--"
        ),
        body: "Hi", attachments: ["Grüße.pdf"]),
      Row(name: "no closing boundary", text: mail("Content-Type: multipart/mixed; boundary=b", "--b\n\nHi"), body: "Hi"),
      Row(name: "a boundary that never comes", text: mail("Content-Type: multipart/mixed; boundary=b", "Hi")),
      Row(
        name: "alternatives",
        text: mail(
          "Content-Type: multipart/alternative; boundary=b", "--b\n\nPlain\n--b\nContent-Type: text/html\n\n<p>HTML</p>\n--b--"),
        body: "Plain"),
      Row(
        name: "a mail within",
        text: mail(
          "Content-Type: multipart/mixed; boundary=b",
          "--b\n\nOuter\n--b\nContent-Type: message/rfc822\n\nSubject: Inner\n\nInner\n--b--"),
        body: "Outer"),
    ]
    let wrong = rows.compactMap { row -> String? in
      let mail = read(row.text)
      let trimmed = mail.body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
      var what: [String] = []
      if let subject = row.subject, mail.subject != subject { what.append(mail.subject) }
      if let body = row.body, trimmed.trimmingSuffix(while: \.isNewline) != body { what.append(mail.body) }
      if mail.attachmentNames.filter({ $0.hasSuffix(".pdf") }) != row.attachments { what.append("\(mail.attachmentNames)") }
      return what.isEmpty ? nil : "\(row.name): \(what)"
    }
    #expect(wrong == [])
  }
}

extension String {
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, condition(last) { text.removeLast() }
    return String(text)
  }
}
