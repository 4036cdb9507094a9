import Foundation
import Testing

@testable import Templates

/// The bodies of `cold-outreach render`.
@Suite struct RenderCommandTests {
  private let rows = [
    (#"{"id": "a", "template": "{{ x }}", "context": {"x": 1.0}}"#, #"{"id": "a", "output": "1.0"}"#),
    (#"{"id": 7, "template": "a\n", "context": {}, "options": {"keep_trailing_newline": true}}"#, #"{"id": 7, "output": "a\n"}"#),
    (
      #"{"id": "e", "template": "\n{{ y.z }}", "context": {}}"#,
      #"{"id": "e", "error": "'y' is undefined", "line": 2, "kind": "undefined"}"#
    ),
    (
      #"{"id": "i", "template": "{% include 'p' %}", "context": {"n": "\u00fc"}, "templates": {"p": "<{{ n }}>"}}"#,
      #"{"id": "i", "output": "<ü>"}"#
    ),
    ("nonsense", #"{"id": null, "error": "unexpected character in JSON", "line": 1, "kind": "syntax"}"#),
  ]

  @Test func `each case gives one line`() {
    for (line, expected) in rows { #expect(RenderCommand.cases(line: line) == expected) }
  }

  @Test func `errors name file and line`() {
    let error = #expect(throws: TemplateError.self) {
      try RenderCommand.run(source: "a\n{{ x }}", name: "mail.txt", context: "{}", options: .mail(html: false))
    }
    #expect(error?.description == "mail.txt:2: 'x' is undefined")
  }

  private struct Case: Decodable {
    struct Failure: Decodable { let lineno: Int? }
    let id: String
    let expected: String?
    let error: Failure?
  }

  private struct Answer: Decodable {
    let output: String?
    let line: Int?
  }

  private static var corpus: String? {
    let root = ProcessInfo.processInfo.environment["CORPORA"] ?? "../shared/corpora"
    return try? String(contentsOfFile: root + "/templates/cases.jsonl", encoding: .utf8)
  }

  @Test(.enabled(if: corpus != nil, "the corpora are not here")) func `the collected cases give what Jinja gives`() throws {
    var wrong: [String] = []
    for line in (Self.corpus ?? "").split(separator: "\n") {
      let wanted = try JSONDecoder().decode(Case.self, from: Data(line.utf8))
      let answer = try JSONDecoder().decode(Answer.self, from: Data(RenderCommand.cases(line: String(line)).utf8))
      if answer.output != wanted.expected || (wanted.error != nil && answer.line != wanted.error?.lineno) {
        wrong.append(wanted.id)
      }
    }
    #expect(wrong == [])
  }
}
