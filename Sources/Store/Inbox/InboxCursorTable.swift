import Outreach
import SQLite

/// The `inbox_cursor` table: how far each folder has been read.
public enum InboxCursorTable {
  /// How far one folder has been read.
  public struct Cursor: Sendable, Hashable {
    public var uidValidity: UInt32
    /// The last UID that was dealt with.
    public var uid: UInt32
    public var checkedAt: Timestamp

    /// A cursor by its parts.
    public init(uidValidity: UInt32, uid: UInt32, checkedAt: Timestamp) {
      (self.uidValidity, self.uid, self.checkedAt) = (uidValidity, uid, checkedAt)
    }
  }

  /// The cursor of a folder; nil before its first check.
  public static func find(_ mailbox: Mailbox.ID, folder: String, in work: Work) throws -> Cursor? {
    try work.tx.row("SELECT * FROM inbox_cursor WHERE mailbox_id = $1 AND folder = $2", [mailbox.rawValue, folder]) { row in
      Cursor(
        uidValidity: UInt32(clamping: try row.int64("uid_validity")), uid: UInt32(clamping: try row.int64("uid")),
        checkedAt: Timestamp(rawValue: try row.int64("checked_at")))
    }
  }

  /// Moves the cursor; only after all up to it was dealt with.
  public static func save(_ cursor: Cursor, mailbox: Mailbox.ID, folder: String, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO inbox_cursor (mailbox_id, folder, uid_validity, uid, checked_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (mailbox_id, folder) DO UPDATE SET uid_validity = excluded.uid_validity, uid = excluded.uid, checked_at = excluded.checked_at
      """, [mailbox.rawValue, folder, Int64(cursor.uidValidity), Int64(cursor.uid), cursor.checkedAt.rawValue])
  }

  /// When a mailbox was last read through; nil before the first time.
  public static func lastCheck(_ mailbox: Mailbox.ID, in work: Work) throws -> Timestamp? {
    try work.tx.row("SELECT MAX(checked_at) AS at FROM inbox_cursor WHERE mailbox_id = $1", [mailbox.rawValue]) {
      try $0.int64OrNil("at")
    }
    .flatMap { $0 }.map(Timestamp.init(rawValue:))
  }
}
