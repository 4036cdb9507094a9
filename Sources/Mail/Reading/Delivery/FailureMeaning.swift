/// What status, reply code and words of a failed delivery mean (RFC 3463, RFC 5321 §4.2, and what servers really write).
struct FailureMeaning {
  let status: String?
  /// Class 5 true, class 4 false, nil where neither code nor words tell.
  let permanent: Bool?
  /// Whether the address itself is dead.
  let addressIsDead: Bool

  /// Judges a failure. - Parameter field: the Status field, or nil; words may hold a better code of the same class.
  init(field: String?, words: String?) {
    let text = Array((words ?? "").lowercased().utf8.prefix(4096))[...]
    let line = ReportText.Line(text)
    let found = StatusCode.enhanced(in: text)
    let reply = StatusCode.reply(in: text)
    status = Self.choose(field: field, found: found)
    permanent = (status.map { $0.hasPrefix("5") }) ?? reply.map { $0 >= 500 }
    addressIsDead = Self.isDead(status: found ?? status, permanent: permanent, line: line)
  }

  /// The field, unless it is generic and the words hold something of its class that says more.
  private static func choose(field: String?, found: String?) -> String? {
    guard let field else { return found }
    guard let found, field.first == found.first, isGeneric(field), !isGeneric(found) else { return field }
    return found
  }

  /// `x.0.0` says nothing, `x.5.0` little, and `4.4.7` only that trying ended.
  private static func isGeneric(_ status: String) -> Bool {
    status.hasSuffix(".0.0") || status.hasSuffix(".5.0") || status == "4.4.7"
  }

  private static func isDead(status: String?, permanent: Bool?, line: ReportText.Line) -> Bool {
    if permanent == false { return false }
    if line.holds(fullWords) { return false }
    switch status {
    case "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310", "5.0.350":
      return !line.holds(policyWords) || line.holds(deadWords)
    case "5.4.1": return line.holds(["recipient address rejected", "access denied"])
    case nil, "5.0.0", "5.5.0", "5.3.0", "5.1.0", "5.4.0", "5.2.0", "5.5.1", "5.5.4":
      return line.holds(deadWords) && !line.holds(policyWords)
    default: return false
    }
  }

  /// Mail-standards table: unknown user or host.
  static let deadWords: [StaticString] = [
    "user unknown", "unknown user", "no such user", "does not exist", "doesn't exist", "unknown recipient", "recipient unknown",
    "invalid mailbox",
    "mailbox unavailable", "mailbox not found", "no mailbox", "not a valid mailbox", "unknown address", "address unknown",
    "unknown mailbox",
    "no such recipient", "recipient not found", "invalid recipient", "not exist", "account has been disabled", "account disabled",
    "account is disabled", "disabled or discontinued", "account is inactive", "host unknown", "unknown host", "domain not found",
    "nxdomain",
    "host not found", "name or service not known", "unrouteable address", "unroutable", "no mx record", "recipnotfound",
    "addressee unknown",
    "user not found", "is not a valid user", "no longer", "mailbox is disabled", "unknown local part", "bad destination mailbox",
    "not our customer",
    "no such mailbox", "no such address", "recipient name is not recognized", "not listed in", "doesn't have a",
    "account not found",
    "couldn't find any host", "domain name not found", "bad destination system",
  ]
  static let fullWords: [StaticString] = [
    "quota", "mailbox full", "mailbox is full", "is full", "exceeds allowed size", "exceeded storage", "over limit",
    "insufficient storage",
    "not enough space", "no space",
  ]
  static let policyWords: [StaticString] = [
    "spam", "blocked", "blacklist", "block list", "blocklist", "policy", "reputation", "spf", "dmarc", "dkim", "rbl", "reverse dns",
    "ptr record",
    "not authorized", "not permitted", "relay", "message size", "too large", "virus", "content rejected", "unsolicited",
  ]
}
