/// SHA-256 (FIPS 180-4) for comparing with recorded hashes; only the tests need it.
func sha256Hex(_ message: [UInt8]) -> String {
  var primes: [UInt32] = []
  var candidate: UInt32 = 2
  while primes.count < 64 {
    if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
    candidate += 1
  }
  let fraction: (Double) -> UInt32 = { UInt32(($0 - $0.rounded(.down)) * 4_294_967_296) }
  var h = primes[..<8].map { fraction(Double($0).squareRoot()) }
  let k = primes.map { prime -> UInt32 in
    // Newton's cube root, exact enough for 32 bits of fraction.
    var root = Double(prime) / 2
    for _ in 0..<60 { root = (2 * root + Double(prime) / (root * root)) / 3 }
    return fraction(root)
  }
  var bytes = message + [0x80]
  while bytes.count % 64 != 56 { bytes.append(0) }
  bytes += (0..<8).map { UInt8(truncatingIfNeeded: (message.count * 8) >> (56 - 8 * $0)) }
  let turn: (UInt32, UInt32) -> UInt32 = { $0 >> $1 | $0 << (32 - $1) }
  for block in stride(from: 0, to: bytes.count, by: 64) {
    var w = (0..<16).map { i in bytes[(block + i * 4)..<(block + i * 4 + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
    for i in 16..<64 {
      let a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3
      let b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10
      w.append(w[i - 16] &+ a &+ w[i - 7] &+ b)
    }
    var v = h
    for i in 0..<64 {
      let s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)
      let t1 = v[7] &+ s1 &+ (v[4] & v[5] ^ ~v[4] & v[6]) &+ k[i] &+ w[i]
      let s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)
      let t2 = s0 &+ (v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2])
      v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
    }
    for i in 0..<8 { h[i] = h[i] &+ v[i] }
  }
  return h.map { word in (0..<8).map { String(word >> UInt32(28 - 4 * $0) & 15, radix: 16) }.joined() }.joined()
}
