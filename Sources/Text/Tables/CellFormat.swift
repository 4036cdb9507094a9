import Finding

/// How a workbook shows a number: as it is, or as a date, a time or a length of time (ECMA-376 part 1, §18.8.30 and §18.17.4).
struct CellFormat: Hashable, Sendable {
  /// What of a moment is shown.
  var hasDate = false
  var hasTime = false
  /// Hours beyond a day: `[h]:mm`.
  var isLength = false

  /// Days between 1899-12-30 and 1970-01-01.
  private static let epochDay = 25_569
  /// Days by which the system of 1904 begins later.
  private static let laterDays = 1_462
  /// 9999-12-31.
  private static let lastDay = 2_958_465.0

  /// The built-in format of a number (§18.8.30); nil for one that is no date, and for those that a workbook defines.
  init?(builtIn id: Int) {
    switch id {
    case 14...17, 27...31, 34...36, 50...54, 57, 58: hasDate = true
    case 18...21, 32, 33, 45, 47, 55, 56: hasTime = true
    case 22: (hasDate, hasTime) = (true, true)
    case 46: (hasTime, isLength) = (true, true)
    default: return nil
    }
  }

  /// A format by its code, such as `dd.mm.yyyy hh:mm`; nil for one that shows no date or time.
  init?(code: String) {
    var (letters, rest) = ("", code[...])
    scan: while let mark = rest.popFirst() {
      switch mark {
      case ";": break scan
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }.lowercased()
        rest = rest.dropFirst(inside.count + 1)
        if !inside.isEmpty, inside.allSatisfy({ $0 == "h" }) || inside.allSatisfy({ $0 == "m" }) || inside.allSatisfy({ $0 == "s" })
        {
          isLength = true
        }
      default: letters += mark.lowercased()
      }
    }
    letters = letters.replacing("am/pm", with: "h").replacing("a/p", with: "h")
    // Names for “as it is” in workbooks of other languages hold letters of dates.
    guard !["general", "standard", "geral", "estandar", "estándar", "generale"].contains(letters) else { return nil }
    // Digits are of numbers, but for fractions of a second.
    guard !letters.contains("#"), !letters.contains("?"), !letters.contains("0") || letters.contains("ss") else { return nil }
    hasTime = isLength || letters.contains { $0 == "h" || $0 == "s" }
    hasDate = letters.contains { $0 == "d" || $0 == "y" } || !hasTime && letters.contains("m")
    if isLength { hasDate = false }
    guard hasDate || hasTime else { return nil }
  }

  /// A serial number as ISO 8601 writes its moment: `2026-05-04`, `2026-05-04 13:30`, `13:30`; of a length the hours may be many.
  /// - Parameter is1904: whether days are counted from 1904-01-01, as old workbooks of the Mac do.
  /// - Returns: nil where the number is no moment.
  func text(_ serial: Double, is1904: Bool) -> String? {
    guard serial >= 0, serial <= Self.lastDay else { return nil }
    var seconds = Int((serial * 86_400).rounded())
    if isLength { return Self.clock(seconds) }
    if !hasTime { seconds = Int(serial) * 86_400 }
    let (day, second) = (seconds / 86_400, seconds % 86_400)
    guard hasDate else { return Self.clock(second) }
    guard let date = Self.date(day, is1904: is1904) else { return nil }
    return hasTime && second > 0 ? "\(date) \(Self.clock(second))" : date
  }

  private static func clock(_ seconds: Int) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
    return "\(two(hours)):\(two(minutes))" + (rest == 0 ? "" : ":\(two(rest))")
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func date(_ day: Int, is1904: Bool) -> String? {
    if is1904 { return date(daysSince1970: day + laterDays - epochDay) }
    switch day {
    case 0: return nil
    // Excel knows a 29th of February 1900, which never was (§18.17.4.1); days before it are one further.
    case 60: return "1900-02-29"
    case 1..<60: return date(daysSince1970: day + 1 - epochDay)
    default: return date(daysSince1970: day - epochDay)
    }
  }

  /// Howard Hinnant's civil_from_days, for the proleptic Gregorian calendar.
  private static func date(daysSince1970 days: Int) -> String {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * part + 2) / 5 + 1
    let month = part < 10 ? part + 3 : part - 9
    return "\(yearOfEra + era * 400 + (month <= 2 ? 1 : 0))-\(two(month))-\(two(day))"
  }
}

/// Which cells of a workbook are dates, by the styles that they name.
struct CellFormats {
  /// By the number of a style; nil for one that shows no date.
  private var styles: [CellFormat?] = []
  private let is1904: Bool

  /// - Parameters:
  ///   - styles: `xl/styles.xml`; empty where there is none.
  ///   - is1904: whether days are counted from 1904.
  init(styles bytes: [UInt8], is1904: Bool) {
    self.is1904 = is1904
    var (codes, isCell) = ([Int: CellFormat](), false)
    var scan = XMLScan(bytes)
    while let token = scan.next() {
      switch token {
      case .open("numFmt", let attributes, _):
        if let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] {
          codes[id] = CellFormat(code: code)
        }
      case .open("cellXfs", _, let isEmpty): isCell = !isEmpty
      case .close("cellXfs"): isCell = false
      case .open("xf", let attributes, _) where isCell && styles.count < 65_536:
        let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
        styles.append(codes[id] ?? CellFormat(builtIn: id))
      default: break
      }
    }
  }

  /// The moment that a cell of a style shows; nil where it is no date.
  func moment(_ value: String, style: Int?) -> String? {
    guard let style, styles.indices.contains(style), let format = styles[style], let serial = Double(value) else { return nil }
    return format.text(serial, is1904: is1904)
  }
}
