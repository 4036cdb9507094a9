import Engine
import JSONText
import Net
import Outreach
import Store

/// Drafting by a service: what it is told, what it wrote and on what that rests, and what it used up.
enum ProposalRoutes {
  /// Every route of it.
  static func all(_ services: Services) -> [Route] { service(services) + texts(services) }

  private static func service(_ services: Services) -> [Route] {
    [
      .get("/api/writer", "How the service that drafts stands: consent, limits, use and errors") { _ in
        .json(json(try await proposals(services).standing()))
      },
      .post("/api/writer/accept", "Agree to what is sent to it, word for word") { request in
        try await proposals(services).accept(terms: try RequestBody(request).needText("terms"), as: request.acting)
        return HTTPResponse(status: 204)
      },
      .post("/api/writer/withdraw", "Take that back; nothing more is sent") { request in
        try await proposals(services).withdraw(as: request.acting)
        return HTTPResponse(status: 204)
      },
      .get("/api/writer/models", "The models to choose from; tries the key as well") { _ in
        .json(.members(["data": .array(try await proposals(services).models().map(json))]))
      },
    ]
  }

  private static func texts(_ services: Services) -> [Route] {
    [
      .get("/api/messages/{id}/proposals", "Texts that were drafted for a mail, each sentence with its evidence") { request in
        let shown = try await proposals(services).of(try request.id(Message.self))
        return .json(.members(["data": .array(shown.map(json))]))
      },
      .get("/api/messages/{id}/proposals/look", "Exactly what would be sent for a mail; nothing is", query: ["kind"]) { request in
        let kind = try request.queryChoice("kind", WriterAsk.Kind.self) ?? .mail
        return .json(json(try await proposals(services).look(try request.id(Message.self), kind: kind)))
      },
      .post("/api/jobs/propose", "Draft texts for mails that wait for approval; what is written already costs nothing more") {
        request in
        let body = try RequestBody(request)
        let (job, count) = try await proposals(services).ask(
          (try body.texts("message_ids") ?? []).map(Message.ID.init(rawValue:)),
          kind: try body.choice("kind", WriterAsk.Kind.self) ?? .mail, again: try body.bool("again") ?? false,
          seen: try body.text("seen"), as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(job.rawValue), "count": .number(count)]), status: 202)
      },
      .post("/api/messages/{id}/proposals/{proposal}/take", "Put a drafted text into a mail, as if it was typed") { request in
        let message = try await proposals(services).take(
          try request.id(Proposal.self, "proposal"), into: try request.id(Message.self),
          version: try RequestBody(request).needInt("version"), as: request.acting)
        return .json(
          try await services.base.read { work in
            .members(["message": try MessageShape.json(message, services: services, in: work)])
          })
      },
    ]
  }

  static func proposals(_ services: Services) throws(Fault) -> Proposals {
    guard let proposals = services.proposals else { throw Fault(.unsupported, "There is no service that drafts.") }
    return proposals
  }

  private static func json(_ standing: Proposals.Standing) -> JSON {
    let info = standing.info
    return .members([
      "id": .string(info.id), "name": .string(info.name), "summary": .string(info.summary), "terms": .string(info.terms),
      "terms_url": .string(info.termsURL), "cost": .string(info.cost), "quota": .string(info.quota),
      "settings": .texts(info.settings),
      "has_key": .bool(standing.hasKey), "model": .text(standing.model), "accepted_at": .time(standing.acceptedAt),
      "problem": .text(standing.problem?.detail), "day": json(standing.day), "month": json(standing.month),
      "limits": .members([
        "requests_day": .int(Int64(standing.limits.perDay)), "requests_month": .int(Int64(standing.limits.perMonth)),
        "cost_month": dollars(standing.limits.costMicros),
      ]),
      "failures": .array(
        standing.failures.map {
          .members(["at": .time($0.at), "model": .string($0.model), "reason": .text($0.outcome), "detail": .text($0.detail)])
        }),
    ])
  }

  private static func json(_ sum: WriterUseTable.Sum) -> JSON {
    .members([
      "requests": .int(Int64(sum.requests)), "written": .int(Int64(sum.written)), "input_tokens": .int(Int64(sum.tokens.input)),
      "output_tokens": .int(Int64(sum.tokens.output)), "most_cost": dollars(sum.costMicros),
    ])
  }

  static func dollars(_ micros: Int) -> JSON { .double(Double(micros) / 1e6) }

  private static func json(_ model: WriterModel) -> JSON {
    .members([
      "id": .string(model.id), "name": .string(model.name), "input_limit": .number(model.inputLimit),
      "output_limit": .number(model.outputLimit),
    ])
  }

  static func json(_ look: Proposals.Look) -> JSON {
    .members([
      "url": .string(look.request.url), "body": .string(String(decoding: look.request.body, as: UTF8.self)),
      "hash": .string(look.hash),
      "most_cost": dollars(look.mostMicros), "told": .texts(look.told), "untold": .texts(look.untold),
      "evidence": .array(look.evidence.map(json)),
    ])
  }

  private static func json(_ shown: Proposals.Shown) -> JSON {
    let (proposal, content) = (shown.proposal, shown.proposal.content)
    let sentences = zip(content?.sentences ?? [], shown.inMail).map { json($0, inMail: $1) }
    return .members([
      "id": .string(proposal.id.rawValue), "kind": .string(proposal.kind.rawValue), "asked_at": .time(proposal.askedAt),
      "written_at": .time(proposal.writtenAt), "model": .text(content?.model), "is_waiting": .bool(shown.isWaiting),
      "is_old": .bool(shown.isOld), "accepted_at": .time(proposal.acceptedAt), "fills_template": .bool(shown.fillsTemplate),
      "flattens_html": .bool(shown.flattensHTML),
      "problem": .text(proposal.problem),
      "subject": content?.subject.map { json($0, inMail: false) } ?? .null, "sentences": .array(sentences),
      "text": .text(content?.paragraphs.joined(separator: "\n\n")), "evidence": .array((content?.evidence ?? []).map(json)),
    ])
  }

  static func json(_ sentence: ProposedSentence, inMail: Bool) -> JSON {
    .members([
      "text": .string(sentence.text), "evidence": .texts(sentence.evidence), "new_paragraph": .bool(sentence.startsParagraph),
      "flags": .array(sentence.flags.map { .members(["code": .string($0.code), "text": .string($0.text)]) }),
      "dropped": .bool(sentence.isDropped), "in_mail": .bool(inMail),
    ])
  }

  static func json(_ evidence: ProposalEvidence) -> JSON {
    .members([
      "id": .string(evidence.id), "kind": .string(evidence.kind.rawValue), "title": .string(evidence.title),
      "excerpt": .string(evidence.excerpt), "url": .text(evidence.url), "hash": .string(evidence.hash), "at": .time(evidence.at),
    ])
  }
}
