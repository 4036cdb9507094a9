import Outreach

/// Lines of the audit trail in words for Today.
enum Activity {
  /// What a person wants to see on Today; the rest is in the trail.
  static func isShown(_ entry: AuditEntry) -> Bool { text(entry) != nil }

  /// A line as JSON.
  static func json(_ entry: AuditEntry) -> JSON {
    .members([
      "id": .int(Int64(entry.number)), "at": .time(entry.at), "text": .string(text(entry) ?? entry.action),
      "entity": .string(entry.entity),
      "entity_id": .text(entry.entityID),
    ])
  }

  private static func text(_ entry: AuditEntry) -> String? {
    switch (entry.entity, entry.action) {
    case ("lead", "approve"): "A lead was approved"
    case ("lead", "reject"): "A lead was rejected"
    case ("lead", "add"): "A lead was added"
    case ("import", "complete"): "Leads were imported"
    case ("message", "compose"): "A mail was written"
    case ("message", "approve"): "A mail was approved"
    case ("message", "accepted"): "A mail was sent"
    case ("message", "saved"): "A mail was put into Drafts"
    case ("message", "refused"): "A mail could not be sent"
    case ("message", "lost"): "It is not known whether a mail went out"
    case ("message", "bounce"): "A mail came back"
    case ("reply", "receive"): "Somebody answered"
    case ("suppression", "suppress"): "Somebody was put on the list of those who get no mail"
    case ("campaign", "create"): "A campaign was made"
    case ("campaign", "start"): "A campaign was started"
    case ("campaign", "pause"): "A campaign was paused"
    case ("backup", _): "A backup was made"
    default: nil
    }
  }
}
