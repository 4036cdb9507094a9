"""The whole job through real servers: a CSV of businesses becomes mail in Postfix, and answers in Dovecot stop it."""
import email
import email.policy
import smtplib
import ssl
import imaplib
import time
from email.message import EmailMessage

import pytest

from app import FAST, PATIENCE

CUSTOMER, OTHER, BOUNCES = "kunde@customer.test", "other@customer.test", "bounce@customer.test"
CSV = ("Name;E-Mail;Ansprechpartner;Ort\r\n"
       f"Bäckerei Kranz;{CUSTOMER};Käthe Kranz;Bremen\r\nTischlerei Holm;{OTHER};Jens Holm;Husum\r\nKiosk Eck;{BOUNCES};Mia Eck;Kiel\r\n")


class Recipient:
    """A person with a mailbox on the real server."""

    def __init__(self, servers, address):
        self.servers, self.address = servers, address

    def imap(self):
        context = ssl.create_default_context(cafile=self.servers["ca_file"])
        box = imaplib.IMAP4_SSL("127.0.0.1", self.servers["imap"]["tls"], ssl_context=context, timeout=PATIENCE)
        word = self.servers["users"][self.address]
        # imaplib writes ASCII only; PLAIN takes any password.
        box.authenticate("PLAIN", lambda _: f"\0{self.address}\0{word}".encode())
        return box

    def mails(self, folder="INBOX"):
        """All mails of a folder, parsed; nothing is marked as read."""
        box = self.imap()
        try:
            box.select(folder, readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            return [email.message_from_bytes(box.fetch(number, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default) for number in numbers]
        finally:
            box.logout()

    def wait_for(self, count):
        deadline = time.monotonic() + PATIENCE
        while len(found := self.mails()) < count:
            assert time.monotonic() < deadline, f"{self.address} has {len(found)} mails instead of {count}"
            time.sleep(0.1)
        return found

    def answer(self, mail, text, subject=None, reference=True):
        """Answers a mail by real SMTP, not within the same second: what a server says of arrival has seconds only."""
        time.sleep(1.1)
        reply = EmailMessage()
        reply["From"], reply["To"] = self.address, "anna@sender.test"
        reply["Subject"] = subject or f"Re: {mail['Subject']}"
        reply["Message-ID"] = f"<answer-{time.monotonic_ns()}@customer.test>"
        reply["Date"] = email.utils.localtime()
        if reference:
            reply["In-Reply-To"] = reply["References"] = mail["Message-ID"]
        quoted = "\n".join("> " + line for line in mail.get_content().splitlines()) if reference else ""
        reply.set_content(f"{text}\n\nOn Saturday Anna Berg wrote:\n{quoted}\n")
        with smtplib.SMTP("127.0.0.1", self.servers["smtp"]["plain_anonymous"], timeout=PATIENCE) as smtp:
            smtp.send_message(reply)
        return reply["Message-ID"]


def drain(recipient):
    """Empties a mailbox, so that each test counts from nothing."""
    box = recipient.imap()
    for folder in ["INBOX", "Junk", "Gesendet", "Drafts", "Archive"]:
        if box.select(folder)[0] == "OK" and box.search(None, "ALL")[1][0]:
            box.store("1:*", "+FLAGS", r"\Deleted")
            box.expunge()
    box.logout()


@pytest.fixture
def people(mail_servers):
    people = {address: Recipient(mail_servers, address) for address in mail_servers["users"]}
    for person in people.values():
        drain(person)
    return people


def prepare(make_app, real_mail, **changes):
    """Leads imported, reviewed, approved; mails written; nothing approved yet."""
    app = make_app(**{**real_mail, **changes}).start().wait_until_open()
    done = app.import_csv(CSV.encode("cp1252"))
    assert (done["imported"], done["failed"]) == (3, 0), done
    assert app.approve_all_leads()["changed"] == 3
    app.campaign(text="Dear {{ contact_name }},\n\nwould a new site help {{ business_name }}?\n\nAnna Berg\n")
    app.until(lambda: app.states().get("composed") == 3, "the mails are written")
    return app


def mail_to(app, address):
    return next(mail for mail in app.every("/api/messages", kind="campaign") if mail["to"] == address)


def approve(app, address):
    mail = mail_to(app, address)
    return app.post(f"/api/messages/{mail['id']}/approve", {"hash": mail["hash"]})["message"]


def reached(app, address, state):
    return app.until(lambda: (mail := mail_to(app, address))["state"] == state and mail, f"the mail to {address} is {state}")


def lead_of(app, address):
    return app.get(f"/api/leads/{mail_to(app, address)['lead_id']}")


def test_import_to_reply(make_app, real_mail, people):
    app = prepare(make_app, real_mail)
    # Approval is bound to what was shown.
    mail = mail_to(app, CUSTOMER)
    assert app.post(f"/api/messages/{mail['id']}/approve", {"hash": "0" * 64}, expect=(409, 422))["status"] in (409, 422)
    assert app.states() == {"composed": 3}, "nothing leaves without approval"
    approve(app, CUSTOMER)
    app.post("/api/jobs/send")
    sent = reached(app, CUSTOMER, "sent")
    got = people[CUSTOMER].wait_for(1)[0]
    assert got["From"].addresses[0].addr_spec == "anna@sender.test" and got["To"].addresses[0].addr_spec == CUSTOMER
    assert got["Message-ID"].strip("<>") == sent["message_id"].strip("<>")
    assert "Käthe Kranz" in got.get_content() and "Am Deich 4" in got.get_content(), "named, with the postal address"
    assert "mailto:" in got["List-Unsubscribe"] and got["Date"]
    assert lead_of(app, CUSTOMER)["lead"]["state"] == "contacted"
    assert people[OTHER].mails() == []

    people[CUSTOMER].answer(got, "Ja, gern. Rufen Sie mich am Montag an?")
    people["anna@sender.test"].wait_for(1)
    app.job_done(app.post("/api/jobs/check_inbox"))
    reply = app.get("/api/replies")["data"][0]
    assert reply["match"] == "certain" and reply["kind"] == "reply" and reply["from"] == CUSTOMER
    shown = app.get(f"/api/replies/{reply['id']}")
    assert "Rufen Sie mich am Montag an" in shown["text"] and "would a new site help" not in shown["text"], "without what was quoted"
    assert [part["direction"] for part in shown["thread"]] == ["out", "in"]
    assert mail_to(app, CUSTOMER)["state"] in ("replied", "categorized")
    assert lead_of(app, CUSTOMER)["lead"]["state"] == "replied"
    unread = people["anna@sender.test"].imap()
    unread.select("INBOX", readonly=True)
    assert len(unread.search(None, "UNSEEN")[1][0].split()) == 1, "reading marked the mail as read"
    unread.logout()
    # Asked again, it is the same reply, and no second mail leaves.
    app.job_done(app.post("/api/jobs/check_inbox"))
    app.job_done(app.post("/api/jobs/send"))
    assert len(app.get("/api/replies")["data"]) == 1 and len(people[CUSTOMER].mails()) == 1

    answer = app.post(f"/api/replies/{reply['id']}/answer", {"text": "Gern, Montag um zehn."})["message"]
    assert answer["undo_until"] and answer["state"] == "queued"
    assert answer["undo_until"] - answer["approved_at"] >= 25_000, "about 30 s to take it back"


def test_answer_goes_out_in_thread(make_app, real_mail, people):
    app = prepare(make_app, real_mail)
    approve(app, CUSTOMER)
    app.post("/api/jobs/send")
    reached(app, CUSTOMER, "sent")
    got = people[CUSTOMER].wait_for(1)[0]
    asked = people[CUSTOMER].answer(got, "Was kostet das?")
    people["anna@sender.test"].wait_for(1)
    app.job_done(app.post("/api/jobs/check_inbox"))
    reply = app.get("/api/replies")["data"][0]
    answer = app.post(f"/api/replies/{reply['id']}/answer", {"text": "Das zeige ich Ihnen gern am Telefon."})["message"]
    app.until(lambda: app.get(f"/api/messages/{answer['id']}")["message"]["state"] == "sent", "the answer left after its 30 s")
    back = people[CUSTOMER].wait_for(2)[-1]
    assert back["In-Reply-To"] == asked and asked in back["References"] and got["Message-ID"] in back["References"]
    assert "am Telefon" in back.get_content()


def test_unsubscribe_suppresses(make_app, real_mail, people):
    app = prepare(make_app, real_mail)
    for address in (CUSTOMER, OTHER):
        approve(app, address)
    app.post("/api/jobs/send")
    reached(app, OTHER, "sent")
    got = people[OTHER].wait_for(1)[0]
    people[OTHER].answer(got, "unsubscribe")
    people["anna@sender.test"].wait_for(1)
    app.job_done(app.post("/api/jobs/check_inbox"))
    reply = app.get("/api/replies")["data"][0]
    assert reply["class"] in ("unsubscribe", "unsubscribed") or reply["kind"] == "unsubscribe", reply
    assert lead_of(app, OTHER)["lead"]["suppressed"]
    assert any(row["reason"].startswith("unsub") for row in app.get("/api/suppressions")["data"])
    # Nothing reaches them any more, neither by a new campaign nor by hand.
    other = app.post("/api/campaigns", {"name": "Again", "steps": [{"subject": "Again", "text": "Hello again"}]})["campaign"]["id"]
    done = app.post(f"/api/campaigns/{other}/enroll", {"leads": [mail_to(app, OTHER)["lead_id"]]})
    assert done["enrolled"] == 0, done
    app.job_done(app.post("/api/jobs/send"))
    assert len(people[OTHER].mails()) == 1


def test_bounce_marks_the_mail(make_app, real_mail, people):
    """Postfix takes it and returns it later, with a standard report."""
    app = prepare(make_app, real_mail)
    approve(app, BOUNCES)
    app.post("/api/jobs/send")
    app.until(lambda: mail_to(app, BOUNCES)["state"] in ("sent", "bounced"), "it left")
    people["anna@sender.test"].wait_for(1)
    app.job_done(app.post("/api/jobs/check_inbox"))
    assert mail_to(app, BOUNCES)["state"] == "bounced"
    assert app.get("/system/status")["data"]["email_statistics"]["bounced"] == 1
    assert lead_of(app, BOUNCES)["lead"]["state"] in ("failed", "contacted")


def test_unknown_sender_of_the_company_is_only_possible(make_app, real_mail, people):
    """Mail from the lead's company without reference holds the sequence until the person decides."""
    app = prepare(make_app, real_mail)
    approve(app, CUSTOMER)
    app.post("/api/jobs/send")
    sent = reached(app, CUSTOMER, "sent")
    got = people[CUSTOMER].wait_for(1)[0]
    people[OTHER].answer(got, "My colleague showed me your mail.", subject=f"Re: {got['Subject']}", reference=False)
    people["anna@sender.test"].wait_for(1)
    app.job_done(app.post("/api/jobs/check_inbox"))
    found = app.get("/api/replies")["data"]
    assert len(found) == 1 and found[0]["match"] == "possible", found
    assert mail_to(app, CUSTOMER)["state"] == "sent" and app.get("/system/status")["data"]["needs"]["possible"] == 1
    app.post(f"/api/replies/{found[0]['id']}/confirm")
    assert app.get(f"/api/messages/{sent['id']}")["message"]["state"] in ("replied", "categorized")


@pytest.mark.parametrize("kind,state", [("greylisted", "queued"), ("full", "failed"), ("blocked", "failed")])
def test_refusals(make_app, real_mail, mail_servers, people, kind, state):
    """4xx waits and tries again; 5xx does not."""
    address = mail_servers["special_recipients"][kind]
    app = make_app(**real_mail).start().wait_until_open()
    app.import_csv(f"Company,Email\nShop,{address}\n")
    app.approve_all_leads()
    app.campaign()
    app.until(lambda: app.states().get("composed") == 1, "the mail is written")
    approve(app, address)
    app.post("/api/jobs/send")
    mail = app.until(lambda: (one := mail_to(app, address))["attempts"] >= 1 and one["state"] != "sending" and one, "it was tried")
    assert mail["state"] in (state, "bounced" if state == "failed" else state), mail
    if state == "queued":
        assert mail["not_before"] and mail["not_before"] > mail["approved_at"] + 200_000, "the first retry comes after 300 s"


def test_drafts_only_puts_a_draft(make_app, real_mail, people):
    app = prepare(make_app, real_mail, MODE_DRAFT_ONLY="true", ALLOW_AUTO_SEND="false")
    approve(app, CUSTOMER)
    app.post("/api/jobs/send")
    reached(app, CUSTOMER, "saved_as_draft")
    drafts = people["anna@sender.test"].mails("Drafts")
    assert len(drafts) == 1 and drafts[0]["To"].addresses[0].addr_spec == CUSTOMER
    assert people[CUSTOMER].mails() == []


def test_a_wrong_certificate_sends_nothing(make_app, real_mail, mail_servers, people):
    for kind in ("expired", "other_host", "self_signed"):
        app = prepare(make_app, real_mail, SMTP_PORT=str(mail_servers["smtp"][kind])) if kind == "expired" else make_app(
            kind, **{**real_mail, "SMTP_PORT": str(mail_servers["smtp"][kind])}).start().wait_until_open()
        steps = app.post("/api/mailbox/test", {"values": {"SMTP_PORT": str(mail_servers["smtp"][kind])}})
        assert not steps["ok"], (kind, steps)
        broken = next(step for step in steps["steps"] if not step["ok"])
        assert broken["service"] == "smtp" and broken["advice"], (kind, broken)
        if kind == "expired":
            approve(app, CUSTOMER)
            app.post("/api/jobs/send")
            # The mailbox is in trouble, not the mail: it costs no try.
            mail = app.until(lambda: (one := mail_to(app, CUSTOMER))["why"] and one["why"]["gate"] == "mailbox" and one, "it was tried")
            assert mail["state"] == "queued" and mail["attempts"] == 0, mail
    assert people[CUSTOMER].mails() == []


def test_mailbox_test_and_preset(make_app, real_mail):
    app = make_app(**real_mail).start().wait_until_open()
    good = app.post("/api/mailbox/test", {"values": {}})
    assert good["ok"], good
    assert {step["service"] for step in good["steps"]} == {"smtp", "imap"}
    bad = app.post("/api/mailbox/test", {"values": {"SMTP_PASSWORD": "wrong", "IMAP_PASSWORD": "wrong"}})
    broken = [step for step in bad["steps"] if not step["ok"]]
    assert not bad["ok"] and broken[0]["step"] == "login" and broken[0]["advice"], bad
    assert app.post("/api/mailbox/preset", {"address": "jo@gmail.com"})["smtp"]["host"] == "smtp.gmail.com"


def test_practice_never_counts(make_app, sink):
    """What practice did leaves no trace in caps, suppressions or figures, and voids with practice."""
    app = make_app(**{**FAST, **sink.settings, "EMAIL_PRIMARY_PROVIDER": None}).start().wait_until_open()
    assert app.get("/api/session")["mode"] == "practice"
    app.import_csv(CSV.encode("cp1252"))
    app.approve_all_leads()
    app.campaign()
    app.until(lambda: app.states().get("composed") == 3, "the mails are written")
    app.approve_all_mails()
    app.post("/api/jobs/send")
    mail = app.until(lambda: len(found := app.get("/api/practice")["data"]) == 3 and found, "all are in the practice mailbox")[0]
    app.post(f"/api/practice/{mail['id']}/reply", {"kind": "unsubscribe", "text": "unsubscribe"})
    app.post("/api/jobs/check_inbox")
    app.until(lambda: app.get("/api/replies")["data"], "the reply is read")
    assert app.get("/system/status")["data"]["email_statistics"]["sent_today"] == 0
    assert sink.connections == 0
    app.patch("/api/settings", {"values": {"EMAIL_PRIMARY_PROVIDER": "smtp"}})
    assert app.get("/api/session")["mode"] == "send_auto"
    leads = app.get("/api/leads")["data"]
    assert {lead["state"] for lead in leads} == {"ready_for_outreach"} and not any(lead["suppressed"] for lead in leads), leads
    assert app.get("/api/replies")["data"] == []
    app.job_done(app.post("/api/jobs/send"))
    assert sink.connections == 0, "nothing approved in practice leaves for real"


def test_practice_without_an_address_works_or_says_why(make_app):
    """Whoever skips the wizard's first questions is told what is missing; nothing fails in the dark."""
    app = make_app(SENDER_EMAIL=None, SENDER_POSTAL_ADDRESS=None).start().wait_until_open()
    app.import_csv(CSV.encode("cp1252"))
    app.approve_all_leads()
    app.campaign()
    app.until(lambda: app.states().get("composed") == 3, "the mails are written")
    app.approve_all_mails()
    app.job_done(app.post("/api/jobs/send"))
    mail = mail_to(app, CUSTOMER)
    assert mail["state"] == "sent" or mail["why"], mail
