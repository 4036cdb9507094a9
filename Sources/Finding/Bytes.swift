import Glibc

extension [UInt8] {
  /// Where bytes are first; nil where they are not in here.
  public func firstRange(of part: [UInt8]) -> Range<Int>? {
    let place = withUnsafeBufferPointer { bytes in part.withUnsafeBufferPointer { Bytes.place(of: $0, in: bytes, from: 0) } }
    return place.map { $0..<($0 + part.count) }
  }
}

enum Bytes {
  /// The offset of bytes in others, from an offset on; nil where they are not there.
  static func place(of wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
    guard let start = bytes.baseAddress, let first = wanted.baseAddress else { return wanted.isEmpty ? from : nil }
    var at = from
    while at + wanted.count <= bytes.count {
      // The first byte by the C library, which looks at many at once.
      guard let found = memchr(start + at, Int32(first.pointee), bytes.count - wanted.count - at + 1) else { return nil }
      at = UnsafeRawPointer(found) - UnsafeRawPointer(start)
      if memcmp(start + at, first, wanted.count) == 0 { return at }
      at += 1
    }
    return nil
  }
}
