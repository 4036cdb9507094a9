import Testing

@testable import Crypto

struct EncodingTests {
  @Test func `hexadecimal digits are read strictly`() {
    let rows: [(text: String, bytes: [UInt8]?)] = [
      ("", []), ("00ff", [0, 255]), ("00FF", [0, 255]), ("0", nil), ("0g", nil), (" 00", nil), ("00 ", nil), ("0x00", nil),
      ("é0", nil),
    ]
    for row in rows { #expect(Hex.decode(row.text) == row.bytes, "\(row)") }
    #expect(Hex.encode([0, 1, 0xAB, 255]) == "0001abff")
  }

  @Test func `base 64 for URLs is read strictly`() {
    let rows: [(text: String, bytes: [UInt8]?)] = [
      ("", []), ("Zg", [102]), ("Zm8", [102, 111]), ("Zm9v", [102, 111, 111]), ("-_8", [251, 255]), ("Zg==", nil), ("Z", nil),
      ("Zh", nil), ("Zm9", nil), ("Zm9vY", nil), ("+/8", nil), ("Zm 9v", nil), ("Zm9v\n", nil),
    ]
    for row in rows { #expect(Base64URL.decode(row.text) == row.bytes, "\(row)") }
  }

  @Test func `every length comes back from both encodings`() throws {
    for count in 0..<70 {
      let bytes = try Random.bytes(count)
      #expect(Hex.decode(Hex.encode(bytes)) == bytes && Base64URL.decode(Base64URL.encode(bytes)) == bytes, "\(count)")
    }
  }

  @Test func `a recovery key survives how people type`() throws {
    for _ in 0..<50 {
      let key = try SymmetricKey.random()
      let printed = try RecoveryKey(key).printed()
      let spaced = printed.replacing("-", with: "  ")
      let confused = printed.replacing("0", with: "O").replacing("1", with: "l").lowercased()
      let dashes = "\n" + printed.replacing("-", with: " – ") + "\n"
      for text in [printed, spaced, confused, dashes, printed.replacing("1", with: "i")] {
        #expect(try RecoveryKey(reading: text).key == key, "\(text)")
      }
      #expect(printed.split(separator: "-").map(\.count) == Array(repeating: 4, count: 14))
    }
  }

  @Test func `a printed recovery key stays readable in later versions`() throws {
    let key = try #require(SymmetricKey(bytes: Array(0..<32)))
    #expect(try RecoveryKey(key).printed() == "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFG-X550")
  }

  @Test func `a mistyped recovery key is refused`() throws {
    let printed = try RecoveryKey(SymmetricKey.random()).printed()
    let letters = Array(printed)
    var missed = 0
    for index in letters.indices where letters[index] != "-" {
      var changed = letters
      changed[index] = changed[index] == "7" ? "8" : "7"
      if (try? RecoveryKey(reading: String(changed))) != nil { missed += 1 }
    }
    #expect(missed == 0)
    let rows: [(text: String, error: RecoveryKey.ReadError)] = [
      ("", .wrongLength(0)), (String(printed.dropLast()), .wrongLength(55)), (printed + "0", .wrongLength(57)),
      ("U" + printed.dropFirst(), .unknownCharacter("U")), ("é", .unknownCharacter("é")),
      (String(repeating: "0", count: 5_000), .wrongLength(1_001)),
    ]
    for row in rows { #expect(throws: row.error, "\(row)") { try RecoveryKey(reading: row.text) } }
  }
}
