/// Reports of mail servers on Unix and of those that came from them.
enum UnixDialects {
  // long: a table of cases
  static let all: [DialectCase] = [
    .plain(
      "qmail, several", "failure notice", more: "Return-Path: <>\n", to: ["lead@x.example", "b@y.example"], isDead: nil,
      "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<lead@x.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n<b@y.example>:\nSorry, I couldn't find any host named y.example. (#5.1.2)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <sender@our.example>\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "qmail, gave up on time", "failure notice", permanent: false, status: "4.4.1", isDead: false,
      "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<lead@x.example>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\nI'm not going to try again; this message has been in the queue too long.\n"
    ),
    .plain(
      "qmail, not listed host", "failure notice", status: "5.1.2", isDead: true,
      "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<lead@x.example>:\nSorry, I couldn't find any host named x.example. (#5.1.2)\n"
    ),
    .plain(
      "qmail in Japanese mail service", "failure notice", isDead: false,
      "Hi. The MTA program at mx.example was unable to deliver your message to the following addresses. This is a permanent error.\n\n<lead@x.example>:\nThe recipient's mailbox is full.\n"
    ),
    .plain(
      "netqmail with ezmlm hints", "failure notice", status: "5.7.1", isDead: false,
      "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<lead@x.example>:\n192.0.2.7 failed after I sent the message.\nRemote host said: 554 5.7.1 Message rejected as spam\n"
    ),
    .plain(
      "Exim, one address", from: "Mail Delivery System <Mailer-Daemon@mx.example>",
      "Mail delivery failed: returning message to sender",
      isDead: true,
      "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  lead@x.example\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <sender@our.example>\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "Exim through an alias", from: "Mail Delivery System <Mailer-Daemon@mx.example>",
      "Mail delivery failed: returning message to sender", status: "5.2.2", isDead: false,
      "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  lead@x.example\n    (ultimately generated from info@x.example)\n    SMTP error from remote mail server after end of data:\n    host mx.x.example [192.0.2.5]: 552 5.2.2 Over quota\n"
    ),
    .plain(
      "Exim's warning", from: "Mail Delivery System <Mailer-Daemon@mx.example>", "Warning: message 1XYZ-0001 delayed 24 hours",
      kind: "delayed", permanent: false, isDead: false,
      "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\nThe address to which the message has not yet been delivered is:\n\n  lead@x.example\n    Delay reason: connection timed out\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n"
    ),
    .plain(
      "Exim, frozen and given up", from: "Mail Delivery System <Mailer-Daemon@mx.example>",
      "Mail delivery failed: returning message to sender",
      "The following address(es) failed:\n\n  lead@x.example\n    host mx.x.example [192.0.2.5]:\n    retry timeout exceeded\n"),
    .plain(
      "GMX, Exim with quotes", from: "\"GMX Mailer Daemon\" <mailer-daemon@mx.example>",
      "Mail delivery failed: returning message to sender", status: "5.1.1", isDead: true,
      "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n\"lead@x.example\":\nSMTP error from remote server after RCPT command:\nhost: mx.x.example\n5.1.1 <lead@x.example>... User Unknown\n"
    ),
    .plain(
      "1&1", from: "Mail Delivery System <mailer-daemon@mx.example>", "Mail delivery failed: returning message to sender",
      isDead: false,
      "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error.\n\nFor explanation visit http://postmaster.example/en/error-messages?ip=\n\nThe following address failed:\n\n\tlead@x.example:\n\t\tMail quota exceeded\n\n--- The header of the original message is following. ---\n\nReceived: from a by b\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "Postfix with a pipe", from: "MAILER-DAEMON@mx.example (Mail Delivery System)", "Undelivered Mail Returned to Sender",
      status: "5.1.1", isDead: true,
      "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n<lead@x.example> (expanded from <info@x.example>): unknown user: \"lead\" 550 5.1.1\n"
    ),
    .parts(
      "Postfix, no route", "Undelivered Mail Returned to Sender",
      human:
        "This is the mail system at host mx.example.\n\n<lead@x.example>: Host or domain name not found. Name service error for\n    name=x.example type=A: Host not found",
      status: "5.4.4", isDead: true,
      "Final-Recipient: rfc822; lead@x.example\nOriginal-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found. Name service error\n    for name=x.example type=A: Host not found"
    ),
    .parts(
      "Postfix's delay", "Delayed Mail (still being retried)", kind: "delayed", permanent: false, status: "4.4.1", isDead: false,
      "Final-Recipient: rfc822; lead@x.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.x.example[192.0.2.5]:25:\n    Connection timed out\nWill-Retry-Until: Fri, 30 Apr 2027 23:34:45 +0900 (JST)"
    ),
    .parts(
      "Postfix's success", "Successful Mail Delivery Report", kind: "delivered", permanent: nil,
      "Final-Recipient: rfc822; lead@x.example\nAction: relayed\nStatus: 2.0.0\nDiagnostic-Code: smtp; 250 2.0.0 Ok: queued"),
    .plain(
      "Sendmail of old, unsent", from: "MAILER-DAEMON@mx.example (Mail Delivery Subsystem)", "Returned mail: User unknown",
      isDead: true,
      "   ----- Transcript of session follows -----\nWhile talking to mx.x.example:\n>>> RCPT To:<lead@x.example>\n<<< 550 <lead@x.example>, User Unknown\n550 <lead@x.example>... User unknown\n\n   ----- Unsent message follows -----\nReceived: by our.example\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "Sendmail, unknown host", from: "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
      "Returned mail: Host unknown (Name server: x.example: host not found)", isDead: true,
      "The original message was received at Thu, 29 Apr 2010 23:34:45 +0900\nfrom our.example [192.0.2.9]\n\n   ----- The following addresses had permanent fatal errors -----\n<lead@x.example>\n\n   ----- Transcript of session follows -----\n550 <lead@x.example>... Host unknown (Name server: x.example: host not found)\n"
    ),
    .parts(
      "Sendmail, four hours", "Warning: could not send message for past 4 hours",
      human:
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- The following addresses had transient non-fatal errors -----\n<lead@x.example>",
      kind: "delayed", permanent: false, status: "4.4.1",
      "Final-Recipient: RFC822; lead@x.example\nAction: delayed\nStatus: 4.4.1\nRemote-MTA: DNS; mx.x.example\nLast-Attempt-Date: Thu, 29 Apr 2010 23:34:45 +0900"
    ),
    .parts(
      "Sendmail, five days", "Returned mail: see transcript for details", permanent: false, status: "4.4.7",
      "Final-Recipient: RFC822; lead@x.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: SMTP; 421 x.example: Deferred: Connection timed out"
    ),
    .plain(
      "ActiveHunter", "FAILURE NOTICE", status: "5.1.1", isDead: true,
      "  ----- The following addresses had permanent fatal errors -----\n\n>>> lead@x.example <lead@x.example>\n\n550 sorry, no mailbox here by that name (#5.1.1 - chkusr)\n\n  ----- Original message follows -----\n\nReceived: from a by b\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "Courier", from: "\"Courier mail server at mx.example\" <@>", "NOTICE: mail delivery status.", status: "5.1.1", isDead: true,
      "This is a delivery status notification from mx.example,\nrunning the Courier mail server, version 0.65.2.\n\nThe original message was received on Sat, 11 Dec 2010 12:19:57 +0900\nfrom [127.0.0.1] ([::ffff:127.0.0.1])\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<lead@x.example>:\n    mx.x.example [192.0.2.5]:\n>>> RCPT TO:<lead@x.example>\n<<< 550 5.1.1 <lead@x.example>... User Unknown\n"
    ),
    .plain(
      "OpenSMTPD", from: "Mailer Daemon <MAILER-DAEMON@mx.example>", "Delivery status notification: error", status: "5.2.2",
      isDead: false,
      "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\nlead@x.example: 550 5.2.2 <lead@x.example>... Mailbox Full\n\n    Below is a copy of the original message:\n\nReceived: from a by b\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "OpenSMTPD's warning", from: "Mailer Daemon <MAILER-DAEMON@mx.example>", "Delivery status notification: warning",
      kind: "delayed",
      permanent: false, isDead: false,
      "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    A message is delayed for more than 4 hours for the following\n    list of recipients:\n\nlead@x.example: Network error on destination MXs\n\n    Please note that this is only a temporary failure report.\n    The message is kept in the queue for up to 4 days.\n    You DO NOT NEED to re-send the message to these recipients.\n"
    ),
    .plain(
      "DragonFly's own agent", from: "MAILER-DAEMON <>", "Mail delivery failed", status: "5.1.1", isDead: true,
      "This is the DragonFly Mail Agent v0.13 at mx.example.\n\nThere was an error delivering your mail to <lead@x.example>.\n\nmx.x.example [192.0.2.5] did not like our RCPT TO:\n550 5.1.1 <lead@x.example>: Recipient address rejected: User unknown\n\nMessage headers follow.\n\nReceived: from a by b\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "MMDF", from: "MMDF Mail System <mmdf@mx.example>", "Failed mail (msg.a01234)", isDead: true,
      "Your message could not be delivered to\n'lead@x.example (host: x.example) (queue: smtp)' for the following\nreason:  ' 550 lead... User unknown'\n\n   Your message follows:\n\nReceived: from a by b\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "smail", from: "<MAILER-DAEMON@mx.example>", "mail failed, returning to sender", isDead: true,
      "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <lead@x.example> ... unknown host\n|------------------------- Message text follows: ------------------------|\nReceived: from a by b\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "Zmailer", from: "The Post Office <postmaster@mx.example>", "Delivery reports about your message [orig]", isDead: true,
      "FAILED:\n  Original Recipient:\n    rfc822;lead@x.example\n  Control data:\n    smtp x.example lead@x.example 99\n  Diagnostic texts:\n    smtp; 550 User unknown\n"
    ),
    .plain(
      "MDaemon", from: "MDaemon@mx.example", "Permanent Delivery Failure", isDead: true,
      "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: lead@x.example\n\n--- Session Transcript ---\n --> RCPT To:<lead@x.example>\n <-- 550 lead@x.example, recipient unknown\n"
    ),
    .plain(
      "PMDF and Sun's servers", from: "Internet Mail Delivery <postmaster@mx.example>",
      "Delivery Notification: Delivery has failed",
      status: "5.1.1", isDead: true,
      "This report relates to a message you sent with the following header fields:\n\n  Message-id: <orig@our.example>\n  Date: Thu, 29 Apr 2010 23:34:45 +0000 (GMT)\n  From: Sender <sender@our.example>\n  To: lead@x.example\n  Subject: Hello\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: lead@x.example\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 <lead@x.example>... User Unknown\n  Remote system: dns;mx.x.example (TCP|192.0.2.1|25|192.0.2.5|25)\n"
    ),
    .plain(
      "Apache James", from: "postmaster@mx.example", "[BOUNCE]", isDead: true,
      "Hi. This is the James mail server at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.  Below\nI include the list of recipients and the reason why I was unable to deliver\nyour message.\n\nMessage details:\n  Subject: Hello\n  MAIL FROM: sender@our.example\n  RCPT TO: lead@x.example\n  From: Sender <sender@our.example>\n  To: lead@x.example\n\nError message below:\n550 - Requested action not taken: no such user here\n"
    ),
    .plain(
      "XMail", from: "postmaster@mx.example", "Error sending message [S1234] from [our.example]", isDead: true,
      "[<00>] XMail bounce: Rcpt=[lead@x.example];Error=[550 User unknown]\n\n[<01>] Error sending message [S1234] from [our.example].\n\nID:        <S1234>\nMail From: <sender@our.example>\nRcpt To:   <lead@x.example>\nServer:    <mx.x.example>\n\n[<02>] The reason of the delivery failure was:\n\n550 User unknown\n"
    ),
    .plain(
      "CommuniGate", from: "<MAILER-DAEMON@mx.example>", "Undeliverable mail: Hello", isDead: true,
      "Failed to deliver to 'lead@x.example'\nLOCAL module(account lead) reports:\n account does not exist\n"),
    .plain(
      "Stalker, delayed", from: "<MAILER-DAEMON@mx.example>", "Delivery delayed: Hello", kind: "delayed", permanent: false,
      isDead: false,
      "Delivery of your message to 'lead@x.example' is delayed.\nSMTP module(domain x.example) reports:\n connection refused\nThe server will try again.\n"
    ),
    .plain(
      "Merak", from: "postmaster@mx.example", "Mail System Error - Returned Mail", isDead: true,
      "Your message cannot be delivered to the following recipients:\n\nlead@x.example\n\n<<< 550 5.1.1 <lead@x.example> User unknown; rejecting\n"
    ),
    .plain(
      "Haraka and others by name", from: "MAILER-DAEMON <postmaster@mx.example>", "failed delivery", isDead: true,
      "A message that you sent could not be delivered to one or more of its recipients.\n\nIntended Recipient: <lead@x.example>\nFailure Reason: 550 5.1.1 No such mailbox\n"
    ),
    .plain(
      "a loop", from: "MAILER-DAEMON@mx.example (Mail Delivery System)", "Undelivered Mail Returned to Sender", status: "5.4.6",
      isDead: false,
      "This is the mail system at host mx.example.\n\n<lead@x.example>: mail for x.example loops back to myself 5.4.6\n"),
  ]
}
