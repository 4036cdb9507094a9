import Testing

@testable import Templates

/// What Jinja2 3.1.6 gives for the same templates; the results come from it.
@Suite struct FilterTests {
  @Test func `filters give what Jinja gives`() throws {
    let context = try Expectation.context()
    for (template, expected) in rows {
      #expect(Expectation.of(template, context) == expected, "\(template)")
    }
  }

  private let rows: [(String, Expectation)] = [
    (
      "{{ 'hELLO wORLD-foo'|capitalize }} {{ 'hello wORLD-foo (bar)'|title }} {{ 'ß'|upper }} {{ 'ΑΣ'|lower }}",
      .prints("Hello world-foo Hello World-Foo (Bar) SS ας")
    ),
    ("{{ text|wordcount }} {{ text|wordwrap(7) }} {{ text|indent }}", .prints("4 one two\nthree\nfour one two  three\n    four")),
    (
      "{{ 'foo bar baz qux'|truncate(9) }}|{{ 'foo bar baz qux'|truncate(9, true) }}|{{ 'foo bar'|truncate(7) }}|{{ 'foo bar baz'|truncate(5, leeway=0) }}",
      .prints("foo...|foo ba...|foo bar|fo...")
    ),
    (
      "{{ nums|sort }}{{ nums|sort(reverse=true) }}{{ lead.tags|sort }}{{ lead.tags|sort(case_sensitive=true) }}",
      .prints("[1, 2, 3][3, 2, 1]['apple', 'bread', 'Vip']['Vip', 'apple', 'bread']")
    ),
    ("{{ people|sort(attribute='a,n')|map(attribute='n')|join(', ') }}", .prints("adam, Ben, Zoe")),
    (
      "{% for g in people|groupby('a') %}{{ g.grouper }}:{{ g.list|length }} {% endfor %}{{ people|groupby('on')|first }}",
      .prints("20:1 31:2 (False, [{'n': 'adam', 'a': 20, 'on': False}])")
    ),
    (
      "{{ people|selectattr('on')|map(attribute='n')|list }}{{ people|rejectattr('a', 'gt', 25)|list|length }}",
      .prints("['Zoe', 'Ben']1")
    ),
    ("{{ nums|map('string')|join('+') }}={{ nums|sum }} {{ people|sum(attribute='a') }}", .prints("3+1+2=6 82")),
    ("{{ nums|batch(2, 0)|list }}{{ nums|slice(2, 'x')|list }}", .prints("[[3, 1], [2, 0]][[3, 1], [2, 'x']]")),
    ("{{ [1, 'a', 1.0, 'A']|unique|list }}{{ nums|min }}{{ nums|max }}{{ []|max }}|", .prints("[1, 'a']13|")),
    (
      "{{ 2.5|round }} {{ 3.5|round }} {{ 2.675|round(2) }} {{ 1234|round(-2) }} {{ 2.1|round(method='ceil') }} {{ -2.1|round(1, 'floor') }}",
      .prints("2.0 4.0 2.67 1200 3.0 -2.1")
    ),
    (
      "{{ '12.9'|int }} {{ 'x'|int(5) }} {{ '0x1A'|int(base=16) }} {{ '1e3'|float }} {{ none|float(1.5) }}",
      .prints("12 5 26 1000.0 1.5")
    ),
    (
      "{{ 1|filesizeformat }} {{ 999|filesizeformat }} {{ 1500000|filesizeformat }} {{ 1500000|filesizeformat(true) }}",
      .prints("1 Byte 999 Bytes 1.5 MB 1.4 MiB")
    ),
    (
      "{{ html|e }} {{ html|striptags }} {{ '&lt;b&gt; &amp; x &copy'|striptags }}",
      .prints("&lt;b&gt;&#34;x&#34; &amp; &#39;y&#39;&lt;/b&gt; \"x\" & 'y' <b> & x ©")
    ),
    (
      "{{ 'see http://a.de/x?y=1. or www.b.com, c@d.org (e.net)'|urlize(12) }}",
      .prints(
        "see <a href=\"http://a.de/x?y=1\" rel=\"noopener\">http://a.de/...</a>. or <a href=\"https://www.b.com\" rel=\"noopener\">www.b.com</a>, <a href=\"mailto:c@d.org\">c@d.org</a> (e.net)"
      )
    ),
    ("{{ 'a b/ü&'|urlencode }} {{ {'q': 'a b', 'r': 1}|urlencode }}", .prints("a%20b/%C3%BC%26 q=a+b&r=1")),
    (
      "{{ {'b': [1, 2.5, none, true], 'a': '<\\'&>é'}|tojson }} {{ {'a': [1]}|tojson(2) }}",
      .prints("{\"a\": \"\\u003c\\u0027\\u0026\\u003e\\u00e9\", \"b\": [1, 2.5, null, true]} {\n  \"a\": [\n    1\n  ]\n}")
    ),
    ("{{ {'class': 'a b', 'id': none, 'n': 1}|xmlattr }}|", .prints(" class=\"a b\" n=\"1\"|")),
    (
      "{{ {'b': 1, 'A': 2}|dictsort }} {{ {'b': 1, 'a': 2}|dictsort(by='value') }}",
      .prints("[('A', 2), ('b', 1)] [('b', 1), ('a', 2)]")
    ),
    (
      "{{ 'abc'|first }}{{ 'abc'|last }}{{ 'abc'|reverse }}{{ nums|reverse|list }}{{ 'abc'|list }}",
      .prints("accba[2, 1, 3]['a', 'b', 'c']")
    ),
    ("{{ '  x '|trim }}|{{ 'xxaxx'|trim('x') }}|{{ 'a'|center(5) }}|", .prints("x|a|  a  |")),
    ("{{ 'a-b-c'|replace('-', '+', 1) }} {{ 'ab'|replace('', '.') }}", .prints("a+b-c .a.b.")),
    ("{{ ''|default('d') }}|{{ ''|default('d', true) }}|{{ nope|d }}|", .prints("|d||")),
    ("{{ lead|attr('name') }}|", .prints("|")),
    ("{{ '%s=%.1f'|format('a', 2.25) }}", .prints("a=2.2")),
    ("{{ 5|length }}", .fails(line: 1)),
    ("{{ 'abc'|round }}", .fails(line: 1)),
    ("{{ nums|join(d=1, x=2) }}", .fails(line: 1)),
    ("{{ nums|sort|first|upper }}", .prints("1")),
    ("{{ [3, 'a']|sort }}", .fails(line: 1)),
    ("{{ 'a\\nb'|indent(2, true) }}|{{ 'a\\n\\nb'|indent(2, blank=true) }}", .prints("  a\n  b|a\n  \n  b")),
    ("{{ 'ab'|truncate(5.5, leeway=0) }}", .prints("ab")),
    ("{{ 'a<x <!-- c --> b'|striptags }} {{ 'a <!-- b <i> c'|striptags }}", .prints("a b a <!-- b <i> c")),
    ("{{ 'http://a.deİ'|urlize }}", .prints("<a href=\"http://a.deİ\" rel=\"noopener\">http://a.deİ</a>")),
  ]
}
