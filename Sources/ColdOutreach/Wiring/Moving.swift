import Engine
import Glibc
import JSONText
import Outreach
import Platform
import SQLite
import Store

/// The files of moving: packs base, keys and erasures into one, and lays such a one ready as a backup that waits to be swapped in.
struct Moving: Sendable {
  /// The beginning of what is sealed: a line of JSON, then the base.
  private struct Head: Codable {
    let keys: String
    let erased: [String]
    let bytes: Int64
  }

  private static let longestHead = 32 << 20
  private static let spareBytes = 32 << 20

  let backups: Backups
  let base: Base
  let folders: Folders

  /// The use case of this program.
  static func workspace(_ base: Base, _ backups: Backups, _ folders: Folders, restart: @escaping @Sendable () -> Void) -> Workspace
  {
    let moving = Moving(backups: backups, base: base, folders: folders)
    return Workspace(
      base: base, backups: backups,
      ports: .init(pack: { try await moving.pack($0, $1) }, lay: { try await moving.lay($0, $1) }, restart: restart))
  }

  private var copy: String { backups.file + ".candidate" }

  private func pack(_ path: String, _ passphrase: String) async throws -> Int {
    guard path.hasPrefix("/") else {
      throw Fault(.badInput, "Name the file by its whole path, from / on.", fields: [.init("path", "must begin with /")])
    }
    guard Files.isFolder(Files.parent(of: path)) else { throw Fault(.notFound, "There is no folder at \(Files.parent(of: path)).") }
    guard !Files.exists(path) else { throw Fault(.conflict, "A file lies there already; choose another name.") }
    let size = Int(Files.size(backups.file) ?? 0)
    for place in [backups.file, path] where (Files.freeBytes(at: Files.parent(of: place)) ?? .max) < size + Self.spareBytes {
      throw Fault(.storage, "There is too little room in \(Files.parent(of: place)).")
    }
    defer { try? Files.remove(copy) }
    try await base.database.backup(to: copy)
    guard try await Database.verify(path: copy).isEmpty, let bytes = Files.size(copy) else {
      throw Fault(.storage, "The copy of your data is not sound; look whether the disk is failing.")
    }
    let head = Head(keys: try base.vault.keys.openText, erased: ErasureJournal(folders).lines().map(String.init), bytes: bytes)
    let first = try JSON.encode(head) + [0x0A]
    let part = path + ".part"
    do {
      try await OwnThread.run { try write(part, first, passphrase) }
      try Files.move(part, to: path)
    } catch {
      try? Files.remove(part)
      if let error = error as? SystemError { throw Fault(.storage, "The program \(error).") }
      throw error
    }
    return Int(Files.size(path) ?? 0)
  }

  private func write(_ part: String, _ first: [UInt8], _ passphrase: String) throws {
    try Files.remove(part)
    let source = try Descriptor.open(copy, O_RDONLY)
    let target = try Descriptor.open(part, O_WRONLY | O_CREAT | O_EXCL)
    var (rest, atEnd) = (first[...], false)
    try WorkspaceFile.seal(
      passphrase: passphrase,
      next: {
        while rest.count < WorkspaceFile.pieceBytes, !atEnd {
          let piece = try source.read(atMost: WorkspaceFile.pieceBytes)
          atEnd = piece.isEmpty
          rest += piece
        }
        let piece = rest.prefix(WorkspaceFile.pieceBytes)
        rest = rest.dropFirst(piece.count)
        return piece.isEmpty ? nil : Array(piece)
      }, write: { try target.write($0) })
    guard fsync(target.number) == 0 else { throw SystemError("write", path: part) }
  }

  private func lay(_ path: String, _ passphrase: String) async throws {
    guard path.hasPrefix("/"), let about = Files.about(path), !Files.isFolder(path) else {
      throw Fault(.notFound, "There is no file at this path. Name it by its whole path, from / on.")
    }
    guard (Files.freeBytes(at: Files.parent(of: backups.file)) ?? .max) > about.bytes + Self.spareBytes else {
      throw Fault(.storage, "There is too little room for what is in the file; free some space. Nothing was changed.")
    }
    do {
      let head = try await OwnThread.run { try unpack(path, passphrase) }
      guard try await Database.verify(path: copy).isEmpty else {
        throw Fault(.storage, "What is in the file is damaged. Nothing was changed.")
      }
      let keys = try LiveKeys.open(head.keys, secret: nil)
      let contents = try await BackupContents.read(copy, vault: Vault(keys: keys))
      guard !contents.isNewer else {
        throw Fault(.storage, "A newer version of the program made this file; install that one first. Nothing was changed.")
      }
      guard contents.access == .here else {
        throw Fault(.storage, "Keys and data in the file don't belong together. Nothing was changed.")
      }
      try ErasureJournal(folders).add(head.erased)
      try Restore.layReady(moved: copy, keys: try base.vault.keys.text(adopting: keys), file: backups.file, folders: folders)
    } catch {
      try? Files.remove(copy)
      if let error = error as? SystemError { throw Fault(.storage, "The program \(error). Nothing was changed.") }
      throw error
    }
  }

  private func unpack(_ path: String, _ passphrase: String) throws -> Head {
    let source = try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
    try Files.remove(copy)
    let target = try Descriptor.open(copy, O_WRONLY | O_CREAT | O_EXCL)
    var (first, head, written) = ([UInt8](), Head?.none, Int64(0))
    try WorkspaceFile.open(
      passphrase: passphrase,
      read: { count in
        var bytes: [UInt8] = []
        while bytes.count < count {
          let piece = try source.read(atMost: count - bytes.count)
          if piece.isEmpty { break }
          bytes += piece
        }
        return bytes
      },
      take: { piece in
        guard head == nil else {
          written += Int64(piece.count)
          return try target.write(piece)
        }
        first += piece
        guard let end = first.firstIndex(of: 0x0A) else {
          guard first.count <= Self.longestHead else { throw Fault(.storage, "The file can't be understood.") }
          return
        }
        head = try JSON.decode(Head.self, from: Array(first[..<end]))
        written = Int64(first.count - end - 1)
        try target.write(first[(end + 1)...])
      })
    guard let head, head.bytes == written, fsync(target.number) == 0 else {
      throw Fault(.storage, "The file is not whole. Nothing was changed.")
    }
    return head
  }
}
