import Outreach
import SQLite
import Synchronization

/// The opened base: tables behind transactions, with the keys that open what is sealed in them.
public final class Base: Sendable {
  /// Something that changed and that a screen may show.
  public struct Change: Sendable, Hashable {
    /// `lead`, `message`, `reply`, `job`, `campaign`, `setting`, `import` or `status`.
    public let entity: String
    /// What changed, or nil for many.
    public let id: String?
  }

  /// A row of the audit trail that was written, without its values.
  public struct Audited: Sendable, Hashable {
    public let entity: String
    public let action: String
    public let id: String?
    public let actor: Actor
    public let requestID: String?
  }

  /// The database itself, for backups and housekeeping.
  public let database: Database
  /// The keys.
  public let vault: Vault
  private let listener = Mutex<(@Sendable (Set<Change>) -> Void)?>(nil)
  private let departureListener = Mutex<(@Sendable (Int) -> Void)?>(nil)
  private let auditListener = Mutex<(@Sendable ([Audited]) -> Void)?>(nil)

  /// A base over an open, migrated database.
  public init(database: Database, vault: Vault) { (self.database, self.vault) = (database, vault) }

  /// Who is told of changes once they are durable; one listener.
  public func onChange(_ listener: @escaping @Sendable (Set<Change>) -> Void) { self.listener.withLock { $0 = listener } }

  /// Who is told, before the first byte of a mail leaves, how many tries to send there were ever; one listener, on the writer's queue.
  public func onDeparture(_ listener: @escaping @Sendable (Int) -> Void) { departureListener.withLock { $0 = listener } }

  /// Who is told of rows of the audit trail once they are durable; one listener, which only passes a word on.
  public func onAudit(_ listener: @escaping @Sendable ([Audited]) -> Void) { auditListener.withLock { $0 = listener } }

  /// The request that asked for the work of the running job, so that rows written inside it carry its id too; nil outside of jobs.
  @TaskLocal public static var requestID: String?

  /// Reads in one snapshot.
  public func read<T: Sendable>(_ body: @escaping @Sendable (Work) throws -> T) async throws -> T {
    try await database.read { tx in try body(Work(tx, self.vault, .system)) }
  }

  /// Writes in one transaction; what `body` throws undoes all of it.
  public func write<T: Sendable>(as acting: ActingAs = .system, _ body: @escaping @Sendable (Work) throws -> T) async throws -> T {
    var acting = acting
    if acting.requestID == nil { acting.requestID = Self.requestID }
    return try await database.write { [acting] tx in
      let work = Work(tx, self.vault, acting)
      let result = try body(work)
      try LeadSearch.flush(in: work)
      try MailSearch.flush(in: work)
      let changes = work.changes
      if !changes.isEmpty, let listener = self.listener.withLock({ $0 }) { tx.afterCommit { listener(changes) } }
      if let count = work.departures, let listener = self.departureListener.withLock({ $0 }) {
        tx.afterCommit { listener(count) }
      }
      let audited = work.audited
      if !audited.isEmpty, let listener = self.auditListener.withLock({ $0 }) { tx.afterCommit { listener(audited) } }
      return result
    }
  }
}

extension Base {
  /// Writes the file anew without what is free in it; see `Database.compact`.
  /// - Returns: false where it was not allowed to begin.
  public func compact(if mayBegin: @escaping @Sendable (Work) throws -> Bool) async throws -> Bool {
    try await database.compact { tx in try mayBegin(Work(tx, self.vault, .system)) }
  }

  /// Writes in one transaction even where the task was cancelled meanwhile: what surely happened outside must be written down.
  public func writeUncancelled<T: Sendable>(as acting: ActingAs = .system, _ body: @escaping @Sendable (Work) throws -> T)
    async throws -> T
  {
    // An unstructured task is not cancelled with the one that waits for it.
    try await Task { try await self.write(as: acting, body) }.value
  }
}

/// A unit of work: one transaction with the keys and the one who acts. Made only by `Base`, and not Sendable.
public final class Work {
  /// The transaction.
  public let tx: Transaction
  /// The keys.
  public let vault: Vault
  /// Who acts.
  public let acting: ActingAs
  /// What changed so far.
  private(set) var changes: Set<Base.Change> = []
  /// Rows of the audit trail written so far.
  var audited: [Base.Audited] = []
  /// How many tries to send there were ever, where one begins in this transaction.
  var departures: Int?
  /// What the search index still has to learn, by row number; see `LeadSearch`.
  var unindexed: [Int: LeadSearch.Change] = [:]
  /// The same for mail; see `MailSearch`.
  var unindexedMail: [MailSearch.Change] = []
  private var leadKeys: [Lead.ID: Vault.LeadKey] = [:]

  init(_ tx: Transaction, _ vault: Vault, _ acting: ActingAs) { (self.tx, self.vault, self.acting) = (tx, vault, acting) }

  /// The moment of the transaction; the same throughout.
  public var now: Timestamp { Timestamp(rawValue: tx.now) }

  /// Tells the screens that something changed, once this is durable. Many changes of one kind become one.
  public func changed(_ entity: String, _ id: String? = nil) {
    let many = Base.Change(entity: entity, id: nil)
    guard !changes.contains(many) else { return }
    if changes.count < 64 { changes.insert(Base.Change(entity: entity, id: id)) } else { changes.insert(many) }
  }

  /// Runs a part of the transaction that is undone alone when it throws.
  public func attempt<T>(_ body: () throws -> T) throws -> T {
    let before = audited
    do { return try tx.savepoint(body) } catch {
      audited = before
      throw error
    }
  }

  /// A lead's own key. - Throws: `.notFound` where there is no such lead any more.
  func key(of lead: Lead.ID) throws -> Vault.LeadKey {
    if let key = leadKeys[lead] { return key }
    guard let wrapped = try tx.row("SELECT key_sealed FROM lead WHERE id = $1", [lead.rawValue], { try $0.blob("key_sealed") })
    else {
      throw Fault(.notFound, "There is no such lead.")
    }
    let key = try vault.leadKey(wrapped, for: lead)
    remember(key, of: lead)
    return key
  }

  /// Keeps a key for the rest of the transaction.
  func remember(_ key: Vault.LeadKey, of lead: Lead.ID) {
    if leadKeys.count > 2000 { leadKeys.removeAll(keepingCapacity: true) }
    leadKeys[lead] = key
  }
}
