import Outreach
import SQLite

/// The `template` and `template_version` tables: the templates that a person keeps, and what they said before.
public enum TemplateTable {
  private static let most = 500

  /// Adds a template.
  public static func insert(_ template: MailTemplate, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO template (id, name, content_sealed, version, updated_at) VALUES ($1, $2, $3, $4, $5)",
      [
        template.id.rawValue, template.name, try seal(template.mails, "template.content_sealed/\(template.id)", in: work),
        template.version, work.now.rawValue,
      ])
    try AttachmentTable.use(template.files, by: template.id, in: work)
    try note("create", template.id, in: work)
  }

  /// Writes a template that was read at its version; what it said before is kept. A removed one is there again.
  /// - Returns: false when another write was first.
  public static func update(_ template: MailTemplate, in work: Work) throws -> Bool {
    let id = template.id
    let before = try get(id, in: work)
    let changed = try work.tx.run(
      """
      UPDATE template SET name = $1, content_sealed = $2, updated_at = $3, removed_at = NULL, version = version + 1
      WHERE id = $4 AND version = $5
      """,
      [
        template.name, try seal(template.mails, "template.content_sealed/\(id)", in: work), work.now.rawValue, id.rawValue,
        template.version,
      ])
    guard changed == 1 else { return false }
    let row = MailTemplate.ID(at: work.now.rawValue)
    try work.tx.run(
      "INSERT INTO template_version (id, template_id, version, name, content_sealed, updated_at) VALUES ($1, $2, $3, $4, $5, $6)",
      [
        row.rawValue, id.rawValue, before.version, before.name,
        try seal(before.mails, "template_version.content_sealed/\(row)", in: work), before.updatedAt.rawValue,
      ])
    try AttachmentTable.use(template.files, by: id, in: work)
    try AttachmentTable.use(before.files, byVersion: row.rawValue, in: work)
    try note("edit", id, in: work)
    return true
  }

  /// Takes a template out of the list; it can be brought back.
  public static func remove(_ id: MailTemplate.ID, in work: Work) throws {
    let removed = try work.tx.run(
      "UPDATE template SET removed_at = $1 WHERE id = $2 AND removed_at IS NULL", [work.now.rawValue, id.rawValue])
    guard removed == 1 else { throw missing }
    try note("remove", id, in: work)
  }

  /// One template, removed or not. - Throws: `.notFound`.
  public static func get(_ id: MailTemplate.ID, in work: Work) throws -> MailTemplate {
    guard
      let found = try work.tx.row(
        "SELECT * FROM template WHERE id = $1", [id.rawValue], { try template($0, id, "template.content_sealed/\(id)", in: work) })
    else { throw missing }
    return found
  }

  /// Every template that was not removed, by name.
  public static func list(in work: Work) throws -> [MailTemplate] {
    try work.tx.rows("SELECT * FROM template WHERE removed_at IS NULL ORDER BY name, id LIMIT $1", [most]) { row in
      let id = MailTemplate.ID(rawValue: try row.text("id"))
      return try template(row, id, "template.content_sealed/\(id)", in: work)
    }
  }

  /// What a template said before, newest first.
  public static func versions(of id: MailTemplate.ID, in work: Work) throws -> [MailTemplate] {
    try work.tx.rows(
      "SELECT * FROM template_version WHERE template_id = $1 ORDER BY version DESC LIMIT $2", [id.rawValue, most]
    ) { row in
      try template(row, id, "template_version.content_sealed/\(try row.text("id"))", in: work)
    }
  }

  private static let missing = Fault(.notFound, "There is no such template.")

  private static func note(_ act: String, _ id: MailTemplate.ID, in work: Work) throws {
    try AuditTable.append(act, "template", id.rawValue, in: work)
    work.changed("template", id.rawValue)
  }

  private static func seal(_ mails: [MailTemplate.Mail], _ place: String, in work: Work) throws -> [UInt8] {
    let fields = mails.flatMap { mail -> [(String, String?)] in
      [("wait", String(mail.wait)), ("subject", mail.subject), ("text", mail.text), ("html", mail.html)]
        + mail.attachments.map { ("attachment", $0.line) }
    }
    return try work.vault.seal(Packed.bytes(fields), place)
  }

  private static func template(_ row: Row, _ id: MailTemplate.ID, _ place: String, in work: Work) throws -> MailTemplate {
    var mails: [MailTemplate.Mail] = []
    for (name, value) in Packed.fields(try work.vault.open(try row.blob("content_sealed"), place)) {
      // Each mail begins with its wait.
      if name == "wait" { mails.append(MailTemplate.Mail(subject: "", text: "", wait: Int(value) ?? 0)) }
      guard let last = mails.indices.last else { continue }
      switch name {
      case "subject": mails[last].subject = value
      case "text": mails[last].text = value
      case "html": mails[last].html = value
      case "attachment": if let file = AttachedFile(line: value) { mails[last].attachments.append(file) }
      default: break
      }
    }
    var template = MailTemplate(
      id: id, name: try row.text("name"), mails: mails, at: Timestamp(rawValue: try row.int64("updated_at")))
    template.version = try row.int("version")
    return template
  }
}

extension MailTemplate {
  /// The files of all its mails.
  fileprivate var files: [AttachedFile] { mails.flatMap(\.attachments) }
}
