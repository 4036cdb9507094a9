/// Why a template could not be compiled or rendered: one sentence, with the template's name and line.
public struct TemplateError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The family of an error, for callers that branch.
  public enum Kind: String, Sendable {
    /// The template is not well formed.
    case syntax
    /// A missing value was used in a way that needs one.
    case undefined
    /// A value of the wrong type was used.
    case type
    /// A value of the right type but with an impossible content was used.
    case value
    /// The template tried something that the sandbox forbids.
    case security
    /// The template wanted more steps, depth or output than it may have.
    case limit
    /// Another template that this one names does not exist.
    case notFound
    /// The template broke a rule of the language while it was rendered.
    case runtime
  }

  /// The payload lives behind one reference, so that throwing functions return quickly.
  private final class Storage: Sendable {
    let kind: Kind
    let message: String
    let name: String?
    let line: Int?
    init(_ kind: Kind, _ message: String, _ name: String?, _ line: Int?) {
      self.kind = kind
      self.message = message
      self.name = name
      self.line = line
    }
  }

  private let storage: Storage

  /// Makes an error; place it later with `located`, when the line is known.
  public init(_ kind: Kind, _ message: String, name: String? = nil, line: Int? = nil) {
    storage = Storage(kind, message, name, line)
  }

  /// The family of the error.
  public var kind: Kind { storage.kind }
  /// One sentence that says what is wrong.
  public var message: String { storage.message }
  /// The name of the template in which it happened, where known.
  public var name: String? { storage.name }
  /// The line in that template, counted from 1, where known.
  public var line: Int? { storage.line }

  /// The same error with a place, unless it already has one.
  func located(name: String?, line: Int) -> TemplateError {
    self.line == nil ? TemplateError(kind, message, name: name, line: line) : self
  }

  /// `NAME:LINE: message`, as compilers print it.
  public var description: String {
    "\(name ?? "template"):\(line ?? 1): \(message)"
  }

  public static func == (left: TemplateError, right: TemplateError) -> Bool {
    left.kind == right.kind && left.message == right.message && left.name == right.name
      && left.line == right.line
  }

  /// Signals that a shared context value is about to be changed; rendering starts again with private copies. Never leaves the module.
  static let needsPrivateContext = TemplateError(.runtime, "a shared value would be changed")
}
