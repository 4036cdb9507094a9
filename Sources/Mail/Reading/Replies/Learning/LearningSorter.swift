import Outreach
import Synchronization

/// The classifier that the whole program shares: what a correction teaches counts from the next mail on.
public final class LearningSorter: ReplySorter {
  private let current: Mutex<ReplyClassifier>

  /// A sorter that knows the built-in rules and examples.
  public init() { current = Mutex(ReplyClassifier()) }

  /// The classifier as it is now.
  public var classifier: ReplyClassifier { current.withLock { $0 } }

  /// Learns anew from all corrections. Takes some hundredths of a second.
  public func learn(_ lessons: [ReplyLesson]) {
    let taught = ReplyClassifier(lessons: lessons)
    current.withLock { $0 = taught }
  }
}
