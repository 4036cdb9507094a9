/// An address that a notification complains of, with the words about it.
struct FailureSite {
  var address: String
  var diagnostic: [UInt8]

  /// How surely a line names a recipient: alone at the line's beginning, after telling words, or just somewhere.
  enum Rank: Int { case own, told, mentioned }

  /// The recipients that a program's text names, the surest kind only.
  /// - Parameters:
  ///   - ignored: addresses in lower case that are the sender's own.
  ///   - least: the least sure kind that counts.
  static func find(in lines: [ReportText.Line], ignored: Set<String>, least: Rank = .told) -> [FailureSite] {
    var search = FailureSearch(lines, ignored: ignored)
    return search.run(least: least)
  }
}

/// Walks once through a notification's lines and collects sites by rank.
private struct FailureSearch {
  private let lines: [ReportText.Line]
  private let ignored: Set<String>
  private var sites: [[FailureSite]] = [[], [], []]
  private var order: [[String: Int]] = [[:], [:], [:]]
  /// What follows belongs to these until something else begins.
  private var open: [(rank: Int, index: Int)] = []
  private var openLines = 0
  private var inSuccess = false
  /// Whether the line before announced a list: it ends with a colon and tells of a failure.
  private var isAnnounced = false
  private var blanks = 0

  init(_ lines: [ReportText.Line], ignored: Set<String>) { (self.lines, self.ignored) = (lines, ignored) }

  mutating func run(least: FailureSite.Rank) -> [FailureSite] {
    for line in lines {
      if line.isEmpty {
        blanks += 1
        continue
      }
      take(line)
      isAnnounced = Self.announces(line)
      blanks = 0
    }
    return sites[...least.rawValue].first { !$0.isEmpty } ?? []
  }

  private mutating func take(_ line: ReportText.Line) {
    if line.holds(Self.successWords) { inSuccess = true } else if line.holds(Self.failureHeads) { inSuccess = false }
    let found = AddressFinder.all(in: line.raw)
    var added: [(rank: Int, index: Int)] = []
    for (position, address) in found.enumerated() where !inSuccess {
      if let rank = rank(of: address, at: position, in: line) { added += add(address.address, rank) }
    }
    if added.contains(where: { $0.rank == 0 }) {
      // Several addresses in a row share what follows.
      let isRun = openLines == 0 && blanks == 0
      open = isRun ? open + added : added
      openLines = 0
      append(line.raw, to: added)
      if Octets.trimmed(line.raw).count > (found.last?.address.utf8.count ?? 0) + 6 { openLines = 1 }
    } else if !open.isEmpty, openLines < 30 {
      append(line.raw, to: open)
      openLines += 1
    } else {
      append(line.raw, to: added)
      if !added.isEmpty { (open, openLines) = (added, 1) }
    }
  }

  private mutating func append(_ text: ArraySlice<UInt8>, to targets: [(rank: Int, index: Int)]) {
    for target in targets where sites[target.rank][target.index].diagnostic.count < 4096 {
      if !sites[target.rank][target.index].diagnostic.isEmpty { sites[target.rank][target.index].diagnostic.append(Octets.space) }
      sites[target.rank][target.index].diagnostic += Octets.trimmed(text)
    }
  }

  private mutating func add(_ address: String, _ rank: FailureSite.Rank) -> [(rank: Int, index: Int)] {
    if ignored.contains(address) || Self.isMachine(address) { return [] }
    if let index = order[rank.rawValue][address] { return [(rank.rawValue, index)] }
    guard sites[rank.rawValue].count < StatusBlocks.maximumRecipients else { return [] }
    sites[rank.rawValue].append(FailureSite(address: address, diagnostic: []))
    order[rank.rawValue][address] = sites[rank.rawValue].count - 1
    return [(rank.rawValue, sites[rank.rawValue].count - 1)]
  }

  private func rank(of found: AddressFinder.Found, at position: Int, in line: ReportText.Line) -> FailureSite.Rank? {
    let before = Octets.trimmed(line.lower[line.lower.startIndex..<lowerIndex(found.range.lowerBound, line)])
    if Self.namesSender(before) { return nil }
    if position == 0, before.count >= 5, Octets.begins(before.suffix(5), "smtp=") { return .own }
    let lead = before.drop { Self.bullets.contains($0) || Octets.isSpace($0) }
    // `SMTP <ada@example.com>` below "The following addresses were unknown:"
    if isAnnounced, position == 0, lead.count < 12, !lead.contains(0x3A) { return .own }
    if lead.isEmpty, position == 0 { return Self.continues(line, after: found) ? .own : .mentioned }
    if ReportText.Line(before).holds(Self.tellingWords) { return .told }
    return line.holds(Self.failureWords) ? .told : .mentioned
  }

  private static func announces(_ line: ReportText.Line) -> Bool {
    let end = Octets.trimmed(line.lower).suffix(2)
    guard end.contains(0x3A) || end.contains(0x29) else { return false }
    return line.holds(failureHeads) || line.holds(failureWords) || line.holds(["recipient", "address"])
  }

  /// `lower` is an array of its own, with indices from 0.
  private func lowerIndex(_ index: Int, _ line: ReportText.Line) -> Int { line.lower.startIndex + index - line.raw.startIndex }

  /// Whether what stands after an address at a line's beginning suits a list of failures.
  private static func continues(_ line: ReportText.Line, after found: AddressFinder.Found) -> Bool {
    var rest = line.raw[found.range.upperBound...]
    while let first = rest.first, first == 0x3E || first == 0x22 || first == 0x27 || Octets.isSpace(first) || first == 0x5D {
      rest = rest.dropFirst()
    }
    guard let first = rest.first else { return true }
    if !Octets.isLetter(first), first < 0x80 { return true }
    if Octets.begins(rest, "on ") || Octets.begins(rest, "at ") { return true }
    return line.holds(failureWords) || StatusCode.reply(in: rest) != nil
  }

  /// Whether the words before an address make it a sender's or a helper's.
  private static func namesSender(_ before: ArraySlice<UInt8>) -> Bool {
    let line = ReportText.Line(before)
    if line.holds([
      "mail from", "envelope-from", "sender", "contact", "postmaster", "sent by", "reply-to", "return-path", "help@", "please send",
      "received from", "write to", "on behalf of",
    ]) {
      return true
    }
    let tail = Octets.trimmed(before)
    return Octets.begins(tail, "from") && !line.holds(["to:", "to <"])
  }

  private static func isMachine(_ address: String) -> Bool {
    ["postmaster@", "mailer-daemon@", "abuse@", "hostmaster@"].contains { address.hasPrefix($0) }
  }

  /// `<`, `"`, `'`, `(`, `[`, `*`, `-`, `>`, `.`, `:`, tab, bullet bytes.
  private static let bullets: Set<UInt8> = [
    0x3C, 0x22, 0x27, 0x28, 0x5B, 0x2A, 0x2D, 0x3E, 0x2E, 0x3A, 0x09, 0xE2, 0x80, 0xA2, 0x3D,
  ]

  private static let successWords: [StaticString] = [
    "successful delivery", "successfully delivered", "were delivered", "delivery was successful", "successfully relayed",
    "had successful",
  ]
  private static let failureHeads: [StaticString] = [
    "fatal error", "could not be delivered", "failed", "transient", "undeliver", "not delivered", "unable to deliver", "errors",
    "problems",
  ]
  private static let tellingWords: [StaticString] = [
    "rcpt to", "unknown user", "user unknown", "recipient", "deliver", "message to", "mail to", "email to", "e-mail to", "failed",
    "address",
    "mailbox", "account", "no such", "not found", "undeliverable", "invalid", "bounced", "exceeds", "user ", "unknown", "quota",
    "envelope-to",
    "rejected", "destinat", "sent to", "addressed to", "empfänger", "destinatario", "destinataire", "宛先", "送信先", "收件人", "получател",
    "адрес",
  ]
  static let failureWords: [StaticString] = [
    "unknown", "not known", "does not exist", "doesn't exist", "no such", "not found", "failed", "failure", "fail", "error",
    "reject", "denied",
    "refused", "undeliver", "not deliver", "could not", "couldn't", "cannot", "can't", "unable", "invalid", "quota", "full",
    "exceed", "disabled",
    "inactive", "suspended", "unavailable", "not available", "blocked", "timed out", "timeout", "expired", "not recogni",
    "no account",
    "doesn't have", "not accept", "not have", "no mailbox", "no longer", "bad address", "discontinued", "returned", "bounced",
    "too large", "not exist",
    "no matches", "not listed", "no user", "unrouteable", "unreachable", "gave up", "given up", "giving up", "isn't", "not allowed",
    "prohibited",
    "not a valid", "not valid", "not permitted", "unresolv", "unrecogni", "not local", "illegal", "was not", "non-existent",
    "nonexistent", "over limit",
  ]
}
