/// A file that goes with a mail, as the mail names it; its bytes lie sealed in the base, once however many mails carry them.
public struct AttachedFile: Sendable, Hashable {
  /// The id of stored bytes.
  public typealias ID = Identifier<AttachedFile>

  /// The most bytes that all files of one mail have together: 5 MB, about 7 MB on the wire, which every provider takes.
  public static let mostBytes = 5 << 20
  /// The most files of one mail.
  public static let most = 10

  /// The stored bytes.
  public var id: ID
  /// What the recipient sees, without a path.
  public var name: String
  /// Its media type, by its name's ending.
  public var type: String
  /// Bytes.
  public var size: Int
  /// Hex SHA-256 of the bytes; part of what an approval is bound to.
  public var hash: String

  /// A file by its parts.
  public init(id: ID, name: String, type: String, size: Int, hash: String) {
    (self.id, self.name, self.type, self.size, self.hash) = (id, name, type, size, hash)
  }

  /// Everything but the bytes on one line a part, the name last.
  public var line: String { [id.rawValue, hash, String(size), type, name].joined(separator: "\n") }

  /// From its lines; nil for anything else.
  public init?(line: String) {
    let parts = line.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, let size = Int(parts[2]) else { return nil }
    self.init(id: ID(rawValue: parts[0]), name: parts[4], type: parts[3], size: size, hash: parts[1])
  }
}

extension [AttachedFile] {
  /// All their bytes.
  public var totalBytes: Int { reduce(0) { $0 + $1.size } }

  /// - Throws: `.tooLarge` for more than a mail may carry.
  public func check() throws(Fault) {
    if count > AttachedFile.most {
      throw Fault(
        .tooLarge, "A mail carries at most \(AttachedFile.most) files.",
        fields: [.init("attachments", "has more than \(AttachedFile.most) files")])
    }
    if totalBytes > AttachedFile.mostBytes {
      throw Fault(
        .tooLarge, "The files of a mail may have 5 MB together. Make them smaller, or write where they can be had.",
        fields: [.init("attachments", "is over 5 MB")])
    }
  }
}
