import Outreach
import Store

/// How long leads are kept: rules by state and age, shown with what they would erase before they are put into force.
public struct Retention: Sendable {
  /// Leads that are kept equally long.
  public enum Group: String, CaseIterable, Sendable {
    /// Found, but never written to.
    case unused
    case rejected
    /// Written to, without an answer.
    case silent
    /// Answered, and whatever came of it.
    case answered

    /// The states of its leads.
    public var states: [LeadState] {
      switch self {
      case .unused: [.discovered, .analyzing, .analyzed, .pendingReview, .approved, .readyForOutreach, .failed, .expired]
      case .rejected: [.rejected]
      case .silent: [.contacted]
      case .answered: [.replied]
      }
    }
  }

  /// Days since the last change, by group; a group without days is kept for ever.
  public struct Rules: Sendable, Hashable {
    public var days: [Group: Int] = [:]

    /// Everything is kept.
    public init() {}

    /// The rules. - Throws: `.badInput` for less than a month: a follow-up may still be on its way then.
    public func checked() throws(Fault) -> Rules {
      for (group, days) in days where !Retention.possibleDays.contains(days) {
        throw Fault(.badInput, "One rule is not possible.", fields: [.init(group.rawValue, "must be 30 to 3650 days, or empty")])
      }
      return self
    }
  }

  static let possibleDays = 30...3650
  private static let daySeconds = 86_400
  private static let batch = 50
  private static let suddenDays = 30
  private static let lastKey = "state.retention.last"
  private static func key(_ group: Group) -> String { "state.retention.\(group.rawValue)" }

  let base: Base
  private let journal: Privacy.Journal

  /// Over a base, with the journal of erasures beside the keys.
  public init(base: Base, journal: Privacy.Journal) { (self.base, self.journal) = (base, journal) }

  /// The rules in force; none at first.
  public func rules() async throws -> Rules { try await base.read { work in try Self.rules(in: work) } }

  /// Puts rules into force; they are applied once a day.
  public func set(_ rules: Rules, as acting: ActingAs) async throws {
    let rules = try rules.checked()
    try await base.write(as: acting) { work in
      for group in Group.allCases {
        try SettingTable.set(Self.key(group), rules.days[group].map(String.init), sealed: false, in: work)
      }
    }
  }

  /// What rules would erase now: how many leads of each group, and a few names.
  public func preview(_ rules: Rules) async throws -> [Group: (count: Int, examples: [String])] {
    try await base.read { work in
      var found: [Group: (count: Int, examples: [String])] = [:]
      for (group, days) in rules.days {
        let limit = work.now.adding(seconds: -days * Self.daySeconds)
        found[group] = (
          try RetentionTable.count(group.states, before: limit, in: work),
          try RetentionTable.find(group.states, before: limit, limit: 5, in: work).map {
            try LeadTable.get($0, in: work).details.businessName
          }
        )
      }
      return found
    }
  }

  /// What each day erases: nothing on the first day after the clock went on by more than a month. It may be wrong, and what is erased
  /// never comes back.
  public func applyDaily() async throws {
    let isSudden = try await base.write { work in
      let last = try SettingTable.value(Self.lastKey, in: work).flatMap { Int64($0) }
      let isSudden = last.map { work.now > Timestamp(rawValue: $0).adding(seconds: Self.suddenDays * Self.daySeconds) } ?? false
      try SettingTable.note(Self.lastKey, isSudden ? "" : String(work.now.rawValue), in: work)
      return isSudden
    }
    if !isSudden { try await apply() }
  }

  /// Erases what is due, a few leads at a time. - Returns: how many went.
  @discardableResult
  public func apply() async throws -> Int {
    var total = 0
    while true {
      try Task.checkCancellation()
      let due = try await base.read { work in try Self.due(in: work) }
      // In the journal first, as when a person asks: no restored backup brings back what is past its time.
      if !due.isEmpty { try journal.append(due.map { Erasing.Mark.lead($0).line }) }
      let count = try await base.write { work in
        // One that came to life meanwhile goes, too: the journal says so at the next start anyway.
        for id in due { try Erasing.remove(id, in: work) }
        if !due.isEmpty { try Scrub().add(in: work) }
        return due.count
      }
      guard count > 0 else { return total }
      total += count
    }
  }

  private static func due(in work: Work) throws -> [Lead.ID] {
    try rules(in: work).days.flatMap { group, days in
      try RetentionTable.find(group.states, before: work.now.adding(seconds: -days * daySeconds), limit: batch, in: work)
    }
  }

  private static func rules(in work: Work) throws -> Rules {
    var rules = Rules()
    for group in Group.allCases { rules.days[group] = try SettingTable.value(key(group), in: work).flatMap { Int($0) } }
    return rules
  }
}
