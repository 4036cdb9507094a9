import Testing

@testable import Templates

/// Missing values under each policy, and autoescaping.
@Suite struct UndefinedTests {
  private let rows: [(UndefinedPolicy, String, Expectation)] = [
    (.default, "{{ x }}|{{ x ~ 's' }}|{{ x|length }}|{% for i in x %}{% endfor %}{{ x == y }}", .prints("|s|0|True")),
    (.default, "{{ x.y }}", .fails(line: 1)),
    (.strict, "\n{{ x }}", .fails(line: 2)),
    (.strict, "{{ x is defined }}{{ x|default('d') }}", .prints("Falsed")),
    (.strict, "{% if x %}{% endif %}", .fails(line: 1)),
    (.strict, "{{ a.b }}", .fails(line: 1)),
    (.strict, "{{ 'a' if false }}|", .prints("|")),
    (.chainable, "{{ x.y.z }}{{ x['a'].b }}|{{ a.b.c|default('d') }}", .prints("|d")),
    (.chainable, "{{ x() }}", .fails(line: 1)),
    (.debug, "{{ x }} {{ a.b }}", .prints("{{ x }} {{ no such element: dict object['b'] }}")),
  ]

  @Test func `missing values follow their policy`() {
    for (policy, source, expected) in rows {
      var options = TemplateOptions()
      options.undefined = policy
      #expect(Expectation.of(source, ["a": .dict([])], options) == expected, "\(policy) \(source)")
    }
  }

  @Test func `errors say what was meant`() throws {
    let rows = [
      ("{{ compny }}", "'compny' is undefined (did you mean 'company'?)"),
      ("{{ company|uper }}", "No filter named 'uper'. Did you mean 'upper'?"),
      ("{{ company is deffined }}", "No test named 'deffined'. Did you mean 'defined'?"),
    ]
    for (source, message) in rows {
      let error = #expect(throws: TemplateError.self) {
        try TemplateEnvironment.mail(html: false).compile(source, name: "mail").render(["company": .string("A")])
      }
      #expect(error?.message == message)
    }
  }

  private let escaping: [(String, String)] = [
    ("{{ h }}", "&lt;a&gt;"), ("{{ h|safe }}", "<a>"), ("{{ h|e|e }}", "&lt;a&gt;"), ("{{ '<b>'|safe ~ h }}", "<b>&lt;a&gt;"),
    ("{{ [h, '<b>'|safe]|join('<br>') }}", "&lt;a&gt;&lt;br&gt;<b>"), ("{{ ('<b>%s'|safe) % h }}", "<b>&lt;a&gt;"),
    ("{{ ('<i>{}</i>'|safe).format(h) }}", "<i>&lt;a&gt;</i>"),
    ("{% set x %}<u>{{ h }}</u>{% endset %}{{ x }}", "<u>&lt;a&gt;</u>"),
    ("{% macro m() %}<p>{{ h }}{% endmacro %}{{ m() }}", "<p>&lt;a&gt;"), ("{{ h|tojson }}", "\"\\u003ca\\u003e\""),
    ("{{ {'k': h}|xmlattr }}", " k=\"&lt;a&gt;\""), ("{% autoescape false %}{{ h }}{% endautoescape %}", "<a>"),
    ("{{ h|replace('a', '<') }}", "&lt;&lt;&gt;"), ("{{ h|striptags }}|{{ h|upper }}", "|&lt;A&gt;"),
  ]

  @Test func `autoescaping escapes once and where it must`() {
    var options = TemplateOptions()
    options.autoescape = true
    for (source, expected) in escaping {
      #expect(Expectation.of(source, ["h": .string("<a>")], options) == .prints(expected), "\(source)")
    }
  }

  @Test func `the names that a template needs are known`() throws {
    let template = try TemplateEnvironment.mail(html: false).compile(
      "{{ a }}{% set b = c %}{{ b }}{% for d in e %}{{ d }}{{ loop.index }}{% endfor %}{% macro m(f) %}{{ f }}{{ g }}{% endmacro %}{{ range(2) }}{{ spin('x') }}",
      name: "t")
    #expect(template.variables == ["a", "c", "e", "g"])
  }
}
