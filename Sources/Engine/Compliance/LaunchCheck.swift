import Outreach
import Store

/// What the law asks of every mail that leaves for real, and what harms a mailbox's name, looked at before a campaign may run.
enum LaunchCheck {
  /// - Throws: `.refused` with what is missing; nothing in practice.
  static func pass(_ steps: [Step], policy: Policy) throws(Fault) {
    guard policy.mode != .practice else { return }
    if policy.sender.postalAddress.isEmpty {
      throw Fault(
        .refused,
        "Your postal address is missing, and the law asks for it in every such mail. Add it under Settings › Who you are, then start."
      )
    }
    // Only a follow-up in its thread may begin with “Re:”.
    let subjects = steps.first { $0.kind == .mail }?.variants.map(\.subject) ?? []
    if let subject = subjects.first(where: Lint.isFalseReply) {
      throw Fault(
        .refused,
        "The first mail's subject, “\(subject.prefix(80))”, pretends to be an answer. That is deceptive and unlawful; change it, then start."
      )
    }
  }

  /// Mail to addresses that were found to take none comes back, and many such mails have a mailbox blocked.
  /// - Throws: `.refused` with how many there are; nothing in practice.
  static func passAddresses(of campaign: Campaign.ID, policy: Policy, in work: Work) throws {
    guard policy.mode != .practice else { return }
    let bad = try EmailVerdictTable.bad(in: campaign, limit: 100, in: work)
    guard let first = bad.first else { return }
    let name = try LeadTable.get(first, in: work).details.businessName
    let count = bad.count == 1 ? "The address of “\(name)”" : "The addresses of \(bad.count) leads, “\(name)” among them,"
    throw Fault(
      .refused,
      "\(count) \(bad.count == 1 ? "was" : "were") checked and \(bad.count == 1 ? "takes" : "take") no mail. Correct the address or take the lead out of the campaign, then start."
    )
  }
}
