"""Google Maps through the real Chromium of this computer, over pages on loopback that look like it."""
import pathlib
import shutil
import subprocess
import urllib.parse

import pytest

from app import BINARY, PATIENCE
from maps_pages import MapsPages
from test_discover import Services, found

pytestmark = pytest.mark.skipif(not any(map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), reason="no Chromium is installed")
SEARCH = {"source": "google_maps", "query": "dentist", "location": "Bremen", "area": {"south": 53.07, "west": 8.79, "north": 53.09, "east": 8.81}, "enrich": False}


@pytest.fixture
def maps(request):
    made = MapsPages(*getattr(request, "param", ()))
    yield made
    made.close()


def opened(make_app, maps, accepts=True, **settings):
    app = make_app(MAPS_BASE_URL=maps.base, **{"SCRAPING_MAX_REQUESTS_PER_MINUTE": "120", "SCRAPING_RANDOM_DELAYS": "false", **settings}).start().wait_until_open()
    if accepts:
        terms = next(one for one in app.get("/api/discovery/sources")["data"] if one["id"] == "google_maps")["terms"]
        app.post("/api/discovery/sources/google_maps/accept", {"terms": terms})
    return app


def browsers(app):
    """Processes of browsers that this home started, and profiles that lie about."""
    ids = subprocess.run(["pgrep", "-f", f"user-data-dir={app.home}"], capture_output=True, text=True).stdout.split()
    folder = pathlib.Path(app.home, "cache", "maps-browser")
    return ids, list(folder.iterdir()) if folder.exists() else []


def test_it_is_off_until_the_terms_are_accepted_word_for_word(make_app, maps):
    app = opened(make_app, maps, accepts=False)
    source = next(one for one in app.get("/api/discovery/sources")["data"] if one["id"] == "google_maps")
    assert source["asks_consent"] and source["accepted_at"] is None and "terms" in source["problem"]
    refused = range(400, 500)
    app.post("/api/jobs/discover", SEARCH, expect=refused)
    app.post("/api/discovery/sources/google_maps/accept", {"terms": "yes"}, expect=refused)
    app.post("/api/discovery/sources/google_maps/accept", {"terms": source["terms"]})
    assert app.post("/api/discovery/sources/google_maps/test")["detail"].endswith("Google Maps itself is not asked.")
    app.post("/api/discovery/sources/google_maps/withdraw")
    app.post("/api/jobs/discover", SEARCH, expect=refused)
    assert maps.asked == [] and browsers(app) == ([], [])


@pytest.mark.parametrize("maps", [("plain",), ("renamed",)], indirect=True)
def test_places_of_the_list_become_leads(make_app, maps):
    app = opened(make_app, maps)
    run = found(app, app.post("/api/jobs/discover", SEARCH))
    assert (run["state"], run["found"], run["error"]) == ("completed", 3, None), (run, maps.asked)
    leads = {row["lead"]["business_name"]: row["lead"] for row in app.get(f"/api/discovery/{run['id']}/leads")["data"]}
    assert set(leads) == {"Praxis Stone", "Zahnarzt Lind", "Dental Anker"}, "the closed one and the one far away are left out"
    stone = leads["Praxis Stone"]
    assert (stone["phone"], stone["city"], stone["postal_code"], stone["category"]) == ("+49421555001", "Bremen", "28195", "Dentist"), stone
    assert stone["website"] == "https://praxis-stone.example.com" and "0x47b1:0x1a" in urllib.parse.unquote(stone["maps_url"]), stone
    assert maps.rejected == 1 and not any("/accept" in path for path in maps.asked), "cookies are declined, once"
    assert all("HeadlessChrome" in agent for agent in maps.agents), "the browser shows its own name"
    app.until(lambda: browsers(app) == ([], []), "the browser and its profile are gone")


def test_pages_are_asked_no_faster_than_the_setting_says(make_app, maps):
    app = opened(make_app, maps, SCRAPING_MAX_REQUESTS_PER_MINUTE="60", SCRAPING_ROTATE_USER_AGENTS="true")
    found(app, app.post("/api/jobs/discover", SEARCH))
    pages = [at for path, at in zip(maps.asked, maps.times) if path.startswith("/maps/place/")]
    # Two seconds between the first and the third; on a busy computer each may arrive late.
    assert len(pages) >= 3 and pages[-1] - pages[0] > len(pages) - 2, pages
    assert len(maps.agents - {""}) == 1 and not any("Headless" in agent for agent in maps.agents), maps.agents


@pytest.mark.parametrize("maps", [("captcha",), ("late_captcha",)], indirect=True)
def test_a_question_whether_a_person_is_there_stops_it_at_once(make_app, maps):
    services = Services()
    app = opened(make_app, maps, **services.settings)
    run = found(app, app.post("/api/jobs/discover", SEARCH))
    assert run["state"] == "failed" and "whether a person" in run["error"], run
    assert run["found"] == (1 if maps.look == "late_captcha" else 0), "what came before stays"
    assert run["next_source"]["id"] == "openstreetmap"
    asked = len(maps.asked)
    assert "rests" in app.post("/api/jobs/discover", SEARCH, expect=range(400, 500))["detail"]
    assert len(maps.asked) == asked and sum("/sorry/" in path for path in maps.asked) == 1, "nothing is asked or answered any more"
    other = found(app, app.post(f"/api/discovery/{run['id']}/again", {"source": run["next_source"]["id"]}))
    assert (other["state"], other["found"]) == ("completed", 3), other
    services.server.shutdown()


@pytest.mark.parametrize("maps", [("alien",)], indirect=True)
def test_pages_that_look_different_are_told(make_app, maps):
    app = opened(make_app, maps)
    run = found(app, app.post("/api/jobs/discover", SEARCH))
    assert run["state"] == "failed" and "looks different" in run["error"], run
    app.until(lambda: browsers(app) == ([], []), "the browser and its profile are gone")


@pytest.mark.parametrize("maps,count", [(("one",), 1), (("nothing",), 0)], indirect=["maps"])
def test_one_place_or_none(make_app, maps, count):
    app = opened(make_app, maps)
    run = found(app, app.post("/api/jobs/discover", SEARCH))
    assert (run["state"], run["found"]) == ("completed", count), run


def test_the_order_of_sources_falls_back(make_app, maps):
    maps.look = "captcha"
    services = Services()
    app = opened(make_app, maps, DISCOVERY_SOURCES="google_maps,openstreetmap", **services.settings)
    run = found(app, app.post("/api/jobs/discover", {**SEARCH, "source": "auto"}))
    assert (run["state"], run["source"], run["found"]) == ("completed", "openstreetmap", 3), run
    assert any("whether a person" in line for line in run["notes"]), run
    services.server.shutdown()


def test_a_killed_program_leaves_no_browser_and_goes_on(make_app, maps):
    app = opened(make_app, maps, SCRAPING_MAX_REQUESTS_PER_MINUTE="30")
    started = app.post("/api/jobs/discover", SEARCH)
    app.until(lambda: any(path.startswith("/maps/place/") for path in maps.asked), "a place is opened")
    app.kill()
    app.until(lambda: browsers(app)[0] == [], "the browser ends by itself")
    app.start().wait_until_open()
    run = found(app, started)
    assert (run["state"], run["found"]) == ("completed", 3), run
    assert sum(path.startswith("/maps/search/") for path in maps.asked) <= 3, "the list is kept; only the declined page asks for it again"
    assert browsers(app)[1] == []


def test_the_command_finds_with_every_source(make_app, maps):
    app = make_app(MAPS_BASE_URL=maps.base, SCRAPING_MAX_REQUESTS_PER_MINUTE="120", SCRAPING_RANDOM_DELAYS="false")
    command = [str(BINARY), "discover", "--home", str(app.home), "--source", "google_maps", "--query", "dentist", "--location", "53.08, 8.80", "--limit", "2"]
    done = subprocess.run(command, env=app.environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1 and "accepted its terms" in done.stdout + done.stderr, done
    done = subprocess.run([*command, "--accept-terms"], env=app.environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0 and "2 found" in done.stdout, done
    assert browsers(app) == ([], [])
