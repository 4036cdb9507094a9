"""What services say of leads, over real sockets: Hunter's verdict on an address, DataForSEO's measure of a site; and leads that nobody touches expire."""
import json
import sqlite3
import time
import urllib.parse

import pytest

from json_server import JSONServer

DAY_MS = 86_400_000


class Services(JSONServer):
    """Hunter and DataForSEO on loopback, as documented; keeps what was asked."""

    def __init__(self):
        self.asked, self.limits = [], {"late@shop-late.de": 1}
        super().__init__()

    def get(self, whole, headers):
        path, _, query = whole.partition("?")
        self.asked.append(whole)
        if headers["X-API-KEY"] != "hunter-key":
            return 401, {"errors": [{"id": "authentication_failed", "code": 401}]}
        if path == "/v2/account":
            return 200, {"data": {"plan_name": "Free", "reset_date": "2099-01-01", "requests": {"credits": {"used": 1.5, "available": 50}}}}
        address = urllib.parse.parse_qs(query)["email"][0]
        if self.limits.get(address):
            self.limits[address] -= 1
            return 403, {"errors": [{"details": "You've reached the rate limit"}]}
        if address.startswith("claimed"):
            return 451, {"errors": [{"id": "claimed_email"}]}
        return 200, {"data": {"status": "invalid" if address.startswith("gone") else "valid", "score": 90}}

    def post(self, path, headers, raw):
        asks = json.loads(raw)
        self.asked.append(path)
        if path.endswith("bulk_ranks/live"):
            items = [{"target": target, "rank": 640} for target in asks[0]["targets"]]
            return 200, {"status_code": 20000, "tasks": [{"status_code": 20000, "cost": 0.02, "result": [{"items": items}]}]}
        page = {"resource_type": "html", "status_code": 200, "onpage_score": 38.2, "checks": {"is_https": False, "no_title": True}}
        return 200, {"status_code": 20000, "tasks": [
            {"status_code": 20000, "cost": 0.000125, "data": {"url": ask["url"]}, "result": [{"items": [page]}]} for ask in asks]}

    @property
    def settings(self):
        return {"HUNTER_IO_BASE_URL": self.address + "/v2", "HUNTER_IO_API_KEY": "hunter-key", "DATAFORSEO_BASE_URL": self.address,
                "DATAFORSEO_LOGIN": "me@x.example", "DATAFORSEO_PASSWORD": "word"}


@pytest.fixture
def services():
    made = Services()
    yield made
    made.stop()


def leads_of(app):
    return {lead["business_name"]: lead for lead in app.get("/api/leads")["data"]}


def test_a_verdict_and_a_measure_change_the_score_and_close_the_gate(make_app, services):
    app = make_app(**services.settings).start().wait_until_open()
    app.import_csv("business_name,email,website\nGood,good@shop-good.de,http://shop-good.de\nGone,gone@shop-gone.de,\nLate,late@shop-late.de,\nClaimed,claimed@shop-claimed.de,\n")
    before = leads_of(app)
    assert app.get("/api/verifier")["quota"]["available"] == 50
    job = app.job_done(app.post("/api/jobs/verify", {"ids": [lead["id"] for lead in before.values()]}))
    assert job["state"] == "completed"
    after = leads_of(app)
    verdicts = {name: lead["email_status"] for name, lead in after.items()}
    assert verdicts == {"Good": "valid", "Gone": "invalid", "Late": "valid", "Claimed": None}
    assert after["Good"]["score"] > before["Good"]["score"] and after["Gone"]["score"] < before["Gone"]["score"]
    assert sum("late%40" in path for path in services.asked) == 2, "asked to slow down, it asks again"
    detail = app.get(f"/api/leads/{after['Gone']['id']}")
    assert detail["email_verdict"]["source"] == "hunter" and any("takes no mail" in event["text"] for event in detail["events"])
    assert "claimed@shop-claimed.de" in json.dumps(app.get("/api/suppressions")), "who asked Hunter not to be looked up is never written to"

    # What can be measured costs, which is told before.
    ids = [lead["id"] for lead in after.values()]
    estimate = app.post("/api/jobs/check-sites/estimate", {"ids": ids, "ranks": True})
    assert estimate["sites"] == 1 and 0 < estimate["most_cost"] < estimate["limit"] and estimate["problem"] is None
    app.job_done(app.post("/api/jobs/check-sites", {"ids": ids, "ranks": True}))
    good = leads_of(app)["Good"]
    assert good["custom"]["site_score"] == "38" and good["domain_authority"] == 640
    assert {"Its web site was measured at 38 of 100", "Its web site ranks high already"} <= {reason["text"] for reason in good["score_reasons"]}
    assert app.post("/api/jobs/check-sites/estimate", {"ids": ids})["problem"], "not bought twice"

    app.approve_all_leads()
    app.campaign()
    app.until(lambda: app.states().get("composed", 0) >= 2, "the mails are written")
    app.approve_all_mails()
    app.until(lambda: leads_of(app)["Good"]["state"] == "contacted" or app.get(f"/api/leads/{good['id']}")["why_not_now"], "the good one has its turn")
    gone = app.get(f"/api/leads/{after['Gone']['id']}")
    assert gone["lead"]["state"] != "contacted"
    assert all(mail["sent_at"] is None for mail in gone["messages"])
    assert "takes no mail" in gone["why_not_now"]["detail"], gone["why_not_now"]


def test_leads_that_nobody_touched_expire_and_are_taken_up_again(make_app):
    app = make_app(LEAD_EXPIRY_DAYS="30").start().wait_until_open()
    app.import_csv("business_name,email\nOld,old@shop-old.de\nYoung,young@shop-young.de\n")
    app.stop()
    # A month passes for one of them.
    base = sqlite3.connect(app.home / "data/outreach.db")
    old = base.execute("SELECT id FROM lead WHERE business_name = 'Old'").fetchone()[0]
    long_ago = int(time.time() * 1000) - 31 * DAY_MS
    base.execute("UPDATE lead SET discovered_at = ? WHERE id = ?", (long_ago, old))
    base.execute("UPDATE lead_event SET at = ? WHERE lead_id = ?", (long_ago, old))
    base.commit()
    base.close()
    app.start().wait_until_open()
    app.post("/api/recurring/expiry/run")
    app.until(lambda: leads_of(app)["Old"]["state"] == "expired", "it expired")
    assert leads_of(app)["Young"]["state"] == "pending_review"
    assert app.post("/api/leads/bulk", {"action": "restore", "ids": [old]})["changed"] == 1
    app.post("/api/recurring/expiry/run")
    app.until(lambda: not [job for state in ("pending", "running") for job in app.get("/api/jobs", state=state)["data"] if job["kind"] == "expire"], "the job ended")
    assert leads_of(app)["Old"]["state"] == "pending_review", "what was taken up again is no forgotten one"
