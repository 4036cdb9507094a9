import Outreach
import SQLite
import Store

/// Gives room back to the disk that the base holds and no longer needs, as after many leads were erased; only where that is worth it.
///
/// The base is written anew for that, so it is done at a moment when no mail is on its way, and none begins before it is over.
public struct SpareRoom: Sendable {
  /// What a look at the base came to.
  public struct State: Sendable, Hashable {
    public var room: FileRoom
    /// Whether giving back is worth the work: a quarter of the file and 16 MB at least.
    public var isWorthIt: Bool { room.free >= Self.leastBytes && room.free * Self.leastShare >= room.total }

    private static let leastBytes = 16 << 20
    private static let leastShare = 4

    /// A state by the room of a base.
    public init(_ room: FileRoom) { self.room = room }
  }

  /// Bytes that stay free on the disk besides what writing anew needs.
  static let spareBytes = 64 << 20
  private let base: Base
  private let log: any Log
  /// Where SQLite puts what it needs for a while (its own order of places), if the disk tells apart.
  private static let temporaryFolder = "/var/tmp"
  private let freeBytes: @Sendable (_ path: String) -> Int?

  /// - Parameter freeBytes: of the disk that a path lies on; nil where nobody knows.
  public init(base: Base, freeBytes: @escaping @Sendable (String) -> Int?, log: any Log) {
    (self.base, self.freeBytes, self.log) = (base, freeBytes, log)
  }

  /// How it stands.
  public func state() async throws -> State { State(try await base.database.room()) }

  /// Gives back what is free, where that is worth it.
  /// - Returns: the bytes that were given back; 0 where there was too little to.
  /// - Throws: `.storage` where the disk has too little room for it, `.conflict` while a mail is leaving; nothing was changed then.
  @discardableResult
  public func giveBack() async throws -> Int {
    let before = try await state()
    guard before.isWorthIt else { return 0 }
    let file = base.database.configuration.path
    for path in [file, Self.temporaryFolder] {
      guard let free = freeBytes(path), free < before.room.used + Self.spareBytes else { continue }
      throw Fault(
        .storage,
        "The database could give back \(ByteSize.text(before.room.free)), but needs \(ByteSize.text(before.room.used + Self.spareBytes)) for a moment, and \(ByteSize.text(free)) are free. Make room first; nothing was changed."
      )
    }
    do {
      let done = try await base.compact { work in
        try !MessageList.isAnyLeaving(in: work) && !TestMailTable.isAnyLeaving(in: work)
      }
      guard done else { throw Fault(.conflict, "A mail is leaving right now. It is tried again in a while.") }
    } catch let error as SQLiteError where error.isFull {
      throw Fault(.storage, "The disk became full while the database was written anew. It is as it was; make room first.")
    }
    let after = try await state()
    let bytes = max(0, before.room.total - after.room.total)
    log.write(LogEvent(.database, .info, "room_given_back", ["bytes": .number(bytes), "left": .number(after.room.total)]))
    return bytes
  }
}

/// Gives room back where that is worth it; once a day, or when the person asks.
public struct GiveBackRoom: Job {
  /// `give-back-room`.
  public static let kind = "give-back-room"
  /// What the System screen calls it.
  public static let title = "Give back unused room"

  /// A run.
  public init() {}
  /// One thing on the disk at a time.
  public var lane: String { "disk" }
  /// One is enough.
  public var once: String? { "give-back-room" }

  /// The handler over a base.
  public static func handler(_ room: SpareRoom) -> JobHandler { .on(GiveBackRoom.self) { _, _ in try await room.giveBack() } }
}
