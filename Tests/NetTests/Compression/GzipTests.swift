import Testing

@testable import Net

@Suite struct GzipTests {
  @Test func `what is packed comes out again`() throws {
    for size in [0, 1, 100, 65_536, 1_000_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
      let packed = try #require(Gzip.compress(bytes))
      #expect(try Gzip.decompress(packed, limit: size) == bytes)
      #expect(try Gzip.decompress(packed + packed, limit: size * 2) == bytes + bytes)
    }
  }

  @Test func `a bomb stops at the limit, damage is told`() throws {
    let bomb = try #require(Gzip.compress([UInt8](repeating: 0, count: 10_000_000)))
    #expect(bomb.count < 20_000)
    let rows: [(bytes: [UInt8], kind: NetworkError.Kind)] = [
      (bomb, .tooLarge), (Array(bomb.dropLast(9)), .tooLarge),
      (Array((Gzip.compress([1, 2, 3]) ?? []).dropLast(1)), .protocolError),
      ([], .protocolError), ([0x1F], .protocolError), ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .protocolError),
      (Array("plain".utf8), .protocolError),
    ]
    for (index, row) in rows.enumerated() {
      do throws(NetworkError) {
        _ = try Gzip.decompress(row.bytes, limit: 1_000_000)
        Issue.record("row \(index) was accepted")
      } catch { #expect(error.kind == row.kind, "row \(index)") }
    }
  }

  @Test func `zlib and raw deflate are read too`() throws {
    // "hello hello hello" by another implementation (Python's zlib).
    let zlib: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0x00, 0x3A, 0x2E, 0x06, 0x7D]
    let raw = Array(zlib[2..<12])
    #expect(try Gzip.decompress(zlib, limit: 100) == Array("hello hello hello".utf8))
    #expect(try Gzip.decompress(raw, limit: 100, wrapping: .raw) == Array("hello hello hello".utf8))
  }
}
