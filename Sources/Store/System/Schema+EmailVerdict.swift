import SQLite

extension Migration {
  /// Verdicts on addresses, web sites that could not be read, and earlier tables of scores.
  static let emailVerdict = Migration("email verdicts") { tx in
    try tx.script(
      """
      CREATE TABLE email_verdict (
        lead_id TEXT PRIMARY KEY REFERENCES lead (id) ON DELETE CASCADE, email_hash BLOB NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('valid','invalid','accept_all','disposable','unknown')),
        source TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE site_failure (
        lead_id TEXT PRIMARY KEY REFERENCES lead (id) ON DELETE CASCADE, detail TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX lead_latitude ON lead (latitude, longitude) WHERE latitude IS NOT NULL;
      CREATE TABLE score_table (
        number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL CHECK (actor IN ('system','user','agent')),
        rules TEXT NOT NULL) STRICT;
      """)
  }
}
