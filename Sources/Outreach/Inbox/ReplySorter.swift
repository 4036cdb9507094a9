/// An answer whose meaning a person set right.
public struct ReplyLesson: Sendable, Hashable {
  public var subject: String
  /// What the writer newly wrote.
  public var text: String
  /// What it means.
  public var replyClass: IncomingMail.ReplyClass

  /// A lesson by its parts.
  public init(subject: String, text: String, replyClass: IncomingMail.ReplyClass) {
    (self.subject, self.text, self.replyClass) = (subject, text, replyClass)
  }
}

/// Sorts answers by their meaning, and learns from the person's corrections.
public protocol ReplySorter: Sendable {
  /// Replaces what was learnt before; a correction that was taken back is simply not among them.
  /// - Parameter lessons: all of them, the oldest first.
  func learn(_ lessons: [ReplyLesson])
}
