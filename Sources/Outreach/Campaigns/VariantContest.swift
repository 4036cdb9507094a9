import Glibc

/// Which variant of a step gets more answers, said only when that is known well enough.
///
/// Each variant's rate of answers has the posterior Beta(1 + answers, 1 + mails without one). A variant wins when every variant left at
/// least `least` times and its rate is the best of all with a probability of at least `certainty`.
public enum VariantContest {
  /// A variant with fewer mails says nothing yet.
  public static let least = 30
  /// How sure it must be.
  public static let certainty = 0.95

  /// How one variant fared.
  public struct Score: Sendable, Hashable {
    public var key: Int
    /// Mails that left, or may have left.
    public var sent: Int
    /// Answers that people wrote; who only unsubscribed did not answer.
    public var replied: Int

    /// A score.
    public init(key: Int, sent: Int, replied: Int) { (self.key, self.sent, self.replied) = (key, sent, replied) }
  }

  /// What is known.
  public enum Verdict: Sendable, Hashable {
    /// There is one variant only.
    case none
    /// Some variant left fewer than `least` times.
    case tooFew
    /// The best one, and the probability that it is, which does not suffice.
    case open(key: Int, probability: Double)
    case winner(key: Int, probability: Double)
  }

  /// The verdict over a step's variants.
  public static func verdict(_ scores: [Score]) -> Verdict {
    guard scores.count > 1 else { return .none }
    guard scores.allSatisfy({ $0.sent >= least }) else { return .tooFew }
    let chances = chances(of: scores)
    guard let best = chances.indices.max(by: { chances[$0] < chances[$1] }) else { return .none }
    return chances[best] >= certainty
      ? .winner(key: scores[best].key, probability: chances[best]) : .open(key: scores[best].key, probability: chances[best])
  }

  /// For each variant the probability that its rate is the highest.
  ///
  /// The integral of each density times the others' distributions, by Simpson's rule over a grid that resolves 10 000 mails; compared
  /// with the exact sum of two variants and with rational arithmetic for more by a test.
  public static func chances(of scores: [Score]) -> [Double] {
    let steps = 1 << 14
    let width = 1 / Double(steps)
    let densities = scores.map { score in
      let (a, b) = (Double(score.replied + 1), Double(max(score.sent - score.replied, 0) + 1))
      let scale = lgamma(a + b) - lgamma(a) - lgamma(b)
      return (0...steps).map { density(Double($0) * width, a, b, scale) }
    }
    let distributions = densities.map { cumulated($0, width) }
    return scores.indices.map { one in
      let values = (0...steps).map { place in
        scores.indices.reduce(densities[one][place]) { $1 == one ? $0 : $0 * distributions[$1][place] }
      }
      return min(max(simpson(values, width), 0), 1)
    }
  }

  /// The density of Beta(a, b), worked out through logarithms so that nothing overflows.
  private static func density(_ x: Double, _ a: Double, _ b: Double, _ scale: Double) -> Double {
    if x <= 0 { return a == 1 ? exp(scale) : 0 }
    if x >= 1 { return b == 1 ? exp(scale) : 0 }
    return exp(scale + (a - 1) * log(x) + (b - 1) * log1p(-x))
  }

  /// The integral up to each place: over each pair of cells by Simpson, at the middle by the parabola's own share.
  private static func cumulated(_ values: [Double], _ width: Double) -> [Double] {
    var sums = [Double](repeating: 0, count: values.count)
    for place in stride(from: 2, to: values.count, by: 2) {
      let (left, middle, right) = (values[place - 2], values[place - 1], values[place])
      sums[place - 1] = sums[place - 2] + width * (5 * left + 8 * middle - right) / 12
      sums[place] = sums[place - 2] + width * (left + 4 * middle + right) / 3
    }
    return sums
  }

  private static func simpson(_ values: [Double], _ width: Double) -> Double {
    var sum = 0.0
    for place in values.indices { sum += values[place] * (place == 0 || place == values.count - 1 ? 1 : place % 2 == 1 ? 4 : 2) }
    return sum * width / 3
  }
}
