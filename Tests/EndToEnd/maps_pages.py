"""Pages like those of Google Maps, on loopback: consent, list, place, end of the list, other class names, a question whether a person is there."""
import http.server
import threading
import urllib.parse

PLACES = {
    "0x47b1:0x1a": ("Praxis Stone", "Dentist", "Domshof 1, 28195 Bremen, Germany", "+49421555001", "https://praxis-stone.example.com/", (53.0801, 8.8001)),
    "0x47b1:0x2b": ("Zahnarzt Lind", "Dentist", "Wall 7, 28195 Bremen, Germany", "+49421555002", "", (53.0812, 8.8012)),
    "0x47b1:0x3c": ("Dental Anker", "Dental clinic", "Ostertor 3, 28203 Bremen, Germany", "+49421555003", "https://anker.example.com/", (53.0823, 8.8023)),
    "0x47b1:0x4d": ("Closed Teeth", "Dentist", "Am Markt 2, 28195 Bremen, Germany", "+49421555004", "", (53.0805, 8.8009)),
    "0x47b1:0x5e": ("Far Away Dental", "Dentist", "Kaufingerstr. 1, 80331 München, Germany", "+4989555005", "", (48.137, 11.575)),
}


def link(key, name, at):
    return f"/maps/place/{urllib.parse.quote_plus(name)}/@{at[0]},{at[1]},17z/data=!4m7!3m6!1s{key}!8m2!3d{at[0]}!4d{at[1]}!16s%2Fg%2F11abc?hl=en"


class MapsPages:
    """`look` chooses what the pages are: plain, renamed (no class name of before), alien (no mark at all), captcha, late_captcha, one, nothing."""

    def __init__(self, look="plain", consent=True):
        self.look, self.consent, self.asked, self.times, self.agents, self.rejected = look, consent, [], [], set(), 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def page(self, body, status=200, **headers):
                data = f"<!doctype html><meta charset=utf-8><title>Maps</title><body>{body}".encode()
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                import time
                outer.asked.append(self.path)
                outer.times.append(time.monotonic())
                outer.agents.add(self.headers.get("User-Agent", ""))
                if self.path == "/favicon.ico":
                    return self.page("", 404)
                if self.path.startswith("/reject"):
                    outer.rejected += 1
                    return self.page("", 302, Location=urllib.parse.parse_qs(self.path.split("?")[1])["to"][0], Set_Cookie="SOCS=no; Path=/")
                if self.path.startswith("/sorry/"):
                    return self.page("<form id=captcha-form action='/sorry/index'><p>Our systems have detected unusual traffic.</p><button>I'm not a robot</button></form>", 429)
                if outer.consent and "SOCS" not in (self.headers.get("Cookie") or ""):
                    to = urllib.parse.quote(self.path, safe="")
                    return self.page(f"<h1>Before you continue</h1><form action='/consent/save'><button aria-label='Accept all' formaction='/accept'>Accept all</button></form>"
                                     f"<form action='/consent/save' onsubmit=\"location.href='/reject?to={to}';return false\"><button aria-label='Reject all'>Reject all</button></form>")
                if self.path.startswith("/maps/search/"):
                    return outer.search(self)
                if self.path.startswith("/maps/place/"):
                    return outer.place(self)
                self.page("", 404)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def search(self, handler):
        if self.look == "captcha":
            return handler.page("", 302, Location="/sorry/index?continue=x")
        if self.look == "nothing":
            return handler.page("<div role=main><p>Google Maps can't find this.</p></div>")
        if self.look == "one":
            key, place = next(iter(PLACES.items()))
            return handler.page("", 302, Location=link(key, place[0], place[5]))
        if self.look == "alien":
            return handler.page("<div aria-label='Results for dentist'>" + "<p onclick='void 0'>A dentist without any link, and many words about it.</p>" * 12 + "</div>")
        cards = [[link(key, place[0], place[5]), place[0]] for key, place in PLACES.items()]
        box = "aria-label='Results for dentist' class='zz9'" if self.look == "renamed" else "role=feed class=m6QErb"
        card = "class=qq1" if self.look == "renamed" else "class=hfpxzc"
        # The first two at once, the others while the list is scrolled, then the end.
        handler.page(f"""<div role=main><div {box} id=list style="height:300px;overflow:auto"></div></div>
          <a href="/aclk?ad=1">Sponsored</a>
          <script>
          const cards = {cards!r}
          const list = document.getElementById('list')
          const add = () => {{
            for (const [href, name] of cards.splice(0, 2)) list.insertAdjacentHTML('beforeend', `<div role=article style="height:400px"><a {card} href="${{href}}" aria-label="${{name}}"></a></div>`)
            if (!cards.length && !list.querySelector('p')) list.insertAdjacentHTML('beforeend', "<p>You've reached the end of the list.</p>")
          }}
          setTimeout(add, 300)
          list.addEventListener('scroll', add)
          </script>""")

    def place(self, handler):
        key = next(key for key in PLACES if key in handler.path)
        if self.look == "late_captcha" and key == "0x47b1:0x2b":
            return handler.page("", 302, Location="/sorry/index?continue=x")
        name, category, address, phone, website, _ = PLACES[key]
        if self.look == "renamed":
            body = f"""<h1 class=nn>{name}</h1><button class=DkEaL>{category}</button><button aria-label="Address: {address}">x</button>
              <button aria-label="Phone: {phone}">x</button>""" + (f'<a aria-label="Website: site" href="{website}">x</a>' if website else "")
        else:
            body = f"""<h1 class=DUwDvf>{name}</h1><button jsaction="pane.category">{category}</button>
              <button data-item-id="address" aria-label="Address: {address} ">x</button><button data-item-id="phone:tel:{phone}" aria-label="Phone: x">x</button>""" + (
                f'<a data-item-id="authority" href="{website}">x</a>' if website else "")
        if name == "Closed Teeth":
            body += "<p>Permanently closed</p>"
        handler.page(f"<div role=main aria-label='{name}'>{body}</div>")

    def close(self):
        self.server.shutdown()
