import Outreach

/// What a mail looks like before it exists: by the very renderer that sends.
public struct Preview: Sendable {
  /// A rendered preview.
  public struct Result: Sendable {
    public var subject = ""
    public var text = ""
    public var html: String?
    public var problems: [ContentBuilder.Problem] = []
    public var lint: [Lint.Finding] = []
    /// Names for the palette, with this lead's values.
    public var variables: [(name: String, example: String)] = []
    /// What is added below the text when it becomes a mail.
    public var textFooter = ""
    /// What is added below the HTML.
    public var htmlFooter = ""
    /// `{{ opening }}` says an example here, since no step of a campaign tells which was accepted.
    public var hasExampleOpening = false
  }

  private let policy: Policy
  private let builder: ContentBuilder
  private let isOfStep: Bool

  /// Under the present settings, in a campaign's manner.
  /// - Parameters:
  ///   - opening: what was accepted as the opening of the lead's mail; nil for nothing.
  ///   - isOfStep: whether the mail is a campaign's, so that its lead has an accepted opening or lacks one.
  public init(policy: Policy, manner: ContentBuilder.Manner = .init(), opening: String? = nil, isOfStep: Bool = false) {
    (self.policy, self.isOfStep) = (policy, isOfStep)
    builder = ContentBuilder(policy: policy, manner: manner, opening: opening)
  }

  /// Renders templates with a lead; without one, with an invented lead of a reserved domain.
  public func render(subject: String, text: String, html: String?, lead: Lead?) -> Result {
    var builder = builder
    let isLoose = lead == nil || !isOfStep
    if isLoose { builder.opening = Opening.example }
    let lead = lead ?? Self.example
    let (rendered, problems) = builder.render(
      subject: subject, text: text, html: html, lead: lead, seed: lead.id.rawValue)
    var result = Result()
    result.hasExampleOpening = isLoose && [subject, text, html].contains(where: Opening.isWanted(in:))
    (result.subject, result.text, result.html, result.problems) = (rendered.subject, rendered.text, rendered.html, problems)
    result.variables = TemplateContext.variables(of: lead, policy: policy)
    (result.textFooter, result.htmlFooter) = (builder.textFooter(rendered.text), builder.htmlFooter(rendered.text))
    result.lint = Lint.findings(subject: rendered.subject, text: rendered.text, html: rendered.html, policy: policy)
    return result
  }

  /// How every mail of a mailbox ends: signature, postal address and the way to say no.
  /// - Parameters:
  ///   - text: the signature as it is being written; nil for the one that is kept.
  ///   - html: likewise.
  public static func ending(policy: Policy, mailbox: Mailbox.ID?, text: String?, html: String?) -> (text: String, html: String) {
    var policy = policy
    if let way = policy.ways.first(where: { $0.id == mailbox }) { policy.sender = way.sender }
    let trimmed = { (typed: String) in String(typed.reversed().drop(while: \.isWhitespace).reversed()) }
    if let text { policy.sender.signature.text = trimmed(text) }
    if let html { policy.sender.signature.html = trimmed(html) }
    let builder = ContentBuilder(policy: policy)
    return (builder.textFooter(""), builder.htmlFooter(""))
  }

  private static var example: Lead {
    var details = LeadDetails()
    (details.businessName, details.category, details.city, details.country) = (
      "Sunrise Bakery", "Bakery", "Springfield", "United States"
    )
    (details.contactName, details.email, details.website) = ("Anna Miller", "anna@sunrise.example", "https://sunrise.example/")
    return Lead(
      id: Lead.ID(rawValue: "00000000-0000-7000-8000-00000000e8a3"), details: details, state: .approved, at: Timestamp(rawValue: 0))
  }
}
