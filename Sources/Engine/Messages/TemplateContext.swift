import Outreach
import Synchronization
import Templates

/// What templates know of a lead and of the sender, and how they are rendered for mail.
enum TemplateContext {
  /// The variables of a rendering. What is not known of a lead is left out, so that using it is an error and `default` works.
  static func of(_ lead: Lead, policy: Policy) -> [(String, TemplateValue)] {
    var fields: [(String, TemplateValue)] = [("business_name", .string(lead.details.businessName))]
    for field in LeadDetails.textFields where !["notes", "email_status"].contains(field.name) {
      if let value = lead.details[keyPath: field.path] {
        fields.append((field.name, .string(value)))
      }
    }
    if let first = firstName(of: lead.details.contactName) {
      fields.append(("first_name", .string(first)))
    }
    if let domain = lead.details.domain { fields.append(("domain", .string(domain))) }
    let custom = lead.details.custom.sorted { $0.key < $1.key }.map {
      ($0.key, TemplateValue.string($0.value))
    }
    let sender = senderFields(policy)
    var all = fields
    all += custom.filter { pair in !fields.contains { $0.0 == pair.0 } }
    all += [("custom", .dict(custom)), ("lead", .dict(fields)), ("sender", .dict(sender))]
    return all
  }

  /// Where the recipient is, for dates. All of it is known before the mail leaves and stays the same, so that a mail says the same
  /// whenever it is written; a zone is looked up only where a template asks.
  static func place(of lead: Lead, policy: Policy, language: @escaping @Sendable () -> String) -> (String, TemplateValue) {
    let (zones, own, place) = (policy.zones, policy.sender.timeZone, lead.details.whereabouts)
    return RecipientPlace(
      zone: { zones.recipientZone(place, sender: own, at: Timestamp(rawValue: 0)).name }, language: language,
      offset: { zones.offset(of: $0, at: Timestamp(rawValue: Int64($1) * 1000)) }
    ).entry
  }

  /// What the palette offers even where this lead has no value.
  private static let offered = ["contact_name", "first_name", "city", "category"]

  /// The names that the palette offers, with an example from a lead; empty where it has none.
  static func variables(of lead: Lead, policy: Policy) -> [(name: String, example: String)] {
    var variables: [(String, String)] = []
    let known = of(lead, policy: policy)
    for name in offered where !known.contains(where: { $0.0 == name }) {
      variables.append((name, ""))
    }
    for (name, value) in known {
      if case .string(let text) = value { variables.append((name, text)) }
    }
    for (name, value) in senderFields(policy) {
      if case .string(let text) = value { variables.append(("sender." + name, text)) }
    }
    return variables
  }

  /// The names and texts that are known of a lead, its own columns included.
  static func texts(of lead: Lead, policy: Policy) -> [(String, String)] {
    of(lead, policy: policy).compactMap { name, value in
      if case .string(let text) = value { (name, text) } else { nil }
    }
  }

  /// The names and texts that are known of the sender.
  static func senderTexts(_ policy: Policy) -> [(String, String)] {
    senderFields(policy).compactMap { name, value in
      if case .string(let text) = value { (name, text) } else { nil }
    }
  }

  /// Renders one template for mail: missing values are errors, HTML is escaped.
  static func render(
    _ source: String, field: String, context: [(String, TemplateValue)], html: Bool, seed: String
  ) throws(ContentBuilder.Problem) -> String {
    do throws(TemplateError) { return try rendered(source, field: field, context: context, html: html, seed: seed) } catch {
      throw problem(error, field: field)
    }
  }

  /// The same, with the error as the engine says it.
  static func rendered(
    _ source: String, field: String, context: [(String, TemplateValue)], html: Bool, seed: String
  ) throws(TemplateError) -> String {
    try template(source, field: field, html: html).render(
      Dictionary(context + [("seed", .string(seed))], uniquingKeysWith: { first, _ in first }))
  }

  /// An error as a person can use it.
  static func problem(_ error: TemplateError, field: String) -> ContentBuilder.Problem {
    ContentBuilder.Problem(field: field, line: error.line ?? 0, detail: plain(error))
  }

  private static let environments = (
    text: TemplateEnvironment.mail(html: false), html: TemplateEnvironment.mail(html: true)
  )
  /// Compiled templates: a campaign renders the same few for all its leads.
  private static let compiled = Mutex<[String: Template]>([:])
  /// As many are kept compiled; past it all are let go.
  private static let mostCompiled = 100

  private static func template(_ source: String, field: String, html: Bool) throws(TemplateError)
    -> Template
  {
    let key = "\(field)\n\(html)\n\(source)"
    if let known = compiled.withLock({ $0[key] }) { return known }
    let made = try (html ? environments.html : environments.text).compile(source, name: field)
    compiled.withLock { kept in
      if kept.count >= mostCompiled { kept = [:] }
      kept[key] = made
    }
    return made
  }

  /// What a person can do about an error, where it is a field that this lead lacks.
  private static func plain(_ error: TemplateError) -> String {
    let parts = error.message.split(separator: "'", omittingEmptySubsequences: false)
    guard error.kind == .undefined, parts.count >= 3, parts[0].isEmpty else { return error.message }
    func lacking(_ name: Substring) -> String {
      "There is no “\(name)”, or this lead has none. Pick what is known from the list, or say what to write instead with | default(\"\")."
    }
    if parts.count == 5, parts[1] == "dict object", parts[2] == " has no attribute " { return lacking(parts[3]) }
    let name = String(parts[1])
    if ["business_name", "first_name", "domain"].contains(name)
      || LeadDetails.textFields.contains(where: { $0.name == name })
    {
      return
        "“\(name)” is not known of this lead. Say what to write instead, such as {{ \(name) | default(\"there\") }}."
    }
    if name == Opening.name {
      return
        "No opening is accepted for this lead yet. Ask for drafts of openings and accept one under Review, or say what to write instead, such as {{ opening | default(\"\") }}."
    }
    if name == "now" {
      return
        "A mail is written when you approve it, hours or days before it leaves, and “now” would be the wrong moment by then. Write the day out, such as {{ \"2026-05-04\" | date(\"%A, %e %B\") }}, or leave it away; for the time of day there is {{ greeting() }}."
    }
    if name.hasPrefix("sender_") {
      return "There is no “\(name)”. Write {{ sender.\(name.dropFirst(7)) }}."
    }
    if parts[2] == " is undefined" { return lacking(parts[1]) }
    if parts.count == 5, parts[2].hasPrefix(" is undefined (") { return "There is no “\(name)”. Did you mean “\(parts[3])”?" }
    return error.message
  }

  /// What is wrong with a template before any lead is known; nil where it can be read.
  static func problem(in source: String, field: String, html: Bool) -> ContentBuilder.Problem? {
    do throws(TemplateError) {
      _ = try TemplateEnvironment.mail(html: html).compile(source, name: field)
      return nil
    } catch {
      return ContentBuilder.Problem(field: field, line: error.line ?? 0, detail: error.message)
    }
  }

  private static func senderFields(_ policy: Policy) -> [(String, TemplateValue)] {
    let sender = policy.sender
    var fields: [(String, TemplateValue)] = [
      ("name", .string(sender.name)), ("email", .string(sender.address)),
    ]
    if !sender.company.isEmpty { fields.append(("company", .string(sender.company))) }
    if !sender.postalAddress.isEmpty {
      fields.append(("postal_address", .string(sender.postalAddress)))
    }
    if let link = sender.calendarLink { fields.append(("calendar_link", .string(link))) }
    return fields
  }

  /// The first name where the contact's name clearly is a person's: at least two words besides titles.
  private static func firstName(of name: String?) -> String? { name.flatMap { LeadFunctions.firstName(of: $0) } }

  /// Between which hours of the recipient's day a mail may leave, as `greeting_hours`: greetings say only what is true at all of them.
  static func hours(_ window: SendWindow) -> [(String, TemplateValue)] {
    let open = window.days.flatMap { $0 }
    guard let first = open.map(\.from).min(), let last = open.map(\.until).max() else { return [] }
    return [("greeting_hours", .list([.int(first / 60), .int((max(last, first + 1) - 1) / 60)]))]
  }
}
