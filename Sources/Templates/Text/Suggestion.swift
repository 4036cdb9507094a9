/// Finds what a person probably meant when a name is unknown.
enum Suggestion {
  /// Names longer than this are not compared, so that a hostile template costs nothing.
  private static let longestName = 40
  private static let mostCandidates = 400

  /// ` (did you mean 'company'?)`, or an empty text where nothing is near.
  static func phrase(for name: String, among candidates: [String]) -> String {
    guard let nearest = nearest(to: name, among: candidates) else { return "" }
    return " (did you mean '\(nearest)'?)"
  }

  /// The candidate that differs by few letters, or nil.
  static func nearest(to name: String, among candidates: [String]) -> String? {
    guard name.utf8.count <= longestName else { return nil }
    let wanted = Array(name.lowercased().utf8)
    let allowed = wanted.count <= 3 ? 1 : 2
    var best: (distance: Int, name: String)?
    for candidate in candidates.prefix(mostCandidates)
    where candidate != name && candidate.utf8.count <= longestName {
      let distance = distance(wanted, Array(candidate.lowercased().utf8))
      guard distance <= allowed else { continue }
      if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// How many letters must be added, removed, replaced or swapped with their neighbour.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          previous[column + 1] + 1, current[column] + 1,
          previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], other == left[row - 1] {
          cost = min(cost, older[column - 1] + 1)
        }
        current.append(cost)
      }
      (older, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
