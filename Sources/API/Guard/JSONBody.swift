import JSONText
import Net
import Outreach

/// JSON of values in answers: snake_case outside, camelCase inside.
enum JSONBody {
  static let style: JSONStyle = [.sortedKeys, .plainSlashes, .snakeCase]
}

extension HTTPResponse {
  /// An answer with a value as JSON.
  /// - Throws: where the value can't be written, such as a number that is no number.
  public static func json(_ value: some Encodable, status: Int = 200) throws -> HTTPResponse {
    let bytes = try JSON.encode(value, JSONBody.style)
    return HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: bytes)
  }
}
