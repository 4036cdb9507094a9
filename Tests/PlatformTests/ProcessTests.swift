import Foundation
import Glibc
import Testing

@testable import Platform

@Suite struct ProcessTests {
  let environment = ["PATH": "/usr/bin:/bin", "WORD": "a b"]

  @Test func `output, exit code, time limit and size limit`() throws {
    let rows: [(String, ChildProcess.Ending?, String, Bool)] = [
      ("printf '%s' \"$WORD\"", .exited(0), "a b", false),
      ("exit 3", .exited(3), "", false),
      ("kill -9 $$", .killed(signal: 9), "", false),
      ("printf 0123456789abcdef", .exited(0), "0123456789", true),
      ("exec sleep 60", nil, "", false),
    ]
    for (script, ending, output, truncated) in rows {
      let command = ChildCommand("/bin/sh", ["-c", script], environment: environment)
      let outcome = try ChildProcess.run(command, seconds: ending == nil ? 0.2 : 600, outputLimit: 10)
      #expect(outcome.ending == ending && String(decoding: outcome.output, as: UTF8.self) == output, "\(script): \(outcome)")
      #expect(outcome.isTruncated == truncated, "\(script)")
    }
  }

  @Test func `a missing program is an error`() {
    #expect(throws: SystemError.self) { try ChildProcess.start(ChildCommand("/nowhere/program", environment: [:])) }
  }

  @Test func `descriptors 3 and 4 are the child's, also when they cross, and nothing else leaks`() throws {
    let (first, second) = (try Descriptor.pipe(), try Descriptor.pipe())
    try first.write.write(Array("ping\n".utf8))
    var command = ChildCommand(
      "/bin/sh", ["-c", "read line <&3; echo \"$line pong $(ls /proc/self/fd | wc -l)\" >&4"], environment: environment)
    command.descriptors = [3: first.read, 4: second.write]
    let child = try ChildProcess.start(command)
    #expect(child.wait(until: .now + .seconds(600)) == .exited(0))
    let answer = String(decoding: try second.read.read(atMost: 100), as: UTF8.self)
    // 0, 1, 2, 3, 4, and the one that ls reads the folder with.
    #expect(answer.hasPrefix("ping pong 6"), "\(answer)")
  }

  @Test func `blocking work runs beside the task pool`() async throws {
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...20 { group.addTask { try await OwnThread.run { number } } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 210)
    await #expect(throws: SystemError.self) { try await OwnThread.run { throw SystemError("test", code: 1) } }
  }

  @Test func `a stop signal becomes an element`() async throws {
    let signals = try StopSignals.watch([SIGUSR2])
    kill(getpid(), SIGUSR2)
    for await signal in signals {
      #expect(signal == SIGUSR2)
      break
    }
  }

  @Test func `the first program that takes the page opens it`() throws {
    let place = try Place()
    _ = try place.script("xdg-open", "exit 3")
    _ = try place.script("gio", "echo \"$@\" > \(place.path)/gio.log")
    _ = try place.script("mine", "echo \"$@\" > \(place.path)/mine.log")
    _ = try place.script("stays", "exec sleep 5")
    let path = "\(place.path):/usr/bin:/bin"
    let rows: [([String: String], Browser.Outcome, String, String)] = [
      (["PATH": path], .noScreen, "", ""),
      (["PATH": path, "DISPLAY": ":0"], .opened(place.path + "/gio"), "gio.log", "open http://127.0.0.1:1/\n"),
      (["PATH": path, "BROWSER": "none:mine --new %s"], .opened(place.path + "/mine"), "mine.log", "--new http://127.0.0.1:1/\n"),
      (["PATH": path, "BROWSER": "stays"], .opened(place.path + "/stays"), "", ""),
      (["PATH": path, "BROWSER": "none"], .noBrowser, "", ""),
    ]
    for (environment, outcome, file, text) in rows {
      let patience = environment["BROWSER"] == "stays" ? 0.2 : 20
      #expect(Browser(environment: environment, patienceSeconds: patience).open("http://127.0.0.1:1/") == outcome, "\(environment)")
      if !file.isEmpty { #expect(try Files.text(place.path + "/" + file) == text) }
    }
  }

  @Test func `time asleep is noticed once`() {
    let gap = Gap()
    var watch = SleepWatch { gap.value }
    #expect(watch.sleptSeconds() == 0)
    gap.value = 90_500_000_000
    #expect(watch.sleptSeconds() == 90)
    #expect(watch.sleptSeconds() == 0)
    let awake = SystemClock.awakeNanoseconds
    #expect(SystemClock.bootNanoseconds >= awake)
  }

  final class Gap: @unchecked Sendable { var value: Int64 = 0 }
}

@Suite struct DesktopNoticeTests {
  @Test func `without a session bus there is no notice, with one the program is asked without a shell`() throws {
    #expect(DesktopNotice(environment: ["PATH": "/usr/bin:/bin"]).command("A", "B") == nil)
    let place = try Place()
    let bus = ["PATH": place.path, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"]
    #expect(DesktopNotice(environment: bus).command("A", "B") == nil)
    for (name, last) in [("gdbus", ["A", "B; rm -rf /", "[]", "{}", "8000"]), ("notify-send", ["--", "A", "B; rm -rf /"])] {
      let path = place.path + "/" + name
      try "#!/bin/sh\n".write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      let command = try #require(DesktopNotice(environment: bus).command("A", "B; rm -rf /"))
      #expect(command.program == path && Array(command.arguments.suffix(last.count)) == last)
    }
  }
}
