import Testing

@testable import Crypto

/// Published vectors: a thin face on a library still can pass the wrong pointer or length.
struct VectorTests {
  private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

  @Test func `AES-256-GCM gives the vectors of NIST`() throws {
    let longKey = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
    let longPlain =
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    let zero = String(repeating: "0", count: 64)
    let nonce = String(repeating: "0", count: 24)
    let rows: [(key: String, nonce: String, plain: String, context: String, sealed: String)] = [
      (zero, nonce, "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
      (
        zero, nonce, String(repeating: "0", count: 32), "",
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
      ),
      (
        longKey, "cafebabefacedbaddecaf888", longPlain, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
          + "76fc6ece0f4e1768cddf8853bb2d551b"
      ),
    ]
    for row in rows {
      let key = try #require(SymmetricKey(bytes: bytes(row.key)))
      let sealed = try AEAD.seal(bytes(row.plain), with: key, context: bytes(row.context), nonce: bytes(row.nonce))
      let opened = try AEAD.open(sealed, with: key, context: bytes(row.context))
      #expect(Hex.encode(sealed) == row.nonce + row.sealed && Hex.encode(opened) == row.plain, "\(row)")
    }
  }

  @Test func `SHA-256 gives the vectors of FIPS 180-4`() throws {
    let rows: [(text: String, hash: String)] = [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ]
    for row in rows {
      var pieces = try SHA256()
      for byte in row.text.utf8 { try pieces.update([byte]) }
      let incremental = try pieces.finish()
      let whole = try Hash.sha256(Array(row.text.utf8))
      #expect(Hex.encode(whole) == row.hash && incremental == whole, "\(row)")
    }
  }

  @Test func `HMAC gives the vectors of RFC 4231`() throws {
    let rows: [(key: [UInt8], message: [UInt8], hash: String)] = [
      (
        .init(repeating: 0x0B, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        .init(repeating: 0xAA, count: 20), .init(repeating: 0xDD, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        .init(repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      ([], [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ]
    for row in rows {
      let kept = try KeyedHash(bytes: row.key)
      let first = try kept.hash(row.message)
      let again = try kept.hash(row.message)
      let once = try Hash.hmacSHA256(row.message, key: row.key)
      #expect(Hex.encode(first) == row.hash && again == first && once == first, "\(row)")
    }
  }

  @Test func `HKDF gives the vectors of RFC 5869`() throws {
    let key = [UInt8](repeating: 0x0B, count: 22)
    let rows: [(salt: String, info: String, out: String)] = [
      (
        "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
      ),
      ("", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ]
    for row in rows {
      let out = try KeyDerivation.hkdfSHA256(key: key, salt: bytes(row.salt), info: bytes(row.info), length: 42)
      #expect(Hex.encode(out) == row.out, "\(row)")
    }
  }

  @Test func `scrypt gives the vectors of RFC 7914`() throws {
    let rows: [(password: String, salt: String, n: UInt64, r: UInt64, p: UInt64, out: String)] = [
      (
        "", "", 16, 1, 1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
      ),
      (
        "password", "NaCl", 1024, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
      ),
      (
        "pleaseletmein", "SodiumChloride", 16384, 8, 1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
      ),
    ]
    for row in rows {
      let out = try KeyDerivation.scrypt(
        password: Array(row.password.utf8), salt: Array(row.salt.utf8), N: row.n, r: row.r, p: row.p, length: 64)
      #expect(Hex.encode(out) == row.out, "\(row)")
    }
  }

  @Test func `Ed25519 gives the vectors of RFC 8032`() throws {
    let rows: [(seed: String, key: String, message: String, signature: String)] = [
      (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
      ),
      (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
      ),
    ]
    for row in rows {
      let seed = try #require(SymmetricKey(bytes: bytes(row.seed)))
      let key = try Ed25519.publicKey(of: seed)
      let signature = try Ed25519.sign(bytes(row.message), with: seed)
      #expect(Hex.encode(key) == row.key && Hex.encode(signature) == row.signature, "\(row)")
      #expect(Ed25519.verify(signature, of: try bytes(row.message), publicKey: key), "\(row)")
    }
  }
}
