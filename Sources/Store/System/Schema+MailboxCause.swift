import SQLite

extension Migration {
  /// Why a mailbox is paused, and since when its bounces count.
  static let mailboxCause = Migration("mailbox cause") { tx in
    try tx.script(
      """
      ALTER TABLE mailbox ADD COLUMN cause TEXT;
      ALTER TABLE mailbox ADD COLUMN judged_from INTEGER NOT NULL DEFAULT 0;
      """)
  }
}
