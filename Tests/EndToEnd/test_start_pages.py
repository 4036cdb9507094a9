"""What a person sees while the program is locked, in a real browser: the page that asks, a page of before, the wait after wrong tries."""
import re

import pytest
from playwright.sync_api import expect

from test_browser import RULES
from axe_playwright_python.sync_playwright import Axe

PHRASE = "four quiet green boats"
PATIENCE = 300_000
LOOKS = {
    "light": {"viewport": {"width": 1360, "height": 860}, "color_scheme": "light"}, "dark": {"viewport": {"width": 1360, "height": 860}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"}, "forced": {"viewport": {"width": 700, "height": 640}, "forced_colors": "active"},
}


@pytest.fixture
def locked(app):
    """A program that waits for its passphrase."""
    app.post("/api/setup/complete")
    app.post("/api/protection/passphrase", {"passphrase": PHRASE})
    assert app.stop() == 0
    app.start()
    assert app.ready["state"] == "needsPassphrase"
    return app


def tab(chromium, look="light"):
    page = chromium.new_context(reduced_motion="reduce", **LOOKS[look]).new_page()
    page.set_default_timeout(PATIENCE)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: message.type == "error" and "Failed to load resource" not in message.text and page.problems.append(message.text))
    return page


def enter(page, phrase):
    page.fill("#passphrase", phrase)
    page.press("#passphrase", "Enter")


def test_a_browser_that_is_not_signed_in_unlocks_and_is_let_in(locked, chromium):
    """The address was kept open or typed: the passphrase is the way in, and a wrong one is said at the field."""
    page, base = tab(chromium), f"http://127.0.0.1:{locked.port}"
    page.goto(f"{base}/leads")
    expect(page.locator("h1")).to_have_text("Your data is locked")
    expect(page.locator("button")).to_have_text(["Unlock"])
    enter(page, "four quiet green boots")
    expect(page.locator("#wrong")).to_contain_text("neither the passphrase nor the recovery key", timeout=PATIENCE)
    expect(page.locator("#passphrase")).to_have_attribute("aria-invalid", "true")
    page.check("#shown")
    expect(page.locator("#passphrase")).to_have_attribute("type", "text")
    enter(page, PHRASE)
    expect(page.locator(".nav")).to_be_visible(timeout=PATIENCE)
    assert locked.get("/health")["scheduler_running"] and page.problems == []
    page.context.close()


def test_wrong_tries_are_counted_down_and_a_page_of_before_goes_on(locked, chromium):
    """After three wrong tries the button says how long; a tab that was open all the time says what is the matter and goes on by itself."""
    page, base = tab(chromium), f"http://127.0.0.1:{locked.port}"
    page.goto(locked.login_url)
    page.wait_for_url(re.compile(r"/$"))
    # The waits double, so that one of them outlasts the reading of the keys also on a slow computer.
    for tries in range(1, 7):
        expect(page.locator("[type=submit]")).to_have_text("Unlock", timeout=PATIENCE)
        with page.expect_navigation():
            enter(page, "wrong it is")
        page.wait_for_function("document.readyState === 'complete'")
        page.wait_for_timeout(1200)
        if page.inner_text("[type=submit]") != "Unlock":
            break
    assert 3 <= tries < 7 and re.fullmatch(r"Unlock in \d+ s", page.inner_text("[type=submit]"))
    expect(page.locator("[type=submit]")).to_be_disabled()
    expect(page.locator("#note")).to_contain_text("has to wait")
    expect(page.locator("[type=submit]")).to_be_enabled(timeout=PATIENCE)
    enter(page, PHRASE)
    expect(page.locator(".nav")).to_be_visible(timeout=PATIENCE)
    page.goto(f"{base}/leads")
    page.wait_for_selector("h1")
    assert locked.stop() == 0
    locked.start("--port", str(locked.port))
    banner = page.locator(".banner")
    expect(banner).to_contain_text("The program is locked.", timeout=PATIENCE)
    with page.context.expect_page() as opened:
        page.click("text=Unlock it")
    expect(opened.value.locator("h1")).to_have_text("Your data is locked")
    enter(opened.value, PHRASE)
    expect(opened.value.locator(".nav")).to_be_visible(timeout=PATIENCE)
    expect(banner).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text("Leads")
    page.context.close()


def test_the_page_that_asks_is_accessible_and_looks_like_the_rest(locked, chromium, pictures):
    for name in LOOKS:
        page = tab(chromium, name)
        page.goto(f"http://127.0.0.1:{locked.port}/")
        expect(page.locator("#passphrase")).to_be_focused()
        assert page.problems == [], (name, page.problems)
        page.screenshot(path=pictures / f"locked-{name}.png")
        found = [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]]
        assert found == [], (name, found)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        assert page.evaluate("getComputedStyle(document.querySelector('.plain')).borderRadius") == "12px", "its styles are there before the program is"
        page.context.close()
