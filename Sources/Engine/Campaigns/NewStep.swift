import Outreach
import Store

extension Campaigns {
  /// One step as a person wrote it.
  public struct NewStep: Sendable {
    /// One wording as a person wrote it.
    public struct Variant: Sendable {
      /// Of the wording that it changes; nil for a new one.
      public var key: Int?
      public var subject: String
      public var text: String
      public var html: String?

      /// A wording by its templates.
      public init(key: Int? = nil, subject: String, text: String, html: String?) {
        (self.key, self.subject, self.text, self.html) = (key, subject, text, html)
      }
    }

    /// Of the step that it changes; nil for a new one.
    public var id: Step.ID?
    public var kind = Step.Kind.mail
    public var audience: Step.Audience?
    /// Nil for what FOLLOW_UP_DAYS says.
    public var wait: Wait?
    public var variants: [Variant]
    /// The files that go with the mail; nil for those that it has.
    public var files: [Attachments.Wish]?

    /// A mail in one wording.
    public init(subject: String, text: String, html: String?) {
      variants = [Variant(subject: subject, text: text, html: html)]
    }

    /// The step that it becomes.
    /// - Parameters:
    ///   - waits: business days before each follow-up; the last counts for all after it.
    ///   - nextKey: the first key that no wording of this step ever had.
    /// - Throws: `.badInput` for files that may not go with a mail, `.tooLarge` for too many of them.
    func step(of campaign: Campaign.ID, at position: Int, waits: [Int], was old: Step?, nextKey: Int, in work: Work) throws -> Step
    {
      var step = Step(
        id: old?.id ?? Step.ID(at: work.now.rawValue), campaign: campaign, position: position, subject: "", text: "", html: nil)
      step.kind = kind
      step.audience = audience ?? old?.audience ?? (kind.isTask ? .withoutEmail : .everyone)
      let standard = position == 0 ? 0 : waits.isEmpty ? 3 : waits[min(position - 1, waits.count - 1)]
      step.wait = position == 0 ? Wait(0, .businessDays) : wait ?? old?.wait ?? Wait(standard, .businessDays)
      var (used, next) = (Set<Int>(), nextKey)
      step.variants = variants.enumerated().map { index, variant in
        let known = variant.key ?? (variants.count == 1 ? old?.variants.first?.key : nil)
        var key = next
        if let known, old?.variants.contains(where: { $0.key == known }) == true, !used.contains(known) {
          key = known
        } else {
          next += 1
        }
        used.insert(key)
        return Step.Variant(key: key, subject: variant.subject, text: variant.text, html: variant.html)
      }
      step.version = old?.version ?? 1
      if !kind.isTask { step.attachments = try files.map { try Attachments.resolve($0, in: work) } ?? old?.attachments ?? [] }
      return step
    }
  }
}

/// What must be right of a campaign before it is saved.
enum StepChecks {
  /// - Throws: `.badInput` with a field for each thing that is wrong.
  static func check(name: String, steps: [Campaigns.NewStep], window: String?, pace: CampaignPace? = nil)
    throws(Fault)
  {
    var fields = pace?.problems ?? []
    if name.allSatisfy(\.isWhitespace) { fields.append(.init("name", "is empty")) }
    if steps.isEmpty { fields.append(.init("steps", "needs at least one mail")) }
    if steps.count > Step.most { fields.append(.init("steps", "has more than \(Step.most) steps")) }
    for (index, step) in steps.enumerated() { fields += problems(of: step, at: index) }
    if let window, (try? SendWindow(window)) == nil {
      fields.append(.init("window", "is not a sending window such as “Mon-Fri 09:00-17:00”"))
    }
    guard fields.isEmpty else { throw Fault(.badInput, "The campaign can't be saved like this.", fields: fields) }
  }

  /// What a campaign says about its footer.
  /// - Throws: `.badInput` with a field for what is wrong.
  static func check(language: String?, optOut: String?) throws(Fault) {
    var fields: [Fault.Field] = []
    if let language, OptOut.sentences[language] == nil {
      fields.append(.init("language", "must be one of \(OptOut.sentences.keys.sorted().joined(separator: ", "))"))
    }
    if let problem = OptOut.problem(optOut) { fields.append(.init("opt_out", problem)) }
    guard fields.isEmpty else { throw Fault(.badInput, "The campaign can't be saved like this.", fields: fields) }
  }

  /// The first wording's fields are named as those of the step.
  private static func problems(of step: Campaigns.NewStep, at index: Int) -> [Fault.Field] {
    var fields: [Fault.Field] = []
    if step.variants.isEmpty { fields.append(.init("steps.\(index).text", "is empty")) }
    if step.variants.count > Step.mostVariants {
      fields.append(.init("steps.\(index)", "has more than \(Step.mostVariants) variants"))
    }
    for (number, variant) in step.variants.enumerated() {
      let place = number == 0 ? "steps.\(index)" : "steps.\(index).variants.\(number)"
      let needsSubject = step.kind == .mail && index == 0
      for (part, source, html) in [
        ("subject", variant.subject, false), ("text", variant.text, false), ("html", variant.html ?? "-", true),
      ] {
        if source.allSatisfy(\.isWhitespace), part != "subject" || needsSubject {
          fields.append(.init("\(place).\(part)", "is empty"))
        }
        if let problem = TemplateContext.problem(in: source, field: part, html: html) {
          fields.append(.init("\(place).\(part)", "line \(problem.line): \(problem.detail)"))
        }
      }
    }
    return fields
  }
}
