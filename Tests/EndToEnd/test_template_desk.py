"""The editor's questions and the test mail, asked of the running program with a real mail server's protocol."""
import re

from smtp_sink import Sink

LEADS = "name,email,city,contact\nBakery One,hello@one.test,Springfield,Anna Miller\nBakery Two,hello@two.test,,\n"


def settings(sink):
    return {**sink.settings, "SENDER_EMAIL": "anna@sender.test", "SENDER_NAME": "Anna Berg", "SENDER_POSTAL_ADDRESS": "1 Sample Street",
            "EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "ALLOW_AUTO_SEND": "true", "SEND_WINDOW": "always", "MAX_EMAILS_PER_DAY": "1"}


def test_a_template_is_written_checked_and_taken_back(app):
    app.import_csv(LEADS)
    app.approve_all_leads()
    steps = [{"subject": "For {{ business_name }}", "text": "Hi {{ first_name }} in {{ city }}"}]
    made = app.post("/api/templates", {"name": "Mine", "steps": steps}, expect=201)["template"]
    known = {one["name"]: one["have"] for one in app.get("/api/template-variables")["data"]}
    assert (known["business_name"], known["city"], known["first_name"]) == (2, 1, 1)
    lacks = app.post("/api/template-check", {"steps": steps})
    assert lacks["looked_at"] == 2 and lacks["affected"] == 1 and {one["name"]: one["count"] for one in lacks["missing"]} == {"city": 1, "first_name": 1}
    whole = [{"subject": "For {{ business_name }}", "text": 'Hi {{ first_name | default("there") }} in {{ city | default("town") }}'}]
    assert app.post("/api/template-check", {"steps": whole})["missing"] == []
    app.patch(f"/api/templates/{made['id']}", {"version": made["version"], "steps": whole})
    back = app.post(f"/api/templates/{made['id']}/restore", {"version": made["version"]})
    assert back["template"]["steps"][0]["text"] == steps[0]["text"] and [one["version"] for one in back["versions"]] == [2, 1]


def test_the_frame_of_a_preview_runs_nothing(app):
    body = {"subject": "S", "text": "T", "html": "<p>{{ business_name }}</p><script>alert(1)</script>"}
    path = app.post("/api/preview", body)["html_path"]
    answer = app.get(path)
    assert "script-src" not in answer.header("Content-Security-Policy") and answer.header("Content-Security-Policy").startswith("sandbox; default-src 'none'")
    assert "<p>" in answer.text and "unsubscribe" in answer.text
    app.api("GET", "/api/preview/0123456789abcdef/html", expect=404)


def test_a_test_mail_reaches_the_person_and_nobody_else(make_app):
    with Sink() as sink:
        app = make_app(**settings(sink)).start()
        app.wait_until_open()
        result = app.post("/api/test-mails", {"subject": "Hello {{ business_name }}", "text": "{{ greeting() }}, a word?"})
        assert result["outcome"] == "accepted" and result["to"] == "anna@sender.test"
        assert len(sink.copies()) == 1 and app.get("/api/messages")["data"] == []
        app.post("/api/sending/pause")
        refused = app.api("POST", "/api/test-mails", {"subject": "A", "text": "B"}, expect=range(400, 500))
        assert "paused" in refused["detail"] and len(sink.copies()) == 1


def test_the_source_of_a_mail_is_a_file(app):
    app.import_csv(LEADS)
    app.approve_all_leads()
    app.campaign()
    mail = app.get("/api/messages")["data"][0]
    answer = app.get(f"/api/messages/{mail['id']}/raw", download="true")
    assert answer.header("Content-Type") == "message/rfc822" and re.search(r'filename="mail-[\w-]+\.eml"', answer.header("Content-Disposition"))
    assert "\r\n\r\n" in answer.text and "MIME-Version: 1.0" in answer.text
