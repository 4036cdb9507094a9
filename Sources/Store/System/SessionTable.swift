import Crypto
import Outreach
import SQLite

/// The `session` table: browsers that are logged in, so that a restart does not log them out.
public enum SessionTable {
  /// A session as stored; its token is kept as a hash only.
  public struct Stored: Sendable, Hashable {
    public var csrf: String
    public var createdAt: Timestamp
    public var seenAt: Timestamp
  }

  /// Writes a session.
  public static func save(_ token: String, _ session: Stored, in work: Work) throws {
    let id = try hash(token)
    try work.tx.run(
      """
      INSERT INTO session (id_hash, csrf_sealed, created_at, seen_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (id_hash) DO UPDATE SET seen_at = excluded.seen_at
      """,
      [
        id, try work.vault.seal(text: session.csrf, "session.csrf_sealed/\(Hex.encode(id))"), session.createdAt.rawValue,
        session.seenAt.rawValue,
      ])
  }

  /// The session of a token; nil where there is none.
  public static func find(_ token: String, in work: Work) throws -> Stored? {
    let id = try hash(token)
    return try work.tx.row("SELECT * FROM session WHERE id_hash = $1", [id]) { row in
      Stored(
        csrf: try work.vault.openText(try row.blob("csrf_sealed"), "session.csrf_sealed/\(Hex.encode(id))"),
        createdAt: Timestamp(rawValue: try row.int64("created_at")), seenAt: Timestamp(rawValue: try row.int64("seen_at")))
    }
  }

  /// Removes a session.
  public static func remove(_ token: String, in work: Work) throws {
    try work.tx.run("DELETE FROM session WHERE id_hash = $1", [hash(token)])
  }

  /// Removes sessions that were last seen before a moment.
  public static func prune(seenBefore moment: Timestamp, in work: Work) throws {
    try work.tx.run("DELETE FROM session WHERE seen_at < $1", [moment.rawValue])
  }

  private static func hash(_ token: String) throws -> [UInt8] { try Hash.sha256(Array(token.utf8)) }
}
