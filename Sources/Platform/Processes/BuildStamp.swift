import CSystem

/// What the packaging wrote into the finished program file.
public enum BuildStamp {
  private static let keyBytes = 32
  private static let versionBytes = 33

  /// The Ed25519 public key that updates must be signed by, 32 bytes; nil in a build that was given none.
  public static var updateKey: [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: keyBytes)
    return cs_stamp_key(&bytes) == 1 ? bytes : nil
  }

  /// The version of the release; nil in a build that is none.
  public static var version: String? {
    var text = [CChar](repeating: 0, count: versionBytes)
    cs_stamp_version(&text)
    let found = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return found.isEmpty ? nil : String(decoding: found, as: UTF8.self)
  }
}
