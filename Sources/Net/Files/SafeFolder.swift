import Glibc

/// Opens files below a folder, and nothing else: every step refuses symbolic links, so no name leads out.
final class SafeFolder: Sendable {
  /// What tells one state of a file from another.
  struct Stamp: Hashable, Sendable {
    let device: UInt
    let inode: UInt
    let size: Int
    let modifiedSeconds: Int
    let modifiedNanoseconds: Int
  }

  private let root: Int32

  /// A folder; one that can't be opened has no files.
  init(_ path: String) { root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }

  deinit { if root >= 0 { close(root) } }

  /// Opens a regular file by its segments, and hands its descriptor and stamp to a closure.
  /// - Returns: nil where there is no such file, or a segment is empty, begins with a dot, or is a link.
  func withFile<Result>(_ segments: [Substring], _ body: (Int32, Stamp) -> Result?) -> Result? {
    guard root >= 0, let name = segments.last, segments.allSatisfy(Self.isPlain) else { return nil }
    var folder = root
    defer { if folder != root { close(folder) } }
    for segment in segments.dropLast() {
      let next = openat(folder, String(segment), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if folder != root { close(folder) }
      folder = next
      guard folder >= 0 else {
        folder = root
        return nil
      }
    }
    // O_NONBLOCK: a FIFO that somebody put there must not hold us up.
    let file = openat(folder, String(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size >= 0 else { return nil }
    let stamp = Stamp(
      device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      modifiedSeconds: status.st_mtim.tv_sec, modifiedNanoseconds: status.st_mtim.tv_nsec)
    return body(file, stamp)
  }

  /// Reads a whole file. - Returns: nil where it is longer than the limit, or can't be read.
  static func read(_ file: Int32, limit: Int) -> [UInt8]? {
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Glibc.read(file, &piece, piece.count)
      if count == 0 { return content }
      if count < 0, errno == EINTR { continue }
      guard count > 0, content.count + count <= limit else { return nil }
      content.append(contentsOf: piece[..<count])
    }
  }

  /// No empty name, no dot-file, no `..`, no NUL.
  private static func isPlain(_ segment: Substring) -> Bool {
    !segment.isEmpty && !segment.hasPrefix(".") && !segment.utf8.contains(0) && !segment.utf8.contains(0x2F)
  }
}
