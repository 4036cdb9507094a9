import SQLite

extension Migration {
  /// Files that go with mails: their bytes once, and which mails and steps carry them.
  static let attachments = Migration("attachments") { tx in
    try tx.script(
      """
      CREATE TABLE attachment (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content_hash BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
        about_sealed BLOB NOT NULL, bytes_sealed BLOB NOT NULL, touched_at INTEGER NOT NULL) STRICT;
      CREATE TABLE message_attachment (
        message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE, attachment_id TEXT NOT NULL REFERENCES attachment (id),
        PRIMARY KEY (message_id, attachment_id)) STRICT, WITHOUT ROWID;
      CREATE INDEX message_attachment_attachment ON message_attachment (attachment_id);
      CREATE TABLE step_attachment (
        step_id TEXT NOT NULL REFERENCES step (id) ON DELETE CASCADE, attachment_id TEXT NOT NULL REFERENCES attachment (id),
        PRIMARY KEY (step_id, attachment_id)) STRICT, WITHOUT ROWID;
      CREATE INDEX step_attachment_attachment ON step_attachment (attachment_id);
      """)
  }
}
