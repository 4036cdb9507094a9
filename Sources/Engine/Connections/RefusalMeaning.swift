import Finding
import Outreach

/// What a mail server's refusal is about: whom it concerns decides what follows. Sources: RFC 3463, RFC 5321 §4.2, and what Gmail,
/// Microsoft 365 and Postfix are seen to say.
enum RefusalMeaning: Hashable {
  /// There is no such recipient: nothing more is sent to the address.
  case address
  /// Our account is blocked, limited or not let in: the mailbox stops until the person looks.
  case mailbox
  /// This mail, or this recipient's rules: only this mail fails.
  case mail
  /// It may work later, greylisting among it (RFC 6647).
  case later

  private static let accountCodes: Set<String> = ["5.1.7", "5.1.8", "5.4.5"]
  private static let deadCodes: Set<String> = ["5.2.1", "5.4.1", "5.4.4"]
  private static let policyWords = [
    "spam", "block", "blacklist", "blocklist", "denylist", "policy", "reputation", "spf", "dkim", "dmarc", "listed", "not allowed",
    "authenticat", "relay",
  ]

  /// What a reply means.
  /// - Parameter phase: which command was refused.
  static func of(_ reply: ServerReply, _ phase: SendOutcome.Phase) -> RefusalMeaning {
    if reply.isTemporary { return .later }
    let code = reply.enhanced ?? ""
    if [530, 534, 535, 538].contains(reply.code) || accountCodes.contains(code) || code.hasPrefix("5.7.") { return .mailbox }
    if phase == .sender { return .mailbox }
    guard phase == .recipient else { return .mail }
    if code.hasPrefix("5.1.") || deadCodes.contains(code) { return .address }
    // Without an enhanced code the words tell an unknown user from a server that wants no mail of ours.
    let text = reply.text.lowercased()
    let isPolicy = policyWords.contains { text.contains($0) }
    return code.isEmpty && [550, 551, 553].contains(reply.code) && !isPolicy ? .address : .mail
  }
}
