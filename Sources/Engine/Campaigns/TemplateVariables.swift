import Outreach
import Store

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
  /// - Parameter offersOpenings: whether a service that drafts is set up, so that openings are offered even where nobody has one.
  public static func of(
    _ audience: LeadAudience, policy: Policy, offersOpenings: Bool = false, in work: Work
  ) throws -> TemplateVariables {
    var result = TemplateVariables()
    var known: [String: Variable] = [:]
    if offersOpenings { known[Opening.name] = Variable(name: Opening.name, group: .lead, have: 0, example: "") }
    for name in always { known[name] = Variable(name: name, group: .lead, have: 0, example: "") }
    let rows = try audience.page(after: 0, limit: mostLeads + 1, in: work)
    (result.isCut, result.lookedAt) = (rows.count > mostLeads, min(rows.count, mostLeads))
    for (_, lead) in rows.prefix(mostLeads) {
      let own = lead.details.custom
      var texts = TemplateContext.texts(of: lead, policy: policy)
      if case .campaign(let id) = audience, let opening = try ProposalTable.opening(lead: lead.id, in: id, work: work) {
        texts = [(Opening.name, opening)] + texts.filter { $0.0 != Opening.name }
      }
      for (name, text) in texts where !never.contains(name) {
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
