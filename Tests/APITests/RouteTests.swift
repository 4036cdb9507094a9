import API
import Engine
import Foundation
import Net
import Outreach
import Store
import Testing

@Suite struct `The HTTP interface` {
  @Test func `the table of routes is the one that was looked at`() async throws {
    let product = try await TestProduct.make()
    let table = product.router.table
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/routes.txt")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try table.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(table == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test func `openapi.json names exactly the routes`() async throws {
    let product = try await TestProduct.make()
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(product.router.openAPI(title: "Test", version: "1"))) as? [String: Any])
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let named = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
    let served = Set(product.router.routes.filter { !$0.isHidden }.map { "\($0.method) \($0.path)" })
    #expect(named == served)
  }

  /// Rows: what is asked, the status, a word of the answer that must be there.
  @Test func `bad input gets a clear refusal that names the field`() async throws {
    let product = try await TestProduct.make()
    let none = "00000000-0000-7000-8000-000000000009"
    let rows: [(String, String, String, Int, String)] = [
      ("GET", "/api/leads?state=nowhere", "", 400, "state"), ("GET", "/api/leads?limit=0", "", 400, "limit"),
      ("GET", "/api/leads?cursor=%21", "", 400, "cursor"), ("GET", "/api/leads/\(none)", "", 404, "no such lead"),
      ("GET", "/api/leads/nonsense", "", 404, "nothing under this address"), ("POST", "/api/leads", "[1]", 400, "JSON object"),
      ("POST", "/api/leads", #"{"business_name":"A","email":"no address"}"#, 400, "email"),
      ("POST", "/api/leads", #"{"business_name":"A","colour":"red"}"#, 400, "colour"),
      ("POST", "/api/leads/bulk", #"{"action":"fly","ids":[]}"#, 400, "action"),
      ("POST", "/api/campaigns", #"{"name":"","steps":[]}"#, 400, "name"),
      ("POST", "/api/campaigns", #"{"name":"A","steps":[{"subject":"{{","text":"x"}]}"#, 400, "steps.0.subject"),
      ("POST", "/api/messages/\(none)/approve", "{}", 400, "hash"),
      ("PATCH", "/api/settings", #"{"values":{"SMTP_PORT":"99999"}}"#, 400, "SMTP_PORT"),
      ("PATCH", "/api/settings", #"{"values":{"REQUIRE_APPROVAL":"false"}}"#, 400, "REQUIRE_APPROVAL"),
      ("PATCH", "/api/settings", #"{"values":{"SMTP_PROT":"25"}}"#, 400, "SMTP_PORT"),
      ("POST", "/api/setup/welcome", #"{"skip":true}"#, 422, "first step"),
      ("POST", "/api/suppressions", #"{"kind":"domain","value":"a@b.example"}"#, 400, "value"),
      ("GET", "/api/nothing", "", 404, ""),
      ("DELETE", "/api/leads", "", 405, ""),
    ]
    for (method, path, body, status, word) in rows {
      let answer = await product.ask(method, path, body)
      let text = "\(answer.json)"
      #expect(
        answer.status == status && (word.isEmpty || text.contains(word)), "\(method) \(path) \(body): \(answer.status) \(text)")
    }
  }

  @Test func `a lead goes from review to an answer, each step through the interface`() async throws {
    let product = try await TestProduct.make()
    let added = await product.ask(
      "POST", "/api/leads", #"{"business_name":"Moon Cafe","email":"leo@moon.example","contact_name":"Leo Blanc","city":"Paris"}"#)
    #expect(added.status == 201)
    let lead = try #require((added.json["lead"] as? [String: Any])?["id"] as? String)
    #expect(await product.ask("POST", "/api/leads/\(lead)/approve").status == 200)
    let step = #"{"subject":"For {{ business_name }}","text":"Hello {{ first_name }}"}"#
    let made = await product.ask("POST", "/api/campaigns", #"{"name":"One","steps":[\#(step)],"leads":"all-approved"}"#)
    let campaign = try #require((made.json["campaign"] as? [String: Any])?["id"] as? String)
    let list = await product.ask("GET", "/api/messages?state=composed")
    let message = try #require((list.json["data"] as? [[String: Any]])?.first)
    let (id, hash) = (try #require(message["id"] as? String), try #require(message["hash"] as? String))
    #expect(message["subject"] as? String == "For Moon Cafe")
    #expect(
      await product.ask("POST", "/api/messages/\(id)/approve", #"{"hash":"0000"}"#).status == 409, "another hash than the one shown"
    )
    #expect(await product.ask("POST", "/api/messages/\(id)/approve", #"{"hash":"\#(hash)"}"#).status == 200)
    #expect(try await product.outbox.pass().sent == 0, "the campaign is stopped")
    #expect(await product.ask("POST", "/api/campaigns/\(campaign)/start").status == 200)
    #expect(try await product.outbox.pass().sent == 1)
    let kept = await product.ask("GET", "/api/practice")
    let mail = try #require((kept.json["data"] as? [[String: Any]])?.first?["id"] as? String)
    #expect(await product.ask("POST", "/api/practice/\(mail)/reply", #"{"kind":"unsubscribe"}"#).status == 202)
    #expect(try await product.inbox.check().replies == 1)
    let shown = await product.ask("GET", "/api/leads/\(lead)")
    #expect((shown.json["lead"] as? [String: Any])?["state"] as? String == "replied")
    #expect((shown.json["lead"] as? [String: Any])?["suppressed"] as? Bool == true)
  }

  @Test func `a whole sequence is approved by the hashes that were shown, and the lead says why it waits`() async throws {
    let product = try await TestProduct.make()
    let added = await product.ask("POST", "/api/leads", #"{"business_name":"Moon Cafe","email":"moon@cafe.example"}"#)
    let lead = try #require((added.json["lead"] as? [String: Any])?["id"] as? String)
    #expect(await product.ask("POST", "/api/leads/\(lead)/approve").status == 200)
    let made = await product.ask(
      "POST", "/api/campaigns",
      #"{"name":"Spring","leads":"all-approved","steps":[{"subject":"Hello","text":"A word?"},{"text":"Still there?","wait":2,"wait_unit":"days"}]}"#
    )
    let campaign = try #require((made.json["campaign"] as? [String: Any])?["id"] as? String)
    #expect(await product.ask("POST", "/api/campaigns/\(campaign)/start").status == 200)
    let list = await product.ask("GET", "/api/messages?state=composed")
    let message = try #require((list.json["data"] as? [[String: Any]])?.first)
    let shown = await product.ask("GET", "/api/messages/\(message["id"] ?? "")")
    let sequence = try #require(shown.json["sequence"] as? [[String: Any]])
    #expect(sequence.map { $0["subject"] as? String } == ["Hello", "Re: Hello"] && sequence[1]["wait"] as? String == "2 days")
    let second = await product.ask("GET", "/api/messages/\(sequence[1]["id"] ?? "")").json["lint"] as? [[String: Any]]
    #expect(second.map { $0.contains { $0["code"] as? String == "false_reply" } } == false, "it answers in the conversation")
    func approve(_ hashes: [String]) async -> Int {
      let items = zip(sequence, hashes).map { one, hash in "{\"id\":\"\(one["id"] ?? "")\",\"hash\":\"\(hash)\"}" }
      let path = "/api/enrollments/\(message["enrollment_id"] ?? "")/approve"
      return await product.ask("POST", path, "{\"items\":[\(items.joined(separator: ","))]}").status
    }
    let hashes = sequence.map { $0["hash"] as? String ?? "" }
    let answers = [await approve([hashes[0], "another"]), await approve([hashes[0]]), await approve(hashes)]
    #expect(answers == [409, 409, 200])
    #expect(try await product.outbox.pass().sent == 1)
    try await product.services.campaigns.goOnWithAll()
    let why = await product.ask("GET", "/api/leads/\(lead)/why").json["why"] as? [String: Any]
    #expect(why?["gate"] as? String == "sequence" && why?["opens_at"] as? Int != nil, "\(why ?? [:])")
    let plan = await product.ask("GET", "/api/campaigns/\(campaign)/plan")
    #expect(plan.json["total"] as? Int == 1 && (plan.json["days"] as? [Any])?.count == 1)
    let results = await product.ask("GET", "/api/campaigns/\(campaign)/results")
    #expect((results.json["steps"] as? [[String: Any]])?.map { $0["sent"] as? Int } == [1, 0])
    let rows = await product.ask("GET", "/api/campaigns/\(campaign)/leads").json["data"] as? [[String: Any]]
    #expect(rows?.first?["position"] as? Int == 1 && rows?.count == 1)
  }

  @Test func `every setting has a name that a person reads and a sentence of help, and nothing is offered that does not work`()
    async throws
  {
    let product = try await TestProduct.make()
    func settings() async throws -> [[String: Any]] {
      try #require(await product.ask("GET", "/api/settings").json["data"] as? [[String: Any]])
    }
    let all = try await settings()
    #expect(all.count > 90)
    for one in all {
      let (key, title, help) = (one["key"] as? String ?? "", one["title"] as? String ?? "", one["help"] as? String ?? "")
      #expect(
        !title.isEmpty && !title.contains("_") && title != key && title.lowercased() != key.lowercased(), "\(key) has no name")
      #expect(help.hasSuffix(".") && help.split(separator: " ").count > 3, "\(key) is not explained: \(help)")
      #expect(
        (one["used_now"] as? Bool == true) == (key.hasSuffix("SECRET_KEY") ? false : SettingsCatalogue.setting(key)?.isUsed),
        "\(key)")
    }
    func ways() async throws -> [String] {
      try await settings().first { $0["key"] as? String == "EMAIL_PRIMARY_PROVIDER" }?["choices"] as? [String] ?? []
    }
    #expect(try await ways() == ["smtp", "practice"])
    #expect(await product.ask("PATCH", "/api/settings", #"{"values":{"EMAIL_PRIMARY_PROVIDER":"gmail"}}"#).status == 200)
    #expect(try await ways() == ["smtp", "gmail", "practice"])
    let problems = "\(await product.ask("GET", "/api/settings/problems").json)"
    #expect(problems.contains("gmail is not used by this version") && problems.contains("app password"))
  }

  @Test func `a line of the trail says what it is about`() async throws {
    let product = try await TestProduct.make()
    _ = await product.ask("POST", "/api/leads", #"{"business_name":"Moon Cafe","city":"Paris"}"#)
    _ = await product.ask("PATCH", "/api/settings", #"{"values":{"SKIP_HOLIDAYS":"false"}}"#)
    // What the program itself silences follows from a mail that Today tells of; what the person silences is told.
    try await product.services.base.write { work in
      try SuppressionTable.add(.domain, "quiet.example", .bounced, mode: .practice, in: work)
    }
    func latest() async -> String { "\(await product.ask("GET", "/api/today").json["activity"] ?? "")" }
    #expect(await latest().contains("Moon Cafe: added"))
    #expect(await !latest().contains("Somebody was put"))
    #expect(await product.ask("POST", "/api/suppressions", #"{"kind":"domain","value":"loud.example"}"#).status < 300)
    #expect(await latest().contains("Somebody was put"))
    let lines = try #require(await product.ask("GET", "/api/audit").json["data"] as? [[String: Any]])
    #expect(lines.dropFirst(2).prefix(2).map { $0["about"] as? String } == ["No mail on public holidays", "Moon Cafe"])
  }

  @Test func `a stale write says what changed and keeps the other's work`() async throws {
    let product = try await TestProduct.make()
    let added = await product.ask("POST", "/api/leads", #"{"business_name":"Moon Cafe","city":"Paris"}"#)
    let lead = try #require((added.json["lead"] as? [String: Any])?["id"] as? String)
    #expect(await product.ask("PATCH", "/api/leads/\(lead)", #"{"version":1,"city":"Lyon"}"#).status == 200)
    let late = await product.ask("PATCH", "/api/leads/\(lead)", #"{"version":1,"city":"Nice"}"#)
    #expect(late.status == 409 && "\(late.json)".contains("Lyon"))
    let now = await product.ask("GET", "/api/leads/\(lead)")
    #expect((now.json["lead"] as? [String: Any])?["city"] as? String == "Lyon")
  }
}
