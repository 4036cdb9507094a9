import Engine
import JSONText
import Outreach
import Store

/// Campaigns and their steps as JSON, and steps from it.
enum CampaignShape {
  /// A campaign with its steps and counts.
  static func json(_ campaign: Campaign, _ services: Services, in work: Work) throws -> JSON {
    let steps = try CampaignTable.steps(of: campaign.id, in: work)
    let reached = try StepTable.reached(of: campaign.id, in: work)
    var counts = try MessageList.counts(of: campaign.id, in: work)
    counts["enrolled"] = try EnrollmentTable.count(of: campaign.id, in: work)
    for name in ["composed", "approved", "queued", "sent", "replied", "bounced"] where counts[name] == nil { counts[name] = 0 }
    let whole = JSON.members([
      "id": .string(campaign.id.rawValue), "name": .string(campaign.name), "state": .string(campaign.state.rawValue),
      "steps": .array(steps.map { json($0, isReached: reached.contains($0.id)) }), "window": .text(campaign.window), "zone": nil,
      "daily_cap": .number(campaign.dailyCap), "approval": .string(campaign.approval.rawValue),
      "stop_company": .bool(campaign.stopsCompany), "language": .text(campaign.language), "opt_out": .text(campaign.optOut),
      "mode": .string(services.settings.policy.mode.rawValue),
      "created_at": .time(campaign.createdAt), "version": .int(Int64(campaign.version)),
      "counts": .map(counts.mapValues { .int(Int64($0)) }),
    ])
    guard case .object(let members) = whole else { return whole }
    return .object(
      members + CampaignPace.fields.map { JSON.Member(name: $0.name, value: .number(campaign.pace[keyPath: $0.path])) })
  }

  /// The limits of a request, under their names.
  static func pace(_ body: RequestBody) throws(Fault) -> CampaignPace {
    var pace = CampaignPace()
    for field in CampaignPace.fields { pace[keyPath: field.path] = try body.int(field.name) }
    return pace
  }

  private static func json(_ step: Step, isReached: Bool) -> JSON {
    .members([
      "id": .string(step.id.rawValue), "position": .int(Int64(step.position)), "kind": .string(step.kind.rawValue),
      "audience": .string(step.audience.rawValue), "wait": .int(Int64(step.wait.count)),
      "wait_unit": .string(step.wait.unit.rawValue), "reached": .bool(isReached), "subject": .string(step.subject),
      "text": .string(step.text), "html": .text(step.html), "attachments": AttachmentShape.json(step.attachments),
      "version": .int(Int64(step.version)),
      "variants": .array(
        step.variants.map {
          .members([
            "key": .int(Int64($0.key)), "subject": .string($0.subject), "text": .string($0.text), "html": .text($0.html),
          ])
        }),
    ])
  }

  /// A step of a request: its wordings in `variants`, or one of them in its own `subject`, `text` and `html`.
  static func step(_ item: JSON) throws(Fault) -> Campaigns.NewStep {
    let body = try object(item, "steps")
    var step = Campaigns.NewStep(subject: "", text: "", html: nil)
    step.id = try body.text("id").map(Step.ID.init(rawValue:))
    step.kind = try body.choice("kind", Step.Kind.self) ?? .mail
    step.audience = try body.choice("audience", Step.Audience.self)
    step.files = try AttachmentShape.wishes(body)
    if let count = try body.int("wait") {
      guard (0...Wait.longest).contains(count) else {
        throw Fault(.badInput, "The campaign can't be saved like this.", fields: [.init("wait", "must be 0 to \(Wait.longest)")])
      }
      step.wait = Wait(count, try body.choice("wait_unit", Wait.Unit.self) ?? .businessDays)
    }
    if let list = try body.list("variants"), !list.isEmpty {
      step.variants = try list.map { item throws(Fault) in try variant(object(item, "variants")) }
    } else {
      step.variants = [try variant(body)]
    }
    return step
  }

  private static func variant(_ body: RequestBody) throws(Fault) -> Campaigns.NewStep.Variant {
    Campaigns.NewStep.Variant(
      key: try body.int("key"), subject: try body.text("subject") ?? "", text: try body.text("text") ?? "",
      html: try body.text("html").flatMap { $0.isEmpty ? nil : $0 })
  }

  private static func object(_ item: JSON, _ name: String) throws(Fault) -> RequestBody {
    guard case .object(let members) = item else {
      throw Fault(.badInput, "The request can't be understood.", fields: [.init(name, "must hold objects")])
    }
    return RequestBody(members: members)
  }
}
