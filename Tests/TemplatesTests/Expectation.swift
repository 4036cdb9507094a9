@testable import Templates

/// What a template is expected to give: a text, or an error on a line.
enum Expectation: Equatable {
  case prints(String)
  case fails(line: Int)

  /// What it gives, under Jinja's default options unless others are said.
  static func of(_ source: String, _ context: [String: TemplateValue], _ options: TemplateOptions = TemplateOptions())
    -> Expectation
  {
    do {
      return .prints(try TemplateEnvironment(options: options).compile(source, name: "t").render(context))
    } catch {
      return .fails(line: error.line ?? 0)
    }
  }

  /// The values that all tables of templates share.
  static func context() throws -> [String: TemplateValue] {
    guard case .dict(let dict) = try TemplateValue(json: json) else { return [:] }
    var values: [String: TemplateValue] = [:]
    for (key, value) in zip(dict.keys, dict.values) { if let name = key.text { values[name] = value } }
    return values
  }

  private static let json = """
    {"lead": {"name": "erika muster", "company": "Muster & Söhne", "city": null, "rating": 4.46, "tags": ["Vip", "bread", "apple"], "items": 3}, "nums": [3, 1, 2], "people": [{"n": "Zoe", "a": 31, "on": true}, {"n": "adam", "a": 20, "on": false}, {"n": "Ben", "a": 31, "on": true}], "html": "<b>\\"x\\" & 'y'</b>", "zero": 0, "big": 1234567.5, "neg": -7, "text": "one two  three\\nfour"}
    """
}
