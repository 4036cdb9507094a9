import SQLite

extension Migration {
  /// Files that the mails of templates carry, and those of earlier versions.
  static let templateFiles = Migration("template files") { tx in
    try tx.script(
      """
      CREATE TABLE template_attachment (
        template_id TEXT NOT NULL REFERENCES template (id) ON DELETE CASCADE, attachment_id TEXT NOT NULL REFERENCES attachment (id),
        PRIMARY KEY (template_id, attachment_id)) STRICT, WITHOUT ROWID;
      CREATE INDEX template_attachment_attachment ON template_attachment (attachment_id);
      CREATE TABLE template_version_attachment (
        template_version_id TEXT NOT NULL REFERENCES template_version (id) ON DELETE CASCADE,
        attachment_id TEXT NOT NULL REFERENCES attachment (id),
        PRIMARY KEY (template_version_id, attachment_id)) STRICT, WITHOUT ROWID;
      CREATE INDEX template_version_attachment_attachment ON template_version_attachment (attachment_id);
      """)
  }
}
