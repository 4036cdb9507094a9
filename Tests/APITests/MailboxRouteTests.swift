import API
import Foundation
import Outreach
import Testing

@Suite struct `Mailboxes over HTTP` {
  private static let own =
    #"{"name":"Studio","values":{"SENDER_EMAIL":"dana@studio.example","SMTP_HOST":"mail.studio.example","SMTP_PASSWORD":"very secret","IMAP_HOST":"mail.studio.example","MAX_EMAILS_PER_DAY":"9"}}"#

  @Test func `a mailbox is added, changed, paused and removed, and its password never comes back`() async throws {
    let product = try await TestProduct.make()
    let added = await product.ask("POST", "/api/mailboxes", Self.own)
    #expect(added.status == 201)
    let id = try #require(added.json["id"] as? String)
    #expect(added.json["secrets_set"] as? [String] == ["SMTP_PASSWORD"])
    #expect((added.json["values"] as? [String: Any])?["MAX_EMAILS_PER_DAY"] as? String == "9")
    let changed = await product.ask(
      "PATCH", "/api/mailboxes/\(id)", #"{"version":1,"takes_leads":false,"values":{"RAMP_START":3}}"#)
    #expect(changed.json["version"] as? Int == 2 && changed.json["takes_leads"] as? Bool == false)
    #expect(await product.ask("PATCH", "/api/mailboxes/\(id)", #"{"version":1,"name":"Late"}"#).status == 409)
    #expect(await product.ask("POST", "/api/mailboxes/\(id)/pause").status == 200)
    let list = await product.ask("GET", "/api/mailboxes")
    let one = (list.json["data"] as? [[String: Any]])?.first { $0["id"] as? String == id }
    #expect(one?["state"] as? String == "paused" && one?["cause"] as? String == "person" && one?["limit_today"] as? Int == 3)
    for answer in [added, changed, list] { #expect(!"\(answer.json)".contains("very secret")) }
    #expect(await product.ask("DELETE", "/api/mailboxes/\(id)").status == 200)
    #expect(await product.ask("GET", "/api/mailboxes/\(id)").status == 404)
  }

  @Test func `what is refused names the field, and nothing is kept of it`() async throws {
    let product = try await TestProduct.make()
    let none = "00000000-0000-7000-8000-000000000009"
    let rows: [(String, String, String, Int, String)] = [
      ("POST", "/api/mailboxes", "{}", 400, "SENDER_EMAIL"),
      (
        "POST", "/api/mailboxes", #"{"values":{"SENDER_EMAIL":"a@b.example","SMTP_HOST":"h.example","SMTP_PORT":"x"}}"#, 400,
        "SMTP_PORT"
      ),
      ("POST", "/api/mailboxes", #"{"values":{"SENDER_EMAIL":"a@b.example","SMTP_HOST":"h.example","PORT":"1"}}"#, 400, "PORT"),
      ("PATCH", "/api/mailboxes/\(none)", #"{"name":"A"}"#, 404, "no such mailbox"),
      ("DELETE", "/api/mailboxes/\(Mailbox.primary)", "", 422, "settings"),
      ("PATCH", "/api/mailboxes/\(Mailbox.primary)", #"{"values":{"SMTP_PORT":"25"}}"#, 422, "settings"),
      ("POST", "/api/mailboxes/\(none)/hand_over", #"{"to":"\#(none)"}"#, 404, "no such mailbox"),
      ("POST", "/api/mailboxes/\(none)/hand_over", "{}", 400, "to"),
    ]
    for (method, path, body, status, word) in rows {
      let answer = await product.ask(method, path, body)
      #expect(
        answer.status == status && "\(answer.json)".contains(word), "\(method) \(path) \(body): \(answer.status) \(answer.json)")
    }
    let list = await product.ask("GET", "/api/mailboxes")
    #expect((list.json["data"] as? [[String: Any]])?.count == 1, "practice alone")
  }
}
