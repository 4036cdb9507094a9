import API
import Engine
import Finding
import JSONText
import Outreach
import Platform
import Store

/// `demo`: the whole job, offline, from sample leads, in a home of its own that is removed afterwards; every step is checked.
enum Demo {
  /// Runs the command.
  static func run(_ context: Context) async throws -> Int32 {
    guard let resources = FrontEnd.resources(option: context.arguments.value("--resources"), program: ThisProcess.programPath)
    else {
      throw Fault(.notConfigured, "The sample leads are missing. Name the folder of the program's files with --resources.")
    }
    let home = context.arguments.value("--home") ?? ShortLived.folder(context.environment)
    let isOurs = context.arguments.value("--home") == nil
    defer { if isOurs { try? Files.removeTree(home) } }
    let environment = [
      "COLD_OUTREACH_HOME": home, "SENDER_NAME": "Dana Demo", "SENDER_EMAIL": "dana@demo.example", "SENDER_COMPANY": "Demo Studio",
      "SENDER_POSTAL_ADDRESS": "1 Sample Street, Springfield", "CALENDAR_LINK": "https://calendar.example/dana",
    ]
    let here = Context(
      arguments: context.arguments, environment: environment, terminal: context.terminal, commands: context.commands,
      launch: context.launch)
    do {
      try await Door.with(here) { door in
        try await Story(door: door, terminal: context.terminal, samples: resources + "/samples/leads.csv").tell()
      }
    } catch let broken as Broken {
      context.terminal.err("✗ \(broken.step): \(broken.detail)\n")
      return 1
    }
    context.terminal.line("Done. Nothing left this computer.")
    return 0
  }

  /// A step that did not do what it should.
  private struct Broken: Error {
    let step: String
    let detail: String
  }

  /// The steps, each through the product's interface.
  private struct Story: Sendable {
    let door: Door
    let terminal: Terminal
    let samples: String

    func tell() async throws {
      guard case .own(let app, _) = door else {
        throw Broken(step: "start", detail: "Another program uses this home; name another with --home.")
      }
      try await importSamples(app)
      let leads = try await review()
      let campaign = try await write(leads)
      let messages = try await approve(campaign)
      try await send(app, campaign, messages)
      let (lead, message) = try await answerAsRecipient(app)
      try await answer(lead, message, app)
      try await unsubscribe(app)
      try await check(try await door.send("POST", "/api/audit/verify"))
    }

    private func importSamples(_ app: Application) async throws {
      let run = try await app.imports.importFile(samples, as: ActingAs(.agent))
      try require(run.imported > 0 && run.failed == 0, "import", "\(run.imported) leads came in, \(run.failed) failed")
      say("import", "\(run.imported) sample leads came in from \(samples.split(separator: "/").last ?? "")")
    }

    private func review() async throws -> [String] {
      let all = try await door.send("GET", "/api/leads?state=pending_review&has_email=true&limit=5")["data"].items
      try require(all.count >= 3, "review", "there are only \(all.count) leads with an address")
      let ids = all.prefix(3).map { $0["id"].shown }
      for id in ids {
        let state = try await door.send("POST", "/api/leads/\(id)/approve")["lead"]["state"].shown
        try require(state == "approved", "review", "a lead is \(state)")
      }
      say("review", "approved \(ids.count): \(all.prefix(3).map { $0["business_name"].shown }.joined(separator: ", "))")
      return Array(ids)
    }

    private func write(_ leads: [String]) async throws -> String {
      let step = JSON.members([
        "subject": "A question about {{ business_name }}",
        "text":
          "Hello{% if first_name is defined %} {{ first_name }}{% endif %},\n\nI liked {{ business_name }}{% if city is defined %} in {{ city }}{% endif %}. Shall we talk?\n\n{{ sender.name }}",
      ])
      let made = try await door.send(
        "POST", "/api/campaigns", .members(["name": "Demo", "steps": .array([step]), "leads": .texts(leads)]))["campaign"]
      try require(
        made["counts"]["composed"].count == leads.count, "compose", "only \(made["counts"]["composed"].shown) mails were written")
      say("compose", "wrote \(leads.count) mails in the campaign “\(made["name"].shown)”")
      return made["id"].shown
    }

    private func approve(_ campaign: String) async throws -> [String] {
      let waiting = try await door.send("GET", "/api/messages?state=composed&campaign_id=\(campaign)")["data"].items
      for message in waiting {
        let id = message["id"].shown
        let state = try await door.send("POST", "/api/messages/\(id)/approve", .members(["hash": message["hash"]]))["message"][
          "state"
        ].shown
        try require(state == "queued", "approve", "a mail is \(state)")
      }
      say(
        "approve",
        "approved \(waiting.count) mails, each by the hash of what was shown, such as “\(waiting.first?["subject"].shown ?? "")”")
      return waiting.map { $0["id"].shown }
    }

    private func send(_ app: Application, _ campaign: String, _ messages: [String]) async throws {
      let early = try await app.sendDueNow()
      try require(early.sent == 0, "send", "mail left before the campaign was started")
      _ = try await door.send("POST", "/api/campaigns/\(campaign)/start")
      let pass = try await app.sendDueNow()
      try require(pass.sent == messages.count, "send", "\(pass.sent) of \(messages.count) mails were sent")
      let again = try await app.sendDueNow()
      try require(again.sent == 0, "send", "a second pass sent \(again.sent) mails again")
      let kept = try await door.send("GET", "/api/practice")["data"].items
      try require(kept.count == messages.count, "practice mailbox", "it holds \(kept.count) mails")
      say("send", "\(pass.sent) mails are in the practice mailbox; a second pass sent none")
    }

    private func answerAsRecipient(_ app: Application) async throws -> (lead: String, message: String) {
      let mail = try await door.send("GET", "/api/practice")["data"].items.last ?? .null
      let shown = try await door.send("GET", "/api/practice/\(mail["id"].shown)")
      try require(
        shown["text"].shown.contains("unsubscribe") && shown["text"].shown.contains("1 Sample Street"), "mail",
        "opt-out or postal address is missing")
      _ = try await door.send(
        "POST", "/api/practice/\(mail["id"].shown)/reply",
        .members(["kind": "reply", "text": "Yes, I am interested. When can we talk?"]))
      let found = try await app.checkInboxNow()
      try require(found.replies == 1, "reply", "\(found.replies) replies were found")
      let reply = try await door.send("GET", "/api/replies?state=open")["data"].items.first ?? .null
      let lead = try await door.send("GET", "/api/leads/\(reply["lead_id"].shown)")["lead"]
      let message = try await door.send("GET", "/api/messages/\(reply["message_id"].shown)")["message"]
      try require(
        lead["state"].shown == "replied" && message["state"].shown == "replied", "reply",
        "lead is \(lead["state"].shown), mail is \(message["state"].shown)")
      try require(reply["class"].shown == "interested", "reply", "it is taken for “\(reply["class"].shown)”")
      say("reply", "\(reply["lead_name"].shown) answered “\(reply["snippet"].shown)”: \(reply["class"].shown)")
      return (lead["id"].shown, reply["id"].shown)
    }

    private func answer(_ lead: String, _ reply: String, _ app: Application) async throws {
      let suggestion = try await door.send("GET", "/api/replies/\(reply)")["suggestion"]["text"].shown
      try require(suggestion.contains("https://calendar.example/dana"), "answer", "no answer with the calendar was drafted")
      let queued = try await door.send("POST", "/api/replies/\(reply)/answer", .members(["text": .string(suggestion)]))["message"]
      try require(queued["state"].shown == "queued", "answer", "it is \(queued["state"].shown)")
      let pass = try await app.sendDueNow()
      try require(pass.sent == 0, "answer", "it left although it could still be taken back")
      let back = try await door.send("POST", "/api/messages/\(queued["id"].shown)/cancel")["message"]["state"].shown
      try require(back == "cancelled", "answer", "it is \(back) after it was taken back")
      say("answer", "an answer with the calendar link was queued for 30 s and taken back")
    }

    private func unsubscribe(_ app: Application) async throws {
      let mail = try await door.send("GET", "/api/practice")["data"].items.first { !$0["answered"].isTrue } ?? .null
      _ = try await door.send("POST", "/api/practice/\(mail["id"].shown)/reply", .members(["kind": "unsubscribe"]))
      _ = try await app.checkInboxNow()
      let list = try await door.send("GET", "/api/suppressions")["data"].items
      try require(list.contains { $0["shown"] == mail["to"] }, "unsubscribe", "the address is not on the list")
      say("unsubscribe", "\(mail["to"].shown) gets no more mail")
    }

    private func check(_ trail: JSON) async throws {
      try require(trail["ok"].isTrue, "trail", trail["problem"].shown)
      say("trail", "\(trail["checked"].shown) entries, whole")
    }

    private func say(_ step: String, _ text: String) { terminal.line("✓ \(step): \(text)") }

    private func require(_ holds: Bool, _ step: String, _ detail: String) throws {
      guard holds else { throw Broken(step: step, detail: detail) }
    }
  }
}

/// A folder for a short while.
private enum ShortLived {
  static func folder(_ environment: [String: String]) -> String {
    (environment["TMPDIR"] ?? "/tmp") + "/cold-outreach-demo-" + RandomText.hex(bytes: 6)
  }
}
