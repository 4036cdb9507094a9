import Outreach
import SQLite

/// The `writer_use` table: each request to a service that writes, noted before it is sent, with what it used up. Nothing in it is of anybody.
public enum WriterUseTable {
  /// The outcome of a request that brought a text.
  public static let written = "written"
  /// Rows older than this go.
  private static let keptDays = 400

  /// A request of before.
  public struct Entry: Sendable, Hashable {
    public let at: Timestamp
    public let model: String
    /// `written`, or a `WriterRefusal.Reason`; nil where the program ended before the answer.
    public let outcome: String?
    /// Why nothing came, in words.
    public let detail: String?
  }

  /// What was used since a moment.
  public struct Sum: Sendable, Hashable {
    public let requests: Int
    public let written: Int
    public let tokens: WriterTokens
    /// Millionths of a US dollar, at most.
    public let costMicros: Int
  }

  /// Notes a request before it is sent. - Parameter mostMicros: what it counts as until its answer is there.
  /// - Returns: its number.
  public static func begin(_ service: String, model: String, mostMicros: Int, in work: Work) throws -> Int {
    try work.tx.run(
      "DELETE FROM writer_use WHERE service = $1 AND at < $2",
      [service, work.now.adding(seconds: -keptDays * 86_400).rawValue])
    try work.tx.run(
      "INSERT INTO writer_use (service, model, at, cost_micros) VALUES ($1, $2, $3, $4)",
      [service, model, work.now.rawValue, mostMicros])
    work.changed("proposal")
    return try work.tx.int("SELECT MAX(number) FROM writer_use") ?? 0
  }

  /// Notes what became of a request.
  public static func end(
    _ number: Int, outcome: String, detail: String?, tokens: WriterTokens, costMicros: Int, in work: Work
  ) throws {
    try work.tx.run(
      "UPDATE writer_use SET outcome = $1, detail = $2, input_tokens = $3, output_tokens = $4, cost_micros = $5 WHERE number = $6",
      [outcome, detail, tokens.input, tokens.output, costMicros, number])
    work.changed("proposal")
  }

  /// What was used since a moment.
  public static func sum(_ service: String, since: Timestamp, in work: Work) throws -> Sum {
    try work.tx.row(
      """
      SELECT COUNT(*) AS n, COALESCE(SUM(outcome = 'written'), 0) AS written, COALESCE(SUM(input_tokens), 0) AS input,
        COALESCE(SUM(output_tokens), 0) AS output, COALESCE(SUM(cost_micros), 0) AS cost
      FROM writer_use WHERE service = $1 AND at > $2
      """, [service, since.rawValue]
    ) { row in
      Sum(
        requests: try row.int("n"), written: try row.int("written"),
        tokens: WriterTokens(input: try row.int("input"), output: try row.int("output")), costMicros: try row.int("cost"))
    } ?? Sum(requests: 0, written: 0, tokens: WriterTokens(), costMicros: 0)
  }

  /// When the request came that is the `count`th from the end since a moment: once it is old enough, one more may follow.
  public static func moment(_ service: String, back count: Int, in work: Work) throws -> Timestamp? {
    guard count > 0 else { return nil }
    return try work.tx.row(
      "SELECT at FROM writer_use WHERE service = $1 ORDER BY at DESC LIMIT 1 OFFSET $2", [service, count - 1]
    ) { Timestamp(rawValue: try $0.int64("at")) }
  }

  /// The last requests that brought nothing, newest first.
  public static func failures(_ service: String, limit: Int, in work: Work) throws -> [Entry] {
    try work.tx.rows(
      "SELECT * FROM writer_use WHERE service = $1 AND outcome IS NOT NULL AND outcome <> 'written' ORDER BY number DESC LIMIT $2",
      [service, limit]
    ) { row in
      Entry(
        at: Timestamp(rawValue: try row.int64("at")), model: try row.text("model"), outcome: try row.textOrNil("outcome"),
        detail: try row.textOrNil("detail"))
    }
  }
}
