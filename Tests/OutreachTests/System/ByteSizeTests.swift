import Outreach
import Testing

@Suite struct ByteSizeTests {
  @Test func `sizes are said in one way`() {
    let rows: [(Int64, String)] = [
      (-1, "0 bytes"), (0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1499, "1 kB"), (52_400, "52 kB"), (999_499, "999 kB"),
      (1_000_000, "1 MB"), (48_340_000, "48.3 MB"), (999_940_000, "999.9 MB"), (6_000_000_000, "6 GB"),
      (1_250_000_000_000, "1.3 TB"),
    ]
    for (bytes, text) in rows { #expect(ByteSize.text(bytes) == text, "\(bytes)") }
  }
}
