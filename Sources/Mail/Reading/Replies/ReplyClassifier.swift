import Outreach

/// Says what a person's answer means.
public struct ReplyClassifier: Sendable {
  /// A classifier with the built-in rules.
  public init() {}
}
