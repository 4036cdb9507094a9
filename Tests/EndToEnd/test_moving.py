"""Moving to another computer, what is held about a person, diagnostics that tell nothing, and leaving without a trace."""
import base64
import io
import subprocess
import threading
import time
import urllib.parse
import zipfile

from app import IDENTITY, PATIENCE, App
from test_backups import in_background, restarted, small_disk  # noqa: F401
from test_protection import import_leads

PHRASE = "four words are good"
PLANTED = {"Anna Berg", "anna@sender.test", "Berg Web", "Am Deich 4", "owner3@shop3.example", "hunter-key-of-mine-4711", "smtp-pass-word-0815",
           "mail.of-mine.example"}


def test_everything_moves_and_nothing_is_sent_before_the_other_stopped(tmp_path):
    one, two = App(tmp_path / "one", IDENTITY), App(tmp_path / "two", IDENTITY)
    file = tmp_path / "all.workspace"
    try:
        one.start().wait_until_open()
        import_leads(one, 7)
        one.command("privacy", "erase", "owner2@shop2.example", "--yes")
        short = one.command("workspace", "export", file, stdin="short\nshort\n", check=False)
        assert short.returncode == 1 and not file.exists()
        one.command("workspace", "export", file, stdin=f"{PHRASE}\n{PHRASE}\n")
        assert one.get("/system/status")["data"]["sending"]["state"] == "paused", "it stops here"
        content = file.read_bytes()
        assert b"shop3" not in content and b"SQLite format" not in content
        assert oct(file.stat().st_mode & 0o777) == "0o600"
        two.start().wait_until_open()
        import_leads(two, 2)
        torn = tmp_path / "torn"
        torn.write_bytes(content[:-100])
        odd = tmp_path / "odd"
        odd.write_bytes(content.replace(b"\n131072 ", b"\n1099511627776 ", 1))
        # A page that is told 401 takes its session for over.
        two.api("POST", "/api/workspace/import", {"path": str(file), "passphrase": "another phrase"}, expect=400)
        for path, phrase, word in [(file, "another phrase", "passphrase"), (torn, PHRASE, "damaged"), (odd, PHRASE, "damaged"), (tmp_path / "none", PHRASE, "no file")]:
            bad = two.command("workspace", "import", path, "--yes", stdin=f"{phrase}\n", check=False)
            assert bad.returncode == 1 and word in bad.stderr, bad
            assert len(two.every("/api/leads")) == 2
            assert not [one for one in two.get("/api/backups")["data"] if one["reason"] == "restore"], "nothing was changed, nor any room taken"
        assert not list((two.home / "data").glob("*.candidate"))
        two.command("workspace", "import", file, "--yes", stdin=f"{PHRASE}\n")
        two.until(lambda: restarted(two) and len(two.every("/api/leads")) == 6, "everything is there")
        assert any(lead["email"] == "owner3@shop3.example" for lead in two.every("/api/leads"))
        guard = two.get("/api/restore-guard")["guard"]
        assert guard["cause"] == "moved" and two.get("/system/status")["data"]["sending"]["state"] == "frozen"
        two.until(lambda: two.get("/api/restore-guard")["guard"]["checked_at"], "the mailbox was compared")
        refused = two.api("POST", "/api/restore-guard/end", {"held_were_written": False}, expect=422)
        assert "other computer" in refused["detail"]
        two.post("/api/sending/resume")
        assert two.get("/system/status")["data"]["sending"]["state"] == "frozen", "resuming is no way around"
        two.post("/api/restore-guard/end", {"held_were_written": False, "other_stopped": True})
        assert two.get("/system/status")["data"]["sending"]["state"] == "practice"
        # Who was erased there stays erased here, whatever is restored.
        assert "owner2" not in str(two.every("/api/leads"))
        assert (two.home / "config/keys/erased").read_text().count("address ") == 1
        assert any(one["reason"] == "restore" for one in two.get("/api/backups")["data"])
    finally:
        one.kill()
        two.kill()


def sending(app):
    return app.get("/system/status")["data"]["sending"]["state"]


def begun(file):
    """Waits until a file is being written, which begins with half a second of scrypt."""
    part, deadline = file.with_name(file.name + ".part"), time.monotonic() + PATIENCE
    while not part.exists():
        assert time.monotonic() < deadline, "nothing was begun"
        time.sleep(0.002)
    return part


def test_sending_goes_on_where_no_file_was_written(small_disk, tmp_path):  # noqa: F811
    app, out = App(tmp_path / "home", IDENTITY), small_disk / "all.workspace"
    body = {"path": str(out), "passphrase": PHRASE, "stop": True}
    try:
        app.start().wait_until_open()
        import_leads(app, 50)

        def fill():
            begun(out)
            subprocess.run(["dd", "if=/dev/zero", f"of={small_disk}/filler", "bs=64k"], capture_output=True)
        thread = threading.Thread(target=fill)
        thread.start()
        refused = app.api("POST", "/api/workspace/export", body, expect=range(500, 600))
        thread.join()
        assert "No space left" in refused["detail"] and sending(app) == "practice"
        assert [path.name for path in small_disk.iterdir()] == ["filler"], "nothing of it is left"
        (small_disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        assert "Read-only" in app.api("POST", "/api/workspace/export", body, expect=range(500, 600))["detail"]
        assert sending(app) == "practice"
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
        # The power goes while it is written.
        thread = in_background(lambda: app.api("POST", "/api/workspace/export", body))
        part = begun(out)
        assert sending(app) == "paused", "it stopped before the file was begun"
        app.kill()
        thread.join()
        assert part.exists() and not out.exists()
        app.start().wait_until_open()
        assert sending(app) == "practice" and not part.exists()
        # Two at once: one is written, whole, and the other waits for it.
        thread = in_background(lambda: app.api("POST", "/api/workspace/export", body))
        begun(out)
        assert "right now" in app.api("POST", "/api/workspace/export", body, expect=409)["detail"]
        thread.join()
        assert sending(app) == "paused" and out.exists() and not part.exists()
        app.kill()
        app.start().wait_until_open()
        assert sending(app) == "paused", "what was written stops it for good"
    finally:
        app.kill()


def test_no_rest_of_a_killed_writing_stays(tmp_path):
    app = App(tmp_path / "home", IDENTITY)
    try:
        app.start().wait_until_open()
        name = app.post("/api/backups")["name"]
        app.kill()
        # As kill -9 leaves them: copies as large as the base, and keys that may lie open.
        data, keys = app.home / "data", app.home / "config/keys"
        torn = [data / "outreach.db.restore.new-99-7", data / "outreach.db.candidate.partial", data / "backups" / f"{name}.partial",
                data / "backups" / f"{name}.json.new-99-7", keys / "keys.new-99-7"]
        for path in torn:
            path.write_text("torn")
        kept = [data / "outreach.db.of-mine", data / "backups" / name, keys / "keys"]
        kept[0].write_text("mine")
        app.start().wait_until_open()
        assert not [path for path in torn if path.exists()] and all(path.exists() for path in kept)
    finally:
        app.kill()


def test_a_person_by_command(app, tmp_path):
    import_leads(app, 4)
    assert "1 leads" in app.command("privacy", "show", "owner3@shop3.example").stdout
    out = tmp_path / "held.zip"
    app.command("privacy", "export", "owner3@shop3.example", "--out", out)
    assert b"owner3@shop3.example" in zipfile.ZipFile(out).read("what-is-held.html")
    refused = app.command("privacy", "erase", "owner3@shop3.example", check=False)
    assert refused.returncode == 1 and "--yes" in refused.stderr and len(app.every("/api/leads")) == 4
    journal = app.home / "config/keys/erased"
    journal.mkdir()
    failed = app.command("privacy", "erase", "owner3@shop3.example", "--yes", check=False)
    assert f"Nobody was erased: the program can't open {journal}" in failed.stderr and len(app.every("/api/leads")) == 4
    journal.rmdir()
    app.command("privacy", "erase", "owner3@shop3.example", "--yes")
    assert len(app.every("/api/leads")) == 3 and "erased" in app.command("privacy", "show", "owner3@shop3.example").stdout
    carl = app.post("/api/leads", {"business_name": "Carl Boats", "phone": "+49 421 1234567"})["lead"]["id"]
    app.command("privacy", "export", carl, "--out", out)
    assert b"Carl Boats" in zipfile.ZipFile(out).read("what-is-held.html")
    assert "Erased: 1" in app.command("privacy", "erase", carl, "--yes").stdout and len(app.every("/api/leads")) == 3
    assert "would erase 0" in app.command("retention", "preview").stdout
    assert "Erased: 0" in app.command("retention", "run", "--yes").stdout


def forms(text):
    """A text in the forms that it could slip through in."""
    raw = text.encode()
    return {raw, raw.lower(), base64.b64encode(raw), base64.b64encode(raw)[4:-4], raw.hex().encode(), urllib.parse.quote(text).encode(),
            text.encode("utf-16-le"), raw[::-1]}


def test_diagnostics_tell_nothing_of_anybody(make_app, tmp_path):
    app = make_app(HUNTER_IO_API_KEY="hunter-key-of-mine-4711", SMTP_PASSWORD="smtp-pass-word-0815", SMTP_HOST="mail.of-mine.example").start().wait_until_open()
    import_leads(app, 5)
    app.api("POST", "/api/privacy/find", {"email": "owner3@shop3.example"})
    app.api("GET", "/api/leads?q=owner3%40shop3.example")
    out = tmp_path / "diagnostics.zip"
    app.command("diagnostics", "--out", out)
    archive = zipfile.ZipFile(io.BytesIO(out.read_bytes()))
    names = set(archive.namelist())
    assert {"README.txt", "about.txt", "settings.txt", "counts.txt", "checks.txt", "logs/application.log", "logs/api.log"} <= names
    everything = b"\n".join(archive.read(name) for name in names)
    assert b"leads: 5" in everything and b"HUNTER_IO_API_KEY: set" in everything and b"EMAIL_PRIMARY_PROVIDER: " in everything
    assert b"request" in archive.read("logs/api.log")
    for text in PLANTED | {app.bearer, str(app.home)}:
        for form in forms(text):
            assert form.lower() not in everything.lower(), (text, form)
    parts = {one["name"]: one["bytes"] for one in app.get("/api/system/disk")["data"]}
    assert parts["base"] + parts["write_ahead_log"] > 100_000 and set(parts) == {"base", "write_ahead_log", "backups", "logs", "other"}
    found = {one["name"]: one["ok"] for one in app.get("/api/system/health")["checks"]}
    assert found["Permissions"] and found["Clock"] and {"File system", "Certificates", "Browser"} <= set(found)
    (app.home / "data").chmod(0o755)
    found = {one["name"]: one for one in app.get("/api/system/health")["checks"]}
    assert found["Permissions"]["ok"] is False and "chmod 700" in found["Permissions"]["advice"]


def test_uninstalling_leaves_nothing(tmp_path):
    app = App(tmp_path / "home", {**IDENTITY, "DATABASE_PATH": str(tmp_path / "elsewhere/base.db")})
    person = tmp_path / "nobody"
    person.mkdir()
    (tmp_path / "elsewhere").mkdir()
    try:
        app.start().wait_until_open()
        import_leads(app, 3)
        app.post("/api/backups")
        app.command("desktop", "install", "--autostart")
        assert list(person.rglob("*.desktop"))
        (tmp_path / "elsewhere/base.db.restore.new-99-7").write_text("what kill -9 leaves")
        refused = app.command("uninstall", "--erase-data", check=False)
        assert refused.returncode == 1 and "--yes" in refused.stderr and app.home.exists()
        app.command("uninstall", "--erase-data", "--yes")
        assert app.process.wait(10) == 0, "it was ended first"
        caches = ("icon-theme.cache", "mimeinfo.cache")  # the desktop's own, of all its icons and programs
        left = [path for path in tmp_path.rglob("*") if path.is_file() and path != app.errors and path.name not in caches]
        assert not left, left
        assert not app.home.exists()
    finally:
        app.kill()


def test_uninstalling_follows_links_and_takes_only_what_is_ours(tmp_path):
    app = App(tmp_path / "home", IDENTITY)
    others = set()
    for name in ("config/keys", "data", "state"):
        place = tmp_path / "disk" / name
        place.mkdir(parents=True)
        others.add(place / "holiday.jpg")
        (place / "holiday.jpg").write_text("of somebody")
        link = app.home / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(place)
    try:
        app.start().wait_until_open()
        import_leads(app, 3)
        app.post("/api/backups")
        assert len(list((tmp_path / "disk").rglob("*"))) > 20
        app.command("uninstall", "--erase-data", "--yes")
        assert app.process.wait(10) == 0, "it was ended first"
        assert {path for path in tmp_path.rglob("*") if not path.is_dir() and path != app.errors} == others
    finally:
        app.kill()
