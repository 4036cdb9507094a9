import API
import JSONText
import Outreach
import Platform

/// The commands of templates. A file holds one or several as JSON, as `templates export` writes them, or one mail as a text.
enum TemplateCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command(
      "templates list", "Lists the templates.", options: [.flag("--starters", "Those that come with the program.")]
    ) { context in
      let path = context.arguments.has("--starters") ? "/api/starters" : "/api/templates"
      return try await ProductCommands.print(context, "GET", path) { answer in
        ProductCommands.table(answer["data"].items.map(row))
      }
    },
    Command(
      "templates show", "Shows a template with its mails and earlier versions.", operands: .exactly("ID"),
      options: [.value("--version", "N", "What it said at that version.")]
    ) { try await show($0) },
    Command(
      "templates export", "Writes templates as JSON to standard output, without their files; all where none is named.",
      operands: .optional("ID"),
      options: [.flag("--starters", "Those that come with the program.")]
    ) { try await export($0) },
    Command(
      "templates import", "Keeps the templates of files: JSON as exported, or a text whose first line is “Subject: …”.",
      operands: .some("FILE"), options: [.value("--name", "N", "What a text is called; its file's name where not given.")]
    ) { try await add($0) },
    Command(
      "templates restore", "Makes a template what it was at a version; a deleted one comes back.", operands: .exactly("ID VERSION")
    ) {
      context in
      guard let version = Int64(context.arguments.operands[1]), version > 0 else {
        throw UsageError("“\(context.arguments.operands[1])” is no version; templates show lists them.")
      }
      return try await ProductCommands.print(
        context, "POST", "/api/templates/\(ProductCommands.first(context))/restore", .members(["version": .int(version)])
      ) {
        "“\($0["template"]["name"].shown)” says what it said at version \(version); it is version \($0["template"]["version"].shown) now."
      }
    },
    Command("templates delete", "Deletes a template; templates restore brings it back.", operands: .exactly("ID")) { context in
      let path = "/api/templates/\(ProductCommands.first(context))"
      let gone = try await Door.with(context) { door in
        let template = try await door.send("GET", path)["template"]
        _ = try await door.send("DELETE", path)
        return template
      }
      ProductCommands.show(.members(["id": gone["id"], "version": gone["version"]]), context) { answer in
        "Deleted “\(gone["name"].shown)”. To bring it back: templates restore \(answer["id"].shown) \(answer["version"].shown)"
      }
      return 0
    },
  ]

  private static func row(_ one: JSON) -> [String] {
    let mails = one["steps"].items.count
    let about = one["version"] == .null ? "\(one["trade"].shown), \(one["language"].shown)" : "version \(one["version"].shown)"
    return [one["id"].shown, "\(mails) \(mails == 1 ? "mail" : "mails")", about, one["name"].shown]
  }

  private static func show(_ context: Context) async throws -> Int32 {
    var wanted: Int64?
    if let text = context.arguments.value("--version") {
      guard let number = Int64(text), number > 0 else { throw UsageError("--version needs a whole number.") }
      wanted = number
    }
    let answer = try await Door.with(context) { door in
      try await door.send("GET", "/api/templates/\(ProductCommands.first(context))")
    }
    guard let version = wanted, answer["template"]["version"].number != version else {
      ProductCommands.show(answer, context) { words($0["template"], versions: $0["versions"].items) }
      return 0
    }
    guard let old = answer["versions"].items.first(where: { $0["version"].number == version }) else {
      throw Fault(.notFound, "This template has no version \(version).")
    }
    ProductCommands.show(.members(["template": old]), context) { words($0["template"], versions: []) }
    return 0
  }

  private static func words(_ template: JSON, versions: [JSON]) -> String {
    let mails = template["steps"].items.enumerated().map { index, mail in
      let wait = index == 0 ? "" : "\nAfter \(mail["wait"].shown) business days:\n"
      let subject = mail["subject"].shown.isEmpty ? "(answers in the thread)" : mail["subject"].shown
      let files = mail["attachments"].items.map { "With the file \($0["name"].shown), \($0["size"].shown) bytes\n" }.joined()
      return "\(wait)Subject: \(subject)\n\n\(mail["text"].shown)\n\(mail["html"] == .null ? "" : "(with HTML)\n")\(files)"
    }
    let earlier = versions.map { "Version \($0["version"].shown): \($0["name"].shown)" }
    let head = "\(template["name"].shown), version \(template["version"].shown)\n\n"
    return head + mails.joined() + (earlier.isEmpty ? "" : "\nEarlier:\n" + earlier.joined(separator: "\n"))
  }

  private static func export(_ context: Context) async throws -> Int32 {
    let isStarters = context.arguments.has("--starters")
    let found = try await Door.with(context) { door -> [JSON] in
      guard let id = context.arguments.operands.first, !isStarters else {
        let all = try await door.send("GET", isStarters ? "/api/starters" : "/api/templates")["data"].items
        guard let id = context.arguments.operands.first else { return all }
        guard let one = all.first(where: { $0["id"].shown == id }) else { throw Fault(.notFound, "There is no such starter.") }
        return [one]
      }
      return [try await door.send("GET", "/api/templates/\(id)")["template"]]
    }
    let kept = found.map { JSON.members(["name": $0["name"], "steps": .array($0["steps"].items.map(mail))]) }
    context.terminal.line(String(decoding: JSON.members(["templates": .array(kept)]).bytes, as: UTF8.self))
    return 0
  }

  /// What a mail says, without what another base would know better.
  private static func mail(_ mail: JSON) -> JSON {
    .members(["subject": mail["subject"], "text": mail["text"], "html": mail["html"], "wait": mail["wait"]])
  }

  private static func add(_ context: Context) async throws -> Int32 {
    let files = context.arguments.operands
    let name = context.arguments.value("--name")
    if name != nil, files.count > 1 { throw UsageError("--name is for one file.") }
    // All files are read before any template is kept.
    let wanted = try files.flatMap { path in try templates(try TextCommands.file(path), path: path, name: name) }
    let made = try await Door.with(context) { door in
      var made: [JSON] = []
      for one in wanted {
        do { made.append(try await door.send("POST", "/api/templates", one)["template"]) } catch let fault as Fault {
          let kept = made.isEmpty ? "" : " Kept before it: \(made.map { "“\($0["name"].shown)”" }.joined(separator: ", "))."
          throw Fault(fault.code, "“\(one["name"].shown)”: \(fault.detail)\(kept)", fields: fault.fields)
        }
      }
      return made
    }
    ProductCommands.show(.members(["data": .array(made)]), context) { ProductCommands.table($0["data"].items.map(row)) }
    return 0
  }

  private static func templates(_ text: String, path: String, name: String?) throws(Fault) -> [JSON] {
    let start = text.first { !$0.isWhitespace }
    guard start == "{" || start == "[" else { return [try plain(text, path: path, name: name)] }
    guard let value = try? JSON(parsing: text) else {
      throw Fault(.badInput, "\(path) is no JSON that can be read.")
    }
    let list = value["templates"] == .null ? (value.items.isEmpty ? [value] : value.items) : value["templates"].items
    guard !list.isEmpty, list.allSatisfy({ !$0["name"].shown.isEmpty && !$0["steps"].items.isEmpty }) else {
      throw Fault(.badInput, "\(path) holds no templates; each needs a name and steps, as templates export writes them.")
    }
    return list.map { .members(["name": name.map(JSON.string) ?? $0["name"], "steps": .array($0["steps"].items.map(mail))]) }
  }

  private static func plain(_ text: String, path: String, name: String?) throws(Fault) -> JSON {
    let lines = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = lines.first, first.lowercased().hasPrefix("subject:") else {
      throw Fault(.badInput, "\(path) is neither JSON nor a text whose first line is “Subject: …”.")
    }
    let subject = first.dropFirst("subject:".count).drop { $0.isWhitespace }.filter { $0 != "\r" }
    let body = (lines.count > 1 ? lines[1] : "").drop { $0.isNewline }
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let title = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    return .members([
      "name": .string(name ?? title),
      "steps": .array([.members(["subject": .string(String(subject)), "text": .string(String(body))])]),
    ])
  }
}
