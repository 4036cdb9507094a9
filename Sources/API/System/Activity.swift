import JSONText
import Outreach

/// Lines of the audit trail in words for Today.
enum Activity {
  /// What a person wants to see on Today; the rest is in the trail.
  static func isShown(_ entry: AuditEntry) -> Bool { text(entry) != nil }

  /// A line as JSON.
  /// - Parameter name: the business that it is about, or nil.
  static func json(_ entry: AuditEntry, about name: String?) -> JSON {
    .members([
      "id": .int(Int64(entry.number)), "at": .time(entry.at),
      "text": .string((name.map { "\($0): " } ?? "") + (text(entry) ?? entry.action)),
      "entity": .string(entry.entity),
      "entity_id": .text(entry.entityID),
    ])
  }

  private static func text(_ entry: AuditEntry) -> String? {
    switch (entry.entity, entry.action) {
    case ("lead", "approve"): "approved"
    case ("lead", "reject"): "rejected"
    case ("lead", "add"): "added"
    case ("import", "complete"): "Leads were imported"
    case ("message", "compose"): "mail written"
    case ("message", "approve"): "mail approved"
    case ("message", "accepted"): "mail sent"
    case ("message", "saved"): "mail put into Drafts"
    case ("message", "refused"): "mail could not be sent"
    case ("message", "lost"): "not known whether a mail went out"
    case ("message", "bounce"): "mail came back"
    case ("reply", "receive"): "somebody answered"
    case ("suppression", "suppress"): "Somebody was put on the list of those who get no mail"
    case ("campaign", "create"): "A campaign was made"
    case ("campaign", "start"): "A campaign was started"
    case ("campaign", "pause"): "A campaign was paused"
    case ("backup", _): "A backup was made"
    default: nil
    }
  }
}
