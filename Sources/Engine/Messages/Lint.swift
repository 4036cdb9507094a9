import Finding
import Outreach
import Text

/// What a careful reader would say of a mail before it leaves.
public enum Lint {
  /// How much a finding matters.
  public enum Level: String, Sendable, CaseIterable { case error, warn, info }

  /// One remark.
  public struct Finding: Sendable, Hashable {
    public let level: Level
    public let code: String
    public let text: String

    init(_ level: Level, _ code: String, _ text: String) { (self.level, self.code, self.text) = (level, code, text) }
  }

  /// Source of the numbers: published guides of outreach services, read in 2026 (first mail 50 to 200 words, subject up to 60 characters, at most 2 links).
  private static let longestSubject = 60
  private static let (fewestWords, mostWords) = (20, 200)
  private static let mostLinks = 2
  private static let mostShown = 3
  private static let largeBytes = 1 << 20
  private static let bulkPhrases = [
    "act now", "limited time", "100% free", "click here", "risk-free", "guaranteed", "no obligation", "once in a lifetime",
    "special promotion",
    "increase your sales", "make money", "best price", "don't miss", "urgent", "winner", "cash bonus", "buy now", "order now",
    "this is not spam", "double your", "extra income", "jetzt zugreifen", "nur heute", "garantiert", "kostenlos testen",
    "offre limitée",
    "cliquez ici", "oferta limitada", "haga clic aquí",
  ]
  /// Hosts that hide where a link leads; filters take them for a bad sign.
  private static let shorteners: Set<String> = [
    "bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "rebrand.ly", "cutt.ly", "rb.gy", "shorturl.at", "t.ly",
  ]
  private static let placeholderMarks = [("{{", "}}"), ("{%", "%}"), ("[[", "]]"), ("<<", ">>"), ("%%", "%%")]
  /// Words that text in brackets begins with where somebody was to fill it in.
  private static let placeholderWords: Set<String> = [
    "your", "name", "first", "firstname", "last", "company", "business", "insert", "recipient", "contact", "city", "date", "link",
    "title", "product", "ihr", "dein", "vorname", "nachname", "firma", "firmenname", "tu", "su", "nombre", "empresa", "seu", "nome",
  ]
  private static let longestPlaceholder = 80
  private static let mostPlaceholders = 8

  /// Every remark about a mail, the weightiest first.
  /// - Parameters:
  ///   - country: the recipient's, as it is known of the lead; for what the law there asks.
  ///   - to: the recipient's address, where it is known.
  public static func findings(
    subject: String, text: String, html: String?, policy: Policy, country: String? = nil, to address: String? = nil
  ) -> [Finding] {
    var found: [Finding] = []
    if policy.sender.postalAddress.isEmpty {
      found.append(Finding(.error, "postal_address", "Your postal address is missing; add it under Settings › Who you are."))
    }
    found += unresolved(subject + "\n" + text + "\n" + (html ?? ""))
    found += ofSubject(subject) + ofText(text) + ofLinks(text + "\n" + (html ?? "")) + ofWords(subject + " " + text)
    if let address { found += AddressCheck.findings(address) }
    if let hint = CountryHint.of(country) { found.append(Finding(.info, "country", hint)) }
    return Level.allCases.flatMap { level in found.filter { $0.level == level } }
  }

  /// What a mail lacks that leaves without more being added: the sender's postal address and the way to say no.
  public static func missing(in text: String, policy: Policy) -> [Finding] {
    let address = policy.sender.postalAddress
    var found: [Finding] = []
    if !address.isEmpty, !text.contains(address) {
      found.append(Finding(.error, "footer_address", "Your postal address is no longer in the mail; put it back."))
    }
    if !text.lowercased().contains("unsubscribe") {
      let text = "The mail no longer says how to get no more mails; say that an answer with “unsubscribe” is enough."
      found.append(Finding(.error, "footer_opt_out", text))
    }
    return found
  }

  /// What an address tells by itself: whether it can be right, is a role's or for throwing away.
  public static func findings(address: String) -> [Finding] { AddressCheck.findings(address) }

  /// What is remarkable about the files of a mail.
  /// - Parameter isFirst: whether the recipient had no mail before it.
  public static func findings(files: [AttachedFile], isFirst: Bool) -> [Finding] {
    guard !files.isEmpty else { return [] }
    var found: [Finding] = []
    if isFirst {
      let text = "A first mail with a file is often filtered, since strangers' files are how viruses come. Rather offer to send it."
      found.append(Finding(.warn, "attachment", text))
    }
    if files.totalBytes > largeBytes {
      found.append(Finding(.info, "attachment_size", "The files are large; on a phone they take long to load."))
    }
    return found
  }

  private static func unresolved(_ all: String) -> [Finding] {
    let found = placeholders(in: all)
    guard let first = found.first else { return [] }
    guard found.count > 1 else {
      return [Finding(.error, "unresolved", "“\(first)” looks like a placeholder that was not filled in.")]
    }
    let shown = found.prefix(mostPlaceholders).joined(separator: ", ") + (found.count > mostPlaceholders ? " …" : "")
    return [Finding(.error, "unresolved", "\(found.count) placeholders look as if they were not filled in: \(shown)")]
  }

  /// Everything that looks as if it was to be filled in, each once.
  private static func placeholders(in all: String) -> [String] {
    var found: [String] = []
    func add(_ name: some StringProtocol) { if !found.contains(where: { $0.contains(name) }) { found.append(String(name)) } }
    for (open, close) in placeholderMarks {
      var rest = all[...]
      while let start = rest.firstRange(of: open), let end = rest[start.upperBound...].firstRange(of: close) {
        let name = rest[start.lowerBound..<end.upperBound]
        let isOne = name.count < longestPlaceholder && !name.contains("\n")
        if isOne { add(name) }
        rest = rest[(isOne ? end : start).upperBound...]
      }
    }
    if found.isEmpty, all.contains("{{") { found.append("{{") }
    for (open, close) in [("[", "]"), ("{", "}")] {
      for start in all.ranges(of: open) {
        let inner = all[start.upperBound...].prefix(longestPlaceholder).prefix { $0.isLetter || " _'’-".contains($0) }
        guard all[inner.endIndex...].hasPrefix(close), let first = inner.split(whereSeparator: { !$0.isLetter }).first,
          placeholderWords.contains(first.lowercased())
        else { continue }
        add(open + inner + close)
      }
    }
    // In capitals only: in Spanish and Portuguese it is a word.
    if mentions(all, "TODO") { found.append("TODO") }
    for word in ["lorem ipsum", "xxx"] where mentions(all.lowercased(), word) { found.append(word) }
    return found
  }

  private static func ofSubject(_ subject: String) -> [Finding] {
    var found: [Finding] = []
    if subject.count > longestSubject {
      found.append(
        Finding(
          .warn, "subject_length", "The subject has \(subject.count) characters; over \(longestSubject) is cut off on phones."))
    }
    if isShouting(subject) { found.append(Finding(.warn, "capitals", "The subject is in capitals.")) }
    if isFalseReply(subject) {
      found.append(Finding(.warn, "false_reply", "The subject pretends to be an answer; that is deceptive."))
    }
    if subject.contains("!!") || subject.contains("??") {
      found.append(Finding(.warn, "exclamation", "The subject shouts with its signs."))
    }
    return found
  }

  /// Whether a subject pretends to answer or to forward something, in any of the languages whose prefixes are known.
  static func isFalseReply(_ subject: String) -> Bool {
    ThreadSubject.bare(subject) != subject.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func ofText(_ text: String) -> [Finding] {
    var found: [Finding] = []
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count > mostWords {
      found.append(Finding(.warn, "length", "The text has \(words.count) words; mails under \(mostWords) are answered more often."))
    }
    if words.count < fewestWords {
      found.append(Finding(.info, "short", "The text has \(words.count) words; filters take very short mails for tests."))
    }
    let shouted = words.filter { $0.count > 3 && isShouting($0, fewest: 3) }
    if shouted.count > 2 {
      found.append(
        Finding(.info, "capitals", "Several words are in capitals: \(shouted.prefix(mostShown).joined(separator: ", "))."))
    }
    if text.filter({ $0 == "!" }).count > 2 { found.append(Finding(.info, "exclamation", "There are many exclamation marks.")) }
    return found
  }

  private static func ofLinks(_ all: String) -> [Finding] {
    var hosts: [String] = []
    for mark in ["https://", "http://"] {
      for range in all.ranges(of: mark) {
        let rest = all[range.upperBound...].prefix { !$0.isWhitespace && !"/?#\"'<>)".contains($0) }
        hosts.append(String(rest).lowercased())
      }
    }
    var found: [Finding] = []
    if all.contains("http://") {
      found.append(Finding(.info, "plain_link", "A link begins with http://; https:// is trusted more."))
    }
    let different = Set(hosts)
    if hosts.count > mostLinks, !different.isEmpty {
      found.append(Finding(.warn, "links", "There are \(hosts.count) links; more than \(mostLinks) looks like advertising."))
    }
    for host in different.sorted() {
      if shorteners.contains(host) {
        found.append(Finding(.warn, "short_link", "The link to \(host) hides where it leads; write the real address."))
      }
      if Domain.isAddress(host) {
        found.append(Finding(.warn, "number_link", "A link leads to a bare number (\(host)); filters distrust that."))
      }
    }
    return found
  }

  private static func ofWords(_ all: String) -> [Finding] {
    let lower = all.lowercased()
    return bulkPhrases.filter { mentions(lower, $0) }.map { Finding(.warn, "phrase", "“\($0)” is typical of bulk mail.") }
  }

  /// Whether a text holds a phrase as whole words: `winner`, but not `breadwinners`.
  private static func mentions(_ text: String, _ phrase: String) -> Bool {
    text.ranges(of: phrase).contains { range in
      let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
      let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
      return !(before.isLetter || before.isNumber) && !(after.isLetter || after.isNumber)
    }
  }

  private static func isShouting(_ text: some StringProtocol, fewest: Int = 9) -> Bool {
    let letters = text.filter(\.isLetter)
    return letters.count >= fewest && letters.filter(\.isUppercase).count * 10 > letters.count * 7
  }
}
