/// Folder names as IMAP4rev1 spells them (RFC 3501 §5.1.3): printable ASCII as it is, the rest as UTF-16 in a base64 of its own.
public enum ModifiedUTF7 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

  /// A folder's name as it goes over the wire.
  public static func encode(_ name: String) -> String {
    var out: [UInt8] = []
    var held: [UInt16] = []
    for scalar in name.unicodeScalars {
      guard (0x20...0x7E).contains(scalar.value) else {
        held += Array(UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter)
        continue
      }
      flush(&held, into: &out)
      out += scalar == "&" ? [0x26, 0x2D] : [UInt8(truncatingIfNeeded: scalar.value)]
    }
    flush(&held, into: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// The name as people read it; nil where it isn't modified UTF-7.
  public static func decode(_ wire: String) -> String? {
    var out = ""
    var rest = Array(wire.utf8)[...]
    while let byte = rest.first {
      rest = rest.dropFirst()
      guard byte == 0x26 else {
        guard (0x20...0x7E).contains(byte) else { return nil }
        out.unicodeScalars.append(UnicodeScalar(byte))
        continue
      }
      guard let end = rest.firstIndex(of: 0x2D) else { return nil }
      if end == rest.startIndex {
        out += "&"
      } else {
        guard let text = shifted(rest[..<end]) else { return nil }
        out += text
      }
      rest = rest[(end + 1)...]
    }
    return out
  }

  private static func flush(_ held: inout [UInt16], into out: inout [UInt8]) {
    guard !held.isEmpty else { return }
    let bytes = held.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    out.append(0x26)
    out += Base64.encode(bytes).filter { $0 != 0x3D }.map { $0 == 0x2F ? 0x2C : $0 }
    out.append(0x2D)
    held = []
  }

  private static func shifted(_ text: ArraySlice<UInt8>) -> String? {
    var bits = UInt32(0)
    var count = 0
    var units: [UInt16] = []
    for byte in text {
      guard let digit = digits.firstIndex(of: byte) else { return nil }
      bits = (bits << 6 | UInt32(digit)) & 0x3F_FFFF
      count += 6
      if count >= 16 {
        count -= 16
        units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    // What is left is padding: less than a digit, and zero.
    guard count < 6, bits & ((1 << UInt32(count)) - 1) == 0, !units.isEmpty else { return nil }
    return String(validating: units, as: UTF16.self)
  }
}
