import Outreach
import Store
import Text

extension Imports {
  private static let problemPage = 500

  /// Writes the records that could not be imported as CSV, with the reason in a last column `reason`.
  /// - Parameter write: receives the file piece by piece.
  public func failedRows(of id: ImportRun.ID, write: @Sendable ([UInt8]) async throws -> Void) async throws {
    let run = try await get(id)
    var out: [UInt8] = []
    CSVWriter.append(run.columns + ["reason"], to: &out)
    var after = 0
    while true {
      let from = after
      let problems = try await base.read { work in try ImportTable.problems(of: id, after: from, limit: Self.problemPage, in: work)
      }
      for problem in problems {
        let width = run.columns.count
        let missing = Array(repeating: "", count: max(0, width - problem.record.count))
        // Cells beyond the header stand behind the reason, so that every named column keeps its place.
        CSVWriter.append(
          Array(problem.record.prefix(width)) + missing + [problem.detail] + problem.record.dropFirst(width), to: &out)
      }
      try await write(out)
      out = []
      guard let last = problems.last, problems.count == Self.problemPage else { return }
      after = last.number
    }
  }
}
