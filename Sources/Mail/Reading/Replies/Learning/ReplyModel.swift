import Glibc
import Outreach

/// How much the words of an answer speak for each class: a logistic model whose starting point are the rules.
///
/// It learns what the rules miss: for each example the rules' points come first, and the weights take up the rest. Trained anew
/// from the built-in examples and the person's corrections, so that a correction taken back leaves nothing.
struct ReplyModel: Sendable {
  /// The classes, in the order of a vector's places.
  static let classes: [IncomingMail.ReplyClass] = [.unsubscribe, .notInterested, .wrongPerson, .interested, .question]
  /// Points of the rules are worth so much beside the weights.
  static let prior: Float = 0.7
  private static let rounds = 12
  private static let rate: Float = 1.2
  private static let decay: Float = 0.0005
  /// A correction counts as so many examples.
  private static let emphasis = 2

  /// One place for each class.
  typealias Vector = SIMD8<Float>

  /// Something to learn from.
  struct Example: Sendable {
    let features: [UInt32]
    /// The rules' points.
    let rules: Vector
    let place: Int
  }

  private var weights: [UInt32: Vector] = [:]
  /// What is built in.
  static let builtIn = ReplyModel(examples: ReplyClassifier.examples, lessons: [])

  /// Learns from examples, and more from corrections.
  init(examples: [Example], lessons: [Example]) {
    // The newest corrections come last in each round, so that where two disagree the later one counts.
    let all = examples + lessons.flatMap { Array(repeating: $0, count: Self.emphasis) }
    for round in 0..<Self.rounds {
      let step = Self.rate / (1 + Float(round) * 0.25)
      for example in all { learn(example, step) }
    }
  }

  /// The points of each class for an answer.
  func points(_ features: [UInt32], rules: Vector) -> Vector {
    let value = Self.value(of: features)
    var sum = Vector()
    for feature in features { if let weight = weights[feature] { sum += weight } }
    return rules * Self.prior + sum * value
  }

  /// How sure each class is, from points; together 1.
  static func shares(_ points: Vector) -> Vector {
    var shares = Vector()
    let top = classes.indices.map { points[$0] }.max() ?? 0
    var sum: Float = 0
    for place in classes.indices {
      shares[place] = exp(points[place] - top)
      sum += shares[place]
    }
    return shares / max(sum, .leastNormalMagnitude)
  }

  private mutating func learn(_ example: Example, _ step: Float) {
    let value = Self.value(of: example.features)
    var slope = -Self.shares(points(example.features, rules: example.rules))
    slope[example.place] += 1
    for feature in example.features {
      let old = weights[feature] ?? Vector()
      weights[feature] = old * (1 - step * Self.decay) + slope * (step * value)
    }
  }

  private static func value(of features: [UInt32]) -> Float { 1 / Float(max(features.count, 1)).squareRoot() }
}
