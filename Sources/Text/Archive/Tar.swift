/// Reads a tar archive (POSIX ustar with GNU's long names) that holds one folder with files, folders and links beside one another.
///
/// What does not belong into such an archive is refused, not passed over: a path that leaves the folder, a device, a link to elsewhere.
public enum Tar {
  /// One thing in the archive; paths are relative to its one folder.
  public enum Entry: Sendable, Hashable {
    case folder(String)
    /// Where its bytes lie in the archive, and whether it may be started.
    case file(String, bytes: Range<Int>, isProgram: Bool)
    /// A symbolic link to a name in the same folder.
    case link(String, to: String)
  }

  /// Why an archive is refused.
  public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    public let description: String
  }

  private static let block = 512
  private static let (nameBytes, sizeAt, sizeBytes) = (100, 124, 12)
  private static let (modeAt, modeBytes, sumAt, sumBytes) = (100, 8, 148, 8)
  private static let (typeAt, linkAt, prefixAt, prefixBytes) = (156, 157, 345, 155)
  private static let longestName = 1024
  private static let mostEntries = 20_000

  /// Everything in an archive. - Throws: what is wrong with it.
  public static func entries(_ archive: [UInt8]) throws(Refusal) -> [Entry] {
    var (entries, position, longName, top) = ([Entry](), 0, String?.none, Substring?.none)
    while true {
      guard position + block <= archive.count else { throw Refusal(description: "The archive is cut short.") }
      let head = archive[position..<position + block]
      if head.allSatisfy({ $0 == 0 }) { break }
      guard isSound(head) else { throw Refusal(description: "The archive is damaged.") }
      guard let size = number(head, sizeAt, sizeBytes), size <= archive.count - position - block else {
        throw Refusal(description: "The archive is cut short.")
      }
      let content = position + block..<position + block + size
      position = content.upperBound + (block - size % block) % block
      let type = head[head.startIndex + typeAt]
      if type == UInt8(ascii: "L") {
        guard size <= longestName else { throw Refusal(description: "The archive has a name that is too long.") }
        longName = String(decoding: archive[content].prefix { $0 != 0 }, as: UTF8.self)
        continue
      }
      let whole = longName ?? name(head)
      longName = nil
      guard let path = try inside(whole, &top) else { continue }
      entries.append(try entry(type, path, head, content))
      guard entries.count <= mostEntries else { throw Refusal(description: "The archive holds too many files.") }
    }
    return entries
  }

  private static func entry(_ type: UInt8, _ path: String, _ head: ArraySlice<UInt8>, _ content: Range<Int>) throws(Refusal)
    -> Entry
  {
    switch type {
    case UInt8(ascii: "5"): return .folder(path)
    case UInt8(ascii: "0"), 0:
      return .file(path, bytes: content, isProgram: (number(head, modeAt, modeBytes) ?? 0) & 0o100 != 0)
    case UInt8(ascii: "2"):
      let target = text(head, linkAt, nameBytes)
      guard !target.isEmpty, !target.contains("/"), target != "..", target != "." else {
        throw Refusal(description: "The archive holds a link to another place.")
      }
      return .link(path, to: target)
    default: throw Refusal(description: "The archive holds something that is no file.")
    }
  }

  /// The path below the one folder; nil for that folder itself.
  private static func inside(_ whole: String, _ top: inout Substring?) throws(Refusal) -> String? {
    let parts = whole.split(separator: "/", omittingEmptySubsequences: true)
    guard let first = parts.first, !whole.hasPrefix("/"), !parts.contains("..") else {
      throw Refusal(description: "The archive holds a path that leads out of it.")
    }
    let inner = parts.drop { $0 == "." }
    guard let folder = inner.first else { return nil }
    if top == nil { top = folder }
    guard folder == top, !inner.contains("."), first.utf8.allSatisfy({ $0 >= 0x20 }) else {
      throw Refusal(description: "The archive holds more than one folder.")
    }
    return inner.count > 1 ? inner.dropFirst().joined(separator: "/") : nil
  }

  private static func name(_ head: ArraySlice<UInt8>) -> String {
    let (name, prefix) = (text(head, 0, nameBytes), isUstar(head) ? text(head, prefixAt, prefixBytes) : "")
    return prefix.isEmpty ? name : prefix + "/" + name
  }

  /// GNU writes `ustar` with two blanks, and times where the prefix would be.
  private static func isUstar(_ head: ArraySlice<UInt8>) -> Bool { text(head, 257, 6) == "ustar" }

  private static func text(_ head: ArraySlice<UInt8>, _ from: Int, _ count: Int) -> String {
    String(decoding: head[(head.startIndex + from)..<(head.startIndex + from + count)].prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func number(_ head: ArraySlice<UInt8>, _ from: Int, _ count: Int) -> Int? {
    let digits = text(head, from, count).filter { $0 != " " }
    return digits.isEmpty ? nil : Int(digits, radix: 8)
  }

  /// The sum over the head with its own field as blanks.
  private static func isSound(_ head: ArraySlice<UInt8>) -> Bool {
    guard let expected = number(head, sumAt, sumBytes) else { return false }
    let own = (head.startIndex + sumAt)..<(head.startIndex + sumAt + sumBytes)
    return head.indices.reduce(0) { $0 + (own.contains($1) ? 0x20 : Int(head[$1])) } == expected
  }
}
