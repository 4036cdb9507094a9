/// Finds e-mail addresses in running text.
enum AddressFinder {
  /// An address and where it stands in its line.
  struct Found {
    var address: String
    /// The span of the address itself, without brackets.
    var range: Range<Int>
  }

  /// Addresses reported of one line.
  static let maximumPerLine = 50

  /// The addresses of a line in order, in lower case.
  static func all(in line: ArraySlice<UInt8>) -> [Found] {
    var out: [Found] = []
    var floor = line.startIndex
    var at = line.startIndex
    while at < line.endIndex, out.count < maximumPerLine {
      guard line[at] == 0x40 else {
        at += 1
        continue
      }
      if let found = address(in: line, around: at, floor: floor) {
        out.append(found)
        floor = found.range.upperBound
        at = floor
      } else {
        at += 1
        floor = at
      }
    }
    return out
  }

  private static func address(in line: ArraySlice<UInt8>, around at: Int, floor: Int) -> Found? {
    var start = at
    if start > floor, line[start - 1] == 0x22, let open = line[floor..<(start - 1)].lastIndex(of: 0x22), start - open < 66 {
      start = open
    } else {
      while start > floor, isLocal(line[start - 1]) { start -= 1 }
    }
    var end = at + 1
    while end < line.endIndex, isDomain(line[end]) { end += 1 }
    // Chinese, Japanese and Korean text stands beside an address without a space.
    if line[at - 1] < 0x80, let wide = line[start..<at].lastIndex(where: { $0 >= 0xE0 }) { start = min(wide + 3, at) }
    if line[min(at + 1, end - 1)] < 0x80, let wide = line[(at + 1)..<end].firstIndex(where: { $0 >= 0xE0 }) { end = wide }
    while end > at + 1, line[end - 1] == 0x2E || line[end - 1] == 0x2D { end -= 1 }
    // Quotes and slashes around an address are not part of it.
    while start < at,
      line[start] == 0x27 || line[start] == 0x60 || line[start] == 0x2F || line[start] == 0x2E || line[start] == 0x3D
    {
      start += 1
    }
    // In an X.400 name: `c=US;a= ;p=X;dda:SMTP=ada@example.com` (RFC 2156 §2.2).
    if let equals = line[start..<at].firstIndex(of: 0x3D), Octets.token(line[start..<equals]) == "smtp" { start = equals + 1 }
    guard start < at, at - start <= 255, end - at > 3, end - at < 256 else { return nil }
    let domain = line[(at + 1)..<end]
    guard domain.contains(0x2E), let last = domain.last, Octets.isLetter(last) || last >= 0x80 || Octets.isDigit(last) else {
      return nil
    }
    let text = String(decoding: line[start..<end], as: UTF8.self).lowercased()
    return Found(address: text, range: start..<end)
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    if Octets.isLetter(byte) || Octets.isDigit(byte) || byte >= 0x80 { return true }
    switch byte {
    case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x2F, 0x3D, 0x3F, 0x5E, 0x5F, 0x60, 0x7B, 0x7C, 0x7D, 0x7E:
      return true
    default: return false
    }
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    Octets.isLetter(byte) || Octets.isDigit(byte) || byte == 0x2E || byte == 0x2D || byte == 0x5F || byte >= 0x80
  }
}
