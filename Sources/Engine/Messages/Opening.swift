import Finding
import Outreach
import Store

/// The opening that a person accepted for a lead's step, as templates know it: `{{ opening }}`.
///
/// It is a value like a lead's town: put in as it is, escaped in HTML, never read as a template. Where there is none it is undefined.
enum Opening {
  /// The variable.
  static let name = "opening"
  /// What stands for it in the preview of an invented lead.
  static let example = "Your window with the old scales made me stop and look."

  /// Whether a template asks for it, by a plain name inside a tag.
  static func isWanted(in source: String?) -> Bool {
    guard let source else { return false }
    return source.ranges(of: name).contains { range in
      !(source[range.upperBound...].first.map(isPartOfName) ?? false) && beginsInTag(source[..<range.lowerBound])
    }
  }

  /// Whether a name that begins after this text is a variable of a tag: not a member, not a part of a word, not in quotes.
  private static func beginsInTag(_ before: Substring) -> Bool {
    guard let last = before.last, !isPartOfName(last), !".\"'".contains(last) else { return false }
    let openings = before.ranges(of: "{{") + before.ranges(of: "{%")
    guard let start = openings.map(\.upperBound).max() else { return false }
    return !before[start...].contains("}}") && !before[start...].contains("%}")
  }

  private static func isPartOfName(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber || sign == "_" }

  /// Whether a wording asks for it.
  static func isWanted(by variant: Step.Variant) -> Bool {
    isWanted(in: variant.subject) || isWanted(in: variant.text) || isWanted(in: variant.html)
  }

  /// The accepted text; nil where there is none, or the wording asks for none.
  static func of(_ lead: Lead.ID, _ step: Step.ID, for variant: Step.Variant, in work: Work) throws -> String? {
    guard isWanted(by: variant) else { return nil }
    return try ProposalTable.opening(lead: lead, step: step, in: work)
  }

  /// The wording of a step that a lead's mail has, or would have.
  static func wording(_ step: Step, of message: Message?, for lead: Lead.ID) -> Step.Variant? {
    step.variants.first { $0.key == message?.variant } ?? step.variant(for: lead)
  }

  /// Writes a lead's mail anew because its opening is another now, or goes on with a sequence that waited for one. An approval is void.
  static func changed(_ lead: Lead.ID, _ step: Step, _ policy: Policy, in work: Work) throws {
    if let message = try MessageTable.find(lead: lead, step: step.id, in: work) {
      guard message.mode == policy.mode.sendMode, [.composed, .approved, .queued, .failed].contains(message.state) else { return }
      let content = try Rewriting.content(of: message, policy, in: work)
      guard content != message.content else { return }
      return try Rewriting.replace(message, by: content, why: "Its opening is another now.", in: work)
    }
    for enrollment in try EnrollmentTable.list(of: lead, in: work) where enrollment.campaignID == step.campaignID {
      guard try ProposalTable.opening(lead: lead, step: step.id, in: work) != nil else { return }
      if enrollment.state == .failed, enrollment.reason == Campaigns.unwritten, enrollment.position == step.position {
        try EnrollmentTable.move(enrollment.id, .resume, in: work)
      }
      try GoOn(enrollment: enrollment.id).add(in: work)
    }
  }
}
