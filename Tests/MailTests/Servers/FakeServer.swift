import Foundation
import Outreach
import Platform
import Synchronization

/// A server over a real socket that follows a script: for answers that no sane server gives.
final class FakeServer: Sendable {
  /// A step of the script.
  enum Step: Sendable {
    /// Writes these bytes.
    case say(String)
    case sayBytes([UInt8])
    /// Reads lines until one begins so; fails the script where the client hangs up.
    case expect(String)
    /// Reads until these bytes were seen.
    case until(String)
    /// Writes byte by byte, with a pause of so many milliseconds.
    case drip(String, Int)
    /// Says nothing until the client hangs up.
    case silence
    /// Closes at once.
    case drop
  }

  let port: Int
  private let listener: Int32
  private let isOpen = Mutex(true)
  private let heardText = Mutex("")
  private let done = DispatchSemaphore(value: 0)

  /// Everything that the client said.
  var heard: String { heardText.withLock { $0 } }

  /// Listens on loopback and plays one script per connection, in order.
  init(_ scripts: [[Step]]) {
    guard let (socket, port) = try? Loopback.listen(port: 0) else { fatalError("no port of this computer is free") }
    (listener, self.port) = (socket, Int(port))
    let thread = Foundation.Thread { [self] in
      for script in scripts {
        let client = accept(listener, nil, nil)
        if client < 0 { break }
        play(script, client)
        close(client)
      }
      done.signal()
    }
    thread.start()
  }

  convenience init(_ script: [Step]) { self.init([script]) }

  /// One SMTP session that has greeted, then the steps.
  static func smtp(_ steps: [Step], offer: [String] = ["SIZE 100000"]) -> FakeServer {
    let lines = (["fake"] + offer).enumerated().map { $0.offset == offer.count ? "250 \($0.element)" : "250-\($0.element)" }
    return FakeServer([.say("220 fake ESMTP\r\n"), .expect("EHLO"), .say(lines.joined(separator: "\r\n") + "\r\n")] + steps)
  }

  /// Waits until the client's words end so; false after five seconds.
  func hears(_ end: String) async throws -> Bool {
    for _ in 0..<500 {
      if heard.hasSuffix(end) { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  func stop() {
    // Closed once: a second time the number may be another test's file.
    let isFirst = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    guard isFirst else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// Without TLS and sign-in: allowed, since it is on loopback.
  var server: MailServer { MailServer(host: "127.0.0.1", port: port, security: .none, username: "", signIn: .anonymous) }

  private func play(_ script: [Step], _ client: Int32) {
    var buffer = ""
    for step in script {
      switch step {
      case .say(let text): send(Array(text.utf8), client)
      case .sayBytes(let bytes): send(bytes, client)
      case .drip(let text, let pause):
        for byte in text.utf8 {
          if !send([byte], client) { return }
          usleep(UInt32(pause * 1000))
        }
      case .expect(let prefix): if !readLine(&buffer, client, until: { $0.uppercased().hasPrefix(prefix.uppercased()) }) { return }
      case .until(let text):
        while !buffer.contains(text) { if !receive(&buffer, client) { return } }
        if let range = buffer.range(of: text) { buffer.removeSubrange(..<range.upperBound) }
      case .silence: while receive(&buffer, client) {}
      case .drop: return
      }
    }
    // What the client still says is read, so that closing doesn't reset the connection under our last words.
    while receive(&buffer, client) {}
  }

  @discardableResult private func send(_ bytes: [UInt8], _ client: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  private func readLine(_ buffer: inout String, _ client: Int32, until matches: (String) -> Bool) -> Bool {
    while true {
      while let end = buffer.range(of: "\r\n") {
        let line = String(buffer[..<end.lowerBound])
        buffer.removeSubrange(..<end.upperBound)
        if matches(line) { return true }
      }
      if !receive(&buffer, client) { return false }
    }
  }

  private func receive(_ buffer: inout String, _ client: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(client, &bytes, bytes.count, 0)
    guard count > 0 else { return false }
    let text = String(decoding: bytes[..<count], as: UTF8.self)
    buffer += text
    heardText.withLock { $0 += text }
    return true
  }
}
