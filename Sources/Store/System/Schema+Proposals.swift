import SQLite

extension Schema {
  /// Texts that a service wrote for a lead's step, and what asking it used up.
  static let proposals = Migration("proposals") { tx in
    try tx.script(
      """
      CREATE TABLE proposal (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lead_id TEXT NOT NULL REFERENCES lead (id) ON DELETE CASCADE,
        step_id TEXT NOT NULL REFERENCES step (id) ON DELETE CASCADE, kind TEXT NOT NULL CHECK (kind IN ('mail','snippet')),
        asked_at INTEGER NOT NULL, content_sealed BLOB, problem TEXT, written_at INTEGER, UNIQUE (lead_id, step_id, kind)) STRICT;
      CREATE INDEX proposal_step ON proposal (step_id);
      CREATE TABLE writer_use (
        number INTEGER PRIMARY KEY, service TEXT NOT NULL, model TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT, detail TEXT,
        input_tokens INTEGER NOT NULL DEFAULT 0, output_tokens INTEGER NOT NULL DEFAULT 0, cost_micros INTEGER NOT NULL) STRICT;
      CREATE INDEX writer_use_at ON writer_use (service, at);
      """)
  }
}
