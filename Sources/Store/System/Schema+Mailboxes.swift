import SQLite

extension Schema {
  /// Several mailboxes: how each is reached, which campaigns use which, and which one a lead keeps.
  static let mailboxes = Migration("mailboxes") { tx in
    try tx.script(
      """
      ALTER TABLE mailbox ADD COLUMN account_sealed BLOB;
      ALTER TABLE mailbox ADD COLUMN takes_leads INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE mailbox ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
      ALTER TABLE mailbox ADD COLUMN removed_at INTEGER;
      CREATE TABLE campaign_mailbox (
        campaign_id TEXT NOT NULL REFERENCES campaign (id) ON DELETE CASCADE, mailbox_id TEXT NOT NULL REFERENCES mailbox (id),
        PRIMARY KEY (campaign_id, mailbox_id)) STRICT, WITHOUT ROWID;
      CREATE INDEX campaign_mailbox_mailbox ON campaign_mailbox (mailbox_id);
      ALTER TABLE enrollment ADD COLUMN mailbox_id TEXT REFERENCES mailbox (id);
      UPDATE enrollment SET mailbox_id = (SELECT mailbox_id FROM message WHERE enrollment_id = enrollment.id ORDER BY number LIMIT 1);
      CREATE INDEX enrollment_mailbox ON enrollment (mailbox_id, state) WHERE mailbox_id IS NOT NULL;
      DROP INDEX message_follow_up;
      DROP INDEX message_first;
      CREATE INDEX message_follow_up ON message (mailbox_id, not_before, number)
        WHERE state = 'queued' AND kind = 'campaign' AND position > 0;
      CREATE INDEX message_first ON message (mailbox_id, not_before, number)
        WHERE state = 'queued' AND kind = 'campaign' AND position = 0;
      CREATE INDEX message_mailbox ON message (mailbox_id, state, number);
      CREATE INDEX reply_header ON reply (header_id);
      """
        + bump(
          "message", "mailbox", columns: "state, archived, mailbox_id", name: "'mailbox.waiting.' || $.mailbox_id",
          live: "$.archived = 0 AND $.kind = 'campaign' AND $.state IN ('composed','approved','queued')")
          + """
          INSERT INTO counter (name, value) SELECT 'mailbox.waiting.' || mailbox_id, COUNT(*) FROM message
            WHERE archived = 0 AND kind = 'campaign' AND state IN ('composed','approved','queued') GROUP BY mailbox_id;
          """)
  }
}
