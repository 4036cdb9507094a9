import Outreach

/// What the law asks of every mail that leaves for real, looked at before a campaign may run.
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
}
