/// Undoes content transfer encodings (RFC 2045 §6) as leniently as mail programs do.
enum TransferDecoding {
  /// The bytes behind an encoding's name; an unknown one is taken as it stands.
  static func decode(_ bytes: ArraySlice<UInt8>, encoding: String) -> ArraySlice<UInt8> {
    switch encoding {
    case "base64": base64(bytes)[...]
    case "quoted-printable": quotedPrintable(bytes)[...]
    case "x-uuencode", "uuencode", "x-uue", "uue": uuencoded(bytes)[...]
    default: bytes
    }
  }

  /// Base64 with foreign characters ignored and padding optional; several concatenated runs are one.
  static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count / 4 * 3 + 3)
    var (group, held): (UInt32, Int) = (0, 0)
    for byte in bytes {
      if byte == 0x3D {
        flush(group, held, into: &out)
        (group, held) = (0, 0)
        continue
      }
      guard let value = sextet(byte) else { continue }
      group = group << 6 | UInt32(value)
      held += 1
      if held == 4 {
        out.append(UInt8(truncatingIfNeeded: group >> 16))
        out.append(UInt8(truncatingIfNeeded: group >> 8))
        out.append(UInt8(truncatingIfNeeded: group))
        (group, held) = (0, 0)
      }
    }
    flush(group, held, into: &out)
    return out
  }

  private static func flush(_ group: UInt32, _ held: Int, into out: inout [UInt8]) {
    if held == 2 { out.append(UInt8(truncatingIfNeeded: group >> 4)) }
    if held == 3 {
      out.append(UInt8(truncatingIfNeeded: group >> 10))
      out.append(UInt8(truncatingIfNeeded: group >> 2))
    }
  }

  private static func sextet(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 65...90: byte - 65
    case 97...122: byte - 71
    case 48...57: byte + 4
    case 43, 45: 62
    case 47, 95: 63
    default: nil
    }
  }

  /// Quoted-printable; an `=` that begins nothing sensible stays.
  static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var at = bytes.startIndex
    let end = bytes.endIndex
    while at < end {
      let byte = bytes[at]
      guard byte == 0x3D else {
        out.append(byte)
        at += 1
        continue
      }
      if at + 2 < end, let high = Octets.hex(bytes[at + 1]), let low = Octets.hex(bytes[at + 2]) {
        out.append(high << 4 | low)
        at += 3
      } else if let next = softBreakEnd(bytes, after: at + 1) {
        at = next
      } else {
        out.append(byte)
        at += 1
      }
    }
    return out
  }

  /// Past a soft line break (RFC 2045 §6.7 rule 5), white space before it allowed; nil where there is none.
  private static func softBreakEnd(_ bytes: ArraySlice<UInt8>, after start: Int) -> Int? {
    var at = start
    let limit = min(bytes.endIndex, start + 80)
    while at < limit, Octets.isBlank(bytes[at]) { at += 1 }
    if at >= bytes.endIndex { return bytes.endIndex }
    if bytes[at] == Octets.carriageReturn {
      return at + 1 < bytes.endIndex && bytes[at + 1] == Octets.lineFeed ? at + 2 : at + 1
    }
    return bytes[at] == Octets.lineFeed ? at + 1 : nil
  }

  /// The first uuencoded file between `begin` and `end`; what is none stays as it stands.
  static func uuencoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    var inside = false
    for line in ByteLines(bytes) {
      if !inside {
        inside = Octets.begins(line, "begin ")
        continue
      }
      guard let first = line.first, first != 0x60, !Octets.begins(line, "end") || line.count > 3 else { break }
      appendUULine(line, length: Int((first &- 32) & 63), to: &out)
    }
    return inside ? out : Array(bytes)
  }

  private static func appendUULine(_ line: ArraySlice<UInt8>, length: Int, to out: inout [UInt8]) {
    var wanted = length
    var at = line.startIndex + 1
    func six(_ index: Int) -> UInt32 { index < line.endIndex ? UInt32((line[index] &- 32) & 63) : 0 }
    while wanted > 0, at < line.endIndex {
      let group = six(at) << 18 | six(at + 1) << 12 | six(at + 2) << 6 | six(at + 3)
      for shift in [16, 8, 0] where wanted > 0 {
        out.append(UInt8(truncatingIfNeeded: group >> UInt32(shift)))
        wanted -= 1
      }
      at += 4
    }
  }
}
