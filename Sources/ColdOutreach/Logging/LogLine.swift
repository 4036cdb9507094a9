import JSONText
import Outreach

/// Writes an event as one line of JSON (RFC 8259), texts scrubbed.
enum LogLine {
  /// Bytes of one text; more is cut off.
  static let longestText = 2000

  /// The line with its line end.
  static func bytes(_ event: LogEvent, at moment: Timestamp) -> [UInt8] {
    var line = "{\"time\":\"\(moment)\",\"level\":\"\(event.level.rawValue)\",\"event\":\"\(event.name)\""
    if let id = event.requestID { line += ",\"request_id\":\(quoted(id))" }
    for (name, value) in event.fields {
      line += ",\(quoted(name)):"
      switch value {
      case .text(let text): line += quoted(Redaction.scrubbed(text))
      case .number(let number): line += String(number)
      case .flag(let flag): line += flag ? "true" : "false"
      }
    }
    return Array((line + "}\n").utf8)
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.prefix(longestText).unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      // U+2028 and U+2029 end a line for some readers, though not for JSON.
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
