import SQLite

extension Migration {
  /// How many tries to send there were ever, and which enrollments wait for the person after the base went back in time.
  static let ledgerCount = Migration("ledger count and guard holds") { tx in
    try tx.script(
      """
      INSERT INTO counter (name, value) SELECT 'ledger.begun', COUNT(*) FROM send_attempt WHERE mode <> 'practice';
      CREATE TRIGGER send_attempt_count AFTER INSERT ON send_attempt WHEN NEW.mode <> 'practice' BEGIN
        INSERT INTO counter (name, value) VALUES ('ledger.begun', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1;
      END;
      CREATE TABLE guard_hold (
        enrollment_id TEXT PRIMARY KEY REFERENCES enrollment (id) ON DELETE CASCADE, lead_id TEXT NOT NULL,
        at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      """)
  }
}
