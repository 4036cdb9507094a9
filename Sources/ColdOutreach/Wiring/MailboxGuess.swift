import API
import Engine
import Mail
import Net
import Outreach
import Platform
import Text

/// The servers behind an address: a known provider, what the domain publishes about itself, who takes its mail, and at last a guess.
struct MailboxGuess: Sendable {
  /// Seconds for one place that may publish a configuration.
  private static let seconds = 5.0

  let http: any HTTPClient

  /// The host settings for an address, with how they were found. - Throws: `.badInput` for what is no address.
  func preset(for text: String) async throws -> MailboxPreset {
    guard let address = EmailAddress(text) else {
      throw Fault(
        .badInput, "This is no e-mail address.", fields: [.init("address", "must be an address such as name@company.example")])
    }
    let domain = address.domain
    if let known = MailPresets.preset(forDomain: domain) { return Self.shape(known, address, "preset") }
    if Domain.isReserved(domain) { return Self.guess(address) }
    if let published = await autoconfig(domain, address.description) { return Self.shape(published, address, "autoconfig") }
    if let services = await services(domain) { return Self.shape(services, address, "srv") }
    let exchanger = await MailPresets.preset(forDomain: domain) { name in
      guard case .records(let records)? = try? await OwnThread.run({ DNS().mailExchanges(name) }) else { return [] }
      return records.map(\.host)
    }
    return exchanger.map { Self.shape($0, address, "mx") } ?? Self.guess(address)
  }

  /// What the domain publishes in the form of Thunderbird, over https and from public addresses only.
  private func autoconfig(_ domain: String, _ address: String) async -> MailPreset? {
    for place in Autoconfig.places(domain: domain, address: address) {
      var request = ClientRequest("GET", place)
      (request.timeoutSeconds, request.maximumBodyBytes, request.addresses) = (Self.seconds, Autoconfig.maximumBytes, .publicOnly)
      guard let answer = try? await http.send(request), answer.status == 200 else { continue }
      if let found = Autoconfig.preset(answer.body, domain: domain) { return found }
    }
    return nil
  }

  /// The servers that the domain names in its DNS (RFC 6186, RFC 8314 §5.1).
  private func services(_ domain: String) async -> MailPreset? {
    guard let reader = await service("_imaps._tcp.\(domain)") else { return nil }
    let implicit = await service("_submissions._tcp.\(domain)")
    guard let sender = if let implicit { implicit } else { await service("_submission._tcp.\(domain)") } else { return nil }
    return MailPreset(
      name: domain, sending: .init(host: sender.host, port: sender.port, security: implicit == nil ? .starttls : .tls),
      reading: .init(host: reader.host, port: reader.port, security: .tls), access: .password, keepsSentMail: false,
      advice: "These names come from the domain's DNS. Go on only if they belong to your provider.")
  }

  private func service(_ name: String) async -> DNS.Service? {
    guard case .records(let records)? = try? await OwnThread.run({ DNS().services(name) }), let first = records.first,
      !first.host.isEmpty,
      (1...65535).contains(first.port)
    else { return nil }
    return first
  }

  private static func guess(_ address: EmailAddress) -> MailboxPreset {
    MailboxPreset(
      provider: address.domain,
      values: [
        "SMTP_HOST": "smtp.\(address.domain)", "SMTP_PORT": "587", "SMTP_SECURITY": "starttls",
        "SMTP_USERNAME": address.description,
        "IMAP_HOST": "imap.\(address.domain)", "IMAP_PORT": "993", "IMAP_USERNAME": address.description,
      ], advice: "These are guesses. Your provider's help pages say the right names under “IMAP” and “SMTP”.", foundBy: "guess")
  }

  private static func shape(_ preset: MailPreset, _ address: EmailAddress, _ foundBy: String) -> MailboxPreset {
    MailboxPreset(
      provider: preset.name,
      values: [
        "SMTP_HOST": preset.sending.host, "SMTP_PORT": String(preset.sending.port),
        "SMTP_SECURITY": preset.sending.security.rawValue,
        "SMTP_USERNAME": address.description, "IMAP_HOST": preset.reading.host, "IMAP_PORT": String(preset.reading.port),
        "IMAP_USERNAME": address.description,
      ], advice: preset.advice, foundBy: foundBy)
  }
}
