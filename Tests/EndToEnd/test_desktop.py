"""What the desktop sees: a menu entry that is valid, a crash that leaves a report, pause and resume by command."""
import os
import shutil
import signal
import subprocess
import time

import pytest

SIGNALS = [signal.SIGSEGV, signal.SIGABRT, signal.SIGILL, signal.SIGTRAP, signal.SIGBUS]


def test_the_menu_entry_is_valid_and_leaves_with_uninstall(make_app, tmp_path):
    app = make_app("a home")
    assert shutil.which("desktop-file-validate"), "desktop-file-utils is missing: scripts/test installs it"
    files = app.command("desktop", "install", "--autostart").stdout
    data, config = tmp_path / "nobody/.local/share", tmp_path / "nobody/.config"
    entries = [data / "applications/cold-outreach-agent.desktop", config / "autostart/cold-outreach-agent.desktop"]
    assert "menu" in files
    for entry in entries:
        done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
        assert done.returncode == 0 and not done.stdout.strip(), done.stdout
        assert f'--home "{app.home}"' in entry.read_text()
    assert (data / "icons/hicolor/scalable/apps/cold-outreach-agent.svg").exists()
    app.command("desktop", "uninstall")
    assert not [path for path in (tmp_path / "nobody").rglob("*") if path.is_file() and "cold-outreach-agent" in path.name]


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_crash_leaves_a_report_that_the_next_start_offers(make_app, number):
    app = make_app()
    app.start().wait_until_open()
    app.post("/api/leads", {"business_name": "Blumen Hoff", "email": "post@blumen-hoff.example", "contact_name": "Ina Hoff"})
    os.kill(app.process.pid, number)
    assert app.process.wait(10) == -number
    reports = list((app.home / "state/crashes").iterdir())
    assert len(reports) == 1 and reports[0].stat().st_mode & 0o777 == 0o600
    text = reports[0].read_text()
    assert "Version: " in text and f"Signal: {int(number)}, {number.name}" in text and '"event":"started"' in text, text
    assert "0x" in text.split("Places in the program:")[1] and "Hoff" not in text and "blumen" not in text and app.bearer not in text
    app.start().wait_until_open()
    offered = app.get("/api/system/crashes")["data"]
    assert [report["text"] for report in offered] == [text] and abs(offered[0]["at"] / 1000 - time.time()) < 60
    app.api("DELETE", f"/api/system/crashes/{offered[0]['id']}")
    assert app.get("/api/system/crashes")["data"] == [] and not list((app.home / "state/crashes").iterdir())


def test_an_orderly_end_leaves_no_report_and_standard_error_is_passed_on(make_app):
    app = make_app()
    app.start().wait_until_open()
    assert app.stop() == 0
    assert not list((app.home / "state/crashes").iterdir())


def test_a_start_at_log_in_that_waits_for_the_passphrase_says_so(make_app, tmp_path):
    """It opens no page, and nobody reads what it prints."""
    app = make_app()
    app.start().wait_until_open()
    app.post("/api/protection/passphrase", {"passphrase": "four quiet green boats"})
    app.stop()
    shown = tmp_path / "shown"
    notifier = tmp_path / "programs/notify-send"
    notifier.parent.mkdir()
    notifier.write_text(f'#!/bin/sh\necho "$@" > "{shown}.part"; mv "{shown}.part" "{shown}"\n')
    notifier.chmod(0o755)
    environment = {**app.environment, "PATH": f"{notifier.parent}:{os.environ['PATH']}", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    words = [app.binary, "serve", "--no-browser", "--home", app.home]
    process = subprocess.Popen(words, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        app.until(shown.exists, "it is shown")
        assert "needs you" in shown.read_text()
        process.terminate()
        assert process.wait(15) == 0
    finally:
        process.kill()


def test_pause_and_resume_by_command(app):
    for word, state in [("pause", "paused"), ("resume", "paused")]:
        app.command(word)
        now = app.get("/system/status")["data"]["sending"]["state"]
        assert (now == state) is (word == "pause"), now
