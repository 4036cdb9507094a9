import Outreach
import Testing

@testable import Engine

@Suite struct RefusalMeaningTests {
  @Test func `a refusal concerns the address, the mailbox, the mail, or only this moment`() {
    let rows: [(Int, String?, String, SendOutcome.Phase, RefusalMeaning)] = [
      (550, "5.1.1", "User unknown", .recipient, .address), (550, "5.1.10", "RecipientNotFound", .recipient, .address),
      (556, "5.1.10", "null MX", .recipient, .address), (550, "5.2.1", "The account is disabled", .recipient, .address),
      (550, nil, "no such user here", .recipient, .address), (553, nil, "mailbox name not allowed here", .recipient, .mail),
      (550, nil, "Blocked by our spam policy", .recipient, .mail), (552, "5.2.2", "Mailbox full", .recipient, .mail),
      (550, "5.4.1", "Recipient address rejected: Access denied", .recipient, .address),
      (554, "5.6.0", "bad content", .content, .mail),
      (552, "5.3.4", "too big", .content, .mail),
      (550, "5.7.1", "Message rejected", .content, .mailbox), (550, "5.7.26", "unauthenticated", .content, .mailbox),
      (550, "5.7.515", "Access denied", .recipient, .mailbox), (535, "5.7.8", "bad credentials", .sender, .mailbox),
      (530, nil, "Authentication required", .sender, .mailbox),
      (550, "5.4.5", "Daily user sending limit exceeded", .recipient, .mailbox),
      (550, "5.1.8", "Access denied, bad outbound sender", .recipient, .mailbox), (550, nil, "sender rejected", .sender, .mailbox),
      (450, "4.7.1", "Greylisted", .recipient, .later), (451, "4.7.1", "try again", .recipient, .later),
      (421, nil, "busy", .sender, .later),
      (450, "4.2.0", "Greylisting in action", .recipient, .later), (452, "4.2.2", "full", .recipient, .later),
    ]
    for (code, enhanced, text, phase, meaning) in rows {
      let reply = ServerReply(code: code, enhanced: enhanced, text: text)
      #expect(RefusalMeaning.of(reply, phase) == meaning, "\(code) \(enhanced ?? "-") \(text)")
    }
  }
}
