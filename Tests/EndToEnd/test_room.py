"""Room that the base no longer needs is given back to the disk, whole or not at all, and nothing is lost."""
import os
import sqlite3
import time


def waste(app, megabytes):
    """As after much was erased: most of the file is free. The program does not run meanwhile."""
    base = sqlite3.connect(app.home / "data/outreach.db")
    base.execute("CREATE TABLE waste (content BLOB)")
    base.executemany("INSERT INTO waste VALUES (?)", [(os.urandom(1_000_000),)] * megabytes)
    base.commit()
    base.execute("DROP TABLE waste")
    base.commit()
    base.close()


def room(app):
    """What is advised about room in the base; empty for nothing."""
    check = next(one for one in app.get("/api/system/health")["checks"] if one["name"] == "Room in the database")
    assert check["ok"]
    return check["advice"] or ""


def test_unused_room_is_given_back_even_where_that_is_killed(make_app):
    app = make_app()
    app.start().wait_until_open()
    assert app.import_csv("Company,Email\n" + "".join(f"Shop {n},owner{n}@shop{n}.example\n" for n in range(200)))["imported"] == 200
    assert app.stop() == 0
    file = app.home / "data/outreach.db"
    for seconds in (0.0, 0.02, 0.05, None):
        waste(app, 40)
        before = file.stat().st_size
        app.start().wait_until_open()
        disk = app.get("/api/system/disk")
        # Killed at the last try it may be done before anybody asked: the job was durable.
        assert disk["reusable"] > 30_000_000 or file.stat().st_size < before / 10
        # The job may end between two questions, and the file is cut only after it.
        app.until(lambda: "given back" in room(app) or file.stat().st_size < before / 10, "the room is seen, or was given back")
        job = app.post("/api/recurring/room/run")
        if seconds is not None:
            time.sleep(seconds)
            app.kill()
            app.start().wait_until_open()
        else:
            app.job_done(job)
            assert app.get("/api/system/disk")["reusable"] == 0 and file.stat().st_size < before / 10
        assert len(app.every("/api/leads")) == 200 and app.get("/api/leads", q="owner17")["data"]
        assert app.api("POST", "/api/audit/verify", {})["ok"]
        assert app.stop() == 0
        base = sqlite3.connect(file)
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        base.close()
