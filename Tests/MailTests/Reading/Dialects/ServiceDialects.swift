/// Reports of mail services, gateways and senders' programs.
enum ServiceDialects {
  // long: a table of cases
  static let all: [DialectCase] = [
    .parts(
      "Gmail", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
      human:
        "** Address not found **\n\nYour message wasn't delivered to lead@x.example because the address couldn't be found, or is unable to receive mail.",
      status: "5.1.1", isDead: true,
      "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; mx.x.example\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try\n 550-5.1.1 double-checking the recipient's email address for typos"
    ),
    .parts(
      "Gmail, still trying", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
      "Delivery Status Notification (Delay)",
      human:
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to lead@x.example. Gmail will retry for 47 more hours.",
      kind: "delayed", permanent: false, status: "4.4.1", isDead: false,
      "Final-Recipient: rfc822; lead@x.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; The recipient server did not accept our requests to connect."
    ),
    .plain(
      "Gmail of old", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
      more: "X-Failed-Recipients: lead@x.example\n", status: "5.1.1", isDead: true,
      "Delivery to the following recipient failed permanently:\n\n     lead@x.example\n\nTechnical details of permanent failure: \nGoogle tried to deliver your message, but it was rejected by the server for the recipient domain x.example by mx.x.example. [192.0.2.5].\n\nThe error that the other server returned was:\n550 5.1.1 User unknown\n\n----- Original message -----\n\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "Gmail of old, state 18", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
      "Delivery Status Notification (Delay)",
      kind: "delayed", permanent: false, isDead: false,
      "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     lead@x.example\n\nMessage will be retried for 2 more day(s)\n"
    ),
    .parts(
      "Gmail, German", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
      human:
        "** Adresse nicht gefunden **\n\nIhre Nachricht wurde nicht an lead@x.example zugestellt, weil die Adresse nicht gefunden wurde.",
      status: "5.1.1", isDead: true,
      "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 No such user"),
    .plain(
      "Google Groups", from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>", "Delivery Status Notification (Failure)",
      more: "X-Failed-Recipients: lead@x.example\n", isDead: nil,
      "Hello sender@our.example,\n\nWe're writing to let you know that the group you tried to contact (lead) may not exist, or you may not have permission to post messages to the group.\n"
    ),
    .plain(
      "Yahoo", from: "MAILER-DAEMON@mail.example", "Failure Notice", isDead: true,
      "Sorry, we were unable to deliver your message to the following address.\n\n<lead@x.example>:\n550: Requested action not taken: mailbox unavailable\n\n--- Below this line is a copy of the message.\n\nReceived: from a by b\nMessage-ID: <orig@our.example>\n"
    ),
    .plain(
      "Yahoo, given up", from: "MAILER-DAEMON@mail.example", "Failure notice", permanent: false, isDead: false,
      "Message from mail.example.\nUnable to deliver message to the following address(es).\n\n<lead@x.example>:\n192.0.2.5 did not accept mail: 451 4.3.0 Try again later\nI'm not going to try again; this message has been in the queue too long.\n"
    ),
    .plain(
      "Yahoo's own account", from: "MAILER-DAEMON@mail.example", "Delivery failure", isDead: true,
      "Message from mail.example.\nUnable to deliver message to the following address(es).\n\n<lead@x.example>:\nThis user doesn't have a mail.example account (lead@x.example) [0]\n"
    ),
    .plain(
      "AOL of old", from: "Mail Delivery Subsystem <MAILER-DAEMON@aol.example>", "Returned mail: User unknown", isDead: true,
      "The original message was received at Thu, 29 Apr 2010 23:34:45 -0400 (EDT)\nfrom root@localhost\n\n   ----- The following addresses had permanent fatal errors -----\n<lead@x.example>\n\n   ----- Transcript of session follows -----\n... while talking to air.example.:\n>>> RCPT To:<lead@x.example>\n<<< 550 MAILBOX NOT FOUND\n550 <lead@x.example>... User unknown\n"
    ),
    .plain(
      "Zoho", from: "mailer-daemon@zoho.example", "Undelivered Mail Returned to Sender", status: "5.1.1", isDead: true,
      "This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. \n\nlead@x.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <lead@x.example>... User Unknown\n\nReceived: from our.example by zoho.example\nMessage-Id: <orig@our.example>\n"
    ),
    .plain(
      "Mail.Ru", from: "mailer-daemon@corp.example", "Mail delivery failed: returning message to sender",
      more: "X-Failed-Recipients: lead@x.example\n", isDead: true,
      "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  lead@x.example\n    SMTP error from remote mail server after RCPT TO:<lead@x.example>:\n    host mx.x.example [192.0.2.5]: 550 Message was not accepted -- invalid mailbox.\n    Local mailbox lead@x.example is unavailable: user not found\n"
    ),
    .plain(
      "Yandex", from: "MAILER-DAEMON@yandex.example", "Недоставленное сообщение", more: "Content-Type: text/plain; charset=utf-8\n",
      isDead: true,
      "Это письмо отправлено почтовым сервером yandex.example.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть\nотправлено одному или нескольким адресатам. Технические подробности можно найти ниже.\n\n<lead@x.example>: host mx.x.example[192.0.2.5] said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n"
    ),
    .plain(
      "QQ", from: "PostMaster@qq.example", "来自qq.example的退信", more: "Content-Type: text/plain; charset=utf-8\n",
      "很抱歉您发送的邮件被退回，以下是该邮件的相关信息：\n\n被退回邮件\t主题：Hello\n时间：2026-04-29 23:34:45\n\n无法发送到 lead@x.example\n\n退信原因\t收件人邮件地址（lead@x.example）不存在，邮件无法送达。\nhost mx.x.example[192.0.2.5] said: 550 Mailbox not found\n"
    ),
    .plain(
      "163", from: "Postmaster@163.example", "系统退信/Systems bounce", more: "Content-Type: text/plain; charset=utf-8\n",
      "抱歉，您的邮件被退回来了……\n\n原邮件信息：\n时间：2026-04-29 23:34:45\n主题：Hello\n收件人：lead@x.example\n\n退信原因：\nUser unknown 550\n"
    ),
    .plain(
      "T-Online", from: "postmaster@t.example", "Undelivered Mail Returned to Sender",
      more: "Content-Type: text/plain; charset=utf-8\n", isDead: true,
      "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n<lead@x.example> ... 550 unknown user\n"
    ),
    .plain(
      "WEB.DE in German", from: "mailer-daemon@web.example", "Unzustellbare Nachricht - Mail delivery failed",
      more: "Content-Type: text/plain; charset=utf-8\n", isDead: true,
      "Diese Nachricht wurde automatisch vom Mailserver erzeugt.\n\nDie von Ihnen gesendete Nachricht konnte an folgende Empfänger nicht zugestellt werden:\n\nlead@x.example\nSMTP-Fehler: 550 Requested action not taken: mailbox unavailable\n"
    ),
    .plain(
      "Orange in French", from: "MAILER-DAEMON@orange.example", "Échec de la remise du message",
      more: "Content-Type: text/plain; charset=utf-8\n", isDead: true,
      "Votre message n'a pas pu être remis au destinataire suivant :\n\n<lead@x.example>\n\n550 5.1.1 Adresse d'au moins un destinataire invalide. Invalid recipient.\n"
    ),
    .plain(
      "Libero in Italian", from: "postmaster@libero.example", "Mancata consegna del messaggio",
      more: "Content-Type: text/plain; charset=utf-8\n", isDead: true,
      "Il messaggio non è stato consegnato al destinatario:\n\n<lead@x.example>\n\n550 RCPT TO:<lead@x.example> User unknown\n"),
    .plain(
      "Terra in Spanish", from: "MAILER-DAEMON@terra.example", "Mensaje no entregado",
      more: "Content-Type: text/plain; charset=utf-8\n",
      isDead: true,
      "Su mensaje no se ha podido entregar a los siguientes destinatarios:\n\n<lead@x.example>: 550 5.1.1 unknown or illegal alias: lead@x.example. User unknown\n"
    ),
    .plain(
      "UOL in Portuguese", from: "MAILER-DAEMON@uol.example", "Mensagem não entregue",
      more: "Content-Type: text/plain; charset=utf-8\n",
      isDead: true,
      "Sua mensagem não pôde ser entregue ao seguinte destinatário:\n\n<lead@x.example>: 550 5.1.1 <lead@x.example>: Recipient address rejected: User unknown\n"
    ),
    .plain(
      "KDDI", from: "postmaster@kddi.example", "Mail System Error - Returned Mail", isDead: false,
      "Your mail sent on: Thu, 29 Apr 2010 11:04:47 +0900\n    Could not be delivered to: <lead@x.example>\n    As their mailbox is full.\n"
    ),
    .plain(
      "au", from: "Postmaster@ez.example", "Mail System Error - Returned Mail", isDead: true,
      "The user(s) account is disabled.\n\n<lead@x.example>: 550 <lead@x.example>: User unknown (in reply to RCPT TO command)\n\n  -----\nEach of the following recipients was rejected by a remote\nmail server. The reasons given by the server are included to help\nyou determine why each recipient was rejected.\n\n    Recipient: <lead@x.example>\n    Reason:    <lead@x.example>: User unknown\n"
    ),
    .plain(
      "Biglobe", from: "\"Postmaster\" <postmaster@biglobe.example>", "Returned mail: Hello", isDead: false,
      "   ----- The following addresses had delivery problems -----\n<lead@x.example>\n\n   ----- Non-delivered information -----\nThe number of messages in recipient's mailbox exceeded the local limit.\n"
    ),
    .plain(
      "DoCoMo style", from: "MAILER-DAEMON@docomo.example", "Undelivered Mail Returned to Sender", isDead: true,
      "This is the mail system at host docomo.example.\n\n<lead@x.example>: host mfs.x.example[192.0.2.5] said:\n    550 Unknown user lead@x.example (in reply to end of DATA command)\n"
    ),
    .plain(
      "Verizon's gateway", from: "post_master@vtext.example", "Undeliverable Message", isDead: nil,
      "Message could not be delivered to mobile.\nError: No valid recipients for this MM\n\nMessage details:\n  Subject: Hello\n  RCPT TO: lead@x.example\n  From: sender@our.example\n  To: lead@x.example\n"
    ),
    .plain(
      "Amazon SES by mail", from: "MAILER-DAEMON@amazonses.example", "Delivery Status Notification (Failure)", status: "5.1.1",
      isDead: true,
      "An error occurred while trying to deliver the mail to the following recipients:\nlead@x.example\n\n550 5.1.1 user unknown\n"),
    .plain(
      "Amazon WorkMail", from: "postmaster@workmail.example", "Delivery Status Notification (Failure)", status: "5.2.2",
      isDead: false,
      "Technical report:\n\nReporting-MTA: dsn; workmail.example\n\nFinal-Recipient: rfc822;lead@x.example\nDiagnostic-Code: smtp;554 5.2.2 mailbox full\nAction: failed\nStatus: 5.2.2\n"
    ),
    .parts(
      "SendGrid", from: "MAILER-DAEMON@sendgrid.example", "Undelivered Mail Returned to Sender",
      human: "Hello, this is an automatic mail from SendGrid. The following message could not be delivered.", isDead: true,
      "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: \nDiagnostic-Code: 550 5.1.1 <lead@x.example>... User Unknown"
    ),
    .parts(
      "PowerMTA", from: "postmaster@pmta.example", "Delivery report",
      human:
        "Hello, this is the mail server on pmta.example.\n\nI am sending you this message to inform you on the delivery status of a\nmessage you previously sent.  Immediately below you will find a list of\nthe affected recipients;  also attached is a Delivery Status Notification\n(DSN) report in standard format, as well as the headers of the original\nmessage.\n\n  <lead@x.example>  delivery failed; will not continue trying",
      status: "5.1.1", isDead: true,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.1.1 (bad destination mailbox address)\nDiagnostic-Code: smtp;550 5.1.1 unknown user\nX-PowerMTA-BounceCategory: bad-mailbox"
    ),
    .parts(
      "Mimecast", from: "Postmaster@mimecast.example", "[Postmaster] Email Delivery Failure",
      human:
        "This is a system-generated message to inform you that your email could not\nbe delivered to one or more recipients. Details of the email and the error are as follows:\n\n\n<lead@x.example>:  Recipient address rejected",
      status: "5.1.1", isDead: true,
      "Final-Recipient: rfc822;lead@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 lead@x.example: Recipient address rejected: Unknown user"
    ),
    .parts(
      "Barracuda", from: "postmaster@barracuda.example", "**Message you sent blocked by our bulk email filter**",
      human:
        "Your message to: lead@x.example\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Hello",
      isDead: false,
      "Final-Recipient: rfc822; lead@x.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 Message content rejected, UBE"
    ),
    .plain(
      "Barracuda without parts", from: "Barracuda Spam Firewall <postmaster@barracuda.example>",
      "**Message you sent blocked by our bulk email filter**", isDead: false,
      "Your message to: lead@x.example\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Hello\n\nAn administrator at our organization can ... \n"
    ),
    .plain(
      "MessageLabs", from: "MAILER-DAEMON@messagelabs.example", "Mail Delivery Failure", isDead: true,
      "This is the mail delivery agent at messagelabs.example.\nI was unable to deliver your message to the following addresses.\n\n>>> lead@x.example\n550 5.1.1 user unknown\n"
    ),
    .plain(
      "McAfee's gateway", from: "postmaster@mcafee.example", "Delivery Status", isDead: true,
      "--- The following addresses had delivery problems ---\n\n<lead@x.example>   (User unknown lead@x.example)\n"),
    .plain(
      "InterScan", from: "InterScan MSS <postmaster@iss.example>", "Mail could not be delivered", status: "5.1.1", isDead: true,
      "Sent >>> RCPT TO:<lead@x.example>\nReceived <<< 550 5.1.1 <lead@x.example>... user unknown\nUnable to deliver message to <lead@x.example>\n"
    ),
    .plain(
      "MailMarshal", from: "MailMarshal <postmaster@mm.example>", "Undeliverable Mail: \"Hello\"", status: "5.1.1", isDead: true,
      "Your message:\n    From:  sender@our.example\n    Subject:   Hello\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    lead@x.example\n"
    ),
    .plain(
      "SurfControl", from: "SurfControl E-mail Filter <Postmaster@sc.example>", "Message delivery failed", isDead: true,
      "Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: lead@x.example\n\nThu 29 Apr 2010 23:34:45 +0900\nFailed to send to identified host,\nlead@x.example: [192.0.2.5], 550 lead@x.example... No such user\n--- Message non-deliverable.\n"
    ),
    .plain(
      "MailFoundry", from: "postmaster@mf.example", "Undeliverable mail: Hello", isDead: true,
      "Unable to deliver message to: <lead@x.example>\nDelivery failed for the following reason:\nServer mx.x.example[192.0.2.5] failed with: 550 <lead@x.example> No such user here\n\nThis has been a permanent failure.  No further delivery attempts will be made.\n"
    ),
    .plain(
      "Cisco's ESA", from: "Mail Delivery System <MAILER-DAEMON@esa.example>", "Delivery Status Notification (Failure)",
      status: "5.1.0",
      isDead: true,
      "The following message to <lead@x.example> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error 550-'User unknown'\n"
    ),
    .plain(
      "Cisco's ESA, delayed", from: "Mail Delivery System <MAILER-DAEMON@esa.example>", "Delivery Status Notification (Delay)",
      kind: "delayed", permanent: false, isDead: false,
      "The following message to <lead@x.example> is delayed and still being retried.\nThe reason for the problem:\n4.1.0 - Unknown address error 451-'temporarily deferred'\n"
    ),
    .plain(
      "Proofpoint", from: "Mail Delivery Subsystem <MAILER-DAEMON@pp.example>", "Returned mail: see transcript for details",
      status: "5.1.1", isDead: true,
      "The original message was received at Thu, 29 Apr 2010 23:34:45 GMT\n\n   ----- The following addresses had permanent fatal errors -----\n<lead@x.example>\n    (reason: 550 5.1.1 <lead@x.example>: Recipient address rejected: User unknown in virtual alias table)\n"
    ),
    .plain(
      "Facebook", from: "Facebook <mailer-daemon@facebook.example>", "Sorry, your message could not be delivered",
      "This message was created automatically by Facebook.\n\nSorry, your message could not be delivered to lead@x.example. RCP-P2\n"
    ),
    .plain(
      "X6 style", from: "MAILER-DAEMON@x6.example", "There was an error sending your mail", status: "5.1.1", isDead: true,
      "We had trouble delivering your message. Full details follow:\n\nSubject: 'Hello'\nDate: 'Thu, 29 Apr 2012 23:34:45 +0000'\n\n1 error(s):\n\nSMTP Server <mx.x.example> rejected recipient <lead@x.example>\n  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]\n"
    ),
    .plain(
      "Bigfoot", from: "Mail Delivery Subsystem <MAILER-DAEMON@bf.example>", "Returned mail: User unknown", isDead: true,
      "   ----- Transcript of session follows -----\n>>> RCPT TO:<lead@x.example>\n<<< 553 Invalid recipient lead@x.example (Mode: normal)\n\n  ----- Original message follows -----\n"
    ),
    .plain(
      "CompuServe", from: "CompuServe Postmaster <auto.reply@cs.example>", "Undeliverable message", isDead: true,
      "Your message could not be delivered as addressed.\n\n? EMDNSU Invalid user id (no such user): lead@x.example\n"),
    .plain(
      "a hosting panel", from: "cPanel Mail <mailer-daemon@host.example>", "Mail delivery failed: returning message to sender",
      isDead: true,
      "The following address(es) failed:\n\n  lead@x.example\n    No Such User Here\"\n"),
    .plain(
      "a ticket system's refusal", from: "postmaster@help.example", "Rejected: Hello", isDead: nil,
      "Your email to <lead@x.example> was rejected: 550 5.7.1 This address only accepts mail from registered users.\n"),
    .plain(
      "a sender check", from: "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender", status: "5.7.26", isDead: false,
      "<lead@x.example>: host mx.x.example[192.0.2.5] said: 550-5.7.26 This mail has been blocked because the sender is unauthenticated.\n    550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM. (in reply to end of DATA command)\n"
    ),
    .plain(
      "a greylist that never ended", from: "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender", permanent: false,
      status: "4.7.1", isDead: false,
      "This is the mail system at host mx.example.\n\n<lead@x.example>: host mx.x.example[192.0.2.5] said: 450 4.7.1 <lead@x.example>: Recipient address rejected: Greylisted (in reply to RCPT TO command)\n"
    ),
    .plain(
      "size", from: "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender", status: "5.3.4", isDead: false,
      "<lead@x.example>: message size 12345678 exceeds size limit 10240000 of server mx.x.example[192.0.2.5] 552 5.3.4\n"),
    .plain(
      "an inactive account", from: "MAILER-DAEMON@mx.example", "Undelivered Mail Returned to Sender", status: "5.2.1", isDead: true,
      "<lead@x.example>: host mx.x.example[192.0.2.5] said: 550 5.2.1 The email account that you tried to reach is disabled. (in reply to RCPT TO command)\n"
    ),
  ]
}
