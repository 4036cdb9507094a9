"""Drafting with Gemini, from the key to the mail in the practice mailbox, against a server that speaks its protocol over a real socket."""
import json

import pytest

from app import FAST
from gemini_server import KEY, MODEL, Gemini, error

CSV = ("Name;E-Mail;Ansprechpartner;Ort;Telefon\r\n"
       "Bakery Kranz;kaethe@kranz-bread.example;Käthe Wolff;Bremen;+49 421 1234567\r\n")
TEXT = "Dear {{ contact_name }},\n\nwe photograph bread for bakeries like {{ business_name }}.\n\nBest regards\nAnna Berg"


@pytest.fixture
def gemini():
    made = Gemini()
    yield made
    made.stop()


def written(*sentences, subject="Pictures of your bread"):
    return json.dumps({"subject": {"text": subject, "evidence": ["e1"]},
                       "sentences": [{"text": text, "evidence": ids, "new_paragraph": False} for text, ids in sentences]})


def open_app(make_app, gemini):
    """A program in practice with one mail that waits for approval; its id."""
    app = make_app(**{**FAST, "EMAIL_PRIMARY_PROVIDER": "practice"}, GEMINI_BASE_URL=gemini.base).start().wait_until_open()
    app.import_csv(CSV)
    app.approve_all_leads()
    app.campaign(subject="For {{ business_name }}", text=TEXT)
    return app, app.until(lambda: app.get("/api/messages", state="composed")["data"], "the mail is written")[0]["id"]


def test_from_the_key_to_the_mail(make_app, gemini):
    app, mail = open_app(make_app, gemini)
    assert "key" in app.get("/api/writer")["problem"]
    app.patch("/api/settings", {"values": {"GEMINI_API_KEY": KEY}})
    standing = app.get("/api/writer")
    assert standing["has_key"] and standing["accepted_at"] is None and "accepted" in standing["problem"]
    # Before the person agreed nothing reaches the service, not even the key.
    app.get(f"/api/messages/{mail}/proposals/look", kind="mail")
    app.api("GET", "/api/writer/models", expect=range(400, 500))
    app.post("/api/jobs/propose", {"message_ids": [mail]}, expect=range(400, 500))
    assert gemini.keys == [] and gemini.asked == []
    app.post("/api/writer/accept", {"terms": standing["terms"]})
    models = app.get("/api/writer/models")["data"]
    assert [model["id"] for model in models] == [MODEL]
    app.patch("/api/settings", {"values": {"GEMINI_MODEL": MODEL}})
    look = app.get(f"/api/messages/{mail}/proposals/look", kind="mail")
    for personal in ("Käthe", "Wolff", "kaethe", "1234567", KEY):
        assert personal not in look["body"] + look["url"], personal

    gemini.answers = [written(("We photograph bread for bakeries like Bakery Kranz in Bremen.", ["e1", "e2", "e5"]), ("You won 40 prizes <3.", ["e1"]),
                              ("Order at evil-shop.com now.", ["e1"]), ("Would {{ 7*7 }} minutes suit you?", ["e4"]))]
    app.job_done(app.post("/api/jobs/propose", {"message_ids": [mail], "kind": "mail", "seen": look["hash"]}))
    assert [raw.decode() for _, raw in gemini.asked] == [look["body"]], "what was shown is what is sent"
    # A retry is the same and costs nothing.
    assert app.post("/api/jobs/propose", {"message_ids": [mail], "kind": "mail"})["count"] == 0
    draft = app.get(f"/api/messages/{mail}/proposals")["data"][0]
    assert [(one["dropped"], [flag["code"] for flag in one["flags"]]) for one in draft["sentences"]] == [
        (False, ["unknown_evidence"]), (False, ["number", "far_from_evidence"]), (True, ["link"]), (True, ["placeholder"])], draft
    evidence = {one["id"]: one for one in draft["evidence"]}
    assert evidence["e1"]["excerpt"] == "Bakery Kranz" and len(evidence["e1"]["hash"]) == 64 and evidence["e1"]["at"]

    before = app.get(f"/api/messages/{mail}")
    taken = app.post(f"/api/messages/{mail}/proposals/{draft['id']}/take", {"version": before["message"]["version"]})["message"]
    shown = app.get(f"/api/messages/{mail}")
    words = "We photograph bread for bakeries like Bakery Kranz in Bremen. You won 40 prizes <3."
    assert f"Dear Käthe Wolff,\n\n{words}\n\nBest regards\nAnna Berg\n\n-- \n" in shown["text"], shown["text"]
    assert "unsubscribe" in shown["text"] and any(one["code"] == "evidence" and "40" in one["text"] for one in shown["lint"])
    assert [one["in_mail"] for one in app.get(f"/api/messages/{mail}/proposals")["data"][0]["sentences"]] == [True, True, False, False]
    app.post(f"/api/messages/{mail}/approve", {"hash": before["message"]["hash"]}, expect=409)
    app.post(f"/api/messages/{mail}/approve", {"hash": taken["hash"]})
    kept = app.until(lambda: app.get("/api/practice")["data"], "it is in the practice mailbox")[0]
    arrived = app.get(f"/api/practice/{kept['id']}")
    assert arrived["text"].replace("\r\n", "\n").strip() == shown["text"].strip() and arrived["subject"] == "Pictures of your bread"
    use = app.get("/api/writer")
    assert (use["day"]["requests"], use["day"]["written"], use["day"]["output_tokens"]) == (1, 1, 151) and use["day"]["most_cost"] > 0
    assert KEY not in json.dumps(app.get("/api/settings")) and gemini.keys == [KEY] * 2
    # Nothing of it lies open, and no log knows it.
    for path in [one for one in app.home.rglob("*") if one.is_file()]:
        data = path.read_bytes()
        for word in (b"won 40 prizes", KEY.encode()):
            assert word not in data, (path, word)


def test_what_goes_wrong_is_said_and_the_mail_keeps_its_words(make_app, gemini):
    app, mail = open_app(make_app, gemini)
    app.post("/api/writer/accept", {"terms": app.get("/api/writer")["terms"]})
    app.patch("/api/settings", {"values": {"GEMINI_API_KEY": "wrong", "GEMINI_MODEL": MODEL, "GEMINI_MAX_REQUESTS_PER_MINUTE": 100}})
    text = app.get(f"/api/messages/{mail}")["text"]

    def draft():
        app.job_done(app.post("/api/jobs/propose", {"message_ids": [mail], "again": True}))
        assert app.get(f"/api/messages/{mail}")["text"] == text
        return app.get(f"/api/messages/{mail}/proposals")["data"][0]["problem"]

    assert "does not know this key" in draft()
    app.patch("/api/settings", {"values": {"GEMINI_API_KEY": KEY, "GEMINI_MODEL": "gemini-of-last-year"}})
    assert "not there any more" in draft()
    app.patch("/api/settings", {"values": {"GEMINI_MODEL": MODEL}})
    day = {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [{"quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}
    soon = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.5s"}
    for answer, words in [
        ((200, {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 9}}), "safety rules refused"),
        ((200, {"candidates": [{"finishReason": "MAX_TOKENS", "index": 0}]}), "cut off"),
        ((200, {"candidates": [{"finishReason": "RECITATION"}]}), "somebody's text"), ("Sure, here it is!", "another form"),
        ((200, {"candidates": [{"finishReason": "SAFETY", "content": {"parts": []}}]}), "held the answer back"),
        ((200, {"candidates": [{"content": {"parts": [{"text": "I think …", "thought": True}]}, "finishReason": "STOP"}]}), "without a text"),
        ((200, {"usageMetadata": {}}), "without a text"), ((200, {"candidates": "none"}), "can't be read"),
        (written(("We photograph", ["e1"]))[:-20], "another form"), (json.dumps({"sentences": []}), "another form"),
        (json.dumps({"sentences": [{"text": ["a"], "evidence": []}]}), "another form"), (json.dumps([1]), "another form"),
        (error(400, "INVALID_ARGUMENT", "Unknown name"), "does not understand"), (error(400, "FAILED_PRECONDITION", "billing"), "not open where you are"),
        (error(403, "PERMISSION_DENIED", "blocked"), "does not let this key"),
        (error(429, "RESOURCE_EXHAUSTED", "quota", day, soon), "for today"),
    ]:
        gemini.answers = [answer]
        assert words in draft(), answer
    # A used-up day: nobody knocks again within the hour, and the reason is said.
    app.post("/api/jobs/propose", {"message_ids": [mail]}, expect=range(400, 500))
    standing = app.get("/api/writer")
    assert "for today" in standing["problem"] and standing["failures"][0]["reason"] == "day_quota"
    app.post("/api/writer/withdraw")
    assert app.get("/api/writer")["accepted_at"] is None


def test_a_passing_trouble_is_waited_out(make_app, gemini):
    app, mail = open_app(make_app, gemini)
    app.post("/api/writer/accept", {"terms": app.get("/api/writer")["terms"]})
    app.patch("/api/settings", {"values": {"GEMINI_API_KEY": KEY, "GEMINI_MODEL": MODEL}})
    soon = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "0.2s"}
    code, body = error(429, "RESOURCE_EXHAUSTED", "slow down", soon)
    # Errors come in a list of one, too.
    gemini.answers = [(code, [body]), error(503, "UNAVAILABLE", "overloaded", soon), written(("We photograph bread.", ["e4"]))]
    app.job_done(app.post("/api/jobs/propose", {"message_ids": [mail]}))
    assert app.get(f"/api/messages/{mail}/proposals")["data"][0]["text"] == "We photograph bread."
    assert app.get("/api/writer")["day"]["requests"] == 3


LAYOUT = ('<table><tr><td><img src="cid:logo" alt="Logo"></td></tr><tr><td><p class="m">Dear {{ contact_name }},</p>'
          '<p class="m">we photograph bread for bakeries like {{ business_name }}.</p></td></tr></table>')


def test_a_drafted_mail_keeps_the_html_around_it(make_app, gemini):
    app = make_app(**{**FAST, "EMAIL_PRIMARY_PROVIDER": "practice"}, GEMINI_BASE_URL=gemini.base).start().wait_until_open()
    app.import_csv(CSV)
    app.approve_all_leads()
    app.campaign(subject="For {{ business_name }}", text=TEXT, html=LAYOUT)
    mail = app.until(lambda: app.get("/api/messages", state="composed")["data"], "the mail is written")[0]["id"]
    ready(app, gemini)
    gemini.answers = [written(("Bread & {{ 7*7 }} rolls.", ["e1"]), ("We photograph bread <3 & rolls.", ["e4"]))]
    app.job_done(app.post("/api/jobs/propose", {"message_ids": [mail]}))
    draft = app.get(f"/api/messages/{mail}/proposals")["data"][0]
    assert draft["flattens_html"] is False and draft["sentences"][0]["dropped"]
    app.post(f"/api/messages/{mail}/proposals/{draft['id']}/take", {"version": app.get(f"/api/messages/{mail}")["message"]["version"]})
    html = app.get(f"/api/messages/{mail}")["html"]
    assert ('<p class="m">Dear Käthe Wolff,</p><p class="m">We photograph bread &lt;3 &amp; rolls.</p></td></tr></table>') in html, html
    assert 'alt="Logo"' in html and "7*7" not in html and "like Bakery" not in html


MANY = "Name;E-Mail;Ansprechpartner;Ort\r\n" + "".join(f"Bakery {number};hello@bakery{number}.example;Ina Lang;Bremen\r\n" for number in range(1, 5))
ASKING = "Hello,\n\n{{ opening }}\n\nwe photograph bread for bakeries.\n\nBest regards\nAnna Berg"
OPENING = {"subject": None, "sentences": [{"text": "You bake bread <3 in Bremen.", "evidence": ["e2"], "new_paragraph": False}]}


def ready(app, gemini, **more):
    """The person agreed, with a key and a model."""
    app.post("/api/writer/accept", {"terms": app.get("/api/writer")["terms"]})
    app.patch("/api/settings", {"values": {"GEMINI_API_KEY": KEY, "GEMINI_MODEL": MODEL, **more}})


def test_drafts_for_many_go_on_after_a_kill_and_nothing_costs_twice(make_app, gemini):
    app, _ = open_app(make_app, gemini)
    app.import_csv(MANY)
    app.approve_all_leads()
    campaign = app.get("/api/campaigns")["data"][0]["id"]
    app.post(f"/api/campaigns/{campaign}/enroll", {"leads": "all-approved"})
    refused = app.api("POST", "/api/drafts/preview", {"campaign_id": campaign})
    assert refused["count"] == 5 and "key" in refused["problem"] and gemini.asked == []
    ready(app, gemini, GEMINI_MAX_REQUESTS_PER_MINUTE=1)
    before = {mail["id"]: mail for mail in app.every("/api/messages")}
    look = app.post("/api/drafts/preview", {"all_approved": True})
    assert look["count"] == 5 and look["reach"] == 5 and look["most_cost"] > 0 and look["problem"] is None, look
    gemini.answers = [written(("We photograph bread for bakeries.", ["e3"]))] * 9
    app.post("/api/jobs/drafts", {"all_approved": True, "seen": "another"}, expect=409)
    asked = app.post("/api/jobs/drafts", {"all_approved": True, "seen": look["first"]["look"]["hash"]})
    assert asked["count"] == 5
    # One a minute: the second waits for its turn when the program is killed.
    app.until(lambda: len([one for one in app.get("/api/drafts")["data"] if one["state"] == "mail"]) == 1, "the first is written")
    assert [raw.decode() for _, raw in gemini.asked] == [look["first"]["look"]["body"]]
    job = app.get("/api/drafts")["job"]
    assert job["id"] == asked["job_id"] and job["progress"]["total"] == 5
    app.kill()
    app.settings["GEMINI_MAX_REQUESTS_PER_MINUTE"] = "100"
    app.start().wait_until_open()
    result = app.job_done(asked)["result"]
    assert (result["done"], result["skipped_count"]) == (5, 0) and len(gemini.asked) == 5, result
    assert len({raw for _, raw in gemini.asked}) == 5
    # Nothing is approved or changed by it, and asking again costs nothing.
    assert {mail["id"]: mail for mail in app.every("/api/messages")} == before
    app.post("/api/jobs/drafts", {"all_approved": True}, expect=409)
    assert app.post("/api/drafts/preview", {"all_approved": True})["written"] == 5 and len(gemini.asked) == 5


def test_a_limit_stops_many_drafts_and_says_so_and_the_rest_is_tried_again(make_app, gemini):
    app, _ = open_app(make_app, gemini)
    app.import_csv(MANY)
    app.approve_all_leads()
    app.post(f"/api/campaigns/{app.get('/api/campaigns')['data'][0]['id']}/enroll", {"leads": "all-approved"})
    ready(app, gemini, GEMINI_MAX_REQUESTS_PER_DAY=2, GEMINI_MAX_REQUESTS_PER_MINUTE=100)
    gemini.answers = [written(("We photograph bread.", ["e3"]))] * 9
    result = app.job_done(app.post("/api/jobs/drafts", {"all_approved": True}))["result"]
    assert (result["done"], result["skipped_count"]) == (2, 3) and all("24 hours" in one["detail"] for one in result["skipped"]), result
    failed = [one for one in app.get("/api/drafts")["data"] if one["state"] == "failed"]
    assert len(failed) == 3 and all("limit of 2 requests" in one["problem"] for one in failed)
    app.patch("/api/settings", {"values": {"GEMINI_MAX_REQUESTS_PER_DAY": 50}})
    assert "3 drafts to write" in app.command("drafts", "preview", "--failed").stdout
    assert app.command("drafts", "waiting").stdout.count("limit of 2 requests") == 3
    done = app.command("drafts", "write", "--failed")
    assert done.stdout.startswith("3 drafted"), done.stdout
    assert {one["state"] for one in app.get("/api/drafts")["data"]} == {"mail"} and len(gemini.asked) == 5
    assert app.command("drafts", "write", "--failed", "--all-approved", check=False).returncode == 2


def test_an_opening_in_a_template_from_the_draft_to_the_mail(make_app, gemini):
    app = make_app(**{**FAST, "EMAIL_PRIMARY_PROVIDER": "practice"}, GEMINI_BASE_URL=gemini.base).start().wait_until_open()
    app.import_csv(MANY)
    app.approve_all_leads()
    campaign = app.campaign(subject="Bread", text=ASKING, start=False)
    # Without an opening no mail is written, and the check before the start says why.
    assert app.every("/api/messages") == []
    lacks = app.get(f"/api/campaigns/{campaign}/lacks", part="approved")
    assert [(one["name"], one["count"]) for one in lacks["missing"]] == [("opening", 4)], lacks
    app.stop()
    app.start().wait_until_open()
    ready(app, gemini, GEMINI_MAX_REQUESTS_PER_MINUTE=100)
    gemini.answers = [json.dumps(OPENING)] * 4
    done = app.command("drafts", "write", "--campaign", campaign, "--kind", "snippet")
    assert done.stdout.startswith("4 drafted"), done.stdout
    waiting = app.get("/api/drafts")["data"]
    assert {one["state"] for one in waiting} == {"opening"} and waiting[0]["evidence"][0]["id"] == "e1"
    assert app.get(f"/api/campaigns/{campaign}/lacks", part="approved")["affected"] == 4, "written is not accepted"
    app.command("drafts", "accept", *[one["id"] for one in waiting[:3]])
    known = {one["name"]: one for one in app.get("/api/template-variables", audience=campaign)["data"]}
    assert "opening" in known
    outcome = app.post(f"/api/campaigns/{campaign}/enroll", {"leads": "all-approved"})
    assert (outcome["enrolled"], outcome["skipped_count"]) == (3, 1) and "No opening is accepted" in outcome["skipped"][0]["detail"], outcome
    known = {one["name"]: one for one in app.get("/api/template-variables", audience=campaign)["data"]}
    assert known["opening"]["have"] == 3 and known["opening"]["example"] == "You bake bread <3 in Bremen."
    mail = app.every("/api/messages")[0]
    assert mail["state"] == "composed"
    detail = app.get(f"/api/messages/{mail['id']}")
    assert detail["text"].startswith("Hello,\n\nYou bake bread <3 in Bremen.\n\nwe photograph bread"), detail["text"]
    step = app.get(f"/api/campaigns/{campaign}")["campaign"]["steps"][0]["id"]
    preview = app.post("/api/preview", {"subject": "Bread", "text": ASKING, "html": "<p>{{ opening }}</p>", "lead_id": mail["lead_id"], "step_id": step})
    assert "bread <3" in preview["text"] and "<p>You bake bread &lt;3 in Bremen.</p>" in preview["html"] and preview["errors"] == []
    # Nothing of it lies open.
    for path in [one for one in app.home.rglob("*") if one.is_file()]:
        assert b"You bake bread" not in path.read_bytes(), path
