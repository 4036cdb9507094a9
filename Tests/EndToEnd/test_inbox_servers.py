"""The inbox against a real Dovecot: renumbered folders, mail that moves between folders, and ten thousand mails at once."""
import time

from app import PATIENCE
from test_whole_job import CUSTOMER, OTHER, Recipient, approve, lead_of, people, prepare, reached

SENDER = "anna@sender.test"


def reply_to(header, sender, number, text="Yes, call me."):
    """A reply as octets."""
    return (f"From: {sender}\r\nTo: {SENDER}\r\nSubject: Re: A question\r\nMessage-ID: <made-{number}@customer.test>\r\n"
            f"In-Reply-To: {header}\r\nReferences: {header}\r\nDate: {time.strftime('%a, %d %b %Y %H:%M:%S +0000', time.gmtime())}\r\n"
            f"Content-Type: text/plain\r\n\r\n{text}\r\n").encode()


def foreign(number):
    return (f"From: news@shop{number % 97}.test\r\nTo: {SENDER}\r\nSubject: Offer {number}\r\nMessage-ID: <news-{number}@shop.test>\r\n"
            f"List-Unsubscribe: <mailto:off@shop.test>\r\n\r\nBuy now.\r\n").encode()


def append_all(box, mails):
    """Appends mails to INBOX by one command (RFC 3502), without waiting for leave (RFC 7888)."""
    box.sock.settimeout(PATIENCE)
    tag = box._new_tag()
    box.send(tag + b" APPEND INBOX" + b"".join(b" {%d+}\r\n" % len(mail) + mail for mail in mails) + b"\r\n")
    while not (line := box.readline()).startswith(tag):
        assert line, "the server hung up"
    assert line.split()[1] == b"OK", line


def check(app):
    app.job_done(app.post("/api/jobs/check_inbox"))


def replies(app):
    return app.every("/api/replies")


def sent(make_app, real_mail, people):
    """An app with two sent mails, and the Message-IDs of both."""
    app = prepare(make_app, {**real_mail, "REPLY_CHECK_INTERVAL_SECONDS": "3600"})
    for address in (CUSTOMER, OTHER):
        approve(app, address)
        reached(app, address, "sent")
    check(app)
    return app, {address: people[address].wait_for(1)[0]["Message-ID"] for address in (CUSTOMER, OTHER)}


def test_a_renumbered_folder_loses_and_doubles_nothing(make_app, real_mail, people, mail_servers):
    app, headers = sent(make_app, real_mail, people)
    box = Recipient(mail_servers, SENDER).imap()
    box.append("Junk", "", None, reply_to(headers[CUSTOMER], CUSTOMER, 1))
    check(app)
    assert len(replies(app)) == 1
    # The folder made anew has another UIDVALIDITY, and its numbers begin again (RFC 3501 §2.3.1.1).
    before = box.status("Junk", "(UIDVALIDITY)")[1][0]
    box.delete("Junk")
    time.sleep(1.1)
    box.create("Junk")
    assert box.status("Junk", "(UIDVALIDITY)")[1][0] != before
    box.append("Junk", "", None, reply_to(headers[CUSTOMER], CUSTOMER, 1))
    box.append("Junk", "", None, reply_to(headers[OTHER], OTHER, 2))
    check(app)
    check(app)
    assert sorted(one["from"] for one in replies(app)) == sorted([CUSTOMER, OTHER])
    assert lead_of(app, OTHER)["lead"]["state"] == "replied"


def test_a_reply_that_moves_is_counted_once(make_app, real_mail, people, mail_servers):
    app, headers = sent(make_app, real_mail, people)
    box = Recipient(mail_servers, SENDER).imap()
    box.append("INBOX", "", None, reply_to(headers[CUSTOMER], CUSTOMER, 11))
    check(app)
    box.select("INBOX")
    box.uid("MOVE", "1:*", "Archive")
    check(app)
    # The other one lies in the archive before anybody looked.
    box.append("INBOX", "", None, reply_to(headers[OTHER], OTHER, 12))
    box.select("INBOX")
    box.uid("MOVE", "1:*", "Archive")
    check(app)
    assert sorted(one["from"] for one in replies(app)) == sorted([CUSTOMER, OTHER])


def test_ten_thousand_new_mails_are_read_and_no_answer_among_them_is_missed(make_app, real_mail, people, mail_servers):
    app, headers = sent(make_app, real_mail, people)
    box = Recipient(mail_servers, SENDER).imap()
    mine = {1_000: CUSTOMER, 9_500: OTHER}
    append_all(box, [reply_to(headers[mine[number]], mine[number], number) if number in mine else foreign(number)
                     for number in range(10_000)])
    began = time.monotonic()
    check(app)
    print(f"10,000 new mails read in {time.monotonic() - began:.1f} s")
    assert sorted(one["from"] for one in replies(app)) == sorted([CUSTOMER, OTHER])
    box.select("INBOX", readonly=True)
    assert not box.search(None, "SEEN")[1][0], "nothing is marked as read"
