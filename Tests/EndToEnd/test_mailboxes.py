"""Mailboxes against a real Postfix and a real Dovecot: copies in Sent, and drafts that the person sends."""
import time

from app import PATIENCE
from test_whole_job import CUSTOMER, approve, mail_to, people, prepare, reached  # noqa: F401 (a fixture is used by its name)

ANNA = "anna@sender.test"


def test_a_sent_mail_gets_one_copy_in_sent(make_app, real_mail, people):
    app = prepare(make_app, real_mail)
    approve(app, CUSTOMER)
    app.post("/api/jobs/send")
    sent = reached(app, CUSTOMER, "sent")
    deadline = time.monotonic() + PATIENCE
    while not (copies := people[ANNA].mails("Gesendet")):
        assert time.monotonic() < deadline, "no copy was filed"
        time.sleep(1)
    got = people[CUSTOMER].wait_for(1)[0]
    assert [copy["Message-ID"] for copy in copies] == [got["Message-ID"]] and sent["message_id"] == got["Message-ID"]
    assert copies[0].get_content() == got.get_content() and copies[0]["Date"] == got["Date"]
    # The program dies and comes back: still one.
    app.kill()
    app.start().wait_until_open()
    app.job_done(app.post("/api/jobs/check_inbox"))
    assert len(people[ANNA].mails("Gesendet")) == 1


def test_a_draft_that_the_person_sends_counts_as_sent(make_app, real_mail, people):
    app = prepare(make_app, real_mail, MODE_DRAFT_ONLY="true", ALLOW_AUTO_SEND="false")
    approve(app, CUSTOMER)
    app.post("/api/jobs/send")
    reached(app, CUSTOMER, "saved_as_draft")
    app.job_done(app.post("/api/jobs/check_inbox"))
    assert mail_to(app, CUSTOMER)["state"] == "saved_as_draft"
    # What a mail program does: the mail appears in Sent, the draft goes.
    box = people[ANNA].imap()
    box.select("Drafts")
    box.copy("1", "Gesendet")
    box.store("1", "+FLAGS", r"\Deleted")
    box.expunge()
    box.logout()
    app.job_done(app.post("/api/jobs/check_inbox"))
    assert mail_to(app, CUSTOMER)["state"] == "sent"
    app.job_done(app.post("/api/jobs/send"))
    assert people[ANNA].mails("Drafts") == [], "it is not filed again"
