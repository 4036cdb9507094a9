/// A data key on paper: groups of four letters and digits that a person can type again.
///
/// Thirteen groups hold the 256 bits in Crockford's base 32 (no I, L, O, U); a fourteenth checks them.
public struct RecoveryKey: Sendable, Equatable, CustomStringConvertible {
  /// Why a typed text is no recovery key.
  public enum ReadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Letters are missing or too many; how many were found.
    case wrongLength(Int)
    /// This character is in no recovery key.
    case unknownCharacter(Character)
    /// The check group does not fit: a letter is wrong or two changed places.
    case checkFailed

    /// One sentence for the person who typed it.
    public var description: String {
      switch self {
      case .wrongLength(let found): "A recovery key has \(RecoveryKey.letterCount) letters and digits; \(found) were found."
      case .unknownCharacter(let character): "A recovery key does not contain “\(character)”."
      case .checkFailed: "One of the letters is wrong, or two have changed places. Compare it with the printed key."
      }
    }
  }

  /// The letters in print, without dashes.
  public static let letterCount = 56

  /// The key itself.
  public let key: SymmetricKey

  /// Prepares a key for print.
  public init(_ key: SymmetricKey) { self.key = key }

  /// Reads what a person typed: case, blanks and dashes do not matter, O is 0, and I and L are 1.
  /// - Throws: `ReadError`; `CryptoError` when the library fails.
  public init(reading text: String) throws {
    var values: [UInt8] = []
    for character in text where !Self.isSeparator(character) {
      guard let value = Self.value(of: character) else { throw ReadError.unknownCharacter(character) }
      values.append(value)
      // A file pasted by mistake is not read to its end.
      if values.count > Self.longestText { break }
    }
    guard values.count == Self.letterCount else { throw ReadError.wrongLength(values.count) }
    var bits = BitWriter(width: 8)
    for value in values.prefix(Self.keyLetters) { bits.append(value, width: 5) }
    guard bits.restIsZero, let key = SymmetricKey(bytes: bits.whole), try Self.check(bits.whole) == Array(values.suffix(4)) else {
      throw ReadError.checkFailed
    }
    self.key = key
  }

  /// The key in print: fourteen groups of four, joined by dashes.
  /// - Throws: `CryptoError` when the library fails.
  public func printed() throws(CryptoError) -> String {
    var bits = BitWriter(width: 5)
    for byte in key.bytes { bits.append(byte, width: 8) }
    let letters = (bits.finish() + (try Self.check(key.bytes))).map { Self.alphabet[Int($0 & 31)] }
    var text: [UInt8] = []
    for (offset, letter) in letters.enumerated() {
      if offset > 0, offset % 4 == 0 { text.append(UInt8(ascii: "-")) }
      text.append(letter)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Dots.
  public var description: String { key.description }

  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
  private static let keyLetters = 52
  private static let longestText = 1_000

  /// Four letters, 20 bits of a hash over the key.
  private static func check(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
    let hash = try Hash.sha256(Array("recovery key v1".utf8) + bytes)
    var bits = BitWriter(width: 5)
    for byte in hash.prefix(5) { bits.append(byte, width: 8) }
    return Array(bits.whole.prefix(4))
  }

  private static func value(of character: Character) -> UInt8? {
    guard let ascii = character.asciiValue else { return nil }
    let upper = (97...122).contains(ascii) ? ascii - 32 : ascii
    switch upper {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default: return alphabet.firstIndex(of: upper).map { UInt8(truncatingIfNeeded: $0) }
    }
  }

  /// Blanks, and every dash that a word processor may have made of ours.
  private static func isSeparator(_ character: Character) -> Bool {
    character.isWhitespace || "-‐‑‒–—―−_.,".contains(character)
  }
}
