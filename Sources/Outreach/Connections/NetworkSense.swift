/// Tells a computer without network from a server that is ill or named wrongly.
public protocol NetworkSense: Sendable {
  /// Whether a server could not be reached because this computer is offline; asked only after a connection failed.
  func isOffline(reaching host: String) async -> Bool
}
