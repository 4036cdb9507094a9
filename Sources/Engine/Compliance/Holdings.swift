import Finding
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

  /// One HTML page without scripts or anything from outside, readable by itself; times are UTC.
  public var html: String {
    """
    <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>What is held about you</title><style>
    \(Self.style)</style></head><body><h1>What is held about you</h1><p>As of \(Self.time(moment)). All times are in UTC.</p>
    \(sections.map(Self.html).joined(separator: "\n"))</body></html>
    """
  }

  /// The colours of the program, since no style sheet comes with the page; on a narrow screen each row is a block with its heads.
  private static let style = """
    :root { color-scheme: light dark; --line: light-dark(#e7e1d6, #3a3631); --quiet: light-dark(#6a6256, #b9b1a4); }
    body { font: 14px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 62rem; padding: 0 1rem; color: light-dark(#25221d, #ece7de); background: light-dark(#faf8f3, #1c1a17); }
    h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; } p, th { color: var(--quiet); }
    table { border-collapse: collapse; width: 100%; } th { font-weight: 500; font-size: .85rem; }
    th, td { text-align: left; vertical-align: top; padding: .5rem 1.25rem .5rem 0; border-bottom: 1px solid var(--line); min-width: 5.5rem; }
    td { white-space: pre-wrap; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; } td[data-head=When] { white-space: nowrap; }
    @media (max-width: 44rem) {
      thead { display: none; } table, tbody, tr, td { display: block; } tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
      td { display: grid; grid-template-columns: 7rem 1fr; border: 0; padding: .125rem 0; } td::before { content: attr(data-head); color: var(--quiet); } td:empty { display: none; }
    }
    @media print { :root { color-scheme: light; } body { margin: 0; background: white; } tr { break-inside: avoid; } }

    """

  /// A part; columns in which nothing stands are left out.
  private static func html(_ section: Section) -> String {
    let title = "<h2>\(escaped(section.title))</h2>"
    guard !section.rows.isEmpty else { return title + "<p>Nothing.</p>" }
    let shown = section.head.indices.filter { column in section.rows.contains { !$0[column].isEmpty } }
    let head = shown.map { "<th>\(escaped(section.head[$0]))</th>" }.joined()
    let rows = section.rows.map { row in
      "<tr>" + shown.map { "<td data-head=\"\(escaped(section.head[$0]))\">\(escaped(row[$0]))</td>" }.joined() + "</tr>"
    }
    return "\(title)<table><thead><tr>\(head)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
  }

  /// To the minute, such as `2026-11-30 02:34`.
  private static func time(_ moment: Timestamp) -> String {
    String(moment.utc.rfc3339.prefix(16)).replacing("T", with: " ")
  }

  /// A word of the program as people write it: `ready for outreach`.
  private static func plain(_ word: String) -> String { word.replacing("_", with: " ") }

  private static func sections(_ id: Lead.ID, in work: Work) throws -> [Section] {
    let lead = try LeadTable.get(id, in: work)
    return [
      Section(title: lead.details.businessName, head: ["What", "Value"], rows: fields(of: lead)),
      Section(
        title: "Where it comes from", head: ["What", "Value", "Source", "Address", "When"],
        rows: try LeadEventTable.facts(of: id, in: work).map { [plain($0.field), $0.value, $0.source, $0.url ?? "", time($0.at)] }),
      Section(
        title: "Pages that were read", head: ["When", "Address", "Title", "Text"],
        rows: try EvidenceTable.list(of: id, in: work).map { [time($0.at), $0.url, $0.title, $0.excerpt] }),
      Section(title: "Mails", head: ["When", "State", "To", "Subject", "Text", "Files"], rows: try mails(of: id, in: work)),
      Section(
        title: "Calls, forms and letters", head: ["When", "State", "Kind", "Text"],
        rows: try TaskTable.list(of: id, in: work).map {
          [time($0.doneAt ?? $0.dueAt), plain($0.state.rawValue), $0.kind.rawValue, $0.text]
        }),
      Section(
        title: "Texts drafted by a service, and what it was told", head: ["When", "Service's model", "Text", "What was told"],
        rows: try drafted(of: id, in: work)),
      Section(title: "What mail servers said", head: ["When", "Outcome", "Answer"], rows: try attempts(of: id, in: work)),
      Section(
        title: "Replies", head: ["When", "Kind", "From", "Subject", "Text"],
        rows: try ReplyTable.all(of: id, in: work).map { _, reply in
          [
            time(reply.receivedAt), plain(reply.kind.rawValue), reply.content.from.address, reply.content.subject,
            reply.content.body,
          ]
        }),
      Section(title: "Opt-outs", head: ["Address", "Why"], rows: try optOuts(of: lead, in: work)),
      Section(
        title: "What happened", head: ["When", "What", "More"],
        rows: try LeadEventTable.list(of: id, limit: 10_000, in: work).map { [time($0.at), plain($0.kind), $0.detail ?? ""] }),
      Section(
        title: "The trail", head: ["When", "Who", "What", "Before", "After"],
        rows: try AuditTable.of(lead: id, in: work).map {
          [time($0.at), $0.acting.actor.rawValue, plain($0.action), pairs($0.before), pairs($0.after)]
        }),
    ]
  }

  private static func fields(of lead: Lead) -> [[String]] {
    let details = lead.details
    var rows = LeadDetails.textFields.compactMap { field in details[keyPath: field.path].map { [field.title, $0] } }
    rows += details.custom.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    rows += details.metadata.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    rows.append(["State", plain(lead.state.rawValue)])
    if let score = lead.score { rows.append(["Score", "\(score): " + lead.scoreReasons.map(\.text).joined(separator: "; ")]) }
    if !lead.tags.isEmpty { rows.append(["Tags", lead.tags.joined(separator: ", ")]) }
    rows.append(["Source", details.source])
    rows.append(["Known since", time(lead.discoveredAt)])
    return rows
  }

  private static func mails(of id: Lead.ID, in work: Work) throws -> [[String]] {
    try MessageList.all(of: id, in: work).map { _, mail in
      [
        time(mail.sentAt ?? mail.composedAt), plain(mail.state.rawValue), mail.content.to.address, mail.content.subject,
        mail.content.text, mail.content.attachments.map(\.name).joined(separator: "\n"),
      ]
    }
  }

  private static func drafted(of id: Lead.ID, in work: Work) throws -> [[String]] {
    try ProposalTable.list(of: id, in: work).map { proposal in
      let content = proposal.content
      return [
        time(proposal.writtenAt ?? proposal.askedAt), content?.model ?? "",
        content.map { ([$0.subject].compactMap { $0 } + $0.sentences).map(\.text).joined(separator: "\n") } ?? proposal.problem
          ?? "",
        (content?.evidence ?? []).map { "\($0.title): \($0.excerpt)" }.joined(separator: "\n"),
      ]
    }
  }

  private static func attempts(of id: Lead.ID, in work: Work) throws -> [[String]] {
    try MessageList.all(of: id, in: work).flatMap { _, message in
      try SendAttemptTable.list(of: message.id, in: work).map {
        [
          time($0.startedAt), plain($0.outcome?.rawValue ?? ""),
          try SendAttemptTable.serverText(of: $0.id, lead: id, in: work) ?? "",
        ]
      }
    }
  }

  private static func optOuts(of lead: Lead, in work: Work) throws -> [[String]] {
    guard let email = lead.details.email else { return [] }
    return try [SendMode.real, .practice].compactMap { mode in
      try SuppressionTable.reason(for: email, mode: mode, in: work).map { [email, "\(plain($0.rawValue)) (\(mode.rawValue))"] }
    }
  }

  private static func pairs(_ values: [String: String]) -> String {
    values.sorted { $0.key < $1.key }
      .map { "\(plain($0.key)): \($0.key == "state" ? plain($0.value) : $0.value)" }.joined(separator: "\n")
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
