import Engine
import JSONText
import Net
import Outreach
import Store

/// What the person sees and decides after the base went back in time.
enum RestoreGuardRoutes {
  /// Held leads that are listed one by one.
  private static let mostListed = 200

  /// Every route of the guard.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/restore-guard", "Where things stand after the data went back in time") { _ in
        .json(try await services.base.read { work in try json(in: work) })
      },
      .post("/api/restore-guard/check", "Compare the mailbox again") { request in
        try await SystemRoutes.enqueue(ReconcileMailbox(again: true), request, services)
        return HTTPResponse(status: 202)
      },
      .post("/api/restore-guard/held/{id}", "Say of one held lead whether its mail had gone out") { request in
        let wasWritten = try RequestBody(request).needBool("written")
        try await guardian(services).decide(try request.id(Enrollment.self), wasWritten: wasWritten, as: request.acting)
        return .json(try await services.base.read { work in try json(in: work) })
      },
      .post("/api/restore-guard/end", "Let sending go on after a restore") { request in
        let body = try RequestBody(request)
        try await guardian(services).end(
          heldWereWritten: try body.needBool("held_were_written"), otherStopped: try body.bool("other_stopped") ?? false,
          as: request.acting)
        await services.scheduler.wake()
        return .json(try await services.base.read { work in try json(in: work) })
      },
    ]
  }

  private static func guardian(_ services: Services) -> RestoreGuard { RestoreGuard(base: services.base) }

  private static func json(in work: Work) throws -> JSON {
    let held = try GuardHoldTable.list(limit: mostListed, in: work)
    return .members([
      "guard": try RestoreGuard.state(in: work).map(json) ?? .null, "held_count": .number(try GuardHoldTable.count(in: work)),
      "held": .array(try held.map { try json($0, in: work) }),
    ])
  }

  private static func json(_ state: RestoreGuard.State) -> JSON {
    .members([
      "cause": .string(state.cause.rawValue), "since": .time(Timestamp(rawValue: state.since)),
      "noticed_at": .time(Timestamp(rawValue: state.noticedAt)), "proof": .string(state.proof.rawValue),
      "checked_at": .time(state.checkedAt.map(Timestamp.init(rawValue:))), "found": .number(state.found),
      "lost_mailboxes": .number(state.lostMailboxes ?? 0),
    ])
  }

  private static func json(_ enrollment: Enrollment, in work: Work) throws -> JSON {
    .members([
      "id": .string(enrollment.id.rawValue), "lead_id": .string(enrollment.leadID.rawValue),
      "lead_name": .string(try LeadTable.find(enrollment.leadID, in: work)?.details.businessName ?? ""),
      "campaign_name": .string(try CampaignTable.get(enrollment.campaignID, in: work).name),
    ])
  }
}
