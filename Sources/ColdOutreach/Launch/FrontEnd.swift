import Net
import Platform

/// The files of the pages, and where they are found.
struct FrontEnd: Sendable {
  private let files: StaticFiles

  /// The files below `web` in a resources folder.
  init(resources: String) { files = StaticFiles(folder: resources + "/web", cacheControl: "no-cache") }

  /// Everything that is no other route: a file, else the page itself, whose own router reads the address.
  var route: Route {
    .get("/{path...}") { request in
      let path = request.parameters["path"] ?? ""
      if let file = files.respond(to: request, path: path) { return file }
      let last = path.split(separator: "/").last ?? ""
      // A missing file must not look like a page; a page's address has no dot.
      guard !last.contains("."), !request.path.hasPrefix("/api/"), let page = files.respond(to: request, path: "index.html") else {
        throw HTTPFailure(404, "There is nothing at this address.")
      }
      return page
    }.hidden
  }

  /// The few files that the pages before the program need.
  func startFile(_ request: HTTPRequest) -> HTTPResponse? {
    let names = [
      "login.js", "login.css", "login-look.js", "login-start.js", "favicon.svg", "models/theme.js", "styles/tokens.css",
      "styles/base.css",
      "styles/controls.css", "styles/states.css",
    ]
    let name = String(request.path.dropFirst())
    return names.contains(name) ? files.respond(to: request, path: name) : nil
  }

  /// Where the resources are: `--resources`, `share/cold-outreach` beside the program's folder, `share` beside it, or the checkout.
  /// - Returns: nil where there are none.
  static func resources(option: String?, program: String?) -> String? {
    if let option { return Files.isFolder(option + "/web") ? option : nil }
    guard let program else { return nil }
    let folder = Files.parent(of: program)
    var candidates = [Files.parent(of: folder) + "/share/cold-outreach", folder + "/share"]
    // In a checkout the program lies some folders deep in the build folder.
    var above = folder
    for _ in 0..<6 {
      candidates.append(above + "/Resources")
      above = Files.parent(of: above)
    }
    return candidates.first { Files.isFolder($0 + "/web") }
  }
}
