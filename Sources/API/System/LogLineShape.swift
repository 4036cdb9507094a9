import JSONText
import Outreach

/// A line of a log file as JSON: time, level and event apart from the other fields.
enum LogLineShape {
  /// The line; nil for one that was cut off.
  static func json(_ line: String) -> JSON? {
    guard case .object(let members) = try? JSON(parsing: line) else { return nil }
    func text(_ name: String) -> String {
      if case .string(let text)? = members.first(where: { $0.name == name })?.value { return text }
      return ""
    }
    let known: Set<String> = ["time", "level", "event"]
    return .members([
      "at": .time(moment(text("time"))), "level": .string(text("level")), "event": .string(text("event")),
      "fields": .object(members.filter { !known.contains($0.name) }.sorted { $0.name < $1.name }),
    ])
  }

  /// The moment of `2026-11-21T09:05:00.000Z`; nil for anything else.
  private static func moment(_ text: String) -> Timestamp? {
    let digits = text.compactMap(\.wholeNumberValue)
    guard text.count == 24, digits.count == 17 else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    var time = CivilTime(
      year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10), minute: number(10..<12),
      second: number(12..<14))
    time.millisecond = number(14..<17)
    return time.timestamp
  }
}
