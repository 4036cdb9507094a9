import Foundation
import Testing

@testable import Templates

/// What one rendering made is gone when it ends, whatever held what.
@Suite struct MemoryTests {
  /// A value whose end can be seen.
  private final class Witness: TemplateObject, @unchecked Sendable {
    let onEnd: @Sendable () -> Void
    init(_ onEnd: @escaping @Sendable () -> Void) { self.onEnd = onEnd }
    deinit { onEnd() }
  }

  private final class Counter: @unchecked Sendable {
    var alive = 0
  }

  private let sources = [
    "{% macro m(w) %}{{ w is callable }}{% endmacro %}{% set x = witness() %}{{ m(x) }}",
    "{% set g = [witness()]|map('string') %}{% set h = g %}{{ g is defined }}",
    "{% set l = [witness()] %}{% set _ = l.append(l) %}",
    "{% set ns = namespace(w=witness()) %}{% set ns.me = ns %}",
    "{% set s = self %}{% set w = witness() %}{% block b %}{% endblock %}",
    "{% for x in [[1], [2]] recursive %}{% set w = witness() %}{% set me = loop %}{{ loop([]) }}{% endfor %}",
    "{% for i in [1, 2] %}{% set w = witness() %}{% macro m() %}{{ w }}{% endmacro %}{% set g = [w]|select %}{% endfor %}",
    "{% import 'lib' as l %}{% set w = witness() %}{% set v = l %}{% include 'lib' %}{{ l.m(w) is string }}",
    "{% macro m() %}{{ caller() }}{% endmacro %}{% set w = witness() %}{% call m() %}{{ w is defined }}{% endcall %}",
    "{% set d = {} %}{% set _ = d.update({'d': d, 'w': witness()}) %}", "{% set w = witness() %}{{ w.x.y }}",
    "{% set w = witness() %}{% for x in [1, 2] if x %}{{ loop.index }}{% endfor %}",
    "{% macro m(w) %}{% for x in [1, 2] if x %}{{ loop.last }}{% endfor %}{% endmacro %}{{ m(witness()) }}{{ m(1) }}",
    "{% set w = witness() %}{% set p = [{'a': w}]|map(attribute='a') %}{{ p|length if false }}{{ [w]|sort|list|length }}",
  ]

  @Test func `nothing is left when a rendering ends`() throws {
    for source in sources {
      let counter = Counter()
      let witness = TemplateFunction(parameters: []) { _ in
        counter.alive += 1
        return .object(Witness { counter.alive -= 1 })
      }
      do {
        let environment = TemplateEnvironment(
          functions: ["witness": witness],
          loader: { $0 == "lib" ? "{% macro m(w) %}{% set k = w %}{{ k }}{% endmacro %}{% set z = m %}" : nil })
        _ = try? environment.compile(source, name: "t").render([:])
      }
      #expect(counter.alive == 0, "\(source)")
    }
  }
}
