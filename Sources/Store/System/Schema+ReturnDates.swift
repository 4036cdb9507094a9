import SQLite

extension Migration {
  /// When an automatic answer says that the person is back, beside the sealed text: the sequence asks for it on every pass.
  static let returnDates = Migration("reply return dates") { tx in
    try tx.script("ALTER TABLE reply ADD COLUMN return_at INTEGER;")
  }
}
