import Finding
import Store

/// What happened to a lead or a mail, in words for its timeline.
enum EventWords {
  /// The words; for a kind that has none, the kind itself.
  static func text(_ event: LeadEventTable.Event) -> String {
    let words = words[event.kind] ?? event.kind.replacing("_", with: " ")
    guard let detail = event.detail, !detail.isEmpty else { return words }
    return "\(words): \(detail)"
  }

  private static let words = [
    // Leads
    "added": "Added by hand", "imported": "Imported from a file", "filled_from_import": "Completed by an import",
    "edited": "Edited", "discovered": "Found", "filled": "Completed", "replaced": "Brought up to date",
    "site_measured": "Its web site was measured", "scored": "Score", "site_read": "Its web site was read",
    "site_not_read": "Its web site could not be read", "email_checked": "Its address was checked",
    "finder_failed": "No address was looked up",
    "finder_found_nothing": "No address was found",
    "enrolled": "Put into a campaign", "sequence_stopped": "Taken out of a sequence",
    "sequence_failed": "The next mail could not be written",
    "task_done": "You did a task", "rewritten": "Written anew", "analyze": "Being looked at", "analysis_done": "Looked at",
    "submit": "Waits for review",
    "reject": "Rejected", "reopen": "Opened for review again", "prepare": "Ready to be written to", "contact": "Written to",
    "fail": "Failed", "expire": "Expired", "restore": "Taken up again", "leave_practice": "Practice ended: ready to be written to",
    // Mails
    "proposal_taken": "A drafted text was taken into it",
    "composed": "Written", "approve": "Approved", "void": "Approval taken back", "queue": "Put into the queue",
    "begin": "Sending began",
    "accepted": "Sent", "saved": "Put into your drafts", "not_sent": "Not sent", "refused": "Refused by the mail server",
    "lost": "The connection broke at the end", "deliver": "Delivered", "open": "Opened", "categorize": "Answer sorted",
    "retry": "Tried again",
    "cancel": "Cancelled", "rescheduled": "Put off to another time",
    // Mail that came
    "reply": "Answered", "auto_reply": "An automatic answer came", "bounce": "Came back", "unsubscribe": "Asked for no more mail",
    "complaint": "Complained", "delayed": "Delivery is delayed", "delivered": "Delivered", "receipt": "Read receipt came",
  ]
}
