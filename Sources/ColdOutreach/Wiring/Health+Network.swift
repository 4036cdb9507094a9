import API
import Engine
import Outreach
import Platform

/// Whether the world can be reached: a way out, name servers, each mail server by name, port, encryption and sign-in.
extension Health {
  /// A name that every resolver answers by itself (RFC 6761 §6.3), so that in practice mode no question leaves this computer.
  private static let innerName = "localhost"

  /// All of it; some seconds where something does not answer.
  static func network(_ settings: Settings, _ ports: MailPorts) async -> [HealthCheck] {
    let policy = settings.policy
    let isPractice = policy.mode == .practice
    let servers =
      isPractice
      ? []
      : policy.mailboxes.flatMap { mailbox in
        let one = policy.of(mailbox)
        return [(Service.sending, one.smtp), (.reading, one.imap)].compactMap { kind, server in server.map { (kind, $0) } }
      }
    let far = servers.map(\.1.host).first { !Setting.isLoopback($0) }
    async let reach = reached(servers, ports)
    return [wayOut(Routes.hasDefault(), isNeeded: far != nil), await names(far ?? innerName, isNeeded: far != nil)] + (await reach)
  }

  /// What a mail server is for.
  enum Service: String, Sendable {
    case sending = "Sending server"
    case reading = "Reading server"
  }

  /// - Parameter isNeeded: whether a server elsewhere is in the settings; offline in practice is no fault.
  static func wayOut(_ isThere: Bool, isNeeded: Bool) -> HealthCheck {
    isThere
      ? HealthCheck(name: "Network", ok: true, detail: "This computer has a way out.")
      : HealthCheck(
        name: "Network", ok: isNeeded ? false : nil, detail: "This computer is offline: it has no way to other networks.",
        advice: "Connect it to Wi-Fi or a cable. Mail waits until then; nothing is lost.")
  }

  /// Whether name servers answer at all, and know the name.
  private static func names(_ host: String, isNeeded: Bool) async -> HealthCheck {
    // An address in place of a name needs no name server.
    guard host.contains(where: { $0.isLetter }), !host.contains(":") else {
      return HealthCheck(name: "DNS", ok: true, detail: "Your servers are named by address.")
    }
    var dns = DNS()
    dns.tries = 1
    let question = dns
    return names(host, (try? await OwnThread.run { question.hasAddress(host) }) ?? .unknown, isNeeded: isNeeded)
  }

  /// What an answer about a name means.
  static func names(_ host: String, _ answer: DNS.Answer<Bool>, isNeeded: Bool) -> HealthCheck {
    switch answer {
    case .unknown:
      HealthCheck(
        name: "DNS", ok: isNeeded ? false : nil, detail: "No name server answers, so no other computer can be found by its name.",
        advice:
          "Look whether other programs reach the internet. If they do, look at /etc/resolv.conf, a VPN or a firewall (port 53).")
    case .noSuchName, .none:
      isNeeded
        ? HealthCheck(
          name: "DNS", ok: false, detail: "There is no server with the name \(host).",
          advice: "Correct the server's name under Settings; a letter may be wrong.")
        : HealthCheck(name: "DNS", ok: true, detail: "Name servers answer.")
    case .records: HealthCheck(name: "DNS", ok: true, detail: "Name servers answer.")
    }
  }

  /// Tries every server as sending and reading would, all at once; two mailboxes of one server and user are one.
  private static func reached(_ servers: [(Service, MailServer)], _ ports: MailPorts) async -> [HealthCheck] {
    var seen = Set<String>()
    let each = servers.filter { kind, server in seen.insert("\(kind) \(server.host) \(server.port) \(server.username)").inserted }
    return await withTaskGroup(of: (Int, HealthCheck).self) { group in
      for (place, (kind, server)) in each.enumerated() {
        group.addTask {
          let steps = await MailboxTest.run(kind == .sending ? server : nil, kind == .reading ? server : nil, ports: ports)
          return (place, Self.server(kind, "\(server.host):\(server.port)", steps))
        }
      }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// The first step that failed says what is wrong.
  static func server(_ kind: Service, _ place: String, _ steps: [MailboxStep]) -> HealthCheck {
    guard let bad = steps.first(where: { !$0.ok }) else {
      return HealthCheck(name: kind.rawValue, ok: true, detail: "\(place) was found, is encrypted and lets you in.")
    }
    return HealthCheck(name: kind.rawValue, ok: false, detail: "\(place): \(bad.detail)", advice: bad.advice)
  }

  /// The page's own port, for a program that does not run: whether somebody else sits on it.
  /// - Parameter port: the setting; 0 for any free one.
  static func port(_ port: Int, isServing: Bool) -> HealthCheck {
    guard !isServing, let wished = UInt16(exactly: port), wished > 0 else {
      return HealthCheck(name: "Port", ok: true, detail: isServing ? "The page is served." : "Any free one is used.")
    }
    do throws(SystemError) {
      _ = Descriptor(try Loopback.listen(port: wished).socket)
      return HealthCheck(name: "Port", ok: true, detail: "\(wished) is free for the page.")
    } catch {
      return HealthCheck(
        name: "Port", ok: false, detail: "The page can't have port \(wished): another program uses it, or it is not allowed.",
        advice: "Set PORT to 0, which takes any free one, or end the other program.")
    }
  }
}
