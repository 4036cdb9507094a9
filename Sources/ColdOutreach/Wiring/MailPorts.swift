import Curl
import Engine
import Mail
import Outreach
import Practice
import Store

/// What sends, reads, writes and understands mail.
struct MailPorts: Sendable {
  let connector: MailConnector
  let smtp: SMTPSender
  let imap: IMAPReader
  let practice: PracticeMailbox
  let composer = RFC5322Composer()
  let sorter = LearningSorter()
  let parser: RFC5322Reader

  /// The ports over a base.
  init(base: Base, environment: [String: String]) {
    parser = RFC5322Reader(sorter: sorter)
    connector = MailConnector(CurlDialer(), extraCAFile: environment["COLD_OUTREACH_CA_FILE"])
    smtp = SMTPSender(connector)
    imap = IMAPReader(connector)
    practice = PracticeMailbox(archive: PracticeBox(base: base))
  }
}
