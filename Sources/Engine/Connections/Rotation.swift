import Outreach
import Store

/// Which mailbox a lead gets: of those that its campaign names, or of all that take new leads, the one that will be through with it soonest.
///
/// A mailbox that is paused or failing gets no new leads while another works. Once given, a lead keeps its mailbox.
struct Rotation {
  private static let daySeconds = 86_400

  /// One mailbox with its load.
  private struct Seat {
    let id: Mailbox.ID
    let dayLimit: Int
    /// Mails of the last day, and those that wait.
    var load: Int
  }

  private var seats: [Seat]

  /// The mailboxes of a campaign with what lies before them now. Before any is set up, mails are written for the primary one all the same.
  /// - Throws: `.refused` where none of them takes new leads.
  init(campaign: Campaign.ID, policy: Policy, in work: Work) throws {
    let named = try CampaignMailboxTable.list(of: campaign, in: work)
    let wanted = policy.mode == .practice ? policy.takers : policy.takers.filter { named.isEmpty || named.contains($0) }
    guard !wanted.isEmpty || (named.isEmpty && policy.ways.first?.takesLeads ?? true) else {
      throw Fault(.refused, "No mailbox of this campaign takes new leads; let one do so under Settings.")
    }
    let open = try wanted.filter { try MailboxTable.get($0, in: work).state == .ok }
    // Where none works at present the leads wait for one of them; the person can hand them over.
    let chosen = open.isEmpty ? wanted : open
    guard chosen.count > 1 else {
      seats = [Seat(id: chosen.first ?? policy.mailbox, dayLimit: 1, load: 0)]
      return
    }
    seats = try chosen.map { id in
      let day = try SendAttemptTable.departures(from: id, since: work.now.adding(seconds: -Self.daySeconds), in: work).count
      let days = try SendAttemptTable.sendingDays(of: id, before: work.now.adding(seconds: -Self.daySeconds), in: work)
      let pace = policy.of(id).pace
      return Seat(
        id: id, dayLimit: max(min(pace.perDay, pace.rampStart + pace.rampStep * days), 0),
        load: day + (try MessageList.waiting(of: id, in: work)))
    }
  }

  /// The mailbox of the next lead: the least load for its day's limit; of equals the one with the larger limit, then the older one.
  mutating func next() -> Mailbox.ID {
    let best = seats.indices.min { a, b in
      let (one, two) = (seats[a], seats[b])
      // A limit of none comes last; (load + 1) / limit compared without dividing.
      if (one.dayLimit == 0) != (two.dayLimit == 0) { return two.dayLimit == 0 }
      let (left, right) = ((one.load + 1) * two.dayLimit, (two.load + 1) * one.dayLimit)
      return (left, -one.dayLimit, one.id.rawValue) < (right, -two.dayLimit, two.id.rawValue)
    }
    seats[best ?? 0].load += 1
    return seats[best ?? 0].id
  }

  /// The mailbox that an enrollment keeps; given and noted now where it has none.
  static func mailbox(of enrollment: Enrollment, policy: Policy, in work: Work) throws -> Mailbox.ID {
    guard enrollment.mode != .practice, policy.mode != .practice else { return Mailbox.practice }
    if let kept = try EnrollmentTable.mailbox(of: enrollment.id, in: work), policy.mailboxes.contains(kept) { return kept }
    var rotation = try Rotation(campaign: enrollment.campaignID, policy: policy, in: work)
    let given = rotation.next()
    try EnrollmentTable.set(given, of: enrollment.id, in: work)
    return given
  }
}
