import Outreach
import SQLite

extension MailboxTable {
  /// Adds a mailbox.
  public static func add(_ account: Mailbox.Account, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO mailbox (id, state, account_sealed, takes_leads) VALUES ($1, 'ok', $2, $3)",
      [account.id.rawValue, try seal(account, in: work), account.takesLeads])
    try AuditTable.append("create", "mailbox", account.id.rawValue, in: work)
    work.changed("status")
  }

  /// Writes an account that was read at its version; what was secret or personal is left out of the audit row.
  /// - Throws: `.stale` where another write was first.
  public static func save(_ account: Mailbox.Account, in work: Work) throws {
    let old = try self.account(account.id, in: work)
    let changed = try work.tx.run(
      """
      UPDATE mailbox SET account_sealed = $1, takes_leads = $2, version = version + 1
      WHERE id = $3 AND version = $4 AND removed_at IS NULL AND account_sealed IS NOT NULL
      """, [try seal(account, in: work), account.takesLeads, account.id.rawValue, account.version])
    guard changed == 1 else { throw Fault(.stale, "The mailbox was changed meanwhile; load it again.") }
    let names = Set(old.values.keys).union(account.values.keys).filter { old.values[$0] != account.values[$0] }.sorted()
    try AuditTable.append(
      "update", "mailbox", account.id.rawValue, before: ["takes_leads": String(old.takesLeads)],
      after: ["takes_leads": String(account.takesLeads), "changed": names.joined(separator: " ")], in: work)
    work.changed("status")
  }

  /// Whether a mailbox is or was here, also one that was removed.
  public static func isKnown(_ id: Mailbox.ID, in work: Work) throws -> Bool {
    try work.tx.int("SELECT 1 FROM mailbox WHERE id = $1", [id.rawValue]) != nil
  }

  /// Whether new leads may get a mailbox; the primary one too.
  public static func takesLeads(_ id: Mailbox.ID, in work: Work) throws -> Bool {
    try work.tx.int("SELECT takes_leads FROM mailbox WHERE id = $1", [id.rawValue]) != 0
  }

  /// Says whether new leads may get a mailbox.
  public static func set(takesLeads: Bool, of id: Mailbox.ID, in work: Work) throws {
    try work.tx.run("UPDATE mailbox SET takes_leads = $1 WHERE id = $2", [takesLeads, id.rawValue])
    try AuditTable.append("update", "mailbox", id.rawValue, after: ["takes_leads": String(takesLeads)], in: work)
    work.changed("status")
  }

  /// One account. - Throws: `.notFound`, also for one that was removed or that the settings describe.
  public static func account(_ id: Mailbox.ID, in work: Work) throws -> Mailbox.Account {
    guard let found = try accounts(in: work).first(where: { $0.id == id }) else {
      throw Fault(.notFound, "There is no such mailbox.")
    }
    return found
  }

  /// Every account beside the one of the settings. One that no key opens has no values, so that nothing leaves from it.
  public static func accounts(in work: Work) throws -> [Mailbox.Account] {
    try work.tx.rows("SELECT * FROM mailbox WHERE account_sealed IS NOT NULL AND removed_at IS NULL ORDER BY id") { row in
      let id = Mailbox.ID(rawValue: try row.text("id"))
      let bytes = try? work.vault.open(try row.blob("account_sealed"), place(of: id))
      var values = bytes.map(Packed.dictionary) ?? [:]
      let name = values.removeValue(forKey: nameKey) ?? ""
      return Mailbox.Account(
        id: id, name: name, values: values, takesLeads: try row.int("takes_leads") == 1, version: try row.int("version"))
    }
  }

  /// Takes a mailbox out of use and destroys how it was reached; its row stays, since mails and replies name it.
  public static func remove(_ id: Mailbox.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM campaign_mailbox WHERE mailbox_id = $1", [id.rawValue])
    try work.tx.run(
      "UPDATE mailbox SET account_sealed = NULL, takes_leads = 0, removed_at = $1, version = version + 1 WHERE id = $2",
      [work.now.rawValue, id.rawValue])
    try AuditTable.append("remove", "mailbox", id.rawValue, in: work)
    work.changed("status")
  }

  private static let nameKey = "name"
  private static func place(of id: Mailbox.ID) -> String { "mailbox.account_sealed/\(id)" }

  private static func seal(_ account: Mailbox.Account, in work: Work) throws -> [UInt8] {
    let fields = [(nameKey, account.name)] + account.values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return try work.vault.seal(Packed.bytes(fields.map { ($0.0, Optional($0.1)) }), place(of: account.id))
  }
}

/// The `campaign_mailbox` table: which mailboxes a campaign writes from; none means all that take new leads.
public enum CampaignMailboxTable {
  /// The mailboxes that a campaign names.
  public static func list(of campaign: Campaign.ID, in work: Work) throws -> [Mailbox.ID] {
    try work.tx.rows("SELECT mailbox_id FROM campaign_mailbox WHERE campaign_id = $1 ORDER BY mailbox_id", [campaign.rawValue]) {
      Mailbox.ID(rawValue: try $0.text("mailbox_id"))
    }
  }

  /// Names the mailboxes of a campaign; none for all.
  public static func set(_ mailboxes: [Mailbox.ID], of campaign: Campaign.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM campaign_mailbox WHERE campaign_id = $1", [campaign.rawValue])
    for mailbox in Set(mailboxes) {
      try work.tx.run(
        "INSERT INTO campaign_mailbox (campaign_id, mailbox_id) VALUES ($1, $2)", [campaign.rawValue, mailbox.rawValue])
    }
    try AuditTable.append(
      "mailboxes", "campaign", campaign.rawValue,
      after: ["mailboxes": mailboxes.map(\.rawValue).sorted().joined(separator: " ")], in: work)
    work.changed("campaign", campaign.rawValue)
  }

  /// The names of campaigns that write from this mailbox and no other.
  public static func campaignsOnly(_ mailbox: Mailbox.ID, in work: Work) throws -> [String] {
    try work.tx.rows(
      """
      SELECT name FROM campaign WHERE EXISTS (SELECT 1 FROM campaign_mailbox m WHERE m.campaign_id = campaign.id AND m.mailbox_id = $1)
        AND NOT EXISTS (SELECT 1 FROM campaign_mailbox m WHERE m.campaign_id = campaign.id AND m.mailbox_id <> $1) ORDER BY number LIMIT 20
      """, [mailbox.rawValue]
    ) { try $0.text("name") }
  }
}
