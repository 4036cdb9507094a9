import SQLite

extension Migration {
  /// What templates said before they were changed, so that any change can be taken back.
  static let templateVersions = Migration("template versions") { tx in
    try tx.script(
      """
      ALTER TABLE template ADD COLUMN removed_at INTEGER;
      CREATE TABLE template_version (
        id TEXT PRIMARY KEY, template_id TEXT NOT NULL REFERENCES template (id), version INTEGER NOT NULL, name TEXT NOT NULL,
        content_sealed BLOB NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (template_id, version)) STRICT, WITHOUT ROWID;
      """)
  }
}
