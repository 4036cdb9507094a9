"""Whatever a page or a script asks: a clear answer each time, and the program lives on with its data whole."""
import json
import os
import random
import re
import urllib.parse

from app import FAST, IDENTITY, ROOT, App, ask
from test_protection import import_leads

ROUNDS = int(os.environ.get("REQUEST_ROUNDS", "3000"))
SEED = int(os.environ.get("REQUEST_SEED", "1"))
# What goes out to the network, ends the program, never ends itself, or writes files where it is told to.
LEFT_OUT = re.compile(r"discover|place|enrich|verify$|check-sites|check_inbox|mailbox|test|mail-domain|updates|propos|draft|events|restore|workspace|backups/file|writer")
ODD = [1e300, -1e300, 2**63 - 1, -2**63, 2**64, 10**30, -1, 0, 1, 100, 0.5, "", "x", "\0", "9" * 400, "1e999", None, True, [], {}, [1e300], [None] * 3, [["a"]],
       {"a": {"a": {}}}, "2026-11-30", "999999999-12-31", "🙂" * 500, "%s%n", "../../etc/passwd", [{"latitude": 1e300, "longitude": -1e300}] * 3]
USUAL = ["real", "practice", "active", "mail", "de", "csv", "approve", "Hello {{ name }}", "anna@shop.example", "https://shop.example/", "2026-12-01T10:00:00Z"]


def words():
    """The names that routes look for, as their sources say them."""
    text = "\n".join(file.read_text() for file in (ROOT / "Sources/API").rglob("*.swift"))
    return sorted(set(re.findall(r'\(\s*"([a-z_]{2,30})"', text)))


def test_no_request_ends_the_program(tmp_path):
    dice, names, app = random.Random(SEED), words(), App(tmp_path / "home", {**IDENTITY, **FAST, "RATE_LIMIT_ENABLED": "false"})
    assert len(names) > 100
    try:
        app.start().wait_until_open()
        import_leads(app, 20)
        app.campaign()
        routes = [(method.upper(), path) for path, methods in app.get("/openapi.json")["paths"].items() for method in methods if not LEFT_OUT.search(path)]
        assert len(routes) > 100
        known, answers = [], {}
        headers = {"Authorization": f"Bearer {app.bearer}", "Content-Type": "application/json"}
        for _ in range(ROUNDS):
            method, path = dice.choice(routes)
            path = re.sub(r"\{[^}]+\}", lambda _: urllib.parse.quote(dice.choice(known * 3 + ["x", "0", "..", "\0", "9" * 30]), safe=""), path)
            if dice.random() < 0.5:
                path += "?" + urllib.parse.urlencode({dice.choice(names + ["limit", "cursor", "sort", "q"]): str(dice.choice(ODD)) for _ in range(dice.randint(1, 4))})
            body = None if method == "GET" else json.dumps({dice.choice(names): dice.choice(ODD + USUAL + known[-20:]) for _ in range(dice.randint(0, 8))}).encode()
            try:
                answer = ask(app.port, method, path, headers, body)
            except Exception as error:
                raise AssertionError(f"{method} {path} {body}: {error!r}; {app.process.poll()} {app.errors.read_text()[-2000:]}") from None
            assert answer.status < 500 or answer.status == 503, f"{method} {path} {body}: {answer}"
            answers[answer.status] = answers.get(answer.status, 0) + 1
            known = (known + re.findall(r'"id":"([^"]+)"', answer.text)[:5])[-200:]
        print(f"\n{ROUNDS} requests, answered {dict(sorted(answers.items()))}")
        assert app.process.poll() is None and answers[200] > ROUNDS / 20 and answers[400] > ROUNDS / 20
        assert app.command("audit", "verify").returncode == 0 and app.stop() == 0
    finally:
        app.kill()
