/// Delivery reports as mail systems write them, on reserved domains.
enum BounceFixtures {
  /// A report with what it says. `permanent` nil: not looked at.
  struct Case {
    let name: String
    let text: String
    let kind: String
    let addresses: [String]
    let permanent: Bool?
    var status: String?
    var isDead: Bool?
  }

  static let copy = """
    Received: from a.example by b.example; Thu, 29 Apr 2010 23:34:45 +0900
    From: Sender <sender@our.example>
    To: Lead <lead@x.example>
    Subject: Hello
    Message-ID: <orig@our.example>

    Hello
    """

  /// The text below a header that mail systems use.
  private static func report(_ subject: String, from: String = "MAILER-DAEMON@mx.example", _ more: String = "", _ body: String)
    -> String
  {
    "Return-Path: <>\nFrom: \(from)\nTo: sender@our.example\nSubject: \(subject)\n\(more)\n\(body)\n"
  }

  /// A report with the parts of RFC 3464.
  private static func standard(_ fields: String, human: String = "Sorry.") -> String {
    """
    From: Mail Delivery System <MAILER-DAEMON@mx.example>
    To: sender@our.example
    Subject: Undelivered Mail Returned to Sender
    Content-Type: multipart/report; report-type=delivery-status; boundary=b

    --b

    \(human)
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example

    \(fields)

    --b
    Content-Type: message/rfc822

    \(copy)
    --b--
    """
  }

  static let all: [Case] = standards + programs + notBounces

  private static let standards: [Case] = [
    Case(
      name: "RFC 3464",
      text: standard(
        "Final-Recipient: rfc822; Lead@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n User unknown"),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.1.1", isDead: true),
    Case(
      name: "space before the colon",
      text: standard(
        "Final-Recipient : rfc/822;<lead@x.example>\nAction : failed\nStatus : 5.0.0\nDiagnostic-Code : smtp; 552 5.2.2 Mailbox full"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.2.2", isDead: false),
    Case(
      name: "delayed", text: standard("Final-Recipient: rfc822; lead@x.example\nAction: delayed\nStatus: 4.4.1"), kind: "delayed",
      addresses: ["lead@x.example"], permanent: false, status: "4.4.1", isDead: false),
    Case(
      name: "given up after four days", text: standard("Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 4.4.7"),
      kind: "bounce",
      addresses: ["lead@x.example"], permanent: false, status: "4.4.7", isDead: false),
    Case(
      name: "delivered", text: standard("Final-Recipient: rfc822; lead@x.example\nAction: delivered\nStatus: 2.0.0"),
      kind: "delivered",
      addresses: ["lead@x.example"], permanent: nil),
    Case(
      name: "one failed, one relayed",
      text: standard(
        "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@x.example\nAction: relayed\nStatus: 2.0.0"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true),
    Case(
      name: "a pipe as final recipient",
      text: standard(
        "Original-Recipient: rfc822; lead@x.example\nFinal-Recipient: x-local; |/usr/bin/procmail\nAction: failed\nStatus: 5.3.0"),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, isDead: false),
    Case(
      name: "policy",
      text: standard(
        "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 blocked, see policy"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.7.1", isDead: false),
    Case(
      name: "edge of Microsoft 365",
      text: standard(
        "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.4.1\nDiagnostic-Code: smtp;550 5.4.1 Recipient address rejected: Access denied."
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.4.1", isDead: true),
  ]

  private static let programs: [Case] = [
    Case(
      name: "qmail",
      text: report(
        "failure notice", "",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<lead@x.example>:\n192.0.2.5 does not like recipient.\nRemote host said: 550 5.1.1 no such user\nGiving up on 192.0.2.5.\n\n--- Below this line is a copy of the message.\n\n"
          + copy),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.1.1", isDead: true),
    Case(
      name: "Exim",
      text: report(
        "Mail delivery failed: returning message to sender", "X-Failed-Recipients: lead@x.example, b@y.example\n",
        "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  lead@x.example\n    SMTP error from remote mail server after RCPT TO:<lead@x.example>:\n    host mx.x.example [192.0.2.5]: 550 unknown user\n  b@y.example\n    retry timeout exceeded\n\n------ This is a copy of the message, including all the headers. ------\n\n"
          + copy),
      kind: "bounce", addresses: ["lead@x.example", "b@y.example"], permanent: true),
    Case(
      name: "Postfix in plain text",
      text: report(
        "Undelivered Mail Returned to Sender", "",
        "This is the Postfix program at host mx.example.\n\nFor further assistance, please send mail to <postmaster@mx.example>\n\n<lead@x.example>: host mx.x.example[192.0.2.5] said: 550 5.1.1\n    <lead@x.example>: User unknown (in reply to RCPT TO command)\n"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.1.1", isDead: true),
    Case(
      name: "Sendmail",
      text: report(
        "Returned mail: User unknown", "",
        "   ----- The following addresses had permanent fatal errors -----\n<lead@x.example>\n    (reason: 550 No such user)\n\n   ----- Transcript of session follows -----\n... while talking to mx.x.example.:\n>>> RCPT To:<lead@x.example>\n<<< 550 No such user\n\n   ----- Original message follows -----\n\n"
          + copy),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, isDead: true),
    Case(
      name: "Sendmail's warning",
      text: report(
        "Warning: could not send message for past 4 hours", "",
        "    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n   ----- The following addresses had transient non-fatal errors -----\n<lead@x.example>\n"
      ),
      kind: "delayed", addresses: ["lead@x.example"], permanent: false),
    Case(
      name: "Exchange, German",
      text: report(
        "Unzustellbar: Hallo", from: "postmaster@ex.example", "Content-Type: text/plain; charset=utf-8\n",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Verteilerlisten:\n\nlead@x.example\n\nDiagnoseinformationen für Administratoren:\n\nlead@x.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.1.1", isDead: true),
    Case(
      name: "Exchange 5.5 with a name only",
      text:
        "From: System Administrator <postmaster@ex.example>\nSubject: Undeliverable: Hello\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nYour message\n\n  To:      Lead Person\n  Subject: Hello\n\ndid not reach the following recipient(s):\n\nLead Person on Thu, 29 Apr 2010 23:34:45 +0900\n    The recipient name is not recognized\n--b\nContent-Type: message/rfc822\n\n\(copy)\n--b--\n",
      kind: "bounce", addresses: ["lead@x.example"], permanent: true),
    Case(
      name: "Gmail in HTML",
      text: report(
        "Delivery Status Notification (Failure)", "Content-Type: text/html; charset=utf-8\n",
        "<h2>Address not found</h2><p>Your message wasn't delivered to <b>lead@x.example</b> because the address couldn't be found.</p><p>The response was:</p><p>550 5.1.1 The email account that you tried to reach does not exist.</p>"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.1.1", isDead: true),
    Case(
      name: "Domino",
      text: report(
        "DELIVERY FAILURE: User lead not listed", "",
        "Your message\n\n  Subject: Hello\n\nwas not delivered to:\n\n  lead@x.example\n\nbecause:\n\n  User lead (lead@x.example) not listed in Domino Directory\n"
      ),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, isDead: true),
    Case(
      name: "IMail",
      text: report(
        "Undeliverable Mail", from: "\"Postmaster\" <postmaster@mx.example>", "",
        "Unknown user: lead@x.example\n\nRCPT TO generated following response:\n553 5.3.0 Addressee unknown\n\nOriginal message follows.\n\n"
          + copy),
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, isDead: nil),
    Case(
      name: "Amazon's JSON",
      text:
        "From: no-reply@sns.example\nSubject: AWS Notification Message\n\n{\"notificationType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[{\"emailAddress\":\"lead@x.example\",\"action\":\"failed\",\"status\":\"5.1.1\",\"diagnosticCode\":\"smtp; 550 5.1.1 user unknown\"}]},\"mail\":{\"messageId\":\"0100\"}}\n",
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, status: "5.1.1", isDead: true),
    Case(
      name: "Sieve's refusal",
      text:
        "From: Mail Delivery Subsystem <MAILER-DAEMON@x.example>\nSubject: Automatically rejected mail\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nYour message to <lead@x.example> was automatically rejected:\nQuota exceeded\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; lead@x.example\nOriginal-Message-ID: <orig@our.example>\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n",
      kind: "bounce", addresses: ["lead@x.example"], permanent: true, isDead: false),
  ]

  private static let notBounces: [Case] = [
    Case(
      name: "a discussion of a bounce",
      text:
        "From: Bob <bob@lead.example>\nSubject: Re: Undeliverable: Hello\nIn-Reply-To: <orig@our.example>\n\nI got this back. What does it mean?\n\n> Delivery has failed to these recipients:\n> <lead@x.example>\n> 550 5.1.1 User unknown\n",
      kind: "reply", addresses: [], permanent: nil),
    Case(
      name: "a newsletter",
      text:
        "From: News <news@shop.example>\nSubject: Delivery problem? Track your parcel\nList-Unsubscribe: <https://shop.example/u>\n\nYour parcel could not be delivered to the following address: Main Street 5\n",
      kind: "other", addresses: [], permanent: nil),
    Case(
      name: "a person called postmaster",
      text:
        "From: The Postmaster <postmaster@lead.example>\nSubject: Re: Hello\nIn-Reply-To: <orig@our.example>\n\nThe recipient of such mails is my colleague, I reject it.\n",
      kind: "reply", addresses: [], permanent: nil),
    Case(
      name: "a mail with an old bounce attached",
      text:
        "From: Bob <bob@lead.example>\nSubject: Re: Hello\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee what I got.\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n<lead@x.example>: 550 5.1.1 no such user\n--b--\n",
      kind: "reply", addresses: [], permanent: nil),
  ]
}
