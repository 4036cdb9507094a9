"""Finding businesses through servers that speak Nominatim's and Overpass's protocols, and the guard around what they lead to."""
import http.server
import json
import subprocess
import threading
import urllib.parse

import pytest

from app import BINARY, PATIENCE


class Services:
    """Nominatim and Overpass on loopback, and a web site that must never be read; keeps what was asked."""

    def __init__(self):
        self.asked, self.site_hits, self.failures = [], 0, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, status, body, kind="application/json"):
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                outer.asked.append(self.path)
                if self.path.startswith("/search"):
                    name = urllib.parse.parse_qs(self.path.split("?")[1])["q"][0]
                    places = [] if name == "Nowhere" else [{
                        "lat": "53.08", "lon": "8.80", "display_name": f"{name}, Deutschland", "addresstype": "city",
                        "boundingbox": ["53.07", "53.09", "8.79", "8.81"], "address": {"country_code": "de"}}]
                    return self.answer(200, places)
                if self.path.startswith("/api/?"):
                    return self.answer(200, {"type": "FeatureCollection", "features": []})
                outer.site_hits += 1
                self.answer(200, b"<a href='mailto:secret@inside.example.com'>x</a>", "text/html")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                query = urllib.parse.parse_qs(body)["data"][0]
                outer.asked.append(query)
                assert self.headers["User-Agent"].startswith("ColdOutreachAgent/")
                if outer.failures > 0:
                    outer.failures -= 1
                    return self.answer(504, b"<html>The server is probably too busy", "text/html")
                shops = [{"type": "node", "id": n, "lat": 53.075 + n / 10000, "lon": 8.80,
                          "tags": {"shop": "bakery", "name": f"Bakery {n}", "addr:city": "Bremen", "phone": f"+49 421 12345{n}",
                                   **({"contact:email": "info@bakery-one.example.com"} if n == 1 else {}),
                                   **({"website": f"http://127.0.0.1:{outer.port}/site"} if n == 2 else {})}} for n in (1, 2, 3)]
                self.answer(200, {"version": 0.6, "elements": shops})

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self):
        base = f"http://127.0.0.1:{self.port}"
        return {"OVERPASS_BASE_URL": base + "/api/interpreter", "NOMINATIM_BASE_URL": base, "PHOTON_BASE_URL": base}


@pytest.fixture
def services():
    made = Services()
    yield made
    made.server.shutdown()


def found(app, run):
    return app.until(lambda: (one := app.get(f"/api/discovery/{run['id']}"))["state"] != "running" and one, "the search ends")


def test_bakeries_become_leads(make_app, services):
    app = make_app(**services.settings).start().wait_until_open()
    places = app.get("/api/discovery/places?q=Bremen")["data"]
    assert places[0]["name"] == "Bremen, Deutschland" and places[0]["box"]["south"] == 53.07
    run = found(app, app.post("/api/jobs/discover", {"source": "openstreetmap", "query": "Bäckerei", "location": "Bremen", "max_results": 50}))
    assert (run["state"], run["found"], run["imported"]) == ("completed", 3, 3), run
    app.until(lambda: all(lead["state"] == "pending_review" for lead in app.get("/api/leads")["data"]), "all wait for review")
    leads = {lead["business_name"]: lead for lead in app.get("/api/leads")["data"]}
    assert leads["Bakery 1"]["email"] == "info@bakery-one.example.com" and leads["Bakery 1"]["score"] > leads["Bakery 3"]["score"]
    detail = app.get(f"/api/leads/{leads['Bakery 1']['id']}")
    assert any(fact["field"] == "phone" and fact["url"] == "https://www.openstreetmap.org/node/1" for fact in detail["facts"])
    again = found(app, app.post("/api/jobs/discover", {"query": "bakery", "location": "Bremen"}))
    assert (again["found"], again["imported"]) == (3, 0), again
    assert sum(path.startswith("/search") for path in services.asked) == 1, "a place is looked up once"


def test_a_site_inside_the_network_is_never_read(make_app, services):
    app = make_app(**services.settings).start().wait_until_open()
    found(app, app.post("/api/jobs/discover", {"query": "bakery", "location": "Bremen"}))
    lead = app.until(lambda: next((one for one in app.get("/api/leads")["data"] if one["business_name"] == "Bakery 2" and one["state"] == "pending_review"), None), "the site was tried")
    assert services.site_hits == 0 and lead["email"] is None
    events = app.get(f"/api/leads/{lead['id']}")["events"]
    assert any("private network" in event["text"] for event in events), events


def test_a_busy_service_is_tried_again_and_says_so(make_app, services):
    services.failures = 1
    app = make_app(**services.settings).start().wait_until_open()
    started = app.post("/api/jobs/discover", {"query": "bakery", "location": "Bremen"})
    job = app.until(lambda: (one := app.get(f"/api/jobs/{started['job_id']}/status"))["error"] and one, "the failure is told")
    assert "busy" in job["error"] and app.get(f"/api/discovery/{started['id']}")["state"] == "running"
    app.post(f"/api/discovery/{started['id']}/cancel")
    assert app.get(f"/api/discovery/{started['id']}")["state"] == "cancelled"
    app.post(f"/api/discovery/{started['id']}/resume")
    assert found(app, started)["found"] == 3


def test_the_command_finds_without_a_running_program(make_app, services):
    app = make_app(**services.settings)
    command = [str(BINARY), "discover", "--home", str(app.home), "--query", "bakery", "--location", "Bremen", "--json"]
    done = subprocess.run(command, env=app.environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0 and json.loads(done.stdout)["imported"] == 3, done
    wrong = subprocess.run([*command[:5], "bakery", "--location", "Nowhere"], env=app.environment, capture_output=True, text=True, timeout=PATIENCE)
    assert wrong.returncode == 1 and "No place of the name" in wrong.stdout + wrong.stderr, wrong
