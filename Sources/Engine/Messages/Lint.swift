import Outreach

/// What a careful reader would say of a mail before it leaves.
public enum Lint {
  /// How much a finding matters.
  public enum Level: String, Sendable { case error, warn, info }

  /// One remark.
  public struct Finding: Sendable, Hashable {
    public let level: Level
    public let code: String
    public let text: String
  }

  /// Source of the numbers: published guides of outreach services, read in 2026 (first mail 50 to 200 words, subject up to 60 characters, at most 2 links).
  private static let longestSubject = 60
  private static let mostWords = 200
  private static let mostLinks = 2
  private static let bulkPhrases = [
    "act now", "limited time", "100% free", "click here", "risk-free", "guaranteed", "no obligation", "once in a lifetime",
    "special promotion",
    "increase your sales", "make money", "best price", "don't miss", "urgent", "winner", "cash bonus",
  ]

  /// Every remark about a mail, the weightiest first.
  public static func findings(subject: String, text: String, html: String?, policy: Policy) -> [Finding] {
    var found: [Finding] = []
    func say(_ level: Level, _ code: String, _ text: String) { found.append(Finding(level: level, code: code, text: text)) }
    if policy.sender.postalAddress.isEmpty {
      say(.error, "postal_address", "Your postal address is missing; add it under Settings › Who you are.")
    }
    if subject.contains("{{") || text.contains("{{") { say(.error, "unresolved", "There is an unresolved variable.") }
    if subject.count > longestSubject {
      say(.warn, "subject_length", "The subject has \(subject.count) characters; over \(longestSubject) is cut off on phones.")
    }
    if isShouting(subject) { say(.warn, "capitals", "The subject is in capitals.") }
    if subject.lowercased().hasPrefix("re:") || subject.lowercased().hasPrefix("fwd:") {
      say(.warn, "false_reply", "The subject pretends to be an answer; that is deceptive.")
    }
    let words = text.split(whereSeparator: \.isWhitespace).count
    if words > mostWords { say(.warn, "length", "The text has \(words) words; mails under \(mostWords) are answered more often.") }
    let links = text.components(of: "http://") + text.components(of: "https://")
    if links > mostLinks { say(.warn, "links", "There are \(links) links; more than \(mostLinks) looks like advertising.") }
    let lower = (subject + " " + text).lowercased()
    for phrase in bulkPhrases where lower.contains(phrase) { say(.warn, "phrase", "“\(phrase)” is typical of bulk mail.") }
    if text.filter({ $0 == "!" }).count > 2 { say(.info, "exclamation", "There are many exclamation marks.") }
    return found
  }

  /// What a mail lacks that leaves without more being added: the sender's postal address and the way to say no.
  public static func missing(in text: String, policy: Policy) -> [Finding] {
    let address = policy.sender.postalAddress
    var found: [Finding] = []
    if !address.isEmpty, !text.contains(address) {
      found.append(
        Finding(level: .error, code: "footer_address", text: "Your postal address is no longer in the mail; put it back."))
    }
    if !text.lowercased().contains("unsubscribe") {
      let text = "The mail no longer says how to get no more mails; say that an answer with “unsubscribe” is enough."
      found.append(Finding(level: .error, code: "footer_opt_out", text: text))
    }
    return found
  }

  private static func isShouting(_ text: String) -> Bool {
    let letters = text.filter(\.isLetter)
    return letters.count > 8 && letters.filter(\.isUppercase).count * 10 > letters.count * 7
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func components(of mark: String) -> Int { max(0, ranges(of: mark).count) }
}
