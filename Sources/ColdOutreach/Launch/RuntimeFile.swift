import JSONText
import Platform

/// What a running instance tells commands: where it listens, and the token. 0600, gone when it ends.
struct RuntimeFile: Codable, Sendable, Hashable {
  /// `http://127.0.0.1:port`.
  let url: String
  let port: UInt16
  let token: String
  let pid: Int32
  /// The home's id; also in the cookie's name.
  let instanceID: String
  let version: String

  /// Writes it whole.
  /// - Throws: the system's refusal.
  func write(to path: String) throws {
    try Files.replace(path, with: try JSON.encode(self), isDurable: false)
  }

  /// Reads it; nil where it is missing or broken.
  static func read(_ path: String) -> RuntimeFile? {
    guard let bytes = try? Files.read(path, limit: 64 << 10) else { return nil }
    return try? JSON.decode(RuntimeFile.self, from: bytes)
  }
}
