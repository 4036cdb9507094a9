/// The link to a place on a map, written in one way, so that two links to one place are equal.
public enum MapsLink {
  /// The normalised link; nil where the text is no web address.
  ///
  /// A Google place becomes `https://maps.google.com/?cid=N` (from `cid`, `ludocid` or the feature id) or, where only that is known,
  /// `https://www.google.com/maps/place/?q=place_id:ID`; other links become normalised web addresses.
  public static func normalized(_ text: some StringProtocol) -> String? {
    guard let address = WebAddress(text) else { return nil }
    switch key(of: text) {
    case let key? where key.hasPrefix("cid:"): return "https://maps.google.com/?cid=" + key.dropFirst(4)
    case let key?: return "https://www.google.com/maps/place/?q=place_id:" + key.dropFirst(9)
    case nil: return address.description
    }
  }

  /// `cid:NUMBER` or `place_id:ID` of a Google link; nil where it names no place.
  public static func key(of text: some StringProtocol) -> String? {
    guard let address = WebAddress(text), isGoogle(address.host) else { return nil }
    let parameters = (address.query ?? "").split(separator: "&").map { part in
      let name = part.prefix { $0 != "=" }
      return (name.lowercased(), PercentEncoding.decoded(String(part.dropFirst(name.count + 1))))
    }
    for (name, value) in parameters where name == "cid" || name == "ludocid" {
      if let number = UInt64(value) { return "cid:\(number)" }
    }
    // A path may hold the data block percent-encoded, once or twice.
    let path = PercentEncoding.decoded(PercentEncoding.decoded(address.path))
    for candidate in parameters.filter({ $0.0 == "ftid" }).map(\.1) + blocks(path, after: "!1s") {
      if let number = number(ofFeature: candidate) { return "cid:\(number)" }
    }
    let named = parameters.filter { ["place_id", "query_place_id", "placeid"].contains($0.0) }.map(\.1)
    let asked = parameters.filter { $0.0 == "q" || $0.0 == "query" }.map(\.1).filter { $0.hasPrefix("place_id:") }.map {
      String($0.dropFirst(9))
    }
    for id in named + asked + blocks(path, after: "!19s") where isPlaceID(id) { return "place_id:" + id }
    return nil
  }

  private static func isGoogle(_ host: String) -> Bool {
    Domain.registrable(host)?.split(separator: ".").first == "google"
  }

  /// What follows a marker of the data block, up to the next `!`.
  private static func blocks(_ path: String, after marker: String) -> [String] {
    var out: [String] = []
    for part in path.split(separator: "!").dropFirst() where ("!" + part).hasPrefix(marker) {
      out.append(String(part.dropFirst(marker.count - 1).prefix { $0 != "?" && $0 != "/" }))
    }
    return out
  }

  /// The place's number in a feature id, `0x47a8…:0x3f2b…`: its second half.
  private static func number(ofFeature text: String) -> UInt64? {
    let halves = text.split(separator: ":")
    guard halves.count == 2, halves.allSatisfy({ $0.lowercased().hasPrefix("0x") }) else { return nil }
    return UInt64(halves[1].dropFirst(2), radix: 16)
  }

  private static func isPlaceID(_ text: String) -> Bool {
    (10...300).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
  }
}
