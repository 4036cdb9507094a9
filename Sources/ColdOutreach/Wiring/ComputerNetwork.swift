import Outreach
import Platform

/// The computer's own network.
struct ComputerNetwork: NetworkSense {
  /// Name servers get as long as one look takes; a mail can wait, a pass can't.
  private static let dnsTries = 1

  /// No way out, or no name server that answers at all: even “no such name” is an answer from the network.
  func isOffline(reaching host: String) async -> Bool {
    if Setting.isLoopback(host) { return false }
    guard Routes.hasDefault() else { return true }
    var dns = DNS()
    dns.tries = Self.dnsTries
    let question = dns
    let answer = try? await OwnThread.run { question.hasAddress(host) }
    return answer == .unknown
  }
}
