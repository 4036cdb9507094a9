import Outreach
import Testing

@testable import Mail

@Suite struct HeaderTests {
  @Test func `encoded words are read as mail programs read them`() {
    loadCharsets()
    let rows: [(String, String)] = [
      ("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln"),
      ("=?UTF-8?B?w4RyZ2Vy?=", "Ärger"),
      ("=?iso-8859-1?q?caf=E9?= au lait", "café au lait"),
      // RFC 2047 §6.2: white space between words is not shown.
      ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
      // A character cut in two.
      ("=?utf-8?B?w4Q=?= =?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "Äü"),
      ("=?utf-8?b?w4Q?=", "Ä"),
      // Raw spaces within a word, a language, lower case.
      ("=?utf-8?q?two words?=", "two words"),
      ("=?us-ascii*en?Q?tagged?=", "tagged"),
      ("no =? word ?= here", "no =? word ?= here"),
      ("=?utf-8?Q?never closed", "=?utf-8?Q?never closed"),
      ("\"=?utf-8?Q?in_quotes?=\"", "\"in quotes\""),
      ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
    ]
    let missed1 = failures(rows) { EncodedWords.decode(Array($0.0.utf8)[...]) == $0.1 }
    #expect(missed1.isEmpty, "\(missed1)")
    #expect(EncodedWords.decode([0x63, 0x61, 0x66, 0xE9]) == "café")
    #expect(EncodedWords.decode([0xC4, 0xE3, 0xBA, 0xC3], hint: "iso-8859-1") == "Äãº\u{C3}")
  }

  @Test func `address lists are read whatever their form`() {
    let rows: [(String, [(String?, String)])] = [
      ("ada@example.com", [(nil, "ada@example.com")]),
      ("Ada Lovelace <ada@example.com>, Bob <bob@example.org>", [("Ada Lovelace", "ada@example.com"), ("Bob", "bob@example.org")]),
      ("\"Lovelace, Ada\" <ada@example.com>", [("Lovelace, Ada", "ada@example.com")]),
      ("=?utf-8?Q?M=C3=BCller=2C_Eva?= <eva@example.com>", [("Müller, Eva", "eva@example.com")]),
      ("=?utf-8?Q?M=C3=BCller, Eva?= <eva@example.com>", [("Müller, Eva", "eva@example.com")]),
      ("ada@example.com (Ada)", [(nil, "ada@example.com")]),
      (
        "Friends: a@example.com, B <b@example.com>;, c@example.com",
        [(nil, "a@example.com"), ("B", "b@example.com"), (nil, "c@example.com")]
      ),
      ("undisclosed-recipients:;", []),
      ("<@relay.example,@b.example:ada@example.com>", [(nil, "ada@example.com")]),
      ("ada @ example . com", [(nil, "ada@example.com")]),
      ("Ada ada@example.com", [("Ada", "ada@example.com")]),
      ("\"a b\"@example.com", [(nil, "\"a b\"@example.com")]),
      ("Ada <ada@example.com", [("Ada", "ada@example.com")]),
      ("a@example.com; b@example.com", [(nil, "a@example.com"), (nil, "b@example.com")]),
      ("\"unclosed <ada@example.com>", [("\"unclosed", "ada@example.com")]),
      ("((((", []), ("", []), (",,,;", []),
    ]
    let wrong = failures(rows) { row in
      let found = AddressList.read(Array(row.0.utf8)[...])
      return found.map(\.address) != row.1.map(\.1)
        ? false : zip(found, row.1).allSatisfy { $0.name?.replacing("\"", with: "") == $1.0?.replacing("\"", with: "") }
    }
    #expect(wrong.isEmpty, "\(wrong.map { ($0.0, AddressList.read(Array($0.0.utf8)[...])) })")
  }

  @Test func `dates are read in standard, obsolete and broken forms`() {
    let rows: [(String, String?)] = [
      ("Tue, 03 Nov 2026 09:05:00 +0100", "2026-11-03T08:05:00.000Z"),
      ("3 Nov 2026 09:05 GMT", "2026-11-03T09:05:00.000Z"),
      ("Tue, 3 Nov 26 09:05:00 EST", "2026-11-03T14:05:00.000Z"),
      ("Fri, 21 Nov 97 09:55:06 -0600", "1997-11-21T15:55:06.000Z"),
      ("Tue, 03 Nov 2026 09:05:00 +0100 (CET)", "2026-11-03T08:05:00.000Z"),
      ("Tue Nov  3 09:05:00 2026", "2026-11-03T09:05:00.000Z"),
      ("Tue, 03-Nov-2026 09:05:00 UTC", "2026-11-03T09:05:00.000Z"),
      ("2026-11-03T09:05:00+01:00", "2026-11-03T08:05:00.000Z"),
      ("Nov 3, 2026 9:05 PM -0500", "2026-11-04T02:05:00.000Z"),
      ("Tue, 03 Nov 2026 09:05:00 GMT+0200", "2026-11-03T07:05:00.000Z"),
      ("Tue, 32 Nov 2026 09:05:00 +0100", nil), ("yesterday", nil), ("", nil), ("::::", nil), ("99999999999999999999", nil),
    ]
    let missed2 = failures(rows) { MailDate.read($0.0)?.description == $0.1 }
    #expect(missed2.isEmpty, "\(missed2)")
  }

  @Test func `message ids keep their brackets`() {
    let ids = MessageIDs.read(Array("<a@b> (x) <c@\r\n d> junk".utf8)[...])
    #expect(ids == ["<a@b>", "<c@d>"])
    #expect(MessageIDs.read(Array("bare@id".utf8)[...]) == ["<bare@id>"])
  }

  @Test func `parameters are read in all their encodings`() {
    let rows: [(String, String, String)] = [
      ("attachment; filename*=utf-8''na%C3%AFve.pdf; filename=\"x.pdf\"", "filename", "naïve.pdf"),
      ("attachment; filename*0*=utf-8''a%C3; filename*1*=%A4b; filename*2=c.pdf", "filename", "aäbc.pdf"),
      ("attachment; filename=\"=?utf-8?Q?na=C3=AFve.pdf?=\"", "filename", "naïve.pdf"),
      ("text/plain; charset = utf-8 ; format=flowed", "charset", "utf-8"),
      ("text/plain charset=utf-8", "charset", "utf-8"),
      ("text/plain; (comment) charset=\"utf-8\"", "charset", "utf-8"),
      ("multipart/mixed; boundary=\"a;b\"", "boundary", "a;b"),
      ("application/pdf; name=two words.pdf", "name", "two words.pdf"),
    ]
    let missed3 = failures(rows) { FieldParameters(Array($0.0.utf8)[...])[$0.1] == $0.2 }
    #expect(missed3.isEmpty, "\(missed3)")
  }
}
