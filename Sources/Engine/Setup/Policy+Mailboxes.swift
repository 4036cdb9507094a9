import Outreach

extension Policy {
  /// What differs from mailbox to mailbox.
  public struct Way: Sendable {
    public let id: Mailbox.ID
    /// What the person calls it.
    public let title: String
    public let sender: Sender
    public let smtp: MailServer?
    public let imap: MailServer?
    public let pace: Pace
    /// Whether leads that have no mailbox yet may get it.
    public let takesLeads: Bool
  }

  /// Every mailbox of the present mode, the primary one first; that one also where nothing is set up yet.
  public var mailboxes: [Mailbox.ID] {
    guard mode != .practice else { return [Mailbox.practice] }
    let ready = ways.filter { $0.smtp != nil || $0.imap != nil }.map(\.id)
    return ready.isEmpty ? [ways.first?.id ?? own] : ready
  }

  /// Mailboxes that new leads may get: set up for the present mode, and not kept from them.
  var takers: [Mailbox.ID] {
    guard mode != .practice else { return [Mailbox.practice] }
    return ways.filter { $0.takesLeads && (mode == .draftsOnly ? $0.imap : $0.smtp) != nil }.map(\.id)
  }

  /// What the person calls a mailbox.
  public func title(of id: Mailbox.ID) -> String {
    if id == Mailbox.practice { return "Practice mailbox" }
    return ways.first { $0.id == id }?.title ?? (id == own ? sender.address : "A removed mailbox")
  }

  /// Every address that is the person's own, in lower case.
  var ownAddresses: Set<String> {
    Set(([sender] + ways.map(\.sender)).flatMap { [$0.address, $0.replyTo ?? ""] }.map { $0.lowercased() }).subtracting([""])
  }

  /// The policy of a mailbox: its sender, servers and pace, and all else as for every one. In practice there is only one. A mailbox that
  /// is not there any more has no servers, so that nothing leaves from it.
  public func of(_ id: Mailbox.ID) -> Policy {
    guard mode != .practice, id != own else { return self }
    var policy = self
    policy.own = id
    guard let way = ways.first(where: { $0.id == id }) else {
      (policy.smtp, policy.imap) = (nil, nil)
      return policy
    }
    (policy.sender, policy.smtp, policy.imap, policy.pace) = (way.sender, way.smtp, way.imap, way.pace)
    // What is wrong with the servers of the primary one is nothing of this one.
    if own == Mailbox.primary { policy.problems = problems.filter { !Mailbox.Account.names.contains($0.setting) } }
    return policy
  }

  /// Takes the other mailboxes in.
  /// - Parameters:
  ///   - values: the settings of all.
  ///   - primaryTakesLeads: whether the mailbox of the settings may get new leads.
  mutating func add(_ accounts: [Mailbox.Account], over values: SettingsValues, primaryTakesLeads: Bool) {
    ways = [
      Way(
        id: Mailbox.primary, title: sender.address, sender: sender, smtp: smtp, imap: imap, pace: pace,
        takesLeads: primaryTakesLeads)
    ]
    for account in accounts {
      let one = Policy(account.settings(over: values), zone: sender.timeZone)
      var who = sender
      (who.name, who.address, who.replyTo) = (one.sender.name, one.sender.address, one.sender.replyTo)
      who.signature = one.sender.signature
      // Limits for leads and companies, hours and retries hold for all mail together.
      var own = pace
      (own.perDay, own.perHour, own.perMinute) = (one.pace.perDay, one.pace.perHour, one.pace.perMinute)
      (own.minimumGapSeconds, own.maximumGapSeconds) = (one.pace.minimumGapSeconds, one.pace.maximumGapSeconds)
      (own.breakEvery, own.breakMinimumMinutes) = (one.pace.breakEvery, one.pace.breakMinimumMinutes)
      (own.breakMaximumMinutes, own.rampStart, own.rampStep) = (one.pace.breakMaximumMinutes, one.pace.rampStart, one.pace.rampStep)
      ways.append(
        Way(
          id: account.id, title: account.title, sender: who, smtp: one.smtp, imap: one.imap, pace: own,
          takesLeads: account.takesLeads))
    }
  }
}
