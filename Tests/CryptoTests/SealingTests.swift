import Testing

@testable import Crypto

struct SealingTests {
  @Test func `sealed bytes open again, whatever their length`() throws {
    let key = try SymmetricKey.random()
    for count in [0, 1, 15, 16, 17, 4_095, 1 << 20] {
      let plain = try Random.bytes(count)
      let sealed = try AEAD.seal(plain, with: key, context: [1])
      let opened = try AEAD.open(sealed, with: key, context: [1])
      #expect(opened == plain && sealed.count == count + 28, "\(count)")
    }
  }

  @Test func `a change of any bit, the context or the key is noticed`() throws {
    let key = try SymmetricKey.random()
    let sealed = try AEAD.seal(Array("Ada".utf8), with: key, context: Array("lead.name.1".utf8))
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(throws: CryptoError.notAuthentic, "byte \(index)") {
        try AEAD.open(changed, with: key, context: Array("lead.name.1".utf8))
      }
    }
    for context in ["lead.name.2", "", "lead.name.1 "] {
      #expect(throws: CryptoError.notAuthentic, "\(context)") { try AEAD.open(sealed, with: key, context: Array(context.utf8)) }
    }
    let other = try SymmetricKey.random()
    #expect(throws: CryptoError.notAuthentic) { try AEAD.open(sealed, with: other, context: Array("lead.name.1".utf8)) }
    for count in [0, 1, 12, 27, sealed.count - 1] {
      #expect(throws: CryptoError.notAuthentic, "\(count)") {
        try AEAD.open(Array(sealed.prefix(count)), with: key, context: Array("lead.name.1".utf8))
      }
    }
  }

  @Test func `the same text never seals to the same bytes`() throws {
    let key = try SymmetricKey.random()
    var seen: Set<[UInt8]> = []
    for _ in 0..<1_000 { seen.insert(Array(try AEAD.seal([7], with: key, context: []).prefix(12))) }
    #expect(seen.count == 1_000)
  }

  @Test func `a key does not print, dump or mirror its bytes`() throws {
    let key = try #require(SymmetricKey(bytes: Array(repeating: 0xAB, count: 32)))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(RecoveryKey(key))"] {
      #expect(!text.contains("171") && !text.lowercased().contains("ab"), "\(text)")
    }
    #expect(SymmetricKey(bytes: Array(repeating: 0, count: 31)) == nil)
    #expect(SymmetricKey(bytes: Array(repeating: 0, count: 33)) == nil)
    let random = try SymmetricKey.random()
    #expect(try random != SymmetricKey.random() && SymmetricKey(bytes: random.bytes) == random)
  }

  @Test func `a signature fails for another message, key or length`() throws {
    let seed = try Ed25519.generate()
    let key = try Ed25519.publicKey(of: seed)
    let signature = try Ed25519.sign([1, 2], with: seed)
    var flipped = signature
    flipped[40] ^= 1
    let otherKey = try Ed25519.publicKey(of: Ed25519.generate())
    let rows: [(signature: [UInt8], message: [UInt8], key: [UInt8], good: Bool)] = [
      (signature, [1, 2], key, true), (signature, [1, 3], key, false), (flipped, [1, 2], key, false),
      (signature, [1, 2], otherKey, false), (Array(signature.dropLast()), [1, 2], key, false), (signature, [1, 2], [], false),
      ([], [], [], false),
    ]
    for row in rows { #expect(Ed25519.verify(row.signature, of: row.message, publicKey: row.key) == row.good, "\(row)") }
  }

  @Test func `derivation refuses parameters out of range`() throws {
    let rows: [(n: UInt64, r: UInt64, p: UInt64, length: Int)] = [
      (0, 8, 1, 32), (1, 8, 1, 32), (15, 8, 1, 32), (1 << 62, 8, 1, 32), (.max, .max, .max, 32), (16, 0, 1, 32), (16, 8, 0, 32),
      (16, 8, 1, 0), (16, 8, 1, -1), (16, 8, 1, 1_025), (1 << 20, 8, 1, 32), (1 << 17, 8, 64, 32),
    ]
    for row in rows {
      #expect(throws: CryptoError.self, "\(row)") {
        try KeyDerivation.scrypt(password: [1], salt: [2], N: row.n, r: row.r, p: row.p, length: row.length)
      }
    }
    for length in [-1, 0, 8_161] {
      #expect(throws: CryptoError.self, "\(length)") { try KeyDerivation.hkdfSHA256(key: [1], salt: [], info: [], length: length) }
    }
    #expect(throws: CryptoError.self) { try KeyDerivation.hkdfSHA256(key: [], salt: [], info: [], length: 32) }
    #expect(throws: CryptoError.self) { try Random.bytes(-1) }
    #expect(try KeyDerivation.scrypt(password: [1], salt: [], N: 1 << 17, r: 8, p: 1, length: 32).count == 32)
  }

  @Test func `subkeys for two purposes differ and stay the same`() throws {
    let key = try SymmetricKey.random()
    let one = try KeyDerivation.subkey(of: key, for: "audit")
    #expect(try one == KeyDerivation.subkey(of: key, for: "audit") && one != KeyDerivation.subkey(of: key, for: "look-up"))
  }

  @Test func `a keyed hash may be used from many threads`() async throws {
    let hash = try KeyedHash(SymmetricKey.random())
    let expected = try (0..<200).map { try hash.hash([UInt8($0)]) }
    try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for number in 0..<200 { group.addTask { (number, try hash.hash([UInt8(number)])) } }
      for try await (number, value) in group where value != expected[number] { Issue.record("\(number)") }
    }
  }

  @Test func `equality in constant time is equality`() {
    let rows: [(one: [UInt8], other: [UInt8])] = [([], []), ([1], []), ([1], [1]), ([1, 2], [1, 3]), ([1, 2], [1])]
    for row in rows { #expect(constantTimeEqual(row.one, row.other) == (row.one == row.other), "\(row)") }
  }
}
