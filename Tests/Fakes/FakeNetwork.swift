import Outreach
import Synchronization

/// A network that a test unplugs.
public final class FakeNetwork: NetworkSense {
  private let offline = Mutex(false)

  /// A network that is there.
  public init() {}

  /// Whether it is unplugged.
  public var isUnplugged: Bool {
    get { offline.withLock { $0 } }
    set { offline.withLock { $0 = newValue } }
  }

  /// Whether it is unplugged, whatever the host.
  public func isOffline(reaching host: String) async -> Bool { isUnplugged }
}
