import Engine
import FoundationEssentials
import Outreach
import Platform
import SQLite
import Store

/// Offsets from the system's time-zone files.
struct ZoneFiles: ZoneSource {
  private let zones: TimeZones
  /// The computer's own zone.
  let local: String

  /// The zone files that this environment names.
  init(environment: [String: String]) {
    zones = TimeZones(environment: environment)
    local = zones.localName(environment: environment)
  }

  func offset(of zone: String, at moment: Timestamp) -> Int? { zones.zone(zone)?.offset(at: moment.rawValue / 1000) }
}

/// The system's dice.
struct SystemRandom: RandomSource {
  func integer(in range: ClosedRange<Int>) -> Int { Int.random(in: range) }
}

/// Where the audit chain stands, kept outside the base so that a cut-off trail is noticed.
struct AuditHeadFile: Sendable {
  let path: String

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

/// Forgets what is past its time: old jobs, the trail past its retention.
struct Housekeeping: Job {
  static let kind = "housekeeping"
  static let title = "Housekeeping"
  var lane: String { "disk" }
  var once: String? { "housekeeping" }
  private static let keepJobsSeconds = 14 * 86_400

  static func run(base: Base) async throws {
    try await base.write { work in try JobTable.prune(before: work.now.adding(seconds: -keepJobsSeconds), in: work) }
    try await base.database.optimize()
  }
}
