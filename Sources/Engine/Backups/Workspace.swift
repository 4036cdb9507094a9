import Outreach
import Store

/// Moving everything to another computer: one file under a passphrase, with the keys inside.
///
/// Two programs that both know the same leads would write to them twice. So whoever moves out is offered to stop here, and whoever moved
/// in sends nothing before the person has said that the other one stopped (`RestoreGuard`, cause `moved`).
public struct Workspace: Sendable {
  /// What it asks of the disk, given by the program.
  public struct Ports: Sendable {
    /// Writes the file, whole or not at all. - Returns: its bytes.
    public var pack: @Sendable (_ path: String, _ passphrase: String) async throws -> Int
    /// Lays what is in a file ready to be swapped in at the next start.
    public var lay: @Sendable (_ path: String, _ passphrase: String) async throws -> Void
    public var restart: @Sendable () -> Void

    /// Ports by their parts.
    public init(
      pack: @escaping @Sendable (String, String) async throws -> Int,
      lay: @escaping @Sendable (String, String) async throws -> Void,
      restart: @escaping @Sendable () -> Void
    ) { (self.pack, self.lay, self.restart) = (pack, lay, restart) }
  }

  private let base: Base
  private let backups: Backups
  private let ports: Ports

  /// Over a base with its backups.
  public init(base: Base, backups: Backups, ports: Ports) { (self.base, self.backups, self.ports) = (base, backups, ports) }

  /// Writes everything into one file.
  /// - Parameter stops: pauses sending first, so that the file knows of every mail that left from here.
  /// - Returns: the file's bytes.
  /// - Throws: `.badInput` for a short passphrase or a path that is none, `.conflict` where a file lies there, `.storage`.
  public func export(to path: String, passphrase: String, stops: Bool, as acting: ActingAs) async throws -> Int {
    guard passphrase.count >= LiveKeys.shortestPassphrase else {
      throw Fault(
        .badInput, "Choose a longer passphrase.",
        fields: [.init("passphrase", "must have at least \(LiveKeys.shortestPassphrase) letters; four or five words are good")])
    }
    if stops { try await Sending(base: base).pause(as: acting) }
    let bytes = try await ports.pack(path, passphrase)
    try await base.write(as: acting) { work in
      try AuditTable.append("export", "workspace", nil, after: ["stopped": String(stops)], in: work)
    }
    return bytes
  }

  /// Takes over everything from a file; what is here is put into a backup first. The program starts again with it, and sends nothing.
  /// - Throws: `.unauthorized` for a wrong passphrase, `.storage` for a damaged file. Nothing was changed then.
  public func take(from path: String, passphrase: String, as acting: ActingAs) async throws {
    _ = try await backups.create(reason: "restore", as: acting)
    try await ports.lay(path, passphrase)
    ports.restart()
  }
}
