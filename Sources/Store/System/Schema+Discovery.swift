import SQLite

extension Schema {
  /// Searches for businesses, places by name, and the pages that facts were read from.
  static let discovery = Migration("discovery") { tx in
    try tx.script(
      """
      CREATE TABLE discovery_run (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, words TEXT NOT NULL, location TEXT NOT NULL, area TEXT,
        language TEXT NOT NULL, maximum INTEGER NOT NULL, enriches INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running','completed','failed','cancelled')), cursor TEXT, progress REAL,
        found INTEGER NOT NULL DEFAULT 0, imported INTEGER NOT NULL DEFAULT 0, updated INTEGER NOT NULL DEFAULT 0,
        skipped INTEGER NOT NULL DEFAULT 0, cost_micros INTEGER NOT NULL DEFAULT 0, error TEXT,
        created_at INTEGER NOT NULL, finished_at INTEGER) STRICT;
      CREATE TABLE discovery_lead (
        run_id TEXT NOT NULL REFERENCES discovery_run (id) ON DELETE CASCADE,
        lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE, number INTEGER NOT NULL, is_new INTEGER NOT NULL,
        PRIMARY KEY (run_id, number)) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX discovery_lead_once ON discovery_lead (run_id, lead_id);
      CREATE INDEX discovery_lead_lead ON discovery_lead (lead_id);
      CREATE TABLE geocode (
        name TEXT NOT NULL, language TEXT NOT NULL, places TEXT NOT NULL, service TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (name, language)) STRICT, WITHOUT ROWID;
      CREATE TABLE evidence (
        number INTEGER PRIMARY KEY, lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE, url TEXT NOT NULL, title_sealed BLOB NOT NULL,
        excerpt_sealed BLOB NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (lead_id, url)) STRICT;
      CREATE INDEX lead_phone ON lead (phone_hash) WHERE phone_hash IS NOT NULL;
      CREATE INDEX lead_place_name ON lead (business_name) WHERE latitude IS NOT NULL;
      """)
  }
}
