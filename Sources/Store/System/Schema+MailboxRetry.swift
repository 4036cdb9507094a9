import SQLite

extension Schema {
  /// When a failing mailbox is tried again, after how many failures, and whether for want of a network.
  static let mailboxRetry = Migration("mailbox retry") { tx in
    try tx.script(
      """
      ALTER TABLE mailbox ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE mailbox ADD COLUMN retry_at INTEGER;
      ALTER TABLE mailbox ADD COLUMN offline INTEGER NOT NULL DEFAULT 0;
      """)
  }
}
