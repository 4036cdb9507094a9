"""Who gets in: the person at this computer, through our own page, and scripts with the token. Nobody else."""
import re
import socket
import urllib.parse

import pytest

from app import Browser, ask

HEADERS = {
    "Content-Security-Policy": r"default-src 'self'.*frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": ".+",
    "Cache-Control": ".+",
}


def login_path(app):
    parts = urllib.parse.urlsplit(app.login_url)
    return f"{parts.path}?{parts.query}"


def test_listens_on_loopback_only(app):
    """Other addresses of this computer refuse the connection."""
    with open("/proc/net/tcp") as file:
        mine = [line.split()[1] for line in file.readlines()[1:] if line.split()[3] == "0A"]
    listening = [address.split(":")[0] for address in mine if int(address.split(":")[1], 16) == app.port]
    assert listening == ["0100007F"]
    with open("/proc/net/tcp6") as file:
        assert not [line for line in file.readlines()[1:] if line.split()[3] == "0A" and int(line.split()[1].split(":")[1], 16) == app.port]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "[::1]:{port}", "0.0.0.0:{port}", "127.1:{port}", ""])
def test_foreign_host_is_refused(app, host):
    """DNS rebinding: another name that leads here is no way in, not even with the token."""
    answer = ask(app.port, "GET", "/api/session", {"Authorization": f"Bearer {app.bearer}"}, host=host.format(port=app.port))
    assert answer.status in (400, 403, 421), answer
    assert b"csrf" not in answer.body


def test_two_hosts_are_refused(app):
    with socket.create_connection(("127.0.0.1", app.port), 5) as raw:
        raw.sendall(f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\nHost: evil.example\r\n\r\n".encode())
        assert raw.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_localhost_is_redirected(app):
    answer = ask(app.port, "GET", "/leads?q=a", host=f"localhost:{app.port}")
    assert answer.status in (301, 302, 307, 308) and answer.header("Location") == f"http://127.0.0.1:{app.port}/leads?q=a"


def test_without_login_nothing_but_open_places(app):
    assert ask(app.port, "GET", "/health").json["status"] == "healthy"
    for path in ["/api/session", "/api/leads", "/api/prospects", "/system/status", "/api/settings", "/api/events", "/api/audit", "/api/leads/export"]:
        answer = ask(app.port, "GET", path)
        assert answer.status == 401 and "problem+json" in answer.header("Content-Type"), (path, answer)
    for path in ["/", "/app.js"]:
        assert ask(app.port, "GET", path).status == 200, path


def test_login_sets_a_strict_cookie_without_a_redirect(app):
    browser = Browser(app)
    assert browser.login.status == 200 and not browser.login.header("Location")
    flags = browser.set_cookie.lower()
    for flag in ["httponly", "samesite=strict", "path=/"]:
        assert flag in flags
    assert "domain=" not in flags and "expires=" not in flags
    assert len(browser.cookie.split("=", 1)[1]) >= 22
    assert "<script>" not in browser.login.text, "the script is served, not inline"


def test_login_code_is_good_once(app):
    path = login_path(app)
    assert "Set-Cookie" in dict(ask(app.port, "GET", path).headers)
    again = ask(app.port, "GET", path)
    assert again.status in (401, 403, 410) and "Set-Cookie" not in dict(again.headers)
    assert ask(app.port, "GET", "/login?code=00000000000000000000000000000000").status in (401, 403, 410)


def test_two_homes_have_cookies_of_their_own(make_app):
    one, two = [Browser(make_app(name).start().wait_until_open()) for name in ("one", "two")]
    assert one.cookie.split("=")[0] != two.cookie.split("=")[0]
    assert two.ask("GET", "/api/session", Cookie=one.cookie).status == 401


@pytest.mark.parametrize("changes", [
    {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"}, {"Origin": "null", "Sec_Fetch_Site": None},
    {"Origin": "https://evil.example", "Sec_Fetch_Site": None}, {"Origin": None, "Sec_Fetch_Site": None}, {"Sec_Fetch_Site": "same-site"},
    {"Origin": "http://localhost:{port}", "Sec_Fetch_Site": None}, {"Origin": "http://127.0.0.1:1", "Sec_Fetch_Site": None},
    {"X_CSRF_Token": None}, {"X_CSRF_Token": "wrong"}, {"X_CSRF_Token": ""},
], ids=lambda changes: ",".join(f"{k}={v}" for k, v in changes.items()))
def test_writes_of_other_pages_are_refused(app, changes):
    """CSRF: the cookie alone writes nothing."""
    browser = Browser(app)
    lead = {"business_name": "Corner Shop", "email": "hello@corner.example"}
    changes = {name: value and value.format(port=app.port) for name, value in changes.items()}
    answer = browser.ask("POST", "/api/leads", lead, **changes)
    assert answer.status == 403 and "problem+json" in answer.header("Content-Type"), answer
    assert browser.ask("GET", "/api/leads").json["data"] == []
    # Our own page may.
    assert browser.ask("POST", "/api/leads", lead).status == 201


def test_token_of_scripts(app):
    assert re.fullmatch(r"[0-9a-f]{40,}|[\w-]{30,}", app.bearer)
    assert app.get("/api/leads")["data"] == []
    for wrong in [app.bearer[:-1], app.bearer + "0", "", "x" * len(app.bearer)]:
        assert ask(app.port, "GET", "/api/leads", {"Authorization": f"Bearer {wrong}"}).status == 401
    answer = ask(app.port, "GET", "/api/leads", {"Authorization": f"Bearer {app.bearer}", "Origin": "https://evil.example"})
    assert answer.status == 403 and not answer.header("Access-Control-Allow-Origin")


def test_cors_is_for_listed_origins_with_the_token_only(make_app):
    app = make_app(SECURITY_ENABLE_CORS="true", SECURITY_ALLOWED_ORIGINS="https://tools.example").start().wait_until_open()
    token = {"Authorization": f"Bearer {app.bearer}"}
    good = ask(app.port, "GET", "/api/leads", {**token, "Origin": "https://tools.example"})
    assert good.status == 200 and good.header("Access-Control-Allow-Origin") == "https://tools.example"
    assert not good.header("Access-Control-Allow-Credentials")
    assert ask(app.port, "GET", "/api/leads", {**token, "Origin": "https://other.example"}).status == 403
    browser = Browser(app)
    cookie = browser.ask("GET", "/api/leads", Origin="https://tools.example", Sec_Fetch_Site="cross-site")
    assert not cookie.header("Access-Control-Allow-Origin") and cookie.status == 403


def test_every_answer_has_the_headers(app):
    """Pages, answers, refusals and errors alike."""
    token = {"Authorization": f"Bearer {app.bearer}"}
    requests = [("GET", "/", {}), ("GET", "/app.js", {}), ("GET", "/health", {}), ("GET", "/nowhere.js", {}), ("GET", "/api/leads", {}), ("GET", "/api/leads", token),
                ("GET", "/api/leads/nonsense", token), ("DELETE", "/api/leads", token), ("POST", "/api/leads", token), ("GET", "/login", {}), ("GET", "/login?code=1", {})]
    for method, path, headers in requests:
        answer = ask(app.port, method, path, headers)
        for name, wanted in HEADERS.items():
            assert re.search(wanted, answer.header(name)), (method, path, answer.status, name, answer.headers)
        assert "unsafe" not in answer.header("Content-Security-Policy"), path


def test_session_survives_a_restart_on_the_same_port(make_app):
    """Open tabs live on."""
    app = make_app().start().wait_until_open()
    browser, port = Browser(app), app.port
    assert app.stop() == 0
    app.start().wait_until_open()
    assert app.port == port
    assert browser.ask("GET", "/api/leads").status == 200


def test_pages_hold_no_data(app):
    app.post("/api/leads", {"business_name": "Corner Shop", "email": "hello@corner.example"})
    for path in ["/", "/leads", "/app.js"]:
        assert b"corner" not in ask(app.port, "GET", path).body.lower()
