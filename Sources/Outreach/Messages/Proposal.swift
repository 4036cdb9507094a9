/// What a service wrote for one lead and step: data for the person to look at, which becomes part of a mail only when they take it.
public struct Proposal: Sendable, Hashable {
  /// The id of a proposal.
  public typealias ID = Identifier<Proposal>

  public var id: ID
  public var leadID: Lead.ID
  public var stepID: Step.ID
  public var kind: WriterAsk.Kind
  public var askedAt: Timestamp
  /// Nil until it is written.
  public var content: ProposalContent?
  /// Why nothing was written, for the person; nil where something was, or is still to come.
  public var problem: String?
  public var writtenAt: Timestamp?
  /// When the person took it over; nil where they did not, or not yet.
  public var acceptedAt: Timestamp?

  /// A proposal that was asked for.
  public init(id: ID, lead: Lead.ID, step: Step.ID, kind: WriterAsk.Kind, askedAt: Timestamp) {
    (self.id, leadID, stepID, self.kind, self.askedAt) = (id, lead, step, kind, askedAt)
    (content, problem, writtenAt, acceptedAt) = (nil, nil, nil, nil)
  }
}

/// The text of a proposal with what it rests on; sealed at rest with the lead's key.
public struct ProposalContent: Sendable, Hashable, Codable {
  public var subject: ProposedSentence?
  public var sentences: [ProposedSentence]
  /// All that was sent, as it was sent.
  public var evidence: [ProposalEvidence]
  /// Hex SHA-256 of the request: another one now means that the facts, the mail or the model changed since.
  public var requestHash: String
  public var model: String

  /// Content by its parts.
  public init(
    subject: ProposedSentence?, sentences: [ProposedSentence], evidence: [ProposalEvidence], requestHash: String, model: String
  ) {
    (self.subject, self.sentences, self.evidence) = (subject, sentences, evidence)
    (self.requestHash, self.model) = (requestHash, model)
  }

  /// The paragraphs of what may be used; empty where nothing may.
  public var paragraphs: [String] {
    var paragraphs: [[String]] = []
    for sentence in sentences where !sentence.isDropped {
      if paragraphs.isEmpty || sentence.startsParagraph { paragraphs.append([]) }
      paragraphs[paragraphs.count - 1].append(sentence.text)
    }
    return paragraphs.map { $0.joined(separator: " ") }
  }

  /// What may be used, as one paragraph; empty where nothing may.
  public var line: String { paragraphs.joined(separator: " ") }
}

/// One sentence of a proposal.
public struct ProposedSentence: Sendable, Hashable, Codable {
  /// What is doubtful about a sentence.
  public struct Flag: Sendable, Hashable, Codable {
    /// `no_evidence`, `unknown_evidence`, `far_from_evidence`, `number`, `name`, or for a dropped one `link`, `address`, `phone`, `markup`,
    /// `placeholder`, `length`.
    public var code: String
    public var text: String

    /// A flag by its parts.
    public init(_ code: String, _ text: String) { (self.code, self.text) = (code, text) }
  }

  /// Plain text on one line; never a template.
  public var text: String
  /// The ids of the evidence that it names, only those that were sent.
  public var evidence: [String]
  public var startsParagraph: Bool
  public var flags: [Flag]
  /// It holds something that may not get into a mail, so it is left out of it.
  public var isDropped: Bool

  /// A sentence by its parts.
  public init(text: String, evidence: [String], startsParagraph: Bool, flags: [Flag] = [], isDropped: Bool = false) {
    (self.text, self.evidence, self.startsParagraph) = (text, evidence, startsParagraph)
    (self.flags, self.isDropped) = (flags, isDropped)
  }
}

/// A piece of what was sent, that sentences may rest on.
public struct ProposalEvidence: Sendable, Hashable, Codable {
  /// Where it is from.
  public enum Kind: String, Codable, CaseIterable, Sendable { case page, field, own }

  /// `e1`, `e2` …
  public var id: String
  public var kind: Kind
  /// What it is, for the person: “Category”, a page's title, “Your template”.
  public var title: String
  /// The text as it was sent.
  public var excerpt: String
  /// The page; nil where it is of none.
  public var url: String?
  /// Hex SHA-256 of the page's bytes, or of the text where there is no page.
  public var hash: String
  public var at: Timestamp

  /// Evidence by its parts.
  public init(id: String, kind: Kind, title: String, excerpt: String, url: String?, hash: String, at: Timestamp) {
    (self.id, self.kind, self.title, self.excerpt) = (id, kind, title, excerpt)
    (self.url, self.hash, self.at) = (url, hash, at)
  }
}
