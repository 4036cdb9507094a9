import Engine
import JSONText
import Outreach
import Store

/// Messages and replies as JSON.
enum MessageShape {
  static func json(_ message: Message, services: Services, in work: Work) throws -> JSON {
    let lead = try LeadTable.find(message.leadID, in: work)
    let campaign = try message.campaignID.map { try CampaignTable.get($0, in: work).name }
    return .members([
      "id": .string(message.id.rawValue), "kind": .string(message.kind.rawValue), "lead_id": .string(message.leadID.rawValue),
      "lead_name": .string(lead?.details.businessName ?? ""), "to": .string(message.content.to.address),
      "to_name": .text(message.content.to.name),
      "from": .string(message.content.from.address), "from_name": .text(message.content.from.name),
      "reply_to": .text(message.content.replyTo?.address),
      "subject": .string(message.content.subject), "state": .string(message.state.rawValue), "mode": .string(message.mode.rawValue),
      "campaign_id": .text(message.campaignID?.rawValue), "campaign_name": .text(campaign), "step": .int(Int64(message.position)),
      "variant": .int(Int64(message.variant)),
      "enrollment_id": .text(message.enrollmentID?.rawValue),
      "hash": .string(message.contentHash), "attachments": AttachmentShape.json(message.content.attachments),
      "composed_at": .time(message.composedAt), "approved_at": .time(message.approvedAt), "not_before": .time(message.notBefore),
      "sent_at": .time(message.sentAt), "attempts": .int(Int64(message.attempts)), "error": .text(message.lastError),
      "why": try why(message, services: services, in: work), "version": .int(Int64(message.version)),
      "undo_until": .time(message.undoUntil),
      "message_id": .text(message.headerID),
    ])
  }

  /// Why a message that waits does not leave now.
  static func why(_ message: Message, services: Services, in work: Work) throws -> JSON {
    guard [.composed, .approved, .queued].contains(message.state) else { return .null }
    let why = try WhyNot.of(message, policy: services.settings.policy, zones: services.zones, in: work)
    guard why.gate != "now" else { return .null }
    return .members(["gate": .string(why.gate), "detail": .string(why.detail), "opens_at": .time(why.opensAt)])
  }

  static func json(_ attempt: SendAttempt) -> JSON {
    .members([
      "id": .string(attempt.id.rawValue), "started_at": .time(attempt.startedAt), "dot_at": .time(attempt.dotAt),
      "finished_at": .time(attempt.finishedAt), "outcome": .text(attempt.outcome?.rawValue), "reply": .number(attempt.replyCode),
      "bytes_hash": .string(attempt.bytesHash),
    ])
  }

  static func json(_ reply: Reply, in work: Work) throws -> JSON {
    let lead = try LeadTable.find(reply.leadID, in: work)
    return .members([
      "id": .string(reply.id.rawValue), "lead_id": .string(reply.leadID.rawValue),
      "lead_name": .string(lead?.details.businessName ?? ""),
      "message_id": .text(reply.messageID?.rawValue), "kind": .string(reply.kind.rawValue),
      "class": .text(reply.replyClass?.rawValue),
      "reasons": .texts(reply.reasons), "subject": .string(reply.content.subject), "from": .string(reply.content.from.address),
      "from_name": .text(reply.content.from.name), "snippet": .string(snippet(reply.content.text)),
      "received_at": .time(reply.receivedAt),
      "state": .string(reply.state.rawValue), "match": .string(reply.match.rawValue), "mode": .string(reply.mode.rawValue),
      "return_date": .time(reply.content.returnDate),
    ])
  }

  private static func snippet(_ text: String) -> String {
    String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(160))
  }
}
