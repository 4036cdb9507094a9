"""Backups of the built program when the power goes, the disk is full or gone, or a file is torn: base and last good backup live on."""
import os
import pathlib
import random
import shutil
import subprocess
import threading
import time

import pytest

from app import IDENTITY, App, ask
from test_protection import PHRASE, import_leads, state, unlock

ROUNDS = int(os.environ.get("BACKUP_ROUNDS", "12"))
LEADS = int(os.environ.get("BACKUP_LEADS", "3000"))


def backups(app):
    return app.get("/api/backups")["data"]


def whole(app, count):
    """The base answers with all leads, and the newest backup that counts as good is good."""
    assert app.get("/system/status")["data"] and len(app.every("/api/leads?limit=500")) == count
    good = [one for one in backups(app) if one["verified"]]
    assert good, "no good backup is left"
    assert app.post(f"/api/backups/{good[0]['name']}/verify")["problems"] == []


def in_background(work):
    """Starts a request that the kill will cut off."""
    def run():
        try:
            work()
        except Exception:
            pass
    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_kill_9_while_backing_up_and_while_going_back(tmp_path):
    app, dice, cut = App(tmp_path / "home", IDENTITY), random.Random(7), 0
    try:
        app.start().wait_until_open()
        import_leads(app, LEADS)
        first = app.post("/api/backups")
        for number in range(ROUNDS):
            before = len(backups(app))
            going_back = number % 2
            path = f"/api/backups/{first['name']}/restore" if going_back else "/api/backups"
            thread = in_background(lambda: app.api("POST", path, {}))
            time.sleep(dice.random() * 0.5)
            app.kill()
            thread.join()
            app.start().wait_until_open()
            cut += len(backups(app)) == before
            whole(app, LEADS)
            # Either not yet, or wholly, and then nothing is sent by itself.
            if app.get("/system/status")["data"]["sending"]["state"] == "frozen":
                app.post("/api/sending/resume")
            left = [p.name for p in (app.home / "data").rglob("*") if p.name.endswith((".partial", ".restore", ".candidate"))]
            assert len([name for name in left if not name.endswith(".partial")]) == 0, left
        print(f"\n{ROUNDS} kills while backing up or going back over {LEADS} leads, {cut} before a backup was done; nothing lost")
    finally:
        app.kill()


def test_going_back_shows_what_is_inside_freezes_and_keeps_the_present(tmp_path):
    app = App(tmp_path / "home", IDENTITY)
    try:
        app.start().wait_until_open()
        import_leads(app, 5)
        name = app.post("/api/backups")["name"]
        app.import_csv("Company,Email\nLater,later@later.example\n")
        found = app.get(f"/api/backups/{name}")
        assert (found["inside"]["leads"], found["now"]["leads"], found["access"], found["newer"]) == (5, 6, "here", False)
        # A second one in the moment before the program starts again: each may bring keys of its own.
        (app.home / "data/outreach.db.restore").touch()
        app.post(f"/api/backups/{name}/restore", expect=409)
        app.post("/api/backups/file/restore", {"path": str(app.home / "data/backups" / name)}, expect=409)
        (app.home / "data/outreach.db.restore").unlink()
        app.post(f"/api/backups/{name}/restore")
        app.until(lambda: restarted(app) and len(app.get("/api/leads?limit=50")["data"]) == 5, "it went back")
        assert app.get("/system/status")["data"]["sending"]["state"] == "frozen"
        kept = next(one for one in backups(app) if one["reason"] == "restore")
        assert app.get(f"/api/backups/{kept['name']}")["inside"]["leads"] == 6
        # A torn file is refused and changes nothing.
        path = app.home / "data/backups" / kept["name"]
        path.write_bytes(path.read_bytes()[:-5000])
        assert app.post(f"/api/backups/{kept['name']}/verify")["problems"]
        unasked = app.command("backup", "restore", name, check=False)
        assert unasked.returncode == 1 and "--yes" in unasked.stderr, "as all that can't be undone"
        refused = app.command("backup", "restore", kept["name"], "--yes", check=False)
        assert refused.returncode == 1 and "damaged" in refused.stdout + refused.stderr
        assert len(app.get("/api/leads?limit=50")["data"]) == 5
    finally:
        app.kill()


def test_a_base_that_can_not_be_read_is_put_aside_whole(tmp_path):
    app = App(tmp_path / "home", IDENTITY)
    data = app.home / "data"
    try:
        app.start().wait_until_open()
        import_leads(app, 5)
        app.post("/api/backups")
        app.stop()
        app.start().wait_until_open()
        app.import_csv("Company,Email\nLater,later@later.example\n")
        app.kill()
        log = (data / "outreach.db-wal").read_bytes()
        assert log, "what was written last lies there only"
        (data / "outreach.db").write_bytes(b"no database at all".ljust(8192, b"x"))
        app.start()
        app.until(lambda: state(app) == "damaged", "it says so")
        ask(app.port, "POST", "/start/restore-newest", {"Authorization": f"Bearer {app.bearer}"})
        app.until(lambda: restarted(app), "the newest whole backup is opened")
        assert len(app.every("/api/leads")) == 5 and app.get("/system/status")["data"]["sending"]["state"] == "frozen"
        assert (data / "outreach.db.damaged").read_bytes().startswith(b"no database")
        assert (data / "outreach.db.damaged-wal").read_bytes() == log, "somebody may still read what was written last"
    finally:
        app.kill()


def restarted(app):
    try:
        return app.get("/health")["scheduler_running"]
    except Exception:
        return False


def test_a_backup_moves_to_another_computer_by_file_and_recovery_key(tmp_path):
    app, other = App(tmp_path / "home", IDENTITY), App(tmp_path / "other", IDENTITY)
    stick = tmp_path / "stick"
    try:
        app.start().wait_until_open()
        import_leads(app, 7)
        key = app.api("POST", "/api/protection/recovery-key", {}, expect=201)["key"]
        app.api("POST", "/api/protection/recovery-key/confirm", {"ending": key[-4:]})
        app.patch("/api/settings", {"values": {"DATABASE_BACKUP_DIR": str(stick)}})
        assert app.get("/api/backups")["second"]["state"] == "away"
        stick.mkdir()
        app.post("/api/backups")
        assert app.get("/api/backups")["second"]["state"] == "current"
        file = next(stick.glob("*.backup"))
        other.start().wait_until_open()
        import_leads(other, 2)
        found = other.api("POST", "/api/backups/file", {"path": str(file)})
        assert (found["access"], found["inside"]["leads"], found["now"]["leads"]) == ("recovery_key", 7, 2)
        wrong = other.command("backup", "restore", file, "--yes", stdin="7KQ2-7KQ2\n", check=False)
        assert wrong.returncode == 1 and len(other.get("/api/leads?limit=50")["data"]) == 2
        other.api("POST", "/api/backups/file/restore", {"path": str(file), "recovery_key": key}, expect=202)
        other.until(lambda: restarted(other) and len(other.get("/api/leads?limit=50")["data"]) == 7, "it went back")
        assert other.get("/system/status")["data"]["sending"]["state"] == "frozen"
        assert any(lead["email"] == "owner3@shop3.example" for lead in other.get("/api/leads?limit=50")["data"])
        folder = other.home / "config/keys"
        [older] = folder.glob("keys-before-*")
        assert "lookup " in older.read_text(), "the keys of the data before are kept"
        # A passphrase guards them, too, and it is always the present one: it leads to the same wrapping key as the one before.
        for passphrase, current in [(PHRASE + " of before", None), (PHRASE, PHRASE + " of before")]:
            other.post("/api/protection/passphrase", {"passphrase": passphrase, "current": current})
            [guard] = [line for line in (folder / "keys").read_text().splitlines() if line.startswith("by-passphrase ")]
            assert "lookup " not in older.read_text() and guard in older.read_text()
        # They are still the keys of the backup that was made before, and there is a way back to it.
        before = next(one["name"] for one in backups(other) if one["reason"] == "restore")
        assert other.get(f"/api/backups/{before}")["access"] == "here"
        other.api("POST", f"/api/backups/{before}/restore", {}, expect=202)
        other.until(lambda: state(other) == "needsPassphrase", "it starts again")
        other.kill()
        other.start()
        unlock(other, PHRASE)
        other.until(lambda: state(other) == "ready", "the passphrase opens them")
        assert len(other.get("/api/leads?limit=50")["data"]) == 2
        # And forth, from the file and without its recovery key; without a passphrase all of them lie open.
        assert other.post("/api/backups/file", {"path": str(file)})["access"] == "here"
        other.post("/api/protection/passphrase", {"passphrase": None, "current": PHRASE})
        assert all("lookup " in one.read_text() for one in folder.iterdir())
        other.command("backup", "restore", os.path.relpath(file), "--yes")
        other.until(lambda: restarted(other) and len(other.get("/api/leads?limit=50")["data"]) == 7, "it went forth")
    finally:
        app.kill()
        other.kill()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with little room."""
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("only root can mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_and_a_read_only_folder_cost_no_backup(small_disk, tmp_path):
    app = App(small_disk / "home", IDENTITY)
    app.errors = tmp_path / "stderr"
    try:
        app.start().wait_until_open()
        import_leads(app, 1000)
        app.post("/api/backups")
        filler = small_disk / "filler"
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(b"x" * (free - (6 << 20)))
        refused = app.command("backup", "create", check=False)
        assert refused.returncode == 1 and "too little room" in refused.stdout + refused.stderr
        whole(app, 1000)
        # Not a byte is left: what has to be written says why it is not, and nothing is half done.
        subprocess.run(["dd", "if=/dev/zero", f"of={small_disk}/rest", "bs=4k"], capture_output=True)
        for path, body in [("/api/sending/pause", {}), ("/api/protection/passphrase", {"passphrase": PHRASE}), ("/api/protection/data-key", {}),
                           ("/api/privacy/erase", {"email": "owner3@shop3.example", "confirmed": True})]:
            assert "disk is full" in app.post(path, body, expect=507)["detail"], path
        assert not app.get("/api/protection")["passphrase"] and app.get("/api/protection")["data_key"] == 1
        assert app.get("/system/status")["data"]["sending"]["state"] == "practice"
        (small_disk / "rest").unlink()
        filler.unlink()
        app.post("/api/backups")
        folder = app.home / "data/backups"
        subprocess.run(["mount", "--bind", str(folder), str(folder)], check=True)
        try:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
            refused = app.command("backup", "create", check=False)
            assert refused.returncode == 1 and "can't be written" in refused.stdout + refused.stderr
            whole(app, 1000)
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        app.post("/api/backups")
        assert app.stop() == 0
    finally:
        app.kill()


def test_what_keeps_backups_from_being_made_is_said_where_the_person_looks(tmp_path):
    app = App(tmp_path / "home", IDENTITY)

    def warned():
        return [one["text"] for one in app.get("/api/today")["warnings"] if one["code"] == "backup"]

    try:
        app.start().wait_until_open()
        app.until(lambda: any(one["verified"] for one in backups(app)), "the first is made")
        assert not warned() and "✓ Backups" in app.command("doctor", check=False).stdout
        # A folder that is there and takes nothing.
        app.patch("/api/settings", {"values": {"DATABASE_BACKUP_DIR": "/proc"}})
        app.until(lambda: app.api("POST", "/api/recurring/backup/run", {}, expect=range(200, 500)) and warned(), "it is said")
        assert "second backup folder" in warned()[0]
        assert "Backups: The second backup folder" in app.command("doctor", check=False).stdout
        app.patch("/api/settings", {"values": {"DATABASE_BACKUP_DIR": ""}})
        app.post("/api/backups")
        assert not warned() and "✓ Backups" in app.command("doctor", check=False).stdout
        assert app.stop() == 0
    finally:
        app.kill()


def test_a_stick_that_was_pulled_out_leaves_no_second_place_behind(small_disk, tmp_path):
    """Its mount point stays as an empty folder; what is written there is hidden as soon as the stick is back."""
    app = App(tmp_path / "home", IDENTITY)
    try:
        app.start().wait_until_open()
        app.patch("/api/settings", {"values": {"DATABASE_BACKUP_DIR": str(small_disk)}})
        # The one that each start makes by itself.
        app.until(lambda: any(one["verified"] for one in backups(app)), "there is a backup")
        app.until(lambda: app.post("/api/backups/copy")["state"] == "current", "the stick has it")
        assert list(small_disk.glob("*.backup"))
        # What made the backup may still be reading its copy.
        app.until(lambda: subprocess.run(["umount", str(small_disk)], check=False).returncode == 0, "the stick is let go")
        app.post("/api/backups")
        assert app.get("/api/backups")["second"]["state"] == "away" and os.listdir(small_disk) == []
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(small_disk)], check=True)
        assert app.get("/api/backups")["second"]["state"] == "behind"
        app.post("/api/backups/copy")
        assert app.get("/api/backups")["second"]["state"] == "current" and list(small_disk.glob("*.backup"))
        assert app.stop() == 0
    finally:
        app.kill()
