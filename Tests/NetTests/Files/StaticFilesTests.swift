import Foundation
import Testing

@testable import Net

@Suite struct StaticFilesTests {
  private let root: URL
  private let files: StaticFiles
  private let script = Array(String(repeating: "let a = 1;\n", count: 100).utf8)

  init() throws {
    root = FileManager.default.temporaryDirectory.appending(path: "static-\(UUID().uuidString)")
    let web = root.appending(path: "web")
    try FileManager.default.createDirectory(at: web.appending(path: "sub/.git"), withIntermediateDirectories: true)
    for (name, content) in [
      ("../secret.txt", "secret"), ("index.html", "<p>home</p>"), ("sub/index.html", "sub"),
      ("app.js", String(decoding: script, as: UTF8.self)),
      ("ten.txt", "0123456789"), ("empty.txt", ""), (".env", "secret"), (".hidden.txt", "secret"), ("sub/.git/a.txt", "secret"),
      ("program.sh", "secret"), ("noext", "secret"),
    ] { try Data(content.utf8).write(to: web.appending(path: name)) }
    try FileManager.default.createSymbolicLink(
      at: web.appending(path: "link.txt"), withDestinationURL: root.appending(path: "secret.txt"))
    try FileManager.default.createSymbolicLink(at: web.appending(path: "out"), withDestinationURL: root)
    try FileManager.default.createDirectory(at: web.appending(path: "folder.txt"), withIntermediateDirectories: true)
    files = StaticFiles(folder: web.path, cacheControl: "no-cache")
  }

  private func ask(_ path: String, _ headers: HTTPHeaders = [:], method: String = "GET") -> HTTPResponse? {
    files.respond(to: HTTPRequest(method: method, path: "/" + path, headers: headers), path: path)
  }

  private func text(_ response: HTTPResponse?) -> String? {
    guard let response, case .bytes(let bytes) = response.body else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `files have their type, folders their index`() {
    let rows: [(path: String, type: String, content: String)] = [
      ("", "text/html; charset=utf-8", "<p>home</p>"), ("index.html", "text/html; charset=utf-8", "<p>home</p>"),
      ("sub/", "text/html; charset=utf-8", "sub"), ("ten.txt", "text/plain; charset=utf-8", "0123456789"),
      ("empty.txt", "text/plain; charset=utf-8", ""),
      ("app.js", "text/javascript; charset=utf-8", String(decoding: script, as: UTF8.self)),
    ]
    for row in rows {
      let response = ask(row.path)
      #expect(
        response?.status == 200 && response?.headers["Content-Type"] == row.type && text(response) == row.content, "\(row.path)")
      #expect(response?.headers["Cache-Control"] == "no-cache" && response?.headers["Last-Modified"] != nil)
    }
  }

  @Test func `nothing outside, hidden, linked or of another type is served`() {
    let paths = [
      "../secret.txt", "sub/../../secret.txt", "./ten.txt", "/ten.txt", "sub//index.html", ".env", ".hidden.txt", "sub/.git/a.txt",
      "link.txt",
      "out/secret.txt", "program.sh", "noext", "folder.txt", "folder.txt/", "none.txt", "ten.txt/", "ten.txt\u{0}.txt", "sub",
      "out/",
      String(repeating: "a/", count: 5000) + "a.txt", String(repeating: "a", count: 5000) + ".txt", "..", "../", "\u{0}",
    ]
    for path in paths { #expect(ask(path) == nil, "\(path.prefix(40))") }
  }

  @Test func `validators save the content`() throws {
    let first = try #require(ask("app.js"))
    let tag = try #require(first.headers["ETag"])
    let packedTag = try #require(ask("app.js", ["Accept-Encoding": "gzip"])?.headers["ETag"])
    let date = try #require(first.headers["Last-Modified"])
    #expect(tag != packedTag)
    let rows: [(headers: HTTPHeaders, status: Int)] = [
      (["If-None-Match": tag], 304), (["If-None-Match": packedTag], 304), (["If-None-Match": "W/\(tag)"], 304),
      (["If-None-Match": "*"], 304),
      (["If-None-Match": "\"x\", \(tag) "], 304), (["If-None-Match": "\"x\""], 200),
      (["If-None-Match": "\"x\"", "If-Modified-Since": date], 200),
      (["If-Modified-Since": date], 304), (["If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"], 200),
      (["If-Modified-Since": "yesterday"], 200),
      (["If-None-Match": tag, "Range": "bytes=0-1"], 304),
    ]
    for row in rows {
      let response = ask("app.js", row.headers)
      #expect(response?.status == row.status && response?.headers["ETag"] == tag, "\(row.headers.fields)")
      if row.status == 304 { #expect(text(response) == "") }
    }
  }

  @Test func `ranges are cut from the plain content`() throws {
    let tag = try #require(ask("ten.txt")?.headers["ETag"])
    let rows: [(headers: HTTPHeaders, status: Int, content: String, range: String?)] = [
      (["Range": "bytes=0-0"], 206, "0", "bytes 0-0/10"), (["Range": "bytes=2-4"], 206, "234", "bytes 2-4/10"),
      (["Range": "BYTES=8-"], 206, "89", "bytes 8-9/10"), (["Range": "bytes=-3"], 206, "789", "bytes 7-9/10"),
      (["Range": "bytes=-99"], 206, "0123456789", "bytes 0-9/10"),
      (["Range": "bytes=5-999999999999999999999"], 206, "56789", "bytes 5-9/10"),
      (["Range": "bytes=10-"], 416, "", "bytes */10"), (["Range": "bytes=-0"], 416, "", "bytes */10"),
      (["Range": "bytes=99999999999999999999-"], 416, "", "bytes */10"), (["Range": "bytes=4-2"], 200, "0123456789", nil),
      (["Range": "bytes=a-b"], 200, "0123456789", nil), (["Range": "bytes=-"], 200, "0123456789", nil),
      (["Range": "bytes="], 200, "0123456789", nil),
      (["Range": "bytes=0-1,3-4"], 200, "0123456789", nil), (["Range": "lines=0-1"], 200, "0123456789", nil),
      (["Range": "bytes=1--2"], 200, "0123456789", nil), (["Range": "bytes=0-1", "If-Range": tag], 206, "01", "bytes 0-1/10"),
      (["Range": "bytes=0-1", "If-Range": "\"old\""], 200, "0123456789", nil),
      (["Range": "bytes=0-1", "If-Range": "W/\(tag)"], 200, "0123456789", nil),
      (["Range": "bytes=0-1", "Accept-Encoding": "gzip"], 206, "01", "bytes 0-1/10"),
    ]
    for row in rows {
      let response = ask("ten.txt", row.headers)
      #expect(
        response?.status == row.status && text(response) == row.content && response?.headers["Content-Range"] == row.range,
        "\(row.headers.fields)")
    }
    #expect(ask("ten.txt", ["Range": "bytes=0-1"], method: "HEAD")?.status == 200)
    #expect(ask("empty.txt", ["Range": "bytes=0-"])?.status == 416)
  }

  @Test func `a file is compressed once and read again when it changes`() throws {
    let packed = try #require(ask("app.js", ["Accept-Encoding": "gzip"]))
    guard case .bytes(let bytes) = packed.body else { return }
    #expect(packed.headers["Content-Encoding"] == "gzip" && packed.headers["Vary"] == "Accept-Encoding")
    #expect(try Gzip.decompress(bytes, limit: 10_000) == script)
    #expect(
      ask("app.js")?.headers["Vary"] == "Accept-Encoding" && ask("ten.txt", ["Accept-Encoding": "gzip"])?.headers["Vary"] == nil)
    let old = ask("ten.txt")?.headers["ETag"]
    try Data("new content".utf8).write(to: root.appending(path: "web/ten.txt"))
    #expect(text(ask("ten.txt")) == "new content" && ask("ten.txt")?.headers["ETag"] != old)
  }

  @Test func `over the wire no path leads out`() throws {
    try withServer([files.route(at: "/")]) { port, _ in
      for path in [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/sub/%2e%2e/%2e%2e/secret.txt", "/out/secret.txt", "/%2eenv",
        "/link.txt",
      ] {
        let answer = RawClient(port).send("GET \(path) HTTP/1.0\r\n\r\n").readAll()
        #expect((answer.hasPrefix("HTTP/1.1 404 ") || answer.hasPrefix("HTTP/1.1 400 ")) && !answer.contains("secret"), "\(path)")
      }
      #expect(RawClient(port).send("HEAD /ten.txt HTTP/1.0\r\n\r\n").readAll().contains("Content-Length: 10\r\n"))
      #expect(RawClient(port).send("GET / HTTP/1.0\r\n\r\n").readAll().hasSuffix("<p>home</p>"))
    }
  }
}
