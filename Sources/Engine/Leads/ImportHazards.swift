import Outreach
import Store

/// Keeps a file that ended the program from doing it a second time.
///
/// The file is marked while it is imported. After a crash its records are taken one by one, each marked by itself; the one at fault is set
/// aside after its second crash and counted as failed. Where even that doesn't help, the whole file is set aside.
struct ImportHazards: Sendable {
  /// How often the program ended while it read this file.
  let crashes: Int
  private let file: String
  private let base: Base

  /// Marks a file as being imported. - Throws: `.refused` where it is set aside.
  init(_ run: ImportRun.ID, base: Base) async throws {
    let file = Self.id(run)
    (self.file, self.base) = (file, base)
    crashes = try await base.write { work in
      let known = try HazardTable.find(file, in: work)
      if known?.isSetAside == true {
        throw Fault(.refused, "The program ended again and again while it read this file, so it was set aside; see System.")
      }
      try HazardTable.begin(.importFile, file, in: work)
      return known?.crashes ?? 0
    }
  }

  /// Looks at a file outside an import, marked the same way. - Throws: as `init`, and what the look throws.
  static func look<T>(at run: ImportRun.ID, base: Base, _ body: () async throws -> T) async throws -> T {
    let hazards = try await ImportHazards(run, base: base)
    let result: T
    do { result = try await body() } catch {
      try? await calm(run, base: base)
      throw error
    }
    try await base.write { work in try HazardTable.rest(hazards.file, crashes: hazards.crashes, in: work) }
    return result
  }

  /// Ends the mark of a reading that was broken off without a crash.
  static func calm(_ run: ImportRun.ID, base: Base) async throws {
    let file = id(run)
    try await base.write { work in
      if let known = try HazardTable.find(file, in: work) { try HazardTable.rest(file, crashes: known.crashes, in: work) }
    }
  }

  /// Marks one record. Returns whether it is set aside.
  func begin(record position: Int) async throws -> Bool {
    let id = record(position)
    return try await base.write { work in
      guard try HazardTable.find(id, in: work)?.isSetAside != true else { return true }
      try HazardTable.begin(.importRecord, id, in: work)
      return false
    }
  }

  /// Takes the mark of a record away.
  func end(record position: Int, in work: Work) throws {
    if crashes > 0 { try HazardTable.clear(record(position), in: work) }
  }

  /// The file was read well, to its end or far enough past the trouble.
  func end(andBegin goesOn: Bool, in work: Work) throws {
    try HazardTable.clear(file, in: work)
    if goesOn { try HazardTable.begin(.importFile, file, in: work) }
  }

  private func record(_ position: Int) -> String { "\(file)/\(position)" }
  private static func id(_ run: ImportRun.ID) -> String { "import/\(run)" }
}
