import Crypto
import Outreach

/// Seals and opens personal data and secrets, and makes the keyed hashes that look-ups go through.
///
/// A sealed value is: 1 byte version, 4 bytes key id (big endian), then nonce, ciphertext and tag (AES-256-GCM). Its place
/// (table, column, row id) is authenticated with it, so that a value moved elsewhere doesn't open.
public struct Vault: Sendable {
  private static let version: UInt8 = 1
  private static let headerBytes = 5
  /// The key id of values that are sealed with a lead's own key.
  private static let leadKeyID: UInt32 = 0

  /// The keys as they are now, and what guards their file.
  public let keys: LiveKeys
  private let lookup: KeyedHash
  /// The key of the audit chain.
  let audit: KeyedHash

  /// A vault over an installation's keys.
  public init(keys: KeyRing) throws { try self.init(keys: LiveKeys(keys)) }

  /// A vault over keys that may change while it works.
  public init(keys: LiveKeys) throws {
    self.keys = keys
    lookup = try KeyedHash(keys.ring.lookupKey)
    audit = try KeyedHash(keys.ring.auditKey)
  }

  /// Seals a value that belongs to no lead.
  /// - Parameter place: `table.column/id`.
  public func seal(_ plain: [UInt8], _ place: String) throws -> [UInt8] {
    let (id, key) = try keys.current()
    return try Self.seal(plain, key: key, id: id, place)
  }

  /// Opens what `seal` gave. - Throws: `CryptoError` for anything else.
  public func open(_ sealed: [UInt8], _ place: String) throws -> [UInt8] {
    guard let id = Self.keyID(of: sealed), let key = keys.dataKey(id) else { throw CryptoError.notAuthentic }
    return try Self.open(sealed, key: key, place)
  }

  /// Seals text that belongs to no lead.
  public func seal(text: String, _ place: String) throws -> [UInt8] { try seal(Array(text.utf8), place) }

  /// Opens text that belongs to no lead.
  public func openText(_ sealed: [UInt8], _ place: String) throws -> String {
    String(decoding: try open(sealed, place), as: UTF8.self)
  }

  /// Whether an error says that a sealed value does not open, and not that the disk or the base is at fault.
  public static func isUnreadable(_ error: any Error) -> Bool { error is CryptoError }

  /// A new key of a lead's own, and its wrapped form for the lead's row.
  public func newLeadKey(for id: Lead.ID) throws -> (key: LeadKey, wrapped: [UInt8]) {
    let key = try SymmetricKey.random()
    return (LeadKey(key: key), try seal(key.bytes, "lead.key_sealed/\(id)"))
  }

  /// A lead's key from its wrapped form.
  public func leadKey(_ wrapped: [UInt8], for id: Lead.ID) throws -> LeadKey {
    guard let key = SymmetricKey(bytes: try open(wrapped, "lead.key_sealed/\(id)")) else { throw CryptoError.notAuthentic }
    return LeadKey(key: key)
  }

  /// The keyed hash of a normalised value, for equality look-ups; 16 bytes.
  /// - Parameter purpose: keeps hashes of different kinds apart: `email`, `phone`, `domain` …
  public func hash(_ value: String, _ purpose: String) throws -> [UInt8] {
    Array(try lookup.hash(Array("\(purpose):\(value)".utf8)).prefix(16))
  }

  /// The keyed hash of a word for the blind index: letters only, so that FTS5 takes it as one token.
  func token(_ word: String) throws -> String {
    let digits = Array("abcdefghijklmnop".utf8)
    let bytes = try lookup.hash(Array("word:\(word)".utf8)).prefix(7)
    return String(decoding: [UInt8(ascii: "z")] + bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// A short keyed mark that shows a Message-ID to be ours.
  public func mark(_ text: String) throws -> String { Hex.encode(Array(try lookup.hash(Array("mark:\(text)".utf8)).prefix(6))) }

  /// A key of a lead's own: destroying its wrapped form erases all that it sealed, wherever copies lie.
  public struct LeadKey: Sendable {
    let key: SymmetricKey

    /// Seals bytes for a place.
    func seal(_ plain: [UInt8], _ place: String) throws -> [UInt8] { try Vault.seal(plain, key: key, id: Vault.leadKeyID, place) }

    /// Opens what `seal` gave.
    func open(_ sealed: [UInt8], _ place: String) throws -> [UInt8] { try Vault.open(sealed, key: key, place) }
  }

  private static func seal(_ plain: [UInt8], key: SymmetricKey, id: UInt32, _ place: String) throws -> [UInt8] {
    let header = [version] + mark(ofKey: id)
    return header + (try AEAD.seal(plain, with: key, context: header + Array(place.utf8)))
  }

  private static func open(_ sealed: [UInt8], key: SymmetricKey, _ place: String) throws -> [UInt8] {
    guard sealed.count > headerBytes, sealed[0] == version else { throw CryptoError.notAuthentic }
    return try AEAD.open(Array(sealed[headerBytes...]), with: key, context: Array(sealed[..<headerBytes]) + Array(place.utf8))
  }

  /// The id of a data key as sealed values carry it; 4 bytes.
  static func mark(ofKey id: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> $0) } }

  private static func keyID(of sealed: [UInt8]) -> UInt32? {
    guard sealed.count > headerBytes, sealed[0] == version else { return nil }
    return sealed[1..<headerBytes].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
