import Finding
import Outreach
import Text

/// Whether receivers can tell that the sender's mail is the sender's: SPF, DKIM, DMARC, MX and reverse DNS, by the system's name servers.
/// “Failing” and “could not be told” are kept apart: a name server that is silent says nothing about a domain.
public struct Preflight: Sendable {
  /// One thing that was looked at.
  public struct Finding: Sendable, Hashable {
    /// `MX`, `SPF`, `DKIM`, `DMARC`, `Reverse DNS`.
    public var name: String
    /// Nil where it could not be told.
    public var ok: Bool?
    public var detail: String
    public var advice: String?

    init(_ name: String, _ ok: Bool?, _ detail: String, _ advice: String? = nil) {
      (self.name, self.ok, self.detail, self.advice) = (name, ok, detail, advice)
    }
  }

  /// Selectors that the big providers use; others exist, so that finding none proves nothing.
  static let selectors = [
    "google", "selector1", "selector2", "default", "dkim", "mail", "k1", "s1", "s2", "fm1", "zoho", "zmail", "s1-ionos", "s2-ionos",
    "mbo0001", "ovhmo", "protonmail", "sig1", "smtp", "key1",
  ]
  /// RFC 7208 §4.6.4.
  private static let mostLookups = 10
  /// Bytes of a 1024-bit RSA key as DKIM publishes it; less is too weak (RFC 8301 §3.2).
  private static let weakestKeyBytes = 140
  /// After so many questions without an answer no more are asked.
  private static let mostSilences = 2
  private static let silent = "The name servers did not answer, so this could not be told."

  private let records: any DomainRecords

  /// Over name servers.
  public init(records: any DomainRecords) { self.records = records }

  /// Looks at the domain of an address.
  /// - Parameter server: the host that sends, where it is the sender's own and so has to have a name; nil at a provider.
  public func check(address: String, ownServer server: String? = nil) async -> [Finding] {
    guard let domain = EmailAddress(address)?.domain else {
      return [Finding("Domain", false, "“\(address)” is no e-mail address.", "Correct it under Settings.")]
    }
    guard !Domain.isReserved(domain) else {
      return [Finding("Domain", nil, "\(Domain.unicode(domain)) belongs to nobody and can't be looked up.")]
    }
    guard !Domain.isFreeMail(domain) else {
      return [
        Finding(
          "Domain", true, "\(domain) belongs to your mail provider, which looks after all of this.",
          "Mail to strangers from a free address is trusted less; a domain of your own is better.")
      ]
    }
    var findings = [await exchange(domain)]
    if findings[0].ok == nil {
      return ["MX", "SPF", "DKIM", "DMARC"].map { Finding($0, nil, Self.silent, "Try again when you are online.") }
    }
    findings += [await spf(domain), await dkim(domain), await dmarc(domain)]
    if let server, !Domain.isReserved(server) { findings.append(await reverse(server)) }
    return findings
  }

  private func exchange(_ domain: String) async -> Finding {
    switch await records.exchanges(of: domain) {
    case .records(let hosts) where hosts.contains(where: { !$0.isEmpty }): return Finding("MX", true, "Answers go to \(hosts[0]).")
    case .records:
      return Finding(
        "MX", false, "The domain says that it takes no mail, so no answer can reach you.",
        "Ask whoever runs the domain to set an MX record.")
    case .noSuchName: return Finding("MX", false, "There is no domain \(domain).", "Check your address under Settings.")
    case .unknown: return Finding("MX", nil, Self.silent)
    case .none:
      switch await records.addresses(of: domain) {
      case .records:
        return Finding("MX", true, "It has no MX record, but the domain's own host may take the answers (RFC 5321 §5.1).")
      case .unknown: return Finding("MX", nil, Self.silent)
      case .none, .noSuchName:
        return Finding("MX", false, "Nobody takes mail for \(domain).", "Set an MX record at your domain's provider.")
      }
    }
  }

  private func spf(_ domain: String) async -> Finding {
    let answer = await records.texts(of: domain)
    if answer.isUnknown { return Finding("SPF", nil, Self.silent) }
    let found = answer.list.filter { Self.isSPF($0) }
    guard let record = found.first else {
      return Finding(
        "SPF", false, "The domain does not say which servers may send for it.",
        "Add a TXT record such as “v=spf1 include:… ~all”; your mail provider's help names the include.")
    }
    if found.count > 1 {
      return Finding(
        "SPF", false, "There are \(found.count) SPF records; receivers ignore all of them (RFC 7208 §4.5).", "Join them into one.")
    }
    let terms = record.lowercased().split(separator: " ").map(String.init)
    if terms.contains("+all") || terms.contains("all") {
      return Finding("SPF", false, "The record lets anybody send for the domain (+all).", "End it with ~all or -all.")
    }
    guard let lookups = await lookups(in: record, seen: [domain]) else { return Finding("SPF", nil, Self.silent) }
    if lookups > Self.mostLookups {
      return Finding(
        "SPF", false, "The record needs \(lookups) look-ups; over \(Self.mostLookups) it counts as broken (RFC 7208 §4.6.4).",
        "Take includes out that you no longer need.")
    }
    let isOpen = !terms.contains { ["~all", "-all", "?all"].contains($0) || $0.hasPrefix("redirect=") }
    return Finding(
      "SPF", true, "There is one record.", isOpen ? "It has no “all” at its end; ~all says that others are suspect." : nil)
  }

  private static func isSPF(_ text: String) -> Bool {
    let text = text.lowercased()
    return text == "v=spf1" || text.hasPrefix("v=spf1 ")
  }

  /// How many look-ups evaluating a record takes; nil where a name server was silent. Loops and deep nests count as far as they were followed.
  private func lookups(in record: String, seen: Set<String>) async -> Int? {
    var count = 0
    for term in record.lowercased().split(separator: " ").dropFirst() {
      let bare = term.drop { "+-~?".contains($0) }
      let name = bare.split(whereSeparator: { ":/=".contains($0) }).first.map(String.init) ?? ""
      guard ["include", "a", "mx", "ptr", "exists", "redirect"].contains(name) else { continue }
      count += 1
      guard ["include", "redirect"].contains(name),
        let target = bare.split(whereSeparator: { ":=".contains($0) }).dropFirst().first.map(String.init),
        !target.contains("%"), !seen.contains(target), seen.count <= Self.mostLookups, count <= 2 * Self.mostLookups
      else { continue }
      let answer = await records.texts(of: target)
      if answer.isUnknown { return nil }
      guard let inner = answer.list.first(where: { Self.isSPF($0) }) else { continue }
      guard let more = await lookups(in: inner, seen: seen.union([target])) else { return nil }
      count += more
    }
    return count
  }

  private func dkim(_ domain: String) async -> Finding {
    let parent = await records.texts(of: "_domainkey.\(domain)")
    if parent.isUnknown { return Finding("DKIM", nil, Self.silent) }
    if parent == .noSuchName {
      // RFC 8020: nothing lies below a name that does not exist. Some servers get this wrong, so one common selector is asked besides.
      if await records.texts(of: "default._domainkey.\(domain)") == .noSuchName, await !hasKey(domain) {
        return Finding(
          "DKIM", false, "The domain publishes no key, so your mail is not signed as yours.",
          "Switch DKIM on at your mail provider and add the record that it shows.")
      }
    }
    var (found, weak, revoked): ([String], [String], [String]) = ([], [], [])
    var silences = 0
    for selector in Self.selectors where silences < Self.mostSilences {
      let answer = await records.texts(of: "\(selector)._domainkey.\(domain)")
      if answer.isUnknown { silences += 1 }
      for text in answer.list {
        guard let key = Self.key(in: text) else { continue }
        if key.isEmpty {
          revoked.append(selector)
        } else if Self.isWeak(text, key) {
          weak.append(selector)
        } else {
          found.append(selector)
        }
      }
    }
    if !found.isEmpty { return Finding("DKIM", true, "A key is published (\(found.joined(separator: ", "))).") }
    if !weak.isEmpty {
      return Finding(
        "DKIM", false, "The key (\(weak.joined(separator: ", "))) is shorter than 1024 bits; receivers ignore it.",
        "Have a key of 2048 bits made.")
    }
    if silences > 0 { return Finding("DKIM", nil, Self.silent) }
    if !revoked.isEmpty {
      return Finding(
        "DKIM", false, "The key (\(revoked.joined(separator: ", "))) was revoked.", "Have a new key made at your mail provider.")
    }
    return Finding(
      "DKIM", nil, "No key under the usual names; yours may have another name.",
      "Look at the source of a mail that you sent: a line DKIM-Signature with d=\(domain) proves that it works.")
  }

  private func hasKey(_ domain: String) async -> Bool {
    for selector in Self.selectors.prefix(3) where !(await records.texts(of: "\(selector)._domainkey.\(domain)").list.isEmpty) {
      return true
    }
    return false
  }

  /// The `p=` of a DKIM record (RFC 6376 §3.6.1); nil where it is none.
  private static func key(in text: String) -> String? {
    var key: String?
    for tag in text.split(separator: ";") {
      let pair = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.filter { !$0.isWhitespace } }
      guard pair.count == 2 else { continue }
      if pair[0] == "v", pair[1] != "DKIM1" { return nil }
      if pair[0] == "p" { key = pair[1] }
    }
    return key
  }

  private static func isWeak(_ text: String, _ key: String) -> Bool {
    !text.filter { !$0.isWhitespace }.contains("k=ed25519") && key.utf8.count * 3 / 4 < weakestKeyBytes
  }

  private func dmarc(_ domain: String) async -> Finding {
    var asked = [domain]
    if let registered = Domain.registrable(domain), registered != domain { asked.append(registered) }
    for name in asked {
      let answer = await records.texts(of: "_dmarc.\(name)")
      if answer.isUnknown { return Finding("DMARC", nil, Self.silent) }
      let found = answer.list.filter { $0.lowercased().filter { !$0.isWhitespace }.hasPrefix("v=dmarc1") }
      if found.count > 1 {
        return Finding(
          "DMARC", false, "There are \(found.count) records; receivers ignore all of them (RFC 7489 §6.6.3).", "Keep one.")
      }
      guard let record = found.first?.lowercased().filter({ !$0.isWhitespace }) else { continue }
      let policy = record.split(separator: ";").first { $0.hasPrefix("p=") }?.dropFirst(2) ?? ""
      guard ["none", "quarantine", "reject"].contains(policy) else {
        return Finding("DMARC", false, "The record has no policy that counts (p=).", "Write p=none to begin with.")
      }
      return Finding(
        "DMARC", true, "The policy is “\(policy)”.",
        policy == "none" ? "That is enough for Gmail and Yahoo; quarantine protects your name better." : nil)
    }
    return Finding(
      "DMARC", false, "There is no DMARC record; Gmail and Yahoo want one of whoever sends much.",
      "Add a TXT record _dmarc.\(domain) with “v=DMARC1; p=none”.")
  }

  private func reverse(_ server: String) async -> Finding {
    let answer = await records.addresses(of: server)
    if answer.isUnknown { return Finding("Reverse DNS", nil, Self.silent) }
    guard let address = answer.list.first else {
      return Finding("Reverse DNS", false, "\(server) has no address.", "Check the server's name under Settings.")
    }
    let names = await records.names(of: address)
    if names.isUnknown { return Finding("Reverse DNS", nil, Self.silent) }
    guard let name = names.list.first else {
      return Finding(
        "Reverse DNS", false, "The address of \(server) has no name; Gmail refuses mail from such servers.",
        "Ask whoever gives you the address for a PTR record.")
    }
    let forward = await records.addresses(of: name)
    if forward.isUnknown { return Finding("Reverse DNS", nil, Self.silent) }
    guard forward.list.contains(address) else {
      return Finding(
        "Reverse DNS", false, "The address is named \(name), but that name does not lead back to it.",
        "Let both records name each other.")
    }
    return Finding("Reverse DNS", true, "The server is \(name).")
  }
}
