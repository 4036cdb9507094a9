/// The hours of the week in which mail may leave, in somebody's local time: `Mon-Fri 09:00-12:00,13:00-17:00; Sat 10:00-12:00`.
public struct SendWindow: Hashable, Sendable, CustomStringConvertible {
  /// Some hours of one day.
  public struct Hours: Hashable, Sendable, Comparable {
    /// Minutes after midnight, 0 to 1439.
    public let from: Int
    /// Minutes after midnight, up to 1440; not in it any more.
    public let until: Int

    /// Earlier before later.
    public static func < (a: Hours, b: Hours) -> Bool { (a.from, a.until) < (b.from, b.until) }
  }

  /// The open hours of each day, Monday first, sorted, without overlap; seven of them.
  public let days: [[Hours]]

  /// Open all the time.
  public static let always = SendWindow(days: Array(repeating: [Hours(from: 0, until: 1440)], count: 7))

  private static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  /// So far ahead an opening is looked for.
  private static let farthestDays = 60
  /// A longer text is no window.
  private static let longestText = 500

  private init(days: [[Hours]]) { self.days = days }

  /// Reads the text of a setting.
  ///
  /// Groups of days and hours, separated by `;`, `,` or blanks. Days: `Mon`, `Mon-Fri`, `Sat,Sun`, `Fri-Mon`; without any, every day.
  /// Hours: `9-17`, `09:00-17:30`, `00:00-24:00`, several. `always` is the whole week.
  /// - Throws: `.badInput` with what is wrong and an example.
  public init(_ text: String) throws(Fault) {
    guard text.utf8.count <= Self.longestText else { throw Self.fault("It is too long.") }
    if text.lowercased() == "always" {
      self = .always
      return
    }
    var days = [[Hours]](repeating: [], count: 7)
    var (group, sawHours, sawAny) = (Set<Int>(), true, false)
    for word in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ";" || $0 == "\t" }) {
      if word.first?.isNumber == true {
        let hours = try Self.hours(word)
        for day in group.isEmpty ? Set(0..<7) : group { days[day].append(hours) }
        (sawHours, sawAny) = (true, true)
      } else {
        // Days after hours begin a new group.
        if sawHours { group = [] }
        group.formUnion(try Self.days(word))
        sawHours = false
      }
    }
    guard sawAny, sawHours else { throw Self.fault("It names no hours\(sawAny ? " for its last days" : "").") }
    self.init(days: days.map(Self.merged))
  }

  /// Whether it is open at a local time.
  public func contains(_ local: CivilTime) -> Bool {
    guard (1...7).contains(local.weekday) else { return false }
    let minute = local.hour * 60 + local.minute
    return days[local.weekday - 1].contains { $0.from <= minute && minute < $0.until }
  }

  /// Since when it has been open at a local time, and how long the hours are in all.
  /// - Returns: seconds since the opening, seconds from opening to closing; nil where it is closed, or where a day's hours join the next's.
  public func opened(at local: CivilTime) -> (seconds: Int, length: Int)? {
    let minute = local.hour * 60 + local.minute
    guard let hours = days[local.weekday - 1].first(where: { $0.from <= minute && minute < $0.until }) else { return nil }
    if hours.from == 0, days[(local.weekday + 5) % 7].last?.until == 1440 { return nil }
    return ((minute - hours.from) * 60 + local.second, (hours.until - hours.from) * 60)
  }

  /// The next moment, not before `moment`, at which it is open; `moment` itself where it is open then.
  ///
  /// Where the clocks jump over an opening, the window opens with the jump; where an hour comes twice, it opens twice.
  /// - Parameters:
  ///   - isClosed: whether it stays closed on a local day, days since 1970-01-01: a holiday.
  ///   - offset: seconds east of UTC of the local time at a moment.
  /// - Returns: nil only for a zone whose offsets make no sense, or where it is closed for two months.
  public func nextOpening(from moment: Timestamp, isClosed: (Int) -> Bool = { _ in false }, offset: (Timestamp) -> Int)
    -> Timestamp?
  {
    let now = CivilTime(moment, offset: offset(moment))
    let today = CivilTime.days(year: now.year, month: now.month, day: now.day)
    if contains(now), !isClosed(today) { return moment }
    // Mostly within a week and a day, as today's hours may be over; longer where holidays fall on the only days.
    for day in today...(today + Self.farthestDays) where !isClosed(day) {
      let openings =
        days[((day + 3) % 7 + 7) % 7].flatMap { Self.moments(day: day, minute: $0.from, offset: offset) }
        + Self.change(on: day, offset: offset)
      let next = openings.filter { $0 >= moment && contains(CivilTime($0, offset: offset($0))) }.min()
      if let next { return next }
    }
    return nil
  }

  /// The text that reads back as the same window, days with equal hours together.
  public var description: String {
    if self == .always { return "always" }
    var (groups, start) = ([String](), 0)
    while start < 7 {
      var end = start
      while end + 1 < 7, days[end + 1] == days[start] { end += 1 }
      if !days[start].isEmpty {
        let hours = days[start].map { "\(Self.clock($0.from))-\(Self.clock($0.until))" }.joined(separator: ",")
        groups.append("\(Self.names[start])\(end > start ? "-" + Self.names[end] : "") \(hours)")
      }
      start = end + 1
    }
    return groups.joined(separator: "; ")
  }

  /// The moments of a local time: mostly one, two where the clocks go back, none where they jump over it.
  private static func moments(day: Int, minute: Int, offset: (Timestamp) -> Int) -> [Timestamp] {
    let local = Timestamp(rawValue: (Int64(day) * 1440 + Int64(minute)) * 60_000)
    let offsets = [offset(local.adding(seconds: -86_400)), offset(local.adding(seconds: 86_400))]
    let moments = offsets.map { local.adding(seconds: -$0) }
    return zip(moments, offsets).filter { offset($0.0) == $0.1 }.map(\.0)
  }

  /// The moment at which the clocks change on a day, if they do: hours may open with it that begin at no full minute of the day.
  private static func change(on day: Int, offset: (Timestamp) -> Int) -> [Timestamp] {
    var before = Timestamp(rawValue: Int64(day - 1) * 86_400_000)
    var after = Timestamp(rawValue: Int64(day + 2) * 86_400_000)
    let old = offset(before)
    guard offset(after) != old else { return [] }
    // By halves, down to the second.
    while after.seconds(since: before) > 1 {
      let middle = before.adding(seconds: after.seconds(since: before) / 2)
      if offset(middle) == old { before = middle } else { after = middle }
    }
    let local = CivilTime(after, offset: offset(after))
    return CivilTime.days(year: local.year, month: local.month, day: local.day) == day ? [after] : []
  }

  private static func hours(_ word: Substring) throws(Fault) -> Hours {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let from = minutes(ends[0]), let until = minutes(ends[1]), from < 1440 else {
      throw fault("“\(word)” are no hours.")
    }
    guard from < until else { throw fault("“\(word)” ends before it begins; split it at midnight.") }
    return Hours(from: from, until: until)
  }

  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count),
      parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = parts.count == 2 ? Int(parts[1]) : 0, minute < 60, hour * 60 + minute <= 1440,
      parts.count == 1 || parts[1].count == 2
    else { return nil }
    return hour * 60 + minute
  }

  private static func days(_ word: Substring) throws(Fault) -> Set<Int> {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false).map { part in
      part.count >= 3 ? names.firstIndex { part.lowercased().hasPrefix($0.lowercased()) } : nil
    }
    guard let first = ends.first, let from = first, let last = ends.last, let until = last, ends.count <= 2 else {
      throw fault("“\(word)” is no day.")
    }
    return Set((from...(until < from ? until + 7 : until)).map { $0 % 7 })
  }

  private static func merged(_ hours: [Hours]) -> [Hours] {
    hours.sorted().reduce(into: []) { result, next in
      if let last = result.last, next.from <= last.until {
        result[result.count - 1] = Hours(from: last.from, until: max(last.until, next.until))
      } else {
        result.append(next)
      }
    }
  }

  private static func clock(_ minutes: Int) -> String {
    let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  private static func fault(_ reason: String) -> Fault {
    Fault(.badInput, "\(reason) Write days and hours, such as “Mon-Fri 09:00-17:00”.")
  }
}
