import Finding
import Outreach
import Store
import Text

/// Why a mail does not leave now: the first closed gate, and when it opens.
public struct ClosedGate: Error, Sendable, Hashable {
  /// The gates in the order in which they are asked.
  public enum Name: String, Sendable, CaseIterable {
    case approval, mode, paused, frozen, setup, mailbox, campaign, lead, address, answer, suppression, reserved, sequence, away,
      waiting
    case window, holiday, gap, minute, hour, day, domain, frequency, cooling
  }

  public let name: Name
  /// One sentence for the person.
  public let detail: String
  /// Nil where only a person can open it.
  public let opensAt: Timestamp?
  /// Whether no other mail of the mailbox can leave either.
  let closesMailbox: Bool

  /// A closed gate.
  /// - Parameter ofCampaign: a limit of the campaign's own, which leaves other campaigns alone.
  init(_ name: Name, _ detail: String, opensAt: Timestamp? = nil, ofCampaign: Bool = false) {
    (self.name, self.detail, self.opensAt) = (name, detail, opensAt)
    closesMailbox = !ofCampaign && [.paused, .frozen, .setup, .mailbox, .gap, .minute, .hour, .day].contains(name)
  }
}

/// Every gate is read again in the transaction just before sending; the same answer is shown as “why not now”.
public struct Gates {
  static let daySeconds = 86_400
  let policy: Policy
  let zones: any ZoneSource

  /// The gates under the present settings.
  public init(policy: Policy, zones: any ZoneSource) { (self.policy, self.zones) = (policy, zones) }

  /// The first closed gate for a message, or nil where it may leave now; limits and servers are those of its mailbox.
  public func firstClosed(for message: Message, in work: Work) throws -> ClosedGate? {
    try Gates(policy: policy.of(message.mailboxID), zones: zones).closed(for: message, in: work)
  }

  private func closed(for message: Message, in work: Work) throws -> ClosedGate? {
    if message.approvedHash != message.contentHash { return ClosedGate(.approval, "It waits for your approval.") }
    if message.kind == .campaign, Rewriting.isFromAnother(message, policy) {
      return ClosedGate(.approval, "Your name or address was changed since this mail was written; look at it again.")
    }
    if let closed = modeGate(message) { return closed }
    if let closed = try switchGate(message, in: work) { return closed }
    if let closed = try relationGate(message, in: work) { return closed }
    if let closed = try sequenceGate(message, in: work) { return closed }
    if let until = message.notBefore, until > work.now { return ClosedGate(.waiting, waitingText(message), opensAt: until) }
    if message.mode != .real || message.kind == .answer { return nil }
    if let closed = try windowGate(message, in: work) { return closed }
    if let closed = try capGate(message, in: work) { return closed }
    return try recipientGate(message, in: work)
  }

  private func modeGate(_ message: Message) -> ClosedGate? {
    if message.mode != policy.mode.sendMode {
      return ClosedGate(.mode, "It was written in \(message.mode.rawValue) mode and does not leave in the present one.")
    }
    guard message.mode != .practice else { return nil }
    if policy.mode == .draftsOnly ? policy.imap == nil : policy.smtp == nil {
      return ClosedGate(.setup, "The mailbox is not set up yet.")
    }
    if policy.mode != .draftsOnly, let problem = policy.problems.first {
      return ClosedGate(.setup, "\(problem.setting): \(problem.detail)")
    }
    if policy.sender.address.isEmpty || policy.sender.postalAddress.isEmpty {
      return ClosedGate(.setup, "Your address or your postal address is missing; real mail needs both.")
    }
    let host = (policy.mode == .draftsOnly ? policy.imap : policy.smtp)?.host ?? ""
    let loopback = Setting.isLoopback(host)
    if policy.onlyLoopback, !loopback { return ClosedGate(.mode, "This environment mails to this computer only.") }
    if Domain.isReserved(message.content.to.address.split(separator: "@").last.map(String.init) ?? ""), !loopback {
      return ClosedGate(.reserved, "Addresses under .example, .test and the like belong to nobody and can't be mailed for real.")
    }
    return nil
  }

  private func switchGate(_ message: Message, in work: Work) throws -> ClosedGate? {
    if try SettingTable.value(Sending.pausedKey, in: work) == "true" { return ClosedGate(.paused, "You paused all sending.") }
    if try SettingTable.value(Sending.frozenKey, in: work) == "true" {
      return ClosedGate(.frozen, "Sending is frozen since a backup was restored, until you say that it may go on.")
    }
    if let version = try SettingTable.value(Sending.updatingKey, in: work) {
      return ClosedGate(.frozen, "Nothing is sent until version \(version) has shown that it works.")
    }
    let mailbox = try MailboxTable.get(message.mailboxID, in: work)
    if mailbox.state == .paused { return ClosedGate(.mailbox, mailbox.reason ?? "The mailbox is paused.") }
    if mailbox.state == .failing, let retry = mailbox.retryAt, retry > work.now {
      return ClosedGate(.mailbox, mailbox.reason ?? "The mail server can't be reached.", opensAt: retry)
    }
    if message.kind == .campaign, let id = message.campaignID {
      let campaign = try CampaignTable.get(id, in: work)
      if campaign.state != .running {
        return ClosedGate(.campaign, "The campaign “\(campaign.name)” is \(campaign.state.rawValue).")
      }
    }
    return nil
  }

  private func relationGate(_ message: Message, in work: Work) throws -> ClosedGate? {
    if let reason = try SuppressionTable.reason(for: message.content.to.address, mode: message.mode, in: work) {
      return ClosedGate(.suppression, "This person gets no more mail: \(reason.rawValue).")
    }
    guard message.kind == .campaign else { return nil }
    if try ReplyTable.hasOpenPossible(for: message.leadID, in: work) {
      return ClosedGate(.answer, "There is a mail that may be this lead's answer; say whether it is.")
    }
    if let id = message.enrollmentID, let enrollment = try EnrollmentTable.find(id, in: work), enrollment.state != .active {
      return ClosedGate(.lead, "The lead's sequence is over: \(enrollment.state.rawValue).")
    }
    let lead = try LeadTable.find(message.leadID, in: work)
    guard let lead, lead.state == .readyForOutreach || lead.state == .contacted else {
      return ClosedGate(.lead, "The lead is \(lead.map { $0.state.rawValue.replacing("_", with: " ") } ?? "gone").")
    }
    if let verdict = lead.details.emailStatus.flatMap(EmailVerdict.init(rawValue:)), verdict.isBad {
      return ClosedGate(.address, "A check found that this address takes no mail; correct it, or clear what was found.")
    }
    guard lead.details.email?.lowercased() == message.content.to.address.lowercased() else {
      return ClosedGate(.approval, "The lead's address is another one since this mail was written; cancel it and write it anew.")
    }
    if message.mode != .practice, let known = try MailDomainTable.of(message.content.to.address, in: work),
      known.isFailing(at: work.now)
    {
      return ClosedGate(
        .address,
        "Mail to this address can't arrive: \(known.verdict.words) Correct the address, or have its domain looked up again.")
    }
    return nil
  }

  /// The order of a sequence and its waits, counted from the real send of the step before.
  private func sequenceGate(_ message: Message, in work: Work) throws -> ClosedGate? {
    guard let id = message.enrollmentID, let enrollment = try EnrollmentTable.find(id, in: work),
      let step = try message.stepID.flatMap({ try StepTable.find($0, in: work) })
    else { return nil }
    if message.position > enrollment.position {
      return ClosedGate(.sequence, "It follows the mail before it, which has not left yet.")
    }
    if message.position < enrollment.position { return ClosedGate(.lead, "The lead's sequence went on without this mail.") }
    if let until = enrollment.awayUntil, until > work.now {
      return ClosedGate(.away, "They are away; it waits until they are back.", opensAt: until)
    }
    let context = Sequence.Context(policy: policy, zones: zones)
    let zone = context.zone(of: try LeadTable.get(message.leadID, in: work), at: work.now)
    guard let due = Sequence.due(enrollment, step, zone: zone, context), due > work.now else { return nil }
    return ClosedGate(.sequence, "It follows \(step.wait.words) after the mail before it.", opensAt: due)
  }

  private func windowGate(_ message: Message, in work: Work) throws -> ClosedGate? {
    let lead = try LeadTable.get(message.leadID, in: work)
    let plan = try PacePlanTable.find(message.mailboxID, in: work)
    return try windowGate(campaign: message.campaignID, place: lead.details.whereabouts, plan: plan, in: work)
  }

  /// The sending hours of a campaign where a recipient is, public holidays left out.
  /// - Parameter plan: its mailbox's dice: mail begins a random while after the hours do.
  func windowGate(campaign: Campaign.ID?, place: Whereabouts, plan: PacePlan? = nil, in work: Work) throws -> ClosedGate? {
    var window = policy.pace.window
    if let id = campaign, let text = try CampaignTable.get(id, in: work).window, let own = try? SendWindow(text) { window = own }
    let zone = zones.recipientZone(place, sender: policy.sender.timeZone, at: work.now)
    let calendar = BusinessCalendar(country: zone.country, skipsHolidays: policy.pace.skipsHolidays)
    let offset = { zones.offset(of: zone.name, at: $0) ?? 0 }
    guard let opening = window.nextOpening(from: work.now, isClosed: calendar.isHoliday, offset: offset) else {
      return ClosedGate(.window, "The sending window is never open.")
    }
    let opens = start(of: window, at: opening, zone: zone.name, plan: plan)
    guard opening > work.now else {
      guard opens > work.now else { return nil }
      return ClosedGate(.window, "The hours have begun in \(zone.name); mail does so a random while later.", opensAt: opens)
    }
    if let usual = window.nextOpening(from: work.now, offset: offset), usual < opening {
      let name = zone.country.flatMap { Country($0)?.name } ?? "the recipient's country"
      return ClosedGate(.holiday, "There is a public holiday in \(name).", opensAt: opens)
    }
    return ClosedGate(.window, "It is outside the sending hours in \(zone.name) (\(zone.origin)).", opensAt: opens)
  }

  private func recipientGate(_ message: Message, in work: Work) throws -> ClosedGate? {
    let address = message.content.to.address
    let domain = address.split(separator: "@").last.map(String.init) ?? ""
    if !Domain.isShared(domain) {
      let sent = try SendAttemptTable.departures(toDomainOf: address, since: work.now.adding(seconds: -Self.daySeconds), in: work)
      if sent.count >= policy.pace.perDomainPerDay {
        return ClosedGate(
          .domain, "This company got \(sent.count) mails in 24 hours.",
          opensAt: Self.opening(sent, policy.pace.perDomainPerDay)?.adding(seconds: Self.daySeconds))
      }
    }
    // What may have left counts as left.
    let recent = try MessageList.of(message.leadID, in: work).filter {
      $0.kind == .campaign && $0.mode == .real && $0.state.mayHaveLeft && $0.id != message.id
    }.map { ($0.campaignID, try $0.sentAt ?? SendAttemptTable.last(of: $0.id, in: work)?.startedAt ?? $0.updatedAt) }
    let limit = policy.pace.perLeadIn30Days
    let month = recent.map(\.1).filter { $0 > work.now.adding(seconds: -30 * Self.daySeconds) }.sorted()
    if month.count >= limit {
      return ClosedGate(
        .frequency, "This lead got \(month.count) mails in 30 days.",
        opensAt: Self.opening(month, limit)?.adding(seconds: 30 * Self.daySeconds))
    }
    let others = recent.filter { $0.0 != message.campaignID }.map(\.1).max()
    if let last = others, last.adding(seconds: policy.pace.coolingDays * Self.daySeconds) > work.now {
      return ClosedGate(
        .cooling, "This lead had a mail from another campaign in the last \(policy.pace.coolingDays) days.",
        opensAt: last.adding(seconds: policy.pace.coolingDays * Self.daySeconds))
    }
    return nil
  }

  private func waitingText(_ message: Message) -> String {
    if let until = message.undoUntil, until == message.notBefore { return "You can still take it back." }
    return message.lastError != nil ? "The last try did not work; it is tried again." : "It is scheduled for later."
  }
}
