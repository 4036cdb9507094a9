import SQLite

extension Migration {
  /// Drafts that were found neither in Drafts nor in Sent, and since when.
  static let missingDrafts = Migration("missing drafts") { tx in
    try tx.script(
      """
      CREATE TABLE missing_draft (
        message_id TEXT PRIMARY KEY REFERENCES message (id), since INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      """)
  }
}
