"""A version that does not work, on a computer that has troubles of its own: the one before comes back all the same."""
import concurrent.futures
import http.client
import pathlib
import subprocess

import pytest

from app import ask
from test_protection import import_leads, state
from test_updates import one, wait_for, workshop  # noqa: F401


def begun(app, workshop):
    """A version that changes the base and then does nothing is being tried."""
    app.start()
    import_leads(app, 5)
    app.fetched(workshop, 1, "0.3.0")
    app.post("/api/updates/restart")
    wait_for(lambda: (app.home / "broken-ran").exists())


def stands(app, wanted):
    """Whether the start stands there; false while nobody answers."""
    try:
        return state(app) == wanted
    except (OSError, http.client.HTTPException):
        return False


def full(place, workshop):
    """The disk fills up meanwhile, so that the backup can't be laid ready."""
    disk = place / "disk"
    disk.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], check=True)
    try:
        with one(place, workshop) as app:
            app.home, app.errors = disk / "home", place / "stderr"
            begun(app, workshop)
            filler = disk / "filler"
            subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=64k"], capture_output=True)
            wait_for(lambda: stands(app, "diskFull"))  # the version before is back, and says what is the matter
            filler.unlink()
            ask(app.port, "POST", "/start/retry", {"Authorization": f"Bearer {app.bearer}"})
            # The server of the start ends before the program's own answers.
            wait_for(lambda: stands(app, "ready") and ask(app.port, "GET", "/api/updates", {"Authorization": f"Bearer {app.bearer}"}).status == 200)
            assert app.running[1] == "0.1.0", "other starts and commands find it"
            return after(app)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def lost(place, workshop):
    """The backup is gone, so nothing can be laid ready."""
    place.mkdir()
    with one(place, workshop) as app:
        begun(app, workshop)
        pathlib.Path(app.record["trial"]["backup"]).unlink()
        app.now_runs("0.1.0")
        return after(app)


def after(app):
    found = app.get("/api/updates")
    return found["state"], found["version"], len(app.every("/api/leads"))


def test_the_version_before_comes_back_whatever_the_disk_does(tmp_path, workshop):  # noqa: F811
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], capture_output=True).returncode:
        pytest.skip("only root can mount a small disk here")
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(work, tmp_path / work.__name__, workshop) for work in (full, lost)]
        assert [one.result() for one in tries] == [("rolled_back", "0.1.0", 5)] * 2
