/// Serves the files of a folder: typed, compressed once, with validators and ranges (RFC 9110 §8.8, §13, §14).
public struct StaticFiles: Sendable {
  private let cache: FileCache
  private let cacheControl: String
  private let index: String

  /// A folder to serve.
  /// - Parameters:
  ///   - cacheControl: the Cache-Control of every file, such as `no-cache`, which lets browsers keep a file but ask each time.
  ///   - index: the file that stands for a folder.
  public init(folder: String, cacheControl: String, index: String = "index.html") {
    (cache, self.cacheControl, self.index) = (FileCache(folder), cacheControl, index)
  }

  /// The route for everything below a prefix that ends in a slash.
  public func route(at prefix: String) -> Route {
    Route.get(prefix + "{path...}") { request in
      guard let response = respond(to: request, path: request.parameters["path"] ?? "") else {
        throw HTTPFailure(404, "There is no such file.")
      }
      return response
    }.hidden
  }

  /// The answer for a file.
  /// - Parameter path: below the folder, decoded, without a slash at its start; empty or with one at its end for the index.
  /// - Returns: nil where there is no such file to serve.
  public func respond(to request: HTTPRequest, path: String) -> HTTPResponse? {
    guard let file = cache.file(path.isEmpty || path.hasSuffix("/") ? path + index : path) else { return nil }
    let field = request.method == "GET" ? request.headers["Range"] : nil
    // A range of the plain content is worth more than a compressed whole.
    let packed = field == nil && ContentCoding.acceptsGzip(request.headers) ? file.packed : nil
    let tag = packed == nil ? file.tag : file.packedTag
    var response = HTTPResponse(status: 200, headers: [:])
    response.headers.add("Content-Type", file.type)
    response.headers.add("Cache-Control", cacheControl)
    response.headers.add("ETag", tag)
    response.headers.add("Last-Modified", file.lastModified)
    if file.packed != nil { response.headers.add("Vary", "Accept-Encoding") }
    if Self.isUnchanged(request, file) {
      response.status = 304
      response.headers["Content-Type"] = nil
      return response
    }
    response.headers.add("Accept-Ranges", "bytes")
    if let packed {
      response.headers.add("Content-Encoding", "gzip")
      response.body = .bytes(packed)
      return response
    }
    return Self.ranged(response, file, Self.mayRange(request, file) ? field : nil)
  }

  private static func ranged(_ whole: HTTPResponse, _ file: FileCache.Entry, _ field: String?) -> HTTPResponse {
    var response = whole
    switch ByteRange(field, length: file.content.count) {
    case .whole: response.body = .bytes(file.content)
    case .part(let range):
      response.status = 206
      response.headers.add("Content-Range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.content.count)")
      response.body = .bytes(Array(file.content[range]))
    case .unsatisfiable:
      // RFC 9110 §15.5.17: say how long it is.
      response.status = 416
      response.headers.add("Content-Range", "bytes */\(file.content.count)")
      response.headers["Content-Type"] = nil
    }
    return response
  }

  /// RFC 9110 §13.2.2: If-None-Match, compared weakly; only without it If-Modified-Since.
  private static func isUnchanged(_ request: HTTPRequest, _ file: FileCache.Entry) -> Bool {
    let lists = request.headers.all("If-None-Match")
    guard lists.isEmpty else {
      return lists.contains { list in
        list == "*"
          || list.split(separator: ",").contains { item in
            var tag = item.drop { $0 == " " || $0 == "\t" }
            while tag.last == " " || tag.last == "\t" { tag.removeLast() }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag == file.tag || tag == file.packedTag
          }
      }
    }
    guard let field = request.headers["If-Modified-Since"], let since = HTTPDate.seconds(field) else { return false }
    return file.stamp.modifiedSeconds <= since
  }

  /// RFC 9110 §13.1.5: a range holds only while If-Range, if any, names the content we have; a date must be the very same.
  private static func mayRange(_ request: HTTPRequest, _ file: FileCache.Entry) -> Bool {
    guard let field = request.headers["If-Range"] else { return true }
    return field == file.tag || field == file.lastModified
  }
}
