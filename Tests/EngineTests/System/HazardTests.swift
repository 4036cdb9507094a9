import Fakes
import Foundation
import Mail
import Outreach
import Store
import Testing

@testable import Engine

/// Reads as the real reader does, but what holds the word ends the program, as a trap in a parser would.
private struct CrashingParser: MailParser {
  private static let word = Array("detonate".utf8)
  private let real = RFC5322Reader()
  func read(_ bytes: [UInt8], now: Timestamp) -> IncomingMail {
    explode(bytes)
    return real.read(bytes, now: now)
  }
  func readHeader(_ bytes: [UInt8]) -> IncomingMail {
    explode(bytes)
    return real.readHeader(bytes)
  }
  private func explode(_ bytes: [UInt8]) { if bytes.firstRange(of: Self.word) != nil { _exit(86) } }
}

/// Programs that end in the middle of reading: this test program itself, started again with `HAZARD_CHILD` set to a folder and a scenario.
@Suite(.serialized) struct HazardTests {
  private static let variable = "HAZARD_CHILD"
  private static let child = ProcessInfo.processInfo.environment[variable]

  // MARK: The program that is ended

  /// One start of the program: counts crashes, reads, and says what it found.
  @Test(.enabled(if: child != nil)) func `the child reads until something ends it`() async throws {
    let words = try #require(Self.child).split(separator: "|").map(String.init)
    let keys = try KeyRing(text: String(contentsOfFile: words[0] + "/keys", encoding: .utf8))
    let temporary = try await TemporaryBase.open(at: words[0], keys: keys)
    let bench = try await MailBench(temporary)
    _ = try await bench.base.write { work in try HazardTable.countCrashes(in: work) }
    switch words[1] {
    case "header", "body":
      let mine = try await Self.outgoing(bench)
      for mail in Self.mails(words[1], answering: mine) { bench.mailbox.put(mail) }
      let inbox = Inbox(
        base: bench.base, settings: bench.settings,
        ports: .init(imap: bench.mailbox, practice: bench.practicePort, parser: CrashingParser(), clock: bench.clock, log: NoLog()))
      let found = try await inbox.check()
      try "replies \(found.replies)".write(toFile: words[0] + "/said", atomically: true, encoding: .utf8)
    default: Issue.record("There is no such scenario.")
    }
    await temporary.close()
  }

  /// A mail that was sent, made at the first start.
  private static func outgoing(_ bench: MailBench) async throws -> Message {
    if let message = try await bench.base.read({ work in try MessageList.page(MessageFilter(), before: nil, limit: 9, in: work) })
      .messages.first
    {
      return message
    }
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("anna@firm.example")
    let message = try #require(try await bench.approved([lead], in: campaign).first)
    _ = try await bench.outbox.pass()
    return try await bench.base.read { work in try MessageTable.get(message.id, in: work) }
  }

  private static func mails(_ scenario: String, answering message: Message) -> [String] {
    func mail(_ number: Int, _ body: String, header: String = "") -> String {
      "From: anna@firm.example\nTo: me@sender.example\nSubject: Re: Hello\nMessage-ID: <\(number)@firm.example>\n"
        + "In-Reply-To: \(message.headerID ?? "")\n\(header)\n\(body)\n"
    }
    return [
      mail(1, "One."), scenario == "header" ? mail(2, "Two.", header: "X-Bad: detonate\n") : mail(2, "detonate"), mail(3, "Three."),
    ]
  }

  // MARK: Watching it

  private static func start(_ folder: TemporaryFolder, _ scenario: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var arguments = Array(CommandLine.arguments.dropFirst())
    while let filter = arguments.firstIndex(of: "--filter") { arguments.removeSubrange(filter..<min(filter + 2, arguments.count)) }
    process.arguments = arguments + ["--filter", "HazardTests"]
    process.environment = ProcessInfo.processInfo.environment.merging([variable: "\(folder.path)|\(scenario)"]) { $1 }
    (process.standardError, process.standardOutput) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(.enabled(if: child == nil), arguments: ["header", "body"])
  func `a mail that ended the program twice is set aside, and the others are read`(_ scenario: String) async throws {
    let folder = try TemporaryFolder()
    try KeyRing().text.write(toFile: folder.path + "/keys", atomically: true, encoding: .utf8)
    #expect(try Self.start(folder, scenario) == 86)
    #expect(try Self.start(folder, scenario) == 86)
    #expect(try Self.start(folder, scenario) == 0)
    let said = try String(contentsOfFile: folder.path + "/said", encoding: .utf8)
    // In the body's case the first mail was read before the crash.
    #expect(said == (scenario == "header" ? "replies 2" : "replies 1"))
    let keys = try KeyRing(text: String(contentsOfFile: folder.path + "/keys", encoding: .utf8))
    let temporary = try await TemporaryBase.open(at: folder.path, keys: keys)
    let hazards = Hazards(base: temporary.base)
    let entries = try await hazards.list()
    #expect(entries.map(\.title) == ["A received mail in the folder INBOX, number 2"] && entries.map(\.crashes) == [2])
    let id = try #require(entries.first?.id)
    try await hazards.retry(id, as: ActingAs(.user))
    #expect(try await hazards.list().isEmpty)
    await #expect(throws: Fault.self) { try await hazards.retry(id, as: ActingAs(.user)) }
    await temporary.close()
    // Tried again it ends the program once more, and is set aside at once.
    #expect(try Self.start(folder, scenario) == 86)
    #expect(try Self.start(folder, scenario) == 0)
  }
}
