/// Base64 of RFC 4648 §4, and its line form in MIME.
enum Base64 {
  /// The 64 digits in order.
  static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Encoded with padding, on one line.
  static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group = UInt32(0)
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        for shift in [18, 12, 6, 0] { out.append(digits[Int(group >> UInt32(shift)) & 63]) }
        (group, held) = (0, 0)
      }
    }
    if held == 1 {
      out += [digits[Int(group >> 2) & 63], digits[Int(group << 4) & 63], 0x3D, 0x3D]
    } else if held == 2 {
      out += [digits[Int(group >> 10) & 63], digits[Int(group >> 4) & 63], digits[Int(group << 2) & 63], 0x3D]
    }
    return out
  }

  /// Encoded in lines of 76 characters, each with CRLF (RFC 2045 §6.8).
  static func lines(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count / 57 * 78 + 80)
    var start = 0
    while start < bytes.count {
      let end = min(start + 57, bytes.count)
      out += encode(bytes[start..<end])
      out += [0x0D, 0x0A]
      start = end
    }
    return out
  }
}
