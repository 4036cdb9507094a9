import Outreach
import Store

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
  }

  private let policy: Policy

  /// Under the present settings.
  public init(policy: Policy) { self.policy = policy }

  /// One page of an audience.
  /// - Parameter after: what the page before gave as `next`; 0 for the first.
  public func page(_ mails: [MailTemplate.Mail], _ audience: LeadAudience, after: Int, in work: Work) throws -> Page {
    let rows = try audience.page(after: after, limit: Self.pageSize, in: work)
    var page = Page()
    page.next = rows.count == Self.pageSize ? rows.last?.number : nil
    page.lookedAt = rows.count
    let builder = ContentBuilder(policy: policy)
    for (_, lead) in rows {
      guard lead.details.email != nil else {
        page.withoutEmail += 1
        continue
      }
      var isWhole = true
      var known = Set<String>()
      for (index, mail) in mails.enumerated() {
        for (field, source) in [("subject", mail.subject), ("text", mail.text), ("html", mail.html ?? "")] where !source.isEmpty {
          let found = builder.lacks(source, field: field, lead: lead)
          isWhole = isWhole && found.missing.isEmpty && found.problem == nil
          for name in found.missing { note(name, index, lead, isNew: known.insert(name).inserted, &page) }
          if let problem = found.problem { note(problem, index, lead, &page) }
        }
      }
      if !isWhole { page.affected += 1 }
    }
    page.missing.sort { ($1.count, $0.name) < ($0.count, $1.name) }
    return page
  }

  private func note(_ name: String, _ mail: Int, _ lead: Lead, isNew: Bool, _ page: inout Page) {
    let at = page.missing.firstIndex { $0.name == name } ?? page.missing.count
    if at == page.missing.count { page.missing.append(Missing(name: name, count: 0, mails: [], examples: [])) }
    page.missing[at].mails.insert(mail)
    guard isNew else { return }
    page.missing[at].count += 1
    if page.missing[at].examples.count < Self.mostExamples { page.missing[at].examples.append(Self.example(lead)) }
  }

  private func note(_ problem: ContentBuilder.Problem, _ mail: Int, _ lead: Lead, _ page: inout Page) {
    let at =
      page.troubles.firstIndex {
        $0.mail == mail && $0.field == problem.field && $0.line == problem.line && $0.detail == problem.detail
      } ?? page.troubles.count
    if at == page.troubles.count {
      guard at < Self.mostTroubles else { return }
      page.troubles.append(
        Trouble(mail: mail, field: problem.field, line: problem.line, detail: problem.detail, count: 0, examples: []))
    }
    page.troubles[at].count += 1
    if page.troubles[at].examples.count < Self.mostExamples { page.troubles[at].examples.append(Self.example(lead)) }
  }

  private static func example(_ lead: Lead) -> Example { Example(id: lead.id, name: lead.details.businessName) }
}

/// What is known of the leads of an audience, for the palette of an editor.
public struct TemplateVariables: Sendable {
  /// The most leads that are looked at; beyond it shares are told of these.
  public static let mostLeads = 3000
  /// Offered even where nobody has a value.
  private static let always = ["business_name", "first_name", "contact_name", "city", "category", "website"]
  /// Of no use in a mail.
  private static let never: Set<String> = ["time_zone", "maps_url", "page_url", "notes", "email"]

  /// A variable and who has it.
  public struct Variable: Sendable, Hashable {
    /// Where a variable comes from.
    public enum Group: String, Sendable { case lead, own, sender }

    /// As it is written in a template.
    public var name: String
    public var group: Group
    /// How many leads have a value.
    public var have: Int
    /// One value; empty where there is none.
    public var example: String
  }

  public var variables: [Variable] = []
  public var lookedAt = 0
  public var isCut = false

  /// What is known of an audience.
  public static func of(_ audience: LeadAudience, policy: Policy, in work: Work) throws -> TemplateVariables {
    var result = TemplateVariables()
    var known: [String: Variable] = [:]
    for name in always { known[name] = Variable(name: name, group: .lead, have: 0, example: "") }
    let rows = try audience.page(after: 0, limit: mostLeads + 1, in: work)
    (result.isCut, result.lookedAt) = (rows.count > mostLeads, min(rows.count, mostLeads))
    for (_, lead) in rows.prefix(mostLeads) {
      let own = lead.details.custom
      for (name, text) in TemplateContext.texts(of: lead, policy: policy) where !never.contains(name) {
        let isOwn = own[name] != nil
        // A column whose name is no word is reached by its name in quotes.
        let written = isOwn && !isWord(name) ? "custom[\"\(name.filter { $0 != "\"" && $0 != "\\" })\"]" : name
        known[written, default: Variable(name: written, group: isOwn ? .own : .lead, have: 0, example: text)].have += 1
        if known[written]?.example.isEmpty == true { known[written]?.example = text }
      }
    }
    let order = always + LeadDetails.textFields.map(\.name)
    result.variables = known.values.sorted { one, other in
      let ranks = [one, other].map { ($0.group == .own ? 1 : 0, order.firstIndex(of: $0.name) ?? order.count, $0.name) }
      return ranks[0] < ranks[1]
    }
    for (name, text) in TemplateContext.senderTexts(policy) {
      result.variables.append(Variable(name: "sender." + name, group: .sender, have: result.lookedAt, example: text))
    }
    return result
  }

  private static func isWord(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
    return name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
  }
}
