import Outreach
import Testing

@testable import Mail

@Suite struct `SMTP replies` {
  private func replies(_ pieces: [[UInt8]]) throws -> [ServerReply] {
    var parser = SMTPReplyParser()
    var found: [ServerReply] = []
    for piece in pieces {
      parser.feed(piece)
      while let reply = try parser.next() { found.append(reply) }
    }
    return found
  }

  @Test func `replies read the same at every split point`() throws {
    let bytes = Array("250-2.1.0 one\r\n250-2.1.0 two\r\n250 2.1.0 three\r\n354\r\n550 5.1.1 no\n550 5.7 odd\r\n421 ü\r\n".utf8)
    let whole = try replies([bytes])
    #expect(
      whole == [
        ServerReply(code: 250, enhanced: "2.1.0", text: "one\ntwo\nthree"), ServerReply(code: 354, text: ""),
        ServerReply(code: 550, enhanced: "5.1.1", text: "no"), ServerReply(code: 550, text: "5.7 odd"),
        ServerReply(code: 421, text: "ü"),
      ])
    for split in 0...bytes.count { #expect(try replies([Array(bytes[..<split]), Array(bytes[split...])]) == whole, "\(split)") }
    #expect(try replies(bytes.map { [$0] }) == whole)
  }

  @Test func `what is no reply fails at once`() {
    for bad in ["abc", "25", "2x0 a\r\n", "199 a\r\n", "600 a\r\n", "250*a\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\u{0}\u{0}\u{0}"] {
      #expect(bad == "25" ? (try? replies([Array(bad.utf8)])) == [] : (try? replies([Array(bad.utf8)])) == nil, "\(bad)")
    }
  }

  @Test func `dots are doubled at line starts only`() {
    let rows = [("", ""), (".", ".."), (".\r\n", ".."), ("a.\r\n.b\r\n..\r\n", "a.\r\n..b\r\n..."), ("a\r\n\r\n", "a\r\n")]
    for (plain, wire) in rows { #expect(DotStuffing.content(Array(plain.utf8)) == Array(wire.utf8), "\(plain)") }
  }

  @Test func `what was offered before STARTTLS is not believed`() {
    let offer = ServerOffer(greetingLines: [
      "220 hi", "250-x", "250-8BITMIME", "250 SIZE 5", "220 go", "250-x", "250 SIZE 10", "235 in",
    ])
    #expect(offer.maximumSize == 10 && offer.takesSize && !offer.takes8BitMIME)
    #expect(ServerOffer(greetingLines: ["220 hi", "250-x", "250 SIZE"]).maximumSize == nil)
  }
}
