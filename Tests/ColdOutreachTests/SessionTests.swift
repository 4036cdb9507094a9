import API
import Foundation
import Outreach
import Platform
import Synchronization
import Testing

@testable import ColdOutreach

@Suite struct SessionTests {
  /// A clock that is turned by hand, and what was to be written.
  final class Book: Sendable {
    let changes = Mutex<[KeptSessions.Change]>([])
    func keep(_ change: KeptSessions.Change) { changes.withLock { $0.append(change) } }
    var saved: [KeptSessions.Kept] { changes.withLock { $0.compactMap { if case .save(let kept) = $0 { kept } else { nil } } } }
    var removed: Int { changes.withLock { $0.count { if case .remove = $0 { true } else { false } } } }
  }

  @Test func `a session made before the base is open is written, and is known again after a restart`() throws {
    let (book, start) = (Book(), Timestamp(rawValue: 1_800_000_000_000))
    let sessions = KeptSessions()
    let session = Session(at: start)
    sessions.insert(session)
    sessions.attach([], keep: book.keep)
    #expect(book.saved.count == 1)
    // Uses are written at most once a minute, and the last one at the end.
    for second in 1...59 { sessions.touch(session.id, at: start.adding(seconds: second)) }
    #expect(book.saved.count == 1)
    sessions.touch(session.id, at: start.adding(seconds: 61))
    sessions.touch(session.id, at: start.adding(seconds: 62))
    sessions.detach()
    let last = try #require(book.saved.last)
    #expect(book.saved.count == 3 && last.usedAt == start.adding(seconds: 62))
    // The token stands nowhere in what is kept.
    #expect(book.saved.allSatisfy { !"\($0)".contains(session.token.value) })

    let again = KeptSessions()
    again.attach([last], keep: book.keep)
    let found = try #require(again.session(token: session.token.value))
    #expect(found.id == session.id && found.csrf == session.csrf && found.usedAt == start.adding(seconds: 62))
    #expect(again.session(token: session.token.value + "0") == nil && again.session(token: "") == nil)
    again.remove(session.id)
    #expect(again.session(token: session.token.value) == nil && book.removed == 1)
  }

  @Test func `too many sessions end the one that was not used for longest`() {
    let (book, start) = (Book(), Timestamp(rawValue: 1_800_000_000_000))
    let sessions = KeptSessions()
    sessions.attach([], keep: book.keep)
    let all = (0...KeptSessions.most).map { Session(at: start.adding(seconds: $0)) }
    for session in all { sessions.insert(session) }
    #expect(!sessions.isAlive(all[0].id) && all.dropFirst().allSatisfy { sessions.isAlive($0.id) } && book.removed == 1)
  }
}

/// The real program: its own files, its own sessions.
@Suite(.enabled(if: BuiltProgram.path != nil)) struct RestartTests {
  @Test func `open tabs live on: a browser is still signed in after the program was ended and started again`() async throws {
    let place = try Place()
    let home = place.path + "/home"
    let bench = try LauncherTests.Bench([])
    let (child, line) = try BinaryTests.start(home)
    let url = line["url"] as? String ?? ""
    let cookie = try await bench.ask("GET", line["login_url"] as? String ?? "").cookie
    #expect(try await bench.ask("GET", url + "/api/session", ["Cookie": cookie]).status == 200)
    child.send(signal: SIGTERM)
    #expect(child.wait(until: .now + .seconds(600)) == .exited(0))
    let (again, _) = try BinaryTests.start(home)
    defer { again.end() }
    let answer = try await bench.ask("GET", url + "/api/session", ["Cookie": cookie])
    #expect(answer.status == 200 && answer.text.contains("csrf"))
    #expect(try await bench.ask("GET", url + "/api/session", ["Cookie": cookie + "0"]).status == 401)
    // The cookie's token is in no file of the home.
    let token = Data((cookie.split(separator: "=").last.map(String.init) ?? "-").utf8)
    for name in try FileManager.default.subpathsOfDirectory(atPath: home) {
      let bytes = FileManager.default.contents(atPath: home + "/" + name) ?? Data()
      #expect(bytes.range(of: token) == nil, "\(name)")
    }
  }
}
