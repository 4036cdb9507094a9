import Outreach
import Testing

@Suite struct ScoreRuleTests {
  @Test func `a score is the sum of its reasons, within 0 and 100`() {
    var details = LeadDetails()
    details.businessName = "A"
    func score(_ details: LeadDetails, _ rules: [ScoreRule] = ScoreRule.standard) -> Int? {
      Lead(id: Lead.ID(at: 0), details: details, state: .discovered, at: Timestamp(rawValue: 0)).scored(by: rules).score
    }
    #expect(score(details) == 0)
    details.email = "a@b.example"
    #expect(score(details) == 50)
    details.website = "https://b.example"
    details.custom = ["site_https": "no", "site_mobile": "no", "chain": "X"]
    #expect(score(details) == 60)
    details.category = "Family dentist"
    #expect(score(details, [ScoreRule(.categoryMatches, 20, "doctor, dentist")]) == 40)
    #expect(score(details, [ScoreRule(.categoryMatches, 20, "doctor")]) == 20)
    #expect(score(details, [ScoreRule(.hasEmail, 100)]) == 100)
  }

  @Test func `a rule that can't be used says why`() {
    let rows: [(ScoreRule, Bool)] = [
      (ScoreRule(.hasEmail, 101), false), (ScoreRule(.isNear, 5, "here"), false), (ScoreRule(.isNear, 5, "53, 8, 10"), true),
      (ScoreRule(.highAuthority, 5, ""), false), (ScoreRule(.isNear, 5, ""), true),
    ]
    for (rule, isFine) in rows { #expect((rule.problem == nil) == isFine, "\(rule)") }
    #expect(ScoreRule.standard.allSatisfy { $0.problem == nil } && ScoreRule.standard.count == ScoreRule.Sign.allCases.count)
  }
}
