import Outreach
import Synchronization

/// The HTML of the last previews, kept in memory for the frame that shows them: a frame can only fetch, and a preview is too long for
/// an address.
public final class PreviewFrames: Sendable {
  /// So many are kept: as many as editors can be open with a letter typed in each.
  private static let most = 24
  private let kept = Mutex<[(id: String, html: String)]>([])

  /// None yet.
  public init() {}

  /// Keeps HTML. Returns its name, which nobody can guess.
  func keep(_ html: String) -> String {
    let id = RandomText.hex(bytes: 16)
    kept.withLock { kept in
      kept.append((id, html))
      if kept.count > Self.most { kept.removeFirst() }
    }
    return id
  }

  /// The HTML of a name. - Throws: `.notFound` where it was let go.
  func html(_ id: String) throws(Fault) -> String {
    guard let found = kept.withLock({ kept in kept.first { $0.id == id }?.html }) else {
      throw Fault(.notFound, "This preview is over; type a letter to see it again.")
    }
    return found
  }
}
