import SQLite

extension Migration {
  /// Several steps a campaign, with waits and variants; tasks for the person; what a job came to.
  static let sequences = Migration("sequences") { tx in
    try tx.script(
      """
      ALTER TABLE campaign ADD COLUMN approval TEXT NOT NULL DEFAULT 'sequence' CHECK (approval IN ('sequence','each'));
      ALTER TABLE campaign ADD COLUMN stops_company INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE step ADD COLUMN kind TEXT NOT NULL DEFAULT 'mail' CHECK (kind IN ('mail','call','form','letter'));
      ALTER TABLE step ADD COLUMN audience TEXT NOT NULL DEFAULT 'everyone' CHECK (audience IN ('everyone','without_email'));
      ALTER TABLE step ADD COLUMN wait_count INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE step ADD COLUMN wait_unit TEXT NOT NULL DEFAULT 'business_days' CHECK (wait_unit IN ('days','business_days'));
      ALTER TABLE enrollment ADD COLUMN last_at INTEGER;
      ALTER TABLE enrollment ADD COLUMN away_until INTEGER;
      ALTER TABLE enrollment ADD COLUMN reason TEXT;
      ALTER TABLE enrollment ADD COLUMN company_hash BLOB;
      CREATE INDEX enrollment_company ON enrollment (company_hash) WHERE company_hash IS NOT NULL;
      CREATE INDEX enrollment_campaign ON enrollment (campaign_id, state, position);
      ALTER TABLE message ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE message ADD COLUMN variant INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX message_follow_up ON message (not_before, number) WHERE state = 'queued' AND kind = 'campaign' AND position > 0;
      CREATE INDEX message_first ON message (not_before, number) WHERE state = 'queued' AND kind = 'campaign' AND position = 0;
      CREATE INDEX message_enrollment ON message (enrollment_id, position) WHERE enrollment_id IS NOT NULL;
      ALTER TABLE job ADD COLUMN result_sealed BLOB;
      CREATE TABLE task (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, enrollment_id TEXT NOT NULL REFERENCES enrollment (id),
        campaign_id TEXT NOT NULL REFERENCES campaign (id), step_id TEXT NOT NULL REFERENCES step (id),
        lead_id TEXT NOT NULL REFERENCES lead (id), kind TEXT NOT NULL CHECK (kind IN ('mail','call','form','letter')),
        mode TEXT NOT NULL CHECK (mode IN ('practice','draft','real')),
        state TEXT NOT NULL CHECK (state IN ('open','done','cancelled')),
        text_sealed BLOB NOT NULL, due_at INTEGER NOT NULL, done_at INTEGER) STRICT;
      CREATE UNIQUE INDEX task_once ON task (enrollment_id, step_id) WHERE state <> 'cancelled';
      CREATE INDEX task_open ON task (due_at, number) WHERE state = 'open';
      CREATE INDEX task_lead ON task (lead_id, number);
      """)
  }
}
