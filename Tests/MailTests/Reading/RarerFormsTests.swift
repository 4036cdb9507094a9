import Outreach
import Testing

@testable import Mail

/// Reports, automatic answers and quotes in forms that few programs write; each invented for this table.
@Suite struct RarerFormsTests {
  private func plain(_ from: String, _ subject: String, _ body: String, more: String = "") -> IncomingMail {
    read(
      "From: \(from)\nTo: sender@our.example\nSubject: \(subject)\nContent-Type: text/plain; charset=utf-8\n\(more)\n\(body)\n")
  }

  private static func parts(_ fields: String, human: String = "Sorry.") -> String {
    "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n\(human)\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\(fields)\n\n--b\nContent-Type: message/rfc822\n\n\(BounceFixtures.copy)\n--b--\n"
  }

  private func report(_ fields: String, human: String = "Sorry.", from: String = "MAILER-DAEMON@mx.example") -> IncomingMail {
    read("From: \(from)\nTo: sender@our.example\nSubject: Undelivered Mail\n" + Self.parts(fields, human: human))
  }

  private func addresses(_ mail: IncomingMail) -> [String] { mail.bounce?.recipients.map(\.address) ?? [] }

  @Test func `the address that the person wrote to is found behind inner and escaped ones`() {
    let rows: [(String, String)] = [
      ("Original-Recipient: rfc822;lead@x.example\nFinal-Recipient: rfc822;lead@store-7", "lead@x.example"),
      ("Original-Recipient: rfc822;lead@x.example\nFinal-Recipient: rfc822;u7@mail.corp.local", "lead@x.example"),
      ("Final-Recipient: utf-8; j\\x{F6}rg@x.example", "jörg@x.example"),
      ("Final-Recipient: rfc822; a\\b@x.example", "b@x.example"),
    ]
    let missed = failures(rows) { addresses(report($0.0 + "\nAction: failed\nStatus: 5.1.1")) == [$0.1] }
    #expect(missed.isEmpty, "\(missed)")
  }

  @Test func `a report that a gateway passes on as an attachment counts, one that a person passes on doesn't`() {
    func carried(_ from: String, _ subject: String, _ note: String) -> IncomingMail {
      let inner =
        "From: postmaster@in.example\nTo: sender@our.example\nSubject: Delivery Status Notification (Failure)\n"
        + Self.parts("Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.1.1")
      return read(
        "From: \(from)\nTo: sender@our.example\nSubject: \(subject)\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n\(inner)\n--o\n\n\(note)\n--o--\n"
      )
    }
    let gateway = carried("postmaster@gw.example", "Delivery Status Notification (Failure)", "Scanned.")
    #expect(gateway.kind == .bounce)
    #expect(addresses(gateway) == ["lead@x.example"])
    #expect(gateway.originalMessageIDs == ["<orig@our.example>"])
    #expect(carried("Ada <ada@x.example>", "Re: Hello", "Look what came back.").kind == .reply)
  }

  @Test func `recipients are found in X_400 names and without their domain`() {
    let x400 = plain(
      "System Administrator <postmaster@x.example>", "Undeliverable: Hello",
      "Your message\n\n  To:      team@list.example\n  Subject: Hello\n\ndid not reach the following recipient(s):\n\nc=US;a= ;p=X;o=Y;dda:SMTP=lead@x.example; on Mon, 23 Nov 2026\n    The recipient name is not recognized"
    )
    #expect(addresses(x400) == ["lead@x.example"])
    let bare = plain(
      "Mail Delivery Subsystem <MAILER-DAEMON@x.example>", "Mail Delivery Problem",
      "Sorry sender@our.example. Your mail to the following recipients could not be delivered because they take no pictures:\n\tlead.one\n\tlead2\n\nBye.\n\tnobody"
    )
    #expect(addresses(bare) == ["lead.one@x.example", "lead2@x.example"])
  }

  @Test func `reports in rarer words are bounces`() {
    let rows: [(IncomingMail, Bool)] = [
      (
        plain(
          "admin@x.example", "Non-Delivery: Hello",
          "--- Non-Delivery Report ---\nThe email below could not be delivered to the following user:\n\n\"lead@x.example\" <lead@x.example>"
        ),
        true
      ),
      (
        plain(
          "Mail Delivery Subsystem <MAILER-DAEMON@x.example>", "Returned mail: Deferred: Connection timed out",
          "   ----- Transcript of session follows -----\n<<< 550 <lead@x.example>, User Unknown\n550 <lead@x.example>... User unknown"
        ),
        true
      ),
      (
        plain(
          "<>", "", "You sent mail to lead@x.example. That's not a valid user here.",
          more: "Return-Path: <>\nAuto-Submitted: auto-replied\n"), true
      ),
    ]
    for (mail, permanent) in rows {
      #expect(mail.kind == .bounce, "\(mail.subject)")
      #expect(addresses(mail) == ["lead@x.example"], "\(mail.subject)")
      #expect(mail.bounce?.recipients.first?.permanent == permanent, "\(mail.subject)")
    }
  }

  @Test func `filters that want the sender confirmed are automatic, people who talk of them are not`() {
    let asks = [
      "This account is protected. Please click on the following link to have your address added to the recipient's allowed list.\n\nhttp://x.example/v",
      "I now take mail only from senders I have approved beforehand. Use this link: http://x.example/a",
      "Your message is being held because the address\n<sender@our.example> has not been verified.",
    ]
    let missed = failures(asks) { plain("lead@x.example", "RE: Hello", $0).kind == .autoReply }
    #expect(missed.isEmpty, "\(missed)")
    let held = report(
      "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 4.7.0",
      human: "Your message has been waitlisted. Follow this link: http://x.example/a", from: "noreply@filter.example")
    #expect(held.kind == .autoReply)
    #expect(plain("lead@x.example", "Re: Hello", "Our filter held your mail, I have it now. Call me.").kind == .reply)
  }

  @Test func `an empty return path and a tag before the subject tell of a program`() {
    #expect(plain("lead@x.example", "Thank you", "We will write soon.", more: "Return-Path: <>\n").kind == .autoReply)
    #expect(plain("lead@x.example", "Re: Hello", "Yes, call me.", more: "Return-Path: <>\n").kind == .reply)
    #expect(plain("lead@x.example", "[Automatyczna odpowiedź] Hello", "Cześć.").kind == .autoReply)
    #expect(plain("lead@x.example", "[Sales] Re: Hello", "Yes, call me.").kind == .reply)
  }

  @Test func `a multipart whose boundary is missing or wrong still shows its text`() {
    let missing = read("From: a@x.example\nContent-Type: multipart/mixed\n\n--x\nContent-Type: text/plain\n\nYes, please.\n--x--\n")
    #expect(missing.text == "Yes, please.")
    let wrong = read("From: a@x.example\nContent-Type: multipart/mixed; boundary=y\n\nYes, please.\n")
    #expect(wrong.text == "Yes, please.")
    // The delimiter of an outer multipart is not taken for that of an inner one.
    let inner = read(
      "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/mixed\n\n--o\nContent-Type: text/plain\n\nYes.\n--o--\n"
    )
    #expect(inner.text == "Yes.")
  }

  @Test func `older mails below rarer marks are cut, and opening hours are not`() {
    let answer = "Yes, please."
    let below = [
      "Date: Mon, 23 Nov 2026 09:00:00 +0100\nTo: lead@x.example\n\nHello", ">>> Ada <ada@our.example> 11/23/26 9:00 AM >>>\nHello",
      "-----Antwort Nachricht-----\n\nHallo", "Ada <ada@our.example> het op Ma. 23 Nov. 2026 om 09:00 geskryf:\n> Hallo",
      "iPhone-ról küldve",
    ]
    let missed = failures(below) { ReplyText.extract("\(answer)\n\n\($0)\n", isHTML: false) == answer }
    #expect(missed.isEmpty, "\(missed)")
    let shared = "Yes, please. On Wed, 4 Apr 2026 at 15:59, Ada <ada@our.example> wrote:\n> Hello\n"
    #expect(ReplyText.extract(shared, isHTML: false) == answer)
    let hours = "We are here:\nFrom: 9:00\nTo: 17:00\nSee you."
    #expect(ReplyText.extract(hours, isHTML: false) == hours)
  }
}
