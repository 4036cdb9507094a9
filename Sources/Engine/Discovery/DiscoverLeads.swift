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
    do {
      var run = try await base.read { work in try DiscoveryTable.get(id, in: work) }
      guard run.state == .running else { return }
      let search = try Self.search(run.source, in: searches)
      if run.area == nil { run = try await locate(run) }
      while run.state == .running, run.found < run.maximum {
        let query = PlaceQuery(words: run.words, area: run.area, language: run.language)
        let page = try await search.page(query, after: run.cursor)
        try Task.checkCancellation()
        run = try await take(page, search.info, run, progress)
        if page.next == nil { break }
      }
      try await base.write { work in
        if try DiscoveryTable.get(id, in: work).state == .running { try DiscoveryTable.move(id, .complete, in: work) }
      }
    } catch let fault as Fault where [.badInput, .notConfigured, .refused, .notFound].contains(fault.code) {
      // Trying again can't help: the search itself says why it ended.
      try await base.write { work in
        if try DiscoveryTable.get(id, in: work).state == .running {
          try DiscoveryTable.move(id, .fail, error: fault.detail, in: work)
        }
      }
      throw fault
    }
  }

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
    let origin = LeadOrigin(source: info.id, url: place.url, label: info.name)
    guard let outcome = try FoundLead.record(taken, origin, in: work) else {
      run.skipped += 1
      return
    }
    if outcome.isChanged { try Scoring.score(outcome.lead, in: work) }
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
