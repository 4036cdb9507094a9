import Outreach
import Testing

@testable import Mail

@Suite struct MIMETests {
  @Test func `a mail with alternatives and an attachment is taken apart`() {
    let mail = read(
      """
      From: Ada <ada@example.com>
      Subject: Report
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=out

      preamble
      --out
      Content-Type: multipart/alternative; boundary="out-in"

      --out-in
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      caf=E9 =
      noir
      --out-in
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: base64

      PGI+w6k8L2I+
      --out-in--
      --out
      Content-Type: application/pdf
      Content-Disposition: attachment; filename="C:\\\\dir\\\\a.pdf"
      Content-Transfer-Encoding: base64

      QUJD
      --out--
      epilogue
      """)
    #expect(mail.body == "café noir")
    #expect(mail.html == "<b>é</b>")
    #expect(mail.attachmentNames == ["a.pdf"])
    #expect(mail.from == MailAddress(name: "Ada", address: "ada@example.com"))
  }

  @Test func `broken structure is read as far as it goes`() {
    let rows: [(String, String)] = [
      // No end delimiter.
      ("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nhello\n", "hello\n"),
      // The outer boundary ends the inner part.
      (
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\nhello\n--a\n\nnext\n",
        "hello"
      ),
      // A boundary that is a prefix of another.
      ("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nx\n--aa\ny\n--a--\n", "x\n--aa\ny"),
      ("From me Tue Nov  3 09:05:00 2026\nSubject: x\n\nhello\n", "hello\n"),
      ("Subject: x\nno colon here\nTo: a@b.example\n\nhello\n", "hello\n"),
      ("Content-Type: text\n\nhello\n", "hello\n"),
      ("Content-Transfer-Encoding: base64\n\naGVs!bG8\n", "hello"),
      ("Content-Type: text/plain; format=flowed\n\none \ntwo\n> quoted \n> on\n-- \nsig\n", "one two\n> quoted on\n-- \nsig\n"),
      ("Content-Type: text/plain; format=flowed; delsp=yes\n\none \ntwo\n", "onetwo\n"),
      ("Subject: x\r\rhello\r", "hello\n"),
    ]
    let wrong = failures(rows) { read($0.0).body == $0.1 }
    #expect(wrong.isEmpty, "\(wrong.map { ($0.0, read($0.0).body) })")
  }

  @Test func `texts of a carried mail are not the mail's own`() {
    let mail = read(
      "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822\n\nSubject: in\n\ninner\n--a\n\nown\n--a--\n")
    #expect(mail.body == "own")
  }

  @Test func `no size, depth or number overflows, and each is read to its end`() {
    let deep = (0..<10_000).map { "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n" }.joined()
    let rows: [(String, String)] = [
      ("nested", "Content-Type: multipart/mixed; boundary=b0\n\n" + deep),
      ("carried", String(repeating: "Content-Type: message/rfc822\n\n", count: 20_000)),
      ("parts", "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 20_000)),
      ("lines", "Subject: Re: x\n\n" + String(repeating: "> q\nOn Jan 1, 2020, a@b.example wrote:\n", count: 20_000)),
      ("quotes", "Subject: x\n\n" + String(repeating: ">", count: 300_000)),
      ("words", "Subject: " + String(repeating: "=?utf-8?Q?a", count: 20_000) + "\n\n"),
      ("groups", "To: " + String(repeating: "((((", count: 20_000) + "\n\n"),
      ("tags", "Content-Type: text/html\n\n" + String(repeating: "<div><i></b>", count: 20_000)),
      ("empty", ""),
    ]
    // One that took time by the square of its size would hang here.
    for (name, text) in rows { #expect(read(text).subject.isEmpty == !["lines", "quotes", "words"].contains(name), "\(name)") }
  }
}
