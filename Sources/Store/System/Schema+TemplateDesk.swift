import SQLite

extension Migration {
  /// Mails that the person sends to themselves to look at them, and the language in which a campaign says how to get no more mail.
  static let templateDesk = Migration("template desk") { tx in
    try tx.script(
      """
      CREATE TABLE test_mail (
        id TEXT PRIMARY KEY, mailbox_id TEXT NOT NULL REFERENCES mailbox (id),
        mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')), bytes_hash TEXT NOT NULL, started_at INTEGER NOT NULL,
        dot_at INTEGER, finished_at INTEGER,
        outcome TEXT CHECK (outcome IN ('accepted','saved','refused','not_sent','unknown')), reply_code INTEGER) STRICT, WITHOUT ROWID;
      CREATE INDEX test_mail_started ON test_mail (started_at);
      ALTER TABLE campaign ADD COLUMN language TEXT;
      ALTER TABLE campaign ADD COLUMN opt_out TEXT;
      """)
  }
}
