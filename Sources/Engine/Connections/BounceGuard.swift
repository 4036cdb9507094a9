import Outreach
import Store

/// Stops a mailbox whose mail comes back too often: receivers count that against the sender for months.
enum BounceGuard {
  /// Below so many mails a rate says nothing.
  static let fewestMails = 50
  /// Hard bounces in a hundred mails that are too many. Source: what outreach services pause at, read in 2026.
  static let mostPercent = 5
  /// What is older counts no more.
  private static let seconds = 30 * 86_400

  /// Pauses a mailbox whose hard bounces are too many since the person last let it go on; asked after each of them.
  static func judge(_ id: Mailbox.ID, in work: Work) throws {
    guard id != Mailbox.practice, try MailboxTable.get(id, in: work).state != .paused else { return }
    let since = max(try MailboxTable.judgedFrom(id, in: work), work.now.adding(seconds: -seconds))
    let (mails, bounces) = try MailboxTable.bounces(of: id, since: since, in: work)
    guard mails >= fewestMails, bounces * 100 >= mails * mostPercent else { return }
    try MailboxTable.move(
      id, .pause,
      reason:
        "\(bounces) of the last \(mails) mails came back because the address does not exist. More of that ruins your reputation: "
        + "check the addresses that still wait, then resume.", cause: .bounces, in: work)
  }
}
