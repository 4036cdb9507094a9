import Crypto

/// SHA-256 as hexadecimal text: of mails' contents, which approvals are bound to, and of their exact bytes, which the ledger keeps.
public enum Digest {
  /// The digest of some bytes; 64 lower-case digits.
  public static func hex(_ bytes: [UInt8]) throws -> String { Hex.encode(try Hash.sha256(bytes)) }
}
