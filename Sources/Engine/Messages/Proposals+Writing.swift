import Outreach
import Store

extension Proposals {
  private static let mostTries = 3
  private static let firstPause = 2
  private static let longestPause = 60
  private static let dayRestSeconds = 3_600
  private static let shownSkipped = 50

  /// How the job is done.
  public var handler: JobHandler {
    .on(Propose.self) { job, progress in _ = try await write(job.messages, job.textKind, progress) }
  }

  private static let minuteSeconds = 60
  static let stopped = "It was stopped before its turn."
  private static let gone = WriterRefusal(.empty, "This mail is not there any more.")

  /// Writes the texts that were asked for in this process, for the command line.
  public func runHere(_ ids: [Message.ID], kind: WriterAsk.Kind) async throws -> JobResult { try await write(ids, kind, nil) }

  private func write(_ ids: [Message.ID], _ kind: WriterAsk.Kind, _ progress: JobProgress?) async throws -> JobResult {
    var result = JobResult(done: 0, skippedCount: 0, skipped: [])
    var end: WriterRefusal?
    for (number, id) in ids.enumerated() {
      do {
        try await progress?.report(number, of: ids.count)
        // What ended one for all is not tried with the next: it is said of each.
        let target = try await base.read { work in try MessageTable.find(id, in: work).flatMap(DraftTarget.init) }
        let refusal = if let end { end } else if let target { try await writeOne(target, kind) } else { Self.gone }
        guard let refusal else {
          result.done += 1
          continue
        }
        if refusal.reason.concernsAll { end = refusal }
        if number > 0, end != nil, let target { try await note(refusal, target, kind) }
        result.skippedCount += 1
        if result.skipped.count < Self.shownSkipped { result.skipped.append(.init(id: id.rawValue, detail: refusal.detail)) }
      } catch is CancellationError {
        let stopped = WriterRefusal(.lost, Self.stopped)
        for left in ids[number...] {
          let target = try await base.writeUncancelled { work in try MessageTable.find(left, in: work).flatMap(DraftTarget.init) }
          if let target { try await note(stopped, target, kind) }
        }
        throw CancellationError()
      }
    }
    try await progress?.keep(result)
    try await progress?.report(ids.count, of: ids.count)
    return result
  }

  /// One text: written and kept. - Returns: why not; nil where it is there.
  func writeOne(_ target: DraftTarget, _ kind: WriterAsk.Kind) async throws -> WriterRefusal? {
    let material: ProposalMaterial
    do {
      let found = try await base.read { work -> ProposalMaterial? in
        let material = try ProposalMaterial(target, kind: kind, policy: settings.policy, in: work)
        let known = try ProposalTable.find(lead: material.lead.id, step: material.step, kind: kind, in: work)
        return known?.content == nil ? material : nil
      }
      guard let found else { return nil }
      material = found
    } catch let fault as Fault {
      let refusal = WriterRefusal(.empty, fault.detail)
      try await note(refusal, target, kind)
      return refusal
    }
    let model = model ?? ""
    let request = writer.request(material.ask, model: model)
    do throws(WriterRefusal) {
      let (answer, number) = try await send(request, model)
      do throws(WriterRefusal) { try await keep(try check(answer, of: material, request, model), material) } catch {
        await end(number, error.reason.rawValue, error.detail, answer.tokens, micros(answer.tokens))
        throw error
      }
      return nil
    } catch {
      if Task.isCancelled { throw CancellationError() }
      try await note(error, target, kind)
      return error
    }
  }

  private func check(_ answer: WriterAnswer, of material: ProposalMaterial, _ request: WriterRequest, _ model: String)
    throws(WriterRefusal) -> ProposalContent
  {
    let sender = settings.policy.sender
    let check = ProposalCheck(
      evidence: material.evidence, links: OwnLinks(lead: material.lead.details, sender: sender),
      ownWords: [sender.name, sender.company, material.lead.details.businessName], language: material.language)
    guard let hash = try? Self.hash(request) else { throw WriterRefusal(.unreadable, "The answer could not be kept.") }
    return try check.content(answer, requestHash: hash, model: model)
  }

  private func keep(_ content: ProposalContent, _ material: ProposalMaterial) async throws(WriterRefusal) {
    let (lead, step, kind) = (material.lead.id, material.step, material.ask.kind)
    do {
      try await base.writeUncancelled { work in
        guard try LeadTable.find(lead, in: work) != nil else { return }
        try ProposalTable.keep(content, lead: lead, step: step, kind: kind, in: work)
        try AuditTable.append(
          "proposed", material.message == nil ? "lead" : "message", material.message?.id.rawValue ?? lead.rawValue,
          after: ["kind": kind.rawValue, "model": content.model], lead: lead, in: work)
      }
    } catch let fault as Fault { throw WriterRefusal(.empty, fault.detail) } catch {
      throw WriterRefusal(.unreadable, "The answer could not be kept.")
    }
  }

  /// Sends a request, and once more in a moment where the service wants that; each is noted before it leaves.
  private func send(_ request: WriterRequest, _ model: String) async throws(WriterRefusal) -> (answer: WriterAnswer, number: Int) {
    var pause = Self.firstPause
    for attempt in 1... {
      try await takeTurn()
      let number = try await begin(request, model)
      let refusal: WriterRefusal
      do {
        let answer = try await writer.write(request)
        await end(number, WriterUseTable.written, nil, answer.tokens, micros(answer.tokens))
        return (answer, number)
      } catch { refusal = error }
      // Whether a request was counted whose answer was lost nobody knows; it counts as the most it can be.
      let cost = refusal.reason == .lost ? mostMicros(request) : micros(refusal.tokens)
      await end(number, refusal.reason.rawValue, refusal.detail, refusal.tokens, cost)
      let seconds = refusal.retrySeconds ?? pause
      if refusal.reason == .dayQuota || (refusal.reason.passes && seconds > Self.longestPause) {
        await rest(refusal.reason == .dayQuota ? Self.dayRestSeconds : seconds, refusal.detail)
      }
      guard refusal.reason.passes, attempt < Self.mostTries, seconds <= Self.longestPause else { throw refusal }
      do { try await wait(Double(seconds)) } catch { throw refusal }
      pause *= 2
    }
    throw WriterRefusal(.busy, "Gemini is overloaded.")
  }

  /// Waits until the limit of requests in a minute lets one more go.
  private func takeTurn() async throws(WriterRefusal) {
    let most = perMinute
    let seconds = try? await base.read { work -> Int in
      guard let before = try WriterUseTable.moment(writer.info.id, back: most, in: work) else { return 0 }
      return Self.minuteSeconds - work.now.seconds(since: before)
    }
    guard let seconds, seconds > 0 else { return }
    do { try await wait(Double(min(seconds, Self.minuteSeconds))) } catch { throw WriterRefusal(.lost, Self.stopped) }
  }

  /// Notes a request before it leaves. Consent and limits are read again in the same transaction.
  private func begin(_ request: WriterRequest, _ model: String) async throws(WriterRefusal) -> Int {
    let most = mostMicros(request)
    do {
      return try await base.write { work in
        if let obstacle = try obstacle(mostMicros: most, in: work) { throw obstacle }
        return try WriterUseTable.begin(writer.info.id, model: model, mostMicros: most, in: work)
      }
    } catch let fault as Fault { throw WriterRefusal(.notSetUp, fault.detail) } catch {
      throw WriterRefusal(.notSetUp, "The request could not be noted, so it was not sent.")
    }
  }

  private func end(_ number: Int, _ outcome: String, _ detail: String?, _ tokens: WriterTokens, _ micros: Int) async {
    // Where this fails the request counts as the most it can be, which is what was noted before it left.
    _ = try? await base.writeUncancelled { work in
      try WriterUseTable.end(number, outcome: outcome, detail: detail, tokens: tokens, costMicros: micros, in: work)
    }
  }

  private func rest(_ seconds: Int, _ reason: String) async {
    _ = try? await base.writeUncancelled { work in try SourceTable.rest(writer.info.id, seconds: seconds, reason: reason, in: work)
    }
  }

  /// Keeps why a text was not written; the mail keeps the template's words.
  private func note(_ refusal: WriterRefusal, _ target: DraftTarget, _ kind: WriterAsk.Kind) async throws {
    try await base.writeUncancelled { work in
      try ProposalTable.fail(refusal.detail, lead: target.lead, step: target.step, kind: kind, in: work)
    }
  }
}
