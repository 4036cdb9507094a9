/// Something from outside that is being read, and how often the program ended while it was.
///
/// A trap can't be caught, so the id is committed before the reading and taken away after it: what is left at the next start ended the
/// program.
public struct Hazard: Sendable, Hashable {
  /// What is read.
  public enum Kind: String, Sendable, CaseIterable {
    /// One received mail.
    case mail
    /// The headers of many mails at once; after a crash they are read one by one, so these are never set aside themselves.
    case mails
    /// A file that is imported, or looked at before.
    case importFile = "import_file"
    /// One record of such a file.
    case importRecord = "import_record"
    /// The mail of a campaign to one lead.
    case composition
    /// The mails of a campaign to many leads.
    case compositions

    /// After so many crashes it is skipped and shown; nil for never. The wider kinds have room for narrowing down to the one at fault.
    public var limit: Int? {
      switch self {
      case .mail, .importRecord, .composition: 2
      case .importFile, .compositions: 4
      case .mails: nil
      }
    }
  }

  /// Parts separated by `/`; holds ids and folder names only.
  public let id: String
  public let kind: Kind
  /// How often the program ended while this was read.
  public let crashes: Int
  public let isInProgress: Bool
  /// When it was last begun, or counted.
  public let at: Timestamp

  /// A hazard by its parts.
  public init(id: String, kind: Kind, crashes: Int, isInProgress: Bool, at: Timestamp) {
    (self.id, self.kind, self.crashes, self.isInProgress, self.at) = (id, kind, crashes, isInProgress, at)
  }

  /// Whether it is skipped until the person wants it tried again.
  public var isSetAside: Bool { kind.limit.map { crashes >= $0 } ?? false }
}
