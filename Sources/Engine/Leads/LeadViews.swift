import Outreach
import Store
import Text

/// Views of the lead list that the person keeps under a name.
public struct LeadViews: Sendable {
  /// More than these are no help.
  public static let most = 50
  private static let nameLimit = 60
  private static let queryLimit = 2000
  private static let columnLimit = 40

  private let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Every view, the oldest first.
  public func all() async throws -> [LeadView] { try await base.read { work in try LeadViewTable.all(in: work) } }

  /// Keeps a view; one of the same name is replaced.
  /// - Throws: `.badInput` for a name that is missing, `.refused` past `most`.
  public func keep(name: String, query: String, columns: [String], as acting: ActingAs) async throws -> LeadView {
    let shown = CellText.line(name, limit: Self.nameLimit)
    guard !shown.isEmpty else { throw Fault(.badInput, "Give the view a name.", fields: [.init("name", "is missing")]) }
    guard query.utf8.count <= Self.queryLimit, columns.count <= Self.columnLimit,
      columns.allSatisfy({ $0.utf8.count <= Self.nameLimit })
    else { throw Fault(.badInput, "The view is too long to be kept.", fields: [.init("query", "is too long")]) }
    return try await base.write(as: acting) { work in
      let others = try LeadViewTable.all(in: work)
      for other in others where Folding.text(other.name) == Folding.text(shown) { try LeadViewTable.remove(other.id, in: work) }
      guard try LeadViewTable.all(in: work).count < Self.most else {
        throw Fault(.refused, "There are \(Self.most) views already; forget one first.")
      }
      let view = LeadView(id: LeadView.ID(at: work.now.rawValue), name: shown, query: query, columns: columns)
      try LeadViewTable.insert(view, in: work)
      try AuditTable.append("keep", "lead_view", view.id.rawValue, in: work)
      return view
    }
  }

  /// Forgets a view. - Throws: `.notFound`.
  public func forget(_ id: LeadView.ID, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      guard try LeadViewTable.remove(id, in: work) else { throw Fault(.notFound, "There is no such view.") }
      try AuditTable.append("forget", "lead_view", id.rawValue, in: work)
    }
  }
}
