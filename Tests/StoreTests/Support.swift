import Foundation
import Outreach
import SQLite
import Store
import Synchronization

/// A real base in a folder of its own, removed with it.
final class Shelf: Sendable {
  let base: Base
  private let path: String

  private init(base: Base, path: String) { (self.base, self.path) = (base, path) }

  static func make() async throws -> Shelf {
    let path = NSTemporaryDirectory() + "/store-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let ticks = Ticks()
    let database = try await Database.open(.init(path: path + "/test.db", now: { ticks.next() }))
    _ = try await database.migrate(Schema.migrations)
    return Shelf(base: Base(database: database, vault: try Vault(keys: KeyRing())), path: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Adds leads, each a second younger than the one before.
  @discardableResult
  func add(_ details: [LeadDetails]) async throws -> [Lead] {
    try await base.write { work in
      try details.enumerated().map { at, details in
        let lead = Lead(
          id: Lead.ID(at: work.now.rawValue), details: details, state: .pendingReview, at: work.now.adding(seconds: at))
        try LeadTable.insert(lead, in: work)
        return lead
      }
    }
  }

  /// The business names that a search finds.
  func find(_ query: String) async throws -> [String] {
    var filter = LeadFilter()
    filter.query = query
    let wanted = filter
    return try await base.read { work in
      try LeadList.page(wanted, cursor: nil, limit: 100, in: work).leads.map(\.details.businessName).sorted()
    }
  }

  /// Words that the index still holds.
  func indexedWords() async throws -> Int {
    try await base.database.write { tx in
      try tx.run("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'lead_search', 'row')")
      let count = try tx.int("SELECT COUNT(*) FROM temp.words") ?? -1
      try tx.run("DROP TABLE temp.words")
      return count
    }
  }
}

/// A clock that goes on by a millisecond at each look.
private final class Ticks: Sendable {
  private let moment = Atomic<Int64>(1_767_603_600_000)
  func next() -> Int64 { moment.add(1, ordering: .relaxed).newValue }
}

extension LeadDetails {
  /// A business by its name and what else is said.
  static func named(_ name: String, _ change: (inout LeadDetails) -> Void = { _ in }) -> LeadDetails {
    var details = LeadDetails()
    details.businessName = name
    change(&details)
    return details
  }
}
