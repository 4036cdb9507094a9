/// Bytes of UTF-8 that grow: less general than an array, and quicker for the many short texts of a mail.
///
/// @unchecked Sendable: whoever has it is the only one.
struct ByteBuffer: ~Copyable, @unchecked Sendable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  /// An empty buffer with some room.
  init(capacity: Int) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  /// What it holds, as text.
  var text: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Forgets what it holds, and keeps the room.
  mutating func clear() { count = 0 }

  /// Makes room for more.
  private mutating func grow(by more: Int) {
    let wider = max(capacity * 2, count + more)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
    moved.update(from: start, count: count)
    start.deallocate()
    (start, capacity) = (moved, wider)
  }

  /// Appends bytes.
  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress else { return }
    if count &+ bytes.count > capacity { grow(by: bytes.count) }
    (start + count).update(from: base, count: bytes.count)
    count &+= bytes.count
  }

  /// Appends a text.
  @inline(__always)
  mutating func append(_ text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append($0) }) == nil {
      for byte in text.utf8 { append(byte) }
    }
  }

  /// Appends what `fill` writes, which returns how many bytes that were.
  @inline(__always)
  mutating func append(atMost bytes: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    if count &+ bytes > capacity { grow(by: bytes) }
    count &+= fill(UnsafeMutableBufferPointer(start: start + count, count: bytes))
  }

  /// Appends a text changed by a filter; false, and nothing appended, where that takes more than changing ASCII letters.
  mutating func append(_ text: String, as change: TextChange, escapes: Bool) -> Bool {
    let isWritten = text.utf8.withContiguousStorageIfAvailable { bytes in
      if escapes, bytes.contains(where: HTMLText.isMarked) { return false }
      if count &+ bytes.count > capacity { grow(by: bytes.count) }
      guard change.write(bytes, to: UnsafeMutableBufferPointer(start: start + count, count: bytes.count)) else { return false }
      count &+= bytes.count
      return true
    }
    return isWritten ?? false
  }

  /// Appends one byte.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    start[count] = byte
    count &+= 1
  }

  /// Appends a text with `& < > ' "` escaped, in stretches between them.
  mutating func appendEscaped(_ text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ appendEscaped($0) }) == nil {
      var copy = text
      copy.withUTF8 { appendEscaped($0) }
    }
  }

  private mutating func appendEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
    var from = 0
    var position = 0
    while position < bytes.count {
      if let mark = HTMLText.mark(bytes[position]) {
        append(UnsafeBufferPointer(rebasing: bytes[from..<position]))
        mark.withUTF8Buffer { append($0) }
        from = position + 1
      }
      position += 1
    }
    append(UnsafeBufferPointer(rebasing: bytes[from...]))
  }
}
