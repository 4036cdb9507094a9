import Outreach
import SQLite

/// Mails that lie in a mailbox's Drafts folder for the person to send, and the `missing_draft` table: which of them were not found there,
/// and since when.
public enum DraftTable {
  /// The most drafts of one look.
  private static let maximumLook = 1000

  /// Drafts of a mailbox whose filing the server confirmed and whose fate is still open, oldest first.
  public static func waiting(of mailbox: Mailbox.ID, in work: Work) throws -> [Message] {
    try work.tx.rows(
      """
      SELECT * FROM message WHERE archived = 0 AND state IN ('saved_as_draft','unsure') AND mode = 'draft' AND mailbox_id = $1
        AND (state = 'saved_as_draft' OR \(filed)) ORDER BY number LIMIT $2
      """, [mailbox.rawValue, maximumLook]
    ) { try MessageTable.message($0, in: work) }
  }

  /// Whether a mail was filed as a draft, so that only the person can have taken it away.
  public static func wasFiled(_ id: Message.ID, in work: Work) throws -> Bool {
    try work.tx.int("SELECT 1 FROM message WHERE id = $1 AND \(filed)", [id.rawValue]) != nil
  }

  /// Since when a draft is missing, noted now where it was not before.
  public static func missingSince(_ id: Message.ID, in work: Work) throws -> Timestamp {
    try work.tx.run(
      "INSERT INTO missing_draft (message_id, since) VALUES ($1, $2) ON CONFLICT (message_id) DO NOTHING",
      [id.rawValue, work.now.rawValue])
    let since = try work.tx.row("SELECT since FROM missing_draft WHERE message_id = $1", [id.rawValue]) { try $0.int64("since") }
    return Timestamp(rawValue: since ?? work.now.rawValue)
  }

  /// A draft is missing no more.
  public static func found(_ id: Message.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM missing_draft WHERE message_id = $1", [id.rawValue])
  }

  private static let filed =
    "(SELECT outcome FROM send_attempt WHERE message_id = message.id ORDER BY number DESC LIMIT 1) = 'saved'"
}
