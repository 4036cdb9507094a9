import Net

/// The headers on every answer.
enum SecurityHeaders {
  /// Nothing from elsewhere, nothing inline, nobody may frame us.
  static let pagePolicy =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; img-src 'self' data:"
  /// For mail of others, shown in a frame of ours: no script, no form, nothing from the network.
  static let mailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

  /// Adds them; Cache-Control only where the handler chose none.
  static func add(to response: inout HTTPResponse, for request: HTTPRequest?) {
    let isMail = request.map { isMailContent($0.path) } == true && response.status < 400
    response.headers["Content-Security-Policy"] = isMail ? mailPolicy : pagePolicy
    response.headers["X-Frame-Options"] = isMail ? "SAMEORIGIN" : "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
  }

  /// The only exceptions: the HTML of a message, a reply, a practice mail and a preview, as under `/api/messages/{id}/html`.
  static func isMailContent(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 5 && parts[0].isEmpty && parts[1] == "api"
      && ["messages", "replies", "practice", "preview"].contains(parts[2])
      && !parts[3].isEmpty && parts[4] == "html"
  }
}
