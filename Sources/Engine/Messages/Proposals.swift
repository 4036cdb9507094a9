import Finding
import Outreach
import Store

/// Asks a service of the person's own for texts, one mail after the other; the mails keep their words.
public struct Propose: Job {
  public static let kind = "propose"
  public static let title = "Draft texts"
  public static let attempts = 1
  let messages: [Message.ID]
  let textKind: WriterAsk.Kind

  public var lane: String { "api/writer" }
}

/// Texts that a service drafts from a lead's facts: agreed to beforehand, checked, kept, and taken into a mail by the person alone.
public struct Proposals: Sendable {
  /// Mails of one job.
  public static let maximum = 200
  static let daySeconds = 86_400
  static let monthSeconds = 30 * 86_400
  private static let microsPerCent = 10_000

  let base: Base
  let settings: Settings
  let writer: any TextWriter
  let wait: @Sendable (Double) async throws -> Void

  /// Over a base and a service.
  /// - Parameter wait: sleeps for so many seconds.
  public init(
    base: Base, settings: Settings, writer: any TextWriter,
    wait: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) {
    (self.base, self.settings, self.writer, self.wait) = (base, settings, writer, wait)
  }

  // MARK: What the person agreed to, and what is used

  /// How the service stands for the person.
  public struct Standing: Sendable {
    public let info: ConnectorInfo
    public let hasKey: Bool
    /// The chosen model; nil for none yet.
    public let model: String?
    /// When its terms were accepted; nil where they were not.
    public let acceptedAt: Timestamp?
    /// What keeps it from being asked now; nil where nothing does.
    public let problem: Fault?
    public let day: WriterUseTable.Sum
    public let month: WriterUseTable.Sum
    public let limits: Limits
    /// The last requests that brought nothing, newest first.
    public let failures: [WriterUseTable.Entry]
  }

  /// What may be used.
  public struct Limits: Sendable, Hashable {
    public let perDay: Int
    public let perMonth: Int
    /// In 30 days, in millionths of a US dollar.
    public let costMicros: Int
  }

  /// The limits as they are set now.
  public var limits: Limits {
    let values = settings.values
    return Limits(
      perDay: values[.geminiPerDay], perMonth: values[.geminiPerMonth],
      costMicros: values[.geminiMaxCostCents] * Self.microsPerCent)
  }

  private static let shownFailures = 10

  /// The most requests in a minute.
  var perMinute: Int { settings.values[.geminiPerMinute] }

  /// How the service stands.
  public func standing() async throws -> Standing {
    let (model, limits) = (model, limits)
    return try await base.read { work in
      let info = writer.info
      return Standing(
        info: info, hasKey: writer.problem() == nil, model: model,
        acceptedAt: try SourceTable.accepted(info.id, terms: info.terms, in: work),
        problem: try obstacle(mostMicros: 0, in: work),
        day: try WriterUseTable.sum(info.id, since: work.now.adding(seconds: -Self.daySeconds), in: work),
        month: try WriterUseTable.sum(info.id, since: work.now.adding(seconds: -Self.monthSeconds), in: work), limits: limits,
        failures: try WriterUseTable.failures(info.id, limit: Self.shownFailures, in: work))
    }
  }

  /// The person read the terms and accepts them. - Parameter terms: what was shown; another text is refused.
  public func accept(terms: String, as acting: ActingAs) async throws {
    let info = writer.info
    guard info.terms == terms else {
      throw Fault(
        .stale, "The terms changed meanwhile; read them again.", fields: [.init("terms", "is not the text that is shown now")])
    }
    try await base.write(as: acting) { work in
      try SourceTable.accept(info.id, terms: terms, in: work)
      work.changed("proposal")
    }
  }

  /// The person takes it back; nothing more is sent.
  public func withdraw(as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      try SourceTable.withdraw(writer.info.id, in: work)
      work.changed("proposal")
    }
  }

  /// The models to choose from; asks the service, so only once the person agreed.
  public func models() async throws -> [WriterModel] {
    if let problem = writer.problem() { throw problem }
    try await base.read { work in if let consent = try missingConsent(in: work) { throw consent } }
    do { return try await writer.models() } catch { throw Self.fault(error) }
  }

  /// The chosen model; nil for none yet.
  var model: String? { settings.values[.geminiModel].flatMap { $0.isEmpty ? nil : $0 } }

  /// What keeps the service from being asked now; nil where nothing does.
  /// - Parameter mostMicros: what the next request could cost at most.
  func obstacle(mostMicros: Int, in work: Work) throws -> Fault? {
    if let problem = writer.problem() { return problem }
    if let consent = try missingConsent(in: work) { return consent }
    let id = writer.info.id
    guard model != nil else { return Fault(.notConfigured, "Choose a model for Gemini under Settings › Drafting.") }
    if let rest = try SourceTable.rest(of: id, in: work) {
      return Fault(
        .refused, "\(rest.reason) It is asked again after \(rest.until.utc.rfc3339.prefix(16).replacing("T", with: " ")) UTC.")
    }
    let day = try WriterUseTable.sum(id, since: work.now.adding(seconds: -Self.daySeconds), in: work)
    if day.requests >= limits.perDay {
      return Fault(
        .refused, "Your limit of \(limits.perDay) requests in 24 hours is used up. Wait, or raise it under Settings › Services.")
    }
    let month = try WriterUseTable.sum(id, since: work.now.adding(seconds: -Self.monthSeconds), in: work)
    if month.requests >= limits.perMonth {
      return Fault(
        .refused, "Your limit of \(limits.perMonth) requests in 30 days is used up. Wait, or raise it under Settings › Services.")
    }
    guard month.costMicros + mostMicros > limits.costMicros else { return nil }
    return Fault(
      .refused,
      "Your limit of \(Discovery.dollars(limits.costMicros)) in 30 days does not reach for one more text. Wait, or raise it under Settings › Services."
    )
  }

  private func missingConsent(in work: Work) throws -> Fault? {
    let info = writer.info
    guard try SourceTable.accepted(info.id, terms: info.terms, in: work) == nil else { return nil }
    return Fault(.notConfigured, "\(info.name) is off until you have read and accepted what is sent, under Settings › Drafting.")
  }

  /// What tokens cost at most, in millionths of a US dollar, by the prices that the person entered.
  func micros(_ tokens: WriterTokens) -> Int {
    let values = settings.values
    func cost(_ count: Int, _ cents: Int) -> Int { (count * cents + 99) / 100 }
    return cost(tokens.input, values[.geminiInputCents]) + cost(tokens.output, values[.geminiOutputCents])
  }

  func mostMicros(_ request: WriterRequest) -> Int {
    micros(WriterTokens(input: request.mostInputTokens, output: request.mostOutputTokens))
  }

  static func fault(_ refusal: WriterRefusal) -> Fault {
    let code: Fault.Code =
      switch refusal.reason {
      case .badKey, .noModel, .notSetUp: .notConfigured
      case .dayQuota, .rate: .rateLimited
      case .offline, .lost: .offline
      case .forbidden, .region, .badRequest, .blockedPrompt: .refused
      default: .upstream
      }
    return Fault(code, refusal.detail)
  }

  // MARK: Looking before anything is sent

  /// Exactly what would be sent for a mail, before anything is.
  public struct Look: Sendable {
    public let request: WriterRequest
    /// Hex SHA-256 over address and body.
    public let hash: String
    public let evidence: [ProposalEvidence]
    public let mostMicros: Int
    /// What goes and what stays, in words.
    public let told: [String]
    public let untold: [String]
  }

  /// Stands in the address where no model is chosen yet.
  static let noModel = "model-of-your-choice"

  /// Exactly what would be sent for a mail; nothing is.
  public func look(_ id: Message.ID, kind: WriterAsk.Kind) async throws -> Look {
    try await base.read { work in
      try look(ProposalMaterial(id, kind: kind, policy: settings.policy, in: work))
    }
  }

  func look(_ material: ProposalMaterial) throws -> Look {
    let request = writer.request(material.ask, model: model ?? Self.noModel)
    return Look(
      request: request, hash: try Self.hash(request), evidence: material.evidence, mostMicros: mostMicros(request),
      told: ProposalMaterial.told, untold: ProposalMaterial.untold)
  }

  /// What a request is known by.
  static func hash(_ request: WriterRequest) throws -> String { try Digest.hex(Array(request.url.utf8) + [0x0A] + request.body) }

  // MARK: Asking

  /// Asks for texts for mails that wait for approval; what is written already stays, and costs nothing more.
  /// - Parameters:
  ///   - again: forgets what is written, since the person wants another text.
  ///   - seen: the hash of the one request that the person looked at; another one now is refused.
  /// - Returns: the job, and for how many mails something is asked.
  public func ask(
    _ ids: [Message.ID], kind: WriterAsk.Kind, again: Bool = false, seen: String? = nil, as acting: ActingAs
  ) async throws -> (job: StoredJob.ID, count: Int) {
    guard !ids.isEmpty, ids.count <= Self.maximum else {
      throw Fault(.badInput, "Choose 1 to \(Self.maximum) mails.", fields: [.init("message_ids", "must be 1 to \(Self.maximum)")])
    }
    return try await base.write(as: acting) { work in
      if let obstacle = try obstacle(mostMicros: 0, in: work) { throw obstacle }
      var open: [Message.ID] = []
      for id in ids {
        let material = try ProposalMaterial(id, kind: kind, policy: settings.policy, in: work)
        if let seen, try Self.hash(writer.request(material.ask, model: model ?? Self.noModel)) != seen {
          throw Fault(.stale, "What would be sent changed since you looked; look at it again.")
        }
        let known = try ProposalTable.find(lead: material.lead.id, step: material.step, kind: kind, in: work)
        if known?.content != nil, !again { continue }
        try ProposalTable.ask(lead: material.lead.id, step: material.step, kind: kind, again: again, in: work)
        try AuditTable.append(
          "propose", "message", id.rawValue, after: ["kind": kind.rawValue, "service": writer.info.id], lead: material.lead.id,
          in: work)
        open.append(id)
      }
      return (try Propose(messages: open, textKind: kind).add(in: work), open.count)
    }
  }
}
