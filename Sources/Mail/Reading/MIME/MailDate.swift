import Outreach

/// Reads Date fields: RFC 5322 §3.3, the obsolete forms of §4.3, and what broken programs write.
struct MailDate {
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var (hour, minute, second) = (0, 0, 0)
  private var hasTime = false
  private var offset = 0
  private var afternoon: Bool?

  /// The moment, or nil where no day, month and year are to be found.
  static func read(_ text: String) -> Timestamp? {
    var date = MailDate()
    for token in tokens(of: text) { date.take(token) }
    return date.timestamp
  }

  private var timestamp: Timestamp? {
    guard let year, let month, let day, (1...31).contains(day), (1...9999).contains(year) else { return nil }
    guard hour < 25, minute < 60, second < 62 else { return nil }
    var clock = hour
    if let afternoon, clock <= 12 { clock = clock % 12 + (afternoon ? 12 : 0) }
    return CivilTime(year: year, month: month, day: day, hour: clock, minute: minute, second: second, offset: offset).timestamp
  }

  /// Words, numbers, times and zones; comments in parentheses dropped.
  private static func tokens(of text: String) -> [String] {
    var out: [String] = []
    var word: [UInt8] = []
    var depth = 0
    func flush() {
      if !word.isEmpty, out.count < 40 { out.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    for byte in text.utf8.prefix(400) {
      if byte == 0x28 { depth += 1 }
      if depth == 0 {
        if Octets.isSpace(byte) || byte == 0x2C || byte == 0x3B { flush() } else { word.append(Octets.lower(byte)) }
      }
      if byte == 0x29, depth > 0 {
        depth -= 1
        flush()
      }
    }
    flush()
    return out
  }

  private mutating func take(_ token: String) {
    let bytes = Array(token.utf8)
    guard let first = bytes.first else { return }
    if bytes.contains(0x3A) { return takeTime(token) }
    if first == 0x2B || (first == 0x2D && bytes.count > 1) { return takeZone(bytes[...]) }
    if Octets.isDigit(first) { return takeNumber(token, bytes) }
    takeWord(token, bytes)
  }

  private mutating func takeWord(_ token: String, _ bytes: [UInt8]) {
    if month == nil, bytes.count >= 3, let found = Self.months[String(token.prefix(3))] {
      month = found
      // `Nov-2026`
      let parts = token.split(separator: "-")
      if parts.count == 2, let number = Int(parts[1]) { setYear(number, digits: parts[1].utf8.count) }
      return
    }
    if token == "am" || token == "pm" {
      afternoon = token == "pm"
    } else if token.hasPrefix("gmt+") || token.hasPrefix("gmt-") || token.hasPrefix("utc+") || token.hasPrefix("utc-") {
      takeZone(bytes[3...])
    } else if hasTime, let zone = Self.zones[token] {
      offset = zone * 60
    }
  }

  private mutating func takeNumber(_ token: String, _ bytes: [UInt8]) {
    let parts = token.split(whereSeparator: { $0 == "-" || $0 == "/" || $0 == "." }).map(String.init)
    if parts.count == 3 {
      if let index = token.firstIndex(of: "t"), parts[0].utf8.count == 4 { return takeISO(token, at: index, parts) }
      return takeParts(parts)
    }
    guard let number = Int(token.prefix { $0.isNumber && $0.isASCII }) else { return }
    let digits = bytes.prefix { Octets.isDigit($0) }.count
    if day == nil, digits <= 2, (1...31).contains(number) {
      day = number
    } else if year == nil, digits >= 2, digits <= 4, day != nil || digits == 4 {
      setYear(number, digits: digits)
    } else if hasTime, year != nil, digits == 4 {
      takeZone([0x2B] + bytes[...])
    }
  }

  /// `3-Nov-2026`, `2026-11-03`, `03/11/2026` (day first unless that can't be).
  private mutating func takeParts(_ parts: [String]) {
    if parts[0].utf8.count == 4, let y = Int(parts[0]), let m = Int(parts[1]), let d = Int(parts[2].prefix { $0.isNumber }) {
      return setDate(y, m, d)
    }
    if let d = Int(parts[0]), let m = Self.months[String(parts[1].prefix(3))], let y = Int(parts[2]) {
      (day, month) = (d, m)
      return setYear(y, digits: parts[2].utf8.count)
    }
    guard let a = Int(parts[0]), let b = Int(parts[1]), let y = Int(parts[2]) else { return }
    setYear(y, digits: parts[2].utf8.count)
    if b > 12 { (month, day) = ((1...12).contains(a) ? a : nil, b) } else { (month, day) = ((1...12).contains(b) ? b : nil, a) }
  }

  private mutating func setDate(_ y: Int, _ m: Int, _ d: Int) {
    guard (1...12).contains(m) else { return }
    (year, month, day) = (y, m, d)
  }

  /// RFC 3339: `2026-11-03T09:05:00+01:00`.
  private mutating func takeISO(_ token: String, at index: String.Index, _ parts: [String]) {
    if let y = Int(parts[0]), let m = Int(parts[1]), let d = Int(parts[2].prefix { $0.isNumber }) { setDate(y, m, d) }
    takeTime(String(token[token.index(after: index)...]))
  }

  private mutating func takeTime(_ token: String) {
    if let index = token.firstIndex(of: "t"), token.prefix(4).allSatisfy(\.isNumber), token.contains("-") {
      let parts = token.split(whereSeparator: { $0 == "-" }).map(String.init)
      if parts.count >= 3 { return takeISO(token, at: index, parts) }
    }
    // `GMT+01:00` or `+01:00`
    if hasTime {
      let zone = token.drop { $0 != "+" && $0 != "-" }
      return takeZone(Array(zone.utf8)[...])
    }
    var fields: [Int] = []
    var rest = Substring(token)
    while let number = Self.leadingNumber(&rest) {
      fields.append(number)
      guard rest.first == ":" else { break }
      rest.removeFirst()
    }
    guard fields.count >= 2 else { return }
    (hour, minute, second, hasTime) = (fields[0], fields[1], fields.count > 2 ? fields[2] : 0, true)
    if rest.first == "." { rest = rest.dropFirst().drop { $0.isNumber } }
    if rest.hasPrefix("am") || rest.hasPrefix("pm") {
      afternoon = rest.hasPrefix("pm")
    } else if rest.hasPrefix("+") || rest.hasPrefix("-") {
      takeZone(Array(rest.utf8)[...])
    }
  }

  private static func leadingNumber(_ rest: inout Substring) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.utf8.count <= 4 else { return nil }
    rest = rest[digits.endIndex...]
    return Int(digits)
  }

  /// `+0100`, `-5`, `+01:00`.
  private mutating func takeZone(_ bytes: ArraySlice<UInt8>) {
    guard let sign = bytes.first, sign == 0x2B || sign == 0x2D else { return }
    let digits = bytes.dropFirst().filter(Octets.isDigit).prefix(4).map { Int($0) - 48 }
    let minutes: Int
    switch digits.count {
    case 1: minutes = digits[0] * 60
    case 2: minutes = (digits[0] * 10 + digits[1]) * 60
    case 3: minutes = digits[0] * 60 + digits[1] * 10 + digits[2]
    case 4: minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
    default: return
    }
    offset = (sign == 0x2D ? -minutes : minutes) * 60
  }

  /// RFC 5322 §4.3: two digits below 50 are 20xx, above 19xx; three are counted from 1900.
  private mutating func setYear(_ number: Int, digits: Int) {
    switch digits {
    case 1, 2: year = number < 50 ? 2000 + number : 1900 + number
    case 3: year = 1900 + number
    default: year = number
    }
  }

  private static let months = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
  ]

  /// Minutes east of UTC of the zones of RFC 5322 §4.3 and some others in use.
  private static let zones = [
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480,
    "pdt": -420, "akst": -540, "akdt": -480, "hst": -600, "bst": 60, "wet": 0, "west": 60, "cet": 60, "cest": 120, "met": 60,
    "mest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "msd": 240, "jst": 540, "kst": 540, "ist": 330,
    "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780,
  ]
}
