import API
import Net
import Outreach
import Platform

/// What earlier starts left when they crashed: offered on a page until the person has seen it.
struct CrashReports: Sendable {
  /// One report.
  struct Report: Sendable, Hashable, Encodable {
    /// Names it in its route: the moment, in seconds since 1970.
    let id: String
    /// UTC milliseconds.
    let at: Int64
    let text: String
  }

  private struct Answer: Encodable, Sendable { let data: [Report] }

  /// Older ones are removed.
  static let most = 5
  private static let longestReport = 64 << 10
  private static let secondsDigits = 9...12

  private let folder: String

  /// The reports of a home.
  init(_ folders: Folders) { folder = Self.folder(folders) }

  private static func folder(_ folders: Folders) -> String { folders.state + "/crashes" }

  /// Has crashes from now on reported; without a place for reports nothing is.
  /// - Returns: what ends the watch over standard error.
  static func watch(_ folders: Folders, startedAt: Timestamp) -> ErrorStream? {
    let folder = folder(folders)
    guard (try? Files.makePrivateFolder(folder)) != nil, CrashWatch.start(folder: folder, about: head(startedAt)) else {
      return nil
    }
    return try? CrashWatch.followErrors()
  }

  /// The head of a report.
  static func head(_ startedAt: Timestamp) -> String {
    let build = CrashWatch.buildID
    return """
      Cold Outreach Agent ended by a fault of its own. Your data is safe: what was in flight is settled at the next start.
      This report holds no names, no addresses and no texts of yours.

      Version: \(Version.current)
      Build: \(build.isEmpty ? "unknown" : build)
      System: \(ThisProcess.system)
      Started: \(startedAt)

      """
  }

  /// The reports, newest first; those past the limit are removed.
  func all() -> [Report] {
    let names = ((try? Files.names(in: folder)) ?? []).filter { Self.moment($0) != nil }.sorted(by: >)
    for name in names.dropFirst(Self.most) { try? Files.remove("\(folder)/\(name)") }
    return names.prefix(Self.most).compactMap { name in
      guard let seconds = Self.moment(name), let text = try? Files.text("\(folder)/\(name)", limit: Self.longestReport) else {
        return nil
      }
      return Report(id: String(seconds), at: seconds * 1000, text: text)
    }
  }

  /// Removes a report.
  /// - Throws: `.notFound`.
  func forget(_ id: String) throws {
    guard Self.moment(id + ".txt") != nil, Files.exists("\(folder)/\(id).txt") else {
      throw Fault(.notFound, "There is no such report.")
    }
    try Files.remove("\(folder)/\(id).txt")
  }

  /// Reports over HTTP.
  var routes: [Route] {
    [
      .get("/api/system/crashes", summary: "What earlier starts left when they crashed") { _ in try .json(Answer(data: all())) },
      .delete("/api/system/crashes/{id}", summary: "Remove a report that was seen") { request in
        try forget(request.parameters["id"] ?? "")
        return HTTPResponse(status: 204)
      },
    ]
  }

  private static func moment(_ name: String) -> Int64? {
    let digits = name.dropLast(4)
    guard name.hasSuffix(".txt"), secondsDigits.contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int64(digits)
  }
}
