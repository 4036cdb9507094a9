import Text

/// What a site's robots.txt allows us (RFC 9309).
struct RobotsRules: Sendable {
  /// Bytes of the file that count (§2.5: at least 500 KiB).
  static let maximumBytes = 512_000
  private static let maximumRules = 2_000

  private var rules: [(pattern: [UInt8], isAllowed: Bool)] = []
  /// Seconds between two requests, where the site asks for some; not in the RFC, but many sites say it. At most 30.
  private(set) var delaySeconds = 0.0

  /// Everything is allowed: there is no file (§2.3.1.3).
  static let all = RobotsRules()
  /// Nothing is allowed: the server could not say (§2.3.1.4).
  static let none: RobotsRules = {
    var rules = RobotsRules()
    rules.rules = [(Array("/".utf8), false)]
    return rules
  }()

  private init() {}

  /// Reads a file for a product token; the group of that name, else the one of `*`. Groups of one name are one (§2.2.1).
  init(_ text: String, agent: String) {
    var groups: [(names: [String], lines: [(String, String)])] = []
    var isNaming = false
    for line in text.split(whereSeparator: \.isNewline) {
      let bare = line.prefix { $0 != "#" }
      guard let colon = bare.firstIndex(of: ":") else { continue }
      let key = Self.trimmed(bare[..<colon]).lowercased()
      let value = Self.trimmed(bare[bare.index(after: colon)...])
      if key == "user-agent" {
        if isNaming, !groups.isEmpty {
          groups[groups.count - 1].names.append(value.lowercased())
        } else {
          groups.append(([value.lowercased()], []))
        }
        isNaming = true
      } else if ["allow", "disallow", "crawl-delay"].contains(key) {
        isNaming = false
        if !groups.isEmpty { groups[groups.count - 1].lines.append((key, value)) }
      }
    }
    let mine = groups.filter { $0.names.contains(agent.lowercased()) }
    for (key, value) in (mine.isEmpty ? groups.filter { $0.names.contains("*") } : mine).flatMap(\.lines).prefix(Self.maximumRules)
    {
      if key == "crawl-delay" {
        delaySeconds = min(30, max(delaySeconds, Double(value) ?? 0))
      } else if !value.isEmpty {
        rules.append((Array(value.utf8), key == "allow"))
      }
    }
  }

  /// Whether a path with its query may be asked for: the longest matching rule decides, allow wins a tie (§2.2.2).
  func allows(_ path: String) -> Bool {
    let path = Array((path.isEmpty ? "/" : path).utf8)
    var best = (length: -1, isAllowed: true)
    for rule in rules where Self.matches(rule.pattern, path) {
      if rule.pattern.count > best.length || (rule.pattern.count == best.length && rule.isAllowed) {
        best = (rule.pattern.count, rule.isAllowed)
      }
    }
    return best.isAllowed
  }

  /// `*` stands for anything, `$` at the end for the end (§2.2.3). Linear but for one step back a star.
  private static func matches(_ pattern: [UInt8], _ path: [UInt8]) -> Bool {
    let isAnchored = pattern.last == 0x24
    let end = pattern.count - (isAnchored ? 1 : 0)
    var (p, s, star, mark) = (0, 0, -1, 0)
    while s < path.count {
      if p == end, !isAnchored { return true }
      if p < end, pattern[p] == 0x2A {
        (star, mark) = (p, s)
        p += 1
      } else if p < end, pattern[p] == path[s] {
        (p, s) = (p + 1, s + 1)
      } else if star >= 0 {
        mark += 1
        (p, s) = (star + 1, mark)
      } else {
        return false
      }
    }
    while p < end, pattern[p] == 0x2A { p += 1 }
    return p == end
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
