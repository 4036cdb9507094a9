import Outreach
import Store

/// Files that go with mails: taken in, looked at, chosen for steps and mails, and read when a mail is put together.
public struct Attachments: Sendable {
  /// A file that a step or mail should carry: stored bytes, and the name under which the recipient sees them.
  public struct Wish: Sendable, Hashable {
    public var id: AttachedFile.ID
    /// Nil for the name under which it was uploaded.
    public var name: String?

    /// A file by its id.
    public init(id: AttachedFile.ID, name: String? = nil) { (self.id, self.name) = (id, name) }
  }

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Keeps an uploaded file, sealed; the same bytes again are kept once.
  /// - Parameter name: as the person's computer calls it; a path in it goes.
  /// - Throws: `.badInput` with the reason for what may not go with a mail; `.tooLarge` above 5 MB.
  public func take(name: String, bytes: [UInt8], as acting: ActingAs) async throws -> AttachedFile {
    let (name, type) = try AttachmentRules.check(name: name, bytes: bytes)
    let hash = try Digest.hex(bytes)
    return try await base.write(as: acting) { work in
      let file = try AttachmentTable.keep(name: name, type: type, bytes: bytes, hash: hash, in: work)
      try AuditTable.append("upload", "attachment", file.id.rawValue, after: ["size": String(file.size)], in: work)
      return file
    }
  }

  /// A file with its bytes, under a name. - Throws: `.notFound`, `.badInput` for a name that it can't have.
  public func get(_ wish: Wish) async throws -> (file: AttachedFile, bytes: [UInt8]) {
    try await base.read { work in
      let file = try Self.one(wish, in: work)
      guard let bytes = try AttachmentTable.bytes(of: file.id, in: work) else { throw Self.gone }
      return (file, bytes)
    }
  }

  /// The files that a step or mail should carry.
  /// - Throws: `.notFound` for one that is not there; `.badInput` for a name that would make it something else; `.tooLarge` for more
  ///   than a mail carries.
  static func resolve(_ wishes: [Wish], in work: Work) throws -> [AttachedFile] {
    var files: [AttachedFile] = []
    for wish in wishes {
      let file = try one(wish, in: work)
      if !files.contains(file) { files.append(file) }
    }
    try files.check()
    return files
  }

  /// The files of a mail that is put together, with their bytes.
  /// - Throws: `.refused` where they are not those that were approved; `.tooLarge` for more than a mail carries.
  public static func load(_ files: [AttachedFile], in work: Work) throws -> [MailAttachment] {
    try files.check()
    return try files.map { file in
      guard let bytes = try AttachmentTable.bytes(of: file.id, in: work), try Digest.hex(bytes) == file.hash else {
        throw Fault(.refused, "The file “\(file.name)” is not the one that was approved; choose it again.")
      }
      return MailAttachment(name: file.name, type: file.type, bytes: bytes)
    }
  }

  private static let gone = Fault(
    .notFound, "A file is no longer here; choose it again.", fields: [.init("attachments", "holds a file that is not here")])

  private static func one(_ wish: Wish, in work: Work) throws -> AttachedFile {
    guard var file = try AttachmentTable.find(wish.id, in: work) else { throw gone }
    guard let text = wish.name else { return file }
    file.name = try AttachmentRules.name(text)
    // Another ending would say that it is something else than was looked at.
    guard AttachmentRules.type(named: file.name) == file.type else {
      throw Fault(
        .badInput, "“\(file.name)” has another ending than the file that was uploaded.",
        fields: [.init("attachments", "has a name with another ending")])
    }
    return file
  }
}
