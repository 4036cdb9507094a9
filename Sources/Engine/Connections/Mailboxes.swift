import Outreach
import Store

/// The mailboxes that mail leaves from: adding, changing, pausing and removing them.
public struct Mailboxes: Sendable {
  /// More are no help to a person who writes decently.
  public static let most = 50

  let base: Base
  let settings: Settings

  /// Over a base under its settings.
  public init(base: Base, settings: Settings) { (self.base, self.settings) = (base, settings) }

  /// Every mailbox and how it does.
  public func list() async throws -> [Mailbox] { try await base.read { work in try MailboxTable.list(in: work) } }

  /// What the person may say of a mailbox; nil leaves a value as it is.
  public struct Change: Sendable {
    public var name: String?
    /// Texts by the names or aliases of settings; an empty text or nil takes one away. A secret that is not named stays.
    public var values: [String: String?] = [:]
    public var takesLeads: Bool?

    /// Nothing changed.
    public init() {}
  }

  /// Adds a mailbox.
  /// - Throws: `.badInput` with a field for each value that is refused, also for an address that is another's; `.refused` past the limit.
  public func add(_ change: Change, as acting: ActingAs) async throws -> Mailbox.ID {
    let common = settings.values
    let known = settings.policy
    return try await settings.change(as: acting) { work in
      guard try MailboxTable.list(in: work).count < Self.most else {
        throw Fault(.refused, "There are \(Self.most) mailboxes; more are not kept.")
      }
      var account = Mailbox.Account(id: Mailbox.ID(at: work.now.rawValue), values: [:])
      try Self.apply(change, to: &account, over: common)
      try Self.refuseTaken(account, known, in: work)
      try MailboxTable.add(account, in: work)
      return account.id
    }
  }

  /// Changes a mailbox; what that changes in mails that wait is written anew, and their approvals are void.
  /// - Parameter version: the one that the person saw; nil for whatever is there.
  /// - Throws: `.notFound`, `.stale`, `.badInput`; `.refused` for values of the mailbox that the settings describe.
  public func change(_ id: Mailbox.ID, _ change: Change, version: Int?, as acting: ActingAs) async throws {
    let (common, known) = (settings.values, settings.policy)
    try await settings.change(as: acting) { work in
      if id == Mailbox.primary {
        guard change.values.isEmpty, change.name == nil else {
          throw Fault(.refused, "This mailbox is described by the settings; change it there.")
        }
        if let takes = change.takesLeads { try MailboxTable.set(takesLeads: takes, of: id, in: work) }
        return
      }
      var account = try MailboxTable.account(id, in: work)
      if let version, account.version != version {
        throw Fault(.stale, "The mailbox was changed since you opened it; load it again.")
      }
      try Self.apply(change, to: &account, over: common)
      try Self.refuseTaken(account, known, in: work)
      try MailboxTable.save(account, in: work)
    }
  }

  /// What stands against removing a mailbox, each in one sentence; none where it may go.
  public static func ties(of id: Mailbox.ID, in work: Work) throws -> [String] {
    let counts = try MessageList.counts(of: id, in: work)
    func sum(_ states: MessageState...) -> Int { states.reduce(0) { $0 + (counts[$1] ?? 0) } }
    func mails(_ count: Int) -> String { count == 1 ? "One mail" : "\(count) mails" }
    var ties: [String] = []
    let waiting = sum(.composed, .approved, .queued, .sending)
    if waiting > 0 { ties.append("\(mails(waiting)) wait\(waiting == 1 ? "s" : "") to leave from it.") }
    let unsure = sum(.unsure)
    if unsure > 0 { ties.append("Of \(mails(unsure).lowercased()) it is not known whether it left.") }
    let drafts = sum(.savedAsDraft)
    if drafts > 0 { ties.append("\(mails(drafts)) of it lie\(drafts == 1 ? "s" : "") in its Drafts folder.") }
    let running = try EnrollmentTable.running(with: id, in: work)
    if running > 0 { ties.append("\(running == 1 ? "One lead's sequence" : "\(running) leads' sequences") would go on from it.") }
    ties += try CampaignMailboxTable.campaignsOnly(id, in: work).map { "The campaign “\($0)” writes from no other." }
    return ties
  }

  /// Removes a mailbox and destroys its passwords; mails and replies of it stay.
  /// - Throws: `.refused` with everything that still waits for it.
  public func remove(_ id: Mailbox.ID, as acting: ActingAs) async throws {
    guard id != Mailbox.primary, id != Mailbox.practice else {
      throw Fault(.refused, "This mailbox belongs to the settings; it can be paused, and kept from new leads.")
    }
    try await settings.change(as: acting) { work in
      _ = try MailboxTable.account(id, in: work)
      let ties = try Self.ties(of: id, in: work)
      guard ties.isEmpty else { throw Fault(.refused, "This mailbox is still needed. " + ties.joined(separator: " ")) }
      try MailboxTable.remove(id, in: work)
    }
  }

  /// Pauses a mailbox or lets it go on; its bounces are counted anew from then. - Throws: `.illegalState`.
  public func move(_ id: Mailbox.ID, _ event: MailboxState.Event, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      let isPause = event == .pause
      guard
        try MailboxTable.move(
          id, event, reason: isPause ? "You paused this mailbox." : nil, cause: isPause ? .person : nil, in: work)
      else { throw Fault(.illegalState, "The mailbox is not in a state for this.") }
      if event == .resume { try MailboxTable.judgeFromNow(id, in: work) }
    }
  }

  /// Names the mailboxes that a campaign gives to new leads; none for all that take them. Leads keep what they have.
  /// - Throws: `.notFound`, `.badInput` for a mailbox that is not there.
  public func set(_ mailboxes: [Mailbox.ID], of campaign: Campaign.ID, as acting: ActingAs) async throws {
    let known = Set(settings.policy.ways.map(\.id))
    guard mailboxes.allSatisfy(known.contains) else {
      throw Fault(.badInput, "There is no such mailbox.", fields: [.init("mailbox_ids", "names a mailbox that is not there")])
    }
    try await base.write(as: acting) { work in
      _ = try CampaignTable.get(campaign, in: work)
      try CampaignMailboxTable.set(mailboxes, of: campaign, in: work)
    }
  }

  /// The servers that a mailbox with these changes would have, to try them; nothing is kept.
  /// - Parameter id: the mailbox whose values count where the change names none; nil for a new one.
  public func servers(of id: Mailbox.ID?, with change: Change) async throws -> (smtp: MailServer?, imap: MailServer?) {
    if id == Mailbox.primary { return settings.servers(with: [:]) }
    var account = Mailbox.Account(id: id ?? Mailbox.ID(rawValue: "new"), values: [:])
    if let id { account = try await base.read { work in try MailboxTable.account(id, in: work) } }
    try Self.apply(change, to: &account, over: settings.values)
    let policy = Policy(account.settings(over: settings.values), zone: "UTC")
    return (policy.smtp, policy.imap)
  }

  /// Points every mailbox of a copy of the base at this computer, so that nothing of it can reach the real ones.
  public static func detach(in work: Work) throws {
    for var account in try MailboxTable.accounts(in: work) {
      try account.change(
        [
          "SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_PASSWORD": "none", "IMAP_HOST": "127.0.0.1",
          "IMAP_PASSWORD": "none",
        ], over: SettingsValues())
      try MailboxTable.save(account, in: work)
    }
  }

  private static func apply(_ change: Change, to account: inout Mailbox.Account, over common: SettingsValues) throws(Fault) {
    if let name = change.name { account.name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    if let takes = change.takesLeads { account.takesLeads = takes }
    try account.change(change.values, over: common)
  }

  /// Two mailboxes of one address would send each other's mail twice into the same folders, and count limits apart.
  private static func refuseTaken(_ account: Mailbox.Account, _ policy: Policy, in work: Work) throws {
    let address = account.values["SENDER_EMAIL"]?.lowercased()
    let others = try MailboxTable.accounts(in: work).filter { $0.id != account.id }.compactMap { $0.values["SENDER_EMAIL"] }
    let primary = policy.ways.first { $0.id == Mailbox.primary && $0.smtp != nil }?.sender.address
    guard !(others + [primary].compactMap { $0 }).contains(where: { $0.lowercased() == address }) else {
      throw Fault(
        .badInput, "There is a mailbox of this address already.", fields: [.init("SENDER_EMAIL", "is that of another mailbox")])
    }
  }
}
