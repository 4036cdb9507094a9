import API
import Engine
import Foundation
import Net
import Testing

@Suite struct `Files, signatures and launching through the interface` {
  @Test func `a file is uploaded, goes with a step, and is shown with the mail`() async throws {
    let product = try await TestProduct.make()
    let taken = await product.ask("POST", "/api/attachments?name=%2Ftmp%2FAngebot%20M%C3%BCller.pdf", "%PDF-1.7 hello")
    let file = try #require(taken.json["attachment"] as? [String: Any])
    let id = try #require(file["id"] as? String)
    #expect(taken.status == 201 && file["name"] as? String == "Angebot Müller.pdf" && file["size"] as? Int == 14)
    for (name, body, word) in [
      ("run.exe", "MZ", "program"), ("a.pdf", "hello", "ending"), ("a.pdf", "", "empty"), ("", "%PDF-", "no name"),
    ] {
      let refused = await product.ask("POST", "/api/attachments?name=\(name)", body)
      #expect(refused.status == 400 && "\(refused.json)".contains(word), "\(name)")
    }
    #expect(await product.ask("GET", "/api/attachments/\(id)?name=a.exe").status == 400)
    _ = await product.ask("POST", "/api/leads", #"{"business_name":"Moon Cafe","email":"leo@moon.example"}"#)
    let lead = try #require(((await product.ask("GET", "/api/leads").json["data"] as? [[String: Any]])?.first)?["id"] as? String)
    _ = await product.ask("POST", "/api/leads/\(lead)/approve")
    let steps =
      #"[{"subject":"Hello","text":"A word?","attachments":[{"id":"\#(id)","name":"Offer.pdf"}]},{"text":"Still there?"}]"#
    let made = await product.ask("POST", "/api/campaigns", #"{"name":"One","steps":\#(steps),"leads":"all-approved"}"#)
    let campaign = try #require(made.json["campaign"] as? [String: Any])
    let kept = (campaign["steps"] as? [[String: Any]])?.map {
      ($0["attachments"] as? [[String: Any]])?.map { $0["name"] as? String }
    }
    #expect(kept == [["Offer.pdf"], []])
    let check = await product.ask("POST", "/api/campaigns/\(campaign["id"] ?? "")/launch-check")
    #expect((check.json["refusals"] as? [String])?.isEmpty == true && "\(check.json)".contains("often filtered"))
    let messages = try #require(await product.ask("GET", "/api/messages?state=composed").json["data"] as? [[String: Any]])
    let message = try #require(messages.first { $0["step"] as? Int == 0 })
    let shown = await product.ask("GET", "/api/messages/\(message["id"] ?? "")")
    #expect("\(shown.json["lint"] ?? "")".contains("often filtered"))
    let change = #"{"version":\#(message["version"] ?? 0),"attachments":[]}"#
    let edited = await product.ask("PATCH", "/api/messages/\(message["id"] ?? "")", change)
    let now = try #require(edited.json["message"] as? [String: Any])
    #expect((now["attachments"] as? [Any])?.isEmpty == true && now["hash"] as? String != message["hash"] as? String)
    #expect(await product.ask("PATCH", "/api/messages/\(message["id"] ?? "")", #"{"version":1,"attachments":[1]}"#).status == 400)
  }

  @Test func `a signature is shown as mails end, before it is kept`() async throws {
    let product = try await TestProduct.make()
    let shown = await product.ask("POST", "/api/signature-preview", #"{"text":"Dana D.\nPainter\n\n","html":"<b>Dana</b> & co"}"#)
    let footer = try #require(shown.json["footer"] as? String)
    #expect(footer.contains("-- \nDana D.\nPainter\n\n1 Sample Street") && footer.contains("unsubscribe"), "\(footer)")
    let path = try #require(shown.json["html_path"] as? String)
    var request = HTTPRequest(method: "GET", path: path, query: "", headers: [:], body: [], id: "0123456789abcdef")
    request.principal = .session("0123456789abcdef")
    let page = await product.router.respond(to: request)
    guard case .bytes(let bytes) = page.body else { throw CancellationError() }
    let html = String(decoding: bytes, as: UTF8.self)
    #expect(
      html.contains("<b>Dana</b> & co<br>1 Sample Street") && page.headers["Content-Security-Policy"]?.contains("sandbox") == true)
    #expect(await product.ask("POST", "/api/signature-preview").status == 200)
  }

  @Test func `a domain is looked up by hand only where mail could go there`() async throws {
    let product = try await TestProduct.make()
    let added = await product.ask("POST", "/api/leads", #"{"business_name":"Moon Cafe","email":"info@moon.example"}"#)
    let lead = try #require((added.json["lead"] as? [String: Any])?["id"] as? String)
    let answer = await product.ask("POST", "/api/leads/\(lead)/mail-domain")
    #expect(answer.status == 422 && "\(answer.json)".contains("practice"), "\(answer)")
    let shown = await product.ask("GET", "/api/leads/\(lead)")
    #expect(shown.json["mail_domain"] is NSNull && "\(shown.json["address_notes"] ?? "")".contains("read by a team"))
  }
}
