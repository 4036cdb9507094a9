import Outreach
import Store

/// What was set aside because the program ended while it was read, and trying it again.
public struct Hazards: Sendable {
  /// One thing that was set aside, in words.
  public struct Entry: Sendable, Hashable {
    public let id: String
    public let kind: Hazard.Kind
    /// What it is, for the person.
    public let title: String
    /// How often the program ended over it.
    public let crashes: Int
    public let at: Timestamp
  }

  private let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// At start, before anything is read: counts what ended the program last time. Returns what was counted.
  public static func count(in work: Work) throws -> [Hazard] { try HazardTable.countCrashes(in: work) }

  /// What is set aside, newest first.
  public func list() async throws -> [Entry] { try await base.read { work in try Self.list(in: work) } }

  /// What is set aside, in a running transaction.
  public static func list(in work: Work) throws -> [Entry] {
    try HazardTable.setAside(in: work).map { hazard in
      Entry(id: hazard.id, kind: hazard.kind, title: try title(hazard, in: work), crashes: hazard.crashes, at: hazard.at)
    }
  }

  /// Lets it be tried once more, at the next occasion. - Throws: `.notFound`.
  public func retry(_ id: String, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in try HazardTable.retry(id, in: work) }
  }

  private static func title(_ hazard: Hazard, in work: Work) throws -> String {
    let parts = hazard.id.split(separator: "/").map(String.init)
    switch hazard.kind {
    case .mail, .mails:
      guard parts.count >= 5 else { return "A received mail" }
      return
        "A received mail in the folder \(parts[2..<(parts.count - 2)].joined(separator: "/")), number \(parts[parts.count - 1])"
    case .importFile, .importRecord:
      let run = parts.count > 1 ? try? ImportTable.get(ImportRun.ID(rawValue: parts[1]), in: work) : nil
      let record = hazard.kind == .importRecord ? "Record \(parts.last ?? "") of " : ""
      return "\(record)the file “\(run?.name ?? "that was imported")”"
    case .composition, .compositions:
      let campaign = parts.count > 1 ? try? CampaignTable.get(Campaign.ID(rawValue: parts[1]), in: work).name : nil
      let name = "campaign “\(campaign ?? "")”"
      guard hazard.kind == .composition, let lead = parts.last else { return "The mails of the \(name)" }
      let business = try LeadTable.find(Lead.ID(rawValue: lead), in: work)?.details.businessName
      return "The mail of the \(name) to “\(business ?? "a lead that is gone")”"
    }
  }
}
