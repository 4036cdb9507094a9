"""Figures for who watches programs: with the token only, well-formed, and nothing personal in them."""
import re

from app import IDENTITY, App, ask
from test_protection import import_leads


def test_metrics_need_the_token_and_name_nobody(tmp_path):
    app = App(tmp_path / "home", IDENTITY)
    try:
        app.start().wait_until_open()
        import_leads(app, 3)
        assert ask(app.port, "GET", "/metrics").status == 401
        answer = ask(app.port, "GET", "/metrics", {"Authorization": f"Bearer {app.bearer}"})
        assert answer.status == 200 and answer.header("Content-Type").startswith("text/plain; version=0.0.4")
        line = re.compile(r'^(# (HELP|TYPE) cold_outreach_\w+ .+|cold_outreach_\w+\{\w+="\w+"\} \d+)$')
        assert all(line.match(one) for one in answer.text.splitlines()), answer.text
        assert sum(int(one.split()[-1]) for one in answer.text.splitlines() if one.startswith("cold_outreach_leads")) == 3
        assert "@" not in answer.text and "Shop" not in answer.text
    finally:
        app.kill()
