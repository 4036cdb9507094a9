import Outreach
import SQLite

/// What to show of the messages.
public struct MessageFilter: Sendable, Hashable {
  public var states: [MessageState] = []
  public var campaign: Campaign.ID?
  public var lead: Lead.ID?
  public var kind: MessageKind?
  /// Words that must all be in it; nil for all.
  public var query: String?
  /// Whether what practice did before it was left is shown too.
  public var archived = false

  /// All that is not archived.
  public init() {}
}

/// Pages of messages and the queries of the outbox.
public enum MessageList {
  /// The most rows of one page.
  private static let maximumPage = 10_000

  /// A page, newest first.
  /// - Parameter before: only rows with a lower number; nil from the newest.
  /// - Returns: the messages and the number to go on from, or nil at the end.
  public static func page(_ filter: MessageFilter, before: Int?, limit: Int, in work: Work) throws -> (
    messages: [Message], next: Int?
  ) {
    let limit = min(max(limit, 1), maximumPage)
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
    var (tables, order) = ("message", "number")
    if let words = try filter.query.flatMap({ try MailSearch.match($0, in: work) }) {
      values.append(words)
      conditions.append("message_search MATCH $\(values.count)")
      // In the index's own order, so that a page needs no sorting of all that is found.
      (tables, order) = ("message_search CROSS JOIN message ON message.number = message_search.rowid", "message_search.rowid")
      conditions[1] = "message_search.rowid < $1"
    }
    let rows = try work.tx.rows(
      "SELECT message.* FROM \(tables) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) DESC LIMIT \(limit + 1)",
      values
    ) { (try MessageTable.message($0, in: work), try $0.int("number")) }
    return (rows.prefix(limit).map(\.0), rows.count > limit ? rows[limit - 1].1 : nil)
  }

  /// Whether a mail is on its way out at this moment, practice included.
  public static func isAnyLeaving(in work: Work) throws -> Bool {
    try work.tx.int("SELECT 1 FROM message WHERE archived IN (0, 1) AND state = 'sending' LIMIT 1") != nil
  }

  /// Messages in a state, oldest first; of one mode where given.
  public static func inState(_ state: MessageState, mode: SendMode? = nil, limit: Int, in work: Work) throws -> [Message] {
    try work.tx.rows(
      "SELECT * FROM message WHERE archived = 0 AND state = $1 AND ($3 IS NULL OR mode = $3) ORDER BY number LIMIT $2",
      [state.rawValue, limit, mode?.rawValue]
    ) { try MessageTable.message($0, in: work) }
  }

  /// Whether mail that was no practice left for a lead, may have left, or lies in Drafts for the person to send.
  public static func hasRealContact(_ lead: Lead.ID, in work: Work) throws -> Bool {
    try work.tx.int(
      """
      SELECT 1 FROM message WHERE lead_id = $1 AND mode <> 'practice' AND archived = 0
        AND state NOT IN ('composed','approved','queued','failed','cancelled') LIMIT 1
      """, [lead.rawValue]) != nil
  }

  /// A queued mail of a campaign, with what tells without opening it whether its hours have come.
  public struct Candidate {
    public let id: Message.ID
    public let campaign: Campaign.ID?
    /// Where the lead is.
    public let place: Whereabouts
  }

  /// The most queued mails that one look passes over.
  private static let maximumScan = 20_000

  /// Ids of a mailbox's queued messages that are due, a person's answers first, then follow-ups, then first mails, each by queue time;
  /// of campaigns only running ones.
  /// - Parameter wanted: asked of each campaign mail in turn, so that closed ones don't keep open ones out.
  public static func due(
    of mailbox: Mailbox.ID, limit: Int, in work: Work, where wanted: (Candidate) throws -> Bool = { _ in true }
  ) throws -> [Message.ID] {
    var ids = try work.tx.rows(
      """
      SELECT id FROM message WHERE state = 'queued' AND kind = 'answer' AND archived = 0 AND COALESCE(not_before, 0) <= $1
        AND mailbox_id = $3 ORDER BY number LIMIT $2
      """, [work.now.rawValue, limit, mailbox.rawValue]
    ) { Message.ID(rawValue: try $0.text("id")) }
    for (index, place) in [("message_follow_up", "m.position > 0"), ("message_first", "m.position = 0")] {
      // In the order of the index, so that a million queued mails need no sorting.
      try work.tx.forEach(
        """
        SELECT m.id, m.not_before, m.campaign_id, l.time_zone, l.country, l.state_region, l.city, l.latitude, l.longitude
          FROM message m INDEXED BY \(index)
          JOIN lead l ON l.id = m.lead_id LEFT JOIN campaign c ON c.id = m.campaign_id
        WHERE m.state = 'queued' AND m.kind = 'campaign' AND m.mailbox_id = $2 AND \(place) AND m.archived = 0 AND (c.state IS NULL OR c.state = 'running')
        ORDER BY m.not_before, m.number LIMIT $1
        """, [maximumScan, mailbox.rawValue]
      ) { row in
        guard ids.count < limit, try row.int64OrNil("not_before") ?? 0 <= work.now.rawValue else { return false }
        let candidate = Candidate(
          id: Message.ID(rawValue: try row.text("id")), campaign: try row.textOrNil("campaign_id").map(Campaign.ID.init(rawValue:)),
          place: try whereabouts(row))
        if try wanted(candidate) { ids.append(candidate.id) }
        return true
      }
    }
    return ids
  }

  private static func whereabouts(_ row: Row) throws -> Whereabouts {
    var place = Whereabouts(timeZone: try row.textOrNil("time_zone"), country: try row.textOrNil("country"))
    (place.stateRegion, place.city) = (try row.textOrNil("state_region"), try row.textOrNil("city"))
    (place.latitude, place.longitude) = (try row.doubleOrNil("latitude"), try row.doubleOrNil("longitude"))
    return place
  }

  /// When the first queued message that is not due yet becomes so; nil where none waits for its time.
  public static func nextScheduled(in work: Work) throws -> Timestamp? {
    try work.tx.row(
      "SELECT MIN(not_before) AS at FROM message WHERE state = 'queued' AND archived = 0 AND not_before > $1", [work.now.rawValue]
    ) { try $0.int64OrNil("at").map(Timestamp.init(rawValue:)) } ?? nil
  }

  /// The queued message that comes next, due or not.
  public static func next(in work: Work) throws -> Message? {
    try work.tx.row("SELECT * FROM message WHERE state = 'queued' AND archived = 0 ORDER BY not_before, number LIMIT 1") {
      try MessageTable.message($0, in: work)
    }
  }

  /// A lead's messages, oldest first.
  public static func of(_ lead: Lead.ID, in work: Work) throws -> [Message] {
    try work.tx.rows("SELECT * FROM message WHERE lead_id = $1 AND archived = 0 ORDER BY number LIMIT 500", [lead.rawValue]) {
      try MessageTable.message($0, in: work)
    }
  }

  /// All messages of a lead, archived ones too, with their rows' numbers.
  public static func all(of lead: Lead.ID, in work: Work) throws -> [(number: Int, message: Message)] {
    try work.tx.rows("SELECT * FROM message WHERE lead_id = $1 ORDER BY number", [lead.rawValue]) {
      (try $0.int("number"), try MessageTable.message($0, in: work))
    }
  }

  /// Maintained counts by state.
  public static func counts(in work: Work) throws -> [String: Int] {
    let all = try CounterTable.all(startingWith: "message.state.", in: work)
    return Dictionary(uniqueKeysWithValues: all.map { (String($0.key.dropFirst(14)), $0.value) })
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
