"""Leads from files that are no CSV: workbooks, contact cards, JSON, pasted web sites; and every odd file ends with advice."""
import io
import json
import subprocess
import zipfile

import pytest

from app import BINARY, PATIENCE

CARDS = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Berg\r\nORG:Bäckerei Anker\r\nEMAIL:anna@anker.example\r\nTEL:+49 421 555001\r\nADR:;;;Bremen;;28195;\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Salon Ada\r\nURL:https://ada.example\r\nADR:;;;Bremen;;28195;\r\nEND:VCARD\r\n"
RECORDS = {"count": 2, "data": [{"company": "Bäckerei Anker", "email": "anna@anker.example", "city": "Bremen"}, {"company": "Salon Ada", "website": "https://ada.example", "city": "Bremen"}]}
SITES = "https://anker.example\nwww.ada.example\nthis is none\n"


def workbook(rows, extra=None, compression=zipfile.ZIP_DEFLATED):
    def cell(at, row, text):
        return f'<c r="{chr(65 + at)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
    sheet = "".join(f'<row r="{n}">' + "".join(cell(at, n, text) for at, text in enumerate(row) if text) + "</row>" for n, row in enumerate(rows, 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="Kunden" sheetId="1" r:id="rId1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


BOOK = workbook([["Firma", "E-Mail", "Ort", "Webseite"], ["Bäckerei Anker", "anna@anker.example", "Bremen", ""], ["Salon Ada", "", "Bremen", "https://ada.example"]])


def look(app, path):
    done = subprocess.run([str(BINARY), "import", str(path), "--dry-run", "--json"], env=app.environment, capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, json.loads(done.stdout) if done.returncode == 0 else done.stdout + done.stderr


# By name alone: a ZIP tells when it was made, so that what is collected a second later would be another test.
FILES = {"kunden.xlsx": BOOK, "cards.vcf": CARDS.encode(), "list.json": json.dumps(RECORDS).encode(), "renamed.csv": BOOK}


@pytest.mark.parametrize("name", FILES)
def test_each_kind_goes_the_way_of_a_csv(make_app, tmp_path, name):
    app = make_app().start().wait_until_open()
    path = tmp_path / name
    path.write_bytes(FILES[name])
    code, told = look(app, path)
    assert code == 0 and told["counts"]["new"] == 2, told
    done = app.command("import", str(path), "--json")
    assert (json.loads(done.stdout)["imported"], json.loads(done.stdout)["failed"]) == (2, 0), done.stdout
    leads = {lead["business_name"]: lead for lead in app.get("/api/leads")["data"]}
    assert set(leads) == {"Bäckerei Anker", "Salon Ada"} and leads["Bäckerei Anker"]["email"] == "anna@anker.example"
    again = json.loads(app.command("import", str(path), "--json").stdout)
    assert (again["imported"], again["skipped"]) == (0, 2), "the same file brings nothing twice"


def test_pasted_web_sites_become_leads_whose_sites_are_read(make_app, tmp_path):
    app = make_app().start().wait_until_open()
    path = tmp_path / "Pasted web sites.txt"
    path.write_text(SITES)
    run = json.loads(app.command("import", str(path), "--json", check=False).stdout)
    assert (run["imported"], run["failed"]) == (2, 1), run
    again = json.loads(app.command("import", str(path), "--json", check=False).stdout)
    assert (again["imported"], again["skipped"]) == (0, 2), again
    assert {lead["domain"] for lead in app.get("/api/leads")["data"]} == {"anker.example", "ada.example"}
    failed = app.get(f"/api/imports/{run['id']}/failed.csv").text
    assert "this is none" in failed
    app.api("GET", "/api/imports/019a0000-0000-7000-8000-000000000000/failed.csv", expect=404)
    jobs = app.get("/api/jobs?limit=100")["data"]
    assert sum(job["kind"] == "enrich" for job in jobs) == 2, jobs


def test_every_odd_file_gets_a_clear_error(make_app, tmp_path):
    app = make_app()
    bomb = workbook([["a"]], {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 1_500_000 + b"</sst>"})
    assert len(bomb) < 100_000
    encrypted = bytearray(BOOK)
    encrypted[BOOK.index(b"PK\x01\x02") + 8] |= 1
    odd = {
        "bomb.xlsx": (bomb, "unpacks to more"), "cut.xlsx": (BOOK[: len(BOOK) // 2], "damaged"), "locked.xlsx": (bytes(encrypted), "password"),
        "broken.json": (b'[{"name": "A",}]', "line 1"), "nothing.json": (b'{"ok":true,"list":[]}', "no list"), "deep.json": (b'[{"a":' * 5000, "nested"), "empty.vcf": (b"BEGIN:VCARD\nEND:VCARD\n", "no contact card"),
        "letter.pdf": (b"%PDF-1.7 ...", "PDF"), "old.xls": (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "old Excel"),
    }
    for name, (content, words) in odd.items():
        path = tmp_path / name
        path.write_bytes(content)
        code, told = look(app, path)
        assert code != 0 and words in told and "Fault" not in told, (name, told)
