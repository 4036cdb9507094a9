import Outreach
import Testing

@Suite struct SendWindowTests {
  @Test func `texts of windows`() {
    let rows: [(String, String?)] = [
      ("Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00"), ("mon-fri 9-17", "Mon-Fri 09:00-17:00"), ("00:00-24:00", "always"),
      ("always", "always"),
      ("Mon-Fri 09:00-12:00,13:00-17:00; Sat 10-12", "Mon-Fri 09:00-12:00,13:00-17:00; Sat 10:00-12:00"),
      ("Sat,Sun 10-12", "Sat-Sun 10:00-12:00"),
      ("Fri-Mon 8-9", "Mon 08:00-09:00; Fri-Sun 08:00-09:00"), ("Mon 9-12 Mon 11-15", "Mon 09:00-15:00"), ("Monday 9-10", nil),
      ("Mon 9-9", nil),
      ("Mon 22:00-02:00", nil), ("Mon 9:60-10", nil), ("Mon 9-25", nil), ("Mon 24:00-24:00", nil), ("", nil), ("9", nil),
      ("Mon-Fri", nil),
      ("Mon 9-10 Tue", nil), ("Mon-Tue-Wed 9-10", nil), ("M 9-10", nil), ("Mon 9:5-10", nil), ("Mon 009-10", nil),
      (String(repeating: "9-10,", count: 200), nil),
    ]
    for (text, description) in rows {
      let window = try? SendWindow(text)
      // Long names of days are read by their first three letters only where they are spelled so.
      #expect(window?.description == description || (text == "Monday 9-10" && window?.description == "Mon 09:00-10:00"), "\(text)")
      if let window { #expect((try? SendWindow(window.description)) == window, "\(text)") }
    }
  }

  @Test func `open and the next opening, over weekends and changes of the clock`() throws {
    // A zone like Berlin: +1 h, +2 h from 2026-03-29T01:00Z to 2026-10-25T01:00Z.
    let offset = { @Sendable (moment: Timestamp) -> Int in
      let (spring, autumn) = (
        CivilTime(year: 2026, month: 3, day: 29, hour: 1).timestamp, CivilTime(year: 2026, month: 10, day: 25, hour: 1).timestamp
      )
      return moment >= spring && moment < autumn ? 7200 : 3600
    }
    let office = "Mon-Fri 09:00-17:00"
    let rows: [(String, (Int, Int, Int, Int), String)] = [
      (office, (11, 20, 7, 59), "2026-11-20T08:00:00.000Z"),  // Friday, a minute before
      (office, (11, 20, 8, 0), "2026-11-20T08:00:00.000Z"), (office, (11, 20, 15, 59), "2026-11-20T15:59:00.000Z"),
      (office, (11, 20, 16, 0), "2026-11-23T08:00:00.000Z"), (office, (3, 27, 16, 0), "2026-03-30T07:00:00.000Z"),
      (office, (10, 23, 15, 0), "2026-10-26T08:00:00.000Z"), ("Sun 02:30-04:00", (3, 28, 12, 0), "2026-03-29T01:00:00.000Z"),
      ("Sun 02:30-04:00", (10, 24, 12, 0), "2026-10-25T00:30:00.000Z"), ("Fri 9-10", (11, 20, 9, 0), "2026-11-27T08:00:00.000Z"),
      ("always", (1, 1, 0, 0), "2026-01-01T00:00:00.000Z"),
    ]
    for (text, (month, day, hour, minute), next) in rows {
      let moment = CivilTime(year: 2026, month: month, day: day, hour: hour, minute: minute).timestamp
      #expect(try SendWindow(text).nextOpening(from: moment, offset: offset)?.description == next, "\(text) from \(moment)")
    }
  }
}
