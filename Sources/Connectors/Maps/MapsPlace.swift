import Finding
import JSONText
import Outreach
import Text

/// What a place's page and its address tell, as fields of a lead.
enum MapsPlace {
  /// The business of a page; nil where it has no name or is closed.
  static func found(_ page: JSON, link: String) -> FoundPlace? {
    guard let name = page["name"].string, page["isClosed"].string == nil else { return nil }
    if case .bool(true) = page["isClosed"] { return nil }
    let href = page["href"].string ?? link
    var fields = ["business_name": name, "maps_url": MapsLink.key(of: href) != nil ? href : link]
    for field in ["category", "phone", "website", "custom.opening_hours"] {
      fields[field] = page["fields"][field].string
    }
    if let website = fields["website"] { fields["website"] = unwrapped(website) }
    if let point = point(in: href) ?? point(in: link) {
      (fields["latitude"], fields["longitude"]) = ("\(point.latitude)", "\(point.longitude)")
    }
    if let address = page["fields"]["address"].string { fields.merge(self.address(address)) { mine, _ in mine } }
    return FoundPlace(fields, url: fields["maps_url"])
  }

  /// Whether a place's page told more than its name.
  static func hasFacts(_ page: JSON) -> Bool {
    ["address", "phone", "website"].contains { page["fields"][$0].string != nil }
  }

  /// `!3d52.53!4d13.38` of a place's address: the place, not the camera.
  static func point(in href: String) -> GeoPoint? {
    func number(after marker: String) -> Double? {
      guard let range = href.firstRange(of: marker) else { return nil }
      return Double(href[range.upperBound...].prefix { "0123456789.-".contains($0) })
    }
    guard let latitude = number(after: "!3d"), let longitude = number(after: "!4d"), abs(latitude) <= 90, abs(longitude) <= 180
    else { return nil }
    return GeoPoint(latitude, longitude)
  }

  /// What two links to one place share.
  static func key(of href: String) -> String {
    if let key = MapsLink.key(of: href) { return key }
    let path = href.prefix { $0 != "?" }
    guard let place = path.firstRange(of: "/maps/place/") else { return String(path) }
    return String(path[place.upperBound...].prefix { $0 != "@" })
  }

  /// The address behind Google's own redirect.
  static func unwrapped(_ url: String) -> String {
    guard let range = url.firstRange(of: "/url?"), let address = WebAddress(url), address.host.contains("google."),
      let value = url[range.upperBound...].split(separator: "&").first(where: { $0.hasPrefix("q=") || $0.hasPrefix("url=") })
    else { return url }
    return PercentEncoding.decoded(String(value.drop { $0 != "=" }.dropFirst()))
  }

  /// `Invalidenstr. 1, 10115 Berlin, Germany` in its parts, as far as they are clear.
  static func address(_ line: String) -> [String: String] {
    var parts = line.split(separator: ",").map { CellLine.trimmed($0) }.filter { !$0.isEmpty }
    var fields: [String: String] = [:]
    if parts.count > 1, let last = parts.last, let country = Country(last) {
      fields["country"] = country.name
      parts.removeLast()
    }
    if parts.count > 1, let last = parts.last {
      let words = last.split(separator: " ")
      if let code = words.first, code.count >= 4, code.allSatisfy({ $0.isNumber || $0 == "-" }), words.count > 1 {
        fields["postal_code"] = String(code)
        fields["city"] = words.dropFirst().joined(separator: " ")
        parts.removeLast()
      }
    }
    if !parts.isEmpty { fields["address"] = parts.joined(separator: ", ") }
    return fields
  }
}

/// Cells of a line that people wrote.
private enum CellLine {
  static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
