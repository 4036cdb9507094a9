import JSONText
import Net
import Outreach

/// Calls one outside service and turns what goes wrong on the way into a `Fault` that names it.
struct ServiceClient: Sendable {
  /// The name of the service, for the person.
  let service: String
  let http: any HTTPClient

  /// Sends a request. - Throws: `.offline` where the network failed, `.upstream` where the service did, `.refused` for a refused address.
  func send(_ request: ClientRequest) async throws(Fault) -> ClientResponse {
    do { return try await http.send(request) } catch { throw Self.fault(error, service) }
  }

  /// Reads a JSON answer. - Throws: `.upstream` where it is none, or has another shape than documented.
  func decode<T: Decodable>(_: T.Type, _ response: ClientResponse) throws(Fault) -> T {
    do { return try JSON.decode(T.self, from: response.body) } catch {
      throw Fault(.upstream, "\(service) answered in a way that can't be read. Try again later.")
    }
  }

  /// What an answer other than 2xx means where the service's own page says nothing else.
  func fault(for response: ClientResponse) -> Fault {
    switch response.status {
    case 401: Fault(.notConfigured, "\(service) rejected the key. Check it under Settings.")
    case 403: Fault(.refused, "\(service) refused the request.")
    case 429: Fault(.rateLimited, "\(service) asks to slow down. It is tried again later.")
    default: Fault(.upstream, "\(service) answered with status \(response.status). Try again later.")
    }
  }

  private static func fault(_ error: NetworkError, _ service: String) -> Fault {
    switch error.kind {
    case .dns, .connect: Fault(.offline, "\(service) can't be reached: \(error.detail)")
    case .refusedAddress: Fault(.refused, "\(service) has an address that may not be asked.")
    case .tooLarge: Fault(.tooLarge, "\(service) sent more than can be taken. Ask for less at once.")
    default: Fault(.upstream, "\(service) did not answer: \(error.detail)")
    }
  }
}

/// Percent-encoding of query values and forms (WHATWG URL, application/x-www-form-urlencoded).
enum FormText {
  /// `a=b&c=d`, everything but letters, digits and `-._~` encoded.
  static func encoded(_ pairs: [(String, String)]) -> String {
    pairs.map { encoded($0.0) + "=" + encoded($0.1) }.joined(separator: "&")
  }

  /// One name or value.
  static func encoded(_ text: String) -> String {
    var out: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
      default: out += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static let hex = Array("0123456789ABCDEF".utf8)
}
