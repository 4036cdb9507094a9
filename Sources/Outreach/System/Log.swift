/// Where the program writes what happened, for the person who looks for a fault. Never holds personal data or secrets.
public protocol Log: Sendable {
  /// Writes one event; never blocks for long and never fails.
  func write(_ event: LogEvent)
}

/// One line of a log: a fixed name and values that are no personal data.
public struct LogEvent: Sendable, Hashable {
  /// What it is about: each has a file of its own. `errors` gets a copy of every error.
  public enum Subject: String, Sendable, CaseIterable { case application, api, email, scraping, database, audit, errors }

  /// How much it matters.
  public enum Level: String, Sendable, CaseIterable, Comparable {
    case debug, info, warning, error

    /// Less important before more important.
    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// The value of a field.
  public enum Value: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    case text(String)
    case number(Int)
    case flag(Bool)

    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(value) }
    /// A flag.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
  }

  public var subject: Subject
  public var level: Level
  /// Fixed, such as `server_started`; what varies is in the fields.
  public var name: String
  /// In the order that they are written.
  public var fields: [(name: String, value: Value)]
  /// Ties UI, API, job and log together; nil where no request asked for it.
  public var requestID: String?

  /// An event by its parts.
  public init(
    _ subject: Subject, _ level: Level, _ name: StaticString, _ fields: KeyValuePairs<String, Value> = [:], request: String? = nil
  ) {
    (self.subject, self.level, self.name, requestID) = (subject, level, "\(name)", request)
    self.fields = fields.map { ($0.key, $0.value) }
  }

  /// Equal in every part.
  public static func == (a: LogEvent, b: LogEvent) -> Bool {
    a.subject == b.subject && a.level == b.level && a.name == b.name && a.requestID == b.requestID
      && a.fields.elementsEqual(b.fields) { $0 == $1 }
  }

  /// By its parts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(subject)
    hasher.combine(name)
    hasher.combine(requestID)
  }
}

/// A log that forgets everything, where none is wanted.
public struct NoLog: Log {
  /// Nothing to set up.
  public init() {}
  /// Does nothing.
  public func write(_ event: LogEvent) {}
}
