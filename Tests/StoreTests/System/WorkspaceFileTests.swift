import Outreach
import Store
import Testing

@Suite struct WorkspaceFileTests {
  private static func seal(_ pieces: [[UInt8]], _ passphrase: String = "four words are good") throws -> [UInt8] {
    var (rest, file) = (pieces[...], [UInt8]())
    let last = try WorkspaceFile.seal(passphrase: passphrase, next: { rest.popFirst() }, write: { file += $0 })
    return file + last
  }

  private static func open(_ file: [UInt8], _ passphrase: String = "four words are good") throws -> [[UInt8]] {
    var (position, found) = (0, [[UInt8]]())
    try WorkspaceFile.open(
      passphrase: passphrase,
      read: { count in
        let piece = Array(file[position..<min(file.count, position + count)])
        position += piece.count
        return piece
      }, take: { found.append($0) })
    return found
  }

  @Test func `what was sealed opens with its passphrase only, whole, and in its order`() throws {
    let pieces = [Array("keys".utf8), [UInt8](repeating: 7, count: 5000), Array("end".utf8)]
    let file = try Self.seal(pieces)
    #expect(try Self.open(file) == pieces)
    #expect(file.firstRange(of: Array("keys".utf8)) == nil && file.firstRange(of: [UInt8](repeating: 7, count: 16)) == nil)
    #expect(throws: Fault.self) { try Self.open(file, "another passphrase") }
    let heads = file.indices.filter { file[$0] == 0x0A }.prefix(2).last ?? 0
    let first = heads + 1
    let second = first + 4 + pieces[0].count + 28
    let third = second + 4 + pieces[1].count + 28
    var changed = file
    changed[second + 100] ^= 1
    let swapped = Array(file[..<first]) + file[second..<third] + file[first..<second] + file[third...]
    for (name, bad) in [
      ("changed", changed), ("cut", Array(file.dropLast(1))), ("without its end", Array(file[..<third])), ("swapped", swapped),
      ("nothing", []), ("other", Array("hello\nworld\n".utf8)),
    ] { #expect(throws: Fault.self, "\(name)") { try Self.open(bad) } }
  }
}
