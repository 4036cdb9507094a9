import Outreach
import Store

/// Puts approved leads into a campaign and writes their mails.
public struct ComposeMails: Job {
  /// `compose-mails`.
  public static let kind = "compose-mails"
  /// What the System screen calls it.
  public static let title = "Write mails"
  let campaign: Campaign.ID
  /// Nil for all that are approved and in no campaign.
  let leads: [Lead.ID]?

  /// For some leads, or all approved ones where nil.
  public init(campaign: Campaign.ID, leads: [Lead.ID]?) { (self.campaign, self.leads) = (campaign, leads) }

  /// What ends the program is narrowed down to one lead, so that the job may be taken over often.
  public static let crashes = 20
  /// One at a time.
  public var lane: String { "compose" }

  /// What runs it.
  public static func handler(_ campaigns: Campaigns) -> JobHandler {
    .on(ComposeMails.self) { job, progress in
      let result = try await campaigns.enroll(job.leads.map(Campaigns.Choice.these) ?? .allApproved, in: job.campaign, as: .system)
      try await progress.keep(
        JobResult(
          done: result.enrolled, skippedCount: result.skippedCount,
          skipped: result.skipped.map { JobResult.Skipped(id: $0.id.rawValue, detail: $0.detail) }))
    }
  }
}
