import Testing

@testable import Templates

/// What Jinja2 3.1.6 gives where this engine takes a shorter way: the results come from it, as text and escaped for HTML.
@Suite struct ShortcutTests {
  @Test func `shorter ways give what Jinja gives`() throws {
    let context = try Expectation.context()
    var html = TemplateOptions()
    html.autoescape = true
    for (template, text, escaped) in rows {
      #expect(Expectation.of(template, context) == text, "\(template)")
      #expect(Expectation.of(template, context, html) == escaped, "\(template)")
    }
  }

  @Test func `a filter of ours takes the place of Jinja's`() throws {
    let shout = TemplateFunction(parameters: []) { _ in .string("HEY") }
    let environment = TemplateEnvironment(filters: ["lower": shout, "sum": shout])
    #expect(
      try environment.compile("{{ a|lower }} {{ [a]|map(attribute='b')|sum }}", name: "t").render(["a": .string("X")]) == "HEY HEY")
  }

  @Test func `a name is found among few and among many`() throws {
    let source = "{{ n0 }}{{ a_name_longer_than_any_print }}{{ range(n1)|length }}{{ gone is defined }}{{ gone|default('-') }}"
    let template = try TemplateEnvironment(options: .mail(html: false)).compile(source, name: "t")
    for count in [2, 10, 30, 500] {
      var values = Dictionary(uniqueKeysWithValues: (0..<count).map { ("n\($0)", TemplateValue.int($0 + 7)) })
      values["a_name_longer_than_any_print"] = .string("long")
      values["a_name_longer_than_any_prinz"] = .string("other")
      #expect(try template.render(values) == "7long8False-")
      values["range"] = nil
      values["gone"] = .string("here")
      #expect(try template.render(values) == "7long8Truehere")
    }
  }

  @Test func `one template renders in many threads at once`() async throws {
    let template = try TemplateEnvironment.mail(html: true).compile(
      "{% macro p(n) %}{{ '%.2f'|format(n) }}{% endmacro %}{% for x in xs if x %}{{ loop.index }}{{ p(x) }}{{ name|title }}{% endfor %}",
      name: "t")
    try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<64 {
        group.addTask { try template.render(["xs": .list([.int(number + 1), .int(0)]), "name": .string("ann & \(number)")]) }
      }
      let made = try await group.reduce(into: Set<String>()) { $0.insert($1) }
      #expect(made == Set((0..<64).map { "1\($0 + 1).00Ann &amp; \($0)" }))
    }
  }

  private let rows: [(String, Expectation, Expectation)] = [
    (
      "{{ lead.name.split(' ')[0] }}|{{ 'a,b'.split(',')[1 + zero] }}|{{ lead.tags[0].split('p')[1] }}|{{ lead.name.split(',')[2] is defined }}|{{ text.split('o')[3] }}|{{ ''.split(',')[0] }}|{{ (html|safe).split('<')[1] }}|{{ text.split('\\n')[1] }}|{{ lead.company.split('ö')[1] }}|{{ lead.name.split('er')[1] }}",
      .prints("erika|b||False|ur||b>\"x\" & 'y'|four|hne|ika must"), .prints("erika|b||False|ur||b>\"x\" & 'y'|four|hne|ika must")
    ),
    ("{{ nums.split(',')[0] }}", .fails(line: 1), .fails(line: 1)),
    ("{{ lead.name.split(' ')[5] }}|", .prints("|"), .prints("|")),
    ("{{ lead.name.split(' ')[5].x }}|", .fails(line: 1), .fails(line: 1)),
    (
      "{{ big|round }} {{ neg|round(2) }} {{ (zero + 2.5)|round }} {{ (zero + 2.675)|round(2) }} {{ big|round(-3) }} {{ (big / 7)|round(20) }} {{ (zero == 0)|round(1) }} {{ (-big)|round(400) }}",
      .prints("1234568.0 -7 2.0 2.67 1235000.0 176366.7857142857 1 -1234567.5"),
      .prints("1234568.0 -7 2.0 2.67 1235000.0 176366.7857142857 1 -1234567.5")
    ),
    ("{{ lead.name|round(1) }}", .fails(line: 1), .fails(line: 1)),
    (
      "{{ lead.name|title }}|{{ html|upper }}|{{ lead.company|lower }}|{{ lead.name|capitalize }}|{{ 7|title }}{{ none|upper }}",
      .prints("Erika Muster|<B>\"X\" & 'Y'</B>|muster & söhne|Erika muster|7NONE"),
      .prints("Erika Muster|&lt;B&gt;&#34;X&#34; &amp; &#39;Y&#39;&lt;/B&gt;|muster &amp; söhne|Erika muster|7NONE")
    ),
    (
      "{{ 'a-b (c) <d> \\'e\\''|title }}{{ text|title|lower|capitalize }}{{ html|trim|urlencode }}{{ 'ÄÖ straße'|capitalize }}",
      .prints("A-B (C) <D> 'e'One two  three\nfour%3Cb%3E%22x%22%20%26%20%27y%27%3C/b%3EÄö straße"),
      .prints("A-B (C) &lt;D&gt; &#39;e&#39;One two  three\nfour%3Cb%3E%22x%22%20%26%20%27y%27%3C/b%3EÄö straße")
    ),
    (
      "{{ people|map(attribute='a')|sum }} {{ people|map(attribute='n')|join('-') }} {{ zero|map(attribute='a')|sum }} {{ nums|map(attribute='x')|list|length }}",
      .prints("82 Zoe-adam-Ben 0 3"), .prints("82 Zoe-adam-Ben 0 3")
    ),
    ("{{ people|map(attribute='n')|sum }}", .fails(line: 1), .fails(line: 1)),
    ("{{ neg|map(attribute='a')|sum }}", .fails(line: 1), .fails(line: 1)),
    (
      "{{ '%.2f'|format(big) }} {{ '%.0f'|format(2.5 + zero) }} {{ '%.9f'|format(1 / 3 + zero) }} {{ '%.3f'|format(neg) }} {{ '%.2f'|format(zero == 0) }} {{ '%.1f'|format(big * 1e18) }} {{ '%.4f'|format(-zero) }}",
      .prints("1234567.50 2 0.333333333 -7.000 1.00 1234567499999999976013824.0 0.0000"),
      .prints("1234567.50 2 0.333333333 -7.000 1.00 1234567499999999976013824.0 0.0000")
    ),
    ("{{ '%.2f'|format(lead.name) }}", .fails(line: 1), .fails(line: 1)),
    (
      "{{ zero|default('none', boolean=true) }} {{ zero|default(default_value='d') }} {{ gone|d }}|{{ gone|default }} {{ lead.city|default('c', true) }} {{ gone.x|default('y') if gone is defined else 'z' }}",
      .prints("none 0 | c z"), .prints("none 0 | c z")
    ),
    ("{{ gone|default('a', wrong=1) }}", .fails(line: 1), .fails(line: 1)),
    (
      "{{ zero }} {{ neg }} {{ 9223372036854775806 + zero + 1 }} {{ -9223372036854775807 + zero - 1 }} {{ 99999 + zero }} {{ 100000 + zero }} {{ 10 + zero }}",
      .prints("0 -7 9223372036854775807 -9223372036854775808 99999 100000 10"),
      .prints("0 -7 9223372036854775807 -9223372036854775808 99999 100000 10")
    ),
    (
      "{% set d = {'a': 1, 'abcdefg': 2, 'abcdefgh': 3, 'abcdefgi': 4, 'abcdefghijklmno': 5, 'abcdefghijklmnop': 6, 'abcdefghijklmnoq': 7} %}{{ d.a }}{{ d.abcdefg }}{{ d.abcdefgh }}{{ d.abcdefgi }}{{ d.abcdefghijklmno }}{{ d.abcdefghijklmnop }}{{ d.abcdefghijklmnoq }}{{ d.abcdef is defined }}{{ d['abcdefghijklmnor'] is defined }}",
      .prints("1234567FalseFalse"), .prints("1234567FalseFalse")
    ),
    (
      "{% set d = {'a': 1, 'b': 2, 'c': 3} %}{% set x = d.pop('b') %}{{ d }}{{ x }}{{ d.c }}{{ d.b is defined }}{% set x = d.update({'b': 4, 'a': 5}) %}{{ d }}",
      .prints("{'a': 1, 'c': 3}23False{'a': 5, 'c': 3, 'b': 4}"),
      .prints("{&#39;a&#39;: 1, &#39;c&#39;: 3}23False{&#39;a&#39;: 5, &#39;c&#39;: 3, &#39;b&#39;: 4}")
    ),
    (
      "{% set d = {} %}{% for i in range(40) %}{% set x = d.update({'key' ~ i: i}) %}{% endfor %}{{ d.key0 }} {{ d.key39 }}{% set x = d.pop('key3') %} {{ d|length }} {{ d.key39 }} {{ d.key3 is defined }}{% for i in range(10, 40) %}{% set x = d.pop('key' ~ i) %}{% endfor %} {{ d }}",
      .prints(
        "0 39 39 39 False {'key0': 0, 'key1': 1, 'key2': 2, 'key4': 4, 'key5': 5, 'key6': 6, 'key7': 7, 'key8': 8, 'key9': 9}"),
      .prints(
        "0 39 39 39 False {&#39;key0&#39;: 0, &#39;key1&#39;: 1, &#39;key2&#39;: 2, &#39;key4&#39;: 4, &#39;key5&#39;: 5, &#39;key6&#39;: 6, &#39;key7&#39;: 7, &#39;key8&#39;: 8, &#39;key9&#39;: 9}"
      )
    ),
    (
      "{{ ['n', 'b', 'B', 'a', 'c', 'A', 'g', 'e', 'E', 'd', 'h', 'm', 'l', 'k', 'abcdefghi', 'abcdefghj'][zero:]|sort|join }} {{ ['b', 'a', 'B', 'A'][zero:]|sort(reverse=true)|join }} {{ ['bb', 'b', 'abcdefghj', 'abcdefghi', ''][zero:]|sort|join(',') }}",
      .prints("aAabcdefghiabcdefghjbBcdeEghklmn bBaA ,abcdefghi,abcdefghj,b,bb"),
      .prints("aAabcdefghiabcdefghjbBcdeEghklmn bBaA ,abcdefghi,abcdefghj,b,bb")
    ),
    ("{{ ['a', 1][zero:]|sort }}", .fails(line: 1), .fails(line: 1)),
    (
      "{{ 'foo bar baz'|truncate(length=5, end='', killwords=true, leeway=0) }} {{ 'a'|replace(new='b', old='a') }} {{ big|round(method='floor', precision=-2) }} {{ 2.345|round(2) }}",
      .prints("foo b b 1234500.0 2.35"), .prints("foo b b 1234500.0 2.35")
    ),
    ("{{ 'foo'|truncate(5, length=3) }}", .fails(line: 1), .fails(line: 1)),
    (
      "{% for a in nums %}{% for b in nums if b > a %}{{ loop.index }}{{ loop.last }} {% endfor %}{{ loop.index }}{{ loop.first }} {% endfor %}",
      .prints("1True 1False 2True 2False 1True 3False "), .prints("1True 1False 2True 2False 1True 3False ")
    ),
    (
      "{% macro f(n, x) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{{ x is defined }}{% set x = n %}{% endmacro %}{{ f(2) }} {{ f(1, 5) }} {{ f(0) }}",
      .prints("210FalseFalseFalse 10FalseTrue 0False"), .prints("210FalseFalseFalse 10FalseTrue 0False")
    ),
    (
      "{% macro price(n, unit='EUR') %}{{ '%.2f'|format(n) }} {{ unit }}{{ lead.rating }}{% endmacro %}{% for p in people if p.a > 25 and lead.name %}{{ price(p.a) }}, {{ price(p.a, 'x') }}{% endfor %}",
      .prints("31.00 EUR4.46, 31.00 x4.4631.00 EUR4.46, 31.00 x4.46"),
      .prints("31.00 EUR4.46, 31.00 x4.4631.00 EUR4.46, 31.00 x4.46")
    ),
    (
      "{{ 'a' ~ lead.company }} {{ lead.name ~ zero }} {{ html ~ html }}{{ 'a,b,c'.split(',', 1)[1] }}{{ 'a'.split(',')|length }}{{ 'abc'.split('')|length if false }}",
      .prints("aMuster & Söhne erika muster0 <b>\"x\" & 'y'</b><b>\"x\" & 'y'</b>b,c1"),
      .prints(
        "aMuster &amp; Söhne erika muster0 &lt;b&gt;&#34;x&#34; &amp; &#39;y&#39;&lt;/b&gt;&lt;b&gt;&#34;x&#34; &amp; &#39;y&#39;&lt;/b&gt;b,c1"
      )
    ),
    (
      "{% macro m(n) %}{% set m = n %}{{ m }}{% endmacro %}{{ m(1) }}{{ m(2) }}{{ m is callable }}{% macro c(n) %}{{ n }}{{ caller() if caller else '-' }}{% endmacro %}{% call c(1) %}{% set c = 2 %}{{ c }}{% endcall %}",
      .prints("12True12"), .prints("12True12")
    ),
    (
      "{% macro odd(n) %}{% for i in [n, 2] %}{{ loop.last }}{% endfor %}{% endmacro %}{% for n in nums if odd(n) and n != 1 %}{{ loop.last }}{{ loop.index }}{{ odd(loop.index) }} {% endfor %}",
      .prints("False1FalseTrue True2FalseTrue "), .prints("False1FalseTrue True2FalseTrue ")
    ),
    (
      "{% for n in nums if n %}{{ loop.nextitem|default('-') }}{{ loop.length }}{{ loop.previtem|default('-') }}{{ loop.last }} {% endfor %}",
      .prints("13-False 233False -31True "), .prints("13-False 233False -31True ")
    ),
    (
      "{% for n in nums recursive %}{{ loop.index }}{{ loop.last }}{% if n == 1 %}({{ loop(nums[1:]) if loop.depth < 2 }}){{ loop.last }}{% endif %} {% endfor %}",
      .prints("1False 2False(1False()False 2True )False 3True "), .prints("1False 2False(1False()False 2True )False 3True ")
    ),
    (
      "{{ (people + [{'n': 1}])|map(attribute='a')|map('default', 7)|sum }}{{ (people + [{'n': 1}])|map(attribute='a')|sum }}",
      .fails(line: 1), .fails(line: 1)
    ),
    (
      "{{ people|map(attribute='on')|sum }} {% if not (nums and zero) or gone %}a{% endif %}{{ 'b' if nums or gone }}{{ not (zero or nums) }}",
      .prints("2 abFalse"), .prints("2 abFalse")
    ),
  ]
}
