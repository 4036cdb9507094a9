import Foundation
import Testing

@testable import Text

@Suite struct StoredZipTests {
  @Test func `the checksum is the one of the standard`() {
    for (text, sum) in [("", 0), ("123456789", 0xCBF4_3926), ("The quick brown fox jumps over the lazy dog", 0x414F_A339)]
      as [(String, UInt32)]
    {
      #expect(StoredZip.crc32(Array(text.utf8)) == sum, "\(text)")
    }
  }

  @Test func `python reads the archive back`() throws {
    let python = "/usr/bin/python3"
    guard FileManager.default.isExecutableFile(atPath: python) else { return }
    var zip = StoredZip()
    zip.add("what is held.html", Array("<p>Zoë</p>".utf8))
    zip.add("folder/ünïcode.txt", (0..<70_000).map { UInt8(truncatingIfNeeded: $0) })
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".zip").path
    try Data(zip.bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      "-c",
      "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; assert z.namelist() == ['what is held.html', 'folder/ünïcode.txt']; assert z.read('what is held.html').decode() == '<p>Zoë</p>'; assert len(z.read('folder/ünïcode.txt')) == 70000",
      path,
    ]
    process.environment = ["LC_ALL": "C.UTF-8"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
