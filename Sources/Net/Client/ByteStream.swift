/// What to connect a byte stream to: TCP, TLS or STARTTLS, greeting and sign-in are done when it is handed over.
public struct StreamTarget: Sendable {
  /// The protocol that greets and signs in.
  public enum Service: String, Sendable { case smtp, imap }
  /// How the connection is protected; `none` is the caller's to allow for loopback only.
  public enum Security: Sendable { case tls, starttls, none }
  /// How to sign in.
  public enum SignIn: Sendable {
    case password(String)
    case bearer(String)
    case anonymous
  }

  public var service: Service
  public var host: String
  public var port: Int
  public var security: Security
  public var username: String
  public var signIn: SignIn
  /// The name said in EHLO.
  public var clientName: String
  /// For TCP, TLS, greeting and sign-in together.
  public var connectTimeoutSeconds: Double
  /// A private CA bundle to trust besides the system's, for tests and companies; nil for the system's only.
  public var extraCAFile: String?

  /// A target by its parts; 30 s to connect.
  public init(_ service: Service, host: String, port: Int, security: Security, username: String, signIn: SignIn, clientName: String)
  {
    (self.service, self.host, self.port, self.security) = (service, host, port, security)
    (self.username, self.signIn, self.clientName) = (username, signIn, clientName)
    (connectTimeoutSeconds, extraCAFile) = (30, nil)
  }
}

/// A connected, signed-in stream of bytes. Used by one thread at a time; only `interrupt` may come from another.
public protocol ByteStream: AnyObject, Sendable {
  /// Waits for bytes; at most `limit` of them. Empty means that the peer closed.
  /// - Throws: `.timeout` at the deadline, `.cancelled` after `interrupt`.
  func read(limit: Int, until deadline: ContinuousClock.Instant) throws(NetworkError) -> [UInt8]
  /// Writes all bytes. - Throws: as `read`; how much went out is unknown then.
  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(NetworkError)
  /// Ends every wait of this stream now and later.
  func interrupt()
  /// Closes without a word of goodbye.
  func close()
  /// What the server said at greeting, EHLO or CAPABILITY, one line each, without line ends.
  var greetingLines: [String] { get }
}

/// Opens byte streams; blocks the calling thread, so never on Swift's task pool.
public protocol StreamDialer: Sendable {
  /// Connects and signs in.
  func dial(_ target: StreamTarget) throws(NetworkError) -> any ByteStream
}
