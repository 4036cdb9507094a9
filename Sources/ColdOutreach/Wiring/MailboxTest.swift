import API
import Engine
import Mail
import Outreach

/// Trying mailboxes, step by step; nothing is sent.
enum MailboxTest {
  /// Tries the mailbox that the settings with these changes describe.
  static func run(_ values: [String: String], settings: Settings, ports: MailPorts) async -> [MailboxStep] {
    let (smtp, imap) = settings.servers(with: values)
    var steps = await run(smtp, imap, ports: ports)
    if smtp == nil {
      steps.append(
        MailboxStep(
          service: "smtp", step: "connect", ok: false, detail: "The mail server or your address is missing.",
          advice: "Fill in both, then test again."))
    }
    return steps
  }

  /// Tries the servers that are there.
  static func run(_ smtp: MailServer?, _ imap: MailServer?, ports: MailPorts) async -> [MailboxStep] {
    let check = MailboxCheck(ports.connector)
    var steps: [MailboxStep] = []
    if let smtp { steps += await check.sending(smtp).map { step($0, "smtp") } }
    if let imap { steps += await check.reading(imap).map { step($0, "imap") } }
    return steps
  }

  private static func step(_ result: MailboxCheck.Result, _ service: String) -> MailboxStep {
    MailboxStep(service: service, step: result.step.rawValue, ok: result.ok, detail: result.detail, advice: result.advice)
  }
}
