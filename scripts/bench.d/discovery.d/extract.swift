import Connectors
import Foundation
import Net
import Outreach
import Text

/// Reads sites from memory with the product's own reader: what is measured is the reading, not the network.
///
/// use: extract-bench SITES.json ROUNDS CHARSETS   The file: {"host": {"start": "…", "pages": {"/": [status, {headers}, "base64"]}}}
@main struct ExtractBench {
  private struct Page: Decodable, Sendable {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      (status, headers) = (try parts.decode(Int.self), try parts.decode([String: String].self))
      body = [UInt8](Data(base64Encoded: try parts.decode(String.self)) ?? Data())
    }
  }
  private struct Site: Decodable, Sendable {
    let start: String
    let pages: [String: Page]
  }

  private struct Memory: HTTPClient {
    let sites: [String: Site]
    func send(_ request: ClientRequest) async throws(NetworkError) -> ClientResponse {
      let rest = request.url.drop { $0 != ":" }.dropFirst(3)
      let host = String(rest.prefix { $0 != "/" && $0 != "?" }).lowercased()
      let path = String(rest.dropFirst(host.count).prefix { $0 != "#" })
      let pages = sites[host]?.pages ?? [:]
      let short = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path + "/"
      guard let page = pages[path.isEmpty ? "/" : path] ?? pages[short] else {
        return ClientResponse(status: 404, headers: ["Content-Type": "text/html"], body: [], url: request.url)
      }
      var headers = HTTPHeaders()
      for (name, value) in page.headers { headers.add(name, value) }
      return ClientResponse(status: page.status, headers: headers, body: page.body, url: request.url)
    }
  }

  static func main() async throws {
    let words = CommandLine.arguments
    CharsetTables.load(from: words[3])
    let sites = try JSONDecoder().decode([String: Site].self, from: Data(contentsOf: URL(fileURLWithPath: words[1])))
    let reader = SiteReader(
      http: Memory(sites: sites), manners: { SiteReader.Manners(agent: "Bench/1", gapSeconds: 0) }, wait: { _ in })
    var rounds: [[String: Double]] = []
    for _ in 0..<(Int(words[2]) ?? 5) {
      let begun = clock()
      var pages = 0
      for (_, site) in sites { pages += (try? await reader.read(site.start, maximumPages: 6))?.pages.count ?? 0 }
      rounds.append(["pages": Double(pages), "seconds": Double(clock() - begun) / Double(CLOCKS_PER_SEC)])
    }
    print(String(decoding: try JSONEncoder().encode(rounds), as: UTF8.self))
  }
}
