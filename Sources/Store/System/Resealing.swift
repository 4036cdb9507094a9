import Crypto
import Outreach
import SQLite

/// Moves every value that the data key seals from older data keys to the present one, in small transactions.
///
/// What a lead's own key seals stays: that key is itself moved. The trail's rows never change, so the keys that sealed them stay in the
/// ring for reading.
public enum Resealing {
  /// A column whose values the data key seals, and how the place of a value follows from its row.
  struct Column {
    let table: String
    let column: String
    /// What orders the rows, unique, greater than -2⁶³ as SQLite compares.
    let key: String
    /// SQL for the part of the place behind `table.column/`.
    let place: String
    /// Rows of one transaction.
    let batch: Int

    init(_ table: String, _ column: String, key: String = "id", place: String = "id", batch: Int = 500) {
      (self.table, self.column, self.key, self.place, self.batch) = (table, column, key, place, batch)
    }
  }

  /// Every such column. A test compares this list with the schema.
  static let columns: [Column] = [
    Column("setting", "value_sealed", key: "key", place: "key"),
    Column("session", "csrf_sealed", key: "hex(id_hash)", place: "lower(hex(id_hash))"),
    Column("lead", "key_sealed"),
    Column("suppression", "value_sealed"),
    Column("step", "content_sealed"), Column("template", "content_sealed"), Column("template_version", "content_sealed"),
    Column("import_run", "name_sealed"), Column("import_run", "columns_sealed"),
    Column("import_problem", "record_sealed", key: "number", place: "import_id || '/' || line"),
    Column("mailbox", "account_sealed"),
    // Files are large.
    Column("attachment", "bytes_sealed", batch: 4), Column("attachment", "about_sealed"),
    Column("lead_view", "view_sealed"), Column("practice_mail", "raw_sealed"), Column("job", "result_sealed"),
  ]

  /// Where a run stands between two transactions; a run that a crash ended begins again, and passes quickly over what is done.
  public struct Position: Sendable {
    fileprivate var column = 0
    fileprivate var after = SQLiteValue.integer(.min)
    /// Values that were moved.
    public fileprivate(set) var moved = 0
    /// Values that no key opens; they stay as they are.
    public fileprivate(set) var unreadable = 0

    /// The beginning.
    public init() {}
  }

  private static let note = "state.sealed_with"

  /// Whether values may be left that older keys seal: a data key was begun, or an older backup restored.
  public static func isDue(in work: Work) throws -> Bool {
    try SettingTable.value(note, in: work) ?? "1" != String(work.vault.keys.currentID)
  }

  /// Moves some values. - Returns: where to go on; nil once all are moved, which is noted then.
  public static func step(_ position: Position, in work: Work) throws -> Position? {
    var next = position
    guard next.column < columns.count else {
      try SettingTable.note(note, String(work.vault.keys.currentID), in: work)
      try AuditTable.append(
        "reseal", "key", String(work.vault.keys.currentID),
        after: ["values": String(next.moved), "unreadable": String(next.unreadable)], in: work)
      return nil
    }
    let column = columns[next.column]
    let rows = try work.tx.rows(
      """
      SELECT \(column.key) AS at, \(column.place) AS place, \(column.column) AS sealed FROM \(column.table)
      WHERE \(column.key) > $1 AND \(column.column) IS NOT NULL ORDER BY \(column.key) LIMIT \(column.batch)
      """, [next.after]
    ) { (try $0.value("at"), try $0.value("place"), try $0.blob("sealed")) }
    let current = Vault.mark(ofKey: work.vault.keys.currentID)
    for (at, place, sealed) in rows where Array(sealed.dropFirst().prefix(4)) != current {
      guard case .text(let end) = place else { continue }
      let full = "\(column.table).\(column.column)/\(end)"
      guard let plain = try? work.vault.open(sealed, full) else {
        next.unreadable += 1
        continue
      }
      try work.tx.run(
        "UPDATE \(column.table) SET \(column.column) = $1 WHERE \(column.key) = $2", [try work.vault.seal(plain, full), at])
      next.moved += 1
    }
    if let last = rows.last, rows.count == column.batch {
      next.after = last.0
    } else {
      (next.column, next.after) = (next.column + 1, .integer(.min))
    }
    return next
  }
}

/// A sealed word in the base that shows whether the keys at hand are the ones of this base.
public enum KeyCheck {
  private static let key = "state.key_check"
  private static let word = "these keys fit"

  /// Whether the keys fit; nil for a base without the word.
  public static func fits(in work: Work) throws -> Bool? {
    let sealed = try work.tx.row("SELECT value_sealed FROM setting WHERE key = $1", [key]) { try $0.blob("value_sealed") }
    return sealed.map { (try? work.vault.openText($0, "setting.value_sealed/\(key)")) == word }
  }

  /// Writes the word where there is none.
  public static func keep(in work: Work) throws {
    guard try fits(in: work) == nil else { return }
    try work.tx.run(
      "INSERT INTO setting (key, value_sealed, updated_at) VALUES ($1, $2, $3)",
      [key, try work.vault.seal(text: word, "setting.value_sealed/\(key)"), work.now.rawValue])
  }
}
