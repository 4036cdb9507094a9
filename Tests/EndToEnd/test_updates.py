"""Newer versions: only what is signed, new and whole is taken; one that works takes over, one that does not is undone, whatever is killed."""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tarfile
import time

import pytest

import app as app_module
from app import IDENTITY, PATIENCE, ROOT, App
from test_protection import PHRASE, import_leads, state, unlock

ARCH = os.uname().machine
BROKEN = """#!/bin/sh
[ "$1" = version ] && { echo "cold-outreach 0.3.0"; exit 0; }
[ "$COLD_OUTREACH_TRIAL" = 0.3.0 ] || exit 3
exec python3 - "$@" <<'END'
import fcntl, os, sqlite3, sys, time
home = sys.argv[sys.argv.index("--home") + 1]
lock = open(home + "/data/lock", "r+")
fcntl.flock(lock, fcntl.LOCK_EX)
base = sqlite3.connect(home + "/data/outreach.db")
base.execute("CREATE TABLE of_a_newer_version (x)")
base.execute("PRAGMA user_version = 99")
base.execute("DELETE FROM lead_tag")
base.commit()
open(home + "/broken-ran", "a").write("x")
time.sleep(600)
END
"""


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **more)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A key of our own, a small copy of the program, and archives of three versions."""
    place = tmp_path_factory.mktemp("workshop")
    for name in ("key", "other"):
        run("openssl", "genpkey", "-algorithm", "ed25519", "-out", place / f"{name}.pem")
    run("openssl", "pkey", "-in", place / "key.pem", "-pubout", "-out", place / "public.pem")
    plain = place / "program"
    run("strip", "--strip-debug", "-o", plain, app_module.BINARY)
    for version in ("0.1.0", "0.2.0"):
        program = place / f"program-{version}"
        shutil.copy(plain, program)
        run(ROOT / "packaging/stamp", program, "--key", place / "public.pem", "--version", version)
        pack(place, version, program.read_bytes())
    pack(place, "0.3.0", BROKEN.encode())
    return place


def pack(place, version, program):
    """An archive as packaging/bundle makes it."""
    name = f"ColdOutreachAgent-v{version}-linux-{ARCH}"
    folder = place / name
    shutil.copytree(ROOT / "Resources", folder / "share")
    (folder / "ColdOutreachAgent").write_bytes(program)
    (folder / "ColdOutreachAgent").chmod(0o755)
    (folder / "AppRun").symlink_to("ColdOutreachAgent")
    with tarfile.open(place / f"{name}.tar.gz", "w:gz", format=tarfile.GNU_FORMAT, compresslevel=1) as archive:
        archive.add(folder, name)


def feed(workshop, serial, version, out, key="key", **more):
    extra = [part for name, value in more.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    run(ROOT / "packaging/feed", "--key", workshop / f"{key}.pem", "--serial", serial, "--base", f"file://{workshop}", "--out", out, *extra,
        workshop / f"ColdOutreachAgent-v{version}-linux-{ARCH}.tar.gz")


class Bundled(App):
    """The program as it lies in an unpacked bundle of its own."""

    def __init__(self, place, workshop):
        self.root = place / "ColdOutreachAgent"
        shutil.copytree(workshop / f"ColdOutreachAgent-v0.1.0-linux-{ARCH}", self.root, symlinks=True)
        self.feed = place / "feed.json"
        super().__init__(place / "home", {**IDENTITY, "UPDATE_CHECK_ENABLED": "true", "UPDATE_FEED_URL": f"file://{self.feed}"})
        self.binary = self.root / "ColdOutreachAgent"

    def start(self, *arguments):
        return super().start(*arguments).wait_until_open()

    @property
    def record(self):
        return json.loads((self.home / "state/update.json").read_text())

    @property
    def running(self):
        """The process that holds the home now, and its version."""
        file = json.loads((self.home / "state/runtime.json").read_text())
        return file["pid"], file["version"]

    def check(self, expect=200):
        return self.api("POST", "/api/updates/check", {}, expect=expect)

    def fetched(self, workshop, serial, version):
        feed(workshop, serial, version, self.feed)
        self.check()
        self.until(lambda: self.get("/api/updates")["state"] == "ready", "it is fetched")

    def now_runs(self, version):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.get("/api/updates")["version"] == version and self.running[1] == version:
                    return
            except Exception:
                pass
            time.sleep(0.1)
        raise AssertionError(f"{version} does not run: {self.record} {self.errors.read_text()[-1500:]}")

    def ended(self):
        try:
            os.kill(self.running[0], signal.SIGKILL)
        except (OSError, ValueError):
            pass
        self.kill()


@pytest.fixture
def bundled(tmp_path, workshop):
    with one(tmp_path, workshop) as app:
        yield app


@contextlib.contextmanager
def one(place, workshop):
    """A bundle of its own, which is gone at the end with whatever runs of it."""
    place.mkdir(exist_ok=True)
    app = Bundled(place, workshop)
    try:
        yield app
    finally:
        app.ended()


@pytest.fixture(scope="module", autouse=True)
def waits(workshop, tmp_path_factory):
    """What has to wait for the program's own half minutes goes on beside the other tests, which ask for its end at last."""
    def begun(work):
        place = tmp_path_factory.mktemp(work.__name__)

        def run_it():
            with one(place, workshop) as app:
                return work(app, workshop)
        return pool.submit(run_it)
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        yield {work.__name__: begun(work) for work in (undone, unwatched, locked)}


def trail(app):
    return [row["action"] for row in app.get("/api/audit?limit=100")["data"] if row["entity"] == "update"]


def test_what_is_not_signed_new_and_whole_is_refused(bundled, workshop, tmp_path):
    app = bundled
    feed(workshop, 5, "0.1.0", app.feed)
    app.start()
    assert app.check()["offer"] is None and app.get("/api/updates")["on"]
    good = tmp_path / "good.json"
    feed(workshop, 7, "0.2.0", good)
    text = good.read_text()

    def refused(content, words, status):
        app.feed.write_text(content)
        answer = app.check(expect=status)
        assert words in answer["detail"], answer
        now = app.get("/api/updates")
        assert now["offer"] is None and words in now["problem"] and not (app.root / "versions").exists()
    refused(text.replace("0.2.0", "0.9.0"), "not signed", 422)
    refused(text[:len(text) // 2], "cut short", 502)
    refused(json.dumps({**json.loads(text), "signature": "00" * 64}), "not signed", 422)
    feed(workshop, 8, "0.2.0", app.feed, key="other")
    refused(app.feed.read_text(), "not signed", 422)
    feed(workshop, 4, "0.2.0", app.feed)
    refused(app.feed.read_text(), "older than one seen before", 422)
    feed(workshop, 5, "0.2.0", app.feed)
    refused(app.feed.read_text(), "older than one seen before", 422)
    feed(workshop, 9, "0.2.0", app.feed, published_at=int(time.time() * 1000) + 30 * 86_400_000)
    refused(app.feed.read_text(), "dated in the future", 422)
    # A signature by the right key over something else than an announcement.
    older = workshop / f"ColdOutreachAgent-v0.0.9-linux-{ARCH}.tar.gz"
    older.write_bytes(b"old")
    feed(workshop, 10, "0.0.9", app.feed)
    refused(app.feed.read_text(), "older versions is refused", 422)
    # What lies at the address is not what was announced: the file is changed after the announcement was signed.
    place = tmp_path / "changed"
    place.mkdir()
    archive = place / f"ColdOutreachAgent-v0.2.0-linux-{ARCH}.tar.gz"
    shutil.copy(workshop / archive.name, archive)
    run(ROOT / "packaging/feed", "--key", workshop / "key.pem", "--serial", 11, "--base", f"file://{place}", "--out", app.feed, archive)
    with open(archive, "r+b") as file:
        file.seek(1000)
        file.write(b"\0\0\0\0")
    app.check()
    app.until(lambda: "not what was announced" in (app.get("/api/updates")["problem"] or ""), "the archive is refused")
    archive.write_bytes(archive.read_bytes()[:-1000])
    job = app.post("/api/updates/fetch")
    app.until(lambda: app.get(f"/api/jobs/{job['job_id']}/status")["state"] == "failed", "the archive is refused again")
    assert app.get("/api/updates")["state"] == "announced" and not (app.root / "versions/0.2.0").exists()


def test_a_version_that_works_takes_over_and_stays(bundled, workshop):
    app = bundled
    app.start()
    import_leads(app, 5)
    pid = app.process.pid
    app.fetched(workshop, 1, "0.2.0")
    app.post("/api/updates/restart")
    app.now_runs("0.2.0")
    assert app.running[0] == pid, "whoever started it still has it"
    app.until(lambda: app.get("/api/updates")["state"] == "none", "it is confirmed")
    app.until(lambda: "confirm" in trail(app), "the end is in the trail")
    assert (app.root / "versions/current").read_text() == "0.2.0\n"
    assert len(app.every("/api/leads")) == 5 and app.get("/system/status")["data"]["sending"]["state"] == "practice"
    assert any(one["reason"] == "update" for one in app.get("/api/backups")["data"])
    # The launcher that people start hands over from now on; so do commands.
    assert app.stop() == 0
    assert app.command("version", home=False).stdout.strip().endswith("0.2.0")
    app.start()
    assert app.running[1] == "0.2.0"
    # The next announcement of the same is no news.
    feed(workshop, 2, "0.2.0", app.feed)
    assert app.check()["offer"] is None


def undone(app, workshop):
    """A version that changes the base and then does nothing. - Returns: how long it took until the old one was back."""
    app.start()
    import_leads(app, 5)
    app.fetched(workshop, 1, "0.3.0")
    begun = time.monotonic()
    app.post("/api/updates/restart")
    wait_for(lambda: (app.home / "broken-ran").exists())
    app.now_runs("0.1.0")
    took = time.monotonic() - begun
    found = app.get("/api/updates")
    assert found["state"] == "rolled_back" and "did not work within" in found["problem"]
    assert len(app.every("/api/leads")) == 5
    assert app.get("/system/status")["data"]["sending"]["state"] == "frozen", "the restore guard holds mail"
    assert not (app.root / "versions/current").exists()
    # It is not fetched again by itself, and what it is named stays known.
    app.check()
    assert app.get("/api/updates")["state"] == "rolled_back"
    app.until(lambda: "roll_back" in trail(app), "the trail says so")
    return took


def test_a_version_that_does_not_work_is_undone_with_the_base_as_it_was(waits):
    took = waits["undone"].result()
    assert took >= 30, "it had its whole time"
    print(f"\nundone {took:.1f} s after the restart was asked for")


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def killed(app, workshop, version, moment):
    """Kills the program and its watcher so many seconds into an update. - Returns: what the next start found."""
    app.start()
    import_leads(app, 5)
    app.fetched(workshop, 1, version)
    app.post("/api/updates/restart")
    time.sleep(moment)
    # The program and whoever watches over it, as in a power cut.
    for _ in range(2):
        for pid in of_this(app):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    app.kill()
    app.start()
    phase, runs = app.record["phase"], app.running[1]
    assert len(app.every("/api/leads")) == 5
    current = (app.root / "versions/current").exists()
    assert (runs == "0.2.0") == current and phase in ("ready", "rolled_back", "none")
    wanted = "frozen" if phase == "rolled_back" else "practice"
    app.until(lambda: app.get("/system/status")["data"]["sending"]["state"] == wanted, f"sending is {wanted} once the update is over")
    return f"killed after {moment} s: {phase}, {runs} runs"


@pytest.mark.parametrize("version", ["0.2.0", "0.3.0"])
def test_kill_9_at_any_moment_of_an_update(tmp_path, workshop, version):
    def at(moment):
        with one(tmp_path / str(moment), workshop) as app:
            return killed(app, workshop, version, moment)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        print("\n" + "\n".join(pool.map(at, [0.0, 0.15, 0.4, 0.8, 1.2, 1.8, 2.6])))


def of_this(app):
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if str(app.home).encode() in words:
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def watcher_of(app):
    return next((pid for pid in of_this(app) if b"supervise" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()), None)


def unwatched(app, workshop):
    """A version that works, whose watcher is killed."""
    app.start()
    app.fetched(workshop, 1, "0.2.0")
    app.post("/api/updates/restart")
    wait_for(lambda: watcher_of(app))
    # Not earlier: a version whose watcher dies before it was begun is not begun.
    wait_for(lambda: (app.home / "state/runtime.json").exists() and app.running[1] == "0.2.0")
    assert app.record["phase"] == "trial"
    os.kill(watcher_of(app), signal.SIGKILL)
    app.now_runs("0.2.0")
    app.until(lambda: app.get("/api/updates")["state"] == "none", "it confirms itself")
    assert (app.root / "versions/current").read_text() == "0.2.0\n"


def test_a_watcher_that_dies_leaves_a_version_that_works(waits):
    waits["unwatched"].result()


def locked(app, workshop):
    """A version that asks for the passphrase, to which nobody comes back for longer than its whole time."""
    app.start()
    import_leads(app, 5)
    app.post("/api/protection/passphrase", {"passphrase": PHRASE})
    app.fetched(workshop, 1, "0.2.0")
    app.post("/api/updates/restart")
    app.until(lambda: app.running[1] == "0.2.0" and state(app) == "needsPassphrase", "the new version asks")
    asked = time.monotonic()
    # The one wait that is itself what is tested: half a minute is what a version has, and more passes here.
    while time.monotonic() < asked + 33:
        assert app.record["phase"] == "trial" and state(app) == "needsPassphrase"
        time.sleep(1)
    app.login_url = json.loads(app.command("open", "--no-browser", "--json").stdout)["login_url"]
    assert unlock(app, PHRASE) == 202
    app.now_runs("0.2.0")
    app.until(lambda: app.get("/api/updates")["state"] == "none", "it is confirmed")
    app.until(lambda: app.get("/system/status")["data"]["sending"]["state"] == "practice", "sending is no longer held")
    assert len(app.every("/api/leads")) == 5 and (app.root / "versions/current").read_text() == "0.2.0\n"


def test_a_home_with_a_passphrase_waits_for_the_person(waits):
    waits["locked"].result()


def test_a_build_without_a_key_looks_for_nothing(bundled, workshop):
    app = bundled
    (app.root / "ColdOutreachAgent").write_bytes((workshop / "program").read_bytes())
    app.start()
    found = app.get("/api/updates")
    assert not found["on"] and "no key" in found["why"]
    assert "no key" in app.check(expect=409)["detail"]


IN_A_ROOM = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "sh", "-ec"]
ELSEWHERE = {
    # What is mounted for the program and nobody else, and what it says then.
    "read-only": ('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"', "can't be written by you"),
    "package": ('mount --bind "$2" /var/lib/dpkg/info', "A package of your system holds this program"),
}


@pytest.mark.parametrize("place", ELSEWHERE)
def test_where_the_folder_is_not_ours_it_only_announces(bundled, workshop, tmp_path, place):
    app = bundled
    mounts, words = ELSEWHERE[place]
    (tmp_path / "info").mkdir()
    (tmp_path / "info/cold-outreach-agent.list").write_text(f"/.\n{app.binary}\n")
    app.before = [*IN_A_ROOM, f'{mounts}; shift 2; exec "$@"', "sh", str(app.root), str(tmp_path / "info")]
    app.start()
    feed(workshop, 1, "0.2.0", app.feed)
    answer = app.check()
    assert answer["offer"]["version"] == "0.2.0" and answer["state"] == "announced" and not answer["can_install"], answer
    assert words in answer["why"]
    job = app.post("/api/updates/fetch")
    app.until(lambda: app.get(f"/api/jobs/{job['job_id']}/status")["state"] == "failed", "it is not fetched")
    app.api("POST", "/api/updates/restart", {}, expect=range(400, 500))
    assert not (app.root / "versions").exists() and app.get("/api/updates")["state"] == "announced" and app.running[1] == "0.1.0"
    # Commands say the same.
    assert words in app.command("update", "check", check=False).stdout
