import FoundationEssentials
import Net
import Outreach

/// JSON in requests and answers: snake_case outside, camelCase inside.
public enum JSONBody {
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
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

extension HTTPRequest {
  /// The content as a value.
  /// - Throws: `.unsupported` where it is not said to be JSON, `.badInput` with the field at fault where it does not fit.
  public func json<Value: Decodable>(_ type: Value.Type = Value.self) throws(Fault) -> Value {
    // Also a wall: a form of another site can't say that it is JSON.
    let media = headers["Content-Type"]?.split(separator: ";").first?.lowercased().filter { $0 != " " }
    guard media == "application/json" else {
      throw Fault(.unsupported, "The content has to be JSON (Content-Type: application/json).")
    }
    do {
      return try JSONBody.decoder.decode(type, from: Data(body))
    } catch let error as DecodingError {
      throw Self.fault(error)
    } catch {
      throw Fault(.badInput, "The content can't be read: it is no JSON, or a number in it is not of the right kind.")
    }
  }

  /// The typed id in a `{name}` segment of the route.
  /// - Throws: `.notFound` where it is no id.
  public func id<Thing>(_ name: String = "id", of type: Thing.Type = Thing.self) throws(Fault) -> Identifier<Thing> {
    let id = Identifier<Thing>(rawValue: parameters[name] ?? "")
    guard id.isWellFormed else { throw Fault(.notFound, "There is nothing with this id.") }
    return id
  }

  private static func fault(_ error: DecodingError) -> Fault {
    let (path, detail): ([any CodingKey], String) =
      switch error {
      case .keyNotFound(let key, let context): (context.codingPath + [key], "It is missing.")
      case .valueNotFound(_, let context): (context.codingPath, "It must not be empty.")
      case .typeMismatch(let type, let context): (context.codingPath, "It has to be \(word(type)).")
      case .dataCorrupted(let context): (context.codingPath, "This value is not allowed.")
      @unknown default: ([], "It can't be read.")
      }
    guard !path.isEmpty else {
      return Fault(.badInput, "The content can't be read: it is no JSON, or a number in it is not of the right kind.")
    }
    let name = path.map { $0.intValue.map(String.init) ?? snake($0.stringValue) }.joined(separator: ".")
    return Fault(.badInput, "Something is not right in what was entered.", fields: [Fault.Field(name, detail)])
  }

  private static func word(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
    }
  }

  private static func snake(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
  }
}
