/// The charsets of East Asia that mark a pair by its first byte.
extension CharsetDecoder {
  /// Runs over the input: ASCII passes, `pair` reads what starts at a high byte and returns how many bytes it took, 0 for "more needed".
  private mutating func walk(
    _ input: [UInt8], _ out: inout [UInt8], _ pair: (inout CharsetDecoder, Int, inout [UInt8]) -> Int
  ) -> Int {
    var at = 0
    while at < input.count {
      if input[at] < 0x80 {
        out.append(input[at])
        at += 1
        continue
      }
      let used = pair(&self, at, &out)
      if used == 0 { return at }
      at += used
    }
    return at
  }

  /// Reads a plain pair; a trail that is ASCII is read again where the pair has no meaning.
  private mutating func pair(
    _ table: DoubleByteTable, _ input: [UInt8], _ at: Int, _ final: Bool, _ out: inout [UInt8]
  ) -> Int {
    guard at + 1 < input.count else { return lonely(final, &out) }
    let point = table.character(input[at], input[at + 1])
    append(point, to: &out)
    return point == nil && input[at + 1] < 0x80 ? 1 : 2
  }

  /// The end of the input inside a character: waits, or gives up at the end of the text.
  private mutating func lonely(_ final: Bool, _ out: inout [UInt8]) -> Int {
    guard final else { return 0 }
    append(nil, to: &out)
    return 1
  }

  /// GB18030, with GBK and GB2312 as its parts.
  mutating func gb18030(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    walk(input, &out) { decoder, at, out in
      if input[at] == 0x80 {  // Windows' GBK
        decoder.append(0x20AC, to: &out)
        return 1
      }
      if input[at] == 0xFF {
        decoder.append(nil, to: &out)
        return 1
      }
      guard at + 1 < input.count, (0x30...0x39).contains(input[at + 1]) else {
        return decoder.pair(table, input, at, final, &out)
      }
      guard at + 3 < input.count else { return decoder.lonely(final, &out) }
      let point = Self.gb18030Four(input[at], input[at + 1], input[at + 2], input[at + 3])
      decoder.append(point, to: &out)
      return point == nil ? 1 : 4
    }
  }

  /// The character of four bytes; the part above U+FFFF is arithmetic, the one below a list of runs.
  private static func gb18030Four(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32? {
    guard (0x81...0xFE).contains(a), (0x81...0xFE).contains(c), (0x30...0x39).contains(d) else { return nil }
    let pointer = ((Int(a) - 0x81) * 10 + Int(b) - 0x30) * 1260 + (Int(c) - 0x81) * 10 + Int(d) - 0x30
    if pointer >= 189000 {
      return pointer <= 1_237_575 ? UInt32(0x10000 + pointer - 189000) : nil
    }
    guard pointer < 39420 else { return nil }
    let ranges = CharsetTables.gb18030Ranges()
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].pointer <= pointer { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    return Unicode.Scalar(ranges[low - 1].point + UInt32(pointer - ranges[low - 1].pointer))?.value
  }

  /// Big5 with Hong Kong's supplement.
  mutating func big5(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    walk(input, &out) { decoder, at, out in
      // Four pairs stand for a letter and a combining mark.
      if input[at] == 0x88, at + 1 < input.count {
        let letters: [UInt8: (UInt32, UInt32)] = [
          0x62: (0xCA, 0x304), 0x64: (0xCA, 0x30C), 0xA3: (0xEA, 0x304), 0xA5: (0xEA, 0x30C),
        ]
        if let (letter, mark) = letters[input[at + 1]] {
          decoder.append(letter, to: &out)
          decoder.append(mark, to: &out)
          return 2
        }
      }
      return decoder.pair(table, input, at, final, &out)
    }
  }

  /// Korean, with Windows' extension.
  mutating func eucKR(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    walk(input, &out) { $0.pair(table, input, $1, final, &$2) }
  }

  /// Shift_JIS as Windows writes it.
  mutating func shiftJIS(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    walk(input, &out) { decoder, at, out in
      switch input[at] {
      case 0xA1...0xDF:
        decoder.append(0xFF61 + UInt32(input[at]) - 0xA1, to: &out)
        return 1
      case 0x80, 0xA0, 0xFD...0xFF:
        decoder.append(nil, to: &out)
        return 1
      default: return decoder.pair(table, input, at, final, &out)
      }
    }
  }

  /// EUC-JP: JIS X 0208, 0212 and half-width katakana.
  mutating func eucJP(_ table: DoubleByteTable, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8]) -> Int {
    walk(input, &out) { decoder, at, out in
      guard at + 1 < input.count else { return decoder.lonely(final, &out) }
      let next = input[at + 1]
      var point: UInt32?
      var length = 2
      switch input[at] {
      case 0x8E: point = (0xA1...0xDF).contains(next) ? 0xFF61 + UInt32(next) - 0xA1 : nil
      case 0x8F:
        guard at + 2 < input.count else { return decoder.lonely(final, &out) }
        point = CharsetTables.table("jis0212")?.character(next, input[at + 2])
        length = 3
      case 0xA1...0xFE where next >= 0xA1: point = Self.jis0208(table, input[at] & 0x7F, next & 0x7F)
      default: point = nil
      }
      decoder.append(point, to: &out)
      return point == nil && next < 0x80 ? 1 : length
    }
  }

  /// The character of a JIS X 0208 row and cell (0x21 to 0x7E), found in Shift_JIS's table.
  static func jis0208(_ table: DoubleByteTable, _ row: UInt8, _ cell: UInt8) -> UInt32? {
    guard (0x21...0x7E).contains(row), (0x21...0x7E).contains(cell) else { return nil }
    // Windows maps six signs to other look-alikes than JIS does.
    switch UInt16(row) << 8 | UInt16(cell) {
    case 0x2141: return 0x301C
    case 0x2142: return 0x2016
    case 0x215D: return 0x2212
    case 0x2171: return 0xA2
    case 0x2172: return 0xA3
    case 0x224C: return 0xAC
    default: break
    }
    let half = (row - 0x21) / 2
    let lead = half < 31 ? half + 0x81 : half + 0xC1
    let trail = row % 2 == 1 ? cell + (cell < 0x60 ? 0x1F : 0x20) : cell + 0x7E
    return table.character(lead, trail)
  }
}
