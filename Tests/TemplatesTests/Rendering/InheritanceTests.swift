import Testing

@testable import Templates

/// Templates that use others.
@Suite struct InheritanceTests {
  private let library = [
    "base": "<{% block title %}base{% endblock %}|{% block body %}{% endblock %}>",
    "mid": "{% extends 'base' %}{% block title %}mid-{{ super() }}{% endblock %}",
    "inc": "[{{ name }}{{ y }}]",
    "lib": "{% macro hi(n) %}Hi {{ n }}{% endmacro %}{% set v = 7 %}{% set _p = 1 %}",
    "need": "{% block x required %}{% endblock %}",
    "loop": "{% include 'loop' %}",
    "bad": "line\n{{ 1 / 0 }}",
  ]

  private let rows: [(String, Expectation)] = [
    ("{% extends 'base' %}{% block body %}b{% endblock %}ignored", .prints("<base|b>")),
    ("{% extends 'mid' %}{% block title %}top-{{ super() }}{% endblock %}", .prints("<top-mid-base|>")),
    ("{% extends 'mid' %}{% block body %}{{ self.title() }}{% endblock %}", .prints("<mid-base|mid-base>")),
    ("{% include 'inc' %}{% set y = 2 %}{% include 'inc' %}", .prints("[A][A2]")),
    ("{% include 'nope' ignore missing %}{% include ['nope', 'inc'] %}", .prints("[A]")),
    ("{% include 'inc' without context %}", .prints("[]")),
    ("{% import 'lib' as l %}{{ l.hi('B') }}{{ l.v }}{{ l._p }}", .prints("Hi B7")),
    ("{% from 'lib' import hi as h, v %}{{ h(v) }}", .prints("Hi 7")),
    ("{% for i in [1, 2] %}{% block r scoped %}{{ i }}{% endblock %}{% endfor %}", .prints("12")),
    ("\n{% include 'nope' %}", .fails(line: 2)),
    ("{% include none ignore missing %}{% include {'inc': 1} %}", .prints("[A]")),
    ("\n{{ name }}\n{% if name %}{% extends 'need' %}{% endif %}\n\n{{ name }}\n{% extends 'need' %}", .fails(line: 5)),
    ("{% extends 'need' %}", .fails(line: 1)),
    ("{% include 'bad' %}", .fails(line: 2)),
    ("{% include 'loop' %}", .fails(line: 1)),
  ]

  @Test func `templates include, import and extend each other`() throws {
    let library = library
    let environment = TemplateEnvironment(loader: { library[$0] })
    for (source, expected) in rows {
      var result: Expectation
      do {
        result = .prints(try environment.compile(source, name: "main").render(["name": .string("A")]))
      } catch {
        result = .fails(line: error.line ?? 0)
      }
      #expect(result == expected, "\(source)")
    }
  }

  @Test func `an error in an included template names that template`() throws {
    let environment = TemplateEnvironment(loader: { $0 == "bad" ? "x\n\n{{ 1 / 0 }}" : nil })
    let template = try environment.compile("{% include 'bad' %}", name: "main")
    let error = #expect(throws: TemplateError.self) { try template.render([:]) }
    #expect(error?.name == "bad" && error?.line == 3)
  }
}
