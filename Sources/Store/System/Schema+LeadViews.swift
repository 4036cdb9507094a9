import SQLite

extension Migration {
  /// Views of the lead list that the person kept.
  static let leadViews = Migration("lead views") { tx in
    try tx.script("CREATE TABLE lead_view (id TEXT PRIMARY KEY, view_sealed BLOB NOT NULL) STRICT;")
  }
}
