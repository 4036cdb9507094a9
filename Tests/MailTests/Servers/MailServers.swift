import Curl
import Foundation
import Mail
import Outreach
import Testing

/// The real Postfix and Dovecot of `Tests/EndToEnd/mailservers`, started once for all suites; they end with this process.
struct MailServers: Decodable, Sendable {
  struct SMTP: Decodable, Sendable { let starttls, tls, plainAnonymous, expired, otherHost, selfSigned: Int }
  struct IMAP: Decodable, Sendable { let starttls, tls: Int }

  let host: String
  let caFile: String
  let users: [String: String]
  let smtp: SMTP
  let imap: IMAP
  let maximumSize: Int

  static let anna = "anna@sender.test"
  static let kunde = "kunde@customer.test"

  /// - Throws: where they can't be started; the suites fail then, they don't skip.
  static func running() throws -> MailServers { try started.get() }

  private struct StartFailure: Error, CustomStringConvertible { let description: String }

  private static let started: Result<MailServers, any Error> = Result {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("EndToEnd/mailservers").path
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailservers-\(UUID().uuidString)").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script, "start", folder, "--owner", "\(getpid())"]
    let output = Pipe()
    let errors = Pipe()
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let json = output.fileHandleForReading.availableData
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
      throw StartFailure(description: "Postfix and Dovecot did not start: \(text)")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MailServers.self, from: json)
  }

  func submission(_ user: String = anna, port: Int? = nil, security: MailServer.Security = .tls) -> MailServer {
    let port = port ?? (security == .tls ? smtp.tls : security == .starttls ? smtp.starttls : smtp.plainAnonymous)
    return MailServer(host: host, port: port, security: security, username: user, signIn: .password(Secret(users[user] ?? "")))
  }

  func mailbox(_ user: String = anna, security: MailServer.Security = .tls) -> MailServer {
    let port = security == .tls ? imap.tls : imap.starttls
    return MailServer(host: host, port: port, security: security, username: user, signIn: .password(Secret(users[user] ?? "")))
  }

  var connector: MailConnector { MailConnector(CurlDialer(), extraCAFile: caFile) }
}
