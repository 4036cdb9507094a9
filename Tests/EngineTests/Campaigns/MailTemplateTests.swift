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

  @Test func `a template carries files, its versions keep theirs, and a step made from it takes them over`() async throws {
    let bench = try await MailBench.make()
    let (templates, attachments) = (MailTemplates(base: bench.base), Attachments(base: bench.base))
    func take(_ name: String) async throws -> AttachedFile {
      try await attachments.take(name: name, bytes: Array("%PDF-1.7 \(name)".utf8), as: MailBench.me)
    }
    let (old, new) = (try await take("old.pdf"), try await take("new.pdf"))
    let mails = [MailTemplate.Mail(subject: "S", text: "T"), MailTemplate.Mail(subject: "", text: "U", wait: 3)]
    let made = try await templates.create(
      name: "Mine", mails: mails, files: [[.init(id: old.id, name: "Prices.pdf")], nil], as: MailBench.me)
    #expect(made.mails[0].attachments.map(\.name) == ["Prices.pdf"] && made.mails[1].attachments.isEmpty)
    // Who says nothing of files changes none.
    let renamed = try await templates.edit(made.id, version: 1, name: "Ours", mails: mails, as: MailBench.me)
    #expect(renamed.mails[0].attachments == made.mails[0].attachments)
    let changed = try await templates.edit(
      made.id, version: 2, name: nil, mails: mails, files: [[.init(id: new.id)], []], as: MailBench.me)
    #expect(changed.mails[0].attachments == [new])
    // Nothing uses them but templates and their versions, and they stay for as long.
    bench.clock.advance(seconds: 10 * 86_400)
    try await bench.base.write { work in _ = try AttachmentTable.removeUnused(in: work) }
    let back = try await templates.restore(made.id, version: 1, as: MailBench.me)
    #expect(back.mails[0].attachments.map(\.id) == [old.id])
    #expect(try await attachments.get(.init(id: new.id)).file == new)
    var step = Campaigns.NewStep(subject: "S", text: "T {{ business_name }}", html: nil)
    step.files = back.mails[0].attachments.map { .init(id: $0.id, name: $0.name) }
    let campaign = try await bench.sequence([step])
    let mail = try #require(try await bench.approved([bench.lead("a@firm.example")], in: campaign).first)
    #expect(mail.content.attachments == back.mails[0].attachments)
    #expect(
      await Self.code {
        _ = try await templates.edit(
          made.id, version: 4, name: nil, mails: mails, files: [[.init(id: .init(at: 1))]], as: MailBench.me)
      } == .notFound)
  }
}
