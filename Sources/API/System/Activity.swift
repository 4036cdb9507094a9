import JSONText
import Outreach
import Store

/// Lines of the audit trail in words for Today.
enum Activity {
  /// What a person wants to see on Today; the rest is in the trail.
  static func isShown(_ entry: AuditEntry) -> Bool { text(entry) != nil }

  /// What a person calls the thing behind a line; nil where it has no name, or is gone.
  static func name(behind entry: AuditEntry, in work: Work) throws -> String? {
    entry.entity == "setting"
      ? entry.entityID.map(SettingWords.title(of:)) : try LeadTable.name(behind: entry.entity, entry.entityID, in: work)
  }

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
    case ("reply", "receive"):
      switch entry.after["kind"].flatMap(IncomingMail.Kind.init(rawValue:)) {
      case .reply: "somebody answered"
      case .unsubscribe: "somebody wants no more mail"
      case .autoReply: "an automatic answer came"
      default: nil
      }
    // Where the program did it, the mail that made it do so is told already.
    case ("suppression", "suppress"):
      entry.acting.actor == .user ? "Somebody was put on the list of those who get no mail" : nil
    case ("campaign", "create"): "campaign made"
    case ("campaign", "start"): "campaign started"
    case ("campaign", "pause"): "campaign paused"
    case ("backup", _): "A backup was made"
    default: nil
    }
  }
}
