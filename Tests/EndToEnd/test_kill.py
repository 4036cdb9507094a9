"""kill -9 at any instant of a send: nothing twice, nothing lost, and what is unsure is what the server's record says."""
import collections
import concurrent.futures
import email
import os
import random
import shutil
import time

from app import FAST, PATIENCE, App
from smtp_sink import Sink

ROUNDS = int(os.environ.get("KILL_ROUNDS", "40"))
MAILS = int(os.environ.get("KILL_MAILS", "50"))
AT_ONCE = int(os.environ.get("KILL_AT_ONCE", "4"))
SEED = int(os.environ.get("KILL_SEED", "20261121"))
DELAY_SECONDS = (0.0, 0.2)


STEPS = 2
"""Mails of each lead: the first and its follow-ups, which leave as soon as the mail before them left."""


def prepare(folder, mails):
    """A home in which all mails are approved, the first of each lead queued, with sending paused."""
    home = App(folder / "prepared", {**FAST, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": "9", "SMTP_SECURITY": "none"})
    try:
        home.start().wait_until_open()
        limit = next(row["maximum"] for row in home.get("/api/settings")["data"] if row["key"] == "MAX_EMAILS_PER_MINUTE")
        if limit and mails > limit - 5:
            print(f"\nMAX_EMAILS_PER_MINUTE allows {limit}: {limit - 5} mails a round instead of {mails}")
            mails = limit - 5
        home.post("/api/sending/pause")
        leads = mails // STEPS
        mails = leads * STEPS
        rows = "".join(f"Shop {n},owner{n}@shop{n}.example\n" for n in range(leads))
        done = home.import_csv("Company,Email\n" + rows)
        assert done["imported"] == leads, done
        home.approve_all_leads()
        home.campaign(follow_ups=STEPS - 1)
        home.until(lambda: home.states().get("composed") == mails, "all mails are written")
        home.approve_all_mails()
        home.until(lambda: home.states() == {"queued": leads, "approved": mails - leads}, "the first mails are queued")
        assert home.stop() == 0
    finally:
        home.kill()
    return home.home, mails, str(limit or mails * 10)


class Round:
    """One home, one kill, run to the end."""

    def __init__(self, number, prepared, folder, mails, limit):
        self.number, self.mails, self.random = number, mails, random.Random(SEED + number)
        self.home = folder / f"round-{number}"
        shutil.copytree(prepared, self.home)
        self.sink = Sink(DELAY_SECONDS, seed=SEED + number)
        self.app = App(self.home, {**FAST, **self.sink.settings, "MAX_EMAILS_PER_MINUTE": limit})
        self.after_dot = self.unsure = self.wrong = 0

    def run(self):
        try:
            self.app.start().wait_until_open()
            self.app.post("/api/sending/resume")
            self.app.post("/api/jobs/send")
            self.kill()
            self.finish()
            self.judge()
            return self
        finally:
            self.app.kill()
            self.sink.close()
            shutil.rmtree(self.home, ignore_errors=True)

    def kill(self):
        """Most kills aim between a dot and its 250, the others at any instant."""
        if self.number % 4:
            dot = self.random.randint(1, self.mails)
            assert self.sink.wait_for_dot(dot, 90), f"round {self.number}: dot {dot} never came: {self.app.states()}"
            time.sleep(self.random.uniform(0, 0.08))
        else:
            time.sleep(self.random.uniform(0, self.mails * 0.12))
        self.app.kill()
        self.after_dot = sum(1 for mail in self.sink.copies() if not mail.answered)

    def finish(self):
        """Starts again, resolves by the server's record what is unsure, and waits until nothing is left."""
        self.app.start().wait_until_open()
        deadline = time.monotonic() + PATIENCE
        while True:
            for mail in self.app.every("/api/messages", state="unsure"):
                taken = any(copy.message_id.strip("<>") == mail["message_id"].strip("<>") for copy in self.sink.copies())
                self.unsure += 1
                self.app.command("messages", "resolve", mail["id"], "sent" if taken else "not-sent")
            states = self.app.states()
            if states.get("sent", 0) == self.mails:
                return
            assert time.monotonic() < deadline, f"round {self.number} does not end: {states}; {self.app.get('/system/status')['data']['sending']}"
            time.sleep(0.2)

    def judge(self):
        """By the server's record: every step to every recipient once, in order and in the thread, and the program's states agree."""
        copies = self.sink.copies()
        by_recipient = collections.Counter(copy.recipient for copy in copies)
        wanted = {f"owner{n}@shop{n}.example": STEPS for n in range(self.mails // STEPS)}
        assert by_recipient == wanted, f"round {self.number}: twice or lost: {by_recipient - collections.Counter(wanted)}, {collections.Counter(wanted) - by_recipient}"
        assert len({copy.message_id for copy in copies}) == self.mails and all(copy.message_id for copy in copies)
        for recipient in wanted:
            thread = [copy for copy in copies if copy.recipient == recipient]
            for before, after in zip(thread, thread[1:]):
                assert before.dot_at <= after.dot_at
                assert header(after, "In-Reply-To").strip("<>") == before.message_id.strip("<>"), f"round {self.number}: not in the thread"
                assert header(after, "Subject").startswith("Re: ") and not header(before, "Subject").startswith("Re: ")
        ids = {mail["message_id"].strip("<>"): mail["to"] for mail in self.app.every("/api/messages", state="sent")}
        assert ids == {copy.message_id.strip("<>"): copy.recipient for copy in copies}


def header(mail, name):
    """A header field of a mail that the server took."""
    return email.message_from_bytes(mail.data)[name] or ""


def test_kill_during_a_send(tmp_path, capsys):
    prepared, mails, limit = prepare(tmp_path, MAILS)
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(lambda n=n: Round(n, prepared, tmp_path, mails, limit).run()) for n in range(ROUNDS)]
        rounds = [future.result() for future in futures]
    after, unsure = sum(one.after_dot for one in rounds), sum(one.unsure for one in rounds)
    with capsys.disabled():
        print(f"\n{ROUNDS} kills during {mails} mails each (half of them follow-ups), in {time.monotonic() - started:.0f} s: {after} after the dot, "
              f"{unsure} were unsure; {ROUNDS * mails} mails, 0 twice, 0 lost")
    assert after >= (40 if ROUNDS >= 200 else ROUNDS // 4), f"too few kills after the dot: {after}"
    assert unsure > 0


def test_unsure_is_never_sent_again_by_itself(make_app):
    """After a kill between dot and 250 the mail waits for the person, through restarts."""
    with Sink((1.0, 1.0)) as sink:
        app = make_app(**FAST, **sink.settings).start().wait_until_open()
        app.import_csv("Company,Email\nShop,owner@shop.example\n")
        app.approve_all_leads()
        app.campaign()
        app.until(lambda: app.states().get("composed") == 1, "the mail is written")
        app.approve_all_mails()
        app.post("/api/jobs/send")
        assert sink.wait_for_dot(1, 20)
        app.kill()
        for _ in range(2):
            app.start().wait_until_open()
            app.job_done(app.post("/api/jobs/send"))
            assert app.states() == {"unsure": 1}
            app.kill()
        app.start().wait_until_open()
        assert app.get("/api/today")["needs"]["unsure"] == 1
        mail = app.get("/api/messages")["data"][0]["id"]
        app.command("messages", "resolve", mail, "sent")
        app.job_done(app.post("/api/jobs/send"))
        assert app.states() == {"sent": 1} and len(sink.copies()) == 1
