/// What stands at the end of each mail of a mailbox.
public struct Signature: Hashable, Sendable {
  /// Plain text; empty for none.
  public var text: String
  /// HTML for mails that have it; empty: made of the text.
  public var html: String

  /// A signature by its parts.
  public init(text: String = "", html: String = "") { (self.text, self.html) = (text, html) }
}
