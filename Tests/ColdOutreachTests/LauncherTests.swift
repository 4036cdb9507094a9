import API
import Fakes
import Foundation
import FoundationNetworking
import Net
import Outreach
import Platform
import Synchronization
import Testing

@testable import ColdOutreach

@Suite struct LauncherTests {
  /// A launcher in this process, with a home of its own; what the base does is a script of outcomes.
  final class Bench: Sendable {
    let place: Place
    let signals = AsyncStream<Int32>.makeStream()
    let lines = ProgramTests.Lines()
    let opened = Mutex<[String?]>([])
    let stopped = Mutex(0)
    let outcomes: Mutex<[StartTrouble?]>

    init(_ outcomes: [StartTrouble?]) throws {
      place = try Place()
      self.outcomes = Mutex(outcomes)
      try FileManager.default.createDirectory(atPath: place.path + "/res/web/styles", withIntermediateDirectories: true)
      for (name, text) in [
        ("index.html", "the app"), ("login.js", "go"), ("login-start.js", "go"), ("login.css", "css"), ("styles/tokens.css", "css"),
      ] {
        try text.write(toFile: place.path + "/res/web/" + name, atomically: true, encoding: .utf8)
      }
    }

    var home: String { place.path + "/home" }

    func context(_ line: String = "serve --json") throws -> Context {
      let words = (line + " --home \(home) --resources \(place.path)/res").split(separator: " ").map(String.init)
      let terminal = Terminal(out: { self.lines.add($0) }, err: { self.lines.add($0) })
      return Context(
        arguments: try Arguments(words, commands: LaunchCommands.all), environment: [:], terminal: terminal,
        commands: LaunchCommands.all,
        launch: { try await self.launcher.run($0) })
    }

    var launcher: Launcher {
      var launcher = Launcher { context in
        self.opened.withLock { $0.append(context.passphrase?.value) }
        if let trouble = self.outcomes.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw trouble }
        return AppHandle(
          routes: [context.local.sessionRoute { _ in ["mode": "practice"] }, .get("/api/leads") { _ in try .json(["leads": 0]) }],
          settings: { SettingsValues() }, schedulerRuns: { true }, audit: { _, _ in },
          stop: { _ in self.stopped.withLock { $0 += 1 } })
      }
      launcher.signals = { self.signals.stream }
      launcher.endNow = {}
      return launcher
    }

    /// Waits for the line that says that the program runs.
    func ready() async throws -> [String: Any] {
      try await wait(for: "the first line") { lines.text.contains("\n") }
      let line = lines.text.split(separator: "\n").first ?? ""
      return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    func ask(_ method: String, _ address: String, _ headers: [String: String] = [:], body: String? = nil) async throws -> (
      status: Int, text: String, cookie: String
    ) {
      var request = URLRequest(url: try #require(URL(string: address)), timeoutInterval: 20)
      request.httpMethod = method
      request.httpShouldHandleCookies = false
      request.httpBody = body.map { Data($0.utf8) }
      for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
      let session = URLSession(configuration: .ephemeral)
      defer { session.finishTasksAndInvalidate() }
      let (data, response): (Data, URLResponse)
      do { (data, response) = try await session.data(for: request) } catch let error as URLError
        where error.code == .badServerResponse && method == "GET"
      {
        // On a computer that is busy for a minute the session connects and asks only when the server has given it up.
        (data, response) = try await session.data(for: request)
      }
      let http = try #require(response as? HTTPURLResponse)
      let cookie = http.value(forHTTPHeaderField: "Set-Cookie")?.split(separator: ";").first.map(String.init) ?? ""
      return (http.statusCode, String(decoding: data, as: UTF8.self), cookie)
    }
  }

  @Test func `a start that goes well: log-in, pages, second start, quit`() async throws {
    let bench = try Bench([nil])
    async let code = bench.launcher.run(bench.context())
    let line = try await bench.ready()
    let (url, login) = (line["url"] as? String ?? "", line["login_url"] as? String ?? "")
    #expect(line["state"] as? String == "ready" && line["pid"] as? Int == Int(getpid()) && login.hasPrefix(url + "/login?code="))
    #expect(try await bench.ask("GET", url + "/api/leads").status == 401)
    let welcome = try await bench.ask("GET", login)
    #expect(welcome.status == 200 && welcome.cookie.hasPrefix("cold_outreach_"))
    #expect(try await bench.ask("GET", url + "/api/leads", ["Cookie": welcome.cookie]).text == "{\"leads\":0}")
    #expect(try await bench.ask("GET", url + "/leads/some-id").text == "the app")
    #expect(try await bench.ask("GET", url + "/missing.js").status == 404)
    #expect(try await bench.ask("GET", url + "/health").text.contains("\"scheduler_running\":true"))
    _ = try await bench.ask("GET", url + "/api/leads?search=secretword", ["Cookie": welcome.cookie])
    let logged = try Files.text(bench.context().folders().logs + "/api.jsonl")
    #expect(
      logged.contains(#""route":"/api/leads","status":200"#) && logged.contains("request_id") && !logged.contains("secretword"))
    #expect(try Files.text(bench.context().folders().logs + "/audit.jsonl").contains("\"event\":\"login\""))
    // A second start asks the first for a new log-in.
    let before = bench.lines.text.count
    #expect(try await bench.launcher.run(bench.context("open --json")) == 0)
    let second = String(bench.lines.text.dropFirst(before))
    #expect(second.contains("\"state\":\"running\"") && second.contains("/login?code=") && !second.contains(login))
    let folders = try bench.context().folders()
    #expect(try FileManager.default.attributesOfItem(atPath: folders.runtimeFile)[.posixPermissions] as? Int == 0o600)
    #expect(
      await Program.run(["status", "--home", bench.home], environment: [:], commands: LaunchCommands.all, launch: { _ in 9 }) == 0)
    #expect(
      await Program.run(["stop", "--home", bench.home], environment: [:], commands: LaunchCommands.all, launch: { _ in 9 }) == 0)
    #expect(
      try await code == 0 && bench.stopped.withLock { $0 } == 1 && !FileManager.default.fileExists(atPath: folders.runtimeFile))
    #expect(
      await Program.run(["status", "--home", bench.home], environment: [:], commands: LaunchCommands.all, launch: { _ in 9 }) == 1)
    #expect(HomeSecrets.lastPort(folders).map { url.hasSuffix(":\($0)") } == true)
  }

  @Test func `trouble is a page with ways out, and the start goes on from there`() async throws {
    let way = StartTrouble.Way("restore", "Restore the newest backup") {}
    let bench = try Bench([
      StartTrouble(.damaged, "Page 7 is torn <b>.", ways: [way]), StartTrouble(.needsPassphrase),
      StartTrouble(.needsPassphrase, "That was not it."), nil,
    ])
    async let code = bench.launcher.run(bench.context())
    let line = try await bench.ready()
    let url = line["url"] as? String ?? ""
    #expect(line["state"] as? String == "damaged")
    #expect(try await !bench.ask("GET", url + "/").text.contains("Page 7"))
    let cookie = try await bench.ask("GET", line["login_url"] as? String ?? "").cookie
    let page = try await bench.ask("GET", url + "/", ["Cookie": cookie])
    #expect(
      page.status == 503 && page.text.contains("Page 7 is torn &lt;b&gt;.") && page.text.contains("data-post=\"/start/restore\"")
        && page.text.contains("Quit"))
    #expect(try await bench.ask("GET", url + "/login-start.js").text == "go")
    let closed = try await bench.ask("GET", url + "/api/leads", ["Cookie": cookie])
    #expect(closed.status == 423 && closed.text.contains("Page 7 is torn") && closed.text.contains("newest backup"))
    let session = try await bench.ask("GET", url + "/api/session", ["Cookie": cookie]).text
    let csrf = try #require(try JSONSerialization.jsonObject(with: Data(session.utf8)) as? [String: String])["csrf"] ?? ""
    let headers = ["Cookie": cookie, "X-CSRF-Token": csrf, "Origin": url, "Content-Type": "application/json"]
    func state() async throws -> String { try await bench.ask("GET", url + "/start/state", ["Cookie": cookie]).text }
    func wait(for word: String) async throws {
      try await Fakes.wait { try await state().contains("\"\(word)\"") }
      #expect(try await state() == "{\"state\":\"\(word)\"}")
    }
    let refused: [(String, [String: String], String, Int)] = [
      ("/start/retry", ["Cookie": cookie], "{}", 403), ("/start/unlock", headers, #"{"passphrase":"x"}"#, 404),
      ("/start/nothing", headers, "{}", 404), ("/start/restore", [:], "{}", 401), ("/api/leads", headers, "{}", 423),
      ("/api/sending/pause", headers, "{}", 423), ("/api/sending/pause", [:], "{}", 401),
    ]
    for (path, headers, body, status) in refused {
      #expect(try await bench.ask("POST", url + path, headers, body: body).status == status, "\(path)")
    }
    #expect(try await bench.ask("POST", url + "/start/restore", headers, body: "{}").status == 202)
    try await wait(for: "needsPassphrase")
    #expect(try await bench.ask("POST", url + "/start/unlock", headers, body: "{}").status == 400)
    #expect(try await bench.ask("POST", url + "/start/unlock", headers, body: #"{"passphrase":"wrong"}"#).status == 202)
    try await wait(for: "needsPassphrase")
    let asking = try await bench.ask("GET", url + "/", ["Cookie": cookie]).text
    #expect(asking.contains("role=\"alert\">That was not it.<") && asking.contains("aria-invalid") && asking.contains("Quit"))
    #expect(try await bench.ask("POST", url + "/start/unlock", headers, body: #"{"passphrase":"right"}"#).status == 202)
    try await wait(for: "ready")
    // The session goes on, and no second line was printed.
    #expect(try await bench.ask("GET", url + "/api/leads", ["Cookie": cookie]).status == 200)
    #expect(bench.opened.withLock { $0 } == [nil, nil, "wrong", "right"] && bench.lines.text.split(separator: "\n").count == 1)
    bench.signals.continuation.yield(15)
    #expect(try await code == 0 && bench.stopped.withLock { $0 } == 1)
  }

  @Test func `a page of before says that it is locked, and the passphrase signs its browser in once it was right`() async throws {
    let asks = StartTrouble(.needsPassphrase, "That was not it.")
    let bench = try Bench([asks, asks, StartTrouble(.damaged, "Page 7 is torn."), nil])
    async let code = bench.launcher.run(bench.context())
    let line = try await bench.ready()
    let url = line["url"] as? String ?? ""
    let page = try await bench.ask("GET", url + "/leads").text
    #expect(page.contains("Your data is locked") && page.contains("/start/unlock") && !page.contains("/start/quit"))
    #expect(try await bench.ask("GET", url + "/api/leads").text.contains("The program is locked"))
    #expect(try await bench.ask("GET", url + "/styles/tokens.css").text == "css")
    func unlock(_ phrase: String, then state: String) async throws -> String {
      let answer = try await bench.ask(
        "POST", url + "/start/unlock", ["Origin": url, "Content-Type": "application/json"], body: #"{"passphrase":"\#(phrase)"}"#)
      #expect(answer.status == 202)
      for _ in 0..<1000 where try await !bench.ask("GET", url + "/start/state").text.contains("\"\(state)\"") {
        try await Task.sleep(for: .milliseconds(5))
      }
      return try #require(try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: String])["code"] ?? ""
    }
    #expect(
      try await bench.ask("POST", url + "/start/unlock", ["Content-Type": "application/json"], body: #"{"passphrase":"x"}"#).status
        == 401)
    let wrong = try await unlock("wrong", then: "needsPassphrase")
    #expect(wrong.count == 32)
    #expect(try await bench.ask("GET", url + "/login?code=" + wrong).status == 401)
    // What else is wrong is nobody's business who is not signed in, and the code of the try before lets nobody in.
    let torn = try await unlock("torn", then: "trouble")
    #expect(try await !bench.ask("GET", url + "/").text.contains("Page 7"))
    let cookie = try await bench.ask("GET", line["login_url"] as? String ?? "").cookie
    let session = try await bench.ask("GET", url + "/api/session", ["Cookie": cookie]).text
    let csrf = try #require(try JSONSerialization.jsonObject(with: Data(session.utf8)) as? [String: String])["csrf"] ?? ""
    #expect(
      try await bench.ask("POST", url + "/start/retry", ["Cookie": cookie, "X-CSRF-Token": csrf, "Origin": url]).status == 202)
    for _ in 0..<1000 where try await !bench.ask("GET", url + "/start/state").text.contains("ready") {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(try await bench.ask("GET", url + "/login?code=" + torn).status == 401)
    bench.signals.continuation.yield(15)
    #expect(try await code == 0)
  }

  @Test func `the right passphrase signs in`() async throws {
    let bench = try Bench([StartTrouble(.needsPassphrase), nil])
    async let code = bench.launcher.run(bench.context())
    let url = try await bench.ready()["url"] as? String ?? ""
    let answer = try await bench.ask(
      "POST", url + "/start/unlock", ["Origin": url, "Content-Type": "application/json"], body: #"{"passphrase":"right"}"#)
    for _ in 0..<1000 where try await !bench.ask("GET", url + "/start/state").text.contains("ready") {
      try await Task.sleep(for: .milliseconds(5))
    }
    let login = try #require(try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: String])["code"] ?? ""
    let cookie = try await bench.ask("GET", url + "/login?code=" + login).cookie
    #expect(try await bench.ask("GET", url + "/api/leads", ["Cookie": cookie]).status == 200)
    #expect(try await bench.ask("GET", url + "/login?code=" + login).status == 401)
    bench.signals.continuation.yield(15)
    #expect(try await code == 0)
  }

  @Test func `wrong passphrases at start are slowed`() async throws {
    let bench = try Bench(Array(repeating: StartTrouble(.needsPassphrase, "That was not it."), count: 9))
    async let code = bench.launcher.run(bench.context())
    let line = try await bench.ready()
    let url = line["url"] as? String ?? ""
    let cookie = try await bench.ask("GET", line["login_url"] as? String ?? "").cookie
    let session = try await bench.ask("GET", url + "/api/session", ["Cookie": cookie]).text
    let csrf = try #require(try JSONSerialization.jsonObject(with: Data(session.utf8)) as? [String: String])["csrf"] ?? ""
    let headers = ["Cookie": cookie, "X-CSRF-Token": csrf, "Origin": url, "Content-Type": "application/json"]
    // The waits double, so even a slow computer comes to one that is not over yet.
    var answers: [Int] = []
    while answers.last != 429, answers.count < 9 {
      try await wait { try await bench.ask("GET", url + "/start/state", ["Cookie": cookie]).text.contains("needsPassphrase") }
      answers.append(try await bench.ask("POST", url + "/start/unlock", headers, body: #"{"passphrase":"wrong"}"#).status)
    }
    #expect(answers.starts(with: [202, 202, 202]) && answers.last == 429, "\(answers)")
    #expect(try await bench.ask("GET", url + "/start/state").text.contains(#""wait":"#))
    #expect(bench.opened.withLock { $0.count } == answers.count)
    bench.signals.continuation.yield(15)
    #expect(try await code == 0)
  }

  @Test func `what the system refuses is a sentence`() {
    for (code, kind) in [(ENOTDIR, StartTrouble.Kind.failed), (ENOSPC, .diskFull), (EROFS, .readOnly)] {
      let trouble = StartTrouble(SystemError("make the folder", path: "/home/x/logs", code: code))
      #expect(
        trouble.kind == kind && trouble.detail.hasPrefix("The program can't make the folder /home/x/logs: "), "\(trouble.detail)")
      #expect(trouble.detail.hasSuffix("."))
    }
  }

  @Test func `quit is a way out of every trouble`() async throws {
    for kind in StartTrouble.Kind.allCases {
      let bench = try Bench([StartTrouble(kind)])
      async let code = bench.launcher.run(bench.context())
      #expect(try await bench.ready()["state"] as? String == kind.rawValue)
      bench.signals.continuation.yield(1)
      #expect(try await code == 0 && bench.stopped.withLock { $0 } == 0)
    }
  }

  @Test func `without the lock the base is not opened, and Try again asks for it first`() async throws {
    let bench = try Bench([nil])
    try FileManager.default.createDirectory(atPath: bench.home, withIntermediateDirectories: true)
    // A file stands where the data folder should be.
    try "".write(toFile: bench.home + "/data", atomically: true, encoding: .utf8)
    async let code = bench.launcher.run(bench.context())
    let line = try await bench.ready()
    let url = line["url"] as? String ?? ""
    #expect(line["state"] as? String == "failed")
    let cookie = try await bench.ask("GET", line["login_url"] as? String ?? "").cookie
    let session = try await bench.ask("GET", url + "/api/session", ["Cookie": cookie]).text
    let csrf = try #require(try JSONSerialization.jsonObject(with: Data(session.utf8)) as? [String: String])["csrf"] ?? ""
    let headers = ["Cookie": cookie, "X-CSRF-Token": csrf, "Origin": url]
    // Meanwhile the folder is put right, but another instance was quicker.
    let folders = try bench.context().folders()
    try FileManager.default.removeItem(atPath: folders.data)
    try folders.make()
    try RuntimeFile(url: url, port: 1, token: "x", pid: getpid(), instanceID: "x", version: "x").write(to: folders.runtimeFile)
    func retry(until word: String) async throws {
      #expect(try await bench.ask("POST", url + "/start/retry", headers).status == 202)
      try await wait(for: word) { try await bench.ask("GET", url + "/start/state", headers).text.contains("\"\(word)\"") }
    }
    do {
      guard case .taken(let other) = try FileLock.take(folders.lockFile) else { throw CancellationError() }
      try await retry(until: "locked")
      withExtendedLifetime(other) {}
    }
    #expect(bench.opened.withLock { $0 }.isEmpty)
    try await retry(until: "ready")
    #expect(RuntimeFile.read(folders.runtimeFile)?.url == url)
    #expect(throws: Fault.self) {
      if case .other = try RunningInstance.holder(folders) { throw Fault(.locked, "as it should be") }
    }
    bench.signals.continuation.yield(1)
    #expect(try await code == 0)
  }

  @Test func `errors find their kind of trouble`() {
    let rows: [(any Error, StartTrouble.Kind)] = [
      (SystemError("write", code: ENOSPC), .diskFull), (SystemError("write", code: EDQUOT), .diskFull),
      (SystemError("write", code: EROFS), .readOnly),
      (SystemError("write", code: EACCES), .readOnly), (Fault(.locked, "x"), .locked), (Fault(.storage, "x"), .failed),
      (StartTrouble(.newer), .newer),
      (CancellationError(), .failed),
    ]
    for (error, kind) in rows { #expect(StartTrouble(error).kind == kind, "\(error)") }
    for kind in StartTrouble.Kind.allCases { #expect(!StartTrouble(kind).title.isEmpty && !StartTrouble(kind).advice.isEmpty) }
  }

  @Test func `a port that is asked for and taken is said, a remembered one is used again`() async throws {
    let bench = try Bench([nil])
    // Not one that the system hands out, so that no other test gets it between two starts.
    var taken: (socket: Int32, port: UInt16)?
    for port in 20_000..<30_000 where taken == nil { taken = try? Loopback.listen(port: UInt16(port)) }
    let (socket, port) = try #require(taken)
    await #expect(throws: Fault.self) { try await bench.launcher.run(bench.context("serve --json --port \(port)")) }
    let folders = try bench.context().folders()
    // Taken: another one is chosen. Free: the same again.
    for isTaken in [true, false] {
      if !isTaken { close(socket) }
      HomeSecrets.remember(port: port, folders)
      let again = try Bench([nil])
      try FileManager.default.createDirectory(atPath: again.home + "/state", withIntermediateDirectories: true)
      try "\(port)\n".write(toFile: again.home + "/state/port", atomically: true, encoding: .utf8)
      async let code = again.launcher.run(again.context())
      #expect((try await again.ready()["url"] as? String == "http://127.0.0.1:\(port)") == !isTaken)
      again.signals.continuation.yield(2)
      #expect(try await code == 0)
    }
  }
}
