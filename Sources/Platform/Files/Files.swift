import CSystem
import Glibc

/// Files of ours: read with a limit, written whole or not at all, private to the person.
public enum Files {
  /// Bytes of a text file of ours (settings, tokens, runtime file) at most.
  public static let smallFileBytes = 1 << 20
  private static let pieceBytes = 64 << 10

  /// Reads a whole regular file.
  /// - Throws: `EFBIG` where it is longer than `limit`, `EISDIR` where it is no file, else the system's refusal.
  public static func read(_ path: String, limit: Int = smallFileBytes) throws(SystemError) -> [UInt8] {
    // O_NONBLOCK: opening a FIFO by mistake must not hang.
    let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
    let size = try regularSize(file, path)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(limit, max(0, size)))
    while true {
      let piece = try file.read(atMost: min(pieceBytes - 1, limit - bytes.count) + 1)
      if piece.isEmpty { return bytes }
      bytes += piece
      guard bytes.count <= limit else { throw SystemError("read", path: path, code: EFBIG) }
    }
  }

  /// The bytes of a regular file: a device may have no end.
  private static func regularSize(_ file: Descriptor, _ path: String) throws(SystemError) -> Int {
    var about = stat()
    guard fstat(file.number, &about) == 0 else { throw SystemError("read", path: path) }
    guard about.st_mode & S_IFMT == S_IFREG else { throw SystemError("read", path: path, code: EISDIR) }
    return Int(about.st_size)
  }

  /// Reads a small text file; bytes that are no UTF-8 become U+FFFD.
  /// - Throws: as `read(_:limit:)`.
  public static func text(_ path: String, limit: Int = smallFileBytes) throws(SystemError) -> String {
    String(decoding: try read(path, limit: limit), as: UTF8.self)
  }

  /// Replaces a file so that a crash at any instant leaves the old or the new content, never a part.
  ///
  /// Written beside it, synced, renamed over it, and the folder synced (rename is atomic, its durability is the folder's).
  /// - Parameter isDurable: false for what the next start makes again anyway: whole at any instant, but not synced to the disk.
  /// - Throws: the system's refusal; the old file is untouched then.
  public static func replace(
    _ path: String, with bytes: some Collection<UInt8>, mode: mode_t = FileMode.privateFile, isDurable: Bool = true
  ) throws(SystemError) {
    try replace(path, mode: mode, isDurable: isDurable) { file throws(SystemError) in try file.write(bytes) }
  }

  /// Copies a file of any size piece by piece; what stood there before is replaced as a whole.
  /// - Parameter isForeign: the target may lie on a disk that knows no owners, such as a FAT stick: its mode need not be ours then.
  /// - Throws: the system's refusal, `EISDIR` where it is no file; what stood there before is untouched then.
  public static func copy(_ from: String, to path: String, isForeign: Bool = false) throws(SystemError) {
    let source = try Descriptor.open(from, O_RDONLY | O_NONBLOCK)
    _ = try regularSize(source, from)
    try replace(path, mode: isForeign ? nil : FileMode.privateFile, isDurable: true) { file throws(SystemError) in
      while true {
        let piece = try source.read(atMost: pieceBytes)
        if piece.isEmpty { return }
        try file.write(piece)
      }
    }
  }

  private static func replace(
    _ path: String, mode: mode_t?, isDurable: Bool, _ fill: (Descriptor) throws(SystemError) -> Void
  ) throws(SystemError) {
    let temporary = "\(path).new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    do throws(SystemError) {
      let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode ?? FileMode.privateFile)
      guard mode.map({ fchmod(file.number, $0) == 0 }) ?? true else { throw SystemError("protect", path: path) }
      try fill(file)
      guard !isDurable || fsync(file.number) == 0 else { throw SystemError("write", path: path) }
      guard rename(temporary, path) == 0 else { throw SystemError("replace", path: path) }
    } catch {
      unlink(temporary)
      throw SystemError(error.purpose, path: path, code: error.code)
    }
    if isDurable { try syncFolder(of: path) }
  }

  /// Makes a folder and those above it, the new ones 0700; one that is there already and ours is narrowed to 0700.
  /// - Throws: the system's refusal, `ENOTDIR` where a file stands there.
  public static func makePrivateFolder(_ path: String) throws(SystemError) {
    if mkdir(path, FileMode.privateFolder) != 0 {
      switch errno {
      case EEXIST: break
      case ENOENT where parent(of: path) != path:
        try makeFolders(parent(of: path))
        guard mkdir(path, FileMode.privateFolder) == 0 || errno == EEXIST else { throw SystemError("make the folder", path: path) }
      default: throw SystemError("make the folder", path: path)
      }
    }
    var about = stat()
    guard stat(path, &about) == 0 else { throw SystemError("make the folder", path: path) }
    guard about.st_mode & S_IFMT == S_IFDIR else { throw SystemError("make the folder", path: path, code: ENOTDIR) }
    if about.st_mode & 0o077 != 0 {
      guard chmod(path, FileMode.privateFolder) == 0 else { throw SystemError("protect", path: path) }
    }
  }

  /// Moves a file over another on the same disk, for good once it returns.
  public static func move(_ from: String, to: String) throws(SystemError) {
    guard rename(from, to) == 0 else { throw SystemError("move", path: from) }
    try syncFolder(of: to)
  }

  /// Whether something stands at a path.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// How many bytes a file has; nil where there is none.
  public static func size(_ path: String) -> Int64? {
    var about = stat()
    return stat(path, &about) == 0 ? Int64(about.st_size) : nil
  }

  /// Whether a path is a folder.
  public static func isFolder(_ path: String) -> Bool {
    var about = stat()
    return stat(path, &about) == 0 && about.st_mode & S_IFMT == S_IFDIR
  }

  /// Removes a file; one that isn't there is fine.
  /// - Throws: the system's refusal.
  public static func remove(_ path: String) throws(SystemError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemError("remove", path: path) }
  }

  /// The names in a folder, sorted, without `.` and `..`.
  /// - Parameter limit: more names than this are left out.
  /// - Throws: the system's refusal.
  public static func names(in folder: String, limit: Int = 100_000) throws(SystemError) -> [String] {
    guard let stream = opendir(folder) else { throw SystemError("list", path: folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < limit, let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Size and time of last change of a file; nil where there is none.
  public static func about(_ path: String) -> (bytes: Int, modifiedSeconds: Int)? {
    var about = stat()
    guard stat(path, &about) == 0 else { return nil }
    return (Int(about.st_size), about.st_mtim.tv_sec)
  }

  /// Bytes that this user can still write on the disk of a path; nil where it can't be told.
  public static func freeBytes(at path: String) -> Int? {
    var about = statvfs()
    guard statvfs(path, &about) == 0 else { return nil }
    let (bytes, overflow) = UInt64(about.f_bavail).multipliedReportingOverflow(by: UInt64(about.f_frsize))
    return overflow ? Int.max : Int(clamping: bytes)
  }

  /// The folder that a path lies in; `/` and `.` stay.
  public static func parent(of path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: true)
    guard !parts.isEmpty else { return path.hasPrefix("/") ? "/" : "." }
    parts.removeLast()
    let joined = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + joined : (joined.isEmpty ? "." : joined)
  }

  /// The target of a symbolic link; nil where it is none.
  public static func link(_ path: String) -> String? {
    let limit = 4096
    var length = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
      length = buffer.withMemoryRebound(to: CChar.self) { room in room.baseAddress.map { readlink(path, $0, limit) } ?? 0 }
      filled = max(0, length)
    }
    return length > 0 ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// Where a path really is, links followed; nil where nothing stands there.
  public static func real(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// Makes a folder and those above it where they are missing, the new ones 0700; what is there stays as it is.
  /// - Throws: the system's refusal.
  public static func makeFolders(_ path: String) throws(SystemError) {
    if isFolder(path) { return }
    if parent(of: path) != path { try makeFolders(parent(of: path)) }
    guard mkdir(path, FileMode.privateFolder) == 0 || errno == EEXIST else { throw SystemError("make the folder", path: path) }
  }

  /// Removes a file, or a folder with all that is in it; links are removed, not followed. What isn't there is fine.
  /// - Throws: the system's refusal.
  public static func removeTree(_ path: String) throws(SystemError) {
    var about = stat()
    guard lstat(path, &about) == 0 else {
      if errno == ENOENT { return }
      throw SystemError("remove", path: path)
    }
    guard about.st_mode & S_IFMT == S_IFDIR else { return try remove(path) }
    for name in try names(in: path) { try removeTree("\(path)/\(name)") }
    guard rmdir(path) == 0 || errno == ENOENT else { throw SystemError("remove", path: path) }
  }

  /// Whether there is anything at a path, a link to nowhere included.
  public static func isThere(_ path: String) -> Bool {
    var about = stat()
    return lstat(path, &about) == 0
  }

  /// Removes a folder that is empty; any other stays.
  public static func removeEmpty(_ path: String) { rmdir(path) }

  /// Has everything written that waits for the disk of a path.
  /// - Throws: the system's refusal.
  public static func syncDisk(of path: String) throws(SystemError) {
    let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY)
    guard cs_sync_disk(folder.number) == 0 else { throw SystemError("write", path: path) }
  }

  /// Has the names in the folder of a path written to the disk.
  /// - Throws: the system's refusal.
  public static func syncFolder(of path: String) throws(SystemError) {
    let folder = parent(of: path)
    let file = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY)
    // EINVAL: a file system that can't sync folders; nothing more can be done there.
    guard fsync(file.number) == 0 || errno == EINVAL else { throw SystemError("write", path: folder) }
  }
}
