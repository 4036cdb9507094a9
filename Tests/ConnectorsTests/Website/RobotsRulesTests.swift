import Testing

@testable import Connectors

@Suite struct RobotsRulesTests {
  private static let file = """
    # all
    User-agent: *
    Disallow: /private
    Allow: /private/open
    Disallow: /*.pdf$
    Crawl-delay: 4

    User-agent: OtherBot
    User-agent: ColdOutreach
    Disallow: /only-us
    """

  @Test func `the longest rule decides and allow wins a tie`() {
    let rows: [(agent: String, path: String, isAllowed: Bool)] = [
      ("SomeBot", "/", true), ("SomeBot", "/private", false), ("SomeBot", "/private/x", false),
      ("SomeBot", "/private/open/x", true),
      ("SomeBot", "/a.pdf", false), ("SomeBot", "/a.pdf?x=1", true), ("coldoutreach", "/private", true),
      ("ColdOutreach", "/only-us", false),
    ]
    for row in rows { #expect(RobotsRules(Self.file, agent: row.agent).allows(row.path) == row.isAllowed, "\(row)") }
    #expect(RobotsRules(Self.file, agent: "SomeBot").delaySeconds == 4)
    #expect(
      RobotsRules("Disallow: /\nUser-agent: *\nDisallow:", agent: "x").allows("/a"),
      "rules before a group and empty ones mean nothing")
    #expect(!RobotsRules.none.allows("/") && RobotsRules.all.allows("/"))
  }

  @Test func `a pattern of stars ends soon`() {
    let rules = RobotsRules("User-agent: *\nDisallow: /" + String(repeating: "*a", count: 2_000) + "b$", agent: "x")
    #expect(rules.allows("/" + String(repeating: "a", count: 4_000)))
  }
}
