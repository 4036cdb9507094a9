"""The built program as a test sees it: started in a home of its own, asked over HTTP, stopped or killed."""
import http.client
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("COLD_OUTREACH_BINARY", ROOT / ".build/release/cold-outreach"))
# Seconds until something that should happen counts as hanging: long, because a busy computer is no fault of the program.
PATIENCE = 300

# Who writes.
IDENTITY = {
    "SENDER_NAME": "Anna Berg", "SENDER_EMAIL": "anna@sender.test", "SENDER_COMPANY": "Berg Web",
    "SENDER_POSTAL_ADDRESS": "Berg Web, Am Deich 4, 28195 Bremen", "SENDER_TIME_ZONE": "Europe/Berlin",
}
# What mail that leaves at once needs besides; servers are added by the tests.
FAST = {
    **IDENTITY,
    "EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "ALLOW_AUTO_SEND": "true",
    "MIN_DELAY_SECONDS": "0", "MAX_DELAY_SECONDS": "0", "SEND_WINDOW": "always", "PAUSE_EVERY_N_EMAILS": "0",
    "MAX_EMAILS_PER_DAY": "2000", "MAX_EMAILS_PER_HOUR": "500", "MAX_EMAILS_PER_MINUTE": "60", "RAMP_START": "2000",
    "MAX_EMAILS_PER_DOMAIN_PER_DAY": "500", "QUEUE_INTERVAL_SECONDS": "5",
}


class Answer:
    """Status, headers and content of one answer."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def header(self, name):
        """All values of a header, joined."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    def __repr__(self):
        return f"{self.status} {self.text[:600]}"


def ask(port, method, path, headers=None, body=None, host=None, timeout=PATIENCE):
    """One request to 127.0.0.1, without following anything; host None sends the canonical one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", f"127.0.0.1:{port}" if host is None else host)
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body is not None or method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body or b"")))
        connection.endheaders(body or b"")
        response = connection.getresponse()
        return Answer(response.status, response.getheaders(), response.read())
    finally:
        connection.close()


class App:
    """One instance of the program over one home."""

    def __init__(self, home, settings=None):
        self.home = pathlib.Path(home)
        self.settings = dict(settings or {})
        self.process = None
        self.port = self.bearer = self.login_url = None
        self.errors = self.home.parent / f"{self.home.name}.stderr"
        # What is started, and the words before it, such as those of unshare.
        self.binary, self.before = BINARY, []

    @property
    def environment(self):
        keep = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "SSL_CERT_FILE", "LD_LIBRARY_PATH") if name in os.environ}
        # Nothing of the person at this computer: no browser, no desktop, no other home.
        return {**keep, "HOME": str(self.home.parent / "nobody"), "LC_ALL": "C.UTF-8", **{k: v for k, v in self.settings.items() if v is not None}}

    # Life

    def start(self, *arguments):
        """Starts `serve` and waits until it says where it listens."""
        command = [*self.before, str(self.binary), "serve", "--home", str(self.home), "--json", "--no-browser", *arguments]
        self.process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=open(self.errors, "ab"))
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline() if ready else b""
        assert line, f"it did not start: {self.process.poll()} {self.errors.read_text()[-2000:]}"
        self.ready = json.loads(line)
        self.login_url = self.ready["login_url"]
        self.port = urllib.parse.urlsplit(self.ready["url"]).port
        assert self.ready["pid"] == self.process.pid
        self.bearer = self.bearer or self.command("token").stdout.strip()
        return self

    def wait_until_open(self):
        """Until the base is open and jobs run; the server listens before that."""
        self.until(lambda: ask(self.port, "GET", "/health").json.get("scheduler_running"), "the scheduler runs")
        return self

    def stop(self):
        """SIGTERM; the exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("it did not stop after SIGTERM") from None
        self.process.stdout.close()
        self.process = None
        return code

    def kill(self):
        """kill -9."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        self.process = None

    # Commands

    def command(self, *arguments, check=True, stdin=None, home=True, timeout=PATIENCE):
        """Runs a command of the program over the same home."""
        words = [*self.before, str(self.binary), *map(str, arguments)] + (["--home", str(self.home)] if home else [])
        done = subprocess.run(words, env=self.environment, input=stdin, stdin=subprocess.DEVNULL if stdin is None else None,
                              capture_output=True, text=True, timeout=timeout)
        assert not check or done.returncode == 0, f"{' '.join(map(str, arguments))}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done

    # HTTP, as a script

    def api(self, method, path, body=None, expect=None, raw=None, **query):
        """One request with the token; the JSON of the answer, or the answer itself where no JSON came."""
        if query:
            path += ("&" if "?" in path else "?") + urllib.parse.urlencode({k: v for k, v in query.items() if v is not None})
        headers = {"Authorization": f"Bearer {self.bearer}"}
        content = raw
        if raw is not None:
            headers["Content-Type"] = "application/octet-stream"
        elif method != "GET":
            headers["Content-Type"], content = "application/json", json.dumps(body or {}).encode()
        answer = ask(self.port, method, path, headers, content)
        wanted = expect if expect is not None else range(200, 300)
        assert answer.status in (wanted if not isinstance(wanted, int) else (wanted,)), f"{method} {path}: {answer}"
        return answer.json if "json" in answer.header("Content-Type") else answer

    def get(self, path, **query):
        return self.api("GET", path, **query)

    def post(self, path, body=None, expect=None):
        return self.api("POST", path, body, expect)

    def patch(self, path, body, expect=None):
        return self.api("PATCH", path, body, expect)

    def every(self, path, **query):
        """All items of a list, page by page."""
        found, cursor = [], None
        while True:
            page = self.get(path, limit=200, cursor=cursor, **query)
            found += page["data"]
            cursor = page.get("next_cursor")
            if not cursor:
                return found

    def until(self, condition, what, seconds=PATIENCE):
        """Waits for something; its value, or a failure that names it."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                value = condition()
            except (OSError, http.client.HTTPException):
                value = None
            if value:
                return value
            assert self.process is None or self.process.poll() is None, f"it ended ({self.process.returncode}): {self.errors.read_text()[-2000:]}"
            assert time.monotonic() < deadline, f"waited {seconds} s in vain until {what}"
            time.sleep(0.05)

    def job_done(self, answer):
        """Waits for the job that an answer names; fails where it failed."""
        def look():
            job = self.get(f"/api/jobs/{answer['job_id']}/status")
            return job if job["state"] in ("completed", "failed", "cancelled") else None
        job = self.until(look, "the job ended")
        assert job["state"] == "completed", job
        return job

    # The usual steps

    def import_csv(self, content, mapping=None):
        """Uploads, inspects and runs an import; its result."""
        data = content.encode() if isinstance(content, str) else content
        upload = self.post("/api/imports", {"name": "leads.csv", "size": len(data)})["id"]
        self.api("PUT", f"/api/imports/{upload}/content?offset=0", raw=data)
        seen = self.post(f"/api/imports/{upload}/inspect")
        mapping = mapping or {str(index): column["field"] for index, column in enumerate(seen["columns"])}
        self.job_done(self.post(f"/api/imports/{upload}/run", {"mapping": mapping}))
        return self.get(f"/api/imports/{upload}")

    def approve_all_leads(self):
        return self.post("/api/leads/bulk", {"action": "approve", "filter": {"review_status": "pending"}})

    def campaign(self, subject="A question about {{ business_name }}", text="Dear team of {{ business_name }},\n\nmay I ask you something?\n\nAnna Berg\n", start=True, follow_ups=0, html=None):
        """Makes a campaign of all approved leads, and starts it; its id. Follow-ups leave as soon as the mail before them left."""
        steps = [{"subject": subject, "text": text, **({"html": html} if html else {})}] + [{"text": f"Still there, {{{{ business_name }}}}? {n}", "wait": 0} for n in range(follow_ups)]
        made = self.post("/api/campaigns", {"name": "Spring", "steps": steps, "leads": "all-approved"})["campaign"]["id"]
        if start:
            self.post(f"/api/campaigns/{made}/start")
        return made

    def approve_all_mails(self):
        """Approves each composed mail by the hash that is shown."""
        mails = self.every("/api/messages", state="composed")
        for part in range(0, len(mails), 100):
            items = [{"id": mail["id"], "hash": mail["hash"]} for mail in mails[part:part + 100]]
            result = self.post("/api/messages/bulk", {"action": "approve", "items": items})
            assert result["changed"] == len(items), result
        return mails

    def states(self):
        """How many mails are in which state."""
        return {state: count for state, count in self.get("/api/messages", limit=1)["counts"]["by_state"].items() if count}


class Browser:
    """A browser's session without a browser: the cookie and the CSRF value."""

    def __init__(self, app):
        self.app, self.port = app, app.port
        parts = urllib.parse.urlsplit(app.login_url)
        self.login = ask(app.port, "GET", f"{parts.path}?{parts.query}")
        self.set_cookie = self.login.header("Set-Cookie")
        found = re.match(r"([^=;]+)=([^;]+)", self.set_cookie)
        assert found, f"no cookie: {self.login}"
        self.cookie = f"{found.group(1)}={found.group(2)}"
        self.csrf = self.ask("GET", "/api/session").json["csrf"]

    def ask(self, method, path, body=None, **changes):
        """A request as our page makes it; a keyword takes one thing away (None) or replaces it."""
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if method != "GET":
            headers |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json", "X-CSRF-Token": getattr(self, "csrf", "")}
        for name, value in changes.items():
            headers[name.replace("_", "-")] = value
        content = json.dumps(body or {}).encode() if method != "GET" else None
        return ask(self.port, method, path, {name: value for name, value in headers.items() if value is not None}, content)
