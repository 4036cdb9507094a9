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
    if let first = steps.first, Lint.isFalseReply(first.subject) {
      throw Fault(
        .refused,
        "The first mail's subject, “\(first.subject.prefix(80))”, pretends to be an answer. That is deceptive and unlawful; change it, then start."
      )
    }
  }
}
