import Outreach
import Store
import Text

/// A value of an exported row.
enum ExportValue: Sendable {
  case text(String?)
  case number(Double?)
  case integer(Int64?)
  case list([String])
  case object([(String, String)])
  /// Files of a mail by name and size.
  case files([AttachedFile])

  /// As the text of a CSV cell.
  var cell: String {
    switch self {
    case .text(let text): text ?? ""
    case .number(let number): number.map { "\($0)" } ?? ""
    case .integer(let number): number.map { "\($0)" } ?? ""
    case .list(let texts): texts.joined(separator: ", ")
    case .object(let fields): fields.map { "\($0.0)=\($0.1)" }.joined(separator: "; ")
    case .files(let files): files.map { "\($0.name) (\($0.size) bytes)" }.joined(separator: "; ")
    }
  }

  /// Appends it as JSON.
  func append(to out: inout [UInt8]) {
    switch self {
    case .text(let text?): JSONText.append(text, to: &out)
    case .number(let number?) where number.isFinite: out += Array("\(number)".utf8)
    case .integer(let number?): out += Array("\(number)".utf8)
    case .list(let texts): JSONText.append(texts, to: &out)
    case .object(let fields):
      out.append(0x7B)
      for (at, field) in fields.enumerated() {
        if at > 0 { out.append(0x2C) }
        JSONText.append(field.0, to: &out)
        out.append(0x3A)
        JSONText.append(field.1, to: &out)
      }
      out.append(0x7D)
    case .files(let files):
      out.append(0x5B)
      for (at, file) in files.enumerated() {
        out += Array((at > 0 ? ",{" : "{").utf8)
        out += Array("\"name\":\(JSONText.quoted(file.name)),\"size\":\(file.size)}".utf8)
      }
      out.append(0x5D)
    case .text, .number, .integer: out += Array("null".utf8)
    }
  }
}

/// One row of an export, its values in the order of the columns.
struct ExportRow: Sendable {
  let values: [ExportValue]

  /// Appends it in a format.
  func append(to out: inout [UInt8], _ columns: [String], _ format: ExportFormat) {
    guard format != .csv else { return CSVWriter.append(values.map(\.cell), to: &out) }
    out.append(0x7B)
    for (at, (name, value)) in zip(columns, values).enumerated() {
      if at > 0 { out.append(0x2C) }
      JSONText.append(name, to: &out)
      out.append(0x3A)
      value.append(to: &out)
    }
    out.append(0x7D)
    if format == .jsonl { out.append(0x0A) }
  }
}

/// The columns of exported leads; an export can be imported again.
enum LeadExportColumns {
  static let names =
    ["id", "business_name"] + LeadDetails.textFields.map(\.name) + [
      "domain", "latitude", "longitude", "contact_method", "domain_authority", "source", "confidence", "state", "review_status",
      "outcome", "score",
      "tags", "discovered_at", "updated_at",
    ]

  /// A lead's row. In CSV each own column stands for itself, behind the others.
  static func row(_ lead: Lead, custom: [String], objects: Bool) -> ExportRow {
    let details = lead.details
    var values: [ExportValue] = [.text(lead.id.rawValue), .text(details.businessName)]
    values += LeadDetails.textFields.map { .text(details[keyPath: $0.path]) }
    values += [
      .text(details.domain), .number(details.latitude), .number(details.longitude), .text(details.contactMethod.rawValue),
      .integer(details.domainAuthority.map(Int64.init)), .text(details.source), .number(details.confidence),
      .text(lead.state.rawValue),
      .text(lead.reviewStatus.rawValue), .text(lead.outcome.rawValue), .integer(lead.score.map(Int64.init)), .list(lead.tags),
      objects ? .integer(lead.discoveredAt.rawValue) : .text(lead.discoveredAt.description),
      objects ? .integer(lead.updatedAt.rawValue) : .text(lead.updatedAt.description),
    ]
    if objects {
      values.append(.object(details.custom.sorted { $0.key < $1.key }))
    } else {
      values += custom.map { .text(details.custom[$0]) }
    }
    return ExportRow(values: values)
  }
}

/// The columns of exported messages.
enum MessageExportColumns {
  static let names = [
    "id", "lead_id", "campaign_id", "kind", "mode", "state", "from", "to", "subject", "text", "composed_at", "approved_at",
    "sent_at", "message_id",
    "attempts", "error", "attachments",
  ]

  static func row(_ message: Message) -> ExportRow {
    ExportRow(values: [
      .text(message.id.rawValue), .text(message.leadID.rawValue), .text(message.campaignID?.rawValue), .text(message.kind.rawValue),
      .text(message.mode.rawValue), .text(message.state.rawValue), .text(message.content.from.address),
      .text(message.content.to.address),
      .text(message.content.subject), .text(message.content.text), .text(message.composedAt.description),
      .text(message.approvedAt?.description),
      .text(message.sentAt?.description), .text(message.headerID), .integer(Int64(message.attempts)), .text(message.lastError),
      .files(message.content.attachments),
    ])
  }
}

/// The columns of exported replies.
enum ReplyExportColumns {
  static let names = [
    "id", "lead_id", "message_id", "kind", "class", "match", "state", "mode", "from", "subject", "text", "received_at", "header_id",
  ]

  static func row(_ reply: Reply) -> ExportRow {
    ExportRow(values: [
      .text(reply.id.rawValue), .text(reply.leadID.rawValue), .text(reply.messageID?.rawValue), .text(reply.kind.rawValue),
      .text(reply.replyClass?.rawValue), .text(reply.match.rawValue), .text(reply.state.rawValue), .text(reply.mode.rawValue),
      .text(reply.content.from.address), .text(reply.content.subject), .text(reply.content.text),
      .text(reply.receivedAt.description),
      .text(reply.headerID),
    ])
  }
}

/// The columns of the exported audit trail.
enum AuditExportColumns {
  static let names = ["number", "at", "actor", "action", "entity", "entity_id", "before", "after", "request_id", "session_id"]

  static func row(_ entry: AuditEntry) -> ExportRow {
    ExportRow(values: [
      .integer(Int64(entry.number)), .text(entry.at.description), .text(entry.acting.actor.rawValue), .text(entry.action),
      .text(entry.entity),
      .text(entry.entityID), .object(entry.before.sorted { $0.key < $1.key }), .object(entry.after.sorted { $0.key < $1.key }),
      .text(entry.acting.requestID), .text(entry.acting.sessionID),
    ])
  }
}
