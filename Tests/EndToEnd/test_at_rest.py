"""What lies on the disk: nothing personal and no secret can be read, in any form, alive or after kill -9."""
import base64
import binascii
import os
import quopri
import stat
import urllib.parse

from app import FAST
from smtp_sink import Sink

NAME, ADDRESS, PHONE, STREET = "Wilhelmine Öztürk-Ahrens", "wilhelmine.oeztuerk@quietgarden.example", "+49 421 5550173", "Sperlingsgasse 117b"
NOTE, SUBJECT, BODY = "prefers-a-call-on-tuesdays", "Rhododendron care for Quiet Garden", "the tangerine bicycle behind your greenhouse"
PASSWORD, REPLY = "zirkus-KAMEL-9981-pass", "please ring the walnut bell instead"
KNOWN = {"name": NAME, "address": ADDRESS, "phone": PHONE, "street": STREET, "note": NOTE, "subject": SUBJECT, "body": BODY, "password": PASSWORD, "reply": REPLY}


def forms(text):
    """The bytes that would give a text away."""
    plain = text.encode()
    found = {"plain": plain, "latin-1": text.encode("latin-1"), "utf-16le": text.encode("utf-16-le"), "utf-16be": text.encode("utf-16-be"), "hex": binascii.hexlify(plain),
             "HEX": binascii.hexlify(plain).upper(), "percent": urllib.parse.quote(text, safe="").encode(), "percent+": urllib.parse.quote_plus(text).encode(),
             "quoted-printable": quopri.encodestring(plain, quotetabs=True).replace(b"=\n", b""), "q-words": quopri.encodestring(plain, header=True),
             "json": text.encode("unicode_escape"), "at=40": plain.replace(b"@", b"=40")}
    for shift in range(3):
        # The characters that only depend on the text, wherever it begins in the triple of bytes.
        coded = base64.b64encode(b"\0" * shift + plain)
        first, last = (0, 2, 3)[shift], len(coded) - (0 if (len(plain) + shift) % 3 == 0 else 4)
        found[f"base64/{shift}"] = coded[first:last]
        found[f"base64url/{shift}"] = coded[first:last].replace(b"+", b"-").replace(b"/", b"_")
    return {form: value for form, value in found.items() if len(value) >= 8}


def leaks(home):
    """(file, what, form) of everything that can be read in any file below the home."""
    found = []
    needles = [(what, form, value) for what, text in KNOWN.items() for form, value in forms(text).items()]
    for folder, _, names in os.walk(home):
        for name in names:
            path = os.path.join(folder, name)
            if not stat.S_ISREG(os.lstat(path).st_mode):
                continue
            with open(path, "rb") as file:
                content = file.read()
            # Base64 in files may be broken into lines.
            joined = content.replace(b"\r\n", b"").replace(b"\n", b"")
            found += [(os.path.relpath(path, home), what, form) for what, form, value in needles if value in content or value in joined]
    return sorted(set(found))


def modes(home):
    """Folders that are not 0700 and files that are not 0600."""
    found = []
    for folder, _, names in os.walk(home):
        if stat.S_IMODE(os.stat(folder).st_mode) != 0o700:
            found.append((folder, oct(os.stat(folder).st_mode)))
        for name in names:
            mode = os.lstat(os.path.join(folder, name)).st_mode
            if stat.S_ISREG(mode) and stat.S_IMODE(mode) != 0o600:
                found.append((os.path.join(folder, name), oct(mode)))
    return found


def test_the_search_itself_finds(tmp_path):
    """Every form is found where it is planted: else the tests below would prove nothing."""
    for number, (what, text) in enumerate(KNOWN.items()):
        for form, value in forms(text).items():
            file = tmp_path / "planted"
            file.write_bytes(os.urandom(100) + value + os.urandom(100))
            assert any(what == one for _, one, _ in leaks(tmp_path)), (what, form)
            file.unlink()
        for shift in range(3):
            file = tmp_path / "mail"
            file.write_bytes(base64.encodebytes(b"x" * (57 + shift) + text.encode() + b"y" * 99))
            assert any(what == one for _, one, _ in leaks(tmp_path)), (what, "base64 in lines", shift)
            file.unlink()


def fill(app):
    """Puts all of it in: import, edit, compose, send, answer."""
    quoted = f'Company,Contact,Email,Phone,Street,Notes\nQuiet Garden,{NAME},{ADDRESS},{PHONE},{STREET},{NOTE}\n'
    assert app.import_csv(quoted)["imported"] == 1
    app.approve_all_leads()
    app.campaign()
    mail = app.until(lambda: app.get("/api/messages")["data"], "the mail is written")[0]
    # A campaign's template is not personal; what it becomes, and what the person writes into a mail, is.
    app.patch(f"/api/messages/{mail['id']}", {"version": mail["version"], "subject": SUBJECT, "text": f"Dear {NAME},\n\nI saw {BODY}.\n\nAnna\n"})


def send_and_answer_in_practice(app):
    app.approve_all_mails()
    app.post("/api/jobs/send")
    mail = app.until(lambda: app.get("/api/practice")["data"], "the practice mailbox has the mail")[0]
    app.post(f"/api/practice/{mail['id']}/reply", {"kind": "reply", "text": REPLY})
    app.post("/api/jobs/check_inbox")
    app.until(lambda: app.get("/api/replies")["data"], "the reply is read")


def test_nothing_personal_can_be_read(make_app):
    app = make_app(SENDER_NAME="Anna Berg", SENDER_EMAIL="anna@sender.test", SENDER_POSTAL_ADDRESS="Am Deich 4, Bremen").start().wait_until_open()
    app.patch("/api/settings", {"values": {"SMTP_PASSWORD": PASSWORD}})
    fill(app)
    send_and_answer_in_practice(app)
    app.get("/api/leads", q="Wilhelmine")
    app.get(f"/api/leads?q={urllib.parse.quote(ADDRESS)}")
    app.post("/api/suppressions", {"kind": "address", "value": ADDRESS})
    app.post("/api/backups")
    app.api("GET", "/api/leads/" + "0" * 200, expect=(400, 404))
    assert leaks(app.home) == [], "alive"
    app.kill()
    assert leaks(app.home) == [], "after kill -9"
    app.start().wait_until_open()
    assert app.get("/api/leads", q="Wilhelmine")["data"][0]["email"] == ADDRESS, "it is all there, only sealed"
    assert leaks(app.home) == [], "after the recovery"
    assert app.stop() == 0
    assert leaks(app.home) == [] and modes(app.home) == []


def test_nothing_personal_can_be_read_while_sending(make_app):
    """Killed between dot and answer, with the mail's bytes in flight."""
    with Sink((5.0, 5.0)) as sink:
        app = make_app(**{**FAST, **sink.settings, "SMTP_PASSWORD": PASSWORD}).start().wait_until_open()
        fill(app)
        app.approve_all_mails()
        app.post("/api/jobs/send")
        assert sink.wait_for_dot(1, 20)
        assert BODY.encode() in sink.copies()[0].data, "the server got it in the open, so it was really sent"
        assert leaks(app.home) == []
        app.kill()
        assert leaks(app.home) == [] and modes(app.home) == []


def test_keys_lie_outside_the_data(app):
    """A copy of the data folder is sealed."""
    fill(app)
    assert not [path for path in (app.home / "data").rglob("*") if "key" in path.name]
    assert any((app.home / "config").rglob("*"))


def test_no_core_dumps(app):
    with open(f"/proc/{app.process.pid}/limits") as file:
        line = next(line for line in file if line.startswith("Max core file size"))
    assert line.split()[4] == "0", line
    with open(f"/proc/{app.process.pid}/status") as file:
        umask = next(line.split()[1] for line in file if line.startswith("Umask"))
    assert umask == "0077"
