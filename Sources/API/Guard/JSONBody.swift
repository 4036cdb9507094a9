import FoundationEssentials
import Net
import Outreach

/// JSON of values in answers: snake_case outside, camelCase inside.
enum JSONBody {
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}

extension HTTPResponse {
  /// An answer with a value as JSON.
  /// - Throws: where the value can't be written, such as a number that is no number.
  public static func json(_ value: some Encodable, status: Int = 200) throws -> HTTPResponse {
    let bytes = [UInt8](try JSONBody.encoder.encode(value))
    return HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: bytes)
  }
}
