import Outreach
import SQLite
import Store
import Testing

@Suite struct SchemaTests {
  /// Every column whose values an enumeration rules, and the values that it has.
  private static let columns: [(table: String, column: String, values: [String])] = [
    ("lead", "state", LeadState.allCases.map(\.rawValue)), ("lead", "review_status", ReviewStatus.allCases.map(\.rawValue)),
    ("lead", "outcome", LeadOutcome.allCases.map(\.rawValue)), ("lead", "contact_method", ContactMethod.allCases.map(\.rawValue)),
    ("campaign", "state", CampaignState.allCases.map(\.rawValue)),
    ("enrollment", "state", EnrollmentState.allCases.map(\.rawValue)),
    ("enrollment", "mode", SendMode.allCases.map(\.rawValue)), ("message", "state", MessageState.allCases.map(\.rawValue)),
    ("message", "mode", SendMode.allCases.map(\.rawValue)), ("message", "kind", MessageKind.allCases.map(\.rawValue)),
    ("mailbox", "state", MailboxState.allCases.map(\.rawValue)), ("job", "state", JobState.allCases.map(\.rawValue)),
    ("send_attempt", "outcome", SendAttempt.Outcome.allCases.map(\.rawValue)),
    ("send_attempt", "mode", SendMode.allCases.map(\.rawValue)),
    ("reply", "kind", IncomingMail.Kind.allCases.map(\.rawValue)),
    ("reply", "class", IncomingMail.ReplyClass.allCases.map(\.rawValue)),
    ("reply", "certainty", Reply.Match.allCases.map(\.rawValue)), ("reply", "state", Reply.State.allCases.map(\.rawValue)),
    ("reply", "mode", SendMode.allCases.map(\.rawValue)), ("suppression", "kind", Suppression.Kind.allCases.map(\.rawValue)),
    ("suppression", "reason", Suppression.Reason.allCases.map(\.rawValue)),
    ("suppression", "mode", SendMode.allCases.map(\.rawValue)),
    ("campaign", "approval", SequenceApproval.allCases.map(\.rawValue)), ("step", "kind", Step.Kind.allCases.map(\.rawValue)),
    ("step", "audience", Step.Audience.allCases.map(\.rawValue)), ("step", "wait_unit", Wait.Unit.allCases.map(\.rawValue)),
    ("task", "kind", Step.Kind.allCases.map(\.rawValue)), ("task", "mode", SendMode.allCases.map(\.rawValue)),
    ("task", "state", PersonTaskState.allCases.map(\.rawValue)),
    ("reply_lesson", "class", IncomingMail.ReplyClass.allCases.map(\.rawValue)),
    ("audit", "actor", Actor.allCases.map(\.rawValue)), ("import_run", "state", ImportRun.State.allCases.map(\.rawValue)),
    ("discovery_run", "state", DiscoveryState.allCases.map(\.rawValue)),
    ("test_mail", "mode", SendMode.allCases.map(\.rawValue)),
    ("test_mail", "outcome", SendAttempt.Outcome.allCases.map(\.rawValue)),
    ("mail_domain", "verdict", MailDomainVerdict.allCases.map(\.rawValue)),
    ("proposal", "kind", WriterAsk.Kind.allCases.map(\.rawValue)),
    ("email_verdict", "verdict", EmailVerdict.allCases.map(\.rawValue)), ("score_table", "actor", Actor.allCases.map(\.rawValue)),
  ]

  @Test func `each CHECK names exactly the states of its machine`() async throws {
    let shelf = try await Shelf.make()
    let tables = try await shelf.base.database.read { tx in
      try tx.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL") {
        (try $0.text("name"), try $0.text("sql"))
      }
    }
    var found: [String: Set<String>] = [:]
    for (name, sql) in tables {
      for match in sql.matches(of: /CHECK \((\w+) IN \(([^)]*)\)\)/) {
        let values = match.2.split(separator: ",").map { $0.filter { !$0.isWhitespace && $0 != "'" } }
        found["\(name).\(match.1)"] = Set(values)
        #expect(Set(values).count == values.count, "\(name).\(match.1)")
      }
    }
    let expected = Dictionary(
      Self.columns.map { ("\($0.table).\($0.column)", Set($0.values)) }, uniquingKeysWith: { first, _ in first })
    #expect(found == expected)
  }

  @Test func `tables are strict, and foreign keys hold`() async throws {
    let shelf = try await Shelf.make()
    let loose = try await shelf.base.database.read { tx in
      try tx.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0") {
        try $0.text("name")
      }
    }
    #expect(
      loose.filter { !$0.hasPrefix("lead_search") && !$0.hasPrefix("sqlite_") && !$0.contains("migration") }.isEmpty, "\(loose)")
    await #expect(throws: SQLiteError.self) {
      try await shelf.base.database.write { tx in
        try tx.run("INSERT INTO lead_event (lead_id, at, kind, actor) VALUES ('nobody', 1, 'x', 'user')")
      }
    }
  }

  @Test func `the queue of a million mails is read by its index, without sorting`() async throws {
    let shelf = try await Shelf.make()
    for (index, place) in [("message_follow_up", "m.position > 0"), ("message_first", "m.position = 0")] {
      let plan = try await shelf.base.database.read { tx in
        try tx.rows(
          "EXPLAIN QUERY PLAN SELECT m.id FROM message m INDEXED BY \(index) JOIN lead l ON l.id = m.lead_id LEFT JOIN campaign c ON c.id = m.campaign_id WHERE m.state = 'queued' AND m.kind = 'campaign' AND m.mailbox_id = 'one' AND \(place) AND m.archived = 0 AND (c.state IS NULL OR c.state = 'running') ORDER BY m.not_before, m.number LIMIT 10"
        ) { try $0.text("detail") }
      }
      #expect(!plan.contains { $0.contains("TEMP B-TREE") } && plan.contains { $0.contains(index) }, "\(plan)")
    }
  }
}
