import Crypto

/// SHA-256 as hexadecimal text: of mails' contents, which approvals are bound to, and of their exact bytes, which the ledger keeps.
public enum Digest {
  /// The digest of some bytes; 64 lower-case digits.
  public static func hex(_ bytes: [UInt8]) throws -> String { Hex.encode(try Hash.sha256(bytes)) }

  /// The digest of what comes piece by piece.
  public static func hex(of next: () throws -> [UInt8]?) throws -> String {
    var hash = try SHA256()
    while let piece = try next() { try hash.update(piece) }
    return Hex.encode(try hash.finish())
  }
}
