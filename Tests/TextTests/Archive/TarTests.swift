import Testing

@testable import Text

@Suite struct TarTests {
  /// A head and its content, as ustar has them.
  private static func member(
    _ name: String, type: Character = "0", mode: String = "0000644", link: String = "", _ content: String = ""
  )
    -> [UInt8]
  {
    var head = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, _ at: Int) { head.replaceSubrange(at..<at + text.utf8.count, with: text.utf8) }
    let size = String(content.utf8.count, radix: 8)
    put(name, 0)
    put(mode, 100)
    put(String(repeating: "0", count: 11 - size.count) + size, 124)
    put(String(type), 156)
    put(link, 157)
    put("        ", 148)
    let sum = String(head.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0", 148)
    return head + Array(content.utf8) + [UInt8](repeating: 0, count: (512 - content.utf8.count % 512) % 512)
  }
  private static let end = [UInt8](repeating: 0, count: 1024)

  @Test func `an archive of one folder is read`() throws {
    let archive =
      Self.member("top/", type: "5") + Self.member("top/run", mode: "0000755", "abc")
      + Self.member("top/AppRun", type: "2", link: "run")
      + Self.member("././@LongLink", type: "L", "top/share/" + String(repeating: "n", count: 120))
      + Self.member("top/share/nnn", "long") + Self.end
    let entries = try Tar.entries(archive)
    #expect(entries.count == 3 && entries[1] == .link("AppRun", to: "run"))
    guard case .file("run", let range, true) = entries[0] else { throw Tar.Refusal(description: "\(entries[0])") }
    #expect(archive[range] == Array("abc".utf8)[...])
    guard case .file(let name, _, false) = entries[2] else { throw Tar.Refusal(description: "\(entries[2])") }
    #expect(name == "share/" + String(repeating: "n", count: 120))
  }

  @Test func `what would leave the folder, and what is torn, is refused`() {
    let good = Self.member("top/", type: "5") + Self.member("top/a", "abc")
    var changed = good + Self.end
    changed[520] ^= 1
    let bad = [
      good + Self.member("top/../b", "x") + Self.end, good + Self.member("/etc/passwd", "x") + Self.end,
      good + Self.member("other/b", "x") + Self.end, good + Self.member("top/l", type: "2", link: "../../etc") + Self.end,
      good + Self.member("top/l", type: "2", link: "..") + Self.end, good + Self.member("top/d", type: "3") + Self.end,
      good + Self.member("top/h", type: "1", link: "x") + Self.end, good, Array((good + Self.end).prefix(1100)), changed,
      [1, 2, 3],
    ]
    for (index, archive) in bad.enumerated() { #expect(throws: Tar.Refusal.self, "\(index)") { try Tar.entries(archive) } }
  }
}
