"""Sites that want to cost time or memory, to crash the reader, or to lead it inside the network. Each must end soon; what is known of the lead stays.

A row is a function that gets the connection, the path and a stop flag, and writes what it likes.
"""
import functools
import gzip
import io
import itertools
import random
import time

HOSTILE = {}
# Names that the name server gives such addresses; a list is answered one after the other, which is rebinding.
INSIDE = {
    "inside-loopback.de": ["127.0.0.1"], "inside-ten.de": ["10.0.0.1"], "inside-172.de": ["172.16.0.1"], "inside-192.de": ["192.168.1.1"], "inside-metadata.de": ["169.254.169.254"],
    "inside-zero.de": ["0.0.0.0"], "inside-cgnat.de": ["100.64.0.1"], "inside-v6-loopback.de": ["::1"], "inside-v6-mapped.de": ["::ffff:127.0.0.1"], "inside-v6-nat64.de": ["64:ff9b::7f00:1"],
    "inside-v6-local.de": ["fd00::1"], "inside-v6-6to4.de": ["2002:7f00:1::1"],
}
# The first answers are public, the later ones not.
REBINDING = {"rebind-loopback.de": "127.0.0.1", "rebind-metadata.de": "169.254.169.254", "rebind-ten.de": "10.0.0.1"}
# What a site redirects to.
LEADS_INSIDE = {
    "to-loopback.de": "http://127.0.0.1/", "to-localhost.de": "http://localhost/", "to-metadata.de": "http://169.254.169.254/latest/meta-data/", "to-decimal.de": "http://2130706433/",
    "to-hex.de": "http://0x7f.0.0.1/", "to-octal.de": "http://0177.0.0.1/", "to-short.de": "http://127.1/", "to-v6.de": "http://[::1]/", "to-mapped.de": "http://[::ffff:127.0.0.1]/",
    "to-nat64.de": "http://[64:ff9b::7f00:1]/", "to-name.de": "http://inside-loopback.de/", "to-file.de": "file:///etc/passwd", "to-ftp.de": "ftp://127.0.0.1/", "to-gopher.de": "gopher://127.0.0.1:80/_x",
    "to-script.de": "javascript:alert(1)", "to-credentials.de": "http://user:word@127.0.0.1/",
}


def hostile(host):
    def keep(function):
        HOSTILE[host] = function
        return function
    return keep


def send(connection, status, headers, body=b"", kind="text/html"):
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode() + body)


def plain(host, body, kind="text/html", status="200 OK", headers=()):
    """A site whose pages are all the same; a body that is a function is made when it is first asked for."""
    HOSTILE[host] = lambda connection, path, stop: send(connection, "404 Not Found", []) if path == "/robots.txt" else send(connection, status, list(headers), body() if callable(body) else body, kind)


def endless(connection, head, pieces, stop, pause=0.0):
    connection.sendall(head)
    for piece in pieces:
        if stop.is_set():
            return
        connection.sendall(piece)
        if pause:
            stop.wait(pause)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"


@hostile("drip-body.de")
def _(connection, path, stop):
    endless(connection, HEAD + b"Content-Length: 1000000\r\n\r\n", itertools.repeat(b"x"), stop, 0.5)


@hostile("drip-head.de")
def _(connection, path, stop):
    endless(connection, b"HTTP/1.1 200 OK\r\nX: ", itertools.repeat(b"y"), stop, 0.5)


@hostile("drip-robots.de")
def _(connection, path, stop):
    if path == "/robots.txt":
        return endless(connection, HEAD + b"\r\n", itertools.repeat(b"#"), stop, 0.5)
    send(connection, "200 OK", [], b"<p>da@drip-robots.de</p>")


@hostile("silent.de")
def _(connection, path, stop):
    stop.wait(60)


@hostile("reset.de")
def _(connection, path, stop):
    connection.close()


@hostile("gigabytes.de")
def _(connection, path, stop):
    endless(connection, HEAD + b"\r\n", itertools.repeat(b"x" * 65536), stop)


@hostile("chunked-gigabytes.de")
def _(connection, path, stop):
    endless(connection, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", itertools.repeat(b"10000\r\n" + b"x" * 65536 + b"\r\n"), stop)


@hostile("claims-terabytes.de")
def _(connection, path, stop):
    connection.sendall(HEAD + b"Content-Length: 9999999999999\r\n\r\n<p>x</p>")


@hostile("endless-head.de")
def _(connection, path, stop):
    endless(connection, b"HTTP/1.1 200 OK\r\n", (f"X-{n}: {'z' * 500}\r\n".encode() for n in itertools.count()), stop)


@hostile("robots-gigabytes.de")
def _(connection, path, stop):
    if path == "/robots.txt":
        return endless(connection, HEAD.replace(b"html", b"plain") + b"\r\n", itertools.repeat(b"Disallow: /a\n" * 5000), stop)
    send(connection, "200 OK", [], b"<p>da@robots-gigabytes.de</p>")


@hostile("endless-links.de")
def _(connection, path, stop):
    links = "".join(f'<a href="/kontakt/{random.random()}">Kontakt</a>' for _ in range(3000))
    send(connection, "404 Not Found" if path == "/robots.txt" else "200 OK", [], links.encode())


@hostile("redirect-loop.de")
def _(connection, path, stop):
    send(connection, "302 Found", [f"Location: /{random.random()}"])


@hostile("redirect-pair.de")
def _(connection, path, stop):
    send(connection, "301 Moved Permanently", ["Location: /b" if path != "/b" else "Location: /"])


@hostile("many-cookies.de")
def _(connection, path, stop):
    send(connection, "200 OK", [f"Set-Cookie: c{n}={'v' * 300}" for n in range(300)], b"<p>da@many-cookies.de</p>")


@hostile("slow-pages.de")
def _(connection, path, stop):
    if path != "/robots.txt":
        time.sleep(4)
    send(connection, "404 Not Found" if path == "/robots.txt" else "200 OK", [], b"<p>da@slow-pages.de</p>" + b"".join(b'<a href="/kontakt%d">Kontakt</a>' % n for n in range(40)))


for name, location in LEADS_INSIDE.items():
    plain(name, b"", status="302 Found", headers=[f"Location: {location}"])


@functools.lru_cache(maxsize=None)
def bomb(megabytes):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as file:
        for _ in range(megabytes // 8):
            file.write(b"\0" * (8 << 20))
    return out.getvalue()


plain("gzip-bomb.de", lambda: bomb(400), headers=["Content-Encoding: gzip"])
plain("gzip-twice.de", lambda: gzip.compress(bomb(200)), headers=["Content-Encoding: gzip, gzip"])
plain("brotli-claim.de", b"\x0b\x02\x80" + b"x" * 5000, headers=["Content-Encoding: br"])
plain("gzip-broken.de", b"\x1f\x8b\x08" + b"x" * 5000, headers=["Content-Encoding: gzip"])
plain("attribute.de", b'<p title="' + b"a" * 10_000_000 + b'">x</p>')
plain("attribute-fits.de", b'<p title="' + b"a" * 2_000_000 + b'">x</p>')
plain("deep.de", b"<div>" * 300_000 + b"da@deep.de")
plain("deep-inline.de", b"<b><i>" * 150_000)
plain("deep-json.de", b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>da@deep-json.de</p>")
plain("deep-json-objects.de", b'<script type="application/ld+json">' + b'{"a":' * 40_000 + b"1" + b"}" * 40_000 + b"</script><p>da@deep-json-objects.de</p>")
plain("wide-json.de", b'<script type="application/ld+json">[' + b'{"@type":"Store","email":"a@b"},' * 8_000 + b'{}]</script>')
plain("all-marks.de", b"@" * 1_900_000)
plain("all-at.de", b"(at" * 600_000)
plain("all-mails.de", b" ".join(b"a%d@all-mails-%d.de" % (n, n) for n in range(60_000)))
plain("all-entities.de", b"&amp;&#64;&x" * 170_000)
plain("all-less.de", b"<" * 1_900_000)
plain("all-tags.de", b"<a href=x>" * 190_000)
plain("all-meta.de", b"<meta name=a content=b>" * 80_000)
plain("long-line.de", b"Tel. " * 380_000)
plain("long-label.de", b"Inhaber: " + b"A" * 1_900_000)
plain("digits.de", b"<p>Tel: " + b"1 " * 900_000)
plain("spaces.de", b" " * 1_900_000 + b"x at y dot")
plain("zeros.de", b"\0" * 1_900_000)
plain("noise.de", random.Random(7).randbytes(1_500_000))
plain("half-entities.de", b"<a href='&#" * 150_000)
plain("comment-open.de", b"<!--" + b"-" * 1_900_000)
plain("title-open.de", b"<title>" + b"t" * 1_900_000)
plain("cards.de", b"".join(b'<a href="/%d.vcf">v</a>' % n for n in range(500)))
plain("picture.de", b"\x89PNG\r\n" + b"x" * 1000, kind="image/png")
plain("video.de", b"x" * 100_000, kind="video/mp4")
plain("empty.de", b"")
plain("no-content.de", b"", status="204 No Content")
plain("forbidden.de", b"<p>blocked</p>", status="403 Forbidden")
plain("too-many.de", b"<p>slow</p>", status="429 Too Many Requests", headers=["Retry-After: 86400"])
plain("broken-server.de", b"<p>error</p>", status="500 Internal Server Error")
plain("linkedin-status.de", b"", status="999 Denied")
plain("bad-links.de", b"".join(b"<a href='%s'>Kontakt</a>" % target for target in (b"http://", b"http://[", b"https://user:p@", b"//", b"http://kontakt:99999/", b"http://\xff/kontakt", b"kontakt%zz", b"../" * 200 + b"kontakt")))
HOSTILE["junk-protocol.de"] = lambda connection, path, stop: connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" * 50)
HOSTILE["half-answer.de"] = lambda connection, path, stop: connection.sendall(HEAD + b"Content-Length: 500\r\n\r\n<p>half")
# What some of them tell all the same.
HOSTILE_TELLS = {"drip-robots.de": "da@drip-robots.de", "robots-gigabytes.de": "da@robots-gigabytes.de", "many-cookies.de": "da@many-cookies.de", "slow-pages.de": "da@slow-pages.de",
                 "deep-json.de": "da@deep-json.de", "deep-json-objects.de": "da@deep-json-objects.de"}
