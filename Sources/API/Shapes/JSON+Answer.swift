import JSONText
import Net
import Outreach

extension JSON {
  /// Milliseconds or null.
  public static func time(_ value: Timestamp?) -> JSON { value.map { .int($0.rawValue) } ?? .null }
}

extension HTTPResponse {
  /// An answer with a JSON value.
  static func json(_ value: JSON, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: value.bytes)
  }
}
