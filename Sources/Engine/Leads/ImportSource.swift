import Glibc
import Outreach

/// The bytes of a file, piece by piece; used by one reader at a time.
public protocol ImportSource: AnyObject {
  /// The next piece; nil at the end. - Throws: `Fault` where the file can't be read.
  func next() throws -> [UInt8]?
}

/// The bytes of a file on disk.
public final class ImportFile: ImportSource {
  /// Bytes that are read at once.
  private static let pieceBytes = 1 << 18
  private let descriptor: Int32

  /// Opens a file. - Throws: `.notFound` or `.storage` with the reason.
  public init(path: String) throws {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = errno
      throw reason == ENOENT
        ? Fault(.notFound, "There is no file “\(path)”.")
        : Fault(.storage, "The file “\(path)” can't be read (\(String(cString: strerror(reason)))).")
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw Fault(.badInput, "“\(path)” is a folder; name the CSV file in it.")
    }
  }

  deinit { close(descriptor) }

  /// The next piece; nil at the end.
  public func next() throws -> [UInt8]? {
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { buffer, count in
      var got = read(descriptor, buffer.baseAddress, buffer.count)
      while got < 0 && errno == EINTR { got = read(descriptor, buffer.baseAddress, buffer.count) }
      if got < 0 { failure = errno }
      count = max(0, got)
    }
    guard failure == 0 else { throw Fault(.storage, "The file can't be read (\(String(cString: strerror(failure)))).") }
    return piece.isEmpty ? nil : piece
  }
}

/// Bytes that are in memory.
public final class ImportBytes: ImportSource {
  private var pieces: ArraySlice<[UInt8]>

  /// A source over some pieces.
  public init(_ pieces: [[UInt8]]) { self.pieces = pieces[...] }

  /// The next piece; nil at the end.
  public func next() throws -> [UInt8]? { pieces.popFirst() }
}
