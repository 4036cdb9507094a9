import Foundation
import Glibc
import Platform
import Testing

@testable import ColdOutreach

/// Where the program lies.
enum BuiltProgram {
  static let path: String? = {
    let folder = Files.parent(of: ThisProcess.programPath ?? "")
    // The tests run from the build folder, or from the toolchain's helper with the bundle as its argument.
    let bundles = ProcessInfo.processInfo.arguments.filter { $0.hasSuffix(".xctest") }.map(Files.parent(of:))
    return ([folder] + bundles).map { $0 + "/cold-outreach" }.first { access($0, X_OK) == 0 }
  }()
}

/// The real program as a process of its own; visibly skipped where it has not been built beside the tests.
@Suite(.enabled(if: BuiltProgram.path != nil)) struct BinaryTests {
  /// Starts it and reads its line.
  static func start(_ home: String) throws -> (child: ChildProcess, line: [String: Any]) {
    let output = try Descriptor.pipe()
    var command = ChildCommand(
      try #require(BuiltProgram.path), ["serve", "--json", "--home", home], environment: ["PATH": "/usr/bin:/bin"])
    command.output = .descriptor(output.write)
    let child = try ChildProcess.start(command)
    #expect(output.read.waitUntilReadable(milliseconds: 600_000))
    let line = try output.read.read(atMost: 10_000)
    return (child, try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]))
  }

  @Test func `each way to end it is a clean end, and the next start has the same address`() throws {
    let place = try Place()
    let home = place.path + "/home"
    var addresses = Set<String>()
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGKILL, SIGTERM] {
      let (child, line) = try Self.start(home)
      addresses.insert(line["url"] as? String ?? "")
      child.send(signal: signal)
      let ending = child.wait(until: .now + .seconds(600))
      #expect(ending == (signal == SIGKILL ? .killed(signal: SIGKILL) : .exited(0)), "\(signal)")
    }
    #expect(addresses.count == 1 && addresses.first?.hasPrefix("http://127.0.0.1:") == true)
  }

  @Test func `a second start leaves the first alone, and a user who is another gets nothing`() throws {
    let place = try Place()
    let (child, line) = try Self.start(place.path + "/home")
    defer { child.end() }
    let (second, other) = try Self.start(place.path + "/home")
    #expect(second.wait(until: .now + .seconds(600)) == .exited(0))
    #expect(other["state"] as? String == "running" && other["pid"] as? Int == line["pid"] as? Int)
    let address = other["login_url"] as? String ?? ""
    // As somebody else, then as ourselves, with the same code.
    if geteuid() == 0, let curl = Programs.find("curl", environment: [:]), let setpriv = Programs.find("setpriv", environment: [:])
    {
      let look = [curl, "-s", "-o", "/dev/null", "-w", "%{http_code}", address]
      for (words, status) in [([setpriv, "--reuid", "65534", "--clear-groups"] + look, "403"), (look, "200")] {
        let outcome = try ChildProcess.run(ChildCommand(words[0], Array(words.dropFirst()), environment: [:]), seconds: 600)
        #expect(String(decoding: outcome.output, as: UTF8.self) == status, "\(words)")
      }
    }
  }
}
