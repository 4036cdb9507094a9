import SQLite

extension Schema {
  /// Searches with several sources, which terms the person accepted, sources that rest, and facts that may be kept for a while only.
  static let sources = Migration("sources") { tx in
    try tx.script(
      """
      ALTER TABLE discovery_run ADD COLUMN plan TEXT NOT NULL DEFAULT '';
      ALTER TABLE discovery_run ADD COLUMN new_only INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE discovery_run ADD COLUMN notes TEXT NOT NULL DEFAULT '';
      CREATE TABLE source_consent (source TEXT PRIMARY KEY, terms TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE source_rest (source TEXT PRIMARY KEY, until INTEGER NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE passing_fact (
        lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE, field TEXT NOT NULL, source TEXT NOT NULL, until INTEGER NOT NULL,
        PRIMARY KEY (lead_id, field)) STRICT, WITHOUT ROWID;
      CREATE INDEX passing_fact_until ON passing_fact (until);
      """)
  }
}
