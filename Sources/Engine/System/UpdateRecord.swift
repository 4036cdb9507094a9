import JSONText
import Outreach

/// What is remembered of updates: a file in the state folder, outside the base, because the base may go back with an update that failed.
public struct UpdateRecord: Codable, Sendable, Hashable {
  /// A version that is being tried, and what it takes to undo that.
  public struct Trial: Codable, Sendable, Hashable {
    /// What runs now.
    public var version: String
    public var from: String
    /// The base as it was before; goes back in place where the new version does not work.
    public var backup: String
    /// The base's own file.
    public var file: String

    /// A trial by its parts.
    public init(version: String, from: String, backup: String, file: String) {
      (self.version, self.from, self.backup, self.file) = (version, from, backup, file)
    }
  }

  public private(set) var phase = UpdatePhase.none
  public var seen = UpdateManifest.Seen()
  /// The announcement that is in force, as it was signed.
  public var offer: String?
  public var checkedAt: Int64?
  /// What went wrong last, for the person.
  public var problem: String?
  /// The version that was tried and did not work; it is not fetched again by itself.
  public var refusedVersion: String?
  public var trial: Trial?

  /// Nothing is known.
  public init() {}

  /// The announcement; nil for none.
  public var manifest: UpdateManifest? { offer.flatMap { try? UpdateManifest(text: $0) } }

  /// Moves on. - Throws: `.illegalState`.
  public mutating func move(_ event: UpdatePhase.Event) throws(Fault) { phase = try phase.after(event) }

  /// The record as the bytes of its file.
  public var bytes: [UInt8] {
    ((try? JSON.encode(self, [.sortedKeys, .indented])) ?? []) + [0x0A]
  }

  /// From its file; a file that is damaged counts as none.
  public init(bytes: [UInt8]) { self = (try? JSON.decode(UpdateRecord.self, from: bytes)) ?? UpdateRecord() }
}

/// Where the program lies, and what may be done there.
public enum UpdatePlace: Sendable, Hashable {
  /// A newer version may be laid beside the present one.
  case writable
  /// It can only be announced; says why.
  case announces(String)
  /// This build can't check what a feed says.
  case noKey

  /// Whether a newer version may be fetched.
  public var canInstall: Bool { self == .writable }
}

/// What updates need of the computer and the network, given by the program.
public struct UpdatePorts: Sendable {
  public var place: UpdatePlace
  /// What runs, and on which processor.
  public var version: String
  public var arch: String
  /// The text at an address of a feed.
  public var fetch: @Sendable (_ url: String) async throws -> [UInt8]
  /// Whether a signature, in hexadecimal, over bytes is by the key of this build.
  public var isSigned: @Sendable (_ signature: String, _ message: [UInt8]) -> Bool
  /// Fetches an archive, checks it and lays it beside the present version.
  public var install: @Sendable (UpdateManifest.Bundle, _ version: String) async throws -> Void
  public var read: @Sendable () -> UpdateRecord
  public var write: @Sendable (UpdateRecord) throws -> Void
  /// Ends the program so that it starts again.
  public var restart: @Sendable () -> Void

  /// Ports by their parts.
  public init(
    place: UpdatePlace, version: String, arch: String, fetch: @escaping @Sendable (String) async throws -> [UInt8],
    isSigned: @escaping @Sendable (String, [UInt8]) -> Bool,
    install: @escaping @Sendable (UpdateManifest.Bundle, String) async throws -> Void,
    read: @escaping @Sendable () -> UpdateRecord, write: @escaping @Sendable (UpdateRecord) throws -> Void,
    restart: @escaping @Sendable () -> Void
  ) {
    (self.place, self.version, self.arch, self.fetch, self.isSigned) = (place, version, arch, fetch, isSigned)
    (self.install, self.read, self.write, self.restart) = (install, read, write, restart)
  }
}
