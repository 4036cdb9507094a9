import SQLite

extension Migration {
  /// Texts that are asked for together, and those that the person uses.
  static let draftBatches = Migration("draft batches") { tx in
    try tx.script(
      """
      ALTER TABLE proposal ADD COLUMN accepted_at INTEGER;
      ALTER TABLE proposal ADD COLUMN batch_id TEXT;
      CREATE INDEX proposal_batch ON proposal (batch_id, number) WHERE batch_id IS NOT NULL;
      CREATE INDEX proposal_unread ON proposal (number) WHERE accepted_at IS NULL;
      """)
  }
}
