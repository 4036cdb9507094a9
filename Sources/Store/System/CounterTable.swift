import Outreach
import SQLite

/// The `counter` table: what triggers count.
public enum CounterTable {
  /// A counter's value; 0 where it never rose.
  public static func value(_ name: String, in work: Work) throws -> Int {
    try work.tx.int("SELECT value FROM counter WHERE name = $1", [name]) ?? 0
  }

  /// Every counter whose name starts so.
  public static func all(startingWith prefix: String, in work: Work) throws -> [String: Int] {
    let rows = try work.tx.rows("SELECT name, value FROM counter WHERE name >= $1 AND name < $2", [prefix, prefix + "\u{10FFFF}"]) {
      (try $0.text("name"), try $0.int("value"))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}
