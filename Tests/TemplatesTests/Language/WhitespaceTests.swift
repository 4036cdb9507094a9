import Testing

@testable import Templates

/// White space around tags under every combination of options; the results come from Jinja2 3.1.6.
@Suite struct WhitespaceTests {
  @Test func `white space around tags is what Jinja leaves`() throws {
    for (template, bits, expected) in rows {
      var options = TemplateOptions()
      options.trimBlocks = bits & 1 != 0
      options.lstripBlocks = bits & 2 != 0
      options.keepTrailingNewline = bits & 4 != 0
      let result = try TemplateEnvironment(options: options).compile(template, name: "t").render(["x": .int(1)])
      #expect(result == expected, "\(template) with \(bits)")
    }
  }

  private let rows: [(String, Int, String)] = [
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 0, "a\n  \n  b\n  \nc"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 1, "a\n    b\n  c"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 2, "a\n\n  b\n\nc"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 3, "a\n  b\nc"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 4, "a\n  \n  b\n  \nc\n"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 5, "a\n    b\n  c\n"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 6, "a\n\n  b\n\nc\n"),
    ("a\n  {% if x %}\n  b\n  {% endif %}\nc\n", 7, "a\n  b\nc\n"),
    ("{# c #}\nline\n  {# d #}\nend\n", 0, "\nline\n  \nend"),
    ("{# c #}\nline\n  {# d #}\nend\n", 1, "line\n  end"),
    ("{# c #}\nline\n  {# d #}\nend\n", 2, "\nline\n\nend"),
    ("{# c #}\nline\n  {# d #}\nend\n", 3, "line\nend"),
    ("{# c #}\nline\n  {# d #}\nend\n", 4, "\nline\n  \nend\n"),
    ("{# c #}\nline\n  {# d #}\nend\n", 5, "line\n  end\n"),
    ("{# c #}\nline\n  {# d #}\nend\n", 6, "\nline\n\nend\n"),
    ("{# c #}\nline\n  {# d #}\nend\n", 7, "line\nend\n"),
    ("  {{ x }}  \n\n", 0, "  1  \n"),
    ("  {{ x }}  \n\n", 1, "  1  \n"),
    ("  {{ x }}  \n\n", 2, "  1  \n"),
    ("  {{ x }}  \n\n", 3, "  1  \n"),
    ("  {{ x }}  \n\n", 4, "  1  \n\n"),
    ("  {{ x }}  \n\n", 5, "  1  \n\n"),
    ("  {{ x }}  \n\n", 6, "  1  \n\n"),
    ("  {{ x }}  \n\n", 7, "  1  \n\n"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 0, "\n  1\n\n  2\n\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 1, "  1\n  2\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 2, "\n  1\n\n  2\n\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 3, "  1\n  2\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 4, "\n  1\n\n  2\n\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 5, "  1\n  2\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 6, "\n  1\n\n  2\n\nend"),
    ("{% for i in [1, 2] %}\n  {{ i }}\n{% endfor %}\nend", 7, "  1\n  2\nend"),
    ("a {%- if x +%} b {%+ endif -%} c", 0, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 1, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 2, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 3, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 4, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 5, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 6, "a b c"),
    ("a {%- if x +%} b {%+ endif -%} c", 7, "a b c"),
    ("{% raw %}\n x {% endraw %}\n y", 0, "\n x \n y"),
    ("{% raw %}\n x {% endraw %}\n y", 1, "\n x  y"),
    ("{% raw %}\n x {% endraw %}\n y", 2, "\n x \n y"),
    ("{% raw %}\n x {% endraw %}\n y", 3, "\n x  y"),
    ("{% raw %}\n x {% endraw %}\n y", 4, "\n x \n y"),
    ("{% raw %}\n x {% endraw %}\n y", 5, "\n x  y"),
    ("{% raw %}\n x {% endraw %}\n y", 6, "\n x \n y"),
    ("{% raw %}\n x {% endraw %}\n y", 7, "\n x  y"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 0, "  \n  a\n"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 1, "    a"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 2, "  \n  a\n"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 3, "    a"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 4, "  \n  a\n\n"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 5, "    a\n"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 6, "  \n  a\n\n"),
    ("  {%+ if x %}\n  a\n  {%- endif %}\n\n", 7, "    a\n"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 0, "a\nb\nc\n\nd"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 1, "a\nb\nc\nd"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 2, "a\nb\nc\n\nd"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 3, "a\nb\nc\nd"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 4, "a\nb\nc\n\nd\n"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 5, "a\nb\nc\nd"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 6, "a\nb\nc\n\nd\n"),
    ("a\r\nb\rc\n{% if x %}\r\nd{% endif %}\r\n", 7, "a\nb\nc\nd"),
  ]
}
