import JSONText
import Outreach
import Platform

/// The browser of one search in Google Maps, and the pace at which it is used.
actor MapsBrowser {
  private static let programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "/snap/bin/chromium"]
  private static let snapFolder = "/snap/chromium/common/cold-outreach"

  /// How a search behaves; read anew before each step.
  struct Manners: Sendable {
    /// The program; empty to find one.
    var program: String?
    /// From one page to the next, at least.
    var gapSeconds: Double
    /// Added to it by chance, at most.
    var jitterSeconds: Double
    /// Whether each search shows another browser's name.
    var rotatesAgents: Bool
  }

  private let environment: [String: String]
  private let folder: String
  private let manners: @Sendable () -> Manners
  private let turnstile = Turnstile(gapSeconds: 0)
  private var page: ChromePage?

  /// A browser that is not started yet; what a killed program left of older ones is removed.
  /// - Parameter folder: for profiles.
  init(folder: String, environment: [String: String], manners: @escaping @Sendable () -> Manners) {
    (self.folder, self.environment, self.manners) = (folder, environment, manners)
    try? Files.removeTree(folder)
    if let home = environment["HOME"] { try? Files.removeTree(home + Self.snapFolder) }
  }

  /// The browser of this computer; nil where there is none.
  nonisolated func program() -> String? {
    if let chosen = manners().program { return Programs.find(chosen, environment: environment) }
    return Self.programs.reduce(nil) { $0 ?? Programs.find($1, environment: environment) }
  }

  /// Waits for its turn, then goes to an address.
  func go(to url: String) async throws {
    let page = try await open()
    try await pass()
    try await page.go(to: url)
  }

  /// Waits for its turn: each page and each scrolling counts.
  func pass() async throws {
    try await turnstile.pass()
    let manners = manners()
    await turnstile.rest(manners.gapSeconds + Double.random(in: 0...max(0.001, manners.jitterSeconds)))
  }

  /// Runs a script in the page and reads the JSON that it gives.
  func run(_ script: String) async throws -> JSON {
    let text = try await open().text(script)
    return (try? JSON(parsing: text)) ?? .string(text)
  }

  /// Waits until the page is read.
  func settle() async throws { try await open().settle() }

  /// The browser's name and version.
  func version() async throws -> String {
    try await open().pipe.call("Browser.getVersion")["product"].string ?? "The browser"
  }

  /// Ends the browser; nothing happens where none runs.
  func close() async {
    guard let page else { return }
    self.page = nil
    await page.pipe.close()
  }

  private func open() async throws -> ChromePage {
    if let page { return page }
    guard let program = program() else { throw GoogleMaps.noBrowser }
    let name = "\(UInt64.random(in: .min ... .max))"
    let place = program.hasPrefix("/snap/") ? (environment["HOME"] ?? "") + Self.snapFolder : folder
    do { try Files.makeFolders(place) } catch { throw Fault(.storage, "There is no room for the browser's profile.") }
    let pipe = try ChromePipe.start(program, profile: place + "/" + name, environment: environment)
    do {
      let version = try await pipe.call("Browser.getVersion", seconds: 20)["product"].string ?? ""
      let made = try await ChromePage(pipe, agent: manners().rotatesAgents ? Self.agents(version).randomElement() : nil)
      page = made
      return made
    } catch {
      await pipe.close()
      if error is CancellationError { throw error }
      throw Fault(
        .notConfigured, "The browser “\(program)” started, but does not answer. Start it once by hand to see what it says.")
    }
  }

  /// Names of this browser on several systems; only where the person switched that on.
  static func agents(_ product: String) -> [String] {
    let major = product.split(separator: "/").last?.prefix { $0 != "." } ?? "150"
    return ["X11; Linux x86_64", "Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; CrOS x86_64 14541.0.0"]
      .map {
        "Mozilla/5.0 (\($0)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/\(major).0.0.0 Safari/537.36"
      }
  }
}
