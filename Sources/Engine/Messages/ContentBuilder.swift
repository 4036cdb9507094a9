import Finding
import Outreach
import Store
import Templates

/// Makes a mail's content from a step's templates and a lead: the one renderer behind preview, review and sending.
public struct ContentBuilder: Sendable {
  /// Text long enough for any mail; more is an error of the template.
  static let maximumTextBytes = 200_000

  /// A template that could not be rendered, and where.
  public struct Problem: Error, Sendable, Hashable {
    /// `subject`, `text` or `html`.
    public let field: String
    /// From 1; 0 where no line is to blame.
    public let line: Int
    public let detail: String
  }

  /// What a campaign says about all its mails.
  public struct Manner: Sendable, Hashable {
    /// ISO 639-1; nil for the language that each mail is written in.
    public var language: String?
    /// The person's own sentence about getting no more mail; nil for ours.
    public var optOut: String?
    /// When the campaign may send; nil for the setting's window.
    public var window: SendWindow?

    /// Nothing of its own.
    public init() {}

    /// What a campaign says.
    public init(_ campaign: Campaign) {
      (language, optOut) = (campaign.language, campaign.optOut)
      window = campaign.window.flatMap { try? SendWindow($0) }
    }
  }

  private let policy: Policy
  private let manner: Manner
  /// What `{{ opening }}` says; nil where nothing was accepted for this lead and step.
  var opening: String?

  /// A builder under the present settings, in a campaign's manner.
  public init(policy: Policy, manner: Manner = Manner(), opening: String? = nil) {
    (self.policy, self.manner, self.opening) = (policy, manner, opening)
  }

  /// What every rendering of a lead knows.
  /// - Parameter text: the text of the mail, whose language names of days and months are in where the campaign says none.
  func context(of lead: Lead, text: String = "") -> [(String, TemplateValue)] {
    let language = manner.language
    return (opening.map { [(Opening.name, .string($0))] } ?? [])
      + [TemplateContext.place(of: lead, policy: policy) { language ?? OptOut.guess(text) }]
      + TemplateContext.of(lead, policy: policy) + TemplateContext.hours(manner.window ?? policy.pace.window)
  }

  /// The content of a mail.
  /// - Parameter mark: the token of the unsubscribe address.
  /// - Throws: `Fault.badInput` with a field for each template that could not be rendered.
  public func content(for lead: Lead, subject: String, text: String, html: String?, mark: String, seed: String) throws(Fault)
    -> MessageContent
  {
    guard let address = lead.details.email else {
      throw Fault(.badInput, "“\(lead.details.businessName)” has no e-mail address; add one, or choose another way to reach it.")
    }
    let (rendered, problems) = render(subject: subject, text: text, html: html, lead: lead, seed: seed)
    guard problems.isEmpty else {
      let fields = problems.map { Fault.Field($0.field, $0.line > 0 ? "line \($0.line): \($0.detail)" : $0.detail) }
      throw Fault(.badInput, "The mail to “\(lead.details.businessName)” could not be written.", fields: fields)
    }
    return MessageContent(
      from: MailAddress(name: policy.sender.name, address: policy.sender.address),
      replyTo: policy.sender.replyTo.map { MailAddress(name: policy.sender.name, address: $0) },
      to: MailAddress(name: lead.details.contactName, address: address), subject: rendered.subject,
      text: rendered.text + textFooter(rendered.text),
      html: rendered.html.map { $0 + htmlFooter(rendered.text) },
      listUnsubscribe: Unsubscribing.addresses(of: policy.sender, token: mark))
  }

  /// The text of a task for the person.
  /// - Throws: `Fault.badInput` where it could not be rendered.
  func taskText(for lead: Lead, text: String, seed: String) throws(Fault) -> String {
    do throws(Problem) {
      return try TemplateContext.render(
        text, field: "text", context: context(of: lead, text: text), html: false, seed: seed)
    } catch {
      throw Fault(
        .badInput, "The task for “\(lead.details.businessName)” could not be written.",
        fields: [.init("text", error.line > 0 ? "line \(error.line): \(error.detail)" : error.detail)])
    }
  }

  /// Renders subject, text and HTML with what is known of a lead; what fails is told and left empty.
  public func render(
    subject: String, text: String, html: String?, lead: Lead, seed: String
  ) -> (rendered: (subject: String, text: String, html: String?), problems: [Problem]) {
    var problems: [Problem] = []
    let context = context(of: lead, text: text)
    func one(_ field: String, _ source: String, html: Bool) -> String {
      do throws(Problem) { return try TemplateContext.render(source, field: field, context: context, html: html, seed: seed) } catch
      {
        problems.append(error)
        return ""
      }
    }
    let line = one("subject", subject, html: false).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let body = one("text", text, html: false)
    let markup = html.map { one("html", $0, html: true) }
    if problems.isEmpty, line.isEmpty { problems.append(Problem(field: "subject", line: 0, detail: "The subject is empty.")) }
    if problems.isEmpty, body.allSatisfy(\.isWhitespace) {
      problems.append(Problem(field: "text", line: 0, detail: "The text is empty."))
    }
    return ((line, body, markup), problems)
  }

  /// What is added below every text, beginning with the line ends before it.
  func textFooter(_ text: String) -> String {
    var lines: [String] = []
    let signature = policy.sender.signature.text
    if !signature.isEmpty, !text.contains(signature) { lines += [signature, ""] }
    let above = text + signature
    if !policy.sender.postalAddress.isEmpty, !above.contains(policy.sender.postalAddress) {
      lines += [policy.sender.company, policy.sender.postalAddress].filter { !$0.isEmpty && !above.contains($0) }
    }
    lines.append(optOut(text))
    return "\n\n-- \n" + lines.joined(separator: "\n") + "\n"
  }

  /// What is added below every HTML, for the mail whose text this is.
  func htmlFooter(_ text: String) -> String {
    var lines: [String] = []
    let signature = policy.sender.signature
    if !policy.sender.postalAddress.isEmpty {
      lines += [policy.sender.company, policy.sender.postalAddress].filter { !$0.isEmpty && !signature.text.contains($0) }
    }
    lines.append(optOut(text))
    let name = signature.html.isEmpty ? Self.escaped(signature.text) : signature.html
    return "\n<p>-- <br>" + (name.isEmpty ? "" : name + "<br>") + lines.map(Self.escaped).joined(separator: "<br>") + "</p>\n"
  }

  private func optOut(_ text: String) -> String { OptOut.sentence(own: manner.optOut, language: manner.language, text: text) }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\n": result += "<br>"
      default: result.append(character)
      }
    }
  }
}
