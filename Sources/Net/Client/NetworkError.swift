/// What went wrong on the network, without dynamic values that could hold secrets.
public struct NetworkError: Error, Hashable, Sendable {
  /// The kind of trouble.
  public enum Kind: String, Sendable {
    case dns, connect, tls, login, timeout, closed, cancelled, tooLarge, refusedAddress, tooManyRedirects, protocolError
  }

  public let kind: Kind
  /// For a person: what happened, host names allowed, no credentials.
  public let detail: String
  /// The server's last lines where a sign-in failed; shown to the user, never logged.
  public let serverLines: [String]

  /// An error of a kind.
  public init(_ kind: Kind, _ detail: String, serverLines: [String] = []) {
    (self.kind, self.detail, self.serverLines) = (kind, detail, serverLines)
  }
}
