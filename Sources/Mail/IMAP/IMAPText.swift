import Finding
import Outreach

/// How values are written in commands, and dates read and written (RFC 3501 §9).
enum IMAPText {
  /// A piece of a command.
  enum Part: Hashable {
    case text(String)
    case literal([UInt8])
  }

  /// A string: quoted where it can be, else a literal.
  static func string(_ text: String) -> Part {
    let bytes = Array(text.utf8)
    guard bytes.count <= 1000, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return .literal(bytes) }
    return .text("\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"")
  }

  /// Whether a word may stand bare in a command: a header's name, a flag without its backslash.
  static func isAtom(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 100
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"(){%*\"\\]".utf8.contains($0) }
  }

  /// `" 3-Nov-2026 09:05:00 +0000"` in quotes.
  static func dateTime(_ moment: Timestamp) -> String {
    let time = moment.utc
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let day = time.day < 10 ? " \(time.day)" : "\(time.day)"
    let year = max(1970, min(9999, time.year))
    return "\"\(day)-\(MonthNames.english(time.month))-\(year) \(two(time.hour)):\(two(time.minute)):\(two(time.second)) +0000\""
  }

  /// Reads INTERNALDATE; nil where it is none.
  static func moment(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 3 else { return nil }
    let date = words[0].split(separator: "-")
    let time = words[1].split(separator: ":").map { Int($0) ?? -1 }
    guard date.count == 3, let day = Int(date[0]), let year = Int(date[2]), (1970...9999).contains(year), (1...31).contains(day),
      let month = MonthNames.all.firstIndex(where: { $0.lowercased() == date[1].lowercased() }), time.count == 3,
      (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2]), let offset = offset(words[2])
    else { return nil }
    let civil = CivilTime(
      year: year, month: month + 1, day: day, hour: time[0], minute: time[1], second: time[2], offset: offset)
    return civil.timestamp
  }

  private static func offset(_ zone: Substring) -> Int? {
    let digits = zone.dropFirst()
    guard zone.utf8.count == 5, let value = Int(digits), value >= 0, let sign = zone.first, sign == "+" || sign == "-" else {
      return nil
    }
    let seconds = value / 100 * 3600 + value % 100 * 60
    return sign == "-" ? -seconds : seconds
  }

  /// UIDs as a set, neighbours joined: `3:5,9`.
  static func set(_ uids: [UInt32]) -> String {
    var ranges: [(UInt32, UInt32)] = []
    for uid in uids {
      if let last = ranges.last, last.1 < UInt32.max, last.1 + 1 == uid {
        ranges[ranges.count - 1].1 = uid
      } else {
        ranges.append((uid, uid))
      }
    }
    return ranges.map { $0.0 == $0.1 ? "\($0.0)" : "\($0.0):\($0.1)" }.joined(separator: ",")
  }
}
