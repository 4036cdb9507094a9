"""Data that went back in time: nothing is sent until the mailbox was compared and the person decided, however it happened."""
import shutil
import time

import pytest

from test_whole_job import CUSTOMER, OTHER, approve, mail_to, people, prepare, reached


def guard(app):
    return app.get("/api/restore-guard")


def compared(app):
    """The guard's answer, once the mailbox was compared."""
    return app.until(lambda: (now := guard(app))["guard"] and now["guard"]["checked_at"] and now, "the mailbox was compared")


def frozen(app):
    return app.get("/system/status")["data"]["sending"]["state"] == "frozen"


def send_one_and_go_back(app, people, how):
    """Lets one mail leave after a copy was made, waits for its copy in Sent, and puts the old base in place as `how` does."""
    assert guard(app)["guard"] is None
    how.keep(app)
    approve(app, CUSTOMER)
    reached(app, CUSTOMER, "sent")
    mail = people[CUSTOMER].wait_for(1)[0]
    # The copy in Sent, which the program files a minute later.
    people["anna@sender.test"].imap().append("Gesendet", "", None, mail.as_bytes())
    how.put_back(app)


class ByRestore:
    """As the program itself restores a backup."""

    def keep(self, app):
        self.name = app.post("/api/backups")["name"]

    def put_back(self, app):
        app.post(f"/api/backups/{self.name}/restore")
        time.sleep(1)
        app.until(lambda: guard(app)["guard"], "it runs with the backup")


class ByCopy:
    """As somebody copies an old file over the new one."""

    def keep(self, app):
        app.stop()
        self.file = app.home / "data" / "old.copy"
        self.base = next((app.home / "data").glob("*.db"))
        shutil.copyfile(self.base, self.file)
        app.start().wait_until_open()

    def put_back(self, app):
        app.kill()
        for leftover in self.base.parent.glob(self.base.name + "-*"):
            leftover.unlink()
        shutil.copyfile(self.file, self.base)
        app.start().wait_until_open()


@pytest.mark.parametrize("how", [ByRestore(), ByCopy()], ids=["restored", "older"])
def test_nobody_gets_a_mail_twice_after_going_back(make_app, real_mail, people, how):
    app = prepare(make_app, real_mail)
    send_one_and_go_back(app, people, how)
    assert frozen(app) and mail_to(app, CUSTOMER)["state"] in ("composed", "sent")
    now = compared(app)
    assert now["guard"]["cause"] == ("restored" if isinstance(how, ByRestore) else "older")
    # The server files nothing by itself: what is in Sent proves, what is missing proves nothing.
    assert now["guard"]["proof"] == "own_copies" and now["guard"]["found"] == 1, now
    assert mail_to(app, CUSTOMER)["state"] == "sent"
    held = {one["lead_name"] for one in now["held"]}
    assert "Tischlerei Holm" in held and "Bäckerei Kranz" not in held, now
    # Approved meanwhile, and still nothing leaves; nor does Resume end it.
    approve(app, OTHER)
    app.post("/api/sending/resume")
    app.post("/api/jobs/send")
    time.sleep(7)
    assert frozen(app) and not people[OTHER].mails() and len(people[CUSTOMER].mails()) == 1
    # A restart changes nothing.
    app.stop()
    app.start().wait_until_open()
    assert frozen(app)
    compared(app)
    # The person says of one lead that it had nothing, and ends the guard for the rest as written to.
    one = next(one for one in guard(app)["held"] if one["lead_name"] == "Tischlerei Holm")
    app.post(f"/api/restore-guard/held/{one['id']}", {"written": False})
    app.post("/api/restore-guard/end", {"held_were_written": True})
    assert guard(app)["guard"] is None and not frozen(app)
    people[OTHER].wait_for(1)
    time.sleep(6)
    assert len(people[CUSTOMER].mails()) == 1
    app.stop()
    app.start().wait_until_open()
    assert guard(app)["guard"] is None, "it is over, also after the next start"
