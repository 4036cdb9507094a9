"""Two mailboxes on a real Postfix and a real Dovecot: rotation, threads that stay, answers to either, and one that is refused."""
import json
import shutil
import smtplib
import time
from email.message import EmailMessage
from email.utils import localtime

import pytest
from app import PATIENCE
from test_whole_job import drain, Recipient, mail_to  # noqa: F401

ANNA, BERG = "anna@sender.test", "berg@sender.test"
FIRST, LATER = ["kunde@customer.test", "other@customer.test"], [f"{name}@customer.test" for name in ("third", "fourth", "fifth", "sixth")]


@pytest.fixture
def people(mail_servers):
    people = {address: Recipient(mail_servers, address) for address in mail_servers["users"]}
    for person in people.values():
        drain(person)
    return people


def add_leads(app, addresses):
    rows = "".join(f"Shop {address.split('@')[0]},{address}\n" for address in addresses)
    assert app.import_csv(("Company,Email\n" + rows).encode())["imported"] == len(addresses)
    app.approve_all_leads()


def boxes(app):
    return {one["address"]: one for one in app.get("/api/mailboxes")["data"] if one["provider"] != "practice"}


def answer(servers, person, mail, text):
    """Answers to where the mail came from, a second later: servers tell arrival in seconds."""
    time.sleep(1.1)
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = person, mail["From"].addresses[0].addr_spec, f"Re: {mail['Subject']}"
    reply["Message-ID"], reply["Date"] = f"<answer-{time.monotonic_ns()}@customer.test>", localtime()
    reply["In-Reply-To"] = reply["References"] = mail["Message-ID"]
    reply.set_content(text)
    with smtplib.SMTP("127.0.0.1", servers["smtp"]["plain_anonymous"], timeout=PATIENCE) as smtp:
        smtp.send_message(reply)


def test_two_mailboxes(make_app, real_mail, people, mail_servers, tmp_path):
    app = make_app(**real_mail).start().wait_until_open()
    assert app.stop() == 0
    shutil.copytree(app.home / "data", tmp_path / "older")
    app.start().wait_until_open()
    own = {**{name: real_mail[name] for name in ("SMTP_HOST", "SMTP_PORT", "SMTP_SECURITY", "IMAP_HOST", "IMAP_PORT")},
           "SENDER_EMAIL": BERG, "SENDER_NAME": "A. Berg", "SMTP_PASSWORD": mail_servers["users"][BERG], "SENDER_SIGNATURE": "A. Berg, zweites Postfach"}
    (tmp_path / "second.env").write_text("".join(f"{name}={value}\n" for name, value in own.items()))
    added = json.loads(app.command("mailbox", "add", "--from", str(tmp_path / "second.env"), "--json").stdout)
    assert mail_servers["users"][BERG] not in json.dumps(added), "a password is never shown"
    tried = json.loads(app.command("mailbox", "test", added["id"], "--json").stdout)
    assert tried["ok"] and {step["service"] for step in tried["steps"]} == {"smtp", "imap"}
    assert BERG in app.command("mailbox", "list").stdout

    # Rotation, and a program that dies in the middle of it.
    add_leads(app, FIRST)
    app.campaign(follow_ups=1)
    app.until(lambda: app.states().get("composed") == 4, "both mails of both leads are written")
    app.approve_all_mails()
    app.post("/api/jobs/send")
    app.kill()
    app.start().wait_until_open()
    app.until(lambda: app.states().get("sent") == 4, "all mails left")
    threads = {}
    for address in FIRST:
        mails = sorted(people[address].wait_for(2), key=lambda mail: mail["In-Reply-To"] is not None)
        assert len(mails) == 2, "once each"
        assert len({str(mail["From"]) for mail in mails}) == 1, "a lead keeps its mailbox"
        assert mails[1]["In-Reply-To"] == mails[0]["Message-ID"]
        threads[address] = mails[0]
    senders = {mail["From"].addresses[0].addr_spec: mail for mail in threads.values()}
    assert set(senders) == {ANNA, BERG}, "each mailbox wrote to one"
    assert ("zweites Postfach" in senders[BERG].get_content()) and ("zweites Postfach" not in senders[ANNA].get_content())

    # An answer to either is found, once.
    for address, mail in threads.items():
        answer(mail_servers, address, mail, "Yes, call me.")
    for person in (ANNA, BERG):
        people[person].wait_for(1)
    app.post("/api/jobs/check_inbox")
    app.until(lambda: len(app.every("/api/replies")) == 2, "both answers are found")

    # One is refused: it pauses alone, its leads wait, the others' mails leave.
    add_leads(app, LATER)
    app.campaign(subject="Something else for {{ business_name }}")
    app.until(lambda: app.states().get("composed") == 4, "four mails are written")
    app.patch(f"/api/mailboxes/{added['id']}", {"values": {"SMTP_PASSWORD": "not this one"}})
    app.approve_all_mails()
    app.post("/api/jobs/send")
    app.until(lambda: boxes(app)[BERG]["state"] == "paused" and app.states().get("queued") == 2, "the refused one is paused")
    assert boxes(app)[BERG]["cause"] == "sign_in" and boxes(app)[ANNA]["state"] == "ok"
    got = {address: people[address].mails() for address in LATER}
    assert sorted(len(mails) for mails in got.values()) == [0, 0, 1, 1]
    assert all(mail["From"].addresses[0].addr_spec == ANNA for mails in got.values() for mail in mails)
    assert app.command("mailbox", "remove", added["id"], check=False).returncode != 0, "mails wait in it"
    app.patch(f"/api/mailboxes/{added['id']}", {"values": {"SMTP_PASSWORD": mail_servers["users"][BERG]}})
    app.command("mailbox", "resume", added["id"])
    app.post("/api/jobs/send")
    for address in LATER:
        assert len(people[address].wait_for(1)) == 1
    time.sleep(6)
    assert all(len(people[address].mails()) == 1 for address in LATER), "nothing twice"

    # The data of before that mailbox was added is laid in place: what it sent is known to nobody, and that is said.
    assert app.stop() == 0
    shutil.rmtree(app.home / "data")
    shutil.copytree(tmp_path / "older", app.home / "data")
    app.start().wait_until_open()
    guard = app.until(lambda: (now := app.get("/api/restore-guard")["guard"]) and now["checked_at"] and now, "the mailboxes were compared")
    assert guard["lost_mailboxes"] == 1 and guard["proof"] == "missing", guard
