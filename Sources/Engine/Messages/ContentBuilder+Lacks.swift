import Finding
import Outreach
import Templates

extension ContentBuilder {
  /// As many values are made up for one template before it is given up.
  private static let mostMissing = 30

  /// What a lead lacks for a template, and what else is wrong with it.
  ///
  /// Found by rendering: a value that is missing is made up, and the template rendered again, until it goes through. So what a
  /// condition or a `default` takes care of is not told.
  func lacks(_ source: String, field: String, lead: Lead) -> (missing: [String], problem: Problem?) {
    lacks(source, field: field, context: context(of: lead), seed: lead.id.rawValue)
  }

  /// The same with what is known of the lead, and with the dice of a step.
  func lacks(
    _ source: String, field: String, context: [(String, TemplateValue)], seed: String
  ) -> (missing: [String], problem: Problem?) {
    var missing: [String] = []
    var context = context
    while true {
      do throws(TemplateError) {
        _ = try TemplateContext.rendered(source, field: field, context: context, html: field == "html", seed: seed)
        return (missing, nil)
      } catch {
        guard error.kind == .undefined, missing.count < Self.mostMissing, let name = Self.name(in: error.message, source),
          !missing.contains(name), name != "now"
        else {
          return (missing, TemplateContext.problem(error, field: field))
        }
        missing.append(name)
        context = Self.adding(name, to: context)
      }
    }
  }

  /// The variable that an error of a missing value is about, as it is written in the source; nil where it is no plain one.
  private static func name(in message: String, _ source: String) -> String? {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    if parts.count >= 3, parts[0].isEmpty, parts[2].hasPrefix(" is undefined") { return parts[1] }
    guard parts.count >= 5, parts[2].contains("has no attribute") else { return nil }
    let name = parts[3]
    return ["custom.\(name)", "lead.\(name)", "sender.\(name)", "custom[\"\(name)\"]", "custom['\(name)']"].first(
      where: source.contains)
  }

  private static func adding(_ name: String, to context: [(String, TemplateValue)]) -> [(String, TemplateValue)] {
    let filler = TemplateValue.string("x")
    let parts = name.split(whereSeparator: { ".[]\"'".contains($0) }).map(String.init)
    guard parts.count == 2 else { return context + [(name, filler)] }
    return context.map { pair in
      guard pair.0 == parts[0], let widened = pair.1.adding(filler, under: parts[1]) else { return pair }
      return (pair.0, widened)
    }
  }
}
