import Crypto

/// The keys of one installation. They live in a file outside the data folder; the base holds them only sealed under the recovery key.
public struct KeyRing: Sendable {
  /// Seals what belongs to no lead, and wraps the leads' own keys; by key id.
  public var dataKeys: [UInt32: SymmetricKey]
  /// The id of the key that new values are sealed with.
  public var current: UInt32
  /// For keyed hashes. Never changes: hashes of erased people can't be computed again.
  public let lookupKey: SymmetricKey
  /// For the audit chain.
  public let auditKey: SymmetricKey
  /// What the printed recovery key holds: it opens copies of this ring that lie in each backup. Nil until one was made.
  public var recoveryKey: SymmetricKey?

  /// New random keys.
  public init() throws {
    current = 1
    dataKeys = [1: try SymmetricKey.random()]
    lookupKey = try SymmetricKey.random()
    auditKey = try SymmetricKey.random()
  }

  /// Keys from the text that `text` gave.
  /// - Throws: `CryptoError` when it is not such a text.
  public init(text: String) throws {
    var keys: [UInt32: SymmetricKey] = [:]
    var named: [Substring: SymmetricKey] = [:]
    var current: UInt32?
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 2 else { continue }
      if parts[0] == "current" {
        current = UInt32(parts[1])
      } else if let key = Base64URL.decode(String(parts[1])).flatMap(SymmetricKey.init(bytes:)) {
        if parts[0].hasPrefix("data-"), let id = UInt32(parts[0].dropFirst(5)) { keys[id] = key } else { named[parts[0]] = key }
      }
    }
    guard let current, keys[current] != nil, let lookup = named["lookup"], let audit = named["audit"] else {
      throw CryptoError.notAuthentic
    }
    (dataKeys, self.current, lookupKey, auditKey) = (keys, current, lookup, audit)
    recoveryKey = named["recovery"]
  }

  /// The keys as lines of text, for the key file only.
  public var text: String {
    var lines = ["current \(current)"]
    for (id, key) in dataKeys.sorted(by: { $0.key < $1.key }) { lines.append("data-\(id) \(Base64URL.encode(key.bytes))") }
    lines.append("lookup \(Base64URL.encode(lookupKey.bytes))")
    lines.append("audit \(Base64URL.encode(auditKey.bytes))")
    if let recoveryKey { lines.append("recovery \(Base64URL.encode(recoveryKey.bytes))") }
    return lines.joined(separator: "\n") + "\n"
  }
}
