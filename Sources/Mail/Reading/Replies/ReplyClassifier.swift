import Outreach

/// Says what a person's answer means, by rules, and by what the person's corrections taught.
public struct ReplyClassifier: Sendable {
  /// What corrections taught: for each word of a text, how much it speaks for each class. Added to the rules.
  public struct Weights: Codable, Hashable, Sendable {
    /// By word (or two words joined by a space), then by the class's raw value.
    public var words: [String: [String: Double]]
    /// Added once for each class.
    public var bias: [String: Double]

    /// Weights; none by default.
    public init(words: [String: [String: Double]] = [:], bias: [String: Double] = [:]) { (self.words, self.bias) = (words, bias) }
  }

  /// A class with the reasons for it.
  public struct Verdict: Hashable, Sendable {
    public var replyClass: IncomingMail.ReplyClass
    /// In plain words, the strongest first.
    public var reasons: [String]
    /// The points of each class that has any.
    public var scores: [IncomingMail.ReplyClass: Double]
  }

  /// Characters of an answer that are looked at.
  static let reach = 4000
  /// Characters within which a wish to be taken off the list counts.
  static let openingReach = 400

  private let weights: Weights

  /// A classifier with the built-in rules and learnt weights.
  public init(weights: Weights = Weights()) { self.weights = weights }

  /// Classes an answer's new text.
  public func classify(subject: String, text: String) -> Verdict {
    let lower = " " + Self.normal(String(text.prefix(Self.reach))) + " "
    var scores: [IncomingMail.ReplyClass: Double] = [:]
    var reasons: [(Double, IncomingMail.ReplyClass, String)] = []
    func add(_ replyClass: IncomingMail.ReplyClass, _ points: Double, _ reason: String) {
      scores[replyClass, default: 0] += points
      reasons.append((points, replyClass, reason))
    }
    if UnsubscribeWish.isWish(subject: subject, text: text) {
      add(.unsubscribe, 8, "The whole mail asks to be taken off the list.")
    }
    let opening = String(lower.prefix(Self.openingReach))
    for group in ReplyPhrases.all {
      var hits = 0
      // Further down it is a footer's word; beside a question it may be what is asked about.
      let isWish = group.replyClass == .unsubscribe
      let place = isWish ? opening : lower
      let weight = isWish && lower.contains("?") ? group.weight * 0.4 : group.weight
      for phrase in group.phrases where hits < 3 && Self.holds(place, phrase) {
        // "Not interested" holds "interested".
        if group.replyClass == .interested, Self.isNegated(lower, phrase) {
          add(.notInterested, 2, "It says “\(phrase)” with a no.")
          continue
        }
        hits += 1
        add(group.replyClass, hits == 1 ? weight : weight * 0.4, "It says “\(phrase)”.")
      }
    }
    if let short = Self.shortAnswer(lower) { add(short, 2.5, "It is a plain yes or no.") }
    for (replyClass, points) in learned(lower) { add(replyClass, points, "Earlier corrections of such words point there.") }
    return verdict(scores, reasons)
  }

  private func verdict(_ scores: [IncomingMail.ReplyClass: Double], _ reasons: [(Double, IncomingMail.ReplyClass, String)])
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

  /// Points of learnt words; each word counts once.
  private func learned(_ text: String) -> [(IncomingMail.ReplyClass, Double)] {
    guard !weights.words.isEmpty || !weights.bias.isEmpty else { return [] }
    var sums = weights.bias
    for feature in Self.features(text) {
      for (replyClass, weight) in weights.words[feature] ?? [:] { sums[replyClass, default: 0] += weight }
    }
    return sums.compactMap { name, points in IncomingMail.ReplyClass(rawValue: name).map { ($0, points) } }.filter { $0.1 != 0 }
  }

  /// The words and pairs of words of a text that weights may name; each once.
  public static func features(_ text: String) -> Set<String> {
    let words = normal(String(text.prefix(reach))).split(whereSeparator: { !$0.isLetter && $0 != "'" && $0 != "?" }).prefix(400)
      .map(String.init)
    var all = Set(words)
    for (first, second) in zip(words, words.dropFirst()) { all.insert("\(first) \(second)") }
    return all
  }

  private static func normal(_ text: String) -> String {
    text.lowercased().replacingScalars(["’": "'", "‘": "'", "`": "'", "´": "'"]).foldedWhiteSpace
  }

  /// Whether a phrase stands in a text, beginning at a word.
  private static func holds(_ text: String, _ phrase: String) -> Bool { position(of: phrase, in: text) != nil }

  private static func position(of phrase: String, in text: String) -> Int? {
    let haystack = Array(text.utf8)
    let needle = Array(phrase.utf8)
    guard let first = needle.first, haystack.count >= needle.count else { return nil }
    let startsWithLetter = Octets.isLetter(first) || first >= 0x80
    for at in 0...(haystack.count - needle.count) where haystack[at] == first {
      if startsWithLetter, at > 0, Octets.isLetter(haystack[at - 1]) || haystack[at - 1] >= 0x80 { continue }
      if haystack[at..<(at + needle.count)].elementsEqual(needle) { return at }
    }
    return nil
  }

  private static func isNegated(_ text: String, _ phrase: String) -> Bool {
    guard let at = position(of: phrase, in: text) else { return false }
    let before = String(decoding: Array(text.utf8)[max(0, at - 24)..<at], as: UTF8.self)
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
