/// The `render` command: one file with a context, or many cases, as pure functions of text.
public enum RenderCommand {
  /// Renders one template.
  /// - Parameters:
  ///   - source: the template's text.
  ///   - name: what errors call it, usually the file's name.
  ///   - context: a JSON object with the values.
  ///   - loader: finds other templates that it names.
  /// - Throws: errors that print as `FILE:LINE: message`.
  public static func run(
    source: String, name: String, context: String, options: TemplateOptions,
    limits: TemplateLimits = TemplateLimits(),
    loader: @escaping TemplateEnvironment.Loader = { _ in nil }
  ) throws(TemplateError) -> String {
    let values: [String: TemplateValue]
    do {
      values = try Self.values(try TemplateValue(json: context))
    } catch {
      throw TemplateError(
        error.kind, "the context is no JSON object: \(error.message)", name: name, line: 1)
    }
    let environment = TemplateEnvironment(
      options: options, functions: LeadFunctions.functions, filters: LeadFunctions.filters,
      loader: loader)
    return try environment.compile(source, name: name).render(values, limits: limits)
  }

  /// Renders one line of a file of cases:
  /// `{"id","template","context","templates"?,"options"?}` becomes `{"id","output"}` or `{"id","error","line"}`. Never fails.
  public static func cases(line: String) -> String {
    var id = "null"
    do throws(TemplateError) {
      guard case .dict(let row) = try TemplateValue(json: line) else {
        throw TemplateError(.syntax, "a case is a JSON object", line: 1)
      }
      id = row.value("id").map(shown) ?? "null"
      guard let source = row.value("template")?.text else {
        throw TemplateError(.syntax, "the case has no template", line: 1)
      }
      let environment = TemplateEnvironment(
        options: try options(row.value("options")), loader: loader(row.value("templates")))
      let values = try Self.values(row.value("context") ?? .dict(DictObject()))
      let output = try environment.compile(unnamed: source).render(values)
      return "{\"id\": \(id), \"output\": \(JSONWriter.string(output))}"
    } catch {
      let kind = JSONWriter.string(error.kind.rawValue)
      return
        "{\"id\": \(id), \"error\": \(JSONWriter.string(error.message)), \"line\": \(error.line ?? 1), \"kind\": \(kind)}"
    }
  }

  private static func shown(_ id: Value) -> String {
    switch id {
    case .string(let text): JSONWriter.string(text)
    case .int(let number): String(number)
    default: "null"
    }
  }

  private static func values(_ value: Value) throws(TemplateError) -> [String: TemplateValue] {
    guard case .dict(let dict) = value else {
      throw TemplateError(.syntax, "a context is a JSON object", line: 1)
    }
    var values: [String: TemplateValue] = [:]
    for (key, value) in zip(dict.keys, dict.values) {
      if let name = key.text { values[name] = value }
    }
    return values
  }

  private static func loader(_ templates: Value?) -> TemplateEnvironment.Loader {
    guard case .dict(let dict)? = templates else { return { _ in nil } }
    return { dict.value($0)?.text }
  }

  private static func options(_ value: Value?) throws(TemplateError) -> TemplateOptions {
    var options = TemplateOptions()
    guard case .dict(let dict)? = value else { return options }
    func flag(_ name: String) throws(TemplateError) -> Bool {
      guard let value = dict.value(name) else { return false }
      return try value.isTrue()
    }
    options.trimBlocks = try flag("trim_blocks")
    options.lstripBlocks = try flag("lstrip_blocks")
    options.keepTrailingNewline = try flag("keep_trailing_newline")
    options.autoescape = try flag("autoescape")
    options.undefined =
      dict.value("undefined")?.text.flatMap(UndefinedPolicy.init(rawValue:)) ?? .default
    return options
  }
}
