/// Who did something.
public enum Actor: String, Codable, CaseIterable, Sendable { case system, user, agent }

/// Who acts in a transaction, and from where: written on every audit row that it makes.
public struct ActingAs: Sendable, Hashable {
  public var actor: Actor
  /// The request that asked for it, or nil.
  public var requestID: String?
  /// The session that asked for it, or nil.
  public var sessionID: String?

  /// An actor with the request and session that it acts for.
  public init(_ actor: Actor, request: String? = nil, session: String? = nil) {
    (self.actor, requestID, sessionID) = (actor, request, session)
  }

  /// The program itself.
  public static let system = ActingAs(.system)
}

/// One line of the audit trail.
public struct AuditEntry: Sendable, Hashable {
  /// Rises by one; gaps mean tampering.
  public var number: Int
  public var at: Timestamp
  public var acting: ActingAs
  /// `approve`, `sent`, `login` …
  public var action: String
  /// `lead`, `message`, `setting` …
  public var entity: String
  public var entityID: String?
  /// Values before, by field.
  public var before: [String: String]
  /// Values after, by field.
  public var after: [String: String]

  /// A line by its parts.
  public init(
    number: Int, at: Timestamp, acting: ActingAs, action: String, entity: String, entityID: String?, before: [String: String],
    after: [String: String]
  ) {
    (self.number, self.at, self.acting, self.action) = (number, at, acting, action)
    (self.entity, self.entityID, self.before, self.after) = (entity, entityID, before, after)
  }
}
