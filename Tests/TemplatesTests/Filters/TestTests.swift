import Testing

@testable import Templates

/// What Jinja2 3.1.6 gives for the same templates; the results come from it.
@Suite struct TestTests {
  @Test func `tests give what Jinja gives`() throws {
    let context = try Expectation.context()
    for (template, expected) in rows {
      #expect(Expectation.of(template, context) == expected, "\(template)")
    }
  }

  private let rows: [(String, Expectation)] = [
    (
      "{% for v in [1, 1.5, 'a', true, none, [], {}, nope] %}{{ [v is defined, v is number, v is integer, v is float, v is string, v is boolean, v is none, v is mapping, v is sequence, v is iterable]|map('int')|join }} {% endfor %}",
      .prints("1110000000 1101000000 1000100011 1100010000 1000001000 1000000011 1000000111 0000000011 ")
    ),
    ("{{ 3 is odd }}{{ 4 is even }}{{ 9 is divisibleby 3 }}{{ 9 is divisibleby(2) }}", .prints("TrueTrueTrueFalse")),
    ("{{ 'a' is lower }}{{ 'A' is upper }}{{ 'a' is in 'abc' }}{{ 1 is in nums }}", .prints("TrueTrueTrueTrue")),
    (
      "{{ 1 is eq 1 }}{{ 1 is ne 1 }}{{ 2 is gt 1 }}{{ 2 is le 1 }}{{ 'x' is sameas 'x' }}{{ none is sameas none }}",
      .prints("TrueFalseTrueFalseTrueTrue")
    ),
    (
      "{{ 'upper' is filter }}{{ 'odd' is test }}{{ 'nope' is filter }}{{ range is callable }}{{ html is escaped }}",
      .prints("TrueTrueFalseTrueFalse")
    ),
    ("{{ 'a' is odd }}", .fails(line: 1)),
    ("{{ 1 is not none and 2 is not odd }}", .prints("True")),
  ]
}
