import Fakes
import Foundation
import Net
import Testing

@testable import Curl

@Suite struct `Asking web servers` {
  private let client = CurlClient()

  private func kind(_ request: ClientRequest) async -> NetworkError.Kind? {
    do {
      _ = try await client.send(request)
      return nil
    } catch { return error.kind }
  }

  @Test func `an answer comes whole, and a request as it was given`() async throws {
    let server = WebServer { _ in WebServer.page("201 Made", ["X-One: a", "x-one: b", "Set-Cookie: k=v"], Array("hëllo".utf8)) }
    defer { server.stop() }
    var request = ClientRequest(
      "POST", "http://127.0.0.1:\(server.port)/a?b=c", headers: ["X-Key": "v", "Empty": ""], body: [0x41, 0x42])
    let response = try await client.send(request)
    #expect(response.status == 201)
    #expect(response.headers.all("X-ONE") == ["a", "b"])
    #expect(response.body == Array("hëllo".utf8))
    request.method = "PATCH"
    _ = try await client.send(request)
    request = ClientRequest("DELETE", "http://127.0.0.1:\(server.port)/x")
    _ = try await client.send(request)
    let heard = server.heard
    #expect(
      heard[0].hasPrefix("POST /a?b=c HTTP/1.1\r\n") && heard[0].contains("\r\nX-Key: v\r\n") && heard[0].hasSuffix("\r\n\r\nAB"))
    #expect(heard[0].contains("\r\nEmpty:\r\n") && !heard[0].contains("Content-Type") && !heard[0].contains("Expect"))
    #expect(heard[1].hasPrefix("PATCH /a"))
    #expect(heard[2].hasPrefix("DELETE /x HTTP/1.1\r\n"))
  }

  @Test func `what is too large, too slow or refused ends by name`() async throws {
    let zeros = [UInt8](repeating: 0x30, count: 100_000)
    let gzip = Data(base64Encoded: Self.gzippedMillion) ?? Data()
    let server = WebServer { request in
      if request.contains("/big") { return WebServer.page("200 OK", [], zeros) }
      if request.contains("/bomb") { return WebServer.page("200 OK", ["Content-Encoding: gzip"], Array(gzip)) }
      if request.contains("/headers") {
        return WebServer.page("200 OK", (0..<5000).map { "X-\($0): \(String(repeating: "y", count: 40))" })
      }
      if request.contains("/junk") { return Array("no http at all\r\n\r\n".utf8) }
      if request.contains("/half") { return Array("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc".utf8) }
      if request.contains("/loop") { return WebServer.page("302 Found", ["Location: /loop"]) }
      if request.contains("/file") { return WebServer.page("302 Found", ["Location: file:///etc/passwd"]) }
      return nil
    }
    defer { server.stop() }
    let rows: [(String, (inout ClientRequest) -> Void, NetworkError.Kind)] = [
      ("/big", { $0.maximumBodyBytes = 99_999 }, .tooLarge), ("/bomb", { $0.maximumBodyBytes = 500_000 }, .tooLarge),
      ("/headers", { _ in }, .tooLarge), ("/junk", { _ in }, .protocolError), ("/half", { _ in }, .closed),
      ("/silent", { $0.timeoutSeconds = 0.3 }, .timeout), ("/loop", { $0.maximumRedirects = 5 }, .tooManyRedirects),
      ("/file", { $0.maximumRedirects = 5 }, .protocolError), ("/any", { $0.addresses = .publicOnly }, .refusedAddress),
      ("/any", { $0.headers.add("X", "a\r\nY: b") }, .protocolError), ("/any", { $0.headers.add("X y", "a") }, .protocolError),
      ("/any", { $0.method = "GET /x HTTP/1.1\r\nA:" }, .protocolError),
      ("/any", { $0.url = "file:///etc/passwd" }, .protocolError),
      ("/any", { $0.url = "http://user:word@127.0.0.1/" }, .protocolError), ("/any", { $0.url = "http://127.0.0.1:1/" }, .connect),
      ("/any", { $0.url = "http://nowhere.invalid/" }, .dns),
      (
        "/any",
        {
          $0.url = "http://0x7f.1:\(server.port)/"; $0.addresses = .publicOnly
        }, .refusedAddress
      ),
    ]
    for (path, change, expected) in rows {
      var request = ClientRequest("GET", "http://127.0.0.1:\(server.port)\(path)")
      change(&request)
      #expect(await kind(request) == expected, "\(path) \(request.url)")
    }
    var bomb = ClientRequest("GET", "http://127.0.0.1:\(server.port)/bomb")
    bomb.maximumBodyBytes = 1_000_000
    let whole = try await client.send(bomb)
    #expect(whole.body.count == 1_000_000 && whole.headers["content-encoding"] == nil && whole.headers["content-length"] == nil)
  }

  @Test func `a redirect into the private network is refused, and secrets do not follow to another server`() async throws {
    let target = WebServer { _ in WebServer.page("200 OK", [], Array("there".utf8)) }
    let server = WebServer { _ in WebServer.page("303 See Other", ["Location: http://127.0.0.1:\(target.port)/next#part"]) }
    defer {
      server.stop()
      target.stop()
    }
    var request = ClientRequest(
      "POST", "http://127.0.0.1:\(server.port)/", headers: ["Authorization": "Bearer x", "Accept": "a"], body: [1])
    (request.maximumRedirects, request.timeoutSeconds) = (3, 120)
    let response = try await client.send(request)
    #expect(response.url == "http://127.0.0.1:\(target.port)/next" && response.body == Array("there".utf8))
    #expect(
      target.heard[0].hasPrefix("GET /next HTTP/1.1") && !target.heard[0].contains("Bearer")
        && target.heard[0].contains("Accept: a"))
    request.maximumRedirects = 0
    #expect(try await client.send(request).status == 303)
    request.addresses = .publicOnly
    #expect(await kind(request) == .refusedAddress)
  }

  @Test func `cancelling breaks a request off, and many run at once`() async throws {
    let server = WebServer { $0.contains("/ok") ? WebServer.page("200 OK", [], [0x41]) : nil }
    defer { server.stop() }
    let client = client
    let port = server.port
    let task = Task { () -> NetworkError.Kind? in
      do throws(NetworkError) { _ = try await client.send(ClientRequest("GET", "http://127.0.0.1:\(port)/silent")) } catch {
        return error.kind
      }
      return nil
    }
    try await wait { !server.heard.isEmpty }
    task.cancel()
    #expect(await task.value == .cancelled)
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<100 { group.addTask { try await client.send(ClientRequest("GET", "http://127.0.0.1:\(port)/ok")).body.count } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 100)
  }

  /// A million zeros, as gzip makes them.
  static let gzippedMillion =
    "H4sIAAAAAAACA+3BgQAAAADDIKX50x3kVQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    + "AAAAAK8GU2oxSkBCDwA="
}
