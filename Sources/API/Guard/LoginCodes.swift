import Outreach
import Synchronization

/// Codes that let a browser in: each for five minutes and a single use.
public final class LoginCodes: Sendable {
  /// How long a code is good.
  public static let goodForSeconds = 300
  /// More open codes than this make the oldest void.
  public static let mostOpen = 16

  private let clock: any Clock
  private let open = Mutex<[(code: String, until: Timestamp)]>([])

  /// No codes yet.
  public init(clock: any Clock) { self.clock = clock }

  /// A code that lets nobody in before it is issued; 32 hexadecimal digits.
  public static func unissued() -> String { RandomText.hex(bytes: 16) }

  /// Makes a code good, by default a new one.
  @discardableResult
  public func issue(_ code: String = unissued()) -> String {
    let until = clock.now().adding(seconds: Self.goodForSeconds)
    open.withLock { codes in
      codes.append((code, until))
      if codes.count > Self.mostOpen { codes.removeFirst(codes.count - Self.mostOpen) }
    }
    return code
  }

  /// Whether a code is good; it never is again.
  public func redeem(_ code: String) -> Bool {
    let now = clock.now()
    return open.withLock { codes in
      codes.removeAll { $0.until <= now }
      // Every code is compared, so that the time tells nothing.
      var found: Int?
      for index in codes.indices where RandomText.equal(codes[index].code, code) { found = index }
      if let found { codes.remove(at: found) }
      return found != nil
    }
  }
}
