import Outreach
import Testing

@Suite struct VariantContestTests {
  /// Mails and answers of each variant, and the exact probabilities that each is the best, by Python's fractions.
  private static let reference: [(scores: [(Int, Int)], best: [Double])] = [
    ([(30, 0), (30, 0)], [0.5, 0.5]), ([(30, 0), (30, 3)], [0.0564045568, 0.9435954432]),
    ([(30, 1), (30, 7)], [0.0130485475, 0.9869514525]), ([(40, 2), (30, 9)], [0.0026024032, 0.9973975968]),
    ([(30, 30), (30, 30)], [0.5, 0.5]), ([(200, 10), (200, 22)], [0.013957535, 0.986042465]),
    ([(30, 2), (30, 4), (30, 9)], [0.0084970756, 0.0621919409, 0.9293109835]),
    ([(400, 20), (100, 11), (300, 40)], [0.0000114699, 0.3014780503, 0.6985104798]),
    ([(50, 1), (60, 2), (40, 6), (30, 3)], [0.0052042494, 0.0081169465, 0.6973700995, 0.2893087047]),
    ([(30, 0), (30, 1), (30, 2), (30, 3), (30, 12)], [0.000021668, 0.0002090589, 0.0010654368, 0.0038250397, 0.9948787967]),
  ]

  private static func scores(_ pairs: [(Int, Int)]) -> [VariantContest.Score] {
    pairs.enumerated().map { VariantContest.Score(key: $0, sent: $1.0, replied: $1.1) }
  }

  @Test func `the probability of being the best is exact to a millionth`() {
    for row in Self.reference {
      let chances = VariantContest.chances(of: Self.scores(row.scores))
      for (got, exact) in zip(chances, row.best) { #expect(abs(got - exact) < 1e-6, "\(row.scores): \(got) and not \(exact)") }
    }
    let large = VariantContest.chances(of: Self.scores([(10_000, 300), (10_000, 380)]))
    #expect(abs(large[0] + large[1] - 1) < 1e-6 && large[1] > 0.99)
  }

  @Test func `no winner below thirty mails each or 95 percent`() {
    let rows: [(String, [(Int, Int)], String)] = [
      ("one variant", [(500, 50)], "none"), ("29 mails", [(29, 0), (500, 400)], "tooFew"),
      ("94 percent", [(30, 0), (30, 3)], "open"), ("98 percent", [(30, 1), (30, 7)], "winner"),
      ("nothing sent", [(0, 0), (0, 0)], "tooFew"), ("three, 93 percent", [(30, 2), (30, 4), (30, 9)], "open"),
    ]
    for (name, pairs, expected) in rows {
      #expect("\(VariantContest.verdict(Self.scores(pairs)))".hasPrefix(expected), "\(name)")
    }
    #expect(
      VariantContest.verdict(Self.scores([(30, 7), (30, 1)]))
        == .winner(key: 0, probability: VariantContest.chances(of: Self.scores([(30, 7), (30, 1)]))[0]))
  }
}
