"""Every command, as a person or a script types it: exit codes 0, 1 and 2, JSON, and what was meant."""
import json
import os
import signal
import subprocess
import zipfile

import pytest

from app import BINARY, FAST, PATIENCE, ROOT

CSV = "Company;E-Mail;Ansprechpartner;Ort\r\nBlumen Hoff;post@blumen-hoff.example;Ina Hoff;Köln\r\nRadhaus Nord;;Timo Rad;Kiel\r\n"


@pytest.fixture
def offline(make_app):
    """A home without a running instance."""
    return make_app()


@pytest.fixture
def leads_file(tmp_path):
    path = tmp_path / "leads.csv"
    path.write_bytes(CSV.encode("cp1252"))
    return path


def test_help_and_version_need_no_home(tmp_path):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "nobody")}
    for words in [["version"], ["--version"], ["help"], ["--help"], ["help", "import"], ["import", "--help"]]:
        done = subprocess.run([BINARY, *words], env=environment, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0 and done.stdout.strip() and not done.stderr, (words, done)
    assert not (tmp_path / "nobody").exists()


def test_help_lists_every_command(offline):
    text = offline.command("help").stdout
    for name in ["serve", "status", "stop", "open", "token", "setup", "validate", "import", "export", "leads list", "leads show", "leads approve", "leads reject",
                 "campaign list", "campaign show", "campaign create", "campaign plan", "leads why", "campaign start", "campaign lacks", "campaign pause", "campaign stop", "templates list", "templates show", "templates import", "templates export", "templates restore", "templates delete", "mailbox list", "mailbox add", "mailbox test", "messages list", "messages show",
                 "messages approve", "messages cancel", "messages resolve", "send", "inbox check", "backup", "audit verify", "doctor", "demo", "version", "help"]:
        assert name in text, name


@pytest.mark.parametrize("words,meant", [
    (["serv"], "serve"), (["serve", "--prot", "1"], "--port"), (["leads", "lsit"], "list"), (["templates", "exprot"], "export"), (["campaign", "start", "x", "--lacking", "hodl"], "hold"), (["import", "--dryrun", "x.csv"], "--dry-run"),
    (["export", "leads", "--fromat", "csv"], "--format"), (["--jsno"], "--json"),
])
def test_mistyped_says_what_was_meant(offline, words, meant):
    done = offline.command(*words, check=False)
    assert done.returncode == 2 and meant in done.stderr, done
    assert not done.stdout


@pytest.mark.parametrize("words", [["import"], ["leads"], ["leads", "show"], ["messages", "resolve", "x"], ["messages", "resolve", "x", "perhaps"], ["templates"], ["templates", "restore", "x"], ["templates", "restore", "x", "y"], ["templates", "import"],
                                   ["campaign", "start", "x", "--instead", "city"],
                                   ["export", "cats"], ["export", "leads", "--format", "xml"], ["serve", "--port", "99999"], ["version", "extra"], ["serve", "--port"]])
def test_what_can_not_be_understood_is_2(offline, words):
    done = offline.command(*words, check=False)
    assert done.returncode == 2 and done.stderr.strip(), done


def test_what_fails_is_1(offline, tmp_path):
    for words in [["import", tmp_path / "missing.csv", "--yes"], ["leads", "show", "019a0000-0000-7000-8000-000000000000"],
                  ["backup", "verify", "nothing"], ["campaign", "start", "019a0000-0000-7000-8000-000000000000"]]:
        done = offline.command(*words, check=False)
        assert done.returncode == 1 and done.stderr.strip() and "Swift" not in done.stderr, (words, done)


def test_dry_run_writes_nothing_and_needs_no_home(tmp_path, leads_file):
    nobody = tmp_path / "nobody"
    environment = {"PATH": os.environ["PATH"], "HOME": str(nobody), "TMPDIR": str(tmp_path)}
    before = sorted(path for path in tmp_path.rglob("*"))
    done = subprocess.run([BINARY, "import", leads_file, "--dry-run", "--json", "--rows"], env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done
    seen = json.loads(done.stdout)
    assert seen["records"] == [line.split(";") for line in CSV.strip().split("\r\n")]
    assert seen["delimiter"] == ";" and seen["encoding"].lower().replace("-", "") in ("cp1252", "windows1252", "latin1", "iso88591")
    assert seen["columns"] == ["Company", "E-Mail", "Ansprechpartner", "Ort"]
    assert seen["mapping"]["Company"] == "business_name" and seen["mapping"]["E-Mail"] == "email" and seen["mapping"]["Ort"] == "city"
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_dry_run_recognises_spreadsheets(offline, tmp_path):
    """A workbook that is cut off is said to be, and one of LibreOffice gets the way to save it as CSV."""
    sheet = tmp_path / "leads.csv"
    sheet.write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml")
    done = offline.command("import", sheet, "--dry-run", "--json", check=False)
    assert done.returncode == 1 and "damaged" in done.stderr, done
    with zipfile.ZipFile(sheet, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    done = offline.command("import", sheet, "--dry-run", "--json", check=False)
    assert done.returncode == 1 and "csv" in done.stderr.lower(), done


def import_and_approve(app, leads_file):
    done = app.command("import", leads_file, "--yes", "--json")
    assert json.loads(done.stdout)["imported"] == 2, done
    leads = json.loads(app.command("leads", "list", "--json").stdout)
    leads = leads["data"] if isinstance(leads, dict) else leads
    assert {lead["business_name"] for lead in leads} == {"Blumen Hoff", "Radhaus Nord"}
    with_mail = next(lead for lead in leads if lead["business_name"] == "Blumen Hoff")
    assert "Blumen Hoff" in app.command("leads", "show", with_mail["id"]).stdout
    other = next(lead for lead in leads if lead["business_name"] == "Radhaus Nord")
    app.command("leads", "reject", other["id"])
    app.command("leads", "approve", with_mail["id"])
    return with_mail["id"]


def walk(app, leads_file, tmp_path):
    """The whole job by commands alone."""
    lead = import_and_approve(app, leads_file)
    body = tmp_path / "body.txt"
    body.write_text("Dear {{ contact_name }},\n\nmay I ask you something about {{ business_name }}?\n\nAnna\n")
    made = json.loads(app.command("campaign", "create", "--name", "Spring", "--subject", "Hello {{ business_name }}", "--body", body, "--leads", "all-approved", "--json").stdout)
    campaign = made.get("campaign", made)["id"]
    app.command("campaign", "start", campaign)
    assert "Spring" in app.command("campaign", "list").stdout and "Spring" in app.command("campaign", "show", campaign).stdout
    mails = json.loads(app.command("messages", "list", "--json").stdout)
    mails = mails["data"] if isinstance(mails, dict) else mails
    assert len(mails) == 1 and mails[0]["lead_id"] == lead
    mail = mails[0]["id"]
    assert "Ina Hoff" in app.command("messages", "show", mail).stdout
    app.command("messages", "approve", mail)
    app.command("send", "--due-now")
    shown = json.loads(app.command("messages", "show", mail, "--json").stdout)
    assert shown.get("message", shown)["state"] in ("sent", "delivered"), shown
    app.command("inbox", "check")
    done = app.command("messages", "resolve", mail, "sent", check=False)
    assert done.returncode == 1, "nothing is unsure"
    assert app.command("messages", "cancel", mail, check=False).returncode == 1
    app.command("campaign", "pause", campaign)
    app.command("campaign", "stop", campaign)
    for what, word in [("leads", "Blumen Hoff"), ("messages", "Hello Blumen Hoff"), ("audit", "lead")]:
        assert word in app.command("export", what, "--format", "csv").stdout, what
        assert word in json.dumps(json.loads(app.command("export", what, "--format", "json").stdout), ensure_ascii=False), what
    app.command("export", "replies", "--format", "csv")
    app.command("backup", "create")
    listed = json.loads(app.command("backup", "list", "--json").stdout)
    listed = listed["data"] if isinstance(listed, dict) else listed
    app.command("backup", "verify", listed[0]["name"])
    shown = app.command("backup", "list").stdout
    assert "checked" in shown and "only be read on this computer" in shown
    unknown = app.command("backup", "verify", "kein Bäckup", check=False)
    assert unknown.returncode == 1 and "no backup of this name" in unknown.stderr
    app.command("audit", "verify")
    app.command("doctor", check=False)


def keep_templates(app, tmp_path):
    """Templates by commands alone: kept from a text and from an export, changed, deleted and brought back."""
    text = tmp_path / "bread.txt"
    text.write_text("Subject: Bread for {{ city }}\n\nHello {{ first_name }},\n\na word?\n")
    made = json.loads(app.command("templates", "import", text, "--json").stdout)["data"][0]
    assert made["name"] == "bread" and made["steps"][0]["subject"] == "Bread for {{ city }}" and made["steps"][0]["text"].startswith("Hello {{ first_name }},\n\na word?")
    assert "bread" in app.command("templates", "list").stdout and "Bread for" in app.command("templates", "show", made["id"]).stdout
    everything = tmp_path / "all.json"
    everything.write_text(app.command("templates", "export").stdout)
    again = json.loads(app.command("templates", "import", everything, "--json").stdout)["data"]
    assert [(one["name"], one["steps"]) for one in again] == [("bread", made["steps"])]
    starters = json.loads(app.command("templates", "export", "--starters").stdout)["templates"]
    assert len(starters) > 3 and all(one["steps"] for one in starters)
    gone = app.command("templates", "delete", made["id"]).stdout
    assert f"templates restore {made['id']} 1" in gone and made["id"] not in app.command("templates", "list").stdout
    app.command("templates", "restore", made["id"], "1")
    shown = json.loads(app.command("templates", "show", made["id"], "--json").stdout)
    assert shown["template"]["version"] == 2 and [one["version"] for one in shown["versions"]] == [1]
    assert "version 1\n" in app.command("templates", "show", made["id"], "--version", "1").stdout
    for name, content, word in [("a.json", "{oops", "JSON"), ("b.json", '{"templates": [{"name": "x"}]}', "steps"), ("c.txt", "Hello", "Subject"),
                                ("d.json", '{"name": "x", "steps": [{"subject": "{{ a", "text": "b"}]}', "steps.0")]:
        (tmp_path / name).write_text(content)
        done = app.command("templates", "import", tmp_path / name, check=False)
        assert done.returncode == 1 and word in done.stderr, (name, done)
    for words in [["show", made["id"], "--version", "9"], ["restore", made["id"], "9"], ["delete", "019a0000-0000-7000-8000-000000000000"], ["export", "--starters", "nothing"]]:
        assert app.command("templates", *words, check=False).returncode == 1, words


def test_templates_without_an_instance(offline, tmp_path):
    keep_templates(offline, tmp_path)


def test_templates_through_the_running_instance(app, tmp_path):
    keep_templates(app, tmp_path)


def test_a_start_says_what_leads_lack(app, tmp_path):
    """Nothing goes out with a hole: a start is refused until the person says what becomes of leads that lack something."""
    app.import_csv("Company,Email,City\nOne,one@shop.example,Town\nTwo,two@shop.example,\n")
    app.approve_all_leads()
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("Dear {{ business_name }}, a word?\n")
    second.write_text("Still in {{ city }}?\n")
    made = json.loads(app.command("campaign", "create", "--name", "Spring", "--subject", "Hello", "--body", first, "--body", second,
                                  "--approval", "each", "--leads", "all-approved", "--json").stdout)["campaign"]["id"]
    told = app.command("campaign", "lacks", made, check=False)
    assert told.returncode == 1 and "1 of 2" in told.stdout and "city" in told.stdout, told
    assert json.loads(app.command("campaign", "lacks", made, "--json", check=False).stdout)["missing"][0]["count"] == 1
    refused = app.command("campaign", "start", made, check=False)
    assert refused.returncode == 1 and "city (1 lead)" in refused.stderr, refused
    held = app.command("campaign", "start", made, "--lacking", "hold").stdout
    assert "running" in held and "held" in held, held
    app.command("campaign", "pause", made)
    started = app.command("campaign", "start", made, "--instead", "city=your town").stdout
    assert started.strip() == "It is running now."
    assert app.command("campaign", "lacks", made).returncode == 0
    assert "your town" in app.command("campaign", "show", made).stdout


def test_whole_job_without_an_instance(offline, leads_file, tmp_path):
    walk(offline, leads_file, tmp_path)


def test_whole_job_through_the_running_instance(app, leads_file, tmp_path):
    walk(app, leads_file, tmp_path)
    assert len(app.get("/api/leads")["data"]) == 2


def test_status_open_token_stop(app):
    status = json.loads(app.command("status", "--json").stdout)
    assert str(app.port) in json.dumps(status)
    assert app.command("token").stdout.strip() == app.bearer
    opened = app.command("open", check=False)
    assert f"http://127.0.0.1:{app.port}/login?code=" in opened.stdout + opened.stderr
    process = app.process
    app.command("stop")
    assert process.wait(5) == 0
    app.kill()
    assert app.command("status", check=False).returncode in (0, 1)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_end_it_in_time(app, sent):
    app.process.send_signal(sent)
    assert app.process.wait(5) == 0


def test_second_start_opens_the_first(app):
    """Two processes never open the base: the second asks the first for a new way in."""
    done = app.command("serve", "--no-browser", "--json", check=False)
    assert done.returncode in (0, 1) and (f"127.0.0.1:{app.port}" in done.stdout + done.stderr)
    plain = subprocess.run([BINARY, "--home", app.home], env=app.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
    assert plain.returncode == 0 and f"http://127.0.0.1:{app.port}/login?code=" in plain.stdout + plain.stderr


def test_validate_prints_every_problem_at_once(make_app):
    wrong = make_app(SMTP_PORT="99999", SENDER_EMAIL="nobody", MAX_EMAILS_PER_DAY="many", REQUIRE_APPROVAL="false")
    done = wrong.command("validate", check=False)
    assert done.returncode == 1
    for name in ["SMTP_PORT", "SENDER_EMAIL", "MAX_EMAILS_PER_DAY", "REQUIRE_APPROVAL"]:
        assert name in done.stdout + done.stderr, name
    good = make_app("good", **FAST, SMTP_HOST="127.0.0.1", SMTP_SECURITY="none", SMTP_PORT="2525")
    assert good.command("validate").returncode == 0


def test_setup_from_a_file(offline, tmp_path):
    file = tmp_path / "settings.env"
    file.write_text("# ours\nSENDER_NAME=\"Anna Berg\"\nEMAIL_ADDRESS=anna@sender.test\nDAILY_EMAIL_LIMIT=12\nEMAIL_PASSWORD='geheim # 1'\n")
    offline.command("setup", "--from", file)
    offline.start().wait_until_open()
    values = {row["key"]: row for row in offline.get("/api/settings")["data"]}
    assert values["SENDER_EMAIL"]["value"] == "anna@sender.test" and str(values["MAX_EMAILS_PER_DAY"]["value"]) == "12"
    assert values["SMTP_PASSWORD"]["value"] is None and values["SMTP_PASSWORD"]["is_set"]


def test_demo_prints_each_step(offline):
    done = offline.command("demo", home=False)
    assert done.returncode == 0 and len(done.stdout.splitlines()) >= 5, done.stdout
    assert not (offline.home / "data").exists()


def test_demo_fails_where_a_step_is_broken(offline, tmp_path):
    """Without samples there is nothing to import, so the demo must not end well."""
    (tmp_path / "empty").mkdir()
    done = offline.command("demo", "--resources", tmp_path / "empty", home=False, check=False)
    assert done.returncode == 1, done


def test_sample_leads_are_importable(offline):
    for path in sorted((ROOT / "Resources/samples").glob("*.csv")):
        seen = json.loads(offline.command("import", path, "--dry-run", "--json").stdout)
        assert seen["mapping"].get(seen["columns"][0]), seen
        assert "email" in seen["mapping"].values() and "business_name" in seen["mapping"].values(), (path, seen["mapping"])


def test_a_campaign_of_several_mails(make_app, tmp_path):
    """One --body for each mail; waits, subjects and HTML in their order; what does not fit together is said."""
    app = make_app().start().wait_until_open()
    app.import_csv("Company,Email\nShop,owner@shop.example\n")
    app.approve_all_leads()
    texts = []
    for n in range(3):
        texts.append(tmp_path / f"mail{n}.txt")
        texts[n].write_text(f"Mail {n} to {{{{ business_name }}}}\n")
    made = json.loads(app.command(
        "campaign", "create", "--name", "Spring", "--subject", "Hello", "--body", texts[0], "--wait", "3", "--body", texts[1], "--wait", "5d",
        "--body", texts[2], "--approval", "each", "--stop-company", "--leads", "all-approved", "--json").stdout)["campaign"]
    steps = [(step["subject"], step["wait"], step["wait_unit"]) for step in made["steps"]]
    assert steps == [("Hello", 0, "business_days"), ("", 3, "business_days"), ("", 5, "days")], steps
    assert made["approval"] == "each" and made["stop_company"] is True and made["counts"]["enrolled"] == 1
    assert "step 3: 1" in app.command("campaign", "plan", made["id"]).stdout
    assert "(answers in the thread)" in app.command("campaign", "show", made["id"]).stdout
    lead = app.get("/api/leads")["data"][0]["id"]
    assert "waits for your approval" in app.command("leads", "why", lead).stdout
    for words in [["--wait", "3"], ["--subject", "Again"], ["--wait", "soon", "--body", texts[1]]]:
        done = app.command("campaign", "create", "--name", "X", "--subject", "Hello", "--body", texts[0], *words, check=False)
        assert done.returncode == 2 and done.stderr.strip(), (words, done)
