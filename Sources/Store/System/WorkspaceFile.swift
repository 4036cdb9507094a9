import Crypto
import Outreach

/// The one file that a whole workspace moves in: everything under a passphrase (scrypt), in pieces sealed with AES-256-GCM.
///
/// After the heading and the recipe of the key come pieces, each with its length in four bytes. A piece is bound to its number and to
/// whether it is the last one: pieces that are swapped, repeated, left out or cut off don't open.
public enum WorkspaceFile {
  private static let heading = "cold-outreach workspace 1"
  /// Bytes of a piece before it is sealed.
  public static let pieceBytes = 1 << 20
  private static let lengthBytes = 4
  private static let longestHead = 256
  private static let extraBytes = AEAD.nonceCount + AEAD.tagCount

  private static func context(_ number: Int, isLast: Bool) -> [UInt8] {
    Array("workspace piece \(number)\(isLast ? " last" : "")".utf8)
  }

  /// Seals what comes piece by piece, but for the last piece, without which the file opens nowhere. Blocks for half a second at first.
  /// - Parameters:
  ///   - next: the next bytes, at most `pieceBytes` of them; nil at the end.
  ///   - write: takes what belongs into the file.
  /// - Returns: what is to be written last.
  public static func seal(passphrase: String, next: () throws -> [UInt8]?, write: ([UInt8]) throws -> Void) throws -> [UInt8] {
    let recipe = ScryptRecipe(cost: ScryptRecipe.usualCost, salt: try Random.bytes(16))
    let key = try recipe.key(from: passphrase)
    try write(Array("\(heading)\n\(recipe.words)\n".utf8))
    var (number, piece) = (0, try next() ?? [])
    while true {
      let following = try next()
      let sealed = try AEAD.seal(piece, with: key, context: context(number, isLast: following == nil))
      let bytes = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: sealed.count >> (8 * (lengthBytes - 1 - $0))) } + sealed
      guard let following else { return bytes }
      try write(bytes)
      (number, piece) = (number + 1, following)
    }
  }

  /// Opens a file piece by piece.
  /// - Parameters:
  ///   - read: so many next bytes of the file; fewer at its end.
  ///   - take: gets what was sealed, in order; what it got counts only once this returns.
  /// - Throws: `.badInput` for a wrong passphrase, `.storage` for a file that is none, changed or cut short.
  public static func open(passphrase: String, read: (Int) throws -> [UInt8], take: ([UInt8]) throws -> Void) throws {
    guard try line(read) == heading, let recipe = ScryptRecipe(words: try line(read).split(separator: " ").map(String.init)) else {
      throw Fault(.storage, "This is no file that a workspace was moved into.")
    }
    // A damaged recipe may ask for more memory than there is.
    guard let key = try? recipe.key(from: passphrase) else { throw damaged }
    var number = 0
    while true {
      let length = try read(lengthBytes).reduce(0) { $0 << 8 | Int($1) }
      guard (extraBytes...pieceBytes + extraBytes).contains(length) else { throw damaged }
      let sealed = try read(length)
      if let piece = try? AEAD.open(sealed, with: key, context: context(number, isLast: false)) {
        try take(piece)
      } else if let piece = try? AEAD.open(sealed, with: key, context: context(number, isLast: true)) {
        return try take(piece)
      } else {
        throw number == 0 ? Fault(.badInput, "This is not the passphrase of this file, or the file is damaged.") : damaged
      }
      number += 1
    }
  }

  private static let damaged = Fault(.storage, "The file is damaged or cut short. Copy it once more from where it was made.")

  private static func line(_ read: (Int) throws -> [UInt8]) throws -> String {
    var bytes: [UInt8] = []
    while bytes.count < longestHead, let byte = try read(1).first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension LiveKeys {
  /// The text of a key file that anybody can open: for a file that is itself sealed under a passphrase.
  public var openText: String { get throws { try KeyFile(ring: ring).text() } }
}
