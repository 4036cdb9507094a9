import JSONText
import Outreach

/// One page in a browser that we started.
struct ChromePage: Sendable {
  /// How long a page may load.
  private static let loadSeconds = 25.0
  private static let pollSeconds = 0.15

  let pipe: ChromePipe
  private let session: String

  /// Opens an empty page; downloads are refused.
  /// - Parameter agent: the name that sites see; nil for the browser's own.
  init(_ pipe: ChromePipe, agent: String?) async throws {
    self.pipe = pipe
    _ = try? await pipe.call("Browser.setDownloadBehavior", "{\"behavior\":\"deny\"}")
    let target = try await pipe.call("Target.createTarget", "{\"url\":\"about:blank\"}")["targetId"].string ?? ""
    let attached = try await pipe.call(
      "Target.attachToTarget", "{\"targetId\":\(ChromePipe.quoted(target)),\"flatten\":true}")
    session = attached["sessionId"].string ?? ""
    if let agent {
      _ = try await call("Emulation.setUserAgentOverride", "{\"userAgent\":\(ChromePipe.quoted(agent))}")
    }
  }

  /// Goes to an address and waits until the page is there; a page that loads for ever is taken as it is.
  /// - Throws: `.offline` where no server answered.
  func go(to url: String) async throws {
    let answer = try await call("Page.navigate", "{\"url\":\(ChromePipe.quoted(url))}")
    if let error = answer["errorText"].string, error != "net::ERR_ABORTED" {
      throw Fault(.offline, "The page can't be reached (\(error)).")
    }
    try await settle()
  }

  /// Waits until the page is read.
  func settle() async throws {
    let deadline = ContinuousClock.now + .seconds(Self.loadSeconds)
    while ContinuousClock.now < deadline {
      // While a page gives way to the next one there is nobody to answer.
      let state = try? await text("location.protocol === 'about:' ? '' : document.readyState")
      if state == "interactive" || state == "complete" { return }
      try Task.checkCancellation()
      try await Task.sleep(for: .seconds(Self.pollSeconds))
    }
  }

  /// What an expression gives as text.
  /// - Throws: `.upstream` where the script fails.
  func text(_ expression: String) async throws -> String {
    let answer = try await call(
      "Runtime.evaluate", "{\"expression\":\(ChromePipe.quoted(expression)),\"returnByValue\":true,\"timeout\":10000}")
    if case .object = answer["exceptionDetails"] { throw Fault(.upstream, "A script failed in the page.") }
    return answer["result"]["value"].string ?? ""
  }

  private func call(_ method: String, _ parameters: String) async throws -> JSON {
    try await pipe.call(method, parameters, session: session)
  }
}
