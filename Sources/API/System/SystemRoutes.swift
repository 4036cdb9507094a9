import Engine
import JSONText
import Net
import Outreach
import Store

/// Status, jobs, logs, backups, the trail, and ending the program.
enum SystemRoutes {
  /// Every route of the system.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/system/status", "How everything stands, for scripts and the pill at the top") { _ in
        .json(.members(["data": try await status(services)]))
      },
      .get("/api/today", "What needs the person now") { _ in .json(try await today(services)) },
      .post("/api/sending/pause", "Stop all sending") { request in
        try await services.sending.pause(as: request.acting)
        return .json(sending(try await services.status.overview().sending))
      },
      .post("/api/sending/resume", "Let sending go on") { request in
        // After a restore only the person's decision there lets sending go on.
        if try await services.base.read({ work in try RestoreGuard.state(in: work) }) == nil {
          try await services.sending.thaw(as: request.acting)
        }
        try await services.sending.resume(as: request.acting)
        await services.scheduler.wake()
        return .json(sending(try await services.status.overview().sending))
      },
      .get(
        "/api/system/health",
        "The program's health; with domain=1 also that of your domain, with network=1 whether servers are reached",
        query: ["domain", "network"]
      ) { request in
        async let reach = request.queryValue("network") == "1" ? services.reach() : []
        async let domain = request.queryValue("domain") == "1" ? services.preflight() : []
        return .json(HealthCheck.json(await services.health() + reach + domain))
      },
      .post("/api/preflight", "Whether receivers can tell that your mail is yours: SPF, DKIM, DMARC, MX, reverse DNS") { _ in
        .json(HealthCheck.json(await services.preflight()))
      },
      .get("/api/logs", "The last lines of a log", query: ["subject", "limit"]) { try logs($0, services) },
    ] + jobs(services) + HazardRoutes.all(services)
  }

  /// Adds a job and looks for it at once.
  @discardableResult
  static func enqueue(_ job: some Job, _ request: HTTPRequest, _ services: Services) async throws -> StoredJob.ID {
    try await services.scheduler.add(job, as: request.acting)
  }

  /// Has every mailbox look for what is due. Returns the first one's job.
  @discardableResult
  static func send(_ request: HTTPRequest, _ services: Services) async throws -> StoredJob.ID {
    try await services.scheduler.add(all: SendDue.all(services.settings.policy), as: request.acting)
  }

  private static func jobs(_ services: Services) -> [Route] {
    [
      .get("/api/jobs", "The newest jobs", query: ["state", "limit"]) { request in
        let (state, limit) = (try request.queryChoice("state", JobState.self), try request.limit(100))
        let jobs = try await services.base.read { work in try JobTable.list(state: state, limit: limit, in: work) }
        return .json(.members(["data": .array(jobs.map { json($0, services) }), "next_cursor": nil]))
      },
      .get("/api/jobs/{id}/status", "A job") { request in
        let id = try request.id(StoredJob.self)
        let (job, result) = try await services.base.read { work in (try JobTable.find(id, in: work), try JobResult.of(id, in: work))
        }
        guard let job else { throw Fault(.notFound, "There is no such job.") }
        guard case .object(let members) = json(job, services) else { return .json(.null) }
        return .json(.object(members + [JSON.Member(name: "result", value: result.map(json) ?? .null)]))
      },
      .post("/api/jobs/{id}/cancel", "Cancel a job") { try await move($0, .cancel, services) },
      .post("/api/jobs/{id}/retry", "Run a job that failed once more") { try await move($0, .retry, services) },
      .post("/api/jobs/compose", "Put approved leads into a campaign and write their mails") { try await compose($0, services) },
      .post("/api/jobs/send", "One pass of the send queue") { request in
        .json(.members(["job_id": .string(try await send(request, services).rawValue)]), status: 202)
      },
      .post("/api/jobs/check_inbox", "Read the mailbox now") { request in
        let jobs = CheckInbox.all(services.settings.policy)
        let id = try await services.scheduler.add(all: jobs, as: request.acting)
        return .json(.members(["job_id": .string(id.rawValue)]), status: 202)
      },
      .get("/api/recurring", "What comes again and again") { _ in
        let all = try await services.scheduler.recurringStatus()
        return .json(
          .members([
            "data": .array(
              all.map { job, entry in
                .members([
                  "id": .string(job.id), "title": .string(job.title), "every_seconds": .int(Int64(job.everySeconds())),
                  "last_at": .time(entry?.lastAt),
                  "next_at": .time(entry?.nextAt), "last_error": .text(entry?.lastError),
                ])
              }), "next_cursor": nil,
          ]))
      },
      .post("/api/recurring/{id}/run", "Run a recurring job now") { request in
        let id = try await services.scheduler.runNow(request.parameters["id"] ?? "")
        return .json(.members(["job_id": .string(id.rawValue)]), status: 202)
      },
    ]
  }

  private static func accepted(_ job: some Job, _ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try await enqueue(job, request, services)
    return .json(.members(["job_id": .string(id.rawValue)]), status: 202)
  }

  private static func compose(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let campaign = try await CampaignRoutes.campaign(named: try body.text("campaign_id"), services)
    let leads = try body.texts("lead_ids")?.map(Lead.ID.init(rawValue:))
    return try await accepted(ComposeMails(campaign: campaign, leads: leads), request, services)
  }

  private static func move(_ request: HTTPRequest, _ event: JobState.Event, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(StoredJob.self)
    return .json(json(try await services.scheduler.move(id, event, as: request.acting), services))
  }

  private static func json(_ job: StoredJob, _ services: Services) -> JSON {
    .members([
      "id": .string(job.id.rawValue), "kind": .string(job.kind), "title": .string(services.scheduler.title(of: job.kind)),
      "state": .string(job.state.rawValue),
      "progress": job.done.map { .members(["done": .int(Int64($0)), "total": .number(job.total)]) } ?? .null,
      "error": .text(job.error),
      "created_at": .time(job.createdAt), "started_at": .time(job.startedAt), "finished_at": .time(job.finishedAt),
      "attempts": .int(Int64(job.attempts)), "not_before": .time(job.notBefore), "lane": .string(job.lane),
    ])
  }

  private static func json(_ result: JobResult) -> JSON {
    .members([
      "done": .int(Int64(result.done)), "skipped_count": .int(Int64(result.skippedCount)),
      "skipped": .array(result.skipped.map { .members(["id": .string($0.id), "detail": .string($0.detail)]) }),
    ])
  }

  private static func sending(_ state: Status.SendingState) -> JSON {
    .members(["state": .string(state.state), "detail": .string(state.detail), "next_at": .time(state.nextAt)])
  }

  private static func needs(_ needs: Status.Needs) -> JSON {
    .members([
      "review": .number(needs.review), "approve": .number(needs.approve), "answer": .number(needs.answer),
      "unsure": .number(needs.unsure),
      "failed": .number(needs.failed), "possible": .number(needs.possible),
    ])
  }

  private static func json(_ figures: Status.EmailStatistics) -> JSON {
    .members([
      "sent_today": .number(figures.sentToday), "limit_day": .number(figures.limitDay), "sent_hour": .number(figures.sentHour),
      "limit_hour": .number(figures.limitHour), "sent_total": .number(figures.sentTotal), "queued": .number(figures.queued),
      "replied": .number(figures.replied), "bounced": .number(figures.bounced), "failed": .number(figures.failed),
      "unsure": .number(figures.unsure),
    ])
  }

  private static func status(_ services: Services) async throws -> JSON {
    let (overview, use) = (try await services.status.overview(), services.apiUse())
    return .members([
      "version": .string(services.version), "mode": .string(services.settings.policy.mode.rawValue),
      "started_at": .time(services.startedAt),
      "scheduler_running": .bool(services.scheduler.isRunning), "sending": sending(overview.sending),
      "needs": needs(overview.needs),
      "email_statistics": json(overview.statistics),
      "limits": .array(
        overview.limits.map {
          .members([
            "name": .string($0.name), "used": .number($0.used), "limit": .number($0.limit), "resets_at": .time($0.resetsAt),
          ])
        }
          + (use.limit.map { [.members(["name": "api", "used": .number(use.used), "limit": .number($0), "resets_at": nil])] } ?? [])
      ),
      "error_rates": .members([
        "email_24h": .double(overview.attempts24h == 0 ? 0 : Double(overview.failures24h) / Double(overview.attempts24h)),
        "api_24h": .double(use.figures.share(use.figures.failed)),
        "api_refused_24h": .double(use.figures.share(use.figures.refused)),
      ]),
      "mailboxes": .array(overview.mailboxes.map(MailboxRoutes.figures)),
      "jobs": .map(overview.jobs.mapValues { .int(Int64($0)) }),
    ])
  }

  private static func today(_ services: Services) async throws -> JSON {
    let overview = try await services.status.overview()
    let days = try await services.status.days()
    let setAside = try await Hazards(base: services.base).list()
    let unsaved = try await services.backups.trouble()
    let (next, states, trail) = try await services.base.read { work in
      (
        try MessageList.next(in: work).map { message in
          let lead = try LeadTable.find(message.leadID, in: work)?.details.businessName ?? ""
          return JSON.members([
            "id": .string(message.id.rawValue), "lead_name": .string(lead),
            "at": .time(overview.sending.nextAt ?? message.notBefore),
          ])
        }, try LeadList.counts(in: work).states,
        try AuditTable.page(before: nil, limit: 60, in: work).filter { Activity.isShown($0) }.prefix(12).map {
          Activity.json($0, about: try LeadTable.name(behind: $0.entity, $0.entityID, in: work))
        }
      )
    }
    let funnel = ["pending_review", "approved", "ready_for_outreach", "contacted", "replied"]
    return .members([
      "needs": needs(overview.needs), "email_statistics": json(overview.statistics), "sending": sending(overview.sending),
      "next_message": next ?? .null,
      "days": .array(days.map { .members(["date": .string($0.date), "sent": .number($0.sent), "replied": .number($0.replied)]) }),
      "funnel": .array(funnel.map { .members(["state": .string($0), "count": .number(states[$0] ?? 0)]) }),
      "activity": .array(trail),
      "mailboxes": .array(overview.mailboxes.map(MailboxRoutes.figures)),
      "warnings": .array(warnings(overview, setAside, unsaved, services)),
    ])
  }

  private static func warnings(
    _ overview: Status.Overview, _ setAside: [Hazards.Entry], _ unsaved: String?, _ services: Services
  ) -> [JSON] {
    var found: [JSON] = []
    func warn(_ code: String, _ text: String, _ action: String) {
      found.append(.members(["code": .string(code), "text": .string(text), "action": .string(action)]))
    }
    if overview.needs.unsure > 0 {
      warn(
        "unsure", "It is not known whether \(overview.needs.unsure == 1 ? "one mail" : "\(overview.needs.unsure) mails") went out.",
        "/outbox?state=unsure")
    }
    let failed = overview.needs.failed
    if failed > 0 { warn("failed", "\(failed == 1 ? "One mail" : "\(failed) mails") could not be sent.", "/outbox?state=failed") }
    if services.settings.policy.mode != .practice, services.settings.policy.imap == nil {
      warn("imap", "Replies are not noticed: reading the mailbox is not set up.", "/settings/imap")
    }
    if let unsaved { warn("backup", "Backing up failed. \(unsaved)", "/system/backups") }
    if let first = setAside.first {
      let more = setAside.count > 1 ? ", and \(setAside.count - 1) more" : ""
      warn("set_aside", "The program ended while it read this, so it is skipped: \(first.title)\(more).", "/system")
    }
    for problem in services.settings.values.problems where problem.weight == .error {
      let group = SettingsCatalogue.setting(problem.setting)?.group.rawValue
      warn("setting", "\(SettingWords.title(of: problem.setting)): \(problem.detail)", "/settings/\(group ?? "")")
    }
    return found
  }

  private static func logs(_ request: HTTPRequest, _ services: Services) throws -> HTTPResponse {
    let subject = try request.queryChoice("subject", LogEvent.Subject.self) ?? .application
    let lines = services.logLines(subject, try request.limit(200))
    return .json(
      .members([
        "subjects": .texts(LogEvent.Subject.allCases.map(\.rawValue)), "lines": .array(lines.compactMap(LogLineShape.json)),
      ]))
  }
}
