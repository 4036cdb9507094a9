import Outreach
import Store

/// The templates that a person keeps: made, changed, removed, and brought back as they were.
public struct MailTemplates: Sendable {
  private static let longestName = 200
  private let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Keeps a new template.
  /// - Parameter files: the files of each mail, in the order of the mails; nothing for a mail beyond its end.
  /// - Throws: `.badInput` with a field for each part that can't be read, and for files that may not go with a mail; `.tooLarge`.
  public func create(
    name: String, mails: [MailTemplate.Mail], files: [[Attachments.Wish]?] = [], as acting: ActingAs
  ) async throws -> MailTemplate {
    try Self.check(name: name, mails: mails)
    return try await base.write(as: acting) { work in
      let mails = try Self.carrying(files, mails, before: [], in: work)
      let template = MailTemplate(id: MailTemplate.ID(at: work.now.rawValue), name: name, mails: mails, at: work.now)
      try TemplateTable.insert(template, in: work)
      return template
    }
  }

  /// Changes a template that was read at a version.
  /// - Parameter files: the files of each mail; nil for those that the mail in its place has.
  /// - Throws: `.badInput`, `.tooLarge`; `.stale` when it changed meanwhile.
  public func edit(
    _ id: MailTemplate.ID, version: Int, name: String?, mails: [MailTemplate.Mail]?, files: [[Attachments.Wish]?] = [],
    as acting: ActingAs
  ) async throws -> MailTemplate {
    try await base.write(as: acting) { work in
      var template = try TemplateTable.get(id, in: work)
      let mails = try mails.map { try Self.carrying(files, $0, before: template.mails, in: work) }
      (template.name, template.mails, template.version) = (name ?? template.name, mails ?? template.mails, version)
      try Self.check(name: template.name, mails: template.mails)
      return try Self.write(template, in: work)
    }
  }

  /// Takes a template out of the list.
  public func remove(_ id: MailTemplate.ID, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in try TemplateTable.remove(id, in: work) }
  }

  /// Makes a template what it was at an earlier version, as a new version; a removed one comes back.
  public func restore(_ id: MailTemplate.ID, version: Int, as acting: ActingAs) async throws -> MailTemplate {
    try await base.write(as: acting) { work in
      var template = try TemplateTable.get(id, in: work)
      if version != template.version {
        guard let old = try TemplateTable.versions(of: id, in: work).first(where: { $0.version == version }) else {
          throw Fault(.notFound, "This template has no version \(version).")
        }
        (template.name, template.mails) = (old.name, old.mails)
      }
      return try Self.write(template, in: work)
    }
  }

  /// The mails with the files that each is to carry.
  private static func carrying(
    _ files: [[Attachments.Wish]?], _ mails: [MailTemplate.Mail], before: [MailTemplate.Mail], in work: Work
  ) throws -> [MailTemplate.Mail] {
    try mails.enumerated().map { index, mail in
      var mail = mail
      if index < files.count, let wishes = files[index] {
        mail.attachments = try Attachments.resolve(wishes, in: work)
      } else {
        mail.attachments = index < before.count ? before[index].attachments : []
      }
      return mail
    }
  }

  private static func write(_ template: MailTemplate, in work: Work) throws -> MailTemplate {
    guard try TemplateTable.update(template, in: work) else {
      throw Fault(.stale, "The template changed meanwhile; load it again.")
    }
    return try TemplateTable.get(template.id, in: work)
  }

  private static func check(name: String, mails: [MailTemplate.Mail]) throws(Fault) {
    var fields: [Fault.Field] = []
    if name.allSatisfy(\.isWhitespace) { fields.append(.init("name", "is empty")) }
    if name.count > longestName { fields.append(.init("name", "is longer than \(longestName) characters")) }
    if !(1...MailTemplate.mostMails).contains(mails.count) {
      fields.append(.init("steps", "needs one to \(MailTemplate.mostMails) mails"))
    }
    for (index, mail) in mails.enumerated() {
      for (part, source, html) in [("subject", mail.subject, false), ("text", mail.text, false), ("html", mail.html ?? "-", true)] {
        if part == "text", source.allSatisfy(\.isWhitespace) { fields.append(.init("steps.\(index).text", "is empty")) }
        if let problem = TemplateContext.problem(in: source, field: part, html: html) {
          fields.append(.init("steps.\(index).\(part)", "line \(problem.line): \(problem.detail)"))
        }
      }
    }
    guard fields.isEmpty else { throw Fault(.badInput, "The template can't be saved like this.", fields: fields) }
  }
}
