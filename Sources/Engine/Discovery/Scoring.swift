import JSONText
import Outreach
import Store

/// Scores leads by a table that the person may change.
public struct Scoring: Sendable {
  private static let key = "score_rules"
  private static let batch = 500

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// The table in force: every sign once, in the standard order.
  public static func rules(in work: Work) throws -> [ScoreRule] {
    guard let text = try SettingTable.value(key, in: work),
      let own = try? JSON.decode([ScoreRule].self, from: text)
    else { return ScoreRule.standard }
    return ScoreRule.standard.map { rule in own.first { $0.sign == rule.sign } ?? rule }
  }

  /// Replaces the table and scores every lead anew, as a job.
  /// - Throws: `.badInput` with a field for each rule that can't be used.
  public func change(_ rules: [ScoreRule], as acting: ActingAs) async throws {
    try Self.check(rules)
    try await base.write(as: acting) { work in
      let before = try Self.rules(in: work)
      try SettingTable.note(Self.key, try JSON.encoded(rules), in: work)
      let after = try Self.rules(in: work)
      try ScoreTable.keep(after, in: work)
      func points(_ rules: [ScoreRule]) -> [String: String] {
        Dictionary(rules.map { ($0.sign.rawValue, "\($0.points) \($0.value)") }) { first, _ in first }
      }
      try AuditTable.append("edit", "score_rules", nil, before: points(before), after: points(after), in: work)
      try ScoreLeads().add(in: work)
    }
  }

  /// What a table would make of the leads there are.
  public struct Preview: Sendable {
    /// How many leads were looked at: the newest, at most 2,000.
    public var leads = 0
    public var before: [ScoreClass: Int] = [:]
    public var after: [ScoreClass: Int] = [:]
    public var changed = 0
    /// The leads that would move most.
    public var movers: [(id: Lead.ID, name: String, before: Int, after: Int)] = []
  }

  private static let previewLeads = 2_000

  /// What a table would change, without changing anything. - Throws: `.badInput` with a field for each rule that can't be used.
  public func preview(_ rules: [ScoreRule]) async throws -> Preview {
    try Self.check(rules)
    return try await base.read { work in
      let table = ScoreRule.standard.map { rule in rules.first { $0.sign == rule.sign } ?? rule }
      var out = Preview()
      for lead in try LeadList.page(LeadFilter(), cursor: nil, limit: Self.previewLeads, in: work).leads {
        let (before, after) = (
          lead.score ?? 0, lead.scored(by: table, verdict: try EmailVerdictTable.of(lead.id, in: work)?.verdict).score ?? 0
        )
        out.leads += 1
        out.before[ScoreClass(score: before), default: 0] += 1
        out.after[ScoreClass(score: after), default: 0] += 1
        guard before != after else { continue }
        out.changed += 1
        out.movers.append((lead.id, lead.details.businessName, before, after))
        if out.movers.count > 200 { out.movers = Self.strongest(out.movers) }
      }
      out.movers = Self.strongest(out.movers)
      return out
    }
  }

  private static func strongest(_ movers: [(id: Lead.ID, name: String, before: Int, after: Int)]) -> [(
    id: Lead.ID, name: String, before: Int, after: Int
  )] {
    Array(movers.sorted { abs($0.after - $0.before) > abs($1.after - $1.before) }.prefix(8))
  }

  private static func check(_ rules: [ScoreRule]) throws(Fault) {
    let fields = rules.compactMap { rule in rule.problem.map { Fault.Field(rule.sign.rawValue, $0) } }
    guard fields.isEmpty else { throw Fault(.badInput, "The table can't be used like this.", fields: fields) }
  }

  /// How the job is done.
  public var handler: JobHandler {
    .on(ScoreLeads.self) { _, progress in
      var after = 0
      var done = 0
      while true {
        let from = after
        let ids = try await base.read { work in try LeadTable.ids(after: from, limit: Self.batch, in: work) }
        guard let last = ids.last else { return }
        try await base.write { work in
          let rules = try Self.rules(in: work)
          for (_, id) in ids { try Self.score(id, rules, in: work) }
        }
        (after, done) = (last.number, done + ids.count)
        try await progress.report(done, of: nil)
      }
    }
  }

  /// Scores one lead anew; where the score changes, its timeline says so.
  static func score(_ id: Lead.ID, _ rules: [ScoreRule], in work: Work) throws {
    guard let lead = try LeadTable.find(id, in: work) else { return }
    let scored = lead.scored(by: rules, verdict: try EmailVerdictTable.of(id, in: work)?.verdict)
    guard scored.score != lead.score || scored.scoreReasons != lead.scoreReasons else { return }
    guard try LeadTable.update(scored, was: lead, in: work) else { return }
    guard scored.score != lead.score else { return }
    let detail = (lead.score.map { "\($0) → " } ?? "") + "\(scored.score ?? 0)"
    try LeadEventTable.add("scored", to: id, detail: detail, in: work)
  }

  /// A lead with its score by a table, before it is written; a finding on its address that it carries counts.
  static func scored(_ lead: Lead, _ rules: [ScoreRule]) -> Lead {
    lead.scored(by: rules, verdict: lead.details.emailStatus.flatMap(EmailVerdict.init(rawValue:)))
  }

  /// Notes in a lead's timeline that its score changed.
  static func note(_ lead: Lead, was before: Int?, in work: Work) throws {
    guard let before, lead.score != before else { return }
    try LeadEventTable.add("scored", to: lead.id, detail: "\(before) → \(lead.score ?? 0)", in: work)
  }

  /// Scores one lead by the table in force.
  static func score(_ id: Lead.ID, in work: Work) throws { try score(id, rules(in: work), in: work) }
}

/// Scores every lead by the table in force.
struct ScoreLeads: Job {
  static let kind = "score"
  static let title = "Score all leads"
  var lane: String { "disk" }
  var once: String? { "score" }
}
