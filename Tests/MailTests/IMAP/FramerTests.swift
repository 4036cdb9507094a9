import Foundation
import Outreach
import Testing

@testable import Mail

@Suite struct `IMAP responses` {
  static let session =
    [
      "* OK [CAPABILITY IMAP4rev1] hello {5}", "* CAPABILITY IMAP4rev1 UIDPLUS LITERAL+", "* 3 EXISTS",
      "* OK [UIDVALIDITY 17] ok", "* LIST (\\HasNoChildren \\Sent) \"/\" {9}\r\nSent \"x\" ", "* LIST () NIL \"a \\\"b\\\\\"",
      "* 1 FETCH (UID 4 FLAGS (\\Seen) BODY[HEADER]<0> {19}\r\nTo: a\r\n)\r\nco1 OK \n  BODY[HEADER.FIELDS (TO CC)] \"\" X NIL)",
      "* 2 FETCH (BODY[] {0}\r\n UID 5)", "+ go on {3}", "* SEARCH", "* SEARCH 1 2 3", "co1 OK [APPENDUID 17 9] done",
      "co2 NO [TRYCREATE] no {1}", "co3 BAD ~{2}", "* BYE bye",
    ].joined(separator: "\r\n") + "\r\n"

  private func responses(_ pieces: [[UInt8]]) throws -> [IMAPResponse] {
    var framer = IMAPFramer()
    var found: [IMAPResponse] = []
    for piece in pieces {
      framer.feed(piece)
      while let frame = try framer.next() { found.append(try IMAPReading.response(frame)) }
    }
    return found
  }

  @Test func `a session reads the same at every split point`() throws {
    let bytes = Array(Self.session.utf8)
    let whole = try responses([bytes])
    #expect(whole.count == 15)
    #expect(whole[0] == .status(tag: nil, .ok, code: [.atom("CAPABILITY"), .atom("IMAP4rev1")], text: "hello {5}"))
    #expect(
      whole[4]
        == .data([
          .atom("LIST"), .list([.atom("\\HasNoChildren"), .atom("\\Sent")]), .string([0x2F]), .string(Array("Sent \"x\" ".utf8)),
        ]))
    #expect(whole[5] == .data([.atom("LIST"), .list([]), .none, .string(Array("a \"b\\".utf8))]))
    let literal = Array("To: a\r\n)\r\nco1 OK \n ".utf8.prefix(19))
    let fetch = try #require(FetchItems(whole[6]))
    #expect(fetch.uid == 4 && fetch.flags == ["\\Seen"])
    guard case .data(let values) = whole[6], let items = values[2].members else { return #expect(Bool(false)) }
    #expect(items[5] == .string(literal) && items[6] == .atom("BODY[HEADER.FIELDS (TO CC)]"))
    #expect(whole[8] == .goOn)
    #expect(whole[11] == .status(tag: "co1", .ok, code: [.atom("APPENDUID"), .atom("17"), .atom("9")], text: "done"))
    #expect(try responses(bytes.map { [$0] }) == whole)
    for split in 0...bytes.count { #expect(try responses([Array(bytes[..<split]), Array(bytes[split...])]) == whole, "\(split)") }
  }

  @Test func `what is no response, or too large, fails and never traps`() throws {
    let deep = String(repeating: "(", count: 100_000)
    let rows = [
      "\r\n", "x\r\n", "* LIST (\r\n", "* LIST )\r\n", "* LIST \"a\r\n", "* LIST \"a\\\r\n", "* \(deep)\r\n", "co1 HELLO\r\n",
      " \r\n",
      "* X {999999999}\r\n", "* X {300000}\r\n", String(repeating: "x", count: 2 << 20),
      "* X " + String(repeating: "{1}\r\nx ", count: 2000),
    ]
    for row in rows { #expect(throws: IMAPFramer.Failure.self, "\(row.prefix(20))") { try responses([Array(row.utf8)]) } }
    var random = SystemRandomNumberGenerator()
    let session = Array(Self.session.utf8)
    for _ in 0..<3000 {
      var bytes = session
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      _ = try? responses([bytes])
    }
  }

  @Test func `folder names are spelled in modified UTF-7`() {
    let rows = [
      ("INBOX", "INBOX"), ("Entwürfe", "Entw&APw-rfe"), ("A & B", "A &- B"), ("送信済み", "&kAFP4W4IMH8-"), ("日本語", "&ZeVnLIqe-"),
      ("😀x", "&2D3eAA-x"), ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"), ("", ""), ("é", "&AOk-"),
      ("Ä&Ö", "&AMQ-&-&ANY-"),
    ]
    for (name, wire) in rows { #expect(ModifiedUTF7.encode(name) == wire && ModifiedUTF7.decode(wire) == name, "\(name)") }
    for bad in ["&", "&AOk", "&A-", "&AOl-", "&2D0-", "ü", "&*-", "a\u{1}"] { #expect(ModifiedUTF7.decode(bad) == nil, "\(bad)") }
  }

  @Test func `roles come from the server first, then from names`() {
    func roles(_ rows: [(String, [String])], _ delimiter: String = "/") -> [MailFolder.Role] {
      FolderRoles.folders(rows.map { FolderRoles.Listed(name: $0.0, attributes: $0.1, delimiter: delimiter) }).map(\.role)
    }
    #expect(
      roles([("inbox", []), ("Gesendete Objekte", []), ("Entw&APw-rfe", []), ("Junk-E-Mail", []), ("Papierkorb", [])]) == [
        .inbox, .sent, .drafts, .other, .trash,
      ])
    #expect(roles([("Sent", []), ("Gesendet", ["\\HasNoChildren", "\\Sent"])]) == [.other, .sent])
    #expect(roles([("INBOX.Sent", []), ("INBOX.Kunden.Sent", []), ("INBOX.spam", [])], ".") == [.sent, .other, .junk])
    #expect(
      roles([("[Gmail]", ["\\Noselect"]), ("[Gmail]/Alle Nachrichten", ["\\All"]), ("[Gmail]/Spam", ["\\Junk"])]) == [.all, .junk])
  }

  @Test func `dates and sets`() {
    #expect(IMAPText.dateTime(Timestamp(rawValue: 1_793_696_700_000)) == "\" 3-Nov-2026 09:05:00 +0000\"")
    #expect(IMAPText.moment(" 3-Nov-2026 10:05:00 +0100") == Timestamp(rawValue: 1_793_696_700_000))
    for bad in [
      "", "x", "32-Nov-2026 10:05:00 +0100", "3-Foo-2026 10:05:00 +0100", "3-Nov-2026 25:05:00 +0100", "3-Nov-2026 10:05:00 0100x",
    ] {
      #expect(IMAPText.moment(bad) == nil, "\(bad)")
    }
    #expect(IMAPText.set([1, 2, 3, 7, 9, 10]) == "1:3,7,9:10")
    #expect(IMAPText.set([UInt32.max]) == "4294967295")
  }
}
