"""A thousand sites for measuring: a home page of usual size with a contact page and an imprint."""
import functools

FILLER = "".join(f'<div class="card card-{n}"><h3>Leistung {n}</h3><p>Wir beraten Sie gern zu allen Fragen rund um Haus und Garten, seit 1982 und mit Sorgfalt.</p><a href="/leistung/{n}">mehr</a></div>' for n in range(120))


# As the program reads: so many sites at once, so many seconds between two requests to one of them.
AT_ONCE, GAP_SECONDS = 8, 0.5


def least_seconds(asked):
    """What politeness alone takes, by the requests that each host got."""
    return sum(len(paths) - 1 for paths in asked.values()) * GAP_SECONDS / AT_ONCE


def limit_seconds(count):
    """When to give up on so many sites: each is asked for robots.txt and three pages, and a slow computer may take four times as long."""
    return 120 + 4 * least_seconds({host: range(4) for host in hosts(count)})


def hosts(count):
    return [f"betrieb-{n}.de" for n in range(count)]


@functools.lru_cache(maxsize=None)
def page(host, path):
    if path == "/":
        return f'<!doctype html><html lang="de"><head><title>{host}</title><meta name="viewport" content="width=device-width"></head><body><a href="/kontakt">Kontakt</a><a href="/impressum">Impressum</a>{FILLER}</body></html>'
    if path == "/kontakt":
        return f"<!doctype html><html lang=de><body>{FILLER}<p>Tel.: 0421 12345</p><form></form></body></html>"
    if path == "/impressum":
        return f"<!doctype html><html lang=de><body><p>Inhaber: Max Muster<br>Am Wall 1<br>28195 Bremen<br>info (at) {host}</p></body></html>"
    return None


class Site:
    """One of them as the tables of sites hold theirs."""

    def __init__(self, host):
        self.start, self.email = f"http://{host}", f"info@{host}"
        self.pages = {path: page(host, path) for path in ("/", "/kontakt", "/impressum")}


def answer(host, path):
    """The bytes of an answer."""
    text = page(host, path)
    body = (text or "<h1>404</h1>").encode()
    return f"HTTP/1.1 {'200 OK' if text else '404 Not Found'}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
