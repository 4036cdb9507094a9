"""What the end-to-end suites share: homes of their own, the sink, the real mail servers, the browser."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from app import BINARY, FAST, IDENTITY, PATIENCE, ROOT, App
from smtp_sink import Sink

MAILSERVERS = pathlib.Path(__file__).parent / "mailservers"


def pytest_sessionstart(session):
    if not BINARY.exists():
        pytest.exit(f"{BINARY} is missing: swift build -c release --product cold-outreach", 3)


# What takes longest, to be begun first where several run at once; a file that shares one set-up stays in one process.
LONGEST = ("test_zoo.py", "test_kill_during_a_send", "test_ten_thousand_new_mails", "test_updates.py", "test_update_faults.py", "test_first_run_to_first_reply")
TOGETHER = ("test_zoo.py", "test_updates.py", "test_update_faults.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    def place(item):
        return next((place for place, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST))

    items.sort(key=place)
    for item in items:
        if item.path.name in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def make_app(tmp_path):
    """Makes instances over homes of their own; what still runs at the end is killed."""
    made = []

    def make(name="home", **settings):
        app = App(tmp_path / name, {**IDENTITY, **settings})
        made.append(app)
        return app

    yield make
    for app in made:
        app.kill()


@pytest.fixture
def app(make_app):
    """A running program in practice mode, which knows only who writes."""
    return make_app().start().wait_until_open()


@pytest.fixture
def sink():
    with Sink() as sink:
        yield sink


@pytest.fixture(scope="session")
def mail_servers(tmp_path_factory):
    """A real Postfix and a real Dovecot: ports, users, files. They end with this process at the latest."""
    folder = tmp_path_factory.mktemp("mailservers")
    command = [sys.executable, str(MAILSERVERS)]
    if os.geteuid() != 0:
        command = ["sudo", "-n", *command]
    done = subprocess.run([*command, "start", str(folder), "--owner", str(os.getpid())], capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    yield json.loads(done.stdout)
    subprocess.run([*command, "stop", str(folder)], capture_output=True, timeout=PATIENCE)


@pytest.fixture
def real_mail(mail_servers):
    """Settings that send and read through the real servers."""
    user = "anna@sender.test"
    return {**FAST, "SSL_CERT_FILE": mail_servers["ca_file"],
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mail_servers["smtp"]["tls"]), "SMTP_SECURITY": "tls",
            "SMTP_USERNAME": user, "SMTP_PASSWORD": mail_servers["users"][user],
            "IMAP_HOST": "127.0.0.1", "IMAP_PORT": str(mail_servers["imap"]["tls"])}


@pytest.fixture(scope="session")
def pictures():
    """Where pictures of the screens are kept."""
    folder = ROOT / ".build/screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, without a window."""
    from playwright.sync_api import sync_playwright
    path = shutil.which("chromium")
    assert path, "chromium is missing: scripts/test installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield browser
        browser.close()
