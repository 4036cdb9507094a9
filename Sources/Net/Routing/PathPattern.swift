/// The parsed form of a route's path.
struct PathPattern: Sendable {
  /// One segment; the order of the cases is how well each matches.
  enum Segment: Sendable, Hashable { case literal(String), parameter(String), rest(String) }

  let segments: [Segment]

  /// Reads a pattern.
  /// - Throws: `RouteError` where a brace is out of place, a name stands twice, or the rest is not last.
  init(_ path: String) throws(RouteError) {
    guard path.hasPrefix("/") else { throw RouteError("The route \(path) does not begin with a slash.") }
    var segments: [Segment] = []
    var names: Set<String> = []
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      guard part.hasPrefix("{"), part.hasSuffix("}") else {
        guard !part.contains("{"), !part.contains("}") else { throw RouteError("The route \(path) has a brace inside a segment.") }
        segments.append(.literal(String(part)))
        continue
      }
      let isRest = part.hasSuffix("...}")
      let name = String(part.dropFirst().dropLast(isRest ? 4 : 1))
      guard !name.isEmpty, names.insert(name).inserted else {
        throw RouteError("The route \(path) has no or equal parameter names.")
      }
      guard !isRest || index == parts.count - 1 else { throw RouteError("In the route \(path) the rest is not the last segment.") }
      segments.append(isRest ? .rest(name) : .parameter(name))
    }
    self.segments = segments
  }

  /// The pattern without its names: two routes with the same shape match the same paths.
  var shape: String {
    segments.map { segment in
      switch segment {
      case .literal(let text): "/\(text)"
      case .parameter: "/{}"
      case .rest: "/{...}"
      }
    }.joined()
  }

  /// Whether it has no parameter.
  var isLiteral: Bool { segments.allSatisfy { if case .literal = $0 { true } else { false } } }
  /// Whether it ends in the rest of a path.
  var hasRest: Bool { if case .rest = segments.last { true } else { false } }

  /// Whether it goes before another: at the first difference a literal beats a parameter, and both beat the rest.
  func precedes(_ other: PathPattern) -> Bool {
    for (mine, theirs) in zip(segments, other.segments) where Self.rank(mine) != Self.rank(theirs) {
      return Self.rank(mine) < Self.rank(theirs)
    }
    return segments.count > other.segments.count
  }

  /// The parameters that a path gives; nil where it does not match. A `{name}` never matches an empty segment.
  func match(_ parts: [Substring]) -> [String: String]? {
    guard parts.count == segments.count || (hasRest && parts.count >= segments.count) else { return nil }
    var parameters: [String: String] = [:]
    for (index, segment) in segments.enumerated() {
      switch segment {
      case .literal(let text): guard parts[index] == text else { return nil }
      case .parameter(let name):
        guard !parts[index].isEmpty else { return nil }
        parameters[name] = String(parts[index])
      case .rest(let name): parameters[name] = parts[index...].joined(separator: "/")
      }
    }
    return parameters
  }

  private static func rank(_ segment: Segment) -> Int {
    switch segment {
    case .literal: 0
    case .parameter: 1
    case .rest: 2
    }
  }
}

/// A table of routes that can't work; found at start.
public struct RouteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with which route.
  public let description: String

  init(_ description: String) { self.description = description }
}
