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
    // Looked at when they were chosen, too; what was kept long ago may be under other rules now.
    for step in steps where step.kind == .mail {
      do throws(Fault) { try step.attachments.check() } catch {
        throw Fault(.refused, "Step \(step.position + 1) can't be sent like this. \(error.detail)")
      }
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

  /// What a person should know before a campaign runs.
  struct Report: Sendable {
    /// Why it can't start.
    var refusals: [String] = []
    /// What does not keep it from starting.
    var notes: [String] = []
  }

  /// Looks at a campaign before it runs, and asks for the domains of its mails that are not known yet.
  static func look(at campaign: Campaign.ID, policy: Policy, in work: Work) throws -> Report {
    var report = Report()
    let steps = try StepTable.list(of: campaign, in: work)
    do throws(Fault) { try pass(steps, policy: policy) } catch { report.refusals.append(error.detail) }
    do { try passAddresses(of: campaign, policy: policy, in: work) } catch let fault as Fault {
      report.refusals.append(fault.detail)
    }
    let first = steps.first { $0.kind == .mail }
    report.notes += Lint.findings(files: first?.attachments ?? [], isFirst: true).filter { $0.level != .info }.map(\.text)
    guard policy.mode != .practice else { return report }
    let failing = try MailDomainTable.failing(in: campaign, limit: 100, in: work)
    if !failing.isEmpty {
      let names = try failing.prefix(3).map { "“\(try LeadTable.get($0, in: work).details.businessName)”" }.joined(separator: ", ")
      let isOne = failing.count == 1
      let count = failing.count == 100 ? "100 or more leads" : isOne ? "1 lead" : "\(failing.count) leads"
      report.notes.append(
        "\(count) can't be reached by mail (\(names)\(failing.count > 3 ? ", …" : "")): \(isOne ? "its" : "their") domain does not exist or takes no mail. The campaign goes on without \(isOne ? "it" : "them")."
      )
    }
    let unknown = try MailDomainTable.countUnknown(in: campaign, in: work)
    if unknown > 0 {
      let whose = unknown == 1 ? "The domain of 1 lead is" : "The domains of \(unknown) leads are"
      report.notes.append("\(whose) being looked up. Whatever fails keeps its mail here; what can't be told holds nothing back.")
      try CheckMailDomains().add(in: work)
    }
    return report
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
