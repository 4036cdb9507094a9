import Outreach

/// What Overpass answers with `out center tags`.
struct OverpassAnswer: Decodable {
  let elements: [OverpassObject]
  /// Set where the server broke the query off.
  let remark: String?
}

/// A node, way or relation of OpenStreetMap with its tags.
struct OverpassObject: Decodable {
  let type: String
  let id: Int64
  let lat: Double?
  let lon: Double?
  let center: Point?
  let tags: [String: String]?

  struct Point: Decodable {
    let lat: Double
    let lon: Double
  }

  /// Where it is; ways and relations carry a centre.
  var point: GeoPoint? {
    guard let latitude = lat ?? center?.lat, let longitude = lon ?? center?.lon else { return nil }
    return GeoPoint(latitude, longitude)
  }

  /// The business; nil for what has no name or is closed.
  var place: FoundPlace? {
    guard let tags, let point, let name = tags["name"] ?? tags["operator"] ?? tags["brand"], !isClosed(tags) else { return nil }
    let link = "https://www.openstreetmap.org/\(type)/\(id)"
    var fields = ["business_name": name, "maps_url": link, "latitude": "\(point.latitude)", "longitude": "\(point.longitude)"]
    fields["category"] = Self.category(tags)
    fields["address"] = Self.street(tags)
    fields["city"] = tags["addr:city"] ?? tags["addr:place"] ?? tags["addr:suburb"]
    fields["postal_code"] = tags["addr:postcode"]
    fields["state_region"] = tags["addr:state"] ?? tags["addr:province"]
    fields["country"] = tags["addr:country"]
    fields["email"] = first(tags, "contact:email", "email")
    fields["phone"] = first(tags, "contact:phone", "phone", "contact:mobile", "mobile")
    fields["website"] = first(tags, "contact:website", "website", "url")
    fields["custom.opening_hours"] = tags["opening_hours"]
    for network in ["facebook", "instagram", "linkedin"] { fields["custom." + network] = first(tags, "contact:" + network) }
    if tags["brand:wikidata"] != nil { fields["custom.chain"] = tags["brand"] ?? name }
    return FoundPlace(fields, url: link)
  }

  private func isClosed(_ tags: [String: String]) -> Bool {
    tags.keys.contains { $0.hasPrefix("disused:") || $0.hasPrefix("abandoned:") || $0.hasPrefix("was:") }
      || tags["disused"] == "yes"
      || tags["opening_hours"] == "closed"
  }

  /// Several values are joined by a semicolon; the first is the main one.
  private func first(_ tags: [String: String], _ names: String...) -> String? {
    for name in names {
      if let value = tags[name]?.split(separator: ";").first.map(String.init), !value.isEmpty { return value }
    }
    return nil
  }

  private static func category(_ tags: [String: String]) -> String? {
    for key in TradeWords.keys {
      guard let value = tags[key], value != "yes", value != "vacant", let first = value.split(separator: ";").first else {
        continue
      }
      return String(first.map { $0 == "_" ? " " : $0 })
    }
    return nil
  }

  /// Street and number in the order of the country; in most of Europe the number comes second.
  private static func street(_ tags: [String: String]) -> String? {
    guard let street = tags["addr:street"] else { return tags["addr:full"] }
    guard let number = tags["addr:housenumber"] else { return street }
    let isNumberFirst = ["US", "CA", "GB", "IE", "AU", "NZ", "FR", "IN"].contains(tags["addr:country"]?.uppercased() ?? "")
    return isNumberFirst ? "\(number) \(street)" : "\(street) \(number)"
  }
}
