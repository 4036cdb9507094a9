import Foundation
import Testing

@testable import Net

@Suite struct HTTPDateTests {
  @Test func `dates are written and read as RFC 9110 says`() {
    let rows: [(seconds: Int, text: String)] = [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]
    for row in rows { #expect(HTTPDate.text(row.seconds) == row.text && HTTPDate.seconds(row.text) == row.seconds, "\(row)") }
    var wrong: [Int] = []
    for day in stride(from: 0, to: 60_000, by: 13) where HTTPDate.seconds(HTTPDate.text(day * 86_400 + 61)) != day * 86_400 + 61 {
      wrong.append(day)
    }
    #expect(wrong == [])
    for text in [
      "", "yesterday", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 28:49:37 GMT",
      "Sun, 06 Foo 1994 08:49:37 GMT",
    ] {
      #expect(HTTPDate.seconds(text) == nil, "\(text)")
    }
  }
}
