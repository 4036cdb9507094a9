/// Chooses whether an answer may go out as gzip.
enum ContentCoding {
  /// Whether `Accept-Encoding` takes gzip, with its weights (RFC 9110 §12.5.3); an absent field counts as no.
  static func acceptsGzip(_ headers: HTTPHeaders) -> Bool {
    var wildcard = false
    for field in headers.all("Accept-Encoding") {
      for item in field.split(separator: ",") {
        let parts = item.split(separator: ";", omittingEmptySubsequences: false)
        let coding = trimmed(parts.first ?? "")
        let allowed = !parts.dropFirst().contains { isZeroWeight(trimmed($0)) }
        if coding == "gzip" || coding == "x-gzip" { return allowed }
        if coding == "*" { wildcard = allowed }
      }
    }
    return wildcard
  }

  /// Whether a parameter is `q=0`, `q=0.0` and so on: "not acceptable".
  private static func isZeroWeight(_ parameter: String) -> Bool {
    guard parameter.hasPrefix("q=") else { return false }
    return parameter.dropFirst(2).allSatisfy { $0 == "0" || $0 == "." }
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return rest.lowercased()
  }
}
