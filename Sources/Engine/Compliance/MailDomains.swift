import Outreach
import Store
import Text

/// Looks up whether the domains that mail is to go to take mail at all.
public struct CheckMailDomains: Job {
  /// `check-mail-domains`.
  public static let kind = "check-mail-domains"
  /// What the System screen calls it.
  public static let title = "Look up recipients' domains"

  /// Whose domain is looked up, whatever is known; nil for those of all mails that wait.
  let lead: Lead.ID?

  /// Those of all mails that wait, or that of a lead.
  public init(lead: Lead.ID? = nil) { self.lead = lead }

  /// On its own: a name server that is slow holds nothing else back.
  public var lane: String { "dns" }
  /// A running one goes on until none is left, so one is enough.
  public var once: String? { "check-mail-domains" + (lead.map { "/\($0)" } ?? "") }
}

/// Whether recipients' domains take mail, by the system's name servers: never by asking their mail servers, which gets the asker listed.
/// A domain that fails closes the gate of its addresses; silence closes nothing.
public struct MailDomains: Sendable {
  private static let batch = 100
  /// Questions under way at once.
  private static let atOnce = 4
  /// After so many silent answers in a row this computer is taken to be offline.
  private static let mostSilences = 3
  /// Mail hosts of a domain that are looked at before it counts as having none.
  private static let mostHosts = 4

  let base: Base
  let settings: Settings
  let records: any DomainRecords

  /// Over a base, under its settings, by name servers.
  public init(base: Base, settings: Settings, records: any DomainRecords) {
    (self.base, self.settings, self.records) = (base, settings, records)
  }

  /// How the job is done.
  public var handler: JobHandler {
    .on(CheckMailDomains.self) { job, _ in
      guard let lead = job.lead else {
        try await look()
        return
      }
      try await look(at: lead)
    }
  }

  /// Asks for a look where the domain of an address is not known yet; in practice nothing is looked up.
  static func ask(about address: String, mode: SendMode, in work: Work) throws {
    guard mode != .practice, try MailDomainTable.isDue(address, in: work) else { return }
    try CheckMailDomains().add(in: work)
  }

  /// Looks up the domains of all mails that wait, until none is left or nobody answers.
  /// - Returns: how many were told.
  @discardableResult
  public func look() async throws -> Int {
    guard settings.policy.mode != .practice else { return 0 }
    var (told, silences) = (0, 0)
    while silences < Self.mostSilences {
      try Task.checkCancellation()
      guard let addresses = try await due() else { break }
      // Where even the sender's own domain is not found, name servers here can't be trusted about others.
      guard await answersCount() else { break }
      for start in stride(from: 0, to: addresses.count, by: Self.atOnce) where silences < Self.mostSilences {
        let verdicts = await verdicts(on: Array(addresses[start..<min(start + Self.atOnce, addresses.count)]))
        try await base.write { work in
          for (address, verdict) in verdicts { try MailDomainTable.keep(verdict, of: address, in: work) }
        }
        for (_, verdict) in verdicts { silences = verdict == .unknown ? silences + 1 : 0 }
        told += verdicts.count { $0.verdict != .unknown }
      }
    }
    return told
  }

  /// Has the domain of a lead's address looked up anew. - Throws: `.badInput` where it has none that can be looked up.
  public static func again(_ id: Lead.ID, policy: Policy, as acting: ActingAs, base: Base) async throws -> KnownMailDomain? {
    try await base.write(as: acting) { work in
      let lead = try LeadTable.get(id, in: work)
      guard policy.mode != .practice else {
        throw Fault(.refused, "In practice nothing leaves this computer, so no domain is looked up.")
      }
      guard let address = lead.details.email, let domain = EmailAddress(address)?.domain, !Domain.isReserved(domain) else {
        throw Fault(.badInput, "This lead has no address whose domain could be looked up.")
      }
      try CheckMailDomains(lead: id).add(in: work)
      return try MailDomainTable.of(address, in: work)
    }
  }

  /// Looks up the domain of a lead's address, whatever is known of it.
  func look(at lead: Lead.ID) async throws {
    let address = try await base.read { work in try LeadTable.find(lead, in: work)?.details.email }
    guard let address, let domain = EmailAddress(address)?.domain, !Domain.isReserved(domain), settings.policy.mode != .practice,
      await answersCount()
    else { return }
    let verdict = await verdict(on: domain)
    try await base.write { work in try MailDomainTable.keep(verdict, of: address, in: work) }
  }

  /// Looks at one domain, an A-label.
  public func verdict(on domain: String) async -> MailDomainVerdict {
    switch await records.exchanges(of: domain) {
    case .unknown: return .unknown
    case .noSuchName: return .noDomain
    case .records(let hosts):
      // RFC 7505 §3: a null MX stands alone; beside others it is no null MX.
      let named = hosts.filter { !$0.isEmpty }
      return named.isEmpty ? .nullMX : await hasAddress(Array(named.prefix(Self.mostHosts)))
    case .none:
      // RFC 5321 §5.1: without an MX record the domain's own address takes its mail.
      return await hasAddress([domain])
    }
  }

  /// Whether one of these hosts exists; mail to one that is this computer or nowhere can't arrive.
  private func hasAddress(_ hosts: [String]) async -> MailDomainVerdict {
    var isSilent = false
    for host in hosts {
      let answer = await records.addresses(of: host)
      if answer.list.contains(where: { !Self.isNowhere($0) }) { return .takes }
      isSilent = isSilent || answer.isUnknown
    }
    return isSilent ? .unknown : .noHost
  }

  private static func isNowhere(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "0.0.0.0" || address == "::" || address == "::1"
  }

  private func verdicts(on addresses: [String]) async -> [(address: String, verdict: MailDomainVerdict)] {
    await withTaskGroup(of: (String, MailDomainVerdict).self) { group in
      for address in addresses {
        group.addTask { (address, await verdict(on: EmailAddress(address)?.domain ?? "")) }
      }
      var all: [(address: String, verdict: MailDomainVerdict)] = []
      for await one in group { all.append(one) }
      return all
    }
  }

  /// One address a domain, of the mails that wait; nil at the end.
  private func due() async throws -> [String]? {
    try await base.write { work in
      var (addresses, isEnd): ([String], Bool) = ([], true)
      for id in try MailDomainTable.due(limit: Self.batch, in: work) {
        // A damaged row has no domain to look up; whoever sends tells of it.
        guard let address = try? MessageTable.get(id, in: work).content.to.address else { continue }
        isEnd = false
        if try MailDomainTable.isDue(address, in: work) {
          addresses.append(address)
        } else {
          // A reserved domain, or what is no address: noted, so that it is not met again and again.
          try MailDomainTable.keep(.unknown, of: address, in: work)
        }
      }
      return isEnd ? nil : addresses
    }
  }

  /// Whether the name servers find the sender's own domain; a reserved one can't tell.
  private func answersCount() async -> Bool {
    guard let own = EmailAddress(settings.policy.sender.address)?.domain, !Domain.isReserved(own) else { return true }
    switch await records.exchanges(of: own) {
    case .records, .none: return true
    case .noSuchName, .unknown: return false
    }
  }
}
