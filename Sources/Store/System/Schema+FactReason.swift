import SQLite

extension Migration {
  /// Why a fact took the place of what was known of its field.
  static let factReason = Migration("fact reason") { tx in
    try tx.script("ALTER TABLE contact_fact ADD COLUMN why TEXT;")
  }
}
