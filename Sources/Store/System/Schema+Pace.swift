import SQLite

extension Schema {
  /// The dice of each mailbox, and what a campaign may send beside the mailbox's own limits.
  static let pace = Migration("pace plan and campaign limits") { tx in
    try tx.script(
      """
      CREATE TABLE pace_plan (
        mailbox_id TEXT PRIMARY KEY REFERENCES mailbox (id) ON DELETE CASCADE, seed INTEGER NOT NULL, day INTEGER NOT NULL,
        drawn INTEGER NOT NULL DEFAULT 0, served_at INTEGER) STRICT, WITHOUT ROWID;
      ALTER TABLE campaign ADD COLUMN hourly_cap INTEGER;
      ALTER TABLE campaign ADD COLUMN minute_cap INTEGER;
      ALTER TABLE campaign ADD COLUMN min_gap_seconds INTEGER;
      ALTER TABLE campaign ADD COLUMN max_gap_seconds INTEGER;
      ALTER TABLE campaign ADD COLUMN pause_every INTEGER;
      ALTER TABLE campaign ADD COLUMN pause_minutes INTEGER;
      ALTER TABLE campaign ADD COLUMN ramp_start INTEGER;
      ALTER TABLE campaign ADD COLUMN ramp_step INTEGER;
      """)
  }
}
