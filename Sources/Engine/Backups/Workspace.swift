import Outreach
import Store

/// Moving everything to another computer: one file under a passphrase, with the keys inside.
///
/// Two programs that both know the same leads would write to them twice. So whoever moves out is offered to stop here, and whoever moved
/// in sends nothing before the person has said that the other one stopped (`RestoreGuard`, cause `moved`).
public struct Workspace: Sendable {
  /// What it asks of the disk, given by the program.
  public struct Ports: Sendable {
    /// Looks whether a file can be written at a path. - Throws: what is to be changed.
    public var check: @Sendable (_ path: String) throws -> Void
    /// Writes the file; calls `ends` when only the last piece is missing, without which it opens nowhere. - Returns: its bytes.
    public var pack: @Sendable (_ path: String, _ passphrase: String, _ ends: @Sendable () async throws -> Void) async throws -> Int
    /// Removes what a `pack` that failed left. - Returns: whether it was there, not whole under its name, and is gone for good.
    public var discard: @Sendable (_ path: String) -> Bool
    /// Lays what is in a file ready to be swapped in at the next start; calls `ready` once all is found sound, before it does.
    public var lay:
      @Sendable (_ path: String, _ passphrase: String, _ ready: @Sendable () async throws -> Void) async throws
        -> Void
    public var restart: @Sendable () -> Void

    /// Ports by their parts.
    public init(
      check: @escaping @Sendable (String) throws -> Void,
      pack: @escaping @Sendable (String, String, @Sendable () async throws -> Void) async throws -> Int,
      discard: @escaping @Sendable (String) -> Bool,
      lay: @escaping @Sendable (String, String, @Sendable () async throws -> Void) async throws -> Void,
      restart: @escaping @Sendable () -> Void
    ) { (self.check, self.pack, self.discard, self.lay, self.restart) = (check, pack, discard, lay, restart) }
  }

  private let base: Base
  private let backups: Backups
  private let ports: Ports

  /// Over a base with its backups.
  public init(base: Base, backups: Backups, ports: Ports) { (self.base, self.backups, self.ports) = (base, backups, ports) }

  /// Writes everything into one file.
  /// - Parameter stops: pauses sending first, so that the file knows of every mail that left from here. Where the file was not written
  ///   sending is as it was before, after a crash from the next start on.
  /// - Returns: the file's bytes.
  /// - Throws: `.badInput` for a short passphrase or a path that is none, `.conflict` where a file lies there, `.storage`.
  public func export(to path: String, passphrase: String, stops: Bool, as acting: ActingAs) async throws -> Int {
    guard passphrase.count >= LiveKeys.shortestPassphrase else {
      throw Fault(
        .badInput, "Choose a longer passphrase.",
        fields: [.init("passphrase", "must have at least \(LiveKeys.shortestPassphrase) letters; four or five words are good")])
    }
    return try await backups.beside.run { try await write(path, passphrase, stops: stops, as: acting) }
  }

  private func write(_ path: String, _ passphrase: String, stops: Bool, as acting: ActingAs) async throws -> Int {
    try ports.check(path)
    let departure = Departure(base: base)
    if stops { try await departure.begin(path, as: acting) }
    let bytes: Int
    do { bytes = try await ports.pack(path, passphrase) { if stops { try await departure.end(path) } } } catch {
      // Where even that fails, the next start does it.
      if stops { try? await departure.settle(discard: ports.discard, as: acting) } else { _ = ports.discard(path) }
      throw error
    }
    try await base.write(as: acting) { work in
      try Departure.forget(in: work)
      try AuditTable.append("export", "workspace", nil, after: ["stopped": String(stops)], in: work)
    }
    return bytes
  }

  /// At start, before anything is sent: ends an export that a crash cut off.
  public func settle() async throws { try await Departure(base: base).settle(discard: ports.discard) }

  /// Takes over everything from a file; what is here is put into a backup first. The program starts again with it, and sends nothing.
  /// - Throws: `.badInput` for a wrong passphrase, `.storage` for a damaged file. Nothing was changed then.
  public func take(from path: String, passphrase: String, as acting: ActingAs) async throws {
    try await backups.beside.run {
      try await ports.lay(path, passphrase) { _ = try await backups.create(reason: "restore", as: acting) }
    }
    ports.restart()
  }
}
