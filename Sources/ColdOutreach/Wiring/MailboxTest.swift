import API
import Engine
import Mail
import Outreach
import Platform
import Text

/// Trying a mailbox, and guessing its settings from the address.
enum MailboxTest {
  /// Tries the mailbox that the settings with these changes describe, step by step.
  static func run(_ values: [String: String], settings: Settings, ports: MailPorts) async -> [MailboxStep] {
    let check = MailboxCheck(ports.connector)
    let (smtp, imap) = settings.servers(with: values)
    var steps: [MailboxStep] = []
    if let smtp { steps += await check.sending(smtp).map { step($0, "smtp") } }
    if let imap { steps += await check.reading(imap).map { step($0, "imap") } }
    if smtp == nil {
      steps.append(
        MailboxStep(
          service: "smtp", step: "connect", ok: false, detail: "The mail server or your address is missing.",
          advice: "Fill in both, then test again."))
    }
    return steps
  }

  /// The host settings for an address: a known provider, known by its mail exchangers, else a guess.
  static func preset(for text: String) async throws -> MailboxPreset {
    guard let address = EmailAddress(text) else {
      throw Fault(
        .badInput, "This is no e-mail address.", fields: [.init("address", "must be an address such as name@company.example")])
    }
    let domain = address.domain
    let known = MailPresets.preset(forDomain: domain)
    let byExchanger =
      known == nil
      ? await MailPresets.preset(forDomain: domain) { name in
        let answer = try? await OwnThread.run { DNS().mailExchanges(name) }
        guard case .records(let records)? = answer else { return [] }
        return records.map(\.host)
      } : nil
    if let found = known ?? byExchanger {
      return MailboxPreset(
        provider: found.name, values: values(found, address: address.description), advice: found.advice,
        foundBy: known == nil ? "mx" : "preset")
    }
    return MailboxPreset(
      provider: domain,
      values: [
        "SMTP_HOST": "smtp.\(domain)", "SMTP_PORT": "587", "SMTP_SECURITY": "starttls", "SMTP_USERNAME": address.description,
        "IMAP_HOST": "imap.\(domain)", "IMAP_PORT": "993", "IMAP_USERNAME": address.description,
      ], advice: "These are guesses. Your provider's help pages say the right names under “IMAP” and “SMTP”.", foundBy: "guess")
  }

  private static func values(_ preset: MailPreset, address: String) -> [String: String] {
    [
      "SMTP_HOST": preset.sending.host, "SMTP_PORT": String(preset.sending.port), "SMTP_SECURITY": preset.sending.security.rawValue,
      "SMTP_USERNAME": address, "IMAP_HOST": preset.reading.host, "IMAP_PORT": String(preset.reading.port),
      "IMAP_USERNAME": address,
    ]
  }

  private static func step(_ result: MailboxCheck.Result, _ service: String) -> MailboxStep {
    MailboxStep(service: service, step: result.step.rawValue, ok: result.ok, detail: result.detail, advice: result.advice)
  }
}
