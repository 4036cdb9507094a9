import Outreach
import SQLite

/// The `mailbox` table: how each account does. How the primary one is reached stands in the settings, how others are in their accounts.
public enum MailboxTable {
  /// Makes sure that the practice mailbox and the primary one have rows.
  public static func ensure(in work: Work) throws {
    for id in [Mailbox.practice, Mailbox.primary] {
      try work.tx.run("INSERT INTO mailbox (id, state) VALUES ($1, 'ok') ON CONFLICT (id) DO NOTHING", [id.rawValue])
    }
  }

  /// One mailbox. - Throws: `.notFound`.
  public static func get(_ id: Mailbox.ID, in work: Work) throws -> Mailbox {
    guard let found = try work.tx.row("SELECT * FROM mailbox WHERE id = $1", [id.rawValue], { try mailbox($0) }) else {
      throw Fault(.notFound, "There is no such mailbox.")
    }
    return found
  }

  /// Every mailbox that was not removed.
  public static func list(in work: Work) throws -> [Mailbox] {
    try work.tx.rows("SELECT * FROM mailbox WHERE removed_at IS NULL ORDER BY id") { try mailbox($0) }
  }

  /// Moves a mailbox by an event where that is possible, with the reason and an audit row. Returns whether it moved.
  /// - Parameter cause: why it is paused; nil for a refused sign-in and for every other event.
  @discardableResult
  public static func move(
    _ id: Mailbox.ID, _ event: MailboxState.Event, reason: String?, cause: Mailbox.Cause? = nil, in work: Work
  ) throws -> Bool {
    let state = try get(id, in: work).state
    guard let next = state.next(event) else { return false }
    try work.tx.run("UPDATE mailbox SET cause = $1 WHERE id = $2", [cause?.rawValue, id.rawValue])
    try work.tx.run(
      """
      UPDATE mailbox SET state = $1, reason = $2, failures = CASE $1 WHEN 'ok' THEN 0 ELSE failures END, retry_at = NULL, offline = 0
      WHERE id = $3 AND state = $4
      """, [next.rawValue, reason, id.rawValue, state.rawValue])
    try AuditTable.append(
      event.rawValue, "mailbox", id.rawValue, before: ["state": state.rawValue],
      after: ["state": next.rawValue, "reason": reason ?? ""], in: work)
    work.changed("status")
    return true
  }

  /// Writes that no connection came about, or that it broke: the mailbox is failing and is tried again after a growing delay.
  /// - Returns: when it is tried again.
  @discardableResult
  public static func fail(_ id: Mailbox.ID, reason: String, isOffline: Bool, in work: Work) throws -> Timestamp {
    try move(id, .fail, reason: reason, in: work)
    let failures = try get(id, in: work).failures + 1
    let retry = work.now.adding(seconds: Mailbox.retryDelay(afterFailures: failures))
    try work.tx.run(
      "UPDATE mailbox SET reason = $1, failures = $2, retry_at = $3, offline = $4 WHERE id = $5 AND state = 'failing'",
      [reason, failures, retry.rawValue, isOffline, id.rawValue])
    work.changed("status")
    return retry
  }

  /// Has a mailbox that failed for want of a network tried again now: the network is back.
  public static func retryOffline(_ id: Mailbox.ID, in work: Work) throws {
    let changed = try work.tx.run(
      "UPDATE mailbox SET retry_at = MIN(retry_at, $1), offline = 0 WHERE id = $2 AND state = 'failing' AND offline = 1",
      [work.now.rawValue, id.rawValue])
    if changed > 0 { work.changed("status") }
  }

  /// Writes what a sending cost: the rolled moment of the next one and the mails since the last longer pause.
  public static func pace(_ id: Mailbox.ID, nextAt: Timestamp?, sinceBreak: Int, in work: Work) throws {
    try work.tx.run(
      "UPDATE mailbox SET next_at = $1, since_break = $2, last_ok_at = $3 WHERE id = $4",
      [nextAt?.rawValue, sinceBreak, work.now.rawValue, id.rawValue])
  }

  private static func mailbox(_ row: Row) throws -> Mailbox {
    var mailbox = Mailbox(id: Mailbox.ID(rawValue: try row.text("id")))
    mailbox.state = MailboxState(rawValue: try row.text("state")) ?? .failing
    mailbox.reason = try row.textOrNil("reason")
    mailbox.nextAt = try row.int64OrNil("next_at").map(Timestamp.init(rawValue:))
    mailbox.sinceBreak = try row.int("since_break")
    mailbox.lastOKAt = try row.int64OrNil("last_ok_at").map(Timestamp.init(rawValue:))
    (mailbox.failures, mailbox.isOffline) = (try row.int("failures"), try row.int("offline") == 1)
    mailbox.retryAt = try row.int64OrNil("retry_at").map(Timestamp.init(rawValue:))
    return mailbox
  }
}
