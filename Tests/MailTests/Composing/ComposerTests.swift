import Foundation
import Outreach
import Testing

@testable import Mail

@Suite struct `Writing mail` {
  private func mail(_ change: (inout OutgoingMail) -> Void = { _ in }) -> OutgoingMail {
    var mail = OutgoingMail(
      messageID: "<a1@sender.example>", date: Timestamp(rawValue: 1_793_696_700_000),
      from: MailAddress(name: "Ann", address: "ann@sender.example"), to: MailAddress(address: "bob@shop.example"), subject: "Hello",
      text: "Hi\nthere")
    change(&mail)
    return mail
  }

  private func text(_ change: (inout OutgoingMail) -> Void = { _ in }) throws -> String {
    String(decoding: try RFC5322Composer().bytes(of: mail(change)), as: UTF8.self)
  }

  private func code(_ change: (inout OutgoingMail) -> Void) -> Fault.Code? {
    do {
      _ = try text(change)
      return nil
    } catch { return (error as? Fault)?.code }
  }

  @Test func `a plain mail is as short as it can be`() throws {
    let expected = """
      Date: Tue, 03 Nov 2026 10:05:00 +0100
      From: Ann <ann@sender.example>
      To: bob@shop.example
      Subject: Hello
      Message-ID: <a1@sender.example>
      MIME-Version: 1.0
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Hi
      there

      """.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try text { $0.dateOffset = 3600 } == expected)
  }

  @Test func `dates in every zone`() {
    let rows = [
      (0, "10:05:00 +0000"), (-12600, "06:35:00 -0330"), (19800, "15:35:00 +0530"), (59, "10:05:00 +0000"),
      (Int.max, "10:04:00 +2359"),
    ]
    for (offset, end) in rows {
      let text = RFC5322Composer.date(Timestamp(rawValue: 1_793_700_300_000), offset: offset)
      #expect(text.hasSuffix(end), "\(text)")
    }
    #expect(RFC5322Composer.date(Timestamp(rawValue: 0), offset: 0) == "Thu, 01 Jan 1970 00:00:00 +0000")
  }

  @Test func `names and subjects are quoted or encoded as they need`() throws {
    let rows: [(String, String)] = [
      ("Ann Lee", "Ann Lee <a@b.example>"), ("Lee, Ann", "\"Lee, Ann\" <a@b.example>"),
      ("A \"B\" \\", "\"A \\\"B\\\" \\\\\" <a@b.example>"),
      ("Änne", "=?utf-8?Q?=C3=84nne?= <a@b.example>"), ("Ä, \"x\"", "=?utf-8?Q?=C3=84=2C_=22x=22?= <a@b.example>"),
      ("王小明", "=?utf-8?B?546L5bCP5piO?= <a@b.example>"), ("", "a@b.example"), ("  ", "a@b.example"),
      ("=?utf-8?Q?x?=", "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?= <a@b.example>"),
    ]
    for (name, expected) in rows {
      let written = try text { $0.to = MailAddress(name: name, address: "a@b.example") }
      #expect(written.contains("\r\nTo: \(expected)\r\n"), "\(name): \(written)")
    }
    #expect(try text { $0.subject = "One\r\n  two\nthree\n" }.contains("\r\nSubject: One two three\r\n"))
    #expect(try text { $0.to = MailAddress(address: "bob@bäcker.example") }.contains("\r\nTo: bob@xn--bcker-gra.example\r\n"))
  }

  @Test func `lines stay short, words decode alone, folds leave no empty line`() throws {
    let subjects = [
      String(repeating: "word ", count: 60) + "end", String(repeating: "ä", count: 300), String(repeating: "日本語のメール ", count: 40),
      String(repeating: "👩‍👩‍👧‍👦", count: 30), String(repeating: "x", count: 2000), "a" + String(repeating: " ", count: 100) + "b",
      "é\u{301}" + String(repeating: "\u{301}", count: 60),
    ]
    for subject in subjects {
      let written = try text { mail in
        mail.subject = subject
        mail.from = MailAddress(name: String(subject.prefix(300)), address: "ann@sender.example")
        mail.references = (0..<40).map { "<\(String(repeating: "r", count: 40))\($0)@x.example>" }
        mail.addHeader("X-Own", subject)
      }
      let head = written.components(separatedBy: "\r\n\r\n")[0]
      for line in head.components(separatedBy: "\r\n") {
        #expect(line.utf8.count <= 78 && !line.allSatisfy(\.isWhitespace), "\(line)")
        #expect(line.utf8.allSatisfy { $0 < 0x80 })
        for word in line.split(separator: " ") where word.hasPrefix("=?") {
          #expect(word.utf8.count <= 75 && decoded(word) != nil, "\(word)")
        }
      }
      let unfolded = head.replacingOccurrences(of: "\r\n ", with: " ")
      let line = unfolded.components(separatedBy: "\r\n").first { $0.hasPrefix("Subject: ") } ?? ""
      let words = line.dropFirst(9).split(separator: " ")
      #expect(
        words.first?.hasPrefix("=?") == true ? words.compactMap { decoded($0) }.joined() == subject : line == "Subject: " + subject)
    }
  }

  private func decoded(_ word: Substring) -> String? {
    let parts = word.split(separator: "?", omittingEmptySubsequences: false)
    guard parts.count == 5 else { return nil }
    if parts[2] == "B" { return Data(base64Encoded: String(parts[3])).flatMap { String(data: $0, encoding: .utf8) } }
    return parts[3].replacingOccurrences(of: "_", with: " ").replacingOccurrences(of: "=", with: "%").removingPercentEncoding
  }

  @Test func `values that would break out are refused`() {
    let rows: [(String, Fault.Code, (inout OutgoingMail) -> Void)] = [
      ("name", .badInput, { $0.to.name = "a\r\nBcc: x@y.de" }), ("name LF", .badInput, { $0.from.name = "a\nb" }),
      ("name NUL", .badInput, { $0.from.name = "a\u{0}b" }), ("address", .badInput, { $0.to.address = "a@b.de\r\nX: y" }),
      ("brackets", .badInput, { $0.to.address = "a@b.de>, <c@d.de" }), ("no at", .badInput, { $0.to.address = "ab.de" }),
      ("blank", .badInput, { $0.to.address = "a b@c.de" }), ("dots", .badInput, { $0.to.address = "a..b@c.de" }),
      ("long local", .badInput, { $0.to.address = String(repeating: "a", count: 65) + "@c.de" }),
      ("empty domain", .badInput, { $0.to.address = "a@" }), ("bad domain", .badInput, { $0.to.address = "a@b c" }),
      ("quoted breakout", .badInput, { $0.to.address = "\"a\"b\"@c.de" }),
      ("non-ASCII local", .unsupported, { $0.to.address = "bücher@c.de" }),
      ("reply-to", .badInput, { $0.replyTo = MailAddress(address: "x") }), ("id", .badInput, { $0.messageID = "<a b@c>" }),
      ("id break", .badInput, { $0.messageID = "<a@c>\r\nX: y" }), ("parent", .badInput, { $0.inReplyTo = "x" }),
      ("thread", .badInput, { $0.references = ["<a@b>", "<c@d>\r\n"] }), ("subject NUL", .badInput, { $0.subject = "a\u{0}" }),
      ("extra From", .badInput, { $0.addHeader("From", "x") }), ("extra break", .badInput, { $0.addHeader("X-A", "b\r\nBcc: c") }),
      ("extra name", .badInput, { $0.addHeader("X-A: b\r\nBcc", "c") }),
      ("unsubscribe", .badInput, { $0.listUnsubscribe = ["mailto:a@b>\r\n"] }),
      ("javascript", .badInput, { $0.listUnsubscribe = ["javascript:x"] }),
      ("one click", .badInput, { $0.oneClickUnsubscribe = true }),
      ("file name", .badInput, { $0.attachments = [MailAttachment(name: "a\r\nb", type: "a/b", bytes: [])] }),
      ("file type", .badInput, { $0.attachments = [MailAttachment(name: "a", type: "a/b; x=\"", bytes: [])] }),
    ]
    for (name, expected, change) in rows { #expect(code(change) == expected, "\(name)") }
    #expect(code { $0.to.address = "\"a b\"@c.de" } == nil)
  }

  @Test func `threads, unsubscribing and own headers`() throws {
    let written = try text { mail in
      mail.inReplyTo = "<p@x.example>"
      mail.references = (0..<200).map { "<\($0).0123456789@x.example>" }
      mail.listUnsubscribe = ["mailto:ann@sender.example?subject=stop", "https://sender.example/u/1"]
      mail.oneClickUnsubscribe = true
      mail.addHeader("X-Outreach-ID", "7")
    }
    #expect(written.contains("\r\nIn-Reply-To: <p@x.example>\r\nReferences: <0.0123456789@x.example>"))
    #expect(written.contains("<199.0123456789@x.example>") && !written.contains("<1.0123456789@x.example>"))
    #expect(
      written.contains(
        "\r\nList-Unsubscribe: <mailto:ann@sender.example?subject=stop>,\r\n <https://sender.example/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
      ))
    #expect(written.contains("\r\nX-Outreach-ID: 7\r\n"))
  }

  @Test func `bodies survive their encoding`() throws {
    let texts = [
      "", "x", "a\r\nb\rc\n", "tab\t\nblank \n.\n..\nFrom me\n>From", String(repeating: "long ", count: 500),
      String(repeating: "=", count: 200),
      String(repeating: "日本語", count: 400), "ä" + String(repeating: "a", count: 100), "a\u{0}b",
      String(repeating: "x", count: 75) + ".", String(repeating: "y", count: 76),
    ]
    for body in texts {
      let written = try text { $0.text = body }
      let parts = written.components(separatedBy: "\r\n\r\n")
      let encoded = parts.dropFirst().joined(separator: "\r\n\r\n")
      for line in encoded.components(separatedBy: "\r\n") {
        #expect(
          line.utf8.count <= 76 && !line.hasSuffix(" ") && !line.hasSuffix("\t") && !line.hasPrefix(".")
            && !line.hasPrefix("From "), "\(line)")
      }
      let plain = parts[0].contains("base64") ? fromBase64(encoded) : fromQuotedPrintable(encoded)
      let wanted = body.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\r", with: "\n")
        .replacingOccurrences(of: "\u{0}", with: "")
      let got = plain.replacingOccurrences(of: "\r\n", with: "\n")
      #expect(got == wanted || got == wanted + "\n", "\(body.prefix(20))")
    }
    #expect(try text { $0.text = String(repeating: "日本", count: 50) }.contains("Transfer-Encoding: base64"))
    #expect(try text { $0.text = "Grüße aus Köln, wie geht es Ihnen?" }.contains("Transfer-Encoding: quoted-printable"))
  }

  private func fromBase64(_ text: String) -> String {
    String(decoding: Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data(), as: UTF8.self)
  }

  private func fromQuotedPrintable(_ text: String) -> String {
    let joined = text.replacingOccurrences(of: "=\r\n", with: "")
    return joined.replacingOccurrences(of: "%", with: "=25").replacingOccurrences(of: "=", with: "%").removingPercentEncoding ?? "?"
  }

  @Test func `parts are nested as readers expect, and the same mail has the same bytes`() throws {
    let change: (inout OutgoingMail) -> Void = { mail in
      mail.html = "<p>Hi</p>"
      mail.attachments = [
        MailAttachment(name: "naïve \"x\" – 中文文件名很长很长很长很长很长.pdf", type: "application/pdf", bytes: Array(0...255)),
        MailAttachment(name: "/etc/../a\\b.txt", type: "message/rfc822", bytes: []),
      ]
    }
    let written = try text(change)
    #expect(try text(change) == written)
    #expect(
      try text {
        change(&$0); $0.text = "other"
      } != written)
    let lines = written.components(separatedBy: "\r\n")
    let types = lines.filter { $0.hasPrefix("Content-Type: ") }.map { $0.dropFirst(14).prefix { $0 != ";" } }
    #expect(
      types == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf", "application/octet-stream",
      ])
    let boundaries = lines.compactMap { $0.split(separator: "boundary=\"").last?.split(separator: "\"").first }.filter {
      $0.hasPrefix("=_")
    }.map(String.init)
    #expect(boundaries.count == 2 && Set(boundaries).count == 2 && boundaries.allSatisfy { $0.utf8.count <= 70 })
    for boundary in boundaries { #expect(lines.filter { $0 == "--\(boundary)--" }.count == 1) }
    #expect(written.contains("filename=\"b.txt\"") && lines.allSatisfy { $0.utf8.count <= 78 })
    let extended = lines.joined().components(separatedBy: " ").filter { $0.hasPrefix("filename*") }
    let value = extended.map { $0.drop { $0 != "=" }.dropFirst().prefix { $0 != ";" && $0 != "-" || $0 == "-" } }.map {
      String($0.split(separator: ";")[0])
    }.joined()
    #expect(
      value.components(separatedBy: "Content")[0].dropFirst(7).removingPercentEncoding?.hasPrefix("naïve \"x\" – 中文文件名很长") == true)
  }

  @Test func `ids of our own`() throws {
    #expect(try MessageID.make(domain: "a.example", token: "x-1.2") == "<x-1.2@a.example>")
    for (domain, token) in [("", "a"), ("a", ""), ("a b", "x"), ("a", "x>"), ("a\r\n", "x"), ("ä", "x")] {
      #expect(throws: Fault.self) { try MessageID.make(domain: domain, token: token) }
    }
  }
}
