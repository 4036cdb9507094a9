import Engine
import Glibc
import Outreach
import Platform

/// Who was erased, as keyed hashes with the time: a file beside the keys, which no backup holds and no restore takes back.
struct ErasureJournal: Sendable {
  /// Some five million erasures; where rules erase by age, a large base has hundreds of thousands.
  static let longestBytes = 256 << 20
  private let path: String

  /// The journal of a home.
  init(_ folders: Folders) { path = folders.keys + "/erased" }

  /// Its lines; what a power cut tore is no line and is passed over by who reads them.
  /// - Throws: the system's refusal: a journal that can't be read must not pass for an empty one.
  func lines() throws(SystemError) -> [Substring] {
    guard Files.exists(path) else { return [] }
    return try Files.text(path, limit: Self.longestBytes).split(separator: "\n").map { $0.prefix { $0 != "\t" } }
  }

  /// Adds to it, for good once it returns.
  var port: Privacy.Journal {
    Privacy.Journal {
      // A full disk is told as everywhere.
      do { try add($0) } catch let error as SystemError where error.isDiskFull { throw error } catch {
        throw Fault(.storage, "Nobody was erased: the program \(error).")
      }
    }
  }

  /// Adds lines.
  /// - Throws: the system's refusal.
  func add(_ lines: [String]) throws(SystemError) {
    guard !lines.isEmpty else { return }
    let text = lines.map { "\($0)\t\(SystemClock.milliseconds)\n" }.joined()
    let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_APPEND)
    // A line that was torn before must not swallow this one.
    try file.write(Array(("\n" + text).utf8))
    guard fsync(file.number) == 0 else { throw SystemError("write", path: path) }
    // The file itself may be new.
    try Files.syncFolder(of: path)
  }
}
