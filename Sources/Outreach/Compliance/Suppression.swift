/// An address or a domain that gets no mail any more.
public struct Suppression: Sendable, Hashable {
  /// The id of a suppression.
  public typealias ID = Identifier<Suppression>

  /// What is suppressed.
  public enum Kind: String, Codable, CaseIterable, Sendable { case address, domain }
  /// Why.
  public enum Reason: String, Codable, CaseIterable, Sendable { case unsubscribed, bounced, complaint, manual, erased, imported }

  public var id: ID
  public var kind: Kind
  /// The address or domain; nil once the person was erased and only the keyed hash is left.
  public var value: String?
  public var reason: Reason
  public var mode: SendMode
  public var createdAt: Timestamp

  /// A suppression by its parts.
  public init(id: ID, kind: Kind, value: String?, reason: Reason, mode: SendMode, at now: Timestamp) {
    (self.id, self.kind, self.value, self.reason, self.mode, createdAt) = (id, kind, value, reason, mode, now)
  }
}
