import Engine
import Outreach
import Platform
import SQLite
import Store
import Synchronization

/// Offsets from time-zone files, the newer of the system's and our own, and places from our table.
struct ZoneFiles: ZoneSource {
  private let zones: TimeZones
  private let places: PlaceFile
  /// The computer's own zone.
  let local: String

  /// The zone files that this environment names.
  init(environment: [String: String], resources: String) {
    zones = TimeZones(environment: environment, own: resources + "/zoneinfo")
    places = PlaceFile(path: resources + "/places/places.txt")
    local = zones.localName(environment: environment)
  }

  func offset(of zone: String, at moment: Timestamp) -> Int? { zones.zone(zone)?.offset(at: moment.rawValue / 1000) }
}

extension ZoneFiles {
  func placed(_ place: Whereabouts) -> PlacedZone { places.table.placed(place) }
}

/// The table of places, read when it is first asked.
private final class PlaceFile: Sendable {
  private static let fileBytes = 4 << 20
  private let path: String
  private let read = Mutex<PlaceTable?>(nil)

  init(path: String) { self.path = path }

  var table: PlaceTable {
    read.withLock { read in
      if let read { return read }
      let table = PlaceTable((try? Files.text(path, limit: Self.fileBytes)) ?? "")
      read = table
      return table
    }
  }
}

/// The system's dice.
struct SystemRandom: RandomSource {
  func integer(in range: ClosedRange<Int>) -> Int { Int.random(in: range) }
}

/// Whether something was turned on; it never is turned off.
final class Switch: Sendable {
  private let state = Atomic(false)
  /// Whether it is on.
  var isOn: Bool { state.load(ordering: .relaxed) }
  /// Turns it on.
  func turnOn() { state.store(true, ordering: .relaxed) }
}

/// Where the audit chain stands, kept outside the base so that a cut-off trail is noticed.
struct AuditHeadFile: Sendable {
  let path: String

  /// Where it lies in a home.
  static func path(_ folders: Folders) -> String { folders.state + "/audit-head" }

  /// What was kept last; nil for nothing.
  func read() -> AuditTable.Head? {
    guard let parts = (try? Files.text(path, limit: 1024))?.split(whereSeparator: \.isWhitespace), parts.count == 2,
      let number = Int(parts[0])
    else {
      return nil
    }
    return AuditTable.Head(number: number, mac: String(parts[1]))
  }

  /// Keeps a head.
  func write(_ head: AuditTable.Head) { try? Files.replace(path, with: Array("\(head.number) \(head.mac)\n".utf8)) }
}

/// How many tries to send there were ever, kept outside the base so that a base that went back in time is noticed.
///
/// Written before the first byte of each mail leaves, so that it is never behind what left. Not forced to the disk: after a power cut it
/// may be lower than the base's own count, never higher.
struct LedgerFile: Sendable {
  private let path: String

  /// That of a home.
  init(_ folders: Folders) { path = folders.state + "/ledger" }

  /// The count that was kept last; 0 for none.
  func read() -> Int { (try? Files.text(path, limit: 1024)).flatMap { Int($0.filter(\.isNumber)) } ?? 0 }

  /// Keeps a count.
  func write(_ count: Int) { try? Files.replace(path, with: Array("\(count)\n".utf8)) }
}

/// Forgets what is past its time: old jobs, the trail past its retention.
struct Housekeeping: Job {
  static let kind = "housekeeping"
  static let title = "Housekeeping"
  var lane: String { "disk" }
  var once: String? { "housekeeping" }
  private static let keepJobsSeconds = 14 * 86_400

  private static let keepHazardsSeconds = 180 * 86_400
  private static let daySeconds = 86_400

  static func run(base: Base, settings: SettingsValues) async throws {
    let (auditDays, idle) = (settings[.auditDays], settings[.sessionMinutes] * 60)
    try await base.write { work in
      try JobTable.prune(before: work.now.adding(seconds: -keepJobsSeconds), in: work)
      try HazardTable.prune(before: work.now.adding(seconds: -keepHazardsSeconds), in: work)
      try AttachmentTable.removeUnused(in: work)
      try MailDomainTable.prune(in: work)
      try SessionTable.prune(seenBefore: work.now.adding(seconds: -idle), in: work)
      guard auditDays > 0 else { return }
      let pruned = try AuditTable.prune(before: work.now.adding(seconds: -auditDays * daySeconds), in: work)
      if pruned > 0 { try AuditTable.append("prune", "audit", nil, after: ["rows": String(pruned)], in: work) }
    }
    try await base.database.optimize()
  }
}
