/// How a body part travels: quoted-printable for text that is mostly ASCII, base64 for the rest (RFC 2045 §6.7, §6.8).
enum TransferEncoding: String {
  case quotedPrintable = "quoted-printable"
  case base64

  /// Characters of a quoted-printable line, the soft break included.
  static let maximumLine = 76

  /// The one that reads best: base64 where more than one octet in six would have to be escaped.
  static func best(for text: [UInt8]) -> TransferEncoding {
    let foreign = text.count { $0 >= 0x7F || ($0 < 0x20 && $0 != 0x0D && $0 != 0x0A && $0 != 0x09) }
    return foreign * 6 > text.count ? .base64 : .quotedPrintable
  }

  /// Text with CRLF line ends, encoded; ends with CRLF unless empty.
  func encode(_ text: [UInt8]) -> [UInt8] {
    switch self {
    case .base64: return Base64.lines(text)
    case .quotedPrintable: return Self.quotedPrintable(text)
    }
  }

  private static func quotedPrintable(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + text.count / 8 + 2)
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    // A last piece that is empty is no line: the text ended with a line end.
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      encodeLine(line.last == 0x0D ? line.dropLast() : line, into: &out)
      out.append(0x0D)
      out.append(0x0A)
    }
    return out
  }

  private static func encodeLine(_ line: ArraySlice<UInt8>, into out: inout [UInt8]) {
    // Most lines are short and plain, and go as they are.
    if line.count <= maximumLine, !needsCare(line), line.last.map({ isLiteral($0, isLast: true) }) ?? true,
      line.allSatisfy({ isLiteral($0, isLast: false) })
    {
      return out.append(contentsOf: line)
    }
    var column = 0
    for index in line.indices {
      let byte = line[index]
      let isLast = index == line.endIndex - 1
      var isEscaped = !isLiteral(byte, isLast: isLast)
      // One place is kept for the soft break's "=", unless the line ends here.
      if column + (isEscaped ? 3 : 1) > (isLast ? maximumLine : maximumLine - 1) {
        out += [0x3D, 0x0D, 0x0A]
        column = 0
      }
      if column == 0, needsCare(line[index...]) { isEscaped = true }
      if isEscaped {
        out.append(0x3D)
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      } else {
        out.append(byte)
      }
      column += isEscaped ? 3 : 1
    }
  }

  /// A dot or "From " at the start of a line is what relays and mbox files trip over.
  private static func needsCare(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.first == 0x2E || rest.first == 0x46 && rest.starts(with: "From ".utf8)
  }

  private static func isLiteral(_ byte: UInt8, isLast: Bool) -> Bool {
    if byte == 0x20 || byte == 0x09 { return !isLast }
    return (0x21...0x7E).contains(byte) && byte != 0x3D
  }

  private static let digits = Array("0123456789ABCDEF".utf8)
}
