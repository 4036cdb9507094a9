import Outreach
import SQLite
import Store

/// What is inside a backup, looked at before anything is swapped for it.
public struct BackupContents: Sendable, Hashable {
  /// Whether it can be opened here.
  public enum Access: String, Sendable {
    /// With the keys of this computer.
    case here
    /// Its keys are others, but the recovery key that was printed for it opens it.
    case recoveryKey = "recovery_key"
    /// Its keys are others, and it was made before there was a recovery key.
    case never
  }

  /// Rows and the last change.
  public var figures: BaseFigures
  /// Whether this version can read it; a newer one may have written it.
  public var isNewer: Bool
  public var access: Access

  /// Looks into a file that nobody writes to.
  /// - Parameter vault: the keys of this computer.
  /// - Throws: `.storage` where it is no backup of this program.
  public static func read(_ path: String, vault: Vault) async throws -> BackupContents {
    do {
      let database = try await Database.open(.init(path: path, readers: 1, now: { 0 }, readOnly: true))
      do {
        let figures = try await database.read { tx in try BaseFigures.read(in: tx) }
        let fits = try await Base(database: database, vault: vault).read { work in try KeyCheck.fits(in: work) }
        let envelope = try await database.read { tx in try RecoveryEnvelope.stored(in: tx) }
        await database.close()
        return BackupContents(
          figures: figures, isNewer: !Schema.migrations.contains { $0.name == figures.schema },
          access: fits != false ? .here : envelope == nil ? .never : .recoveryKey)
      } catch {
        await database.close()
        throw error
      }
    } catch { throw Fault(.storage, "This is not a backup of this program, or it is damaged.") }
  }
}
