import Foundation
import Outreach
import Testing

@testable import ColdOutreach

@Suite struct LogTests {
  @Test func `addresses, tokens and a person's folders are made unreadable, ids and other paths stay`() {
    let rows: [(String, String)] = [
      ("to jane.doe+x@firm.example failed", "to [address] failed"), ("<jane@firm.example>", "<[address]>"),
      ("a=jane%40firm.example&b", "[address]&b"),
      ("jörg@bücher.example", "[address]"), ("key sk_live_4eC39HqLyjWDarjtT1zdp7dc.", "key [token]"),
      ("Bearer abcdefghijklmnopqrstuvwx1234", "Bearer [token]"),
      ("lead 0199c0de-0000-7000-8000-0123456789ab ok", "lead 0199c0de-0000-7000-8000-0123456789ab ok"),
      ("/var/lib/x", "/var/lib/x"), ("/home/me/.local/share/x", "/home/…"),
      ("can't copy /home/jane doe/a: b, /media/jane/Stick/x: No space", "can't copy /home/…: b, /media/…: No space"),
      ("5 of 7 @ noon", "5 of 7 @ noon"), ("smtp.gmail.com:587", "smtp.gmail.com:587"), ("", ""), ("@", "@"),
      ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x", "[token]"), ("jane=40firm.example", "[address]"),
    ]
    for (text, scrubbed) in rows { #expect(Redaction.scrubbed(text) == scrubbed, "\(text)") }
  }

  @Test func `a line is JSON, whatever the text`() throws {
    let event = LogEvent(.api, .info, "request", ["path": "a\"\\\n\u{0}\u{2028}é😀", "ms": 3, "ok": true], request: "00ff")
    let line = LogLine.bytes(event, at: Timestamp(rawValue: 0))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    #expect(object["path"] as? String == "a\"\\\n\u{0}\u{2028}é😀" && object["ms"] as? Int == 3 && object["ok"] as? Bool == true)
    #expect(
      object["event"] as? String == "request" && object["request_id"] as? String == "00ff"
        && object["time"] as? String == "1970-01-01T00:00:00.000Z")
    #expect(line.filter { $0 == 0x0A }.count == 1)
  }

  @Test func `one file a subject, errors twice, turned over by size and day, removed by age`() throws {
    let (place, clock) = (try Place(), HandClock())
    let log = LogFiles(folder: place.path, clock: clock, level: .info, days: 2, fileBytes: 300)
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() }
    log.write(LogEvent(.email, .debug, "unseen"))
    #expect(try names() == [])
    log.write(LogEvent(.email, .error, "send_failed", ["code": 550]))
    #expect(try names() == ["email.jsonl", "errors.jsonl"])
    var attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/email.jsonl")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    for _ in 0..<10 {
      clock.advance(seconds: 1)
      log.write(LogEvent(.api, .info, "request", ["number": 1]))
    }
    #expect(try names().filter { $0.hasPrefix("api.") }.count > 2)
    #expect(log.newest(.api, limit: 1).count == 1 && log.newest(.scraping, limit: 5) == [])
    for name in try names() where name.hasPrefix("api.") {
      attributes = try FileManager.default.attributesOfItem(atPath: place.path + "/" + name)
      #expect((attributes[.size] as? Int ?? .max) <= 300)
    }
    clock.advance(seconds: 3 * 86_400)
    log.write(LogEvent(.api, .info, "request"))
    #expect(try names().filter { $0.hasPrefix("api.") }.count == 2)
    let settings = SettingsValues(environment: ["LOG_LEVEL": "error"])
    log.follow(settings)
    log.write(LogEvent(.scraping, .warning, "slow"))
    #expect(try !names().contains("scraping.jsonl"))
    // What was written last is past its time as well, though nothing came after it.
    clock.advance(seconds: 4_000_000_000)
    log.prune()
    #expect(try names() == [])
    log.write(LogEvent(.api, .error, "request"))
    #expect(try names() == ["api.jsonl", "errors.jsonl"])
  }
}
