import SQLite

extension Migration {
  /// Which received mail the program took for a wish to get no more mail, so that correcting it takes the entry back.
  static let suppressionCause = Migration("suppression cause") { tx in
    try tx.script(
      """
      ALTER TABLE suppression ADD COLUMN reply_id TEXT;
      CREATE INDEX suppression_reply ON suppression (reply_id) WHERE reply_id IS NOT NULL;
      """)
  }
}
