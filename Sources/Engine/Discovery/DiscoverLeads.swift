import Outreach
import Store

/// Runs one search, page by page; each page is one transaction together with where the next one begins.
public struct DiscoverLeads: Job {
  public static let kind = "discover"
  public static let title = "Find businesses"
  public static let attempts = 4
  let run: DiscoveryRun.ID
  let source: String

  public var lane: String { "api/\(source)" }
  public var once: String? { Self.once(run) }

  static func once(_ run: DiscoveryRun.ID) -> String { "discover/\(run)" }
}

extension Discovery {
  /// How a search's job is done.
  public var handler: JobHandler { .on(DiscoverLeads.self) { job, progress in try await carryOn(job.run, progress) } }

  /// Runs a search in this process, for the command line; its job finds nothing left to do.
  public func runHere(_ id: DiscoveryRun.ID) async throws { try await carryOn(id, nil) }

  private func carryOn(_ id: DiscoveryRun.ID, _ progress: JobProgress?) async throws {
    while true {
      let run = try await base.read { work in try DiscoveryTable.get(id, in: work) }
      guard run.state == .running else { return }
      do {
        try await ask(run, progress)
        if try await end(id) { return }
      } catch let fault as Fault {
        if try await !goOn(id, after: fault) { throw fault }
      }
    }
  }

  /// Asks one source to its end.
  private func ask(_ run: DiscoveryRun, _ progress: JobProgress?) async throws {
    let search = try Self.search(run.source, in: searches)
    if let obstacle = try await obstacle(to: run.source) { throw obstacle }
    do {
      try await askAll(search, run.area == nil && run.source != SamplePlaces.id ? try await locate(run) : run, progress)
      await search.finish()
    } catch {
      await search.finish()
      throw error
    }
  }

  private func askAll(_ search: any PlaceSearch, _ begun: DiscoveryRun, _ progress: JobProgress?) async throws {
    var run = begun
    if run.cursor == nil { try requireAffordable(search.mostCostMicros(query(run)), search.info) }
    while run.state == .running, run.found < run.maximum {
      let page = try await search.page(query(run), after: run.cursor)
      try Task.checkCancellation()
      run = try await take(page, search.info, run, progress)
      if page.next == nil { return }
      if run.costMicros > costLimit, page.costMicros > 0 {
        try await note(run.id, "Your limit of \(Self.dollars(costLimit)) for one search was reached.")
        return
      }
    }
  }

  private func query(_ run: DiscoveryRun) -> PlaceQuery {
    PlaceQuery(
      words: run.words, area: run.area, language: run.language, place: run.location, limit: max(1, run.maximum - run.found))
  }

  /// After a source's end: the search is done, unless it found nothing and another source is planned. Returns whether it is done.
  private func end(_ id: DiscoveryRun.ID) async throws -> Bool {
    try await base.write { work in
      let run = try DiscoveryTable.get(id, in: work)
      guard run.state == .running else { return true }
      if run.found == 0, run.skipped == 0, !run.plan.isEmpty {
        try moveOn(run, "\(name(run.source)) knows none of these.", in: work)
        return false
      }
      try DiscoveryTable.move(id, .complete, in: work)
      return true
    }
  }

  /// After a source's fault. Returns whether the next planned source takes over; a search without one fails where trying again can't help.
  private func goOn(_ id: DiscoveryRun.ID, after fault: Fault) async throws -> Bool {
    if Task.isCancelled { return false }
    let isFinal = [.badInput, .notConfigured, .refused, .notFound, .unsupported].contains(fault.code)
    return try await base.write { work in
      let run = try DiscoveryTable.get(id, in: work)
      guard run.state == .running else { return false }
      let info = searches.first { $0.info.id == run.source }?.info
      if fault.code == .refused, let info, info.restHours > 0, try SourceTable.rest(of: info.id, in: work) == nil {
        try SourceTable.rest(info.id, seconds: info.restHours * 3600, reason: fault.detail, in: work)
      }
      if !run.plan.isEmpty, fault.code != .badInput {
        try moveOn(run, "\(name(run.source)): \(fault.detail)", in: work)
        return true
      }
      if isFinal { try DiscoveryTable.move(id, .fail, error: fault.detail, in: work) }
      return false
    }
  }

  private func moveOn(_ old: DiscoveryRun, _ why: String, in work: Work) throws {
    var run = old
    run.notes.append(why)
    run.source = run.plan.removeFirst()
    (run.cursor, run.progress) = (nil, nil)
    try DiscoveryTable.save(run, in: work)
    try AuditTable.append(
      "next_source", "discovery", run.id.rawValue, before: ["source": old.source], after: ["source": run.source], in: work)
  }

  private func note(_ id: DiscoveryRun.ID, _ text: String) async throws {
    try await base.write { work in
      var run = try DiscoveryTable.get(id, in: work)
      run.notes.append(text)
      try DiscoveryTable.save(run, in: work)
    }
  }

  private func name(_ source: String) -> String { searches.first { $0.info.id == source }?.info.name ?? source }

  private func locate(_ run: DiscoveryRun) async throws -> DiscoveryRun {
    guard let place = try await places(named: run.location, language: run.language).first else {
      throw Fault(.badInput, "No place of the name “\(run.location)” was found. Check the spelling, or give coordinates.")
    }
    var run = run
    run.area = .box(place.box)
    let located = run
    try await base.write { work in try DiscoveryTable.save(located, in: work) }
    return run
  }

  private func take(_ page: PlacePage, _ info: ConnectorInfo, _ run: DiscoveryRun, _ progress: JobProgress?) async throws
    -> DiscoveryRun
  {
    try await base.write { work in
      var run = try DiscoveryTable.get(run.id, in: work)
      guard run.state == .running else { throw CancellationError() }
      for place in page.places where run.found < run.maximum { try Self.take(place, info, &run, in: work) }
      (run.cursor, run.progress) = (page.next, page.progress)
      run.costMicros += page.costMicros
      try DiscoveryTable.save(run, in: work)
      if let progress, try !JobTable.progress(progress.id, done: run.found, total: nil, in: work) { throw CancellationError() }
      return run
    }
  }

  private static func take(_ place: FoundPlace, _ info: ConnectorInfo, _ run: inout DiscoveryRun, in work: Work) throws {
    let taken: LeadIntake.Taken
    do { taken = try LeadIntake(source: info.id).take(place.fields) } catch { return }
    let origin = LeadOrigin(source: info.id, url: place.url, label: info.name, keepDays: place.keepDays)
    guard let outcome = try LeadWriter.record(taken, origin, in: work) else {
      run.skipped += 1
      return
    }
    if run.newOnly, !outcome.isNew {
      run.skipped += 1
      return
    }
    guard try DiscoveryTable.note(outcome.lead, isNew: outcome.isNew, of: run.id, in: work) else { return }
    run.found += 1
    switch (outcome.isNew, outcome.isChanged) {
    case (true, _):
      run.imported += 1
      let job = run.enriches ? try EnrichLead.add(outcome.lead, taken.details, in: work) : nil
      if job == nil { try LeadTable.move(outcome.lead, .submit, in: work) }
    case (false, true): run.updated += 1
    case (false, false): run.skipped += 1
    }
  }
}
