/// Punycode, which writes a label of any script in ASCII (RFC 3492).
public enum Punycode {
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26
  private static let skew = 38
  private static let damp = 700
  private static let initialBias = 72
  private static let initialN = 128
  /// Characters of a label; more than a host name can hold.
  private static let maximumLength = 256

  /// The ASCII form of a label, without `xn--`; nil where it is too long.
  public static func encode(_ label: String) -> String? {
    let input = label.unicodeScalars.map { Int($0.value) }
    guard input.count <= maximumLength else { return nil }
    var out = input.filter { $0 < 0x80 }.map { UInt8($0) }
    let basic = out.count
    var handled = basic
    if basic > 0 { out.append(0x2D) }
    var (n, delta, bias) = (initialN, 0, initialBias)
    while handled < input.count {
      guard let next = input.filter({ $0 >= n }).min() else { return nil }
      delta += (next - n) * (handled + 1)
      n = next
      for point in input {
        if point < n { delta += 1 }
        guard point == n else { continue }
        append(delta, bias, to: &out)
        bias = adapt(delta, handled + 1, first: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func append(_ delta: Int, _ bias: Int, to out: inout [UInt8]) {
    var q = delta
    var k = base
    while true {
      let t = min(max(k - bias, tMin), tMax)
      if q < t { break }
      out.append(digit(t + (q - t) % (base - t)))
      q = (q - t) / (base - t)
      k += base
    }
    out.append(digit(q))
  }

  /// The label that an ASCII form without `xn--` stands for; nil where it is malformed.
  public static func decode(_ text: String) -> String? {
    let input = Array(text.utf8)
    guard input.count <= maximumLength, input.allSatisfy({ $0 < 0x80 }) else { return nil }
    let split = input.lastIndex(of: 0x2D) ?? 0
    var out = input[..<split].map { UInt32($0) }
    var (n, i, bias) = (initialN, 0, initialBias)
    var at = split > 0 ? split + 1 : 0
    while at < input.count {
      let before = i
      var weight = 1
      var k = base
      while true {
        guard at < input.count, let value = value(input[at]) else { return nil }
        at += 1
        i += value * weight
        let t = min(max(k - bias, tMin), tMax)
        if value < t { break }
        weight *= base - t
        // A label of our length can't reach this; a forged one must not overflow.
        guard weight < 1 << 40, i < 1 << 40 else { return nil }
        k += base
      }
      bias = adapt(i - before, out.count + 1, first: before == 0)
      n += i / (out.count + 1)
      i %= out.count + 1
      guard n <= 0x10FFFF, Unicode.Scalar(UInt32(n)) != nil else { return nil }
      out.insert(UInt32(n), at: i)
      i += 1
    }
    var label = String.UnicodeScalarView()
    for point in out { if let scalar = Unicode.Scalar(point) { label.append(scalar) } }
    return String(label)
  }

  private static func adapt(_ delta: Int, _ points: Int, first: Bool) -> Int {
    var rest = first ? delta / damp : delta / 2
    rest += rest / points
    var k = 0
    while rest > (base - tMin) * tMax / 2 {
      rest /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * rest / (rest + skew)
  }

  private static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x30 + value - 26)
  }

  private static func value(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x61...0x7A: Int(byte) - 0x61
    case 0x41...0x5A: Int(byte) - 0x41
    case 0x30...0x39: Int(byte) - 0x30 + 26
    default: nil
    }
  }
}
