import Outreach
import Store

/// Keeps a campaign's mail that ended the program while it was written from doing it a second time.
///
/// The campaign is marked while its mails are written. After a crash they are written one by one, each marked by itself; the lead at fault is
/// passed over after the second crash. Where even that doesn't help, the campaign's mail is set aside until it is changed.
struct ComposeHazards: Sendable {
  /// What is said of a lead that is passed over.
  static let setAside = "The program ended twice while it wrote this mail, so it was set aside; see System."

  /// How often the program ended while it wrote this campaign's mails.
  let crashes: Int
  private let id: String
  private let base: Base

  /// Marks a campaign as being written. - Throws: `.refused` where it is set aside.
  init(_ campaign: Campaign.ID, base: Base) async throws {
    let id = Self.id(campaign)
    (self.id, self.base) = (id, base)
    crashes = try await base.write { work in
      let known = try HazardTable.find(id, in: work)
      if known?.isSetAside == true {
        throw Fault(
          .refused,
          "The program ended again and again while it wrote this campaign's mails, so they were set aside. Change the text, or see System."
        )
      }
      try HazardTable.begin(.compositions, id, in: work)
      return known?.crashes ?? 0
    }
  }

  /// The mails were written.
  func end() async throws { try await base.write { [id] work in try HazardTable.clear(id, in: work) } }

  /// Writing was broken off without a crash.
  func calm() async throws { try await base.write { [id, crashes] work in try HazardTable.rest(id, crashes: crashes, in: work) } }

  /// Marks one lead's mail. Returns whether it is set aside.
  func begin(_ lead: Lead.ID) async throws -> Bool {
    try await base.write { [id] work in
      guard try HazardTable.find("\(id)/\(lead)", in: work)?.isSetAside != true else { return true }
      try HazardTable.begin(.composition, "\(id)/\(lead)", in: work)
      return false
    }
  }

  /// Takes the mark of a lead's mail away.
  func end(_ lead: Lead.ID, in work: Work) throws { try HazardTable.clear("\(id)/\(lead)", in: work) }

  /// The mark of a campaign; those of its leads begin with it.
  static func id(_ campaign: Campaign.ID) -> String { "compose/\(campaign)" }
}
