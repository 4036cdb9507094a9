import Outreach

/// Writes searches in Overpass QL. Source: wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL.
enum OverpassQuery {
  /// A search for a trade in a tile; a whole circle is asked as one where it is the only tile.
  static func text(_ words: String, in tile: GeoBox, of area: GeoArea, limit: Int, seconds: Int) -> String {
    let place = filter(tile, area)
    let lines = selectors(for: words).map { "nwr\($0)\(place);" }
    return "[out:json][timeout:\(seconds)][maxsize:268435456];(\(lines.joined()));out center tags qt \(limit);"
  }

  private static func filter(_ tile: GeoBox, _ area: GeoArea) -> String {
    if case .circle(let center, let metres) = area, area.box == tile {
      return "(around:\(Int(metres)),\(number(center.latitude)),\(number(center.longitude)))"
    }
    return "(\(number(tile.south)),\(number(tile.west)),\(number(tile.north)),\(number(tile.east)))"
  }

  /// Seven decimals are a centimetre, and never an exponent.
  private static func number(_ value: Double) -> String {
    let scaled = Int((value * 1e7).rounded())
    let digits = String(abs(scaled) % 10_000_000)
    return (scaled < 0 ? "-" : "") + "\(abs(scaled) / 10_000_000)." + String(repeating: "0", count: 7 - digits.count) + digits
  }

  /// The conditions that objects must meet, each in brackets; any of them is enough.
  static func selectors(for words: String) -> [String] {
    words.split(separator: ",").flatMap { part -> [String] in
      // `shop=bakery` as OpenStreetMap's own pages write it.
      let sides = part.filter { $0 != " " }.lowercased().split(separator: "=", maxSplits: 1).map(String.init)
      if sides.count == 2, sides.allSatisfy(isTagWord) { return [#"["\#(sides[0])"="\#(sides[1])"]["name"]"#] }
      let word = TradeWords.folded(String(part))
      if word.isEmpty { return [] }
      return TradeWords.tags(for: word).map { $0.map { #"["\#($0.key)"="\#($0.value)"]["name"]"# } } ?? unknown(word)
    }
  }

  /// An unknown trade: its word as the value of a business key, or in the name of a business.
  private static func unknown(_ word: String) -> [String] {
    let value = word.split(separator: " ").joined(separator: "_")
    let pattern = escaped(word)
    var out = TradeWords.keys.map { #"["\#($0)"]["name"~"\#(pattern)",i]"# }
    if isTagWord(value) { out += TradeWords.keys.map { #"["\#($0)"="\#(value)"]["name"]"# } }
    return out
  }

  private static func isTagWord(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 60
      && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x3A }
  }

  /// Text inside a quoted POSIX expression: neither quote nor expression has a meaning.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars.prefix(80) {
      if "\\\"".unicodeScalars.contains(scalar) { continue }
      if ".[]()*+?{}|^$".unicodeScalars.contains(scalar) {
        out += "[\(scalar == "^" ? "\\\\^" : String(scalar))]"
      } else if scalar.value >= 0x20 {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
