"""The internet of the zoo: a name server, web servers with and without TLS, and a count of whatever reaches an inner address."""
import collections
import ipaddress
import json
import pathlib
import socket
import ssl
import struct
import subprocess
import threading
import time

import hostile
import many
import sites
import sites_more  # noqa: F401, adds its rows
from hostile import HOSTILE, INSIDE, REBINDING

PUBLIC, PUBLIC6 = "93.184.216.34", "2606:2800:220:1::1"
INNER = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"]
# Certificates that do not fit.
BAD_TLS = {"tls-expired.de": "expired", "tls-other-name.de": "other", "tls-self-signed.de": "self"}


def run(*words):
    subprocess.run(words, check=True, capture_output=True)


class World:
    """Everything up to the end of the `with`."""

    def __init__(self, work, part, count):
        self.work, self.part, self.count = pathlib.Path(work), part, count
        self.asked, self.inside, self.spans = collections.defaultdict(list), [], {}
        self.most_at_once, self.now_open = {}, collections.Counter()
        self.lookups, self.lock, self.stop = collections.Counter(), threading.Lock(), threading.Event()
        ordinary = {host: one.start for host, one in sites.SITES.items()} | {host: f"https://{host}" for host in BAD_TLS}
        if part == "many":
            self.starts = {host: f"http://{host}" for host in many.hosts(count)}
        else:
            # Slow ones first: while they are waited for, the others are read.
            hostiles = {host: f"http://{host}" for host in [*HOSTILE, *INSIDE, *REBINDING]}
            self.starts = hostiles | ordinary if part == "all" else ordinary

    def __enter__(self):
        self.work.mkdir(parents=True, exist_ok=True)
        run("ip", "link", "set", "lo", "up")
        for address in [PUBLIC + "/32", *[one + "/32" for one in INNER]]:
            run("ip", "address", "add", address, "dev", "lo")
        for address in [PUBLIC6, "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::1"]:
            run("ip", "-6", "address", "add", address + "/128", "dev", "lo", "nodad")
        resolver = self.work / "resolv.conf"
        resolver.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:2\n")
        run("mount", "--bind", str(resolver), "/etc/resolv.conf")
        self.make_certificates()
        self.names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.names.bind(("127.0.0.1", 53))
        threading.Thread(target=self.serve_names, daemon=True).start()
        for port in (80, 443):
            listener = socket.create_server(("::", port), family=socket.AF_INET6, backlog=512, dualstack_ipv6=True)
            threading.Thread(target=self.accept, args=(listener, port), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stop.set()

    # Certificates

    def make_certificates(self):
        names = [host for host in self.starts if host not in BAD_TLS] + ["zoo.test"]
        self.certificate = self.issue("good", ["zoo.test"] if self.part == "many" else names, 30)
        bundle = self.certificate.read_text()
        bundle += self.issue("other", ["elsewhere.de"], 30).read_text() + self.issue("expired", ["tls-expired.de"], 0).read_text()
        self.issue("self", ["tls-self-signed.de"], 30)
        self.certificate = self.work / "trusted.pem"
        self.certificate.write_text(bundle)
        self.contexts = {}
        for kind in ("good", "expired", "other", "self"):
            context = self.contexts[kind] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.work / f"{kind}.pem", self.work / f"{kind}.key")
        self.contexts["good"].sni_callback = self.choose

    def issue(self, kind, names, days):
        file = self.work / f"{kind}.pem"
        config = self.work / f"{kind}.cnf"
        config.write_text("[req]\ndistinguished_name=d\nx509_extensions=v\nprompt=no\n[d]\nCN=" + kind + "\n[v]\nbasicConstraints=CA:TRUE\nsubjectAltName="
                          + ",".join(f"DNS:{name}" for name in names) + "\n")
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", str(max(days, 1)), "-keyout", str(self.work / f"{kind}.key"), "-out", str(file), "-config", str(config),
            *(["-set_serial", "7"] if days else []))
        if not days:
            run("openssl", "x509", "-in", str(file), "-signkey", str(self.work / f"{kind}.key"), "-days", "-1", "-out", str(file))
        return file

    def choose(self, connection, name, _):
        connection.context = self.contexts[BAD_TLS.get(name, "good")]

    # Names (RFC 1035 §4.1): A and AAAA, one answer each, not to be kept

    def serve_names(self):
        while True:
            packet, peer = self.names.recvfrom(2048)
            labels, at = [], 12
            while packet[at]:
                labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii", "replace").lower())
                at += 1 + packet[at]
            name, kind = ".".join(labels), struct.unpack(">H", packet[at + 1:at + 3])[0]
            address = self.address(name, 6 if kind == 28 else 4) if kind in (1, 28) else None
            known = self.is_known(name)
            head = packet[:2] + struct.pack(">HHHHH", 0x8180 if known else 0x8183, 1, 1 if address else 0, 0, 0)
            answer = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(address)) + address if address else b""
            self.names.sendto(head + packet[12:at + 5] + answer, peer)

    def is_known(self, name):
        return name in self.starts or name in INSIDE or name in REBINDING or name in sites.SITES

    def address(self, name, version):
        """The bytes of an address; None where the name has none of that version."""
        texts = INSIDE.get(name, [PUBLIC] if self.is_known(name) else [])
        if name in REBINDING and version == 4:
            with self.lock:
                self.lookups[name] += 1
                # The first request, for robots.txt, meets a public server; every later one would meet the inside.
                texts = [PUBLIC if self.lookups[name] == 1 else REBINDING[name]]
        for text in texts:
            if (address := ipaddress.ip_address(text)).version == version:
                return address.packed
        return None

    # Pages

    def accept(self, listener, port):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self.serve, args=(connection, port), daemon=True).start()

    def serve(self, connection, port):
        with connection:
            connection.settimeout(30)
            local = connection.getsockname()[0].removeprefix("::ffff:")
            if local not in (PUBLIC, PUBLIC6):
                self.inside.append(local)
            try:
                if port == 443:
                    connection = self.contexts["good"].wrap_socket(connection, server_side=True)
                head = b""
                while b"\r\n\r\n" not in head:
                    more = connection.recv(8192)
                    if not more:
                        return
                    head += more
                self.answer(connection, head.decode("latin-1"), port)
            except OSError:
                pass
            finally:
                connection.close()

    def answer(self, connection, head, port):
        lines = head.split("\r\n")
        path = lines[0].split(" ")[1]
        host = next((line[5:].strip().lower() for line in lines if line.lower().startswith("host:")), "").split(":")[0]
        now = time.monotonic()
        with self.lock:
            self.asked[host].append(f"{'https' if port == 443 else 'http'} {path}")
            first, _ = self.spans.get(host, (now, now))
            self.spans[host] = (first, now)
            self.now_open[host] += 1
            self.most_at_once[host] = max(self.most_at_once.get(host, 0), self.now_open[host])
        try:
            if self.part == "all" and host in HOSTILE:
                HOSTILE[host](connection, path, self.stop)
            elif self.part == "many":
                connection.sendall(many.answer(host, path))
            else:
                self.ordinary(connection, host, path, port)
        finally:
            with self.lock:
                self.now_open[host] -= 1
                self.spans[host] = (self.spans[host][0], time.monotonic())

    def ordinary(self, connection, host, path, port):
        if host in BAD_TLS:
            return hostile.send(connection, "404 Not Found" if path == "/robots.txt" else "200 OK", [], f"<p>info@{host}</p>".encode())
        one = sites.SITES.get(host)
        found = one.pages.get(path) if one else None
        if found is None and one and path != "/" and path.rstrip("/") in one.pages:
            found = one.pages[path.rstrip("/")]
        if found is None and one and path + "/" in one.pages:
            found = one.pages[path + "/"]
        if found is None:
            found = (404, {"Content-Type": "text/html"}, b"<h1>Nicht gefunden</h1>")
        if isinstance(found, str):
            found = (200, {"Content-Type": "text/html; charset=utf-8"}, found.encode())
        status, headers, body = found
        head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *[f"{name}: {value}" for name, value in headers.items()]]
        connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode() + body)
