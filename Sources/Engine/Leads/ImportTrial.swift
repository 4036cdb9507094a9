import Outreach
import Store
import Text

/// Goes through a file without writing, beside the base or without one.
struct ImportTrial {
  /// Nil where the file is looked at alone.
  let base: Base?
  let mapping: ImportMapping

  /// What an import would do. - Throws: `CancellationError`.
  func run(_ sheet: ImportSheet) async throws -> ImportPreview {
    var tally = ImportTally()
    let intake = LeadIntake(source: "csv")
    while true {
      try Task.checkCancellation()
      var rows: [(line: Int, taken: LeadIntake.Taken)] = []
      var isOver = false
      while rows.count < Imports.batch {
        guard let row = try sheet.next() else {
          isOver = true
          break
        }
        do { rows.append((row.line, try intake.take(mapping.record(row.cells)))) } catch { tally.fail(line: row.line, error) }
      }
      let around = try await surroundings(of: rows.map(\.taken.details))
      for (row, near) in zip(rows, around) {
        tally.add(row.taken, line: row.line, twins: near.twins, suppression: near.suppression)
      }
      if isOver { return tally.result }
    }
  }

  private func surroundings(of details: [LeadDetails]) async throws -> [(twins: [Lead], suppression: Suppression.Reason?)] {
    guard let base else { return details.map { _ in ([], nil) } }
    return try await base.read { work in
      try details.map { details in
        (
          try LeadTable.twins(of: details, in: work),
          try details.email.flatMap { try SuppressionTable.reason(for: $0, mode: .real, in: work) }
        )
      }
    }
  }
}
