/// What the charsets with shifts remember between bytes.
struct ShiftState: Sendable {
  /// The set that escape sequences chose.
  enum Mode: Sendable { case ascii, katakana, jis0208, jis0212, gb2312, ksc5601, base64 }
  var mode = Mode.ascii
  /// UTF-7: bits not yet used, and how many.
  var bits: UInt32 = 0
  var bitCount = 0
  /// UTF-7: the first half of a surrogate pair.
  var high: UInt32?
  /// UTF-7: nothing came since the plus sign.
  var justShifted = false
}

/// Seven-bit charsets, which switch sets by escapes or shifts.
extension CharsetDecoder {
  /// ISO-2022-JP with the sets of ISO-2022-JP-2 that mails use (RFC 1468, RFC 1554).
  mutating func iso2022JP(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    var at = 0
    while at < input.count {
      let byte = input[at]
      if byte == 0x1B {
        guard input.count - at >= 4 || final else { return at }
        let (mode, length) = Self.escape(input, at)
        if let mode { shift.mode = mode } else { append(nil, to: &out) }
        at += length
        continue
      }
      if byte == 0x0A || byte == 0x0D { shift.mode = .ascii }  // RFC 1468: a line ends in ASCII
      if shift.mode == .ascii || byte < 0x21 || byte > 0x7E {
        append(byte < 0x80 ? UInt32(byte) : (0xA1...0xDF).contains(byte) ? 0xFF61 + UInt32(byte) - 0xA1 : nil, to: &out)
        at += 1
      } else if shift.mode == .katakana {
        append(byte <= 0x5F ? 0xFF61 + UInt32(byte) - 0x21 : nil, to: &out)
        at += 1
      } else {
        guard at + 1 < input.count || final else { return at }
        let second = at + 1 < input.count ? input[at + 1] : 0
        append(shifted(table, byte, second), to: &out)
        at += second < 0x21 ? 1 : 2
      }
    }
    return min(at, input.count)
  }

  private func shifted(_ table: DoubleByteTable, _ row: UInt8, _ cell: UInt8) -> UInt32? {
    guard (0x21...0x7E).contains(row), (0x21...0x7E).contains(cell) else { return nil }
    switch shift.mode {
    case .jis0208: return Self.jis0208(table, row, cell)
    case .jis0212: return CharsetTables.table("jis0212")?.character(row | 0x80, cell | 0x80)
    case .gb2312: return CharsetTables.table("gb18030")?.character(row | 0x80, cell | 0x80)
    case .ksc5601: return CharsetTables.table("euc-kr")?.character(row | 0x80, cell | 0x80)
    case .ascii, .katakana, .base64: return nil
    }
  }

  /// The set that an escape sequence chooses, nil for one that we don't know, and its length.
  private static func escape(_ input: [UInt8], _ at: Int) -> (ShiftState.Mode?, Int) {
    let rest = input[at...].dropFirst().prefix(3)
    let known: [(String, ShiftState.Mode)] = [
      ("(B", .ascii), ("(J", .ascii), ("(H", .ascii), ("(I", .katakana), ("$@", .jis0208), ("$B", .jis0208), ("$(@", .jis0208),
      ("$(B", .jis0208),
      ("$(D", .jis0212), ("$A", .gb2312), ("$(A", .gb2312), ("$(C", .ksc5601),
    ]
    for (text, mode) in known where rest.starts(with: text.utf8) { return (mode, 1 + text.utf8.count) }
    return (nil, 1)
  }

  /// ISO-2022-KR (RFC 1557): SO switches to Korean, SI back.
  mutating func iso2022KR(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    var at = 0
    while at < input.count {
      let byte = input[at]
      switch byte {
      case 0x1B:
        guard input.count - at >= 4 || final else { return at }
        at += input[at...].starts(with: [0x1B, 0x24, 0x29, 0x43]) ? 4 : 1
      case 0x0E, 0x0F:
        shift.mode = byte == 0x0E ? .ksc5601 : .ascii
        at += 1
      case 0x21...0x7E where shift.mode == .ksc5601:
        guard at + 1 < input.count || final else { return at }
        let second = at + 1 < input.count ? input[at + 1] : 0
        append(second >= 0x21 ? table.character(byte | 0x80, second | 0x80) : nil, to: &out)
        at += second < 0x21 ? 1 : 2
      default:
        if byte == 0x0A { shift.mode = .ascii }
        append(byte < 0x80 ? UInt32(byte) : nil, to: &out)
        at += 1
      }
    }
    return min(at, input.count)
  }

  /// HZ (RFC 1843): `~{` switches to GB 2312, `~}` back, `~~` is a tilde, `~` and a line end join lines.
  mutating func hz(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    var at = 0
    while at < input.count {
      let byte = input[at]
      guard at + 1 < input.count || final || (byte != 0x7E && shift.mode == .ascii) else { return at }
      let second = at + 1 < input.count ? input[at + 1] : 0
      if byte == 0x7E, [0x7B, 0x7D, 0x7E, 0x0A].contains(second) {
        if second == 0x7B { shift.mode = .gb2312 }
        if second == 0x7D { shift.mode = .ascii }
        if second == 0x7E { out.append(0x7E) }
        at += 2
      } else if shift.mode == .gb2312, (0x21...0x7E).contains(byte), (0x21...0x7E).contains(second) {
        append(table.character(byte | 0x80, second | 0x80), to: &out)
        at += 2
      } else {
        if byte == 0x0A { shift.mode = .ascii }
        append(byte < 0x80 ? UInt32(byte) : nil, to: &out)
        at += 1
      }
    }
    return min(at, input.count)
  }

  /// UTF-7 (RFC 2152): `+` starts base64 of UTF-16, `-` ends it.
  mutating func utf7(_ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    for byte in input {
      guard shift.mode == .base64 else {
        if byte == 0x2B {
          shift = ShiftState(mode: .base64, justShifted: true)
        } else {
          append(byte < 0x80 ? UInt32(byte) : nil, to: &out)
        }
        continue
      }
      if let value = Self.base64Value(byte) {
        shift.justShifted = false
        shift.bits = shift.bits << 6 | UInt32(value)
        shift.bitCount += 6
        if shift.bitCount >= 16 {
          shift.bitCount -= 16
          utf16Unit(shift.bits >> UInt32(shift.bitCount) & 0xFFFF, &out)
          shift.bits &= (1 << UInt32(shift.bitCount)) - 1
        }
        continue
      }
      leaveBase64(&out)
      if byte == 0x2D {
        if shift.justShifted { out.append(0x2B) }  // "+-" is a plus sign
      } else {
        append(byte < 0x80 ? UInt32(byte) : nil, to: &out)
      }
      shift.justShifted = false
    }
    if final { leaveBase64(&out) }
    return input.count
  }

  private mutating func leaveBase64(_ out: inout [UInt8]) {
    if shift.high != nil { append(nil, to: &out) }
    shift = ShiftState(mode: .ascii, justShifted: shift.justShifted)
  }

  private mutating func utf16Unit(_ unit: UInt32, _ out: inout [UInt8]) {
    if let high = shift.high {
      shift.high = nil
      if unit & 0xFC00 == 0xDC00 {
        append(0x10000 + ((high & 0x3FF) << 10 | unit & 0x3FF), to: &out)
        return
      }
      append(nil, to: &out)
    }
    if unit & 0xFC00 == 0xD800 {
      shift.high = unit
    } else {
      append(Unicode.Scalar(unit)?.value, to: &out)
    }
  }

  private static func base64Value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte - 0x41
    case 0x61...0x7A: byte - 0x61 + 26
    case 0x30...0x39: byte - 0x30 + 52
    case 0x2B: 62
    case 0x2F: 63
    default: nil
    }
  }
}
