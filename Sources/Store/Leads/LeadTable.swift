import Glibc
import Outreach
import SQLite
import Text

/// The `lead` table: one row a business, personal fields sealed with the lead's own key.
public enum LeadTable {
  /// Adds a lead and what it is found by.
  public static func insert(_ lead: Lead, in work: Work) throws {
    let (key, wrapped) = try work.vault.newLeadKey(for: lead.id)
    let columns = try LeadColumns(lead, key: key, vault: work.vault)
    try work.tx.run(
      """
      INSERT INTO lead (id, key_sealed, discovered_at, state, review_status, \(LeadColumns.names.joined(separator: ", ")))
      VALUES ($1, $2, $3, $4, $5, \(LeadColumns.placeholders(from: 6)))
      """,
      [lead.id.rawValue, wrapped, lead.discoveredAt.rawValue, lead.state.rawValue, lead.reviewStatus.rawValue] + columns.values)
    work.remember(key, of: lead.id)
    let number = try work.tx.int("SELECT number FROM lead WHERE id = $1", [lead.id.rawValue]) ?? 0
    try LeadSearch.add(lead, number: number, in: work)
    try replaceTags(of: lead, in: work)
    work.changed("lead", lead.id.rawValue)
  }

  /// Writes all fields but state and review status of a lead that was read at `lead.version`, which rises by one.
  /// - Returns: false when another write was first.
  public static func update(_ lead: Lead, was old: Lead, in work: Work) throws -> Bool {
    let key = try work.key(of: lead.id)
    var next = lead
    next.version = old.version + 1
    next.updatedAt = work.now
    let columns = try LeadColumns(next, key: key, vault: work.vault)
    let assignments = LeadColumns.names.enumerated().map { "\($0.element) = $\($0.offset + 3)" }.joined(separator: ", ")
    let changed = try work.tx.run(
      "UPDATE lead SET \(assignments) WHERE id = $1 AND version = $2", [lead.id.rawValue, old.version] + columns.values)
    guard changed == 1 else { return false }
    let number = try work.tx.int("SELECT number FROM lead WHERE id = $1", [lead.id.rawValue]) ?? 0
    try LeadSearch.replace(old, with: next, number: number, in: work)
    try replaceTags(of: next, in: work)
    work.changed("lead", lead.id.rawValue)
    return true
  }

  /// Moves a lead by an event, with audit row and timeline, and only if it still is where it was read.
  /// - Throws: `.notFound`, or `.illegalState` where the event is not possible now.
  @discardableResult
  public static func move(_ id: Lead.ID, _ event: LeadState.Event, review: ReviewStatus? = nil, in work: Work) throws -> LeadState {
    guard let state = try state(of: id, in: work) else { throw Fault(.notFound, "There is no such lead.") }
    let next = try state.after(event)
    let changed = try work.tx.run(
      "UPDATE lead SET state = $1, review_status = COALESCE($2, review_status), version = version + 1, updated_at = $3 WHERE id = $4 AND state = $5",
      [next.rawValue, review?.rawValue, work.now.rawValue, id.rawValue, state.rawValue])
    guard changed == 1 else { throw Fault(.conflict, "The lead changed meanwhile; load it again.") }
    try AuditTable.append(
      event.rawValue, "lead", id.rawValue, before: ["state": state.rawValue], after: ["state": next.rawValue], lead: id, in: work)
    try LeadEventTable.add(event.rawValue, to: id, in: work)
    work.changed("lead", id.rawValue)
    return next
  }

  /// A lead's state; nil where there is no such lead.
  public static func state(of id: Lead.ID, in work: Work) throws -> LeadState? {
    try work.tx.text("SELECT state FROM lead WHERE id = $1", [id.rawValue]).flatMap(LeadState.init(rawValue:))
  }

  /// One lead; nil where there is none.
  public static func find(_ id: Lead.ID, in work: Work) throws -> Lead? {
    try work.tx.row("SELECT * FROM lead WHERE id = $1", [id.rawValue]) { try lead($0, in: work) }
  }

  /// One lead. - Throws: `.notFound`.
  public static func get(_ id: Lead.ID, in work: Work) throws -> Lead {
    guard let lead = try find(id, in: work) else { throw Fault(.notFound, "There is no such lead.") }
    return lead
  }

  /// The ids of all leads, page by page, with the row numbers to go on from.
  public static func ids(after number: Int, limit: Int, in work: Work) throws -> [(number: Int, id: Lead.ID)] {
    try work.tx.rows("SELECT number, id FROM lead WHERE number > $1 ORDER BY number LIMIT $2", [number, limit]) {
      (try $0.int("number"), Lead.ID(rawValue: try $0.text("id")))
    }
  }

  /// Leads that nobody touched since a moment and that nothing waits for: scores that change by themselves are no touch.
  public static func forgotten(since moment: Timestamp, limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      """
      SELECT id FROM lead WHERE state IN ('discovered','analyzed','pending_review','approved','ready_for_outreach','failed')
        AND discovered_at < $1
        AND NOT EXISTS (SELECT 1 FROM lead_event e WHERE e.lead_id = lead.id AND e.at >= $1 AND e.kind <> 'scored')
        AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.lead_id = lead.id AND e.archived = 0 AND e.state IN ('active','held'))
        AND NOT EXISTS (SELECT 1 FROM message m WHERE m.lead_id = lead.id AND m.archived = 0
          AND m.state IN ('composed','approved','queued','sending','unsure','saved_as_draft'))
      LIMIT $2
      """, [moment.rawValue, limit]
    ) { Lead.ID(rawValue: try $0.text("id")) }
  }

  /// Leads that are being looked at although no job does it any more: the program ended too often while it ran.
  public static func abandoned(limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      """
      SELECT id FROM lead WHERE state = 'analyzing' AND NOT EXISTS (
        SELECT 1 FROM job WHERE job.once_key = 'enrich/' || lead.id AND job.state IN ('pending','running')) LIMIT $1
      """, [limit]
    ) { Lead.ID(rawValue: try $0.text("id")) }
  }

  /// The lead with this address; the oldest where there are several.
  public static func find(email: String, in work: Work) throws -> Lead? {
    try work.tx.row("SELECT * FROM lead WHERE email_hash = $1 ORDER BY number LIMIT 1", [work.vault.hash(email, "email")]) {
      try lead($0, in: work)
    }
  }

  /// Every lead of a company, the oldest first.
  public static func find(domain: String, limit: Int, in work: Work) throws -> [Lead] {
    try work.tx.rows("SELECT * FROM lead WHERE domain = $1 ORDER BY number LIMIT $2", [domain, limit]) { try lead($0, in: work) }
  }

  /// The newest lead of a company that mail left to, or may have left to; nil where none did.
  /// - Parameter practice: whether practice mail counts, or all other.
  public static func writtenTo(domain: String, practice: Bool, in work: Work) throws -> Lead.ID? {
    try work.tx.text(
      """
      SELECT id FROM lead WHERE domain = $1 AND EXISTS (SELECT 1 FROM message m WHERE m.lead_id = lead.id
        AND (m.mode = 'practice') = $2 AND m.archived = 0 AND m.state NOT IN ('composed','approved','queued','failed','cancelled'))
      ORDER BY number DESC LIMIT 1
      """, [domain, practice]
    ).map(Lead.ID.init(rawValue:))
  }

  /// The leads that may be the same business: same address, same place link, or same name at the same place.
  public static func twins(of details: LeadDetails, in work: Work) throws -> [Lead] {
    var found: [Lead] = []
    func take(_ sql: String, _ value: (any SQLiteBindable)?) throws {
      guard let value else { return }
      for twin in try work.tx.rows(
        "SELECT * FROM lead WHERE \(sql) = $1 ORDER BY number LIMIT 20", [value], { try lead($0, in: work) })
      where !found.contains(where: { $0.id == twin.id }) { found.append(twin) }
    }
    try take("email_hash", details.email.map { try work.vault.hash($0, "email") })
    try take("maps_url", details.mapsURL)
    try take("place_key", details.placeKey)
    if details.isSiteOnly { try take("domain", details.domain) }
    return found
  }

  /// The leads that a map's word for a business may be about: besides `twins`, the same telephone, and the same name on the map.
  public static func neighbours(of details: LeadDetails, in work: Work) throws -> [Lead] {
    var found = try twins(of: details, in: work)
    func take(_ sql: String, _ value: (any SQLiteBindable)?) throws {
      guard let value else { return }
      for near in try work.tx.rows(
        "SELECT * FROM lead WHERE \(sql) = $1 ORDER BY number LIMIT 20", [value], { try lead($0, in: work) })
      where !found.contains(where: { $0.id == near.id }) { found.append(near) }
    }
    try take("phone_hash", details.phone.map { try work.vault.hash($0, "phone") })
    guard let latitude = details.latitude, let longitude = details.longitude else { return found }
    try take("latitude IS NOT NULL AND business_name", details.businessName)
    // Whatever its name is written like: what stands within some 200 m.
    let (up, over) = (0.002, min(1, 0.002 / max(0.01, cos(latitude * .pi / 180))))
    for near in try work.tx.rows(
      "SELECT * FROM lead WHERE latitude BETWEEN $1 AND $2 AND longitude BETWEEN $3 AND $4 ORDER BY number LIMIT 50",
      [latitude - up, latitude + up, longitude - over, longitude + over], { try lead($0, in: work) })
    where !found.contains(where: { $0.id == near.id }) { found.append(near) }
    return found
  }

  /// The name of another lead that has a place link; nil where none has.
  public static func owner(ofPlace url: String, otherThan id: Lead.ID, in work: Work) throws -> String? {
    try work.tx.text("SELECT business_name FROM lead WHERE maps_url = $1 AND id <> $2", [url, id.rawValue])
  }

  /// What a person calls the thing behind a lead, message, reply, enrollment, task, campaign or template; nil for anything else.
  public static func name(behind entity: String, _ id: String?, in work: Work) throws -> String? {
    switch entity {
    case "lead": try work.tx.text("SELECT business_name FROM lead WHERE id = $1", [id])
    case "message", "reply", "enrollment", "task":
      try work.tx.text("SELECT business_name FROM lead WHERE id = (SELECT lead_id FROM \(entity) WHERE id = $1)", [id])
    case "campaign", "template": try work.tx.text("SELECT name FROM \(entity) WHERE id = $1", [id])
    default: nil
    }
  }

  /// Maps a row; personal fields are opened.
  static func lead(_ row: Row, in work: Work) throws -> Lead {
    let id = Lead.ID(rawValue: try row.text("id"))
    let key = try work.vault.leadKey(try row.blob("key_sealed"), for: id)
    work.remember(key, of: id)
    var lead = try LeadColumns.lead(row, id: id, key: key)
    lead.tags = try work.tx.rows("SELECT tag FROM lead_tag WHERE lead_id = $1 ORDER BY tag", [id.rawValue]) { try $0.text("tag") }
    return lead
  }

  private static func replaceTags(of lead: Lead, in work: Work) throws {
    try work.tx.run("DELETE FROM lead_tag WHERE lead_id = $1", [lead.id.rawValue])
    for tag in Set(lead.tags) { try work.tx.run("INSERT INTO lead_tag (lead_id, tag) VALUES ($1, $2)", [lead.id.rawValue, tag]) }
  }
}
