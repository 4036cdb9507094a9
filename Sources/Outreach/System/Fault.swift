/// The only error that a person may see: what happened, and what to do about it, in one sentence each.
///
/// `detail` never holds a secret or an address of a lead. Anything thrown that is no `Fault` becomes a 500 with an incident number.
public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is; the API maps it to a status and a problem type.
  public enum Code: String, CaseIterable, Sendable {
    case badInput, notFound, conflict, stale, illegalState, notConfigured, refused, unauthorized, forbidden
    case rateLimited, tooLarge, upstream, offline, locked, storage, unsupported
  }

  /// One field of the input that is wrong, and why.
  public struct Field: Hashable, Sendable {
    /// The JSON name of the field, dotted where it is nested.
    public let name: String
    /// What is wrong with it and what is allowed, without the value where it may be secret.
    public let detail: String

    /// A field and what is wrong with it.
    public init(_ name: String, _ detail: String) {
      self.name = name
      self.detail = detail
    }
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What happened and what to do, in plain words.
  public let detail: String
  /// The fields at fault, empty where none is.
  public let fields: [Field]

  /// A fault of a kind, with its sentence and the fields at fault.
  public init(_ code: Code, _ detail: String, fields: [Field] = []) {
    self.code = code
    self.detail = detail
    self.fields = fields
  }

  /// The sentence, for logs and the command line.
  public var description: String {
    fields.isEmpty ? detail : detail + " " + fields.map { "\($0.name): \($0.detail)" }.joined(separator: "; ")
  }
}
