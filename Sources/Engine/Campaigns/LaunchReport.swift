import Outreach
import Store

/// What the leads of a campaign lack for those of its mails and tasks that are not written yet, so that it is known before it starts.
extension TemplateCheck {
  /// Which leads are looked at.
  public enum Part: String, CaseIterable, Sendable {
    /// In the campaign, and on their way.
    case enrolled
    /// Approved and in no campaign: those that would be added.
    case approved
  }

  /// One page of a campaign's leads.
  /// - Parameter after: what the page before gave as `next`; 0 for the first.
  /// - Returns: the page, and the sequences of it that lack something.
  public func page(
    of id: Campaign.ID, _ part: Part, after: Int, in work: Work
  ) throws -> (page: Page, lacking: [Enrollment.ID]) {
    let (campaign, steps) = (try CampaignTable.get(id, in: work), try StepTable.list(of: id, in: work))
    let rows = try Self.audience(id, part).page(after: after, limit: Self.pageSize, in: work)
    var page = Page()
    var lacking: [Enrollment.ID] = []
    page.next = rows.count == Self.pageSize ? rows.last?.number : nil
    let builder = ContentBuilder(policy: policy, manner: .init(campaign))
    for (_, lead) in rows {
      let ahead = steps.filter { $0.applies(hasEmail: lead.details.email != nil) }
      guard part == .enrolled else {
        page.lookedAt += 1
        if ahead.isEmpty { page.withoutEmail += 1 }
        Self.look(lead, try ahead.compactMap { try Self.wording($0, lead, in: work) }, builder, &page)
        continue
      }
      let enrollment = try EnrollmentTable.list(of: lead.id, in: work).first { $0.campaignID == id }
      guard let enrollment, enrollment.state == .active || enrollment.state == .held else { continue }
      page.lookedAt += 1
      let open = try ahead.filter { step in
        guard step.position >= enrollment.position else { return false }
        return step.kind.isTask
          ? try !TaskTable.contains(enrollment: enrollment.id, step: step.id, in: work)
          : try !MessageTable.contains(enrollment: enrollment.id, step: step.id, in: work)
      }
      let own = try self.builder(of: enrollment, campaign, in: work) ?? builder
      if Self.look(lead, try open.compactMap({ try Self.wording($0, lead, in: work) }), own, &page) {
        lacking.append(enrollment.id)
      }
    }
    page.sort()
    return (page, lacking)
  }

  /// How many leads there are to look at.
  public static func count(of id: Campaign.ID, _ part: Part, in work: Work) throws -> Int {
    try audience(id, part).count(in: work)
  }

  private static func audience(_ id: Campaign.ID, _ part: Part) -> LeadAudience { part == .enrolled ? .campaign(id) : .approved }

  /// Another mailbox may know less of its sender than the primary one.
  private func builder(of enrollment: Enrollment, _ campaign: Campaign, in work: Work) throws -> ContentBuilder? {
    guard let kept = try EnrollmentTable.mailbox(of: enrollment.id, in: work), policy.mailboxes.contains(kept) else { return nil }
    return ContentBuilder(policy: policy.of(kept), manner: .init(campaign))
  }

  /// What a step says to a lead, by the dice that write it.
  private static func wording(_ step: Step, _ lead: Lead, in work: Work) throws -> Wording? {
    try step.variant(for: lead.id).map { variant in
      Wording(
        mail: step.position, subject: step.kind.isTask ? "" : variant.subject, text: variant.text,
        html: step.kind.isTask ? nil : variant.html, seed: "\(lead.id)/\(step.id)",
        opening: step.kind.isTask ? nil : try Opening.of(lead.id, step.id, for: variant, in: work))
    }
  }
}

extension TemplateCheck.Page {
  /// Adds the next page to those before it.
  mutating func add(_ other: Self) {
    lookedAt += other.lookedAt
    withoutEmail += other.withoutEmail
    affected += other.affected
    next = other.next
    for row in other.missing {
      if let at = missing.firstIndex(where: { $0.name == row.name }) {
        missing[at].count += row.count
        missing[at].mails.formUnion(row.mails)
      } else {
        missing.append(row)
      }
    }
    for row in other.troubles {
      if let at = troubles.firstIndex(where: {
        ($0.mail, $0.field, $0.line, $0.detail) == (row.mail, row.field, row.line, row.detail)
      }) {
        troubles[at].count += row.count
      } else {
        troubles.append(row)
      }
    }
    sort()
  }

  /// What is missing, in a sentence: “city (12 leads), first_name (1 lead)”.
  var words: String {
    let names = missing.prefix(10).map { "\($0.name) (\($0.count) \($0.count == 1 ? "lead" : "leads"))" }
    let other = troubles.prefix(3).map { "step \($0.mail + 1), \($0.field): \($0.detail) (\($0.count))" }
    return (names + other).joined(separator: ", ")
  }
}

extension Campaigns {
  /// What becomes of leads that lack something when a campaign starts.
  public enum Lacking: String, CaseIterable, Sendable {
    /// They get nothing more of it; their sequences are stopped and can be taken up again.
    case leaveOut = "leave_out"
    /// They get what can be written, and are held before what can't.
    case hold
  }

  /// Starts a campaign after looking at every lead of it.
  /// - Parameters:
  ///   - instead: what the mails say where a variable is not known, by the variable's name; put into the campaign first.
  ///   - lacking: what becomes of leads that lack something all the same; nil refuses the start where there are any.
  /// - Returns: what was missing all the same, over all leads of the campaign.
  /// - Throws: `.refused` with a field `lacking` and what is missing.
  public func start(
    _ id: Campaign.ID, instead: [String: String] = [:], lacking choice: Lacking? = nil, as acting: ActingAs
  ) async throws -> TemplateCheck.Page {
    let policy = settings.policy
    // What refuses the start in any case comes before anything is changed for it.
    try await base.read { work in
      _ = try CampaignTable.get(id, in: work).state.after(.start)
      try LaunchCheck.pass(CampaignTable.steps(of: id, in: work), policy: policy)
    }
    try await say(instead, in: id, as: acting)
    let (report, lacking) = try await lacks(of: id)
    if report.affected > 0, choice == nil { throw Self.refusal(report) }
    if choice == .leaveOut { try await leaveOut(lacking, as: acting) }
    _ = try await move(id, .start, as: acting)
    return report
  }

  /// Puts words into a campaign's mails for variables that are not known of every lead. What was written of a mail that changes is
  /// written anew, and its approval is void.
  public func say(_ instead: [String: String], in id: Campaign.ID, as acting: ActingAs) async throws {
    guard !instead.isEmpty else { return }
    let steps = try await base.read { work in
      _ = try CampaignTable.get(id, in: work)
      return try StepTable.list(of: id, in: work)
    }
    let changed = steps.map { step -> NewStep in
      var new = NewStep(subject: "", text: "", html: nil)
      (new.id, new.kind, new.audience, new.wait) = (step.id, step.kind, step.audience, step.wait)
      new.variants = step.variants.map { variant in
        .init(
          key: variant.key, subject: Fallback.put(instead, into: variant.subject),
          text: Fallback.put(instead, into: variant.text), html: variant.html.map { Fallback.put(instead, into: $0) })
      }
      return new
    }
    var change = Change()
    change.steps = changed
    _ = try await edit(id, change, as: acting)
  }

  /// What all leads of a campaign lack.
  private func lacks(of id: Campaign.ID) async throws -> (report: TemplateCheck.Page, lacking: [Enrollment.ID]) {
    let check = TemplateCheck(policy: settings.policy)
    var report = TemplateCheck.Page()
    var lacking: [Enrollment.ID] = []
    var after: Int? = 0
    while let from = after {
      try Task.checkCancellation()
      let found = try await base.read { work in try check.page(of: id, .enrolled, after: from, in: work) }
      report.add(found.page)
      lacking += found.lacking
      after = found.page.next
    }
    return (report, lacking)
  }

  private func leaveOut(_ lacking: [Enrollment.ID], as acting: ActingAs) async throws {
    for start in stride(from: 0, to: lacking.count, by: 200) {
      let batch = lacking[start..<min(start + 200, lacking.count)]
      try await base.write(as: acting) { work in
        for id in batch {
          guard let enrollment = try EnrollmentTable.find(id, in: work) else { continue }
          try Sequence.stop(enrollment, reason: "Left out: something that its mails need is not known.", in: work)
        }
      }
    }
  }

  private static func refusal(_ report: TemplateCheck.Page) -> Fault {
    let leads = report.affected == 1 ? "1 lead" : "\(report.affected) of \(report.lookedAt) leads"
    return Fault(
      .refused,
      "For \(leads) something is missing that a mail of this campaign needs, so that mail can't be written. Say what to write instead, leave these leads out, or start and hold each of them before that mail.",
      fields: [.init("lacking", report.words)])
  }
}
