import Crypto
import Outreach
import SQLite

/// The `session` table: browsers that are logged in, so that a restart does not log them out.
public enum SessionTable {
  /// A session as stored; of its token only a hash.
  public struct Stored: Sendable, Hashable {
    /// As in the audit trail; no secret.
    public var id: String
    /// SHA-256 of the token, which is random and long enough to need no key.
    public var tokenHash: [UInt8]
    public var csrf: String
    public var createdAt: Timestamp
    public var seenAt: Timestamp

    /// A session by its parts.
    public init(id: String, tokenHash: [UInt8], csrf: String, createdAt: Timestamp, seenAt: Timestamp) {
      (self.id, self.tokenHash, self.csrf, self.createdAt, self.seenAt) = (id, tokenHash, csrf, createdAt, seenAt)
    }
  }

  /// Writes a session, or when it was seen last.
  public static func save(_ session: Stored, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO session (id_hash, csrf_sealed, created_at, seen_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (id_hash) DO UPDATE SET seen_at = excluded.seen_at
      """,
      [
        session.tokenHash,
        try work.vault.seal(Packed.bytes([("id", session.id), ("csrf", session.csrf)]), place(session.tokenHash)),
        session.createdAt.rawValue, session.seenAt.rawValue,
      ])
  }

  /// Every session; one that can't be opened with these keys is left out.
  public static func all(in work: Work) throws -> [Stored] {
    try work.tx.rows("SELECT * FROM session ORDER BY seen_at") { row -> Stored? in
      let hash = try row.blob("id_hash")
      guard let bytes = try? work.vault.open(try row.blob("csrf_sealed"), place(hash)) else { return nil }
      let fields = Packed.fields(bytes)
      guard let id = fields.first(where: { $0.name == "id" })?.value, let csrf = fields.first(where: { $0.name == "csrf" })?.value
      else { return nil }
      return Stored(
        id: id, tokenHash: hash, csrf: csrf, createdAt: Timestamp(rawValue: try row.int64("created_at")),
        seenAt: Timestamp(rawValue: try row.int64("seen_at")))
    }.compactMap { $0 }
  }

  /// Removes the session of a token's hash.
  public static func remove(_ tokenHash: [UInt8], in work: Work) throws {
    try work.tx.run("DELETE FROM session WHERE id_hash = $1", [tokenHash])
  }

  /// Removes sessions that were last seen before a moment.
  public static func prune(seenBefore moment: Timestamp, in work: Work) throws {
    try work.tx.run("DELETE FROM session WHERE seen_at < $1", [moment.rawValue])
  }

  private static func place(_ tokenHash: [UInt8]) -> String { "session.csrf_sealed/\(Hex.encode(tokenHash))" }
}
