import Fakes
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct DraftsForManyTests {
  /// A bench with leads whose mails wait, or would be written, and a service that writes what a test says.
  private struct World {
    let bench: MailBench
    let writer: ScriptedWriter
    let proposals: Proposals
    let campaign: Campaign
    let leads: [Lead]
    let waits: NotedWaits

    /// Runs the jobs of drafts that are due, as the scheduler does.
    @discardableResult
    func run() async throws -> JobResult? {
      var result: JobResult?
      while let job = try await bench.base.write({ work in try JobTable.take(lease: "test", in: work) }) {
        if job.kind == ProposeMany.kind {
          try await proposals.batchHandler.run(job.payload, JobProgress(id: job.id, base: bench.base))
          result = try await bench.base.read { work in try JobResult.of(job.id, in: work) }
        }
        if job.kind == GoOn.kind {
          try await GoOn.handler(bench.campaigns).run(job.payload, JobProgress(id: job.id, base: bench.base))
        }
        try await bench.base.write { work in try JobTable.end(job.id, .complete, in: work) }
      }
      return result
    }

    func ask(_ kind: WriterAsk.Kind = .mail, _ choice: Proposals.Choice? = nil) async throws -> JobResult? {
      _ = try await proposals.askMany(
        choice ?? (kind == .mail ? .leads(leads.map(\.id), in: nil) : .campaign(campaign.id)), kind: kind, as: MailBench.me)
      return try await run()
    }

    func opening(of lead: Lead) async throws -> Proposal {
      try #require(
        try await bench.base.read { work in try ProposalTable.list(of: lead.id, in: work) }.first { $0.kind == .snippet })
    }
  }

  private static let plain = "Hello,\n\nWe photograph bread for bakeries like {{ business_name }}.\n\nBest regards\nMia"
  private static let good = Result<WriterAnswer, WriterRefusal>.success(
    ScriptedWriter.answer(subject: "Your bread", [("We photograph bread for bakeries.", ["e2"])]))
  private static let opener = Result<WriterAnswer, WriterRefusal>.success(
    ScriptedWriter.answer([("We photograph bread <3 & \"rolls\" for bakeries.", ["e2"]), ("Order at evil-shop.com.", ["e1"])]))

  private func world(
    _ count: Int = 3, _ answers: [Result<WriterAnswer, WriterRefusal>] = [], _ changes: [String: String?] = [:],
    text: String = plain,
    html: String? = nil, enrolls: Bool = true, agreed: Bool = true, onWait: @escaping @Sendable () throws -> Void = {}
  ) async throws -> World {
    let bench = try await MailBench.make(ScriptedWriter.settings.merging(changes) { $1 })
    let campaign = try await bench.campaigns.create(
      name: "Spring", steps: [.init(subject: "Pictures for {{ business_name }}", text: text, html: html)], window: nil,
      dailyCap: nil,
      as: MailBench.me)
    var leads: [Lead] = []
    for number in 1...count { leads.append(try await bench.lead("a\(number)@bakery\(number).example", name: "Bakery \(number)")) }
    if enrolls {
      _ = try await bench.campaigns.move(campaign.id, .start, as: MailBench.me)
      _ = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    }
    let (writer, waits, clock) = (ScriptedWriter(answers), NotedWaits(), bench.clock)
    let proposals = Proposals(
      base: bench.base, settings: bench.settings, writer: writer,
      wait: { seconds in
        waits.add(seconds)
        try onWait()
        clock.advance(seconds: Int(seconds))
      })
    if agreed { try await proposals.accept(terms: writer.info.terms, as: MailBench.me) }
    return World(bench: bench, writer: writer, proposals: proposals, campaign: campaign, leads: leads, waits: waits)
  }

  @Test func `what it would cost and send is told before, and nothing is sent without consent`() async throws {
    let world = try await world(3, [Self.good, Self.good, Self.good], agreed: false)
    #expect(try await world.proposals.outlook(.campaign(world.campaign.id), kind: .mail).count == 3)
    let outlook = try await world.proposals.outlook(.approved, kind: .mail)
    #expect(outlook.count == 3 && outlook.written == 0 && outlook.standing.problem != nil && outlook.likelyMicros == nil)
    let first = try #require(outlook.first)
    #expect(first.name == "Bakery 1" && outlook.mostMicros >= 3 * 10_000 && outlook.mostMicros < 4 * first.look.mostMicros)
    await #expect(throws: Fault.self) { try await world.ask() }
    #expect(world.writer.requests.isEmpty)
    try await world.proposals.accept(terms: world.writer.info.terms, as: MailBench.me)
    let stale = await #expect(throws: Fault.self) {
      try await world.proposals.askMany(.approved, kind: .mail, seen: "another", as: MailBench.me)
    }
    #expect(stale?.code == .stale)
    _ = try await world.proposals.askMany(.approved, kind: .mail, seen: first.look.hash, as: MailBench.me)
    let result = try await world.run()
    #expect(result?.done == 3 && result?.skippedCount == 0 && world.writer.requests.first == first.look.request)
    // 400 tokens at $1 and 100 at $10 a million are $0.0014 each.
    let later = try await world.proposals.outlook(.approved, kind: .snippet)
    #expect(later.count == 3 && later.likelyMicros == 3 * 1_400)
  }

  @Test func `each draft waits for the person, nothing is approved, and asking again costs nothing`() async throws {
    let world = try await world(3, [Self.good, Self.good, Self.good])
    #expect(try await world.ask()?.done == 3)
    for lead in world.leads {
      let mail = try #require(try await world.bench.mails(of: lead).first)
      #expect(mail.state == .composed && mail.content.subject.hasPrefix("Pictures for Bakery"))
      #expect(try await world.proposals.of(mail.id).first?.proposal.content?.line == "We photograph bread for bakeries.")
    }
    let (list, job) = try await world.proposals.waiting()
    #expect(list.map(\.state) == [.mail, .mail, .mail] && list.allSatisfy { $0.message != nil } && job == nil)
    let again = await #expect(throws: Fault.self) { try await world.ask() }
    #expect(again?.code == .illegalState && world.writer.requests.count == 3)
    let added = try await world.bench.lead("new@bakery4.example", name: "Bakery 4")
    _ = try await world.bench.campaigns.enroll(.these([added.id]), in: world.campaign.id, as: MailBench.me)
    world.writer.will(Self.good)
    #expect(try await world.ask(.mail, .leads((world.leads + [added]).map(\.id), in: nil))?.done == 1)
    #expect(world.writer.requests.count == 4)
    let taken = try #require(list.first)
    let mail = try #require(taken.message)
    _ = try await world.proposals.take(taken.proposal.id, into: mail, version: 1, as: MailBench.me)
    #expect(try await world.proposals.waiting().list.count == 3)
    // Taken back beside its mail it waits again; only openings are accepted from afar.
    try await world.proposals.accept(taken.proposal.id, false, as: MailBench.me)
    #expect(try await world.proposals.waiting().list.count == 4)
    await #expect(throws: Fault.self) { try await world.proposals.accept(taken.proposal.id, true, as: MailBench.me) }
  }

  @Test func `what goes wrong with one is said of that one, and can be tried again`() async throws {
    let blocked = Result<WriterAnswer, WriterRefusal>.failure(WriterRefusal(.blockedAnswer, "Blocked."))
    let world = try await world(3, [Self.good, blocked, Self.good])
    let result = try await world.ask()
    #expect(result?.done == 2 && result?.skipped == [.init(id: world.leads[1].id.rawValue, detail: "Blocked.")])
    let failed = try await world.proposals.waiting().list.filter { $0.state == .failed }
    #expect(failed.map(\.leadName) == ["Bakery 2"] && failed.map(\.problem) == ["Blocked."])
    world.writer.will(Self.good)
    #expect(try await world.ask(.mail, .failed)?.done == 1)
    #expect(try await world.proposals.waiting().list.allSatisfy { $0.state == .mail })
  }

  @Test func `a limit ends it for all that are left, with the reason, and a day later they can be written`() async throws {
    let rows: [([String: String?], String, written: Int)] = [
      (["GEMINI_MAX_REQUESTS_PER_DAY": "2"], "24 hours", 2), (["GEMINI_MAX_COST_CENTS": "2"], "$0.02", 1),
    ]
    var dear = try Self.good.get()
    dear.tokens.output = 900
    for (changes, word, written) in rows {
      let world = try await world(4, Array(repeating: .success(dear), count: 9), changes)
      #expect(try await world.proposals.outlook(.approved, kind: .mail).reach == (written == 2 ? 2 : 4))
      let result = try await world.ask()
      #expect(
        result?.done == written && result?.skippedCount == 4 - written && world.writer.requests.count == written, "\(changes)")
      #expect(result?.skipped.allSatisfy { $0.detail.contains(word) } == true, "\(result as Any)")
      world.bench.clock.advance(seconds: 31 * 86_400)
      #expect(try await world.ask(.mail, .failed)?.done ?? 0 >= 1)
    }
  }

  @Test func `no more requests leave in a minute than the person allows`() async throws {
    let world = try await world(5, Array(repeating: Self.good, count: 5), ["GEMINI_MAX_REQUESTS_PER_MINUTE": "2"])
    #expect(try await world.ask()?.done == 5)
    // Two at once, then the next once the minute of the one two before it is over.
    #expect(world.waits.list == [60, 60])
  }

  @Test func `stopped by the person what came stays; ended with the program the rest comes after`() async throws {
    for isPerson in [true, false] {
      let world = try await world(
        3, Array(repeating: Self.good, count: 3), ["GEMINI_MAX_REQUESTS_PER_MINUTE": "1"],
        onWait: {
          withUnsafeCurrentTask { $0?.cancel() }
          throw CancellationError()
        })
      let (id, batch, count) = try await world.proposals.askMany(.approved, kind: .mail, as: MailBench.me)
      #expect(count == 3)
      let (base, proposals) = (world.bench.base, world.proposals)
      let job = try #require(try await base.write { work in try JobTable.take(lease: "test", in: work) })
      let pending = try await base.read { work in try ProposalTable.counts(of: batch, in: work) }
      #expect(job.id == id && pending == (3, 0, 0))
      if isPerson { try await base.write { work in try JobTable.move(id, .cancel, in: work) } }
      let run = Task { try await proposals.batchHandler.run(job.payload, JobProgress(id: id, base: base)) }
      await #expect(throws: CancellationError.self) { try await run.value }
      let counts = try await base.read { work in try ProposalTable.counts(of: batch, in: work) }
      let list = try await world.proposals.waiting().list
      if isPerson {
        // Its cancelled row is seen before the first request.
        #expect(counts == (3, 0, 3) && list.map(\.problem) == Array(repeating: "It was stopped before its turn.", count: 3))
        continue
      }
      #expect(counts == (3, 1, 0) && list.filter { $0.state == .waiting }.count == 2)
      world.bench.clock.advance(seconds: 61)
      try await base.write { work in try JobTable.giveBack(id, in: work) }
      let clock = world.bench.clock
      let next = Proposals(
        base: base, settings: world.bench.settings, writer: world.writer, wait: { clock.advance(seconds: Int($0)) })
      _ = try await next.runHere(batch, kind: .mail)
      #expect(try await base.read { work in try ProposalTable.counts(of: batch, in: work) } == (3, 3, 0))
      #expect(world.writer.requests.count == 3)
    }
  }

  // MARK: Openings in templates

  private static let asking = "Hello,\n\n{{ opening }}\n\nWe photograph bread for bakeries.\n\nBest regards\nMia"

  @Test func `a template may ask for an opening, which is undefined until the person accepted it`() async throws {
    let world = try await world(
      2, [Self.opener, Self.opener], text: Self.asking, html: "<p>{{ opening }}</p>", enrolls: false)
    let (bench, id) = (world.bench, world.campaign.id)
    let lacks = {
      try await bench.base.read { work in
        try TemplateCheck(policy: bench.settings.policy).page(of: id, .approved, after: 0, in: work).page
      }
    }
    let missing = try await lacks().missing
    #expect(missing.map(\.name) == ["opening"] && missing.first?.count == 2)
    let refused = try await bench.campaigns.enroll(.allApproved, in: id, as: MailBench.me)
    #expect(refused.enrolled == 0 && refused.skipped.first?.detail.contains("No opening is accepted") == true)
    #expect(try await world.ask(.snippet)?.done == 2)
    // What is written is not accepted yet.
    #expect(try await lacks().affected == 2)
    #expect(try await world.proposals.waiting().list.map(\.state) == [.opening, .opening])
    let first = try await world.opening(of: world.leads[0])
    try await world.proposals.accept(first.id, true, as: MailBench.me)
    #expect(try await lacks().affected == 1)
    let enrolled = try await bench.campaigns.enroll(.allApproved, in: id, as: MailBench.me)
    #expect(enrolled.enrolled == 1 && enrolled.skippedCount == 1)
    let mail = try #require(try await bench.mails(of: world.leads[0]).first)
    let words = "We photograph bread <3 & \"rolls\" for bakeries."
    #expect(mail.content.text.hasPrefix("Hello,\n\n\(words)\n\nWe photograph") && !mail.content.text.contains("evil"))
    #expect(mail.content.html?.hasPrefix("<p>We photograph bread &lt;3 &amp; &#34;rolls&#34; for bakeries.</p>") == true)
    #expect(mail.state == .composed && mail.approvedHash == nil)
    let variables = try await bench.base.read { work in
      try TemplateVariables.of(.campaign(id), policy: bench.settings.policy, offersOpenings: true, in: work).variables
    }
    #expect(variables.first { $0.name == "opening" }?.have == 1 && variables.first { $0.name == "opening" }?.example == words)
    // The request knows nothing of an opening that was accepted, so it stays the same.
    #expect(try await world.proposals.of(mail.id).first?.isOld == false)
  }

  @Test func `an accepted opening is data: what looks like a template in it stays as it is`() async throws {
    let world = try await world(1, [Self.opener], text: Self.asking, enrolls: false)
    _ = try await world.ask(.snippet)
    let proposal = try await world.opening(of: world.leads[0])
    var content = try #require(proposal.content)
    content.sentences[0].text = "We say {{ sender.email }} and {% if x %}."
    let (changed, base) = (content, world.bench.base)
    try await base.write { work in
      try ProposalTable.keep(changed, lead: proposal.leadID, step: proposal.stepID, kind: .snippet, in: work)
      try ProposalTable.accept(proposal.id, true, in: work)
    }
    #expect(try await world.bench.campaigns.enroll(.allApproved, in: world.campaign.id, as: MailBench.me).enrolled == 1)
    #expect(
      try await world.bench.mails(of: world.leads[0]).first?.content.text.contains("We say {{ sender.email }} and {% if x %}.")
        == true)
  }

  @Test func `accepting writes the mail anew and voids its approval; taking it back too; no other mail changes`() async throws {
    let asking = "Hello,\n\n{{ opening | default(\"I like bread.\") }}\n\nWe photograph bread for bakeries.\n\nBest regards\nMia"
    let world = try await world(2, [Self.opener, Self.opener], text: asking)
    let bench = world.bench
    let before = try #require(try await bench.mails(of: world.leads[0]).first)
    let other = try #require(try await bench.mails(of: world.leads[1]).first)
    #expect(before.content.text.contains("I like bread."))
    _ = try await world.ask(.snippet)
    _ = try await bench.messages.approve(before.id, seen: before.contentHash, as: MailBench.me)
    let proposal = try await world.opening(of: world.leads[0])
    try await world.proposals.accept(proposal.id, true, as: MailBench.me)
    let now = try await bench.now(before)
    #expect(now.content.text.contains("bread <3") && now.state == .composed && now.approvedHash == nil)
    #expect(try await bench.now(other) == other)
    try await world.proposals.accept(proposal.id, false, as: MailBench.me)
    #expect(try await bench.now(before).content.text.contains("I like bread."))
    // Beside its mail it is taken the same way, and forgetting it takes it out again.
    let shown = try #require(try await world.proposals.of(before.id).first)
    #expect(shown.fillsTemplate)
    let taken = try await world.proposals.take(proposal.id, into: before.id, version: bench.now(before).version, as: MailBench.me)
    #expect(taken.content.text.contains("bread <3") && !taken.content.text.contains("I like bread."))
    try await world.proposals.discard(proposal.id, as: MailBench.me)
    #expect(try await bench.now(before).content.text.contains("I like bread."))
    let whole = try await bench.base.read { work in try ProposalTable.list(of: world.leads[0].id, in: work) }
    #expect(whole.isEmpty)
  }

  @Test func `a sequence that ended for want of an opening goes on once there is one`() async throws {
    let world = try await world(1, [Self.opener])
    let bench = world.bench
    let mail = try #require(try await bench.mails(of: world.leads[0]).first)
    let steps = try await bench.steps(world.campaign)
    var change = Campaigns.Change()
    (change.approval, change.steps) = (.each, steps + [.init(subject: "", text: Self.asking, html: nil)])
    _ = try await bench.campaigns.edit(world.campaign.id, change, as: MailBench.me)
    let now = try await bench.now(mail)
    _ = try await bench.messages.approve(mail.id, seen: now.contentHash, as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 1)
    try await world.run()
    #expect(try await bench.enrollments(world.leads[0]).first?.state == .failed)
    _ = try await world.ask(.snippet)
    try await world.proposals.accept(try await world.opening(of: world.leads[0]).id, true, as: MailBench.me)
    try await world.run()
    #expect(try await bench.enrollments(world.leads[0]).first?.state == .active)
    #expect(try await bench.mails(of: world.leads[0]).last?.content.text.contains("bread <3") == true)
  }

  @Test func `whether a wording asks for an opening is read from its tags`() {
    let rows: [(String, Bool)] = [
      ("{{ opening }}", true), ("{{opening|default('x')}}", true), ("{% if opening %}x{% endif %}", true),
      ("{{- opening -}}", true),
      ("{{ \"a\" ~ opening }}", true), ("Your opening hours", false), ("{{ custom.opening }}", false), ("{{ openings }}", false),
      ("{{ city }} opening {{ name }}", false), ("{{ \"opening\" }}", false),
    ]
    for (source, wanted) in rows { #expect(Opening.isWanted(in: source) == wanted, "\(source)") }
  }
}
