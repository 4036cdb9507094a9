import Testing

@testable import Templates

/// What Jinja2 3.1.6 gives for the same templates; the results come from it.
@Suite struct MethodTests {
  @Test func `methods give what Python gives`() throws {
    let context = try Expectation.context()
    for (template, expected) in rows {
      #expect(Expectation.of(template, context) == expected, "\(template)")
    }
  }

  private let rows: [(String, Expectation)] = [
    (
      "{{ 'a,b,,c'.split(',') }}{{ ' a  b '.split() }}{{ 'a,b,c'.split(',', 1) }}{{ 'a,b,c'.rsplit(',', 1) }}{{ 'a\\nb\\r\\nc'.splitlines() }}",
      .prints("['a', 'b', '', 'c']['a', 'b']['a', 'b,c']['a,b', 'c']['a', 'b', 'c']")
    ),
    (
      "{{ '-'.join(['a', 'b']) }} {{ 'Hello'.swapcase() }} {{ 'hello world'.title() }} {{ \"they're\".title() }}",
      .prints("a-b hELLO Hello World They'Re")
    ),
    (
      "{{ 'abc'.find('c') }}{{ 'abc'.find('z') }}{{ 'aXbX'.rfind('X') }}{{ 'aaaa'.count('aa') }}{{ 'abc'.index('b', 1) }}",
      .prints("2-1321")
    ),
    (
      "{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith(('x', 'c')) }}{{ 'x'.isdigit() }}{{ '12'.isdigit() }}{{ 'Ab'.isalpha() }}{{ 'Ab Cd'.istitle() }}",
      .prints("TrueTrueFalseTrueTrueTrue")
    ),
    (
      "{{ 'x'.center(4, '*') }}{{ 'x'.ljust(3, '.') }}{{ 'x'.rjust(3) }}{{ '-5'.zfill(4) }}{{ 'a\\tb'.expandtabs(4) }}",
      .prints("*x**x..  x-005a   b")
    ),
    (
      "{{ 'a=b=c'.partition('=') }}{{ 'a=b=c'.rpartition('=') }}{{ 'abc'.removeprefix('a').removesuffix('c') }}",
      .prints("('a', '=', 'b=c')('a=b', '=', 'c')b")
    ),
    (
      "{{ lead.get('name') }}{{ lead.get('zz', 'd') }}{{ {'a': 1}.keys() }}{{ {'a': 1}.values()|list }}{{ {'a': 1}.items() }}",
      .prints("erika musterddict_keys(['a'])[1]dict_items([('a', 1)])")
    ),
    (
      "{% set l = [3, 1] %}{% set _ = l.extend([2]) %}{% set _ = l.sort() %}{% set _ = l.insert(0, 'x') %}{{ l }}{{ l.pop() }}{{ l.index(1) }}{{ l.count(1) }}",
      .prints("['x', 1, 2, 3]311")
    ),
    (
      "{% set d = {} %}{% set _ = d.update({'a': 1}, b=2) %}{{ d }}{{ d.pop('a') }}{{ d.setdefault('c', 3) }}{{ d }}",
      .prints("{'a': 1, 'b': 2}13{'b': 2, 'c': 3}")
    ),
    ("{{ 'abc'.index('z') }}", .fails(line: 1)),
    ("{{ ''.join([1]) }}", .fails(line: 1)),
    ("{{ 'a'.split('') }}", .fails(line: 1)),
    ("{{ [].pop() }}", .fails(line: 1)),
    ("{{ 'a'.nope() }}", .fails(line: 1)),
    ("{{ 'a'.upper(1) }}", .fails(line: 1)),
    ("{{ 'ŉ ﬁ ΑΣ ς ı'.casefold() }}", .prints("ʼn fi ασ σ ı")),
    ("{{ 'abc'.find('a', 10 ** 30) }}{{ 'abc'[:10 ** 30] }}", .prints("-1abc")),
    ("{{ 'abc'[:-10 ** 31] }}{{ [1].index(1, -10 ** 31) }}", .prints("0")),
    ("{{ '{:#.0e} {:#.3} {:20c}|{:#g}'.format(1.0, 123.0, 65, 1.0) }}", .prints("1.e+00 1.23e+02                    A|1.00000")),
    ("{{ '{:06,}'.format(-7) }} {{ '{:#08_x}'.format(7) }} {{ '%#.0f' % 2 }}", .prints("-0,007 0x0_0007 2.")),
    ("{{ '{:-5}'.format('a') }}", .fails(line: 1)),
    ("{{ '{:,n}'.format(1) }}", .fails(line: 1)),
    ("{{ '{:.1c}'.format(65) }}", .fails(line: 1)),
    ("{{ '{l[9]}'.format(l=[1]) }}", .fails(line: 1)),
    ("{{ '{.x}'.format(1) }}", .fails(line: 1)),
    ("{{ '%5%' % 1 }}", .fails(line: 1)),
    ("{{ ('%d %.1f'|safe) % ('5', '2') }}", .prints("5 2.0")),
    ("{{ ('%x'|safe) % 5 }}", .fails(line: 1)),
    ("{{ 10 ** 30 / 10 }} {{ -7 / (-10 ** 25 - 7) }} {{ 9007199254740993 / 3 }}", .prints("1e+29 7e-25 3002399751580331.0")),
    ("{{ 10 ** 400 * 1.5 }}", .fails(line: 1)),
    ("{{ -0.0 // 0.5 }} {{ -0.0 // -0.5 }}", .prints("-0.0 0.0")),

  ]
}
