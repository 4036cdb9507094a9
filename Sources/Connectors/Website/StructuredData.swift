import Finding
import JSONText
import Text

/// What a page says in JSON-LD of schema.org, in the shapes that sites use and the ways in which they get it wrong.
enum StructuredData {
  /// Whoever wrote a text or left a review is not the business.
  private static let others: Set<String> = [
    "author", "creator", "editor", "contributor", "review", "reviews", "comment", "comments", "reviewedBy", "performer",
  ]
  private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  /// The objects of a script; empty where it is no JSON even after mending.
  static func objects(in script: String) -> [JSON] {
    var text = script
    if text.utf8.count <= 1 << 16, !text.contains("\""), text.contains("&quot;") {
      text = text.replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    }
    return ((try? JSON(parsing: text)) ?? (try? JSON(parsing: mended(text))))?.objects(without: others) ?? []
  }

  /// The types of an object, without the vocabulary's address.
  static func types(of object: JSON) -> [String] {
    object["@type"].items.compactMap(\.string).map { type in type.split { "/#:".contains($0) }.last.map(String.init) ?? type }
  }

  /// Opening hours as `Mo,Tu 08:00-18:00`, from text or from OpeningHoursSpecification; nil where there are none.
  static func hours(of object: JSON) -> String? {
    let texts = object["openingHours"].items.compactMap(\.string)
    if !texts.isEmpty { return texts.joined(separator: "; ") }
    let spans = object["openingHoursSpecification"].items.prefix(20).compactMap { span -> String? in
      guard let opens = span["opens"].string, let closes = span["closes"].string else { return nil }
      let names = span["dayOfWeek"].items.compactMap(\.string).compactMap { name -> String? in
        let word = name.lowercased().split(separator: "/").last.map(String.init) ?? ""
        return days.contains(word) ? word.prefix(1).uppercased() + word.dropFirst().prefix(1) : nil
      }
      return (names.isEmpty ? "" : names.joined(separator: ",") + " ") + opens.prefix(5) + "-" + closes.prefix(5)
    }
    return spans.isEmpty ? nil : spans.joined(separator: "; ")
  }

  /// Without comment marks around it, line ends inside strings, and commas before a closing bracket.
  private static func mended(_ text: String) -> String {
    var bytes = Array(text.utf8)
    guard let start = bytes.firstIndex(where: { $0 == 0x7B || $0 == 0x5B }),
      let end = bytes.lastIndex(where: { $0 == 0x7D || $0 == 0x5D }),
      start < end
    else { return text }
    // What stands before the first bracket can only be a comment or CDATA mark; `<![CDATA[` has brackets of its own.
    bytes = Array(bytes[start...end])
    let mark = Array("[CDATA[".utf8)
    if bytes.starts(with: mark) { bytes = Array(bytes.dropFirst(mark.count).drop { $0 != 0x7B && $0 != 0x5B }) }
    while bytes.last == 0x5D, bytes.first == 0x7B { bytes.removeLast() }
    var out: [UInt8] = []
    var (isInside, isEscaped) = (false, false)
    for byte in bytes {
      if isInside {
        out.append(byte < 0x20 ? 0x20 : byte)
        if isEscaped { isEscaped = false } else if byte == 0x5C { isEscaped = true } else if byte == 0x22 { isInside = false }
        continue
      }
      if byte == 0x22 { isInside = true }
      if byte == 0x7D || byte == 0x5D {
        while let last = out.last, last <= 0x20 { out.removeLast() }
        if out.last == 0x2C { out.removeLast() }
      }
      out.append(byte)
    }
    while out.last == 0x2F || out.last == 0x20 { out.removeLast() }
    return String(decoding: out, as: UTF8.self)
  }
}
