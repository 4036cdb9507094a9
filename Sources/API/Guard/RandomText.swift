/// Secrets that can't be guessed, and comparing them without telling how far they match.
public enum RandomText {
  /// Hexadecimal text of so many random bytes from the system's generator (getrandom(2)).
  public static func hex(bytes: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef".utf8)
    let text = (0..<max(0, bytes)).flatMap { _ in
      let byte = UInt8.random(in: .min ... .max, using: &generator)
      return [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether two texts are equal, in a time that depends on their lengths alone.
  public static func equal(_ a: String, _ b: String) -> Bool {
    let (left, right) = (Array(a.utf8), Array(b.utf8))
    var difference = left.count ^ right.count
    for index in 0..<max(left.count, right.count) {
      difference |= Int(index < left.count ? left[index] : 0) ^ Int(index < right.count ? right[index] : 0)
    }
    return difference == 0 && !left.isEmpty
  }
}
