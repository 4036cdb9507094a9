import Outreach
import SQLite

/// The `setting` table: stored values of the catalogue's settings, secrets sealed, and the program's own notes.
public enum SettingTable {
  /// Every stored value by key.
  public static func all(in work: Work) throws -> [String: String] {
    let rows = try work.tx.rows("SELECT key, value, value_sealed FROM setting") { row -> (String, String) in
      let key = try row.text("key")
      if let plain = try row.textOrNil("value") { return (key, plain) }
      return (key, try work.vault.openText(try row.blob("value_sealed"), "setting.value_sealed/\(key)"))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// One stored value; nil where none is.
  public static func value(_ key: String, in work: Work) throws -> String? {
    try work.tx.row("SELECT value, value_sealed FROM setting WHERE key = $1", [key]) { row in
      if let plain = try row.textOrNil("value") { return plain }
      return try work.vault.openText(try row.blob("value_sealed"), "setting.value_sealed/\(key)")
    }
  }

  /// Stores a value, or removes it where nil. Values that are secret or personal are sealed, and left out of the audit row.
  public static func set(_ key: String, _ value: String?, sealed: Bool, in work: Work) throws {
    let old = try self.value(key, in: work)
    guard old != value else { return }
    try work.tx.run("DELETE FROM setting WHERE key = $1", [key])
    if let value {
      try work.tx.run(
        "INSERT INTO setting (key, value, value_sealed, updated_at) VALUES ($1, $2, $3, $4)",
        [
          key, sealed ? nil : value, sealed ? try work.vault.seal(text: value, "setting.value_sealed/\(key)") : nil,
          work.now.rawValue,
        ])
    }
    try AuditTable.append(
      "set", "setting", key, before: old.map { ["value": sealed ? "•••" : $0] } ?? [:],
      after: value.map { ["value": sealed ? "•••" : $0] } ?? [:], in: work)
    work.changed("setting", key)
  }

  /// Keeps a note of the program's own, without an audit row.
  public static func note(_ key: String, _ value: String, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
      [key, value, work.now.rawValue])
  }
}
