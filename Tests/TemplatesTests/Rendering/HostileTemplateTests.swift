import Foundation
import Testing

@testable import Templates

/// Templates that want too much end with an error, soon, on the small stacks of worker threads.
@Suite struct HostileTemplateTests {
  /// Stack of a worker thread, in bytes.
  private static let stackBytes = 512 * 1024

  private static let sources: [String] = [
    "{{ 'x' * 10**9 }}", "{{ [0] * 10**9 }}", "{% for i in range(10**9) %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% block a %}{{ self.a() }}{% endblock %}", "{% include 'self' %}",
    "{{ " + String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000) + " }}",
    "{{ " + String(repeating: "not ", count: 5000) + "1 }}", "{{ " + String(repeating: "-", count: 5000) + "1 }}",
    "{{ 1" + String(repeating: " + 1", count: 5000) + " }}", "{{ x" + String(repeating: "|e", count: 5000) + " }}",
    String(repeating: "{% if 1 %}", count: 3000), "{{ '%999999999d' % 1 }}", "{{ '{:999999999}'.format(1) }}",
    "{{ 'a'|center(10**9) }}", "{{ 'a'|indent(10**9) }}\n", "{{ 2**100000 }}",
    "{% for i in range(99999) %}{% set x = (10**4000 + i) // (10**2000 + i) %}{% endfor %}",
    "{{ 'abc'|replace('', 'x' * 100000)|replace('', 'y' * 100000) }}",
    "{% set ns = namespace(l=[]) %}{% for i in range(99999) %}{% set ns.l = [ns.l] %}{% endfor %}",
    "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set c = [1] %}{% set d = [1] %}" + String(repeating: "{% set c = [c, c] %}{% set d = [d, d] %}", count: 40)
      + "{{ c == d }}",
    "{% for x in t recursive %}{{ loop(t) }}{% endfor %}", "{{ [1]|batch(10**9, 'x')|list }}",
  ]

  /// These end well, but only with care.
  private static let harmless: [String] = [
    "{% set l = [] %}{% for i in range(50000) %}{% set _ = l.append(l) %}{% endfor %}{{ l|length }}",
    "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns|string|length }}", "{{ ('(' * 20000)|urlize|length }}",
    "{{ (-9223372036854775807 - 1) % -1 }}{{ 'abc'[::10**18] }}{{ [1][-10**18:] }}", "{{ ('a' * 100000).find('a' * 50000 ~ 'b') }}",
    "{% set ns = namespace(c=[]) %}{% for i in range(20000) %}{% set n = [] %}{% set _ = ns.c.append(n) %}{% set ns.c = n %}{% endfor %}",
  ]

  private static func outcome(_ source: String) -> String {
    let environment = TemplateEnvironment(loader: { $0 == "self" ? "{% include 'self' %}" : nil })
    do {
      return "output of \(try environment.compile(source, name: "t").render(["t": .list([.int(1)]), "x": .string("")]).utf8.count)"
    } catch {
      return "error"
    }
  }

  /// Runs on a thread with a small stack and waits for the result.
  private static func onSmallStack(_ work: @escaping @Sendable () -> [String]) -> [String] {
    let box = Box()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      box.lines = work()
      done.signal()
    }
    thread.stackSize = stackBytes
    thread.start()
    done.wait()
    return box.lines
  }

  private final class Box: @unchecked Sendable { var lines: [String] = [] }

  @Test func `a template that wants too much ends with an error`() {
    let results = Self.onSmallStack { Self.sources.map(Self.outcome) }
    for (source, result) in zip(Self.sources, results) { #expect(result == "error", "\(source.prefix(80))") }
    #expect(results.count == Self.sources.count)
  }

  @Test func `values that hold themselves do no harm`() {
    let results = Self.onSmallStack { Self.harmless.map(Self.outcome) }
    for (source, result) in zip(Self.harmless, results) { #expect(result.hasPrefix("output"), "\(source.prefix(80))") }
  }

  @Test func `the insides of values are out of reach`() throws {
    let template = try TemplateEnvironment().compile("{{ x.__class__ }}|", name: "t")
    #expect(try template.render(["x": .string("")]) == "|")
    let deeper = try TemplateEnvironment().compile("{{ x.__class__.__mro__ }}|", name: "t")
    let error = #expect(throws: TemplateError.self) { try deeper.render(["x": .string("")]) }
    #expect(error?.kind == .security)
  }

  @Test func `the values of a lead are never changed by a template`() throws {
    let context: [String: TemplateValue] = ["tags": .list([.string("a")])]
    let template = try TemplateEnvironment().compile("{% set _ = tags.append('b') %}{{ tags }}", name: "t")
    for _ in 0..<2 { #expect(try template.render(context) == "['a', 'b']") }
  }
}
