"""Passphrase, recovery key and data key of the built program: asked for, in force, and nothing lost when it is killed in between."""
import json
import os
import random
import shutil
import time

from app import IDENTITY, App, ask

PHRASE = "four quiet green boats"
LEADS = int(os.environ.get("RESEAL_LEADS", "3000"))
ROUNDS = int(os.environ.get("RESEAL_ROUNDS", "10"))


def import_leads(app, count):
    rows = "".join(f"Shop {n},owner{n}@shop{n}.example\n" for n in range(count))
    assert app.import_csv("Company,Email\n" + rows)["imported"] == count


def unlock(app, secret):
    """Posts a secret to the start page, as a browser would; the status."""
    if not getattr(app, "cookie", None):
        app.cookie = ask(app.port, "GET", "/login?" + app.login_url.split("?")[1]).header("Set-Cookie").split(";")[0]
    csrf = ask(app.port, "GET", "/api/session", {"Cookie": app.cookie}).json["csrf"]
    headers = {"Cookie": app.cookie, "X-CSRF-Token": csrf, "Origin": f"http://127.0.0.1:{app.port}", "Content-Type": "application/json"}
    status = ask(app.port, "POST", "/start/unlock", headers, json.dumps({"passphrase": secret}).encode()).status
    app.until(lambda: state(app) != "starting", "the start goes on")
    return status


def state(app):
    """Where the start stands; the word is hidden from who is not signed in, but not from a script."""
    answer = ask(app.port, "GET", "/start/state", {"Authorization": f"Bearer {app.bearer}"})
    return answer.json.get("state")


def test_a_passphrase_is_asked_for_and_the_recovery_key_opens_a_copy(tmp_path):
    app = App(tmp_path / "home", IDENTITY)
    try:
        app.start().wait_until_open()
        import_leads(app, 20)
        key = app.api("POST", "/api/protection/recovery-key", {}, expect=201)["key"]
        app.api("POST", "/api/protection/recovery-key/confirm", {"ending": key[-4:]})
        app.api("POST", "/api/protection/passphrase", {"passphrase": PHRASE})
        keys = (app.home / "config/keys/keys").read_text()
        assert keys.startswith("cold-outreach keys 2\nscrypt 131072 8 1 ") and "lookup" not in keys
        assert app.stop() == 0
        # Neither a page nor a command gets in without it.
        app.start()
        assert app.ready["state"] == "needsPassphrase"
        assert unlock(app, "four quiet green boots") == 202 and state(app) == "needsPassphrase"
        assert unlock(app, PHRASE) == 202
        app.wait_until_open()
        assert len(app.get("/api/leads?limit=100")["data"]) == 20
        assert app.stop() == 0
        refused = app.command("leads", "list", check=False, stdin="wrong\n")
        assert refused.returncode != 0 and "passphrase" in refused.stderr + refused.stdout
        assert "Shop 7" in app.command("leads", "list", stdin=PHRASE + "\n").stdout
        # Another computer: the data folder and the printed key, nothing else.
        other = App(tmp_path / "other", IDENTITY)
        shutil.copytree(app.home / "data", other.home / "data")
        try:
            other.start()
            assert other.ready["state"] == "keysMissing"
            assert unlock(other, "7KQ2" + key[4:]) == 202 and state(other) == "keysMissing"
            assert unlock(other, key.replace("-", " ").lower()) == 202
            other.wait_until_open()
            assert any(lead["email"] == "owner7@shop7.example" for lead in other.get("/api/leads?limit=100")["data"])
            assert other.api("POST", "/api/audit/verify", {})["problem"] is None
        finally:
            other.kill()
    finally:
        app.kill()


def test_the_recovery_key_opens_where_the_key_file_is_torn_or_of_other_data(tmp_path):
    """Such as a data folder that was copied to a computer on which the program was started before."""
    app = App(tmp_path / "home", IDENTITY)
    keys = app.home / "config/keys/keys"
    try:
        app.start().wait_until_open()
        others = keys.read_bytes()
        assert app.stop() == 0
        shutil.rmtree(app.home / "data")
        keys.unlink()
        app.start().wait_until_open()
        import_leads(app, 3)
        torn = keys.read_bytes()[:50]
        app.stop()
        # Nobody printed a recovery key: only the file itself helps, and nothing else is offered.
        keys.write_bytes(torn)
        app.start()
        page = ask(app.port, "GET", "/", {"Authorization": f"Bearer {app.bearer}"}).text
        assert state(app) == "damaged" and str(keys) in page and "Put it back" in page and "newest backup" not in page and "recovery key" not in page
        assert app.stop() == 0
    finally:
        app.kill()
    app = App(tmp_path / "printed", IDENTITY)
    keys = app.home / "config/keys/keys"
    try:
        app.start().wait_until_open()
        import_leads(app, 3)
        key = app.api("POST", "/api/protection/recovery-key", {}, expect=201)["key"]
        app.api("POST", "/api/protection/recovery-key/confirm", {"ending": key[-4:]})
        for content in (b"", torn, others):
            assert app.stop() == 0
            keys.write_bytes(content)
            app.start()
            assert app.ready["state"] == "keysMissing"
            refused = app.command("leads", "list", check=False)
            assert refused.returncode == 1 and str(keys) in refused.stderr, "a command says what is wrong, too"
            app.cookie = None
            assert unlock(app, key) == 202
            app.wait_until_open()
            assert len(app.get("/api/leads?limit=50")["data"]) == 3
            assert any(one.read_bytes() == content for one in keys.parent.glob("keys-before-*")), "what lay there is kept"
        # A passphrase is no matter for what can't be read as keys.
        app.post("/api/protection/passphrase", {"passphrase": PHRASE})
    finally:
        app.kill()


def test_a_data_key_is_changed_under_kill_9(tmp_path):
    """Each round begins a new data key and is killed at a random moment of moving values to it; nothing becomes unreadable."""
    app, dice, interrupted = App(tmp_path / "home", IDENTITY), random.Random(20261128), 0
    try:
        app.start().wait_until_open()
        import_leads(app, LEADS)
        for number in range(ROUNDS):
            app.api("POST", "/api/protection/data-key", {}, expect=202)
            time.sleep(dice.random() * 0.1)
            interrupted += app.get("/api/protection")["resealing"]
            app.kill()
            app.start().wait_until_open()
            app.until(lambda: not app.get("/api/protection")["resealing"], "all is sealed anew")
            assert app.get("/api/protection")["data_key"] == number + 2
        assert app.api("POST", "/api/audit/verify", {})["ok"]
        exported = app.command("export", "leads").stdout
        assert all(f"owner{n}@shop{n}.example" in exported for n in range(LEADS))
        assert app.stop() == 0
        print(f"\n{ROUNDS} new data keys over {LEADS} leads, {interrupted} killed in the middle, nothing unreadable")
        assert interrupted > 0
    finally:
        app.kill()
