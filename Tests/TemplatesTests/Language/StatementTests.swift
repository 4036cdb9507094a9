import Testing

@testable import Templates

/// What Jinja2 3.1.6 gives for the same templates; the results come from it.
@Suite struct StatementTests {
  @Test func `statements give what Jinja gives`() throws {
    let context = try Expectation.context()
    for (template, expected) in rows {
      #expect(Expectation.of(template, context) == expected, "\(template)")
    }
  }

  private let rows: [(String, Expectation)] = [
    ("{% if nums %}a{% elif zero %}b{% else %}c{% endif %}", .prints("a")),
    (
      "{% for p in people %}{{ loop.index }}/{{ loop.length }} {{ p.n }}{{ ', ' if not loop.last }}{% endfor %}",
      .prints("1/3 Zoe, 2/3 adam, 3/3 Ben")
    ),
    ("{% for p in people if p.on %}{{ loop.index0 }}{{ p.n }}{{ loop.revindex }}{% else %}none{% endfor %}", .prints("0Zoe21Ben1")),
    ("{% for x in [] %}{{ x }}{% else %}empty{% endfor %}", .prints("empty")),
    ("{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}", .prints("a=1;b=2;")),
    (
      "{% for x in nums %}{{ loop.previtem|default('-') }}<{{ x }}>{{ loop.nextitem|default('-') }}{{ loop.cycle('o', 'e') }}{{ loop.changed(x > 1) }} {% endfor %}",
      .prints("-<3>1oTrue 3<1>2eTrue 1<2>-oTrue ")
    ),
    (
      "{% for n in [[1, [2, [3]]], 4] recursive %}{{ loop.depth }}{% if n is iterable %}({{ loop(n) }}){% else %}{{ n }}{% endif %}{% endfor %}",
      .prints("1(212(323(43)))14")
    ),
    ("{% set x = 1 %}{% for i in nums %}{% set x = i %}{% endfor %}{{ x }}", .prints("1")),
    (
      "{% set ns = namespace(total=0) %}{% for i in nums %}{% set ns.total = ns.total + i %}{% endfor %}{{ ns.total }}",
      .prints("6")
    ),
    (
      "{% set a, b = 1, 2 %}{{ b }}{{ a }}{% set c %}<{{ a }}>{% endset %}{{ c }}{% set d | upper %}x{{ b }}{% endset %}{{ d }}",
      .prints("21<1>X2")
    ),
    (
      "{% macro m(a, b=2) %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1) }} {{ m(1, 3, 4, x=5) }} {{ m() }}",
      .prints("12(){} 13(4,){'x': 5} 2(){}")
    ),
    ("{% macro m(a) %}[{{ caller(a) }}]{% endmacro %}{% call(v) m(5) %}v{{ v }}{% endcall %}", .prints("[v5]")),
    ("{% macro m() %}{{ x }}{% endmacro %}{% set x = 3 %}{{ m() }}{{ m.name }}{{ m.arguments }}", .prints("3m()")),
    ("{{ m() }}{% macro m() %}{% endmacro %}", .fails(line: 1)),
    ("{% with a = 1, b = nums %}{{ a }}{{ b }}{% endwith %}{{ a }}|", .prints("1[3, 1, 2]|")),
    ("{% filter upper %}a{{ lead.name }}{% endfilter %}", .prints("AERIKA MUSTER")),
    ("{% raw %}{{ x }}{% if %}{% endraw %}{# gone #}!", .prints("{{ x }}{% if %}!")),
    (
      "{% autoescape true %}{{ html }}{{ html|safe }}{% endautoescape %}{{ html }}",
      .prints("&lt;b&gt;&#34;x&#34; &amp; &#39;y&#39;&lt;/b&gt;<b>\"x\" & 'y'</b><b>\"x\" & 'y'</b>")
    ),
    ("  {%- if true %} a {%- endif -%}  b", .prints(" ab")),
    ("{% for x in nums -%}\n  {{ x }}\n{%- endfor %}", .prints("312")),
    ("{% set x = 5 %}{% if x %}{% set x = 6 %}{% endif %}{{ x }}", .prints("6")),
    ("{% print 1, 'a' %}", .prints("1a")),
    ("{% for x in 5 %}{% endfor %}", .fails(line: 1)),
    ("{% for a, b in [1] %}{% endfor %}", .fails(line: 1)),
    ("a\nb\n{% endif %}", .fails(line: 3)),
    ("{% if x %}", .fails(line: 1)),
    ("{{ 1 +", .fails(line: 1)),
    // Lines are Jinja's: a statement without a line of its own has that of the code before it.
    ("\n{% if zero %}\n{{ text }}{% endif %}\n\n{% with a = 1 / zero %}{% endwith %}", .fails(line: 3)),
    ("\n{{ text }}\n{% set lead.x = 1 %}", .fails(line: 2)),
    ("\n{{ text }}\n\n{% autoescape 1 / zero %}{% endautoescape %}", .fails(line: 2)),
    ("{{ 1 }}\n{% for x in [1, 0] if\n 1 / x %}\n{{ x }}\n{% endfor %}", .fails(line: 3)),
    ("\n{% for x in [1, 'a']|map('abs') %}\n{{ x }}\n\n{% endfor %}", .fails(line: 2)),
    ("\n{% for x in nums recursive %}\n{{ loop(5) }}\n{% endfor %}", .fails(line: 2)),
    ("{% for x in nums %}\n{% set loop = 1 %}{% endfor %}", .fails(line: 2)),
    ("{% for x in nums %}{{ loop.changed(x=1) }}{% endfor %}", .fails(line: 1)),
    ("{% for x in nums %}{% for y, l in loop %}{{ y }}{{ l.index }} {% endfor %}|{% endfor %}", .prints("12 23 |")),

    ("{{ x | nosuch }}", .fails(line: 1)),
    ("{% if false %}{{ x|nosuch }}{% endif %}fine", .prints("fine")),
    ("{% for loop in nums %}{% endfor %}", .fails(line: 1)),
    ("{{ [1, }}", .fails(line: 1)),
    ("{% set 1 = 2 %}", .fails(line: 1)),
    ("{# open", .fails(line: 1)),
    ("{% raw %}x", .fails(line: 1)),
    ("{{ 'open }}", .fails(line: 1)),
    ("{% block a %}{% endblock %}{% block a %}{% endblock %}", .fails(line: 1)),
    ("{{ a b }}", .fails(line: 1)),
    ("{% unknown %}", .fails(line: 1)),
    ("{{ x is nosuch }}", .fails(line: 1)),
    ("{% macro m(a=1, b) %}{% endmacro %}", .fails(line: 1)),
    ("{{ f(a=1, 2) }}", .fails(line: 1)),
    ("{% set l = [1] %}{% set _ = l.append(2) %}{{ l }}{% set _ = nums.append(9) %}{{ nums }}", .prints("[1, 2][3, 1, 2, 9]")),
  ]
}
