import Outreach
import Testing

@testable import Mail

/// What mail programs put around an answer, in dialects that no other suite tries; each invented for this table.
@Suite struct ReplyMarksTests {
  private static let answer = "Thanks, that works for us.\nLet's talk on Monday."

  /// Those below which the answer is not found alone.
  private func wrong(_ below: [String]) -> [String] {
    failures(below) { ReplyText.extract("\(Self.answer)\n\n\($0)\n", isHTML: false) == Self.answer }
  }

  @Test func `attributions without a verb, in other digits, or with the name only`() {
    let missed = wrong([
      "Ada Lovelace wrote:\n\n> Hello", "Ada Lovelace schrieb:\n> Hallo", "You wrote on Monday, November 23, 2026:\n\n> Hello",
      "Zitat von Ada Lovelace <ada@our.example>:\n\n> Hallo", "Quoting Ada Lovelace <ada@our.example>:\n\n> Hello",
      "El 23/11/26 a les 9:00, Ada Lovelace ha escrit:\n> Hola",
      "Missatge de Ada Lovelace <ada@our.example> del dia dl., 23 de nov.\n2026 a les 9:00:\n\n> Hola",
      "في الاثنين، ٢٣ نوفمبر ٢٠٢٦ في ٩:٠٠ ص تمت كتابة ما يلي بواسطة Ada <ada@our.example>:\n\n> مرحبا",
      "در تاریخ دوشنبه ۲۳ نوامبر ۲۰۲۶،‏ ۹:۰۰ Ada Lovelace <ada@our.example>\nنوشت:\n\n> سلام",
      "---- On Mon, 23 Nov 2026 09:00:00 +0100 Ada <ada@our.example> wrote ---\n\nHello",
      "---- El lun, 23 nov 2026 09:00:00 +0100 Ada <ada@our.example> escribió ----\n\nHola",
      "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 23rd, 2026 9:00 AM, Ada <ada@our.example> wrote:\n\n> Hello",
      "V V pon., 23. nov. 2026 ob 09:00 je oseba Ada <ada@our.example>\nnapisala:\n\n> Zdravo",
      "Kuupäev E, 23. november 2026 kell 09:00 kirjutas Ada <\nada@our.example>:\n\n> Tere",
      "---- Ada Lovelace wrote ----\nHello", "Ada Lovelace <ada@our.example> 04/19/2026 07:10 AM\n> Hello",
      "> Ada Lovelace <ada@our.example> hat am 23.11.2026 09:00 CET geschrieben:\n> \n> Hallo",
    ])
    #expect(missed.isEmpty, "\(missed)")
  }

  @Test func `separators and headers of further programs`() {
    let missed = wrong([
      "----- Mail original -----\nDe: \"Ada\" <ada@our.example>\nÀ: \"Lead\" <lead@x.example>\nObjet: Bonjour\n\nBonjour",
      "----- Ursprüngliche Mail -----\nVon: \"Ada\" <ada@our.example>\n\nHallo",
      "---------- Původní e-mail ----------\nOd: Ada <ada@our.example>\n\nAhoj",
      "--------------------------------------------------\nFrom: Ada Lovelace\nSent: Monday\nTo: Lead\nSubject: Hello\n\nHello",
      "No: Ada Lovelace <ada@our.example>\nNosūtīts: pirmdiena\nKam: Lead\nTēma: Sveiki\n\nSveiki",
      "> Message du 23/11/26 09:00\n> De : \"Ada\" <ada@our.example>\n> A : lead@x.example\n> Objet : Bonjour\n> \nBonjour",
      "##- Please type your reply above this line -##\nTicket 5",
    ])
    #expect(missed.isEmpty, "\(missed)")
  }

  @Test func `lines of programs in whatever language, and notices below`() {
    let missed = wrong([
      "Von meinem/meiner Galaxy gesendet", "Von Yahoo Mail auf Android gesendet", "Baixar o Outlook para Android",
      "Android için Outlook'u edinin", "Скачать Outlook для Android", "Pobierz aplikację Outlook dla systemu Android",
      "Sent with [Proton Mail](https://proton.me/) secure email.", "Sent from my phone, please excuse typos.",
      "This e-mail and any attachments are confidential and may be legally privileged. If you are not the intended recipient,\nplease delete it.",
      "CONFIDENTIALITY NOTICE: This message is intended only for the use of the individual to whom it is addressed.",
      "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie diese Mail.",
      "Ce message et toutes les pièces jointes sont confidentiels et établis à l'intention exclusive de ses destinataires.",
      "Este mensaje y sus archivos adjuntos son confidenciales y van dirigidos exclusivamente a su destinatario.",
      "Niniejsza wiadomość zawiera informacje poufne i jest przeznaczona wyłącznie dla adresata.",
      "Please consider the environment before printing this e-mail.", "Virenfrei. www.avast.com",
    ])
    #expect(missed.isEmpty, "\(missed)")
  }

  @Test func `what only looks like a mark stays`() {
    let same = [
      "On Tuesday at 10:30 I wrote to Bob:\nhe agreed.", "last week Bob wrote:\nplease call Eve.", "Sent from heaven, this offer!",
      "This message is confidential between us: yes, we want it.", "No: we have one.\nDate: any is fine.",
      "I use Outlook on my iPhone, is that fine?", "Our prices:\n-----\nA: 5\nB: 6",
      "This email reached me late. When can you deliver it?",
    ]
    let missed = failures(same) { ReplyText.extract("Hello.\n\n\($0)\n", isHTML: false) == "Hello.\n\n\($0)" }
    #expect(missed.isEmpty, "\(missed)")
    let between = "Hi Ada,\n\nAda Lovelace wrote:\n> Can you do Monday?\n\nYes.\n\n> And the price?\n\n500.\n"
    #expect(ReplyText.extract(between, isHTML: false).split(separator: "\n").joined(separator: " ") == "Hi Ada, Yes. 500.")
  }

  @Test func `signatures and quotes that HTML marks are left out`() {
    let said = "<div>Yes please &amp; thanks</div>"
    let rows = [
      "\(said)<div id=\"Signature\"><p>Bob</p></div><div id=\"appendonsend\"></div><hr><div id=\"x_divRplyFwdMsg\">From: Ada</div>Hello",
      "\(said)<div id=\"ydpsig\" class=\"ydp1signature\">Bob</div><div id=\"yahoo_quoted_99\">On Monday Ada wrote: Hello</div>",
      "<div name=\"messageBodySection\">\(said)</div><div name=\"messageSignatureSection\">Bob</div><div name=\"messageReplySection\">Hello</div>",
      "\(said)<div class=\"gmail_signature\" data-smartmail=\"gmail_signature\">Bob</div>",
      "\(said)<div class=\"blue_signature\">Get BlueMail</div><blockquote class=\"gmail_quote\">Hello</blockquote>",
      "\(said)<div id=\"bloop_sign_1\">Bob</div><p class=\"airmail_on\">On November 23, 2026, Ada wrote:</p><blockquote>Hello</blockquote>",
      "\(said)<div class=\"mb_sig\">Bob</div><blockquote class=\"history_container\" type=\"cite\">Hello</blockquote>",
      "<div class=\"front-signature\">Bob</div>\(said)<div class=\"freshdesk_quote\">On Mon, Ada wrote: Hello</div>",
      "\(said)<div id=\"composer_signature\">Von meinem/meiner Galaxy gesendet</div>",
      // Somebody who writes into the signature has written nonetheless.
      "<div class=\"gmail_signature\">Yes please &amp; thanks</div><blockquote>Hello</blockquote>",
    ]
    let missed = failures(rows) { ReplyText.extract(MailHTML.quotedText($0), isHTML: true) == "Yes please & thanks" }
    #expect(missed.isEmpty, "\(missed.map { ReplyText.extract(MailHTML.quotedText($0), isHTML: true) })")
  }
}
