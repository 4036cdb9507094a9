/// What the bytes of a text say about its charset.
public struct CharsetGuess: Hashable, Sendable {
  /// How the guess was reached, from certain to a mere default.
  public enum Reason: String, Sendable {
    case byteOrderMark, zeroPattern, validUTF8, ascii, escapes, eastAsianPairs, letterPattern, fallback
  }
  /// The charset to read with.
  public let charset: Charset
  /// Length of the byte-order mark, 0 where there is none.
  public let markLength: Int
  /// What led to it.
  public let reason: Reason
}

extension Charset {
  /// Bytes that are looked at; more tell nothing new.
  static let guessedBytes = 1 << 18

  /// Guesses the charset of a text from its first bytes; the last character may be cut.
  public static func guess(_ bytes: [UInt8]) -> CharsetGuess {
    let sample = bytes.count > guessedBytes ? Array(bytes[..<guessedBytes]) : bytes
    if let marked = byMark(sample) { return marked }
    if let wide = byZeros(sample) { return CharsetGuess(charset: wide, markLength: 0, reason: .zeroPattern) }
    if !sample.contains(where: { $0 >= 0x80 }) {
      let escaped = byEscapes(sample)
      return CharsetGuess(charset: escaped ?? .utf8, markLength: 0, reason: escaped == nil ? .ascii : .escapes)
    }
    if isMostlyUTF8(sample) { return CharsetGuess(charset: .utf8, markLength: 0, reason: .validUTF8) }
    if let asian = EastAsianGuess.charset(of: sample) {
      return CharsetGuess(charset: asian, markLength: 0, reason: .eastAsianPairs)
    }
    let single = LetterPattern.charset(of: sample)
    return CharsetGuess(charset: single, markLength: 0, reason: single == .windows1252 ? .fallback : .letterPattern)
  }

  private static func byMark(_ sample: [UInt8]) -> CharsetGuess? {
    let marks: [([UInt8], Charset)] = [
      ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE, 0, 0], .utf32LE), ([0, 0, 0xFE, 0xFF], .utf32BE), ([0xFF, 0xFE], .utf16LE),
      ([0xFE, 0xFF], .utf16BE),
    ]
    for (mark, charset) in marks where sample.starts(with: mark) {
      return CharsetGuess(charset: charset, markLength: mark.count, reason: .byteOrderMark)
    }
    return nil
  }

  /// UTF-16 and UTF-32 without a mark: Western text has a zero in every other byte, always on the same side.
  private static func byZeros(_ sample: [UInt8]) -> Charset? {
    let bytes = sample.prefix(4096)
    guard bytes.count >= 4 else { return nil }
    var zeros = [0, 0, 0, 0]
    for (at, byte) in bytes.enumerated() where byte == 0 { zeros[at & 3] += 1 }
    let quarter = bytes.count / 4
    // In UTF-32 the highest two bytes are nearly always zero.
    let most = quarter - quarter / 8
    if zeros[0] >= most, zeros[1] >= most, zeros[3] <= quarter / 8 { return .utf32BE }
    if zeros[2] >= most, zeros[3] >= most, zeros[0] <= quarter / 8 { return .utf32LE }
    let even = zeros[0] + zeros[2]
    let odd = zeros[1] + zeros[3]
    if odd > quarter, even * 10 < odd { return .utf16LE }
    if even > quarter, odd * 10 < even { return .utf16BE }
    return byLineEnds(bytes, odd: odd, even: even)
  }

  /// UTF-16 of other alphabets has few zeros: only line ends, digits and signs have them, all on one side. A stray zero in 8-bit text
  /// stands anywhere, and its line ends have none.
  private static func byLineEnds(_ bytes: ArraySlice<UInt8>, odd: Int, even: Int) -> Charset? {
    guard max(odd, even) >= 3, min(odd, even) * 10 < max(odd, even) else { return nil }
    let (isLittle, start) = (odd > even, bytes.startIndex)
    var (ends, low) = (0, 0)
    for at in stride(from: start, to: bytes.endIndex - 1, by: 2) {
      let unit = isLittle ? (high: bytes[at + 1], low: bytes[at]) : (high: bytes[at], low: bytes[at + 1])
      if unit.high == 0, unit.low == 0x0A || unit.low == 0x0D { ends += 1 }
      if unit.high == 0, unit.low < 0x20, unit.low != 0x09, unit.low != 0x0A, unit.low != 0x0D { low += 1 }
    }
    guard ends > 0, low == 0 else { return nil }
    return isLittle ? .utf16LE : .utf16BE
  }

  private static func byEscapes(_ sample: [UInt8]) -> Charset? {
    for at in sample.indices where sample[at] == 0x1B {
      let rest = sample[at...].prefix(4)
      if rest.starts(with: [0x1B, 0x24, 0x29, 0x43]) { return Charset(label: "iso-2022-kr") }
      if rest.starts(with: [0x1B, 0x24, 0x42]) || rest.starts(with: [0x1B, 0x24, 0x40]) { return Charset(label: "iso-2022-jp") }
    }
    return nil
  }

  /// True where all, or all but a stray few of many, of the non-ASCII characters are well-formed UTF-8.
  private static func isMostlyUTF8(_ sample: [UInt8]) -> Bool {
    let whole = Array(sample.dropLast(UTF8Validity.incompleteTail(of: sample)))
    guard whole.contains(where: { $0 >= 0x80 }) else { return false }
    return whole.withUnsafeBufferPointer { bytes in
      var at = 0
      var faults = 0
      while at < bytes.count {
        guard let fault = UTF8Validity.firstFault(UnsafeBufferPointer(rebasing: bytes[at...])) else { break }
        faults += 1
        at += fault + 1
        if faults > 200 { return false }
      }
      let leads = faults == 0 ? 1 : bytes.count { $0 >= 0xC2 && $0 < 0xF5 }
      return faults * 20 < leads
    }
  }
}

/// Recognises the two-byte charsets: pairs must be valid, and mostly common characters.
enum EastAsianGuess {
  /// Share of common characters below which nothing is claimed.
  static let enough = 0.7

  /// The charset of a text with pairs; nil where the bytes look like letters of an alphabet.
  static func charset(of sample: [UInt8]) -> Charset? {
    let high = sample.count { $0 >= 0x80 }
    var neighbours = 0
    for at in sample.indices.dropLast() where sample[at] >= 0x80 && sample[at + 1] >= 0x40 { neighbours += 1 }
    guard high >= 4, neighbours * 10 >= high * 4 else { return nil }
    var best: (charset: Charset, score: Double)?
    for (label, common) in candidates {
      guard let charset = Charset(label: label) else { continue }
      let decoded = charset.decode(sample)
      if decoded.tableMissing { continue }
      guard decoded.replacements * 100 <= high else { continue }
      guard standTogether(in: sample, singles: label == "shift_jis") else { continue }
      let score = share(of: common, in: sample, singles: label == "shift_jis")
      if score > (best?.score ?? enough) { best = (charset, score) }
    }
    return best?.charset
  }

  /// Labels with the pairs that are common in ordinary text, the narrower claims first.
  private static let candidates: [(String, @Sendable (UInt8, UInt8) -> Bool)] = [
    ("euc-kr", { lead, trail in (0xB0...0xC8).contains(lead) && trail >= 0xA1 || lead == 0xA1 && trail >= 0xA1 }),
    ("euc-jp", { lead, trail in (lead == 0xA4 || lead == 0xA5 || lead == 0xA1 || (0xB0...0xCF).contains(lead)) && trail >= 0xA1 }),
    ("gbk", { lead, trail in ((0xB0...0xD7).contains(lead) || lead == 0xA1 || lead == 0xA3) && trail >= 0xA1 }),
    ("big5", { lead, _ in (0xA4...0xC6).contains(lead) || lead == 0xA1 }),
    ("shift_jis", { lead, trail in lead == 0x82 || lead == 0x83 || lead == 0x81 || (0x88...0x97).contains(lead) && trail >= 0x40 }),
  ]

  /// Whether the characters mostly stand side by side, as in words; accented letters of an alphabet stand alone among ASCII ones.
  private static func standTogether(in sample: [UInt8], singles: Bool) -> Bool {
    var (at, all, together) = (0, 0, 0)
    var wasHigh = false
    while at < sample.count {
      guard sample[at] >= 0x80 else {
        wasHigh = false
        at += 1
        continue
      }
      let step = singles && (0xA1...0xDF).contains(sample[at]) ? 1 : 2
      all += 1
      if wasHigh || at + step < sample.count && sample[at + step] >= 0x80 { together += 1 }
      wasHigh = true
      at += step
    }
    return together * 2 >= all
  }

  private static func share(of common: (UInt8, UInt8) -> Bool, in sample: [UInt8], singles: Bool) -> Double {
    var at = 0
    var all = 0.0
    var good = 0.0
    while at + 1 < sample.count {
      let lead = sample[at]
      if lead < 0x80 {
        at += 1
        continue
      }
      all += 1
      if singles, (0xA1...0xDF).contains(lead) {
        at += 1
        continue
      }
      if common(lead, sample[at + 1]) { good += 1 }
      at += 2
    }
    return all == 0 ? 0 : good / all
  }
}
