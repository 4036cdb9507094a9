import Outreach
import Store

/// Lets leads expire that nobody touched for as long as a setting says, and takes up those whose analysis broke off for good.
public struct ExpireLeads: Job {
  public static let kind = "expire"
  public static let title = "Let forgotten leads expire"
  private static let batch = 500

  /// The job.
  public init() {}

  public var lane: String { "disk" }
  public var once: String? { "expire" }

  /// How it is done. - Parameter days: the setting, asked at each run.
  public static func handler(_ base: Base, days: @escaping @Sendable () -> Int) -> JobHandler {
    .on(ExpireLeads.self) { _, progress in
      var done = 0
      while true {
        let count = try await base.write { work in
          let ids = try LeadTable.forgotten(since: work.now.adding(seconds: -days() * 86_400), limit: batch, in: work)
          for id in ids { try LeadTable.move(id, .expire, in: work) }
          return ids.count
        }
        done += count
        try await progress.report(done, of: nil)
        if count < batch { break }
      }
      try await base.write { work in
        for id in try LeadTable.abandoned(limit: batch, in: work) {
          try LeadTable.move(id, .fail, in: work)
          try SiteFailureTable.note(
            "The program ended several times while it read this site, so it was set aside.", of: id, in: work)
        }
      }
    }
  }
}

extension Leads {
  /// Takes a lead up again that expired or failed: it waits for review, or its site is read first.
  static func restore(_ id: Lead.ID, in work: Work) throws {
    try LeadTable.move(id, .restore, review: .pending, in: work)
    let details = try LeadTable.get(id, in: work).details
    if details.email == nil, try EnrichLead.add(id, details, in: work) != nil { return }
    try LeadTable.move(id, .submit, in: work)
  }
}
