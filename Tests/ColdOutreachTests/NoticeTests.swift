import Engine
import Fakes
import Foundation
import Outreach
import Platform
import Synchronization
import Testing

@testable import ColdOutreach

@Suite struct NoticeTests {
  /// What was shown, and whether a page is open.
  final class Desk: Sendable {
    let shown = Mutex<[String]>([])
    let isOpen = Atomic(false)
    func open(_ flag: Bool) { isOpen.store(flag, ordering: .relaxed) }
    var titles: [String] { shown.withLock { $0 } }
    var notices: Notices {
      Notices(isPageOpen: { self.isOpen.load(ordering: .relaxed) }, show: { title, _ in self.shown.withLock { $0.append(title) } })
    }
  }

  @Test func `that it still runs is said once, and not for a reload or before any page was open`() {
    let desk = Desk()
    let notices = desk.notices
    for isOpen in [false, false, false, true, false, true, true] {
      desk.open(isOpen)
      notices.lookForPage()
    }
    #expect(desk.titles == [])
    for isOpen in [false, false, false, true, false, false, false] {
      desk.open(isOpen)
      notices.lookForPage()
    }
    #expect(desk.titles == ["Cold Outreach still runs"])
  }

  @Test func `replies and trouble are said while no page is open, trouble once until it is over`() {
    let desk = Desk()
    let notices = desk.notices
    var found = Inbox.Found()
    notices.found(found)
    found.replies = 1
    notices.found(found)
    found.possible = 1
    notices.found(found)
    for state in ["waiting", "needs_attention", "needs_attention", "sending", "frozen"] {
      notices.sending(state)
    }
    desk.open(true)
    notices.found(found)
    notices.sending("needs_attention")
    #expect(desk.titles == ["A reply came", "2 replies came", "Sending stopped", "Sending stopped"])
  }

  /// A mailbox and two clocks that a test rules.
  final class World: Sendable {
    let checks = Mutex(0)
    let wall = Mutex(Int64(0))
    let fails = Atomic(false)
    let isSetUp = Atomic(true)
    var turn: InboxTurn {
      InboxTurn(isSetUp: { self.isSetUp.load(ordering: .relaxed) }, wallGap: { self.wall.withLock { $0 } }) {
        self.checks.withLock { $0 += 1 }
        if self.fails.load(ordering: .relaxed) { throw Fault(.offline, "No network.") }
        return Inbox.Found()
      }
    }
    var count: Int { checks.withLock { $0 } }
  }

  @Test func `the mailbox is read before anything is sent: at start, and after the clock jumped`() async {
    let world = World()
    let turn = world.turn
    for _ in 1...3 { #expect(await turn.mayServe()) }
    #expect(world.count == 1)
    for (jump, count) in [(30, 1), (7200, 2), (7210, 2), (0, 3)] {
      world.wall.withLock { $0 = Int64(jump) * 1_000_000_000 }
      #expect(await turn.mayServe() && world.count == count, "\(jump)")
    }
    // Not reachable: two passes are held back, then sending goes on; once it can be read all is as before.
    world.fails.store(true, ordering: .relaxed)
    world.wall.withLock { $0 = 9_000_000_000_000 }
    var answers: [Bool] = []
    for _ in 1...4 { answers.append(await turn.mayServe()) }
    #expect(answers == [false, false, true, true])
    world.fails.store(false, ordering: .relaxed)
    #expect(await turn.mayServe())
    let before = world.count
    #expect(await turn.mayServe() && world.count == before)
    // Without a mailbox to read there is nothing to wait for.
    world.isSetUp.store(false, ordering: .relaxed)
    #expect(await world.turn.mayServe() && world.count == before)
  }
}

/// The real program with its files.
@Suite(.enabled(if: BuiltProgram.path != nil)) struct HomeTests {
  private static func run(_ words: [String], _ environment: [String: String] = [:]) throws -> (
    code: ChildProcess.Ending?, text: String
  ) {
    let command = ChildCommand(
      try #require(BuiltProgram.path), words, environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    let outcome = try ChildProcess.run(command, seconds: 600)
    return (outcome.ending, String(decoding: outcome.output, as: UTF8.self))
  }

  @Test func `the end of the trail is known outside the base, even after kill -9`() async throws {
    let place = try Place()
    let home = place.path + "/home"
    let (child, _) = try BinaryTests.start(home)
    for _ in 0..<3 { #expect(try Self.run(["backup", "create", "--home", home]).code == .exited(0)) }
    try await wait(for: "the head of the trail") {
      let head = (try? String(contentsOfFile: home + "/state/audit-head", encoding: .utf8)) ?? ""
      return Int(head.split(separator: " ").first ?? "0") ?? 0 >= 3
    }
    child.send(signal: SIGKILL)
    _ = child.wait(until: .now + .seconds(600))
    let good = try Self.run(["audit", "verify", "--home", home])
    #expect(good.code == .exited(0) && good.text.contains("whole"))
    // A head that is ahead of the trail: its end was cut off.
    try "99999 \(String(repeating: "ab", count: 32))\n".write(toFile: home + "/state/audit-head", atomically: true, encoding: .utf8)
    let bad = try Self.run(["audit", "verify", "--home", home])
    #expect(bad.code == .exited(1) && bad.text.contains("cut off"))
  }

  @Test func `two homes don't write one base, and doctor is not alarmed where the program does not run`() throws {
    let place = try Place()
    let file = ["DATABASE_PATH": place.path + "/shared.db"]
    let (one, two) = (place.path + "/one", place.path + "/two")
    let output = try Descriptor.pipe()
    var command = ChildCommand(
      try #require(BuiltProgram.path), ["serve", "--json", "--home", one],
      environment: ["PATH": "/usr/bin:/bin"].merging(file) { $1 })
    command.output = .descriptor(output.write)
    let child = try ChildProcess.start(command)
    defer { child.end() }
    #expect(output.read.waitUntilReadable(milliseconds: 600_000))
    #expect(String(decoding: try output.read.read(atMost: 10_000), as: UTF8.self).contains("\"state\":\"ready\""))
    // The same keys, so that nothing but the lock keeps the second home out.
    try FileManager.default.createDirectory(atPath: two + "/config", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: one + "/config/keys", toPath: two + "/config/keys")
    #expect(try Self.run(["leads", "list", "--home", two], file).code == .exited(1))
    child.send(signal: SIGTERM)
    #expect(child.wait(until: .now + .seconds(600)) == .exited(0))
    let doctor = try Self.run(["doctor", "--home", one], file)
    #expect(doctor.code == .exited(0) && doctor.text.contains("? Queue") && !doctor.text.contains("✗"), "\(doctor.text)")
  }

  @Test func `setup stores what can be read and says what can't`() throws {
    let place = try Place()
    let (home, env) = (place.path + "/home", place.path + "/my.env")
    try "SENDER_NAME=Mia\nSENDR_EMAIL=me@sender.example\nPORT=nowhere\nthis is no line\n".write(
      toFile: env, atomically: true, encoding: .utf8)
    let setup = try Self.run(["setup", "--from", env, "--home", home])
    #expect(setup.code == .exited(1))
    for word in ["1 settings stored", "SENDR_EMAIL", "SENDER_EMAIL?", "PORT", "line 4"] {
      #expect(setup.text.contains(word), "\(word): \(setup.text)")
    }
  }

  @Test func `logs tell of requests, changes, jobs and backups by one id, and hold no personal data`() async throws {
    let place = try Place()
    let home = place.path + "/home"
    let (child, line) = try BinaryTests.start(home)
    let (url, bench) = (line["url"] as? String ?? "", try LauncherTests.Bench([]))
    let token = try String(contentsOfFile: home + "/state/token", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    let headers = ["Authorization": "Bearer \(token)", "Content-Type": "application/json"]
    let lead = #"{"business_name":"Quillon Works","email":"zerbinetta@quillon.example","contact_name":"Zerbinetta Quast"}"#
    #expect(try await bench.ask("POST", url + "/api/leads", headers, body: lead).status == 201)
    #expect(try await bench.ask("GET", url + "/api/leads?q=zerbinetta", headers).status == 200)
    #expect(try await bench.ask("GET", url + "/api/leads/zerbinetta", headers).status == 404)
    let job = try await bench.ask("POST", url + "/api/jobs/send", headers, body: "{}")
    #expect(job.status == 202)
    _ = try await bench.ask("POST", url + "/api/backups", headers, body: "{}")
    let logs = home + "/state/logs"
    func read(_ subject: String) -> [[String: Any]] {
      let text = (try? String(contentsOfFile: "\(logs)/\(subject).jsonl", encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    }
    try await wait(for: "the job in the log") { read("application").contains { $0["event"] as? String == "job_completed" } }
    child.send(signal: SIGTERM)
    #expect(child.wait(until: .now + .seconds(600)) == .exited(0))
    let request = read("api").first { $0["route"] as? String == "/api/leads" && $0["method"] as? String == "POST" }
    #expect(request?["status"] as? Int == 201 && request?["ms"] as? Int != nil)
    let change = read("audit").first { $0["entity"] as? String == "lead" }
    #expect(change?["request_id"] as? String == request?["request_id"] as? String && change != nil)
    let asked = read("api").first { $0["route"] as? String == "/api/jobs/send" }
    let done = read("application").first { $0["event"] as? String == "job_completed" }
    #expect(done?["request_id"] as? String == asked?["request_id"] as? String && done != nil)
    #expect(read("database").contains { $0["event"] as? String == "backup_created" })
    for name in try FileManager.default.contentsOfDirectory(atPath: logs) {
      let text = try String(contentsOfFile: logs + "/" + name, encoding: .utf8).lowercased()
      for word in ["zerbinetta", "quast", "quillon"] { #expect(!text.contains(word), "\(name): \(word)") }
    }
  }
}
