import Fakes
import Outreach
import Store
import Testing

@testable import Engine

/// Templates that a person keeps.
@Suite struct MailTemplateTests {
  private static func code(_ body: () async throws -> Void) async -> Fault.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? Fault)?.code ?? .storage }
  }

  @Test func `what a template said before is kept and can be brought back`() async throws {
    let bench = try await MailBench.make()
    let templates = MailTemplates(base: bench.base)
    let first = [
      MailTemplate.Mail(subject: "One", text: "Hello"),
      MailTemplate.Mail(subject: "Two", text: "Again", html: "<p>Again</p>", wait: 4),
    ]
    let made = try await templates.create(name: "Mine", mails: first, as: MailBench.me)
    let edited = try await templates.edit(
      made.id, version: made.version, name: "Ours", mails: [.init(subject: "Three", text: "Bye")], as: MailBench.me)
    #expect(edited.name == "Ours" && edited.version == 2)
    #expect(
      await Self.code { _ = try await templates.edit(made.id, version: 1, name: "Late", mails: nil, as: MailBench.me) } == .stale)
    let back = try await templates.restore(made.id, version: 1, as: MailBench.me)
    #expect(back.name == "Mine" && back.mails == first && back.version == 3)
    let names = try await bench.base.read { work in try TemplateTable.versions(of: made.id, in: work).map(\.name) }
    #expect(names == ["Ours", "Mine"])
  }

  @Test func `a removed template is gone from the list until it is brought back`() async throws {
    let bench = try await MailBench.make()
    let templates = MailTemplates(base: bench.base)
    let made = try await templates.create(name: "Mine", mails: [.init(subject: "S", text: "T")], as: MailBench.me)
    try await templates.remove(made.id, as: MailBench.me)
    #expect(try await bench.base.read { work in try TemplateTable.list(in: work) }.isEmpty)
    #expect(await Self.code { try await templates.remove(made.id, as: MailBench.me) } == .notFound)
    _ = try await templates.restore(made.id, version: made.version, as: MailBench.me)
    #expect(try await bench.base.read { work in try TemplateTable.list(in: work) }.map(\.name) == ["Mine"])
  }

  @Test func `what can't be rendered is not kept`() async throws {
    let bench = try await MailBench.make()
    let templates = MailTemplates(base: bench.base)
    for (name, mails) in [
      ("", [MailTemplate.Mail(subject: "S", text: "T")]), ("A", []), ("A", [.init(subject: "{{", text: "T")]),
      ("A", [.init(subject: "S", text: " ")]), (String(repeating: "x", count: 201), [.init(subject: "S", text: "T")]),
    ] {
      #expect(
        await Self.code { _ = try await templates.create(name: name, mails: mails, as: MailBench.me) } == .badInput,
        "\(name) \(mails)")
    }
  }
}
