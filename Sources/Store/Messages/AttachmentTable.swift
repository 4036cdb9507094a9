import Outreach
import SQLite

/// The `attachment` table: the bytes of files that go with mails, sealed, each content once, with what carries them: mails, steps,
/// templates and their earlier versions.
public enum AttachmentTable {
  /// How long an uploaded file waits for a mail or step to carry it.
  public static let unusedSeconds = 86_400

  /// Keeps a file; the same bytes again are the same row, under whatever name.
  /// - Parameters:
  ///   - name: without a path, as `AttachmentRules` gives it.
  ///   - hash: hex SHA-256 of the bytes.
  public static func keep(name: String, type: String, bytes: [UInt8], hash: String, in work: Work) throws -> AttachedFile {
    let key = try work.vault.hash(hash, "attachment")
    if let known = try work.tx.text("SELECT id FROM attachment WHERE content_hash = $1", [key]) {
      try work.tx.run("UPDATE attachment SET touched_at = $1 WHERE id = $2", [work.now.rawValue, known])
      return AttachedFile(id: AttachedFile.ID(rawValue: known), name: name, type: type, size: bytes.count, hash: hash)
    }
    let file = AttachedFile(id: AttachedFile.ID(at: work.now.rawValue), name: name, type: type, size: bytes.count, hash: hash)
    try work.tx.run(
      "INSERT INTO attachment (id, content_hash, size, about_sealed, bytes_sealed, touched_at) VALUES ($1, $2, $3, $4, $5, $6)",
      [
        file.id.rawValue, key, file.size, try work.vault.seal(text: file.line, "attachment.about_sealed/\(file.id)"),
        try work.vault.seal(bytes, "attachment.bytes_sealed/\(file.id)"), work.now.rawValue,
      ])
    return file
  }

  /// A file as it was first uploaded, without its bytes; nil where it is not there, or no longer.
  public static func find(_ id: AttachedFile.ID, in work: Work) throws -> AttachedFile? {
    try work.tx.row("SELECT about_sealed FROM attachment WHERE id = $1", [id.rawValue]) { row in
      AttachedFile(line: try work.vault.openText(try row.blob("about_sealed"), "attachment.about_sealed/\(id)"))
    }.flatMap { $0 }
  }

  /// A file's bytes; nil where it is not there.
  public static func bytes(of id: AttachedFile.ID, in work: Work) throws -> [UInt8]? {
    try work.tx.row("SELECT bytes_sealed FROM attachment WHERE id = $1", [id.rawValue]) { row in
      try work.vault.open(try row.blob("bytes_sealed"), "attachment.bytes_sealed/\(id)")
    }
  }

  /// Notes which files a mail carries.
  static func use(_ files: [AttachedFile], by message: Message.ID, in work: Work) throws {
    try use(files, "message", message.rawValue, in: work)
  }

  /// Notes which files a step carries.
  static func use(_ files: [AttachedFile], by step: Step.ID, in work: Work) throws {
    try use(files, "step", step.rawValue, in: work)
  }

  /// Notes which files a template carries.
  static func use(_ files: [AttachedFile], by template: MailTemplate.ID, in work: Work) throws {
    try use(files, "template", template.rawValue, in: work)
  }

  /// Notes which files an earlier version of a template carries.
  /// - Parameter version: the id of its row.
  static func use(_ files: [AttachedFile], byVersion version: String, in work: Work) throws {
    try use(files, "template_version", version, in: work)
  }

  private static func use(_ files: [AttachedFile], _ owner: String, _ id: String, in work: Work) throws {
    try work.tx.run("DELETE FROM \(owner)_attachment WHERE \(owner)_id = $1", [id])
    for file in files {
      try work.tx.run(
        "INSERT INTO \(owner)_attachment (\(owner)_id, attachment_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        [id, file.id.rawValue])
    }
  }

  /// The files that mails to a lead carry.
  static func used(byMailsTo lead: Lead.ID, in work: Work) throws -> [AttachedFile.ID] {
    try work.tx.rows(
      "SELECT DISTINCT a.attachment_id FROM message_attachment a JOIN message m ON m.id = a.message_id WHERE m.lead_id = $1",
      [lead.rawValue]
    ) { AttachedFile.ID(rawValue: try $0.text("attachment_id")) }
  }

  private static let isUnused = """
    NOT EXISTS (SELECT 1 FROM message_attachment m WHERE m.attachment_id = attachment.id)
    AND NOT EXISTS (SELECT 1 FROM step_attachment s WHERE s.attachment_id = attachment.id)
    AND NOT EXISTS (SELECT 1 FROM template_attachment t WHERE t.attachment_id = attachment.id)
    AND NOT EXISTS (SELECT 1 FROM template_version_attachment v WHERE v.attachment_id = attachment.id)
    """

  /// Removes those of these files that nothing carries.
  static func removeUnused(among ids: [AttachedFile.ID], in work: Work) throws {
    for id in ids { try work.tx.run("DELETE FROM attachment WHERE id = $1 AND \(isUnused)", [id.rawValue]) }
  }

  /// Removes files that nothing has carried for a day. - Returns: how many went.
  @discardableResult
  public static func removeUnused(in work: Work) throws -> Int {
    try work.tx.run(
      "DELETE FROM attachment WHERE touched_at < $1 AND \(isUnused)", [work.now.adding(seconds: -unusedSeconds).rawValue])
  }
}
