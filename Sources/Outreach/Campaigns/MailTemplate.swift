/// A mail with its follow-ups that a person keeps to begin campaigns with.
public struct MailTemplate: Sendable, Hashable {
  /// The id of a template.
  public typealias ID = Identifier<MailTemplate>
  /// The most mails of one.
  public static let mostMails = 20

  /// One mail of it.
  public struct Mail: Sendable, Hashable {
    public var subject: String
    public var text: String
    public var html: String?
    /// Business days after the mail before; 0 for the first.
    public var wait: Int
    /// Files that go with it, which a step made from it takes over.
    public var attachments: [AttachedFile] = []

    /// A mail by its parts.
    public init(subject: String, text: String, html: String? = nil, wait: Int = 0) {
      (self.subject, self.text, self.html, self.wait) = (subject, text, html, wait)
    }
  }

  public var id: ID
  public var name: String
  public var mails: [Mail]
  /// Rises with every change.
  public var version = 1
  public var updatedAt: Timestamp

  /// A template by its parts.
  public init(id: ID, name: String, mails: [Mail], at time: Timestamp) {
    (self.id, self.name, self.mails, updatedAt) = (id, name, mails, time)
  }
}
