import Crypto
import Fakes
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct LedgerTests {
  @Test func `the attempt is committed before the server is called, the dot before it leaves, the outcome after`() async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    let seen = Mutex<[String]>([])
    bench.smtp.watch { stage, mail in
      guard let attempt = try? await bench.attempts(message).first, let state = try? await bench.now(message).state else { return }
      let hash = (try? Hash.sha256(mail.bytes)).map { Hex.encode($0) } ?? ""
      let line =
        "\(stage): \(state.rawValue), hash \(attempt.bytesHash == hash), dot \(attempt.dotAt != nil), outcome \(attempt.outcome?.rawValue ?? "none")"
      seen.withLock { $0.append(line) }
    }
    let pass = try await bench.outbox.pass()
    let attempts = try await bench.attempts(message)
    let now = try await bench.now(message)
    #expect(pass.sent == 1)
    #expect(
      seen.withLock { $0 } == [
        "begin: sending, hash true, dot false, outcome none", "dot: sending, hash true, dot true, outcome none",
        "end: sending, hash true, dot true, outcome none",
      ])
    #expect(attempts.map(\.outcome) == [.accepted] && now.state == .sent && now.sentAt != nil)
    #expect(bench.smtp.deliveries.first?.messageID == now.headerID)
    #expect(try await bench.now(lead).state == .contacted)
    #expect(try await bench.enrollments(lead).map(\.state) == [.finished])
  }

  @Test func `a crash at any point neither doubles nor loses a mail, and is unsure exactly when the dot was committed`()
    async throws
  {
    let rows: [(act: FakeSender.Act, unsure: Bool, taken: Int)] = [
      (.dieAtConnect, false, 0), (.dieBeforeDot, false, 0), (.dieAfterDot(delivered: false), true, 0),
      (.dieAfterDot(delivered: true), true, 1),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      bench.smtp.next(row.act)
      let unsure = try await bench.passAndDie()
      let stated = try await bench.now(message)
      #expect(unsure == (row.unsure ? [message.id] : []), "\(row)")
      #expect(stated.state == (row.unsure ? .unsure : .queued), "\(row)")
      #expect(bench.smtp.deliveries.count == row.taken, "\(row)")
      let pass = try await bench.outbox.pass()
      #expect(pass.sent == (row.unsure ? 0 : 1), "\(row): only what surely did not leave is sent again")
      let ids = Set(bench.smtp.deliveries.map(\.messageID))
      #expect(ids.count == bench.smtp.deliveries.count, "\(row): no mail was taken twice")
      #expect(try await bench.outbox.recover().isEmpty, "\(row): recovering again changes nothing")
    }
  }

  @Test func `an unsure mail is looked for in Sent by a job that the same transaction asked for`() async throws {
    for found in [true, false] {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      bench.smtp.next(.dieAfterDot(delivered: true))
      let unsure = try await bench.passAndDie()
      #expect(unsure == [message.id])
      let jobs = try await bench.base.read { work in try JobTable.list(state: .pending, limit: 10, in: work).map(\.kind) }
      #expect(jobs == [ResolveUnsure.kind], "the job outlives a crash between recovering and asking")
      if found { bench.mailbox.put(bench.smtp.deliveries[0].mail.bytes, in: "Sent") }
      try await bench.outbox.lookFor(message.id)
      let now = try await bench.now(message)
      #expect(now.state == (found ? .sent : .unsure), "not found proves nothing")
      if !found {
        _ = try await bench.messages.resolve(message.id, sent: false, as: MailBench.me)
        _ = try await bench.outbox.pass()
        #expect(bench.smtp.deliveries.map(\.messageID) == [now.headerID, now.headerID], "only the person may say so")
      }
    }
  }

  @Test func `a stop while a mail is under way still writes down what became of it`() async throws {
    let rows: [(stage: String, state: MessageState, outcome: SendAttempt.Outcome)] = [
      ("begin", .queued, .notSent), ("dot", .sent, .accepted), ("end", .sent, .accepted),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      let task = Mutex<Task<Void, any Error>?>(nil)
      bench.smtp.watch { stage, _ in if stage == row.stage { task.withLock { $0?.cancel() } } }
      let outbox = bench.outbox
      let (gate, open) = AsyncStream<Void>.makeStream()
      let running = Task {
        for await _ in gate { break }
        _ = try await outbox.pass()
      }
      task.withLock { $0 = running }
      open.finish()
      _ = await running.result
      let now = try await bench.now(message)
      let attempts = try await bench.attempts(message)
      #expect(now.state == row.state && attempts.map(\.outcome) == [row.outcome], "\(row)")
    }
  }

  @Test func `a passing answer is tried again after 300, 900 and 3600 s and then fails; a 5xx fails at once`() async throws {
    let rows: [(act: FakeSender.Act, waits: [Int])] = [
      (.refuse(451, "4.7.1", .recipient), [300, 900, 3600]), (.refuse(554, "5.6.0", .content), []),
      (.refuse(550, "5.1.1", .recipient), []),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      var waits: [Int] = []
      for _ in 0..<6 {
        bench.smtp.next(row.act)
        _ = try await bench.outbox.pass()
        let now = try await bench.now(message)
        guard now.state == .queued, let next = now.notBefore else { break }
        waits.append(next.seconds(since: bench.clock.now()))
        bench.clock.set(next.adding(seconds: -1))
        let early = try await bench.outbox.pass()
        #expect(early.sent + early.failed == 0, "\(row): not before its time")
        bench.clock.set(next)
      }
      let now = try await bench.now(message)
      #expect(waits == row.waits && now.state == .failed && bench.smtp.deliveries.isEmpty, "\(row): \(waits) \(now.state)")
    }
  }

  @Test func `what a refusal says about address and mailbox is kept`() async throws {
    let rows:
      [(
        code: Int, enhanced: String?, phase: SendOutcome.Phase, suppressed: Bool, mailbox: MailboxState, enrollment: EnrollmentState
      )] = [
        (550, "5.1.1", .recipient, true, .ok, .bounced), (550, nil, .recipient, true, .ok, .bounced),
        (550, "5.1.8", .recipient, false, .paused, .failed), (550, "5.4.5", .recipient, false, .paused, .failed),
        (552, "5.2.2", .recipient, false, .ok, .failed),
        (550, "5.7.1", .recipient, false, .paused, .failed), (554, "5.7.1", .content, false, .paused, .failed),
        (535, "5.7.8", .sender, false, .paused, .failed), (550, "5.1.1", .sender, false, .paused, .failed),
        (554, "5.6.0", .content, false, .ok, .failed),
      ]
    for row in rows {
      let bench = try await MailBench.make()
      let (lead, message) = try await bench.one()
      bench.smtp.next(.refuse(row.code, row.enhanced, row.phase))
      _ = try await bench.outbox.pass()
      let mailbox = try await bench.base.read { work in try MailboxTable.get(Mailbox.primary, in: work) }
      #expect(try await bench.suppressed(message.content.to.address) == (row.suppressed ? .bounced : nil), "\(row)")
      #expect(mailbox.state == row.mailbox && (mailbox.reason != nil) == (row.mailbox == .paused), "\(row)")
      #expect(try await bench.enrollments(lead).map(\.state) == [row.enrollment], "\(row)")
      #expect(try await bench.now(message).state == .failed, "\(row)")
    }
  }

  @Test func `a failed sign-in pauses the mailbox and keeps the mail`() async throws {
    let bench = try await MailBench.make()
    let (_, message) = try await bench.one()
    bench.smtp.next(.noSession(.login))
    _ = try await bench.outbox.pass()
    #expect(try await bench.now(message).state == .queued)
    #expect(try await bench.gate(message)?.name == .mailbox)
  }

  @Test func `a mail that can't be written to the wire fails alone and does not stop the queue`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let (bad, good) = (try await bench.lead("anna@sunrise.example"), try await bench.lead("bert@moon.example"))
    let mails = try await bench.approved([bad, good], in: campaign)
    let poison = mails[0]
    try await bench.base.database.write { tx in
      try tx.run("UPDATE message SET in_reply_to = $1 WHERE id = $2", ["<a\r\nBcc: all@world.example>", poison.id.rawValue])
    }
    let pass = try await bench.outbox.pass()
    #expect(pass.sent == 1 && bench.smtp.deliveries.map(\.mail.to) == ["bert@moon.example"])
    let failed = try await bench.now(poison)
    #expect(failed.state == .failed && failed.lastError != nil)
  }

  @Test func `a person's retry and a new approval after a failure lead out of the failed sequence`() async throws {
    for edited in [false, true] {
      let bench = try await MailBench.make()
      let (lead, message) = try await bench.one()
      bench.smtp.next(.refuse(554, "5.6.0", .content))
      _ = try await bench.outbox.pass()
      if edited {
        let failed = try await bench.now(message)
        let next = try await bench.messages.edit(
          message.id, version: failed.version, subject: "Again", text: nil, html: nil, as: MailBench.me)
        _ = try await bench.messages.approve(message.id, seen: next.contentHash, as: MailBench.me)
      } else {
        _ = try await bench.messages.retry(message.id, as: MailBench.me)
      }
      #expect(try await bench.gate(message) == nil, "edited \(edited)")
      _ = try await bench.outbox.pass()
      #expect(try await bench.now(message).state == .sent)
      #expect(bench.smtp.deliveries.count == 1)
      #expect(try await bench.enrollments(lead).map(\.state) == [.finished])
    }
  }

  @Test func `mails that wait for other reasons do not keep a sendable one from leaving`() async throws {
    let bench = try await MailBench.make(["SEND_WINDOW": "Mon-Fri 09:00-17:00"])
    let paused = try await bench.campaign("Paused")
    let running = try await bench.campaign("Running")
    var closed: [Lead] = []
    for index in 0..<120 { closed.append(try await bench.lead("a\(index)@firm\(index).example")) }
    var night: [Lead] = []
    for index in 0..<120 { night.append(try await bench.lead("b\(index)@night\(index).example", zone: "America/New_York")) }
    let day = try await bench.lead("day@open.example", zone: "UTC")
    _ = try await bench.approved(closed, in: paused)
    _ = try await bench.approved(night, in: running)
    _ = try await bench.approved([day], in: running)
    _ = try await bench.campaigns.move(paused.id, .pause, as: MailBench.me)
    let pass = try await bench.outbox.pass()
    #expect(pass.sent == 1 && bench.smtp.deliveries.map(\.mail.to) == ["day@open.example"])
  }
}
