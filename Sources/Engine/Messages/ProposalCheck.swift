import Finding
import JSONText
import Outreach
import Text

/// Checks what a service wrote: its shape, what may not get into a mail, and whether each sentence rests on what was sent.
///
/// Pages are written by strangers and may try to speak to the service, so nothing of its answer is trusted: a sentence with a link, an
/// address, a number to call, HTML or a template's marks is left out, whatever evidence it names.
struct ProposalCheck {
  private static let mostAnswerBytes = 64_000
  private static let mostSentences = 15
  private static let mostIDs = 20
  private static let longestSentence = 500
  private static let longestSubject = 120
  private static let tag = SignPattern(.one(of: "<"), .spaces, .signs(1...1) { $0.isASCII && $0.isLetter || "/!?".contains($0) })
  private static let entity = SignPattern(
    .one(of: "&"), .maybe(of: "#"), .signs(1...Int.max) { $0.isLetter || $0.isNumber || $0 == "_" }, .one(of: ";"))
  /// Words that begin alike are taken for one, so that an ending makes no difference.
  private static let stem = 5

  private let evidence: [ProposalEvidence]
  private let language: String
  private let links: OwnLinks
  private let words: [String: Set<String>]
  private let known: Set<String>

  /// A check against what was sent.
  /// - Parameters:
  ///   - ownWords: names that the person may always be called by.
  ///   - language: ISO 639-1, of the mail.
  init(evidence: [ProposalEvidence], links: OwnLinks, ownWords: [String], language: String) {
    (self.evidence, self.links, self.language) = (evidence, links, language)
    words = Dictionary(
      evidence.map { ($0.id, Set(Folding.words(of: $0.title + " " + $0.excerpt))) }, uniquingKeysWith: { first, _ in first })
    known = words.values.reduce(into: Set(ownWords.flatMap { Folding.words(of: $0) })) { $0.formUnion($1) }
  }

  private struct Answer: Decodable {
    let subject: Sentence?
    let sentences: [Sentence]
    struct Sentence: Decodable {
      let text: String
      let evidence: [String]
      let new_paragraph: Bool?
    }
  }

  /// Reads an answer. - Throws: `.unreadable` where it has another shape than was asked for.
  func content(_ answer: WriterAnswer, requestHash: String, model: String) throws(WriterRefusal) -> ProposalContent {
    guard answer.text.utf8.count <= Self.mostAnswerBytes,
      let read = try? JSON.decode(Answer.self, from: answer.text), !read.sentences.isEmpty,
      read.sentences.count <= Self.mostSentences, read.sentences.allSatisfy({ $0.evidence.count <= Self.mostIDs })
    else { throw WriterRefusal(.unreadable, "Gemini answered in another form than asked for.", tokens: answer.tokens) }
    let subject = read.subject.map { sentence($0.text, $0.evidence, startsParagraph: false, longest: Self.longestSubject) }
    let sentences = read.sentences.map {
      sentence($0.text, $0.evidence, startsParagraph: $0.new_paragraph ?? false, longest: Self.longestSentence)
    }.filter { !$0.text.isEmpty }
    guard !sentences.isEmpty else { throw WriterRefusal(.empty, "Gemini answered without a text.", tokens: answer.tokens) }
    return ProposalContent(
      subject: subject, sentences: sentences, evidence: evidence, requestHash: requestHash,
      model: answer.modelVersion.isEmpty ? model : answer.modelVersion)
  }

  /// One sentence with what is to be said against it.
  func sentence(_ raw: String, _ ids: [String], startsParagraph: Bool, longest: Int = longestSentence) -> ProposedSentence {
    let text = ForeignText.tidied(raw)
    let named = ids.filter { words[$0] != nil }
    var sentence = ProposedSentence(text: text, evidence: named, startsParagraph: startsParagraph)
    if let reason = barred(text, longest: longest) {
      (sentence.isDropped, sentence.flags) = (true, [reason])
      return sentence
    }
    if named.count < ids.count {
      sentence.flags.append(.init("unknown_evidence", "It names evidence that was never sent."))
    }
    sentence.flags += named.isEmpty ? [.init("no_evidence", "No evidence was given for it.")] : doubts(text, named)
    if let name = strangeName(in: text) {
      sentence.flags.append(.init("name", "“\(name)” stands in nothing that is known of this business."))
    }
    return sentence
  }

  /// Why a sentence may not get into a mail; nil where it may.
  private func barred(_ text: String, longest: Int) -> ProposedSentence.Flag? {
    if text.count > longest { return .init("length", "It is longer than a sentence can be.") }
    if text.contains("](") || Self.tag.isIn(text) || Self.entity.isIn(text) { return .init("markup", "It holds markup.") }
    for mark in ["{{", "}}", "{%", "%}", "{#", "#}", "[[", "]]", "<<", ">>", "%%"] where text.contains(mark) {
      return .init("placeholder", "It holds a placeholder.")
    }
    if ["[name]", "[address]", "[number]", "[hidden]"].contains(where: { text.contains($0) }) {
      return .init("placeholder", "It holds a covered word.")
    }
    let rest = links.removed(from: text)
    if ForeignText.hasAddress(rest) { return .init("address", "It holds an e-mail address or a handle.") }
    if let host = ForeignText.hosts(in: rest).first(where: { !links.allows($0) }) {
      return .init("link", "It holds a link to \(host), which is neither theirs nor yours.")
    }
    let hostless = links.withoutOwnHosts(rest)
    if ForeignText.hidesLink(hostless) { return .init("link", "It hides a link.") }
    return ForeignText.phones(in: rest).isEmpty ? nil : .init("phone", "It holds a telephone number.")
  }

  /// What the evidence that a sentence names does not say.
  private func doubts(_ text: String, _ ids: [String]) -> [ProposedSentence.Flag] {
    var flags: [ProposedSentence.Flag] = []
    let behind = ids.reduce(into: Set<String>()) { $0.formUnion(words[$1] ?? []) }
    let numbers = Self.numbers(in: text)
    let given = evidence.filter { ids.contains($0.id) }.reduce(into: Set<String>()) {
      $0.formUnion(Self.numbers(in: $1.title + " " + $1.excerpt))
    }
    if let number = numbers.sorted().first(where: { !given.contains($0) }) {
      flags.append(.init("number", "The number \(number) stands in none of its evidence."))
    }
    let stems = Set(behind.filter { $0.count >= Self.stem - 1 }.map { $0.prefix(Self.stem) })
    let said = Folding.words(of: text).filter { $0.count >= Self.stem - 1 }
    if !said.isEmpty, !said.contains(where: { stems.contains($0.prefix(Self.stem)) }) {
      flags.append(.init("far_from_evidence", "It shares no word with its evidence; compare them."))
    }
    return flags
  }

  /// Whole numbers as digits, `1,200` and `1.200` alike.
  private static func numbers(in text: String) -> Set<String> {
    let signs = Array(text)
    var numbers = [""]
    for (index, sign) in signs.enumerated() {
      if sign.isNumber {
        numbers[numbers.count - 1].append(sign)
      } else if !(".,".contains(sign) && index > 0 && signs[index - 1].isNumber && index + 1 < signs.count
        && signs[index + 1].isNumber)
      {
        numbers.append("")
      }
    }
    return Set(numbers.filter { !$0.isEmpty })
  }

  /// A name that nothing known holds; nil where there is none. German writes every noun large, so there only two in a row count.
  private func strangeName(in text: String) -> String? {
    let tokens = text.split(whereSeparator: { !($0.isLetter || $0.isNumber || "-'’.".contains($0)) }).map {
      String($0).trimmed { ".-'’".contains($0) }
    }.filter { !$0.isEmpty }
    let large = tokens.map { token in
      token.count > 1 && token.first?.isUppercase == true && !Self.common.contains(token) && !isKnown(token)
    }
    for (index, isLarge) in large.enumerated() where isLarge {
      let follows = index + 1 < large.count && large[index + 1]
      if language == "de" {
        if index > 0, follows { return tokens[index] + " " + tokens[index + 1] }
      } else if index > 0 || follows {
        return follows ? tokens[index] + " " + tokens[index + 1] : tokens[index]
      }
    }
    return nil
  }

  private func isKnown(_ token: String) -> Bool {
    let parts = Folding.words(of: token)
    return !parts.isEmpty && parts.allSatisfy { known.contains($0) || ($0.hasSuffix("s") && known.contains(String($0.dropLast()))) }
  }

  private static let common: Set<String> = [
    "I'm", "I'd", "I've", "I'll", "I’m", "I’d", "I’ve", "I’ll", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Sie", "Ihr", "Ihre", "Ihnen", "Ihrem", "Ihren", "Ihrer", "Ihres", "Usted", "Ustedes", "Lei", "Vous",
  ]
}

/// The only links that a foreign text may have: the lead's own site, and the person's own.
struct OwnLinks: Sendable {
  private let whole: [String]
  private let domains: Set<String>

  /// The links of a lead and a sender. A host that strangers share is allowed as the very address only.
  init(lead: LeadDetails, sender: Policy.Sender) {
    whole = [sender.calendarLink, lead.website].compactMap { $0 }.filter { $0.count > 8 }.sorted { $0.count > $1.count }
    let hosts = [WebAddress(lead.website ?? "")?.host, sender.address.split(separator: "@").last.map(String.init)]
    domains = Set(
      hosts.compactMap { host in
        guard let host, !Domain.isShared(host) else { return nil }
        return Domain.registrable(host)
      })
  }

  /// Whether a host is theirs or the person's own.
  func allows(_ host: String) -> Bool { Domain.registrable(host).map(domains.contains) ?? false }

  /// The text without the addresses that are allowed as they are.
  func removed(from text: String) -> String {
    var text = text
    for link in whole {
      var from = text.startIndex
      while let range = text[from...].ranges(of: link).first {
        let rest = text[range.upperBound...].drop { "./,;:!?)".contains($0) }
        let ends = rest.isEmpty || rest.first?.isWhitespace == true
        from = range.upperBound
        guard ends else { continue }
        let after = text.distance(from: text.startIndex, to: range.lowerBound)
        text.removeSubrange(range)
        from = text.index(text.startIndex, offsetBy: after)
      }
    }
    return text
  }

  /// The text without the schemes of addresses on hosts that are allowed, for a look at what else there is.
  func withoutOwnHosts(_ text: String) -> String {
    text.split(separator: " ").filter { word in
      let hosts = ForeignText.hosts(in: String(word))
      guard let first = hosts.first, hosts.allSatisfy(allows) else { return true }
      return !(word.lowercased().hasPrefix("https://\(first)") || word.lowercased().hasPrefix("http://\(first)"))
    }.joined(separator: " ")
  }
}

extension String {
  /// Without the signs at both ends for which a rule holds.
  fileprivate func trimmed(_ rule: (Character) -> Bool) -> String {
    var text = Substring(self).drop(while: rule)
    while let last = text.last, rule(last) { text.removeLast() }
    return String(text)
  }
}
