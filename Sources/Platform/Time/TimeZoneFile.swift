/// The rules of one time zone, read from a TZif file of version 1 to 4 (RFC 8536, RFC 9636).
public struct TimeZoneFile: Sendable {
  /// One kind of local time.
  struct Kind: Sendable, Hashable {
    /// Seconds east of UTC.
    let offset: Int
    let isDaylight: Bool
    let name: String
  }

  let transitions: [Int64]
  private let kinds: [Kind]
  private let kindAfter: [UInt8]
  private let footer: PosixZone?

  /// Reads a file's bytes; nil where they are no TZif or contradict themselves.
  public init?(_ bytes: [UInt8]) {
    guard let first = TZifBlock(bytes, at: 0, longTimes: false) else { return nil }
    guard first.version >= 0x32 else {
      self.init(block: first, footer: nil)
      return
    }
    // §3.2: in version 2+ a second header and block with 64-bit times follow, and are the ones to use.
    guard let second = TZifBlock(bytes, at: first.end, longTimes: true) else { return nil }
    let line = bytes.dropFirst(second.end + 1).prefix { $0 != 0x0A }
    let text = String(decoding: line, as: UTF8.self)
    self.init(block: second, footer: text.isEmpty ? nil : PosixZone(text))
  }

  private init?(block: TZifBlock, footer: PosixZone?) {
    guard !block.kinds.isEmpty, block.kindAfter.allSatisfy({ Int($0) < block.kinds.count }) else { return nil }
    guard zip(block.transitions, block.transitions.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    (transitions, kinds, kindAfter, self.footer) = (block.transitions, block.kinds, block.kindAfter, footer)
  }

  /// A zone that follows one rule for ever.
  init(rule: PosixZone) { (transitions, kinds, kindAfter, footer) = ([], [rule.standard], [], rule) }

  /// Seconds east of UTC at a moment.
  /// - Parameter seconds: since 1970, UTC.
  public func offset(at seconds: Int64) -> Int { kind(at: seconds).offset }

  /// The abbreviation at a moment, such as `CET`.
  public func name(at seconds: Int64) -> String { kind(at: seconds).name }

  /// Whether daylight-saving time holds at a moment.
  public func isDaylight(at seconds: Int64) -> Bool { kind(at: seconds).isDaylight }

  private func kind(at seconds: Int64) -> Kind {
    // §3.2: before the first transition type 0 holds, after the last the footer.
    guard let first = transitions.first, seconds >= first else {
      if transitions.isEmpty, let footer { return footer.kind(at: seconds) }
      return kinds[0]
    }
    if let last = transitions.last, seconds >= last, let footer { return footer.kind(at: seconds) }
    var (low, high) = (0, transitions.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle } else { high = middle }
    }
    return low < kindAfter.count ? kinds[Int(kindAfter[low])] : kinds[0]
  }
}

/// One header and data block of a TZif file (RFC 8536 §3.1, §3.2).
struct TZifBlock {
  let version: UInt8
  let transitions: [Int64]
  let kindAfter: [UInt8]
  let kinds: [TimeZoneFile.Kind]
  /// The offset behind the block.
  let end: Int

  /// Reads a block; nil where it is cut off.
  init?(_ bytes: [UInt8], at start: Int, longTimes: Bool) {
    guard start >= 0, bytes.count >= start + 44, Array(bytes[start..<(start + 4)]) == Array("TZif".utf8) else { return nil }
    func number(_ offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
    version = bytes[start + 4]
    // isutcnt, isstdcnt, leapcnt, timecnt, typecnt, charcnt
    let counts = (0..<6).map { number(start + 20 + $0 * 4) }
    guard counts.allSatisfy({ $0 <= 100_000 }) else { return nil }
    let width = longTimes ? 8 : 4
    let times = start + 44
    let indexes = times + counts[3] * width
    let types = indexes + counts[3]
    let names = types + counts[4] * 6
    end = names + counts[5] + counts[2] * (width + 4) + counts[1] + counts[0]
    guard end <= bytes.count else { return nil }
    transitions = (0..<counts[3]).map { index in
      let field = bytes[(times + index * width)..<(times + (index + 1) * width)]
      let value = field.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return longTimes ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
    }
    kindAfter = Array(bytes[indexes..<types])
    kinds = (0..<counts[4]).map { index in
      let at = types + index * 6
      let name = min(names + Int(bytes[at + 5]), names + counts[5])
      let text = bytes[name..<(names + counts[5])].prefix { $0 != 0 }
      return TimeZoneFile.Kind(
        offset: Int(Int32(truncatingIfNeeded: number(at))), isDaylight: bytes[at + 4] != 0,
        name: String(decoding: text, as: UTF8.self))
    }
  }
}
