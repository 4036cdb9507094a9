import Curl
import Foundation
import Mail
import Outreach
import Text

/// Measures parsing and sending with the product's own code.
@main struct MailBench {
  static func main() async throws {
    let words = CommandLine.arguments
    if words[1] == "parse" { try parse(folder: words[2], count: Int(words[3]) ?? 1, charsets: words[4]) }
    if words[1] == "send" { try await send(port: Int(words[2]) ?? 0, count: Int(words[3]) ?? 1) }
  }

  static func parse(folder: String, count: Int, charsets: String) throws {
    CharsetTables.load(from: charsets)
    let mails = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
    }
    let (reader, now) = (RFC5322Reader(), Timestamp(rawValue: 1_795_230_000_000))
    _ = reader.read(mails[0], now: now)
    let began = ContinuousClock.now
    var octets = 0
    for turn in 0..<count {
      octets += mails[turn % mails.count].count
      _ = reader.read(mails[turn % mails.count], now: now)
    }
    let seconds = began.duration(to: .now) / .seconds(1)
    print(
      "read and understood               " + pad(Double(count) / seconds) + " mails/s  " + pad(Double(octets) / seconds / 1e6) + " MB/s")
  }

  static func send(port: Int, count: Int) async throws {
    let server = MailServer(host: "127.0.0.1", port: port, security: .none, username: "", signIn: .anonymous)
    let session = try await SMTPSender(MailConnector(CurlDialer())).session(with: server)
    let began = ContinuousClock.now
    var accepted = 0
    for number in 0..<count {
      let mail = OutgoingMail(
        messageID: "<\(number)@sender.test>", date: Timestamp(rawValue: 1_795_230_000_000), from: MailAddress(address: "anna@sender.test"),
        to: MailAddress(address: "kunde@customer.test"), subject: "Hello", text: String(repeating: "A line of text here.\n", count: 80))
      let wire = WireMail(from: "anna@sender.test", to: "kunde@customer.test", bytes: try RFC5322Composer().bytes(of: mail))
      if case .accepted = await session.send(wire, beforeFinish: {}) { accepted += 1 }
    }
    await session.close()
    print("composed and sent, one connection " + pad(Double(accepted) / (began.duration(to: .now) / .seconds(1))) + " mails/s")
  }

  private static func pad(_ number: Double) -> String {
    let text = number < 100 ? String(Double(Int(number * 10)) / 10) : String(Int(number))
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }
}
