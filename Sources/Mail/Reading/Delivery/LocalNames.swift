/// Names of users without a domain in a report that a provider writes about its own users.
enum LocalNames {
  /// Names reported of one mail.
  static let maximum = 100

  /// The names below a sentence such as "could not be delivered to the following recipients:", each alone on an indented line.
  static func find(in lines: [ReportText.Line]) -> [String] {
    guard let start = lines.firstIndex(where: announces) else { return [] }
    var names: [String] = []
    for line in lines[(start + 1)...].prefix(maximum) {
      guard let first = line.raw.first, Octets.isBlank(first), let name = name(Octets.trimmed(line.lower)) else {
        if line.isEmpty, names.isEmpty { continue }
        break
      }
      names.append(name)
    }
    return names
  }

  private static func announces(_ line: ReportText.Line) -> Bool {
    Octets.trimmed(line.lower).last == 0x3A && line.holds(["following recipient", "following user", "following address"])
      && line.holds(["not be delivered", "not deliver", "undeliverable", "failed"])
  }

  /// A whole line that may be a local part in plain letters, or nil.
  private static func name(_ line: ArraySlice<UInt8>) -> String? {
    guard (2...64).contains(line.count), line.contains(where: Octets.isLetter),
      line.allSatisfy({ Octets.isLetter($0) || Octets.isDigit($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x5F })
    else { return nil }
    return String(decoding: line, as: UTF8.self)
  }
}
