import Outreach
import SQLite

/// What a base holds, in figures that need no keys.
public struct BaseFigures: Sendable, Hashable {
  public var leads: Int
  public var messages: Int
  public var replies: Int
  public var campaigns: Int
  /// The newest migration that was run on it.
  public var schema: String
  /// When somebody or something last changed what the trail tells of; nil for never.
  public var changedAt: Timestamp?

  /// Counts. - Throws: `SQLiteError` where the file is no base of ours.
  public static func read(in tx: Transaction) throws -> BaseFigures {
    BaseFigures(
      leads: try tx.int("SELECT COUNT(*) FROM lead") ?? 0, messages: try tx.int("SELECT COUNT(*) FROM message") ?? 0,
      replies: try tx.int("SELECT COUNT(*) FROM reply") ?? 0, campaigns: try tx.int("SELECT COUNT(*) FROM campaign") ?? 0,
      schema: try tx.text("SELECT name FROM schema_migration ORDER BY rowid DESC LIMIT 1") ?? "",
      changedAt: try tx.int("SELECT MAX(at) FROM audit").map { Timestamp(rawValue: Int64($0)) })
  }
}
