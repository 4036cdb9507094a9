import Outreach
import Store

/// The master switch of sending.
public struct Sending: Sendable {
  static let pausedKey = "state.sending_paused"
  static let frozenKey = "state.sending_frozen"
  /// The version that is being changed to; there while it is not known to work.
  static let updatingKey = "state.updating"

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Stops all sending; the mail in flight is finished.
  public func pause(as acting: ActingAs) async throws { try await set(true, as: acting) }

  /// Lets sending go on.
  public func resume(as acting: ActingAs) async throws { try await set(false, as: acting) }

  /// Ends the freeze after a restore, once the person said so.
  public func thaw(as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      try SettingTable.set(Self.frozenKey, "false", sealed: false, in: work)
      work.changed("status")
    }
  }

  /// Freezes sending in the running transaction: a restored base may not know what was sent since.
  public static func freeze(in work: Work) throws {
    try SettingTable.set(frozenKey, "true", sealed: false, in: work)
    work.changed("status")
  }

  private func set(_ paused: Bool, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      try Self.setPaused(paused, in: work)
      try Departure.forget(in: work)
    }
  }

  static func setPaused(_ paused: Bool, in work: Work) throws {
    try SettingTable.set(pausedKey, paused ? "true" : "false", sealed: false, in: work)
    work.changed("status")
  }
}
