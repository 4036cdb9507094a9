import Finding
import Glibc

/// Opens a page in the person's browser.
public struct Browser: Sendable {
  /// What came of it.
  public enum Outcome: Hashable, Sendable {
    /// A program took it; its path.
    case opened(String)
    /// There is no screen to open it on (no DISPLAY, no Wayland): show the address instead.
    case noScreen
    /// No program took it: show the address instead.
    case noBrowser
  }

  private let environment: [String: String]
  private let patienceSeconds: Double
  /// In this order; the first two know the person's choice.
  private static let openers: [[String]] = [
    ["xdg-open"], ["gio", "open"], ["wslview"], ["sensible-browser"], ["x-www-browser"], ["firefox"], ["chromium"],
    ["google-chrome"],
  ]

  /// A browser by the environment.
  /// - Parameter patienceSeconds: a program that still runs after that has taken the page; some stay as long as the browser does.
  public init(environment: [String: String], patienceSeconds: Double = 3) {
    (self.environment, self.patienceSeconds) = (environment, patienceSeconds)
  }

  /// Opens a page. Blocks for the patience at most a program: on a thread of its own.
  ///
  /// The address is visible to other users of the computer in the process list; its code is of no use to them, since the guard
  /// refuses their connections. Pages are always http addresses: Snap browsers can't read files in dot-folders or /tmp.
  public func open(_ address: String) -> Outcome {
    let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY"].contains { environment[$0]?.isEmpty == false }
    guard hasScreen || ThisProcess.isWSL(environment) || environment["BROWSER"] != nil else { return .noScreen }
    for words in chosen() + (hasScreen || ThisProcess.isWSL(environment) ? Self.openers : []) {
      guard let name = words.first, let program = Programs.find(name, environment: environment) else { continue }
      let arguments = words.dropFirst().map { $0.replacing("%s", with: address) }
      let command = arguments == Array(words.dropFirst()) ? arguments + [address] : arguments
      if takes(program, command) { return .opened(program) }
    }
    return .noBrowser
  }

  /// The commands of $BROWSER: separated by colons, `%s` for the address.
  private func chosen() -> [[String]] {
    (environment["BROWSER"] ?? "").split(separator: ":").map { $0.split(separator: " ").map(String.init) }
  }

  private func takes(_ program: String, _ arguments: [String]) -> Bool {
    var command = ChildCommand(program, arguments, environment: environment)
    command.isDetached = true
    guard let child = try? ChildProcess.start(command) else { return false }
    let ending = child.wait(until: .now + .seconds(patienceSeconds))
    if ending == nil { child.letGo() }
    return ending == nil || ending == .exited(0)
  }
}
