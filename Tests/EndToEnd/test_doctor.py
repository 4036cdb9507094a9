"""What doctor says of each common fault, made for real: a name space of its own hides disks, networks and files from the program."""
import concurrent.futures
import fcntl
import json
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import threading

import pytest
from app import FAST, IDENTITY, App

AS_ROOT = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home that was used once; each test gets a copy."""
    app = App(tmp_path_factory.mktemp("doctor") / "home", IDENTITY)
    app.command("leads", "list")
    assert (app.home / "data/outreach.db").exists()
    return app.home


@pytest.fixture
def patient(home, tmp_path):
    shutil.copytree(home, tmp_path / "home", symlinks=True)
    return App(tmp_path / "home", IDENTITY)


def doctor(app, script="", spaces=("--mount",), **settings):
    """Its exit code and its checks by name; `script` is run before it, as root of the name spaces, with the home as $1."""
    app.settings.update(settings)
    app.before = ["unshare", *AS_ROOT, *spaces, "sh", "-ec", f'{script}\nshift; exec "$@"', "sh", str(app.home)] if script or "--net" in spaces else []
    done = app.command("doctor", "--json", check=False)
    assert done.returncode in (0, 1), done.stderr
    checks = json.loads(done.stdout)["checks"]
    bad = [check["name"] for check in checks if check["ok"] is False]
    assert done.returncode == (1 if bad else 0)
    for check in checks:
        assert check["detail"] and (check["ok"] is not False or check["advice"] or check["name"] == "Database"), f"no way out: {check}"
    return bad, {check["name"]: check for check in checks}


def test_a_sound_home_has_no_fault(patient):
    bad, checks = doctor(patient)
    assert bad == [] or bad == ["File system"], checks
    assert {"Database", "Disk", "Room in the database", "Port", "Keys", "Clock", "Permissions", "File system", "Certificates", "Browser", "Network",
            "DNS"} <= set(checks)
    text = patient.command("doctor", check=False).stdout
    assert "✓ Database: " in text and "? Queue: " in text


def test_disks(patient):
    # Full: all of it lies on a small disk of its own, which is filled up.
    bad, checks = doctor(patient, '''cp -a "$1" "$1.away"; mount -t tmpfs -o size=24m tmpfs "$1"; cp -a "$1.away/." "$1/"
        dd if=/dev/zero of="$1/rest" bs=4096 2>/dev/null || true''')
    assert "Disk" in bad and "Make room" in checks["Disk"]["advice"] and checks["Disk"]["detail"].split()[1] in ("bytes", "kB")
    # In memory: gone with the next start of the computer.
    assert "File system" in bad and "in memory" in checks["File system"]["detail"]
    # Not to be written.
    bad, checks = doctor(patient, 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"')
    assert {"Database", "Permissions"} <= set(bad) and str(patient.home) in checks["Permissions"]["detail"]
    assert "Read-only" in checks["Database"]["detail"] or "can't be written" in checks["Database"]["detail"], checks


# What a program mounts stays until it ends: all of them end with the doctor.
MOUNTED = ("--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


def programs_may_mount():
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError:
        return False
    return True


needs_fuse = pytest.mark.skipif(not programs_may_mount(), reason="the system lets no program mount a disk")


@needs_fuse
def test_a_disk_of_another_computer(patient, tmp_path):
    # The protocol as it goes through ssh, without the ssh.
    way = tmp_path / "ssh"
    way.write_text("#!/bin/sh\nexec /usr/lib/openssh/sftp-server\n")
    way.chmod(0o755)
    bad, checks = doctor(patient, f'''mv "$1/data" "$1/far"; mkdir -m 700 "$1/data"
        sshfs -o ssh_command={way} there:"$1/far" "$1/data"; test -f "$1/data/outreach.db"''', spaces=MOUNTED)
    assert "File system" in bad and "network disk" in checks["File system"]["detail"], checks
    assert "backups" in checks["File system"]["advice"] and checks["Database"]["ok"], checks


@needs_fuse
def test_a_fat_disk(patient, tmp_path):
    """The kernel's own FAT where it has one and this user may mount it, else one that a program brings; both are FAT to the last byte."""
    disk = tmp_path / "disk"
    with open(disk, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.vfat", disk], check=True, capture_output=True, env={**os.environ, "PATH": os.environ["PATH"] + ":/sbin:/usr/sbin"})
    bad, checks = doctor(patient, f'''mv "$1/data" "$1/away"; mkdir -m 700 "$1/data"
        mount -t vfat -o loop {disk} "$1/data" 2>/dev/null || fusefat -o rw+ {disk} "$1/data" >/dev/null
        cp -r "$1/away/." "$1/data/"; test -f "$1/data/outreach.db"''', spaces=MOUNTED)
    assert "File system" in bad and "FAT" in checks["File system"]["detail"] and "ext4" in checks["File system"]["advice"], checks


def test_a_clock_that_went_back(patient):
    """The last run was made while the clock was three days ahead: what it wrote into the trail is in the future now."""
    patient.start().wait_until_open()
    patient.import_csv("business_name,email\nBakery,info@bakery.example\n")
    patient.stop()
    with sqlite3.connect(patient.home / "data/outreach.db") as base:
        last, now = base.execute("SELECT at, unixepoch() * 1000 FROM audit ORDER BY number DESC LIMIT 1").fetchone()
        assert abs(now - last) < 3_600_000, "the base keeps milliseconds of this computer's clock"
        base.execute("DROP TRIGGER audit_no_update")
        base.execute("UPDATE audit SET at = at + 3 * 86400000 WHERE number = (SELECT MAX(number) FROM audit)")
    base.close()
    bad, checks = doctor(patient)
    assert "Clock" in bad and "behind" in checks["Clock"]["detail"] and "date and time" in checks["Clock"]["advice"], checks


def test_permissions(patient):
    # What is only open to others is closed at each start; what belongs to somebody else can't be.
    (patient.home / "data").chmod(0o755)
    assert "Permissions" not in doctor(patient)[0] and (patient.home / "data").stat().st_mode & 0o777 == 0o700
    subprocess.run([*([] if os.geteuid() == 0 else ["sudo", "-n"]), "chown", "65534", patient.home / "state"], check=True)
    bad, checks = doctor(patient)
    assert "Permissions" in bad and f"{patient.home}/state" in checks["Permissions"]["detail"] and "chown" in checks["Permissions"]["advice"]


def test_certificates_and_browser(patient):
    bad, checks = doctor(patient, "for place in /etc/ssl /etc/pki; do if [ -d $place ]; then mount -t tmpfs tmpfs $place; fi; done", SSL_CERT_FILE=None)
    assert "Certificates" in bad and "ca-certificates" in checks["Certificates"]["advice"]
    bad, checks = doctor(patient, 'PATH=/nowhere; export PATH', spaces=("--mount",))
    assert checks["Browser"]["ok"] is None and "--no-browser" in checks["Browser"]["advice"]


def test_network_and_name_servers(patient, tmp_path):
    real = {**FAST, "SMTP_HOST": "mail.shop.example", "SMTP_PORT": "587", "SMTP_SECURITY": "starttls", "IMAP_HOST": "mail.shop.example", "IMAP_USER": "anna", "IMAP_PASSWORD": "secret", "SMTP_PASSWORD": "secret"}
    # Practice needs no network; a real mailbox does.
    bad, checks = doctor(patient, spaces=("--net",))
    assert "Network" not in bad and "offline" in checks["Network"]["detail"]
    bad, checks = doctor(patient, spaces=("--net",), **real)
    assert {"Network", "DNS", "Sending server", "Reading server"} <= set(bad)
    assert "offline" in checks["Network"]["detail"] and "Mail waits" in checks["Network"]["advice"]
    # A way out, but nobody answers under the address of the name server.
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.9\n")
    way = f'ip link set lo up; ip link add way type veth peer name yaw; ip link set yaw up; ip addr add 10.9.9.2/24 dev way; ip link set way up; ip route add default via 10.9.9.1; mount --bind {tmp_path}/resolv.conf /etc/resolv.conf'
    bad, checks = doctor(patient, way, spaces=("--net", "--mount"), **real)
    assert checks["Network"]["ok"] is True and "DNS" in bad and "resolv.conf" in checks["DNS"]["advice"]
    assert "found" in checks["Sending server"]["detail"] or "name" in checks["Sending server"]["detail"].lower(), checks["Sending server"]


def test_ports_and_encryption(patient, tmp_path):
    with socket.socket() as closed, socket.socket() as taken:
        closed.bind(("127.0.0.1", 0))
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server = {**FAST, "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(closed.getsockname()[1]), "SMTP_SECURITY": "tls", "IMAP_HOST": None}
        bad, checks = doctor(patient, PORT=str(taken.getsockname()[1]), **server)
        assert "Sending server" in bad and "listens" in checks["Sending server"]["detail"] and "port" in checks["Sending server"]["advice"].lower()
        assert "Port" in bad and "another program" in checks["Port"]["detail"]
    # A server whose certificate nobody vouches for.
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tmp_path / "key", "-out", tmp_path / "certificate"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def greet():
            try:
                while True:
                    peer, _ = listener.accept()
                    with peer:
                        try:
                            context.wrap_socket(peer, server_side=True).close()
                        except OSError:
                            pass
            except OSError:
                pass
        threading.Thread(target=greet, daemon=True).start()
        bad, checks = doctor(patient, PORT="0", **{**server, "SMTP_PORT": str(listener.getsockname()[1])})
        assert "Sending server" in bad and "certificate" in checks["Sending server"]["detail"].lower(), checks["Sending server"]
        listener.shutdown(socket.SHUT_RDWR)


def test_another_program_has_the_data(patient, home, tmp_path):
    """Both wait some seconds for the other to let go: at the same time."""
    shutil.copytree(home, tmp_path / "two", symlinks=True)
    other = App(tmp_path / "two", IDENTITY)
    with open(patient.home / "data/lock", "w") as lock, sqlite3.connect(other.home / "data/outreach.db", isolation_level=None) as base:
        fcntl.flock(lock, fcntl.LOCK_EX)
        base.execute("BEGIN EXCLUSIVE")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            (bad, held), (bad_two, busy) = pool.map(doctor, [patient, other])
    assert "Database" in bad and "runs already" in held["Database"]["detail"] and "end that process" in held["Database"]["detail"]
    assert "Database" in bad_two and "Another program has your data open" in busy["Database"]["detail"], busy
    # The rest is looked at all the same.
    assert held["Clock"]["ok"] and busy["Certificates"]["ok"] is not None
    base.close()


def test_the_instance_that_runs_answers_for_itself(app):
    bad, checks = doctor(app)
    assert checks["Queue"]["ok"] and checks["Port"]["ok"] and set(bad) <= {"File system"}, checks
