"""Makes the mails that are parsed: answers, automatic answers, bounces and newsletters. mails.py FOLDER [CORPORA]"""
import email.message, email.policy, pathlib, sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True)
mails = []
for number in range(40):
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"] = f"Käthe Kranz {number} <kaethe@customer.test>", "anna@sender.test"
    mail["Subject"] = f"Re: Frage zu Ihrer Bäckerei {number}"
    mail["Message-ID"], mail["In-Reply-To"] = f"<a{number}@customer.test>", f"<o{number}@sender.test>"
    mail.set_content("Guten Tag,\n\ndas klingt gut, rufen Sie mich an.\n\nAm 23.11.2026 um 09:00 schrieb Anna:\n" + "> Zeile\n" * 30)
    if number % 2: mail.add_alternative("<html><body><p>das klingt gut</p>" + "<blockquote>Zeile</blockquote>" * 30 + "</body></html>", subtype="html")
    if number % 5 == 0: mail.add_attachment(b"\0\1\2" * 20_000, maintype="application", subtype="pdf", filename="Angebot.pdf")
    mails.append(mail.as_bytes())
for number in range(10):
    mails.append((f"From: MAILER-DAEMON@mx.test\r\nTo: anna@sender.test\r\nSubject: Undelivered Mail Returned to Sender\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
                  f"--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; lead{number}@x.test\r\nAction: failed\r\nStatus: 5.1.1\r\n"
                  f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <o{number}@sender.test>\r\n--b--\r\n").encode())
if len(sys.argv) > 2:
    mails += [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[2]).rglob("*.eml"))]
for number, content in enumerate(mails):
    (folder / f"{number:05}.eml").write_bytes(content)
