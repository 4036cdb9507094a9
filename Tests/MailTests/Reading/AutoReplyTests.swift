import Outreach
import Testing

@testable import Mail

@Suite struct AutoReplyTests {
  /// A mail sent on Monday 23 November 2026.
  private func mail(_ subject: String, _ header: String = "", _ body: String) -> IncomingMail {
    read(
      "From: Lead <lead@x.example>\nTo: sender@our.example\nSubject: \(subject)\nDate: Mon, 23 Nov 2026 09:00:00 +0100\nContent-Type: text/plain; charset=utf-8\n\(header)\n\(body)\n"
    )
  }

  @Test func `headers of answering programs tell`() {
    let rows = [
      "Auto-Submitted: auto-replied\n", "Auto-Submitted: auto-replied (vacation)\n", "X-Autoreply: yes\n",
      "Precedence: auto_reply\n", "X-Autorespond: Hello\n",
      "Auto-Submitted: auto-generated\nIn-Reply-To: <1@our.example>\n",
      "X-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: lead@x.example\n",
      "X-Mailer: vacation 1.2\n", "Delivered-To: Autoresponder\n",
    ]
    let missed1 = failures(rows) { mail("Hello", $0, "I am busy.").kind == .autoReply }
    #expect(missed1.isEmpty, "\(missed1)")
  }

  @Test func `subjects of automatic answers are known in many languages`() {
    let rows = [
      "Automatic reply: Hello", "Out of Office AutoReply: Hello", "[EXTERNAL] Automatic reply: Hello",
      "Automatische Antwort: Hallo", "Abwesenheitsnotiz: Hallo", "Réponse automatique : Bonjour",
      "Respuesta automática: Hola", "Resposta automática: Olá", "Risposta automatica: Ciao", "Automatisch antwoord: Hallo",
      "Autosvar: Hej", "Automaattinen vastaus: Hei", "Automatyczna odpowiedź: Cześć",
      "Automatická odpověď: Ahoj", "Automatikus válasz: Szia", "Автоматический ответ: Привет", "Otomatik yanıt: Merhaba",
      "自動返信: こんにちは", "自动回复：你好", "자동 회신: 안녕",
    ]
    let missed2 = failures(rows) { mail($0, "", "See you.").kind == .autoReply }
    #expect(missed2.isEmpty, "\(missed2)")
  }

  @Test func `people are not taken for machines`() {
    let rows: [(String, String, String)] = [
      ("Re: Automatic reply: Hello", "In-Reply-To: <1@our.example>\n", "Thanks, no hurry."),
      ("Re: Hello", "In-Reply-To: <1@our.example>\n", "I am out of the office until Monday, let's talk then."),
      ("Away game on Saturday", "", "Are you coming?"),
      ("Holiday plans for the team", "", "We should talk about it."),
      ("Re: Hello", "X-MS-Exchange-Inbox-Rules-Loop: lead@x.example\n", "Yes, call me."),
      ("AW: Abwesenheitsnotiz: Hallo", "", "Bin zurück, rufen Sie an."),
      ("Re: Hello", "Auto-Submitted: no\n", "Sounds good."),
      ("Absence of evidence", "", "Interesting read."),
      (
        "Re: [list] Hello", "List-Id: <list.example>\nList-Post: <mailto:l@list.example>\nPrecedence: bulk\n",
        "I am on vacation as well."
      ),
    ]
    let missed3 = failures(rows) { mail($0.0, $0.1, $0.2).kind == .reply }
    #expect(missed3.isEmpty, "\(missed3)")
  }

  @Test func `newsletters and alerts are other`() {
    let rows = [
      "List-Unsubscribe: <https://x.example/u>\n", "Auto-Submitted: auto-generated\n", "Feedback-ID: 1:2\nList-Id: <n.example>\n",
    ]
    let missed4 = failures(rows) { mail("Offers of the week", $0, "Buy now.").kind == .other }
    #expect(missed4.isEmpty, "\(missed4)")
  }

  @Test func `the day of return is read in many languages`() {
    let rows: [(String, String)] = [
      ("I am out of the office until December 5th, 2026.", "2026-12-05"),
      ("I'm away from Nov 20 and will be back on 7 December.", "2026-12-07"),
      ("Out of office through 2026-12-04.", "2026-12-05"),
      ("I am on leave and will return on Monday.", "2026-11-30"),
      ("Ich bin bis zum 4.12.2026 nicht im Büro.", "2026-12-04"),
      ("Ich bin vom 20.11. bis 1. Dezember im Urlaub und ab dem 2. Dezember wieder erreichbar.", "2026-12-02"),
      ("Bis einschließlich 3. Dezember bin ich abwesend.", "2026-12-04"),
      ("Je suis absent du 20 novembre au 6 décembre. De retour le 7 décembre 2026.", "2026-12-07"),
      ("Absente jusqu'au 04/12/2026 inclus.", "2026-12-05"),
      ("Estaré fuera de la oficina hasta el 9 de diciembre de 2026.", "2026-12-09"),
      ("Estou de férias até 11 de dezembro. Regresso a 14 de dezembro de 2026.", "2026-12-14"),
      ("Sono in ferie fino al 30 novembre e rientrerò il 1 dicembre.", "2026-12-01"),
      ("Ik ben afwezig tot 8 december 2026.", "2026-12-08"), ("Jag är ledig och åter på kontoret den 3 december.", "2026-12-03"),
      ("Jeg er på ferie og tilbage d. 3. december.", "2026-12-03"), ("Przebywam na urlopie do 4 grudnia 2026.", "2026-12-04"),
      ("Я в отпуске до 7 декабря.", "2026-12-07"),
      ("11月30日まで不在にしております。", "2026-11-30"), ("我将于2026年12月1日返回", "2026-12-01"), ("Back on 5 January.", "2027-01-05"),
    ]
    let wrong = failures(rows) { mail("Automatic reply: Hello", "", $0.0).returnDate == day($0.1) }
    #expect(wrong.isEmpty, "\(wrong.map { ($0, mail("Automatic reply: Hello", "", $0.0).returnDate?.description ?? "nil") })")
    #expect(mail("Automatic reply: Hello", "", "I will answer later.").returnDate == nil)
  }
}
