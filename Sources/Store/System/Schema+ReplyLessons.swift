import SQLite

extension Migration {
  /// What the person's corrections of replies teach; the text itself stays sealed in the reply.
  static let replyLessons = Migration("reply lessons") { tx in
    try tx.script(
      """
      CREATE TABLE reply_lesson (
        number INTEGER PRIMARY KEY, reply_id TEXT NOT NULL UNIQUE REFERENCES reply (id) ON DELETE CASCADE,
        class TEXT NOT NULL CHECK (class IN ('interested','question','not_interested','wrong_person','unsubscribe')),
        was TEXT, suppressed TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL) STRICT;
      """)
  }
}
