import Outreach
import Testing

@testable import Mail

@Suite struct ReplyTextTests {
  @Test func `quotes of many programs and languages are cut off`() {
    let quotes = [
      "On Mon, Nov 23, 2026 at 9:00 AM Ada <ada@our.example> wrote:\n> Hello",
      "On Mon, Nov 23, 2026 at 9:00 AM Ada\n<ada@our.example>\nwrote:\n\n> Hello",
      "On 23 Nov 2026, at 09:00, Ada <ada@our.example> wrote:\n\nHello",
      "Am 23.11.2026 um 09:00 schrieb Ada Lovelace:\n> Hallo",
      "Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb Ada <\nada@our.example>:\n\n> Hallo",
      "Le lun. 23 nov. 2026 à 09:00, Ada <ada@our.example> a écrit :\n> Bonjour",
      "El lun, 23 nov 2026 a las 9:00, Ada (<ada@our.example>) escribió:\n> Hola",
      "Em seg., 23 de nov. de 2026 às 09:00, Ada <ada@our.example> escreveu:\n> Olá",
      "Il giorno lun 23 nov 2026 alle ore 09:00 Ada <ada@our.example> ha scritto:\n> Ciao",
      "Op ma 23 nov 2026 om 09:00 schreef Ada <ada@our.example>:\n> Hallo",
      "Den mån 23 nov. 2026 kl 09:00 skrev Ada <ada@our.example>:\n> Hej",
      "man. 23. nov. 2026 kl. 09:00 skrev Ada <ada@our.example>:\n> Hei",
      "W dniu pon., 23 lis 2026 o 09:00 Ada <ada@our.example> napisał(a):\n> Cześć",
      "пн, 23 нояб. 2026 г. в 09:00, Ada <ada@our.example>:\n> Привет", "23.11.2026 09:00, Ada пишет:\n> Привет",
      "23 Kas 2026 Pzt 09:00 tarihinde Ada <ada@our.example> şunu yazdı:\n> Merhaba",
      "2026年11月23日(月) 9:00 Ada <ada@our.example>:\n> こんにちは", "Ada <ada@our.example> 于2026年11月23日周一 上午9:00写道：\n> 你好",
      "2026년 11월 23일 (월) 오전 9:00, Ada <ada@our.example>님이 작성:\n> 안녕",
      "-----Original Message-----\nFrom: Ada\nHello", "-----Ursprüngliche Nachricht-----\nVon: Ada\nHallo",
      "________________________________\nFrom: Ada <ada@our.example>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Lead\nSubject: Hello\n\nHello",
      "Von: Ada <ada@our.example>\nGesendet: Montag, 23. November 2026 09:00\nAn: Lead\nBetreff: Hallo\n\nHallo",
      "De : Ada <ada@our.example>\nEnvoyé : lundi 23 novembre 2026 09:00\nÀ : Lead\nObjet : Bonjour\n\nBonjour",
      "Da: Ada\nInviato: lunedì 23 novembre 2026 09:00\nA: Lead\nOggetto: Ciao\n\nCiao",
      "*From:* Ada\n*Sent:* Monday\n*To:* Lead\n*Subject:* Hello\n\nHello",
      "差出人: Ada\n送信日時: 2026年11月23日\n宛先: Lead\n件名: こんにちは\n\nこんにちは",
    ]
    let wrong = failures(quotes) {
      ReplyText.extract("Sounds good.\nCall me.\n\n\($0)\n", isHTML: false) != "Sounds good.\nCall me." ? false : true
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test func `quotes and mobile lines of further languages are cut off`() {
    let below = [
      "От: Ada <ada@our.example>\nИзпратено: понеделник\nДо: Lead\nОтносно: Здравей\n\nЗдравей",
      "De: Ada <ada@our.example>\nEnviat: dilluns\nPer a: Lead\nAssumpte: Hola\n\nHola",
      "Nuo: Ada <ada@our.example>\nIšsiųsta: pirmadienis\nKam: Lead\nTema: Labas\n\nLabas",
      "Saatja: Ada <ada@our.example>\nSaadetud: esmaspäev\nAdressaat: Lead\nTeema: Tere\n\nTere",
      "จาก: Ada <ada@our.example>\nส่ง: วันจันทร์\nถึง: Lead\nเรื่อง: สวัสดี\n\nสวัสดี",
      "Dari: Ada <ada@our.example>\nDikirim: Senin\nKepada: Lead\nSubjek: Halo\n\nHalo",
      "מאת: Ada <ada@our.example>\nנשלח: יום שני\nאל: Lead\nנושא: שלום\n\nשלום",
      "من: Ada <ada@our.example>\nتم الإرسال: الاثنين\nإلى: Lead\nالموضوع: مرحبا\n\nمرحبا",
      "Od: Ada <ada@our.example>\nPoslano: ponedeljek\nZa: Lead\nZadeva: Zdravo\n\nZdravo",
      "На пн, 23.11.2026 г. в 9:00 Ada <ada@our.example> написа:\n> Здравей",
      "Dana pon, 23. stu 2026. u 09:00 Ada <ada@our.example> je napisao/la:\n> Bok",
      "Изпратено от моя iPhone", "Enviat des del meu iPhone", "Poslano s mog iPhonea", "Dikirim dari iPhone saya",
      "Được gửi từ iPhone của tôi",
      "ส่งจาก iPhone ของฉัน", "Στάλθηκε από το iPhone μου", "내 iPhone에서 보냄", "Von Samsung Galaxy gesendet", "来自我的iPhone",
    ]
    let wrong = failures(below) {
      ReplyText.extract("Sounds good.\nCall me.\n\n\($0)\n", isHTML: false) == "Sounds good.\nCall me."
    }
    #expect(wrong.isEmpty, "\(wrong)")
  }

  @Test func `what a person wrote stays`() {
    let same = [
      "On Monday I wrote: yes.", "From: my point of view, this is fine.", "a > b and\nb > c", "Prices:\n-- small: 5\n-- large: 9",
      "I sent from my desk a letter.", "To: do\nbuy milk",
      "Sent from my desk, is much easier than my mobile phone.", "Visit us\n>>> >>>  http://x.example <<<\nnow",
      "Best regards\nAda",
    ]
    let missed1 = failures(same) { ReplyText.extract("Hello.\n\($0)", isHTML: false) == "Hello.\n\($0)" }
    #expect(missed1.isEmpty, "\(missed1)")
  }

  @Test func `answers between quotes are kept, signatures are not`() {
    let rows: [(String, String)] = [
      ("On 1 Jan 2026 a@b.example wrote:\n> When?\nMonday.\n> Where?\nHere.\n", "Monday.\nHere."),
      ("Fine.\n\n-- \nAda\nChief", "Fine."), ("Fine.\n\nSent from my iPhone", "Fine."),
      ("Gut.\n\nVon meinem iPhone gesendet\n", "Gut."), ("Bon.\n\nEnvoyé de mon iPhone", "Bon."),
      ("Ok\nGet Outlook for iOS<https://aka.ms/x>\n________________________________\nFrom: A\nSent: B\nSubject: C\n", "Ok"),
      ("Fine.\n__\nAda", "Fine."),
      ("> only quoted\n", ""), ("", ""),
    ]
    let wrong = failures(rows) { ReplyText.extract($0.0, isHTML: false) == $0.1 }
    #expect(wrong.isEmpty, "\(wrong.map { ($0.0, ReplyText.extract($0.0, isHTML: false)) })")
  }

  @Test func `quoted containers of HTML mails are cut off`() {
    let rows = [
      "<div>Yes&nbsp;please &amp; thanks</div><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon Ada wrote:<br></div><blockquote class=\"gmail_quote\">Hello</blockquote></div>",
      "<p>Yes please &amp; thanks</p><blockquote type=\"cite\">Hello</blockquote>",
      "Yes please &amp; thanks<div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Ada</div><div>Hello</div>",
      "<div>Yes please &amp; thanks</div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'><b>From:</b> Ada<br>Hello</div>",
      "<div>Yes please &amp; thanks</div><div class=\"yahoo_quoted\">Hello</div>",
      "<style>p{}</style><div>Yes please &amp; thanks</div><div class=\"moz-cite-prefix\">Am 1.1. schrieb Ada:</div><blockquote>Hello</blockquote>",
      "<html><head><title>x</title></head><body>Yes please &amp; thanks<hr id=\"stopSpelling\">Hello</body></html>",
      "<div dir=\"ltr\">Yes please &amp; thanks</div><div class=\"x_gmail_quote\">Hello</div>",
      "<div>Yes please &amp; thanks</div><div class=\"protonmail_quote\">Hello</div>",
      "<div>Yes please &amp; thanks</div><div name=\"quote\">Hello</div>",
    ]
    let wrong = failures(rows) { ReplyText.extract(MailHTML.quotedText($0), isHTML: true) == "Yes please & thanks" }
    #expect(wrong.isEmpty, "\(wrong.map { ReplyText.extract(MailHTML.quotedText($0), isHTML: true) })")
  }
}
