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

  private static let longestHead = 2 * ErasureJournal.longestBytes
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
      ports: .init(
        check: { try moving.check($0) }, pack: { try await moving.pack($0, $1, $2) }, discard: { discard($0) },
        lay: { try await moving.lay($0, $1, $2) }, restart: restart))
  }

  private var copy: String { backups.file + ".candidate" }

  private static func part(_ path: String) -> String { path + ".part" }

  private func check(_ path: String) throws {
    guard path.hasPrefix("/") else {
      throw Fault(.badInput, "Name the file by its whole path, from / on.", fields: [.init("path", "must begin with /")])
    }
    guard Files.isFolder(Files.parent(of: path)) else { throw Fault(.notFound, "There is no folder at \(Files.parent(of: path)).") }
    guard !Files.isThere(path) else { throw Fault(.conflict, "A file lies there already; choose another name.") }
    let size = Int(Files.size(backups.file) ?? 0)
    for place in [backups.file, path] where (Files.freeBytes(at: Files.parent(of: place)) ?? .max) < size + Self.spareBytes {
      throw Fault(.storage, "There is too little room in \(Files.parent(of: place)).")
    }
  }

  private func pack(_ path: String, _ passphrase: String, _ ends: @Sendable () async throws -> Void) async throws -> Int {
    defer { try? Files.remove(copy) }
    try await base.database.backup(to: copy)
    guard try await Database.verify(path: copy).isEmpty, let bytes = Files.size(copy) else {
      throw Fault(.storage, "The copy of your data is not sound; look whether the disk is failing.")
    }
    let head = Head(keys: try base.vault.keys.openText, erased: try ErasureJournal(folders).lines().map(String.init), bytes: bytes)
    let first = try JSON.encode(head) + [0x0A]
    do {
      try Files.remove(Self.part(path))
      let target = try Descriptor.open(Self.part(path), O_WRONLY | O_CREAT | O_EXCL)
      let last = try await OwnThread.run {
        let last = try write(target, first, passphrase)
        try Self.sync(target)
        try Files.syncFolder(of: path)
        return last
      }
      try await ends()
      try target.write(last)
      try Self.sync(target)
      try Files.move(Self.part(path), to: path)
    } catch {
      if let error = error as? SystemError { throw Fault(.storage, "The program \(error).") }
      throw error
    }
    return Int(Files.size(path) ?? 0)
  }

  private static func sync(_ file: Descriptor) throws(SystemError) {
    guard fsync(file.number) == 0 else { throw SystemError("write") }
  }

  private static func discard(_ path: String) -> Bool {
    guard !Files.isThere(path), Files.isThere(part(path)) else { return false }
    do throws(SystemError) {
      try Files.remove(part(path))
      try Files.syncFolder(of: path)
    } catch { return false }
    return true
  }

  /// - Returns: what is to be written last.
  private func write(_ target: Descriptor, _ first: [UInt8], _ passphrase: String) throws -> [UInt8] {
    let source = try Descriptor.open(copy, O_RDONLY)
    var (rest, atEnd) = (first[...], false)
    return try WorkspaceFile.seal(
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
  }

  private func lay(_ path: String, _ passphrase: String, _ ready: @Sendable () async throws -> Void) async throws {
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
      try Restore.checkNothingWaits(file: backups.file)
      try await ready()
      let journal = ErasureJournal(folders)
      let known = Set(try journal.lines())
      try journal.add(head.erased.filter { !known.contains(Substring($0)) })
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
