import Glibc
import Outreach
import Store

/// Uploaded files while they wait for their import: sealed pieces in a folder of their own, never plain on disk.
///
/// A piece is named by where it begins, so that a piece that is sent again replaces itself.
struct ImportSpool: Sendable {
  /// Bytes of one uploaded piece.
  static let maximumPieceBytes = 4 << 20
  /// What sealing adds to a piece at most.
  private static let sealBytes = 256

  /// The folder of all uploads.
  let folder: String
  let vault: Vault

  /// Keeps a piece; durable when it returns.
  func write(_ piece: [UInt8], at offset: Int, of id: ImportRun.ID) throws {
    try makeFolder(folder)
    try makeFolder(path(of: id))
    let sealed = try vault.seal(piece, place(id, offset))
    let target = path(of: id) + "/\(offset)"
    let temporary = target + ".new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Self.fault(errno) }
    do {
      defer { close(descriptor) }
      try Self.writeAll(sealed, to: descriptor)
      guard fsync(descriptor) == 0 else { throw Self.fault(errno) }
    }
    guard rename(temporary, target) == 0 else { throw Self.fault(errno) }
  }

  /// The bytes of an upload.
  func source(_ id: ImportRun.ID, bytes: Int) -> any ImportSource { Pieces(spool: self, id: id, bytes: bytes) }

  /// Deletes an upload; nothing happens where there is none.
  func remove(_ id: ImportRun.ID) {
    guard id.isWellFormed else { return }
    let path = path(of: id)
    for name in Self.names(in: path) { unlink(path + "/" + name) }
    rmdir(path)
  }

  /// The ids of all uploads that are kept.
  func all() -> [ImportRun.ID] { Self.names(in: folder).map { ImportRun.ID(rawValue: $0) }.filter(\.isWellFormed) }

  /// Whether the upload is still there.
  func contains(_ id: ImportRun.ID) -> Bool { access(path(of: id) + "/0", R_OK) == 0 }

  fileprivate func read(at offset: Int, of id: ImportRun.ID) throws -> [UInt8] {
    let descriptor = open(path(of: id) + "/\(offset)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw Self.missing }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size <= Self.maximumPieceBytes + Self.sealBytes else { throw Self.missing }
    var failed = false
    let sealed = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let got = Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else {
          failed = true
          return
        }
        count += got
      }
    }
    guard !failed, let plain = try? vault.open(sealed, place(id, offset)) else { throw Self.missing }
    return plain
  }

  private func path(of id: ImportRun.ID) -> String { folder + "/" + id.rawValue }

  private func place(_ id: ImportRun.ID, _ offset: Int) -> String { "spool/\(id)/\(offset)" }

  private func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Self.fault(errno) }
  }

  private static let missing = Fault(.badInput, "A part of the uploaded file is missing or damaged; upload the file again.")

  private static func fault(_ reason: Int32) -> Fault {
    let isFull = reason == ENOSPC || reason == EDQUOT
    return Fault(
      .storage,
      isFull ? "The disk is full; make room and try again." : "The upload can't be kept (\(String(cString: strerror(reason)))).")
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw fault(errno) }
      done += wrote
    }
  }

  private static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Reads the pieces of an upload in order.
  private final class Pieces: ImportSource {
    private let spool: ImportSpool
    private let id: ImportRun.ID
    private let bytes: Int
    private var offset = 0

    init(spool: ImportSpool, id: ImportRun.ID, bytes: Int) { (self.spool, self.id, self.bytes) = (spool, id, bytes) }

    func next() throws -> [UInt8]? {
      guard offset < bytes else { return nil }
      let piece = try spool.read(at: offset, of: id)
      guard !piece.isEmpty else { throw ImportSpool.missing }
      offset += piece.count
      return piece
    }
  }
}
