import Outreach
import Store

/// Sending as it is stopped here while a workspace is written to move out, and let go on where nothing of use was written.
///
/// A file that lacks its last piece opens nowhere. So it is noted, durably and with the pause itself, that a file is `begun`, and before the
/// last piece that it is `ending`. Only until then is it certain, whatever happens, that no other computer can send from it.
struct Departure: Sendable {
  /// How far the file is.
  enum Stage: String, Sendable { case begun, ending }

  private static let key = "state.departure"

  let base: Base

  /// Pauses, and notes which file is begun; a pause that the person had made is theirs and is not noted.
  func begin(_ path: String, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      guard try SettingTable.value(Sending.pausedKey, in: work) != "true" else { return }
      try Sending.setPaused(true, in: work)
      try Self.note(.begun, path, in: work)
    }
  }

  /// Notes that the file gets its last piece next.
  func end(_ path: String) async throws {
    try await base.write { work in
      if try Self.noted(in: work) != nil { try Self.note(.ending, path, in: work) }
    }
  }

  /// The file is whole, or the person has said what is to be: the pause stays as it is.
  static func forget(in work: Work) throws { try SettingTable.set(key, nil, sealed: true, in: work) }

  /// Ends what a failure or a crash left: sending goes on where the file is surely of no use.
  /// - Parameter discard: removes what lies there of it; says whether what was there is gone for good.
  func settle(discard: @Sendable (_ path: String) -> Bool, as acting: ActingAs = .system) async throws {
    guard let (stage, path) = try await base.read({ work in try Self.noted(in: work) }) else { return }
    let isGone = discard(path)
    try await base.write(as: acting) { work in
      guard try Self.noted(in: work) != nil else { return }
      if stage == .begun || isGone { try Sending.setPaused(false, in: work) }
      try Self.forget(in: work)
    }
  }

  private static func noted(in work: Work) throws -> (stage: Stage, path: String)? {
    guard let words = try SettingTable.value(key, in: work)?.split(separator: " ", maxSplits: 1), words.count == 2,
      let stage = Stage(rawValue: String(words[0]))
    else { return nil }
    return (stage, String(words[1]))
  }

  private static func note(_ stage: Stage, _ path: String, in work: Work) throws {
    // A path may name a person.
    try SettingTable.set(key, "\(stage.rawValue) \(path)", sealed: true, in: work)
  }
}
