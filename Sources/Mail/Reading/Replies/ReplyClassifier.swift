import Finding
import Outreach

/// Says what a person's answer means: by phrases, by known examples, and by what the person's corrections taught.
public struct ReplyClassifier: Sendable {
  /// A class with the reasons for it.
  public struct Verdict: Hashable, Sendable {
    public var replyClass: IncomingMail.ReplyClass
    /// In plain words, the strongest first.
    public var reasons: [String]
    /// The points of each class that has any.
    public var scores: [IncomingMail.ReplyClass: Double]
    /// The mail is nothing but a wish not to be written to: no likeness of words changes that.
    var isCertain = false
  }

  /// Characters of an answer that are looked at.
  static let reach = 4000
  /// Characters within which a wish to be taken off the list counts.
  static let openingReach = 400
  /// From here on words alone say that nothing more is wanted.
  static let sureShare: Float = 0.6
  /// Points by which the rules are sure of their class.
  static let clearRule = 0.5
  /// By so much corrections must lead to change a class.
  static let clearLead: Float = 0.1
  /// And by so much where a phrase says clearly something else.
  static let overruling: Float = 0.3

  /// Nil for the built-in one, which is made when first needed.
  private let taught: ReplyModel?

  /// A classifier that also learnt from a person's corrections, the oldest first.
  public init(lessons: [ReplyLesson] = []) {
    taught =
      lessons.isEmpty
      ? nil
      : ReplyModel(
        examples: Self.examples,
        lessons: lessons.map { Self.example(subject: $0.subject, text: $0.text, replyClass: $0.replyClass) })
  }

  /// The built-in examples with the rules' points.
  static let examples = ReplyExamples.all.map { example(subject: "", text: $0.text, replyClass: $0.replyClass) }

  private static func example(subject: String, text: String, replyClass: IncomingMail.ReplyClass) -> ReplyModel.Example {
    ReplyModel.Example(
      features: ReplyFeatures.hashes(of: text), rules: vector(rules(subject: subject, text: text).scores),
      place: ReplyModel.classes.firstIndex(of: replyClass) ?? 0)
  }

  private static func vector(_ scores: [IncomingMail.ReplyClass: Double]) -> ReplyModel.Vector {
    var vector = ReplyModel.Vector()
    for (place, replyClass) in ReplyModel.classes.enumerated() { vector[place] = Float(scores[replyClass] ?? 0) }
    return vector
  }

  /// Classes an answer's new text: by the rules, and by its words where they say more.
  public func classify(subject: String, text: String) -> Verdict {
    let byRules = Self.rules(subject: subject, text: text)
    guard byRules.isCertain == false, text.contains(where: \.isLetter) else { return byRules }
    let (rules, features) = (Self.vector(byRules.scores), ReplyFeatures.hashes(of: text))
    let known = ReplyModel.shares(ReplyModel.builtIn.points(features, rules: rules))
    // Where a phrase tells clearly, likeness adds nothing.
    let isClear = lead(of: byRules) >= Self.clearRule
    let place = isClear ? ReplyModel.classes.firstIndex(of: byRules.replyClass) ?? 0 : best(known, rules: rules)
    if let taught {
      let shares = ReplyModel.shares(taught.points(features, rules: rules))
      let other = best(shares, rules: rules)
      // What the corrections say counts where it is they that say it, and clearly.
      let isNews = shares[other] - known[other] > Self.clearLead
      if other != place, isNews, shares[other] - shares[place] > (isClear ? Self.overruling : Self.clearLead) {
        return verdict(other, byRules, "Your corrections of similar answers point there.")
      }
    }
    return verdict(place, byRules, "Its words are like those of such answers.")
  }

  /// By how many points the rules prefer their class to the next.
  private func lead(of byRules: Verdict) -> Double {
    let others = byRules.scores.filter { $0.key != byRules.replyClass }.values.max() ?? 0
    return (byRules.scores[byRules.replyClass] ?? 0) - others
  }

  private func verdict(_ place: Int, _ byRules: Verdict, _ reason: String) -> Verdict {
    guard ReplyModel.classes[place] != byRules.replyClass else { return byRules }
    return Verdict(replyClass: ReplyModel.classes[place], reasons: [reason], scores: byRules.scores)
  }

  /// The surest class. Nobody is taken off for good on a mere likeness of words.
  private func best(_ shares: ReplyModel.Vector, rules: ReplyModel.Vector) -> Int {
    let order = ReplyModel.classes.indices.sorted { (shares[$0], -$0) > (shares[$1], -$1) }
    return order.first { ReplyModel.classes[$0] != .unsubscribe || rules[$0] > 0 || shares[$0] > Self.sureShare } ?? 0
  }

  /// By phrases alone.
  private static func rules(subject: String, text: String) -> Verdict {
    let lower = " " + Self.normal(String(text.prefix(Self.reach))) + " "
    let octets = Array(lower.utf8)
    var scores: [IncomingMail.ReplyClass: Double] = [:]
    var reasons: [(Double, IncomingMail.ReplyClass, String)] = []
    func add(_ replyClass: IncomingMail.ReplyClass, _ points: Double, _ reason: String) {
      scores[replyClass, default: 0] += points
      reasons.append((points, replyClass, reason))
    }
    if UnsubscribeWish.isWish(subject: subject, text: text) {
      add(.unsubscribe, 8, "The whole mail asks to be taken off the list.")
    }
    let opening = Array(lower.prefix(Self.openingReach).utf8)
    for group in ReplyPhrases.all {
      var hits = 0
      // Further down it is a footer's word; beside a question it may be what is asked about.
      let isWish = group.replyClass == .unsubscribe
      let place = isWish ? opening : octets
      let weight = isWish && lower.contains("?") ? group.weight * 0.4 : group.weight
      for phrase in group.phrases where hits < 3 && Self.holds(place, phrase) {
        // "Not interested" holds "interested".
        if group.replyClass == .interested, Self.isNegated(octets, phrase) {
          add(.notInterested, 2, "It says “\(phrase)” with a no.")
          continue
        }
        hits += 1
        add(group.replyClass, hits == 1 ? weight : weight * 0.4, "It says “\(phrase)”.")
      }
    }
    if let short = Self.shortAnswer(lower) { add(short, 2.5, "It is a plain yes or no.") }
    var verdict = verdict(scores, reasons)
    verdict.isCertain = UnsubscribeWish.isWish(subject: subject, text: text)
    return verdict
  }

  private static func verdict(_ scores: [IncomingMail.ReplyClass: Double], _ reasons: [(Double, IncomingMail.ReplyClass, String)])
    -> Verdict
  {
    // In this order where two are equal: the wish not to be written to weighs most.
    let order: [IncomingMail.ReplyClass] = [.unsubscribe, .notInterested, .wrongPerson, .interested, .question]
    let best = order.enumerated().max { a, b in
      let (x, y) = (scores[a.element] ?? 0, scores[b.element] ?? 0)
      return x == y ? a.offset > b.offset : x < y
    }
    guard let best, let points = scores[best.element], points > 0 else {
      return Verdict(replyClass: .question, reasons: ["Nothing in it is clear; somebody should read it."], scores: scores)
    }
    let why = reasons.filter { $0.1 == best.element }.sorted { $0.0 > $1.0 }.prefix(3).map(\.2)
    return Verdict(replyClass: best.element, reasons: Array(why), scores: scores)
  }

  /// The class of an answer that is one to three words and begins with yes or no.
  private static func shortAnswer(_ text: String) -> IncomingMail.ReplyClass? {
    guard text.utf8.count < 60, !text.contains("?") else { return nil }
    let words = text.split(whereSeparator: { !$0.isLetter && $0 != "'" })
    guard let first = words.first.map(String.init), words.count <= 3 else { return nil }
    if ReplyPhrases.no.contains(first) { return .notInterested }
    return ReplyPhrases.yes.contains(first) ? .interested : nil
  }

  private static func normal(_ text: String) -> String {
    text.lowercased().replacingScalars(["’": "'", "‘": "'", "`": "'", "´": "'"]).foldedWhiteSpace
  }

  /// Whether a phrase stands in a text, beginning at a word.
  private static func holds(_ text: [UInt8], _ phrase: String) -> Bool { position(of: phrase, in: text) != nil }

  private static func position(of phrase: String, in text: [UInt8]) -> Int? {
    var phrase = phrase
    return phrase.withUTF8 { needle in
      guard let first = needle.first, text.count >= needle.count else { return nil }
      // Chinese, Japanese and Korean have no spaces between words.
      let startsWithLetter = Octets.isLetter(first) || (0x80..<0xE0).contains(first)
      for at in 0...(text.count - needle.count) where text[at] == first {
        if startsWithLetter, at > 0, Octets.isLetter(text[at - 1]) || text[at - 1] >= 0x80 { continue }
        if (1..<needle.count).allSatisfy({ text[at + $0] == needle[$0] }) { return at }
      }
      return nil
    }
  }

  private static func isNegated(_ text: [UInt8], _ phrase: String) -> Bool {
    guard let at = position(of: phrase, in: text) else { return false }
    let before = String(decoding: text[max(0, at - 24)..<at], as: UTF8.self)
    return negations.contains { before.contains($0) }
  }

  private static let negations = [
    " not ", "n't ", " no ", " nicht ", " kein", " pas ", " non ", " não ", " niet ", " geen ", " ne ", " n'", " never ", " sin ",
    " sem ", " senza ", " without ", " stop ", " aucun", " ohne ",
  ]
}

extension String {
  /// The text with some characters replaced.
  fileprivate func replacingScalars(_ pairs: [Character: Character]) -> String { String(map { pairs[$0] ?? $0 }) }
}
