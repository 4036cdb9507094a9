import Outreach
import Store
import Templates

/// What the leads of an audience lack for mails that are not sent yet, found by rendering every mail for every lead.
public struct TemplateCheck: Sendable {
  /// Leads that are looked at in one go.
  static let pageSize = 2000
  private static let mostExamples = 3
  /// Kinds of trouble that are told apart.
  private static let mostTroubles = 50

  /// A lead by its name.
  public struct Example: Sendable, Hashable {
    public var id: Lead.ID
    public var name: String
  }

  /// A variable that some leads have no value of, where a mail needs one.
  public struct Missing: Sendable, Hashable {
    /// As it is written in the template.
    public var name: String
    public var count: Int
    /// Which mails use it, from 0.
    public var mails: Set<Int>
    public var examples: [Example]
  }

  /// Anything else that keeps a mail from being written.
  public struct Trouble: Sendable, Hashable {
    /// From 0.
    public var mail: Int
    /// `subject`, `text` or `html`.
    public var field: String
    public var line: Int
    public var detail: String
    public var count: Int
    public var examples: [Example]
  }

  /// What one page of leads came to; pages are added up by whoever asks.
  public struct Page: Sendable {
    public var lookedAt = 0
    /// Leads of them that no mail can reach.
    public var withoutEmail = 0
    /// Leads of them that lack something.
    public var affected = 0
    public var missing: [Missing] = []
    public var troubles: [Trouble] = []
    /// Where the next page begins; nil at the end.
    public var next: Int?

    /// Nobody looked at yet.
    public init() {}

    /// What most lack comes first.
    mutating func sort() { missing.sort { ($1.count, $0.name) < ($0.count, $1.name) } }
  }

  let policy: Policy

  /// Under the present settings.
  public init(policy: Policy) { self.policy = policy }

  /// One page of an audience.
  /// - Parameter after: what the page before gave as `next`; 0 for the first.
  public func page(_ mails: [MailTemplate.Mail], _ audience: LeadAudience, after: Int, in work: Work) throws -> Page {
    let rows = try audience.page(after: after, limit: Self.pageSize, in: work)
    var page = Page()
    page.next = rows.count == Self.pageSize ? rows.last?.number : nil
    page.lookedAt = rows.count
    var builder = ContentBuilder(policy: policy)
    let wantsOpening = mails.contains {
      Opening.isWanted(in: $0.subject) || Opening.isWanted(in: $0.text) || Opening.isWanted(in: $0.html)
    }
    let all = mails.enumerated().map { Wording(mail: $0, subject: $1.subject, text: $1.text, html: $1.html) }
    for (_, lead) in rows {
      guard lead.details.email != nil else {
        page.withoutEmail += 1
        continue
      }
      if wantsOpening, case .campaign(let id) = audience {
        builder.opening = try ProposalTable.opening(lead: lead.id, in: id, work: work)
      }
      Self.look(lead, all, builder, &page)
    }
    page.sort()
    return page
  }

  /// Templates that are looked at with a lead.
  struct Wording: Sendable {
    /// From 0.
    var mail: Int
    var subject: String
    var text: String
    var html: String?
    /// What its dice are thrown with; the lead's id where nil.
    var seed: String?
    /// What was accepted as its opening for the lead; nil for what the builder has.
    var opening: String?
  }

  /// Adds what a lead lacks for some mails to a page. Returns whether it lacks something.
  @discardableResult
  static func look(_ lead: Lead, _ wordings: [Wording], _ builder: ContentBuilder, _ page: inout Page) -> Bool {
    var isWhole = true
    var known = Set<String>()
    let common = builder.context(of: lead)
    for wording in wordings {
      let context = wording.opening.map { [(Opening.name, .string($0))] + common } ?? common
      for (field, source) in [("subject", wording.subject), ("text", wording.text), ("html", wording.html ?? "")]
      where !source.isEmpty {
        let found = builder.lacks(source, field: field, context: context, seed: wording.seed ?? lead.id.rawValue)
        isWhole = isWhole && found.missing.isEmpty && found.problem == nil
        for name in found.missing { note(name, wording.mail, lead, isNew: known.insert(name).inserted, &page) }
        if let problem = found.problem { note(problem, wording.mail, lead, &page) }
      }
    }
    if !isWhole { page.affected += 1 }
    return !isWhole
  }

  private static func note(_ name: String, _ mail: Int, _ lead: Lead, isNew: Bool, _ page: inout Page) {
    let at = page.missing.firstIndex { $0.name == name } ?? page.missing.count
    if at == page.missing.count { page.missing.append(Missing(name: name, count: 0, mails: [], examples: [])) }
    page.missing[at].mails.insert(mail)
    guard isNew else { return }
    page.missing[at].count += 1
    if page.missing[at].examples.count < mostExamples { page.missing[at].examples.append(example(lead)) }
  }

  private static func note(_ problem: ContentBuilder.Problem, _ mail: Int, _ lead: Lead, _ page: inout Page) {
    let at =
      page.troubles.firstIndex {
        $0.mail == mail && $0.field == problem.field && $0.line == problem.line && $0.detail == problem.detail
      } ?? page.troubles.count
    if at == page.troubles.count {
      guard at < mostTroubles else { return }
      page.troubles.append(
        Trouble(mail: mail, field: problem.field, line: problem.line, detail: problem.detail, count: 0, examples: []))
    }
    page.troubles[at].count += 1
    if page.troubles[at].examples.count < mostExamples { page.troubles[at].examples.append(example(lead)) }
  }

  private static func example(_ lead: Lead) -> Example { Example(id: lead.id, name: lead.details.businessName) }
}
