"""Files with mails: over a real Postfix, and read again by Python's email package."""
import email
import email.policy
import os

from test_whole_job import CSV, CUSTOMER, people  # noqa: F401 (a fixture is used by its name)

NAME = "Angebot für „Kranz“ – 見積書 100 % ok.pdf"
MARKER = b"only the recipient may read this"
MOST = 5 << 20


def pdf(size):
    """Bytes that look like a PDF and hold whatever mail programs trip over."""
    head = b"%PDF-1.7\r\n" + MARKER + b"\r\n.\r\nFrom me\n--=_mixed\n\x00\xff"
    return head + os.urandom(size - len(head))


def take(app, name, content, expect=None):
    answer = app.api("POST", "/api/attachments", raw=content, name=name, expect=expect)
    return answer["attachment"] if expect is None else answer


def files_of(mail):
    return [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) for part in mail.iter_attachments()]


def first_mail(app):
    return next(mail for mail in app.every("/api/messages", kind="campaign") if mail["to"] == CUSTOMER and mail["step"] == 0)


def test_a_file_reaches_the_recipient_byte_for_byte_and_lies_nowhere_open(make_app, real_mail, people):
    app = make_app(**real_mail).start().wait_until_open()
    app.import_csv(CSV.encode("cp1252"))
    app.approve_all_leads()
    content = pdf(1_200_000)
    file = take(app, NAME, content)
    assert file["name"] == NAME.replace('"', "_") and file["size"] == len(content)
    assert take(app, "again.pdf", content)["id"] == file["id"], "the same bytes are kept once"
    wish = {"id": file["id"], "name": file["name"]}
    steps = [{"subject": "An offer for {{ business_name }}", "text": "Grüße", "html": "<p>Grüße</p>", "attachments": [wish]}, {"text": "Still there?"}]
    campaign = app.post("/api/campaigns", {"name": "Offers", "steps": steps, "leads": "all-approved"})["campaign"]["id"]
    notes = app.post(f"/api/campaigns/{campaign}/launch-check")
    assert notes["refusals"] == [] and any("often filtered" in note for note in notes["notes"]), notes
    app.post(f"/api/campaigns/{campaign}/start")
    mail = first_mail(app)
    app.post(f"/api/messages/{mail['id']}/approve", {"hash": mail["hash"]})
    detail = app.get(f"/api/messages/{mail['id']}")
    assert [one["name"] for one in detail["message"]["attachments"]] == [file["name"]]
    assert [one["attachments"] != [] for one in detail["sequence"]] == [True, False], "a follow-up has only its own"
    assert any(one["code"] == "attachment" for one in detail["lint"])
    shown = app.command("messages", "show", mail["id"]).stdout
    assert f"File: {file['name']} ({len(content)} bytes)" in shown
    app.post("/api/jobs/send")
    app.until(lambda: first_mail(app)["state"] == "sent", "the mail is sent")
    got = people[CUSTOMER].wait_for(1)[0]
    assert got.get_content_type() == "multipart/mixed" and got.get_body(("html",)) is not None and got.get_body(("plain",)) is not None
    assert files_of(got) == [(file["name"], "application/pdf", content)]
    saved = app.get(f"/api/attachments/{file['id']}", name=file["name"])
    assert saved.body == content and saved.header("Content-Disposition").startswith("attachment;")

    app.stop()
    for folder, _, names in os.walk(app.home):
        for name in names:
            with open(os.path.join(folder, name), "rb") as stored:
                assert MARKER not in stored.read(), f"{folder}/{name}"


def test_what_may_not_go_is_refused_and_5_mb_read_back_the_same(make_app):
    app = make_app().start().wait_until_open()
    for name, content, word in [("run.exe", b"MZ", "program"), ("offer.pdf", b"MZ\x90", "program"), ("a.zip", b"PK\x03\x04", "archive"),
                                ("a.pdf", b"hello", "ending"), ("", b"%PDF-", "no name"), ("a.pdf", b"", "empty")]:
        refused = take(app, name, content, expect=400)
        assert word in refused["detail"] and refused["errors"][0]["name"] == "attachments", refused
    take(app, "big.pdf", pdf(MOST + 1), expect=413)
    content = pdf(MOST)
    file = take(app, "big.pdf", content)
    app.import_csv(CSV.encode("cp1252"))
    app.approve_all_leads()
    steps = [{"subject": "Hello", "text": "A word?", "attachments": [{"id": file["id"]}]}]
    app.post("/api/campaigns", {"name": "Big", "steps": steps, "leads": "all-approved"})
    message = app.until(lambda: app.every("/api/messages", state="composed"), "the mails are written")[0]
    more = take(app, "more.pdf", pdf(100))
    change = {"version": message["version"], "attachments": [{"id": file["id"]}, {"id": more["id"]}]}
    app.patch(f"/api/messages/{message['id']}", change, expect=413)
    raw = app.get(f"/api/messages/{message['id']}/raw", download="true").body
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert files_of(email.message_from_bytes(raw, policy=email.policy.default)) == [("big.pdf", "application/pdf", content)]


def test_a_template_carries_a_file_into_a_campaign_and_exports_name_it(make_app):
    app = make_app(EMAIL_PRIMARY_PROVIDER="practice").start().wait_until_open()
    app.import_csv(CSV.encode("cp1252"))
    app.approve_all_leads()
    file = take(app, "Prices.pdf", pdf(9_000))
    wish = {"id": file["id"], "name": file["name"]}
    made = app.post("/api/templates", {"name": "Offer", "steps": [{"subject": "Hello", "text": "A word?", "attachments": [wish]}]})["template"]
    assert [one["name"] for one in made["steps"][0]["attachments"]] == ["Prices.pdf"]
    edited = app.patch(f"/api/templates/{made['id']}", {"version": 1, "steps": [{"subject": "Hello", "text": "Two words?", "attachments": []}]})
    assert edited["template"]["steps"][0]["attachments"] == [] and edited["versions"][0]["steps"][0]["attachments"][0]["id"] == file["id"]
    back = app.post(f"/api/templates/{made['id']}/restore", {"version": 1})["template"]
    assert "With the file Prices.pdf, 9000 bytes" in app.command("templates", "show", made["id"]).stdout
    app.post("/api/campaigns", {"name": "Offers", "steps": back["steps"], "leads": "all-approved"})
    mails = app.until(lambda: app.every("/api/messages"), "the mails are written")
    assert all([one["name"] for one in mail["attachments"]] == ["Prices.pdf"] for mail in mails)
    rows = app.api("GET", "/api/export/messages", format="json")
    assert all(row["attachments"] == [{"name": "Prices.pdf", "size": 9000}] for row in rows) and len(rows) == len(mails)
    assert "Prices.pdf (9000 bytes)" in app.command("export", "messages").stdout
    app.post("/api/templates", {"name": "Large", "steps": [{"subject": "S", "text": "T", "attachments": [wish] * 2 + [{"id": take(app, "big.pdf", pdf(MOST))["id"]}]}]}, expect=413)
