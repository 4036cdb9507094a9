import Outreach
import SQLite

/// A way to look at the lead list that the person kept under a name: search, filters, order and columns.
public struct LeadView: Sendable, Hashable {
  /// The id of a view.
  public typealias ID = Identifier<LeadView>

  public var id: ID
  public var name: String
  /// The query string of the list, which may hold a name that was searched for; sealed at rest.
  public var query: String
  /// Ids of the columns beside the name.
  public var columns: [String]

  /// A view by its parts.
  public init(id: ID, name: String, query: String, columns: [String]) {
    (self.id, self.name, self.query, self.columns) = (id, name, query, columns)
  }
}

/// The `lead_view` table.
public enum LeadViewTable {
  /// Adds a view.
  public static func insert(_ view: LeadView, in work: Work) throws {
    let fields = [("name", view.name), ("query", view.query)] + view.columns.map { ("column", $0) }
    try work.tx.run(
      "INSERT INTO lead_view (id, view_sealed) VALUES ($1, $2)",
      [view.id.rawValue, try work.vault.seal(Packed.bytes(fields), place(view.id))])
  }

  /// Every view, the oldest first.
  public static func all(in work: Work) throws -> [LeadView] {
    try work.tx.rows("SELECT id, view_sealed FROM lead_view ORDER BY rowid") { row in
      let id = LeadView.ID(rawValue: try row.text("id"))
      let fields = Packed.fields(try work.vault.open(try row.blob("view_sealed"), place(id)))
      func text(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
      return LeadView(
        id: id, name: text("name"), query: text("query"), columns: fields.filter { $0.name == "column" }.map(\.value))
    }
  }

  /// Forgets a view; false where there was none.
  @discardableResult
  public static func remove(_ id: LeadView.ID, in work: Work) throws -> Bool {
    try work.tx.run("DELETE FROM lead_view WHERE id = $1", [id.rawValue]) == 1
  }

  private static func place(_ id: LeadView.ID) -> String { "lead_view.view_sealed/\(id)" }
}
