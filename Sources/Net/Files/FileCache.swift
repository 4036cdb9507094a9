import CZlib
import Synchronization

/// The files served lately, in memory with their compressed form; a changed file is read again.
final class FileCache: Sendable {
  /// A file as it goes out.
  struct Entry: Sendable {
    let stamp: SafeFolder.Stamp
    let content: [UInt8]
    /// Strong, with its quotes; made from the content, so it outlives a restart and a copy.
    let tag: String
    let type: String
    let lastModified: String
    /// Nil where gzip does not help.
    let packed: [UInt8]?
    /// Strong as well: another representation, another tag (RFC 9110 §8.8.3.3).
    let packedTag: String

    var bytes: Int { content.count + (packed?.count ?? 0) }
  }

  /// A file longer than this is not served: 16 MiB.
  static let maximumFileBytes = 16 * 1024 * 1024
  /// Memory for all files; past it the cache starts anew: 32 MiB.
  private static let maximumBytes = 32 * 1024 * 1024
  /// Less than this is not worth compressing.
  private static let compressFromBytes = 512

  private struct State {
    var entries: [String: Entry] = [:]
    var bytes = 0
  }

  private let folder: SafeFolder
  private let state = Mutex(State())

  /// A cache over a folder.
  init(_ folder: String) { self.folder = SafeFolder(folder) }

  /// A file by its path below the folder, without a slash at its start; nil where it is not served.
  func file(_ path: String) -> Entry? {
    guard let type = MediaType.of(path) else { return nil }
    // Opening anew each time costs about 2 µs, and a file that was replaced, or became a link, is noticed at once.
    return folder.withFile(path.split(separator: "/", omittingEmptySubsequences: false)) { file, stamp in
      if let known = state.withLock({ $0.entries[path] }), known.stamp == stamp { return known }
      guard let content = SafeFolder.read(file, limit: Self.maximumFileBytes) else { return nil }
      let entry = Self.entry(content, type, stamp)
      keep(entry, path)
      return entry
    }
  }

  private func keep(_ entry: Entry, _ path: String) {
    state.withLock { state in
      if let old = state.entries.removeValue(forKey: path) { state.bytes -= old.bytes }
      if state.bytes + entry.bytes > Self.maximumBytes { state = State() }
      state.entries[path] = entry
      state.bytes += entry.bytes
    }
  }

  private static func entry(_ content: [UInt8], _ type: String, _ stamp: SafeFolder.Stamp) -> Entry {
    let hash = tag(content)
    var packed: [UInt8]?
    if content.count >= compressFromBytes, MediaType.isCompressible(type), let small = Gzip.compress(content, level: 9),
      small.count < content.count
    {
      packed = small
    }
    return Entry(
      stamp: stamp, content: content, tag: "\"\(hash)\"", type: type, lastModified: HTTPDate.text(stamp.modifiedSeconds),
      packed: packed, packedTag: "\"\(hash)-gz\"")
  }

  /// Length, CRC-32 and FNV-1a of the content; enough to tell versions of our own files apart.
  private static func tag(_ content: [UInt8]) -> String {
    let sum = content.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in content { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return "\(String(content.count, radix: 16))-\(String(sum, radix: 16))-\(String(hash, radix: 16))"
  }
}
