import FoundationEssentials
import Outreach

/// A line of a log as the page takes it.
enum LogShape {
  private static let own = ["time", "level", "event"]

  /// Time in milliseconds, level and event, then all else as fields; nil for a line that was cut off.
  static func json(_ line: String) -> String? {
    guard case .object(let members) = try? JSONDecoder().decode(JSON.self, from: Data(line.utf8)) else { return nil }
    func value(_ name: String) -> JSON { members.first { $0.name == name }?.value ?? .null }
    let shown = JSON.members([
      "at": time(value("time")), "level": value("level"), "event": value("event"),
      "fields": .object(members.filter { !own.contains($0.name) }),
    ])
    return String(decoding: shown.bytes, as: UTF8.self)
  }

  private static func time(_ value: JSON) -> JSON {
    guard case .string(let text) = value,
      let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)),
      let milliseconds = Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded())
    else { return .null }
    return .int(milliseconds)
  }
}
