import CZlib

/// The gzip format (RFC 1952) through zlib; reads zlib (RFC 1950) and raw deflate (RFC 1951) as well.
public enum Gzip {
  private static let pieceBytes = 64 * 1024

  /// What the bytes to unpack are wrapped in.
  public enum Wrapping: Int32, Sendable {
    /// gzip or zlib, told apart by the header.
    case automatic = 47
    /// Raw deflate, which some servers send as `deflate` against RFC 9110 §8.4.1.2.
    case raw = -15
  }

  /// The gzip form of bytes.
  /// - Parameter level: 1 (fast) to 9 (small).
  /// - Returns: nil where zlib has no memory.
  public static func compress(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8]? {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // 31: a window of 32 KiB with a gzip header.
    guard net_deflate_init(stream, min(max(1, level), 9), 31) == Z_OK else { return nil }
    defer { deflateEnd(stream) }
    let bound = Int(deflateBound(stream, UInt(bytes.count)))
    var finished = false
    let output = [UInt8](unsafeUninitializedCapacity: bound) { room, count in
      bytes.withUnsafeBufferPointer { input in
        var (taken, status) = (0, Z_OK)
        repeat {
          // zlib counts in 32 bits: content of 4 GiB and more goes in pieces.
          let (inputPiece, outputPiece) = (min(input.count - taken, 1 << 30), min(room.count - count, 1 << 30))
          stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + taken) }
          stream.pointee.avail_in = UInt32(inputPiece)
          stream.pointee.next_out = room.baseAddress.map { $0 + count }
          stream.pointee.avail_out = UInt32(outputPiece)
          status = deflate(stream, taken + inputPiece == input.count ? Z_FINISH : Z_NO_FLUSH)
          taken += inputPiece - Int(stream.pointee.avail_in)
          count += outputPiece - Int(stream.pointee.avail_out)
        } while status == Z_OK && count < room.count
        finished = status == Z_STREAM_END
      }
    }
    return finished ? output : nil
  }

  /// The content of compressed bytes; several gzip members in a row are joined (RFC 1952 §2.2).
  /// - Parameter limit: the most bytes to give out; a small bomb stops there.
  /// - Throws: `.tooLarge` past the limit, `.protocolError` for damaged or cut bytes.
  public static func decompress(_ bytes: [UInt8], limit: Int, wrapping: Wrapping = .automatic) throws(NetworkError) -> [UInt8] {
    guard let stream = zlib_inflate_begin(wrapping.rawValue) else {
      throw NetworkError(.tooLarge, "There is no memory to unpack.")
    }
    defer { zlib_inflate_end(stream) }
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    var position = 0
    while true {
      let (before, room) = (position, piece.count)
      var made = 0
      let status = zlib_inflate_step(stream, bytes, bytes.count, &position, &piece, room, &made)
      guard made <= limit - output.count else { throw NetworkError(.tooLarge, "The unpacked content is too large.") }
      output.append(contentsOf: piece[..<made])
      switch status {
      case Z_STREAM_END:
        guard wrapping == .automatic, position + 1 < bytes.count, bytes[position] == 0x1F, bytes[position + 1] == 0x8B,
          inflateReset(stream) == Z_OK
        else { return output }
      case Z_OK where position > before || made > 0: continue
      default: throw NetworkError(.protocolError, "The compressed content is damaged or cut short.")
      }
    }
  }
}
