import Foundation
import Glibc
import Testing

@testable import Platform

@Suite struct FilesTests {
  @Test func `a replaced file is whole, private and leaves nothing beside it`() throws {
    let place = try Place()
    let path = place.path + "/note"
    for text in ["first", "second, longer", ""] {
      try Files.replace(path, with: Array(text.utf8))
      #expect(try Files.text(path) == text)
    }
    var about = stat()
    stat(path, &about)
    #expect(about.st_mode & 0o777 == 0o600)
    #expect(try Files.names(in: place.path) == ["note"])
  }

  @Test func `a file of any size is read and copied whole`() throws {
    let place = try Place()
    let (path, copy) = (place.path + "/base", place.path + "/copy")
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Files.replace(path, with: bytes)
    try Files.replace(copy, with: [1])
    #expect(try Files.read(path, limit: Int.max) == bytes)
    try Files.copy(path, to: copy)
    #expect(try Files.read(copy, limit: Int.max) == bytes)
    // A device such as /dev/zero has no end; /dev/null shows whether devices are taken.
    for none in [place.path + "/none", "/dev/null", place.path] {
      #expect(throws: SystemError.self) { try Files.copy(none, to: copy) }
    }
    #expect(try Files.read(copy, limit: Int.max) == bytes)
    #expect(try Files.names(in: place.path).sorted() == ["base", "copy"])
  }

  @Test func `reading refuses what is too long, a folder and a pipe, and never hangs`() throws {
    let place = try Place()
    let path = place.path + "/note"
    try Files.replace(path, with: [UInt8](repeating: 7, count: 100))
    #expect(try Files.read(path, limit: 100).count == 100)
    mkfifo(place.path + "/pipe", 0o600)
    let rows: [(String, Int, Int32)] = [
      (path, 99, EFBIG), (place.path, 10, EISDIR), (place.path + "/pipe", 10, EISDIR), (place.path + "/none", 10, ENOENT),
    ]
    for (path, limit, code) in rows {
      #expect(throws: SystemError("read", path: path, code: code).code.asError, "\(path)") {
        do throws(SystemError) { _ = try Files.read(path, limit: limit) } catch { throw error.code.asError }
      }
    }
  }

  @Test func `private folders are made with their parents and narrowed`() throws {
    let place = try Place()
    let folders = Folders(home: place.path + "/a/b")
    mkdir(place.path + "/a", 0o755)
    try folders.make()
    for folder in [folders.config, folders.keys, folders.data, folders.state, folders.logs, folders.backups, folders.cache] {
      var about = stat()
      #expect(stat(folder, &about) == 0 && about.st_mode & 0o777 == 0o700, "\(folder)")
    }
    chmod(folders.data, 0o755)
    try folders.make()
    var about = stat()
    stat(folders.data, &about)
    #expect(about.st_mode & 0o777 == 0o700)
    #expect(!folders.keys.hasPrefix(folders.data))
  }

  @Test func `the home is chosen by option, variable, portable folder, XDG, HOME`() throws {
    let place = try Place()
    mkdir(place.path + "/portable", 0o700)
    let rows: [(home: String?, environment: [String: String], launcher: String?, data: String?)] = [
      ("/x", ["COLD_OUTREACH_HOME": "/y", "HOME": "/h"], place.path + "/app", "/x/data"),
      ("/x/", [:], nil, "/x/data"),
      (nil, ["COLD_OUTREACH_HOME": "/y", "HOME": "/h"], place.path + "/app", "/y/data"),
      (nil, ["HOME": "/h"], place.path + "/app", place.path + "/portable/data"),
      (nil, ["HOME": "/h"], "/nowhere/app", "/h/.local/share/cold-outreach"),
      (nil, ["HOME": "/h", "XDG_DATA_HOME": "/d"], nil, "/d/cold-outreach"),
      (nil, ["HOME": "/h", "XDG_DATA_HOME": "relative"], nil, "/h/.local/share/cold-outreach"),
      (nil, [:], nil, nil),
    ]
    for row in rows {
      let folders = try? Folders.chosen(home: row.home, environment: row.environment, launcher: row.launcher)
      #expect(folders?.data == row.data, "\(row)")
    }
    #expect(try Folders.chosen(home: "rel", environment: [:], launcher: nil).data.hasSuffix("/rel/data"))
  }

  @Test func `a second process does not get the lock, and gets it when the first is gone`() throws {
    let place = try Place()
    let path = place.path + "/lock"
    // flock(1) holds it until its input ends.
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    let (input, output) = (Pipe(), Pipe())
    holder.arguments = [path, "sh", "-c", "echo ready; cat"]
    (holder.standardInput, holder.standardOutput) = (input, output)
    try holder.run()
    _ = output.fileHandleForReading.availableData
    try "4711\n".write(toFile: path, atomically: false, encoding: .utf8)
    guard case .held(by: 4711) = try FileLock.take(path) else {
      Issue.record("the lock was taken twice")
      return
    }
    try input.fileHandleForWriting.close()
    holder.waitUntilExit()
    guard case .taken(let lock) = try FileLock.take(path) else {
      Issue.record("the lock of a process that is gone stays")
      return
    }
    #expect(FileLock.holder(of: path) == getpid())
    withExtendedLifetime(lock) {
      if case .taken = try? FileLock.take(path) { Issue.record("the lock was taken twice in one process") }
    }
  }

  @Test func `a lock is not taken through a link that somebody laid`() throws {
    let place = try Place()
    try Files.replace(place.path + "/theirs", with: Array("precious".utf8))
    symlink(place.path + "/theirs", place.path + "/lock")
    #expect(throws: SystemError.self) { try FileLock.take(place.path + "/lock") }
    #expect(try Files.text(place.path + "/theirs") == "precious")
  }

  @Test func `parents of paths`() {
    let rows = [("/a/b", "/a"), ("/a", "/"), ("/", "/"), ("a/b", "a"), ("a", "."), ("/a/b/", "/a"), ("", ".")]
    for (path, parent) in rows { #expect(Files.parent(of: path) == parent, "\(path)") }
  }

  @Test func `the disk has room and a missing one can't be told`() {
    #expect((Files.freeBytes(at: "/tmp") ?? 0) > 0)
    #expect(Files.freeBytes(at: "/nowhere") == nil)
    #expect(SystemError("write", code: ENOSPC).isDiskFull)
    #expect(SystemError("write", path: "/x", code: ENOSPC).description == "can't write /x: No space left on device")
  }

  @Test func `a disk that a program makes is told by the program's name`() {
    let lines = """
      22 27 0:21 / /proc rw,relatime - proc proc rw
      63 43 0:39 / /home/anna/far\\040away rw,nosuid shared:7 master:1 - fuse.sshfs - rw,user_id=0
      64 43 0:40 / /mnt rw,nosuid - fuse.fusefat fusefat rw
      65 43 0:41 / /win rw - fuseblk /dev/sdb1 rw
      66 43 0:42 cut
      """
    let rows: [(String, String?, FileSystem)] = [
      ("0:39", "fuse.sshfs", .network), ("0:40", "fuse.fusefat", .fat), ("0:41", "fuseblk", .usual), ("0:42", nil, .usual),
      ("0:4", nil, .usual),
    ]
    for (device, name, kind) in rows {
      #expect(Mount.kind(of: device, in: lines) == name, "\(device)")
      #expect(FileSystem(program: name ?? "") == kind, "\(device)")
    }
    #expect(Mount.kind(of: "/proc") == "proc", "as this computer has it")
    #expect(Mount.kind(of: "/nowhere/at/all") == nil)
  }
}

struct Code: Error, Equatable { let code: Int32 }
extension Int32 { var asError: Code { Code(code: self) } }
