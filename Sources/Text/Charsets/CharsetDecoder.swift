/// Turns the bytes of a charset into UTF-8, chunk by chunk; a character may be split anywhere.
///
/// Bad input becomes U+FFFD as in the WHATWG Encoding Standard: a byte that can start something new is read again.
public struct CharsetDecoder: Sendable {
  /// The charset that is read.
  public let charset: Charset
  /// How many places were replaced by U+FFFD. Not counted for UTF-8, which passes through and is repaired by String.
  public internal(set) var replacements = 0
  /// True where the charset's table is missing and the text is read as UTF-8 or Windows-1252.
  public internal(set) var tableMissing = false

  /// Bytes of a character that is not complete.
  var pending: [UInt8] = []
  var atStart = true
  /// The byte order found for UTF-16 and UTF-32 without a name.
  var bigEndian: Bool?
  var shift = ShiftState()

  /// A decoder at the start of a text.
  public init(_ charset: Charset) {
    self.charset = charset
  }

  /// Appends the UTF-8 of as many characters as are complete.
  public mutating func decode(_ bytes: [UInt8], into out: inout [UInt8]) {
    run(bytes, final: false, into: &out)
  }

  /// Ends the text; half a character becomes U+FFFD.
  public mutating func finish(into out: inout [UInt8]) {
    run([], final: true, into: &out)
  }

  private mutating func run(_ bytes: [UInt8], final: Bool, into out: inout [UInt8]) {
    var input = bytes
    if !pending.isEmpty {
      input = pending + bytes
      pending = []
    }
    let used = consume(input, final: final, into: &out)
    if used < input.count { pending = Array(input[used...]) }
  }

  /// Decodes from the start of the input; returns how many bytes are done with.
  private mutating func consume(_ input: [UInt8], final: Bool, into out: inout [UInt8]) -> Int {
    switch charset.coding {
    case .utf8: return utf8(input, final: final, into: &out)
    case .ascii: return undeclared(input, final: final, into: &out)
    case .utf16(let big): return wide(input, size: 2, big: big, final: final, into: &out)
    case .utf32(let big): return wide(input, size: 4, big: big, final: final, into: &out)
    case .single(let index):
      single(input, table: SingleByteTables.upper[index], into: &out)
      return input.count
    case .gb18030: return withTable("gb18030", input, final, &out) { $0.gb18030($1, $2, $3, &$4) }
    case .big5: return withTable("big5", input, final, &out) { $0.big5($1, $2, $3, &$4) }
    case .shiftJIS: return withTable("shift-jis", input, final, &out) { $0.shiftJIS($1, $2, $3, &$4) }
    case .eucJP: return withTable("shift-jis", input, final, &out) { $0.eucJP($1, $2, $3, &$4) }
    case .eucKR: return withTable("euc-kr", input, final, &out) { $0.eucKR($1, $2, $3, &$4) }
    case .iso2022JP: return withTable("shift-jis", input, final, &out) { $0.iso2022JP($1, $2, $3, &$4) }
    case .iso2022KR: return withTable("euc-kr", input, final, &out) { $0.iso2022KR($1, $2, $3, &$4) }
    case .hz: return withTable("gb18030", input, final, &out) { $0.hz($1, $2, $3, &$4) }
    case .utf7: return utf7(input, final, &out)
    }
  }

  typealias TableStep = (inout CharsetDecoder, DoubleByteTable, [UInt8], Bool, inout [UInt8]) -> Int

  private mutating func withTable(
    _ name: String, _ input: [UInt8], _ final: Bool, _ out: inout [UInt8], _ step: TableStep
  ) -> Int {
    if let table = CharsetTables.table(name) { return step(&self, table, input, final, &out) }
    tableMissing = true
    return undeclared(input, final: final, into: &out)
  }

  /// Passes UTF-8 through, without a byte-order mark.
  private mutating func utf8(_ input: [UInt8], final: Bool, into out: inout [UInt8]) -> Int {
    var from = 0
    if atStart {
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      if input.count < 3, !final, mark.starts(with: input) { return 0 }
      if input.starts(with: mark) { from = 3 }
      atStart = input.isEmpty
    }
    out.append(contentsOf: input[from...])
    return input.count
  }

  /// Reads what claims to be ASCII: UTF-8 where it is valid, else Windows-1252. Needs the whole chunk to decide.
  private mutating func undeclared(_ input: [UInt8], final: Bool, into out: inout [UInt8]) -> Int {
    let tail = final ? 0 : UTF8Validity.incompleteTail(of: input)
    let whole = input.count - tail
    if UTF8Validity.isValid(input[..<whole]) {
      out.append(contentsOf: input[..<whole])
      return whole
    }
    guard case .single(let index) = Charset.windows1252.coding else { return input.count }
    single(input, table: SingleByteTables.upper[index], into: &out)
    return input.count
  }

  private mutating func single(_ input: [UInt8], table: [UInt16], into out: inout [UInt8]) {
    out.reserveCapacity(out.count + input.count)
    for byte in input {
      if byte < 0x80 {
        out.append(byte)
      } else {
        let point = table[Int(byte & 0x7F)]
        if point == 0xFFFD { replacements += 1 }
        UTF8Validity.append(UInt32(point), to: &out)
      }
    }
  }

  private mutating func wide(_ input: [UInt8], size: Int, big: Bool?, final: Bool, into out: inout [UInt8]) -> Int {
    var at = 0
    if atStart {
      guard input.count >= size || final else { return 0 }
      atStart = false
      bigEndian = big ?? Self.order(of: input, size: size)
      if input.count >= size, unit(input, 0, size) == 0xFEFF { at = size }
    }
    while at + size <= input.count {
      let value = unit(input, at, size)
      if size == 2, value & 0xFC00 == 0xD800 {
        guard at + 4 <= input.count || final else { return at }
        if at + 4 <= input.count {
          let low = unit(input, at + 2, 2)
          if low & 0xFC00 == 0xDC00 {
            UTF8Validity.append(0x10000 + ((value & 0x3FF) << 10 | low & 0x3FF), to: &out)
            at += 4
            continue
          }
        }
      }
      append(Unicode.Scalar(value)?.value, to: &out)
      at += size
    }
    if final, at < input.count {
      append(nil, to: &out)
      at = input.count
    }
    return at
  }

  private func unit(_ input: [UInt8], _ at: Int, _ size: Int) -> UInt32 {
    var value: UInt32 = 0
    for offset in 0..<size {
      value = value << 8 | UInt32(input[bigEndian == true ? at + offset : at + size - 1 - offset])
    }
    return value
  }

  /// Byte order by mark, else by where the zeros are; little-endian where nothing tells (WHATWG).
  private static func order(of input: [UInt8], size: Int) -> Bool {
    if size == 2, input.starts(with: [0xFE, 0xFF]) { return true }
    if size == 4, input.starts(with: [0, 0, 0xFE, 0xFF]) { return true }
    if input.starts(with: [0xFF, 0xFE]) { return false }
    let zeroFirst = stride(from: 0, to: min(input.count, 256), by: size).count { input[$0] == 0 }
    let zeroLast = stride(from: size - 1, to: min(input.count, 256), by: size).count { input[$0] == 0 }
    return zeroFirst > zeroLast
  }

  /// Appends a character, or U+FFFD and counts it.
  mutating func append(_ point: UInt32?, to out: inout [UInt8]) {
    if let point {
      UTF8Validity.append(point, to: &out)
    } else {
      replacements += 1
      UTF8Validity.append(0xFFFD, to: &out)
    }
  }
}
