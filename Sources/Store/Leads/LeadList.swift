import Crypto
import Outreach
import SQLite

/// What to show of the leads, and in which order.
public struct LeadFilter: Sendable, Hashable {
  /// What leads can be sorted by; each has an index.
  public enum Sort: String, CaseIterable, Sendable {
    case discoveredAt = "discovered_at", businessName = "business_name", score, updatedAt = "updated_at"
  }

  public var query: String?
  public var states: [LeadState] = []
  public var review: ReviewStatus?
  public var source: String?
  public var tag: String?
  public var country: String?
  public var hasEmail: Bool?
  public var outcome: LeadOutcome?
  /// Only those whose web site could not be read.
  public var siteFailed = false
  public var sort = Sort.discoveredAt
  public var ascending = false

  /// Everything, newest first.
  public init() {}
}

/// Pages of leads: keyset pages, so that the last costs as little as the first.
public enum LeadList {
  /// A page and where the next begins.
  public struct Page: Sendable {
    public let leads: [Lead]
    /// Opaque; nil at the end.
    public let next: String?
  }

  /// A page of leads.
  /// - Parameter cursor: what the page before gave as `next`; nil for the first.
  /// - Throws: `.badInput` for a cursor that is none.
  public static func page(_ filter: LeadFilter, cursor: String?, limit: Int, in work: Work) throws -> Page {
    var sql = try Conditions(filter, in: work)
    if let cursor { try sql.after(try Cursor(cursor), filter) }
    let direction = filter.ascending ? "ASC" : "DESC"
    let order =
      sql.isByRow ? "ORDER BY \(sql.sortColumn) \(direction)" : "ORDER BY \(sql.sortColumn) \(direction), lead.number \(direction)"
    let rows = try work.tx.rows(
      "SELECT lead.*, \(sql.sortColumn) AS sort_value FROM \(sql.text) \(order) LIMIT \(limit + 1)", sql.values
    ) { row in
      (try LeadTable.lead(row, in: work), Cursor(value: try sortValue(row, filter.sort), number: try row.int("number")))
    }
    return Page(leads: rows.prefix(limit).map(\.0), next: rows.count > limit ? rows[limit - 1].1.text : nil)
  }

  /// The ids that a filter takes, at most `limit`, in no promised order.
  public static func ids(_ filter: LeadFilter, limit: Int, in work: Work) throws -> [Lead.ID] {
    let sql = try Conditions(filter, in: work)
    return try work.tx.rows("SELECT lead.id FROM \(sql.text) LIMIT \(limit)", sql.values) {
      Lead.ID(rawValue: try $0.text("id"))
    }
  }

  /// Maintained counts by state and by review status.
  public static func counts(in work: Work) throws -> (states: [String: Int], reviews: [String: Int]) {
    let all = try CounterTable.all(startingWith: "lead.", in: work)
    func family(_ prefix: String) -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: all.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) })
    }
    return (family("lead.state."), family("lead.review."))
  }

  private static func sortValue(_ row: Row, _ sort: LeadFilter.Sort) throws -> String {
    sort == .businessName ? try row.text("sort_value") : String(try row.int64OrNil("sort_value") ?? -1)
  }
}

/// Where a page ended: the sort value and the row's number.
private struct Cursor {
  var value: String
  var number: Int

  init(value: String, number: Int) { (self.value, self.number) = (value, number) }

  init(_ text: String) throws {
    let decoded = Base64URL.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard let split = decoded.firstIndex(of: " "), let number = Int(decoded[..<split]) else {
      throw Fault(
        .badInput, "This place in the list is not known; load the list again.",
        fields: [.init("cursor", "is not one that the list gave")])
    }
    (value, self.number) = (String(decoded[decoded.index(after: split)...]), number)
  }

  var text: String { Base64URL.encode(Array("\(number) \(value)".utf8)) }
}

/// The WHERE clause of a filter: constant SQL with bound values.
private struct Conditions {
  private var conditions: [String] = []
  private var tables = "lead"
  var values: [(any SQLiteBindable)?] = []
  let sortColumn: String
  /// Whether rows come in the order in which they were added: what a search gives newest first without sorting all that it finds.
  let isByRow: Bool

  init(_ filter: LeadFilter, in work: Work) throws {
    let match = try filter.query.flatMap { try LeadSearch.match($0, in: work) }
    isByRow = match != nil && filter.sort == .discoveredAt
    sortColumn =
      switch filter.sort {
      case .discoveredAt where match != nil: "lead_search.rowid"
      case .businessName: "lead.business_name COLLATE NOCASE"
      case .score: "COALESCE(lead.score, -1)"
      case .discoveredAt: "lead.discovered_at"
      case .updatedAt: "lead.updated_at"
      }
    if let match {
      tables = "lead_search CROSS JOIN lead ON lead.number = lead_search.rowid"
      add("lead_search MATCH", match)
    }
    if !filter.states.isEmpty {
      conditions.append("lead.state IN (\(filter.states.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
    }
    add("lead.review_status =", filter.review?.rawValue)
    add("lead.source =", filter.source)
    add("lead.country =", filter.country)
    add("lead.outcome =", filter.outcome?.rawValue)
    add("lead.has_email =", filter.hasEmail)
    if filter.siteFailed { conditions.append("EXISTS (SELECT 1 FROM site_failure f WHERE f.lead_id = lead.id)") }
    if let tag = filter.tag {
      values.append(tag)
      conditions.append("EXISTS (SELECT 1 FROM lead_tag WHERE lead_tag.lead_id = lead.id AND lead_tag.tag = $\(values.count))")
    }
  }

  var text: String { tables + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")) }

  mutating func after(_ cursor: Cursor, _ filter: LeadFilter) throws {
    let sign = filter.ascending ? ">" : "<"
    if isByRow {
      values.append(cursor.number)
      conditions.append("lead_search.rowid \(sign) $\(values.count)")
      return
    }
    if filter.sort == .businessName { values.append(cursor.value) } else { values.append(Int64(cursor.value) ?? 0) }
    values.append(cursor.number)
    conditions.append("(\(sortColumn), lead.number) \(sign) ($\(values.count - 1), $\(values.count))")
  }

  private mutating func add(_ condition: String, _ value: (any SQLiteBindable)?) {
    guard let value else { return }
    values.append(value)
    conditions.append("\(condition) $\(values.count)")
  }
}
