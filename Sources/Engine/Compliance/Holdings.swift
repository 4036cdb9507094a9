import Outreach
import Store

/// Everything that is held about a person, for the answer to a request under Article 15 GDPR.
public struct Holdings: Sendable {
  /// A part of the page.
  struct Section: Sendable {
    let title: String
    /// The heads of the columns, and the rows.
    let head: [String]
    let rows: [[String]]
  }

  let sections: [Section]
  let moment: Timestamp

  /// Gathers what is held of leads that are one person.
  init(of ids: [Lead.ID], in work: Work) throws {
    moment = work.now
    sections = try ids.flatMap { try Self.sections($0, in: work) }
  }

  /// One HTML page without scripts or anything from outside, readable by itself.
  public var html: String {
    let body = sections.map { section in
      let head = section.head.map { "<th>\(Self.escaped($0))</th>" }.joined()
      let rows = section.rows.map { "<tr>" + $0.map { "<td>\(Self.escaped($0))</td>" }.joined() + "</tr>" }.joined(separator: "\n")
      let table = section.rows.isEmpty ? "<p>Nothing.</p>" : "<table><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table>"
      return "<h2>\(Self.escaped(section.title))</h2>\(table)"
    }.joined(separator: "\n")
    return """
      <!doctype html><html lang="en"><head><meta charset="utf-8"><title>What is held about you</title><style>
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid; white-space: pre-wrap; overflow-wrap: anywhere; }
      </style></head><body><h1>What is held about you</h1><p>As of \(moment.utc.rfc3339).</p>\(body)</body></html>
      """
  }

  private static func sections(_ id: Lead.ID, in work: Work) throws -> [Section] {
    let lead = try LeadTable.get(id, in: work)
    return [
      Section(title: lead.details.businessName, head: ["What", "Value"], rows: fields(of: lead)),
      Section(
        title: "Where it comes from", head: ["What", "Value", "Source", "Address", "When"],
        rows: try LeadEventTable.facts(of: id, in: work).map { [$0.field, $0.value, $0.source, $0.url ?? "", $0.at.utc.rfc3339] }),
      Section(title: "Mails", head: ["When", "State", "Subject", "Text", "Files"], rows: try mails(of: id, in: work)),
      Section(
        title: "Texts drafted by a service, and what it was told", head: ["When", "Service's model", "Text", "What was told"],
        rows: try drafted(of: id, in: work)),
      Section(title: "What mail servers said", head: ["When", "Outcome", "Answer"], rows: try attempts(of: id, in: work)),
      Section(
        title: "Replies", head: ["When", "Kind", "From", "Subject", "Text"],
        rows: try ReplyTable.of(id, in: work).map {
          [$0.receivedAt.utc.rfc3339, $0.kind.rawValue, $0.content.from.address, $0.content.subject, $0.content.body]
        }),
      Section(title: "Opt-outs", head: ["Address", "Why"], rows: try optOuts(of: lead, in: work)),
      Section(
        title: "What happened", head: ["When", "What", "More"],
        rows: try LeadEventTable.list(of: id, limit: 10_000, in: work).map { [$0.at.utc.rfc3339, $0.kind, $0.detail ?? ""] }),
      Section(
        title: "The trail", head: ["When", "Who", "What", "Before", "After"],
        rows: try AuditTable.of(lead: id, in: work).map {
          [$0.at.utc.rfc3339, $0.acting.actor.rawValue, $0.action, pairs($0.before), pairs($0.after)]
        }),
    ]
  }

  private static func fields(of lead: Lead) -> [[String]] {
    let details = lead.details
    var rows = LeadDetails.textFields.compactMap { field in details[keyPath: field.path].map { [field.title, $0] } }
    rows += details.custom.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    rows += details.metadata.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    rows.append(["State", lead.state.rawValue])
    if let score = lead.score { rows.append(["Score", "\(score): " + lead.scoreReasons.map(\.text).joined(separator: "; ")]) }
    if !lead.tags.isEmpty { rows.append(["Tags", lead.tags.joined(separator: ", ")]) }
    rows.append(["Source", details.source])
    rows.append(["Known since", lead.discoveredAt.utc.rfc3339])
    return rows
  }

  private static func mails(of id: Lead.ID, in work: Work) throws -> [[String]] {
    try MessageList.of(id, in: work).map {
      [
        ($0.sentAt ?? $0.composedAt).utc.rfc3339, $0.state.rawValue, $0.content.subject, $0.content.text,
        $0.content.attachments.map(\.name).joined(separator: "\n"),
      ]
    }
  }

  private static func drafted(of id: Lead.ID, in work: Work) throws -> [[String]] {
    try ProposalTable.list(of: id, in: work).map { proposal in
      let content = proposal.content
      return [
        (proposal.writtenAt ?? proposal.askedAt).utc.rfc3339, content?.model ?? "",
        content.map { ([$0.subject].compactMap { $0 } + $0.sentences).map(\.text).joined(separator: "\n") } ?? proposal.problem
          ?? "",
        (content?.evidence ?? []).map { "\($0.title): \($0.excerpt)" }.joined(separator: "\n"),
      ]
    }
  }

  private static func attempts(of id: Lead.ID, in work: Work) throws -> [[String]] {
    try MessageList.of(id, in: work).flatMap { message in
      try SendAttemptTable.list(of: message.id, in: work).map {
        [
          $0.startedAt.utc.rfc3339, $0.outcome?.rawValue ?? "",
          try SendAttemptTable.serverText(of: $0.id, lead: id, in: work) ?? "",
        ]
      }
    }
  }

  private static func optOuts(of lead: Lead, in work: Work) throws -> [[String]] {
    guard let email = lead.details.email else { return [] }
    return try [SendMode.real, .practice].compactMap { mode in
      try SuppressionTable.reason(for: email, mode: mode, in: work).map { [email, "\($0.rawValue) (\(mode.rawValue))"] }
    }
  }

  private static func pairs(_ values: [String: String]) -> String {
    values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}
