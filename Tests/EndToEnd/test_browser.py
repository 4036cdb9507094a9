"""A person's way through the pages in a real browser: set-up, import, review, campaign, approval, practice, inbox."""
import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from app import PATIENCE
from conftest import ROOT

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
SAMPLES = ROOT / "Resources/samples/leads.csv"
SCREENS = ["/", "/leads", "/review", "/outbox", "/inbox", "/inbox/practice", "/campaigns", "/settings", "/settings/pace", "/system", "/system/jobs",
           "/system/logs", "/system/backups", "/system/audit"]


class Desk:
    """One tab, and everything that went wrong in it."""

    def __init__(self, chromium, app, pictures, scheme="light", width=1360):
        self.app, self.pictures, self.scheme, self.width, self.problems = app, pictures, scheme, width, []
        self.context = chromium.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce", locale="en-GB", timezone_id="Europe/Berlin")
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        # A refused inline script, style or foreign address is reported here as well.
        self.page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: request.url.startswith((f"http://127.0.0.1:{app.port}/", "data:", "blob:", "about:")) or self.problems.append(f"asked {request.url}"))

    def sign_in(self):
        """By the address that the program gives to the browser."""
        self.page.goto(self.app.post("/api/login-codes")["login_url"])
        self.page.wait_for_url(re.compile(r"/(setup.*)?$"))
        return self

    def open(self, path):
        self.page.goto(f"http://127.0.0.1:{self.app.port}{path}")
        self.settle()

    def settle(self):
        """Until the page shows what it has: one stream stays open, so the network never falls silent."""
        self.page.wait_for_selector("main h1, main h2, [role=main] h1")
        self.page.wait_for_function("!document.querySelector('[aria-busy=true], .loading, .skeleton')")

    def picture(self, name):
        self.page.screenshot(path=self.pictures / f"{name}-{self.scheme}{'' if self.width > 400 else '-narrow'}.png")

    def click(self, name, role="button", **options):
        self.page.get_by_role(role, name=name, **options).first.click()

    def look(self, name):
        """A picture, and what axe says."""
        self.picture(name)
        found = []
        for violation in Axe().run(self.page, options=RULES).response["violations"]:
            found.append(f"{name}: {violation['id']} {violation['help']} {[str(node['target']) for node in violation['nodes'][:3]]}")
        return found

    def check(self):
        assert self.problems == []
        self.context.close()


@pytest.fixture
def desk(chromium, app, pictures):
    desk = Desk(chromium, app, pictures).sign_in()
    yield desk
    desk.context.close()


def through_setup(desk):
    """The wizard, in practice mode, screen by screen; gives the names of the steps seen."""
    page, seen = desk.page, []
    page.wait_for_url(re.compile("/setup"))
    for number in range(12):
        desk.settle()
        step = page.url.split("/setup")[-1].strip("/") or "welcome"
        seen.append(step)
        desk.picture(f"setup-{step}")
        fill_step(page, step)
        before = page.url
        page.locator("main .button-main:visible, main button[type=submit]:visible").first.click()
        try:
            page.wait_for_function("url => location.href !== url", arg=before)
        except Exception:
            raise AssertionError(f"step {step} does not go on: {page.locator('main').inner_text()[:600]}") from None
        if "/setup" not in page.url:
            return seen
    raise AssertionError(f"the wizard does not end: {seen}")


def fill_step(page, step):
    if step == "identity":
        for key, value in {"SENDER_NAME": "Anna Berg", "SENDER_EMAIL": "anna@sender.example", "SENDER_COMPANY": "Berg Web", "SENDER_POSTAL_ADDRESS": "Am Deich 4, 28195 Bremen"}.items():
            page.locator(f"[name={key}]").fill(value)


def test_first_run_to_first_reply(desk, app):
    """Wizard, import, review, campaign, approval, practice send, answer as the recipient, inbox."""
    page = desk.page
    seen = through_setup(desk)
    assert {"welcome", "identity", "mode"} <= set(seen), seen
    assert app.get("/api/session")["setup_completed"]

    desk.open("/import")
    desk.picture("import")
    page.set_input_files("input[type=file]", SAMPLES)
    page.wait_for_selector("#mapping")
    desk.picture("import-mapping")
    page.locator("[data-act=preview]").click()
    page.locator("[data-act=run]").click()
    desk.picture("import-question")
    page.locator("dialog[open] .button-main").click()
    app.until(lambda: app.get("/api/leads", limit=1)["counts"]["total"] >= 30, "the leads are there")
    page.wait_for_url(re.compile(r"/import/"))
    desk.picture("import-report")

    desk.open("/review")
    desk.picture("review")
    first = app.get("/api/leads", limit=1)["counts"]["by_review"]["pending"]
    top = page.locator(".review-name").inner_text()
    page.keyboard.press("a")
    app.until(lambda: app.get("/api/leads", limit=1)["counts"]["by_review"].get("pending", 0) == first - 1, "A approves")
    page.wait_for_function("top => document.querySelector('.review-name')?.innerText !== top", arg=top)
    desk.settle()
    page.keyboard.press("r")
    app.until(lambda: app.get("/api/leads", limit=1)["counts"]["by_review"].get("rejected", 0) == 1, "R rejects")

    desk.open("/campaigns/new")
    desk.picture("campaign-new")
    app.campaign()
    app.until(lambda: app.states().get("composed"), "the mail is written")
    desk.open("/campaigns")
    desk.picture("campaigns")
    desk.open("/review?kind=mails")
    desk.picture("review-mail")
    page.keyboard.press("a")
    app.until(lambda: app.states().get("sent"), "A approves the mail, and practice sends it")
    desk.open("/outbox")
    desk.picture("outbox")

    desk.open("/inbox/practice")
    page.locator("a.list-row").first.click()
    desk.settle()
    desk.picture("practice-mail")
    page.locator("form[data-submit=answer] textarea").fill("That sounds good. Call me on Monday?")
    page.locator("form[data-submit=answer] .button-main").click()
    app.until(lambda: app.get("/api/replies")["data"], "the reply arrives by itself")
    desk.open("/inbox")
    page.locator("a.list-row").first.click()
    page.get_by_text("Call me on Monday").first.wait_for()
    desk.picture("inbox-reply")
    desk.open("/")
    desk.picture("today")
    desk.check()


@pytest.mark.parametrize("scheme,width", [("light", 1360), ("dark", 1360), ("light", 360)])
def test_every_screen_is_accessible(chromium, app, pictures, scheme, width):
    """axe finds nothing, nothing is wider than the window, nothing is on the console."""
    app.import_csv(SAMPLES.read_bytes())
    app.approve_all_leads()
    app.campaign()
    app.until(lambda: app.states().get("composed"), "mails are written")
    app.post("/api/setup/complete")
    desk = Desk(chromium, app, pictures, scheme, width).sign_in()
    found = []
    for path in SCREENS:
        desk.open(path)
        found += desk.look("screen" + (path.replace("/", "-") if path != "/" else "-today"))
        if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{path} is wider than {width} px")
    assert not found, "\n".join(found)
    desk.check()


def test_login_from_elsewhere_keeps_the_cookie(chromium, app, pictures, tmp_path):
    """Clicked in a file, in another site's page, and typed: each ends signed in."""
    for way in ("file", "site", "typed"):
        desk = Desk(chromium, app, pictures)
        url = app.post("/api/login-codes")["login_url"]
        page = desk.context.new_page()
        if way == "typed":
            page.goto(url)
        else:
            html = f"<!doctype html><title>Elsewhere</title><a href='{url}'>in</a>"
            if way == "file":
                (tmp_path / "in.html").write_text(html)
                page.goto((tmp_path / "in.html").as_uri())
            else:
                page.route("http://elsewhere.example/", lambda route: route.fulfill(body=html, content_type="text/html"))
                page.goto("http://elsewhere.example/")
            page.get_by_text("in", exact=True).click()
        page.wait_for_url(re.compile(rf"127\.0\.0\.1:{app.port}/(setup.*)?$"))
        page.wait_for_selector("main h1, main h2")
        assert page.evaluate("fetch('/api/session').then(answer => answer.status)") == 200, way
        desk.context.close()


def test_hostile_text_is_only_text(desk, app):
    """A name with markup is shown as it is, and runs nowhere."""
    app.post("/api/setup/complete")
    evil = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
    app.post("/api/leads", {"business_name": evil, "email": "x@evil.example", "notes": evil, "contact_name": evil})
    desk.open("/leads")
    desk.page.get_by_text("<img src=x").first.click()
    time.sleep(0.3)
    assert "owned" not in desk.page.title()
    assert desk.page.locator("main img[src=x]").count() == 0
    desk.check()


def test_ten_tabs_work(desk, app):
    """One stream a browser: the seventh tab loads too."""
    app.post("/api/setup/complete")
    tabs = []
    for _ in range(10):
        tab = desk.context.new_page()
        tab.goto(f"http://127.0.0.1:{app.port}/leads")
        tab.wait_for_selector("main h1")
        tabs.append(tab)
    app.post("/api/leads", {"business_name": "Live Shop", "email": "live@shop.example"})
    for tab in tabs:
        tab.get_by_text("Live Shop").first.wait_for()


def test_signed_out_page_says_how_to_get_back(desk, app):
    app.post("/api/setup/complete")
    desk.open("/leads")
    desk.context.clear_cookies()
    desk.page.goto(f"http://127.0.0.1:{app.port}/leads")
    desk.page.get_by_text("cold-outreach open").first.wait_for()
