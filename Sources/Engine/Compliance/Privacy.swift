import Outreach
import SQLite
import Store
import Text

/// What the law asks for: telling a person what is held, and erasing it for good.
public struct Privacy: Sendable {
  /// Where erasures are kept besides the base, so that no restored backup brings a person back.
  public struct Journal: Sendable {
    let append: @Sendable (_ lines: [String]) throws -> Void

    /// - Parameter append: adds lines to the journal, durably.
    public init(append: @escaping @Sendable ([String]) throws -> Void) { self.append = append }
  }

  /// Somebody who was found by an address.
  public struct Person: Sendable, Hashable {
    public var leads: [Lead.ID]
    public var names: [String]
    public var messages: Int
    public var replies: Int
    /// Why no mail goes there; nil where mail may.
    public var suppressed: Suppression.Reason?
  }

  /// Whom somebody asks about.
  public enum Whom: Sendable, Hashable {
    /// Whoever has this address, had it when mail went there, or answered from it.
    case address(String)
    /// A lead, which may have no address, and those that share its own.
    case lead(Lead.ID)
  }

  /// How many lines of the journal this base has had.
  private static let replayedKey = "state.erasures"

  let base: Base
  private let journal: Journal
  private let imports: Imports

  /// Over a base, with a journal beside the keys, and the imports whose files may name anybody.
  public init(base: Base, journal: Journal, imports: Imports) { (self.base, self.journal, self.imports) = (base, journal, imports) }

  /// Who is meant.
  public func find(_ whom: Whom) async throws -> Person {
    try await base.read { work in
      let (ids, address) = try Self.leads(of: whom, in: work)
      var person = Person(leads: ids, names: [], messages: 0, replies: 0)
      for id in ids {
        person.names.append(try LeadTable.get(id, in: work).details.businessName)
        person.messages += try MessageList.all(of: id, in: work).count
        person.replies += try ReplyTable.all(of: id, in: work).count
      }
      person.suppressed = try address.flatMap { try SuppressionTable.reason(for: $0, mode: .real, in: work) }
      return person
    }
  }

  /// Everything that is held about a person, in all leads with the same address: a ZIP with one page. - Throws: `.notFound`.
  public func holdings(of lead: Lead.ID, as acting: ActingAs) async throws -> [UInt8] {
    let (holdings, ids) = try await base.read { work in
      let (ids, _) = try Self.leads(of: .lead(lead), in: work)
      return (try Holdings(of: ids, in: work), ids)
    }
    try await base.write(as: acting) { work in
      for id in ids { try AuditTable.append("disclose", "lead", id.rawValue, in: work) }
    }
    var zip = StoredZip()
    zip.add("what-is-held.html", Array(holdings.html.utf8))
    return zip.bytes
  }

  /// Erases who is meant: rows, key, index; in the journal first, so that a crash in between is made good at the next start.
  /// Files that were uploaded and wait for their import go, whoever stands in them.
  /// - Returns: how many leads went.
  /// - Throws: `.conflict` while a mail to the person is on its way; `.storage` where the journal can't be written.
  public func erase(_ whom: Whom, as acting: ActingAs) async throws -> Int {
    let marks = try await base.read { work in
      let (ids, address) = try Self.leads(of: whom, in: work)
      try Self.checkNothingLeaves(ids, in: work)
      let mark = try address.map { try Erasing.mark(of: $0, in: work) }
      return (mark.map { [$0] } ?? []) + ids.map { .lead($0) }
    }
    try journal.append(marks.map(\.line))
    try await imports.discardWaiting()
    return try await base.write(as: acting) { work in
      // Before anything is gone: a sending that began meanwhile is let finish.
      try Self.checkNothingLeaves(try marks.flatMap { try Erasing.leads($0, in: work) }, in: work)
      let count = try marks.reduce(0) { $0 + (try Erasing.erase($1, in: work)) }
      try Scrub().add(in: work)
      work.changed("status")
      return count
    }
  }

  /// At start: does what the journal says once more.
  ///
  /// A lead that was erased by its id comes back only with an older base, which has noted fewer lines; so with hundreds of thousands
  /// of them a start looks at the new ones only. Addresses are looked for each time.
  /// - Parameter isAll: whether the base just went back in time, or is another one.
  /// - Returns: how many leads went.
  @discardableResult
  public static func replay(_ lines: [Substring], isAll: Bool = true, in work: Work) throws -> Int {
    // With the keys of other data nothing is known and nothing may be written.
    guard try KeyCheck.fits(in: work) != false else { return 0 }
    let noted = try SettingTable.value(replayedKey, in: work).flatMap { Int($0) } ?? 0
    let done = isAll || noted > lines.count ? 0 : noted
    let count = try lines.enumerated().reduce(0) { count, line in
      guard let mark = Erasing.Mark(line: line.element) else { return count }
      if case .lead = mark, line.offset < done { return count }
      return count + (try Erasing.erase(mark, in: work))
    }
    if count > 0 { try Scrub().add(in: work) }
    if noted != lines.count { try SettingTable.note(replayedKey, String(lines.count), in: work) }
    return count
  }

  private static func checkNothingLeaves(_ ids: [Lead.ID], in work: Work) throws {
    for id in ids where try MessageList.of(id, in: work).contains(where: { $0.state == .sending }) {
      throw Fault(.conflict, "A mail to this person is leaving right now, so nobody was erased yet. Try again in a minute.")
    }
  }

  private static func leads(of whom: Whom, in work: Work) throws -> (ids: [Lead.ID], address: String?) {
    switch whom {
    case .address(let text):
      let address = try normal(text)
      let (known, answered) = (
        try Erasing.leads(try Erasing.mark(of: address, in: work), in: work), try ReplyTable.leads(from: address, in: work)
      )
      return (known + Set(answered).subtracting(known), address)
    case .lead(let id):
      guard let address = try LeadTable.get(id, in: work).details.email else { return ([id], nil) }
      return (try Erasing.leads(try Erasing.mark(of: address, in: work), in: work), address)
    }
  }

  private static func normal(_ address: String) throws(Fault) -> String {
    guard let address = EmailAddress(address)?.normalized else {
      throw Fault(.badInput, "Give an address like anna@shop.com.", fields: [.init("email", "is no address")])
    }
    return address
  }
}

/// Makes the files forget what was erased: words in the index, pages in the log.
public struct Scrub: Job {
  /// `scrub`.
  public static let kind = "scrub"
  /// What the System screen calls it.
  public static let title = "Forget what was erased"

  /// A run.
  public init() {}
  /// One thing on the disk at a time.
  public var lane: String { "disk" }
  /// One is enough.
  public var once: String? { "scrub" }

  /// The handler over a base.
  public static func handler(_ base: Base) -> JobHandler {
    .on(Scrub.self) { _, _ in
      try await base.write { work in try Erasing.forgetWords(in: work) }
      // Freed pages are overwritten as they are freed (secure_delete); the log still has them until it is emptied.
      try await base.database.checkpoint()
    }
  }
}
