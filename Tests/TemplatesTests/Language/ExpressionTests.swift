import Testing

@testable import Templates

/// What Jinja2 3.1.6 gives for the same templates; the results come from it.
@Suite struct ExpressionTests {
  @Test func `expressions give what Jinja gives`() throws {
    let context = try Expectation.context()
    for (template, expected) in rows {
      #expect(Expectation.of(template, context) == expected, "\(template)")
    }
  }

  private let rows: [(String, Expectation)] = [
    ("{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 2 ** -1 }}", .prints("3 -4 2 -2 0.5")),
    (
      "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 in nums }} {{ 'V' in 'Vip' }} {{ 9 not in nums }}", .prints("True False True True True")
    ),
    ("{{ 'a' ~ 1 ~ none ~ 2.0 }}", .prints("a1None2.0")),
    (
      "{{ ('a' or y) or x|nofilter }}{{ '' and x|nofilter }}{{ none and x is notest }}{% autoescape x %}{{ 'a' or x|nofilter }}{% endautoescape %}",
      .prints("aNonea")
    ),
    (
      "{{ [1, 2] + [3] }} {{ (1,) }} {{ () }} {{ {'a': 1, 'b': [true, none]} }}",
      .prints("[1, 2, 3] (1,) () {'a': 1, 'b': [True, None]}")
    ),
    (
      "{{ 'it\\'s' }} {{ ['it\\'s', 'say \"hi\"', 'both \\' and \"', 'tab\\t', 'é', '\\x00'] }}",
      .prints("it's [\"it's\", 'say \"hi\"', 'both \\' and \"', 'tab\\t', 'é', '\\x00']")
    ),
    (
      "{{ 1e16 }} {{ 1e15 }} {{ 0.0001 }} {{ 0.00001 }} {{ 1.0 }} {{ 1/3 }} {{ 1e300*1e10 }} {{ -0.0 }}",
      .prints("1e+16 1000000000000000.0 0.0001 1e-05 1.0 0.3333333333333333 inf -0.0")
    ),
    (
      "{{ lead.name[0] }}{{ lead.name[-1] }} {{ lead.name[1:4] }} {{ lead.name[::-2] }} {{ nums[::-1] }} {{ nums[5:] }}",
      .prints("er rik rtu kr [2, 1, 3] []")
    ),
    ("{{ lead['company'] }} {{ lead.tags.0 }} {{ lead.items() | length }} {{ lead['items'] }}", .prints("Muster & Söhne Vip 6 3")),
    ("{{ 'yes' if lead.city else 'no' }}{{ 'x' if false }}|", .prints("no|")),
    ("{{ not true or true and false }} {{ 0 or 'd' }} {{ 1 and 2 }}", .prints("False d 2")),
    ("{{ -2 ** 2 }} {{ 2 ** 3 ** 2 }} {{ 1 + 2 * 3 - 4 / 2 }}", .prints("4 64 5.0")),
    ("{{ 'ab' * 3 }} {{ 2 * [1] }} {{ 0 * 'x' }}|", .prints("ababab [1, 1] |")),
    ("{{ 0x1F + 0b101 + 0o17 + 1_000 }} {{ 1_0.5e-1 }}", .prints("1051 1.05")),
    ("{{ 'a' 'b' \"c\" }} {{ 'caf\\u00e9' }} {{ 'a\\nb'|length }}", .prints("abc café 3")),
    ("{{ true + true }} {{ true == 1 }} {{ 1 == 1.0 }} {{ 'a' == 1 }} {{ none == false }}", .prints("2 True True False False")),
    ("{{ [1, 2] < [1, 3] }} {{ 'a' < 'b' }} {{ (1, 'b') > (1, 'a') }}", .prints("True True True")),
    ("{{ 1 / 0 }}", .fails(line: 1)),
    ("{{ 'a' + 1 }}", .fails(line: 1)),
    ("{{ 1 < 'a' }}", .fails(line: 1)),
    ("{{ missing.attribute }}", .fails(line: 1)),
    ("a\n{{ lead.nothing.more }}", .fails(line: 2)),
    ("{{ nums['x'] }}|{{ nums[99] }}|{{ lead.nope }}|", .prints("|||")),
    ("{{ -missing }}", .fails(line: 1)),
    ("{{ 5() }}", .fails(line: 1)),
    ("{{ missing == none }} {{ missing is defined }} {{ missing|default('d') }}", .prints("False False d")),
    (
      "{{ \"%s is %d or %.2f, %5s|%-5s|%05d %x %%\" % ('a', 3, 2.345, 'r', 'l', 42, 255) }}",
      .prints("a is 3 or 2.35,     r|l    |00042 ff %")
    ),
    ("{{ \"%(a)s-%(b)03d\" % {'a': 'x', 'b': 7} }}", .prints("x-007")),
    ("{{ '%d' % 'x' }}", .fails(line: 1)),
    ("{{ '%s %s' % 'one' }}", .fails(line: 1)),
    ("{{ '{0:>6}|{1:<4}|{x:^5}|{2:,.2f}|{3!r}'.format('a', 'b', 1234.5, 'q', x='m') }}", .prints("     a|b   |  m  |1,234.50|'q'")),
    (
      "{{ '{:+d} {:x} {:08.3f} {:e} {:%} {:_}'.format(5, 255, 3.14159, 12345.678, 0.256, 1234567) }}",
      .prints("+5 ff 0003.142 1.234568e+04 25.600000% 1_234_567")
    ),
  ]
}
