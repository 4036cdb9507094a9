"""A thousand sites for measuring: a home page of usual size with a contact page and an imprint."""
import functools

FILLER = "".join(f'<div class="card card-{n}"><h3>Leistung {n}</h3><p>Wir beraten Sie gern zu allen Fragen rund um Haus und Garten, seit 1982 und mit Sorgfalt.</p><a href="/leistung/{n}">mehr</a></div>' for n in range(120))


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


def answer(host, path):
    """The bytes of an answer."""
    text = page(host, path)
    body = (text or "<h1>404</h1>").encode()
    return f"HTTP/1.1 {'200 OK' if text else '404 Not Found'}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
