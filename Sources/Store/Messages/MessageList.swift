import Outreach
import SQLite

/// What to show of the messages.
public struct MessageFilter: Sendable, Hashable {
  public var states: [MessageState] = []
  public var campaign: Campaign.ID?
  public var lead: Lead.ID?
  public var kind: MessageKind?
  /// Whether what practice did before it was left is shown too.
  public var archived = false

  /// All that is not archived.
  public init() {}
}

/// Pages of messages and the queries of the outbox.
public enum MessageList {
  /// A page, newest first.
  /// - Parameter before: only rows with a lower number; nil from the newest.
  /// - Returns: the messages and the number to go on from, or nil at the end.
  public static func page(_ filter: MessageFilter, before: Int?, limit: Int, in work: Work) throws -> (
    messages: [Message], next: Int?
  ) {
    var conditions = ["archived = \(filter.archived ? 1 : 0)", "number < $1"]
    var values: [(any SQLiteBindable)?] = [before ?? Int.max]
    func add(_ column: String, _ value: String?) {
      guard let value else { return }
      values.append(value)
      conditions.append("\(column) = $\(values.count)")
    }
    if !filter.states.isEmpty {
      conditions.append("state IN (\(filter.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
    }
    add("campaign_id", filter.campaign?.rawValue)
    add("lead_id", filter.lead?.rawValue)
    add("kind", filter.kind?.rawValue)
    let rows = try work.tx.rows(
      "SELECT * FROM message WHERE \(conditions.joined(separator: " AND ")) ORDER BY number DESC LIMIT \(limit + 1)", values
    ) { (try MessageTable.message($0, in: work), try $0.int("number")) }
    return (rows.prefix(limit).map(\.0), rows.count > limit ? rows[limit - 1].1 : nil)
  }

  /// Messages in a state, oldest first.
  public static func inState(_ state: MessageState, limit: Int, in work: Work) throws -> [Message] {
    try work.tx.rows("SELECT * FROM message WHERE archived = 0 AND state = $1 ORDER BY number LIMIT $2", [state.rawValue, limit]) {
      try MessageTable.message($0, in: work)
    }
  }

  /// Ids of queued messages that are due, a person's answers first, then by queue time.
  public static func due(limit: Int, in work: Work) throws -> [Message.ID] {
    try work.tx.rows(
      """
      SELECT id FROM message WHERE state = 'queued' AND archived = 0 AND COALESCE(not_before, 0) <= $1
      ORDER BY kind = 'answer' DESC, COALESCE(not_before, 0), number LIMIT $2
      """, [work.now.rawValue, limit]
    ) { Message.ID(rawValue: try $0.text("id")) }
  }

  /// The queued message that comes next, due or not.
  public static func next(in work: Work) throws -> Message? {
    try work.tx.row(
      "SELECT * FROM message WHERE state = 'queued' AND archived = 0 ORDER BY COALESCE(not_before, 0), number LIMIT 1"
    ) {
      try MessageTable.message($0, in: work)
    }
  }

  /// A lead's messages, oldest first.
  public static func of(_ lead: Lead.ID, in work: Work) throws -> [Message] {
    try work.tx.rows("SELECT * FROM message WHERE lead_id = $1 AND archived = 0 ORDER BY number LIMIT 500", [lead.rawValue]) {
      try MessageTable.message($0, in: work)
    }
  }

  /// Maintained counts by state.
  public static func counts(in work: Work) throws -> [String: Int] {
    let all = try CounterTable.all(startingWith: "message.state.", in: work)
    return Dictionary(uniqueKeysWithValues: all.map { (String($0.key.dropFirst(14)), $0.value) })
  }

  /// How many mails of a campaign left since a moment.
  public static func sent(of campaign: Campaign.ID, since moment: Timestamp, in work: Work) throws -> Int {
    try work.tx.int("SELECT COUNT(*) FROM message WHERE campaign_id = $1 AND sent_at > $2", [campaign.rawValue, moment.rawValue])
      ?? 0
  }

  /// How many mails left each day since a moment; days counted from 1970 at an offset of seconds from UTC.
  public static func sentByDay(since moment: Timestamp, offset: Int, in work: Work) throws -> [Int: Int] {
    let rows = try work.tx.rows(
      "SELECT (sent_at + $1) / 86400000 AS day, COUNT(*) AS n FROM message WHERE sent_at >= $2 AND archived = 0 GROUP BY day",
      [offset * 1000, moment.rawValue]
    ) { (try $0.int("day"), try $0.int("n")) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Counts by state for a campaign.
  public static func counts(of campaign: Campaign.ID, in work: Work) throws -> [String: Int] {
    let rows = try work.tx.rows(
      "SELECT state, COUNT(*) AS n FROM message WHERE campaign_id = $1 AND archived = 0 GROUP BY state", [campaign.rawValue]
    ) { (try $0.text("state"), try $0.int("n")) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}
