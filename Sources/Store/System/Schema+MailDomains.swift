import SQLite

extension Migration {
  /// Whether the domains of addresses take mail, by their keyed hashes.
  static let mailDomains = Migration("mail domains") { tx in
    try tx.script(
      """
      CREATE TABLE mail_domain (
        domain_hash BLOB PRIMARY KEY, verdict TEXT NOT NULL CHECK (verdict IN ('takes','null_mx','no_domain','no_host','unknown')),
        at INTEGER NOT NULL, next_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      """)
  }
}
