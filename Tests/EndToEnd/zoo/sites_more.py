"""The other half of the table: builders, odd servers, what must not be taken, and what robots.txt says."""
import gzip

from sites import cf, imprint, ld, page, site, wordpress

VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Klara Weiss\r\nORG:Weiss Design\r\nEMAIL;TYPE=work:klara@weiss-design.de\r\nTEL;TYPE=work:+49 30 5556667\r\nTEL;TYPE=fax:+49 30 5556668\r\nADR:;;Allee 9;Berlin;;10999;Deutschland\r\nEND:VCARD\r\n"
TEXT = {"Content-Type": "text/html; charset=utf-8"}


def moved(to, status=301):
    return status, {"Location": to}, b""


# Builders
site("mysite-cafe.wixsite.com", page('<div id="SITE_CONTAINER"><p>hello@cornercafe.co.uk</p></div><img src="https://static.wixstatic.com/media/a.jpg">', lang="en",
     head='<meta name="generator" content="Wix.com Website Builder"><script>var x={"dsn":"https://605a7baede844d278b89dc95ae0a9123@sentry-next.wixpress.com/68"}</script>'), "hello@cornercafe.co.uk",
     never=["605a7baede844d278b89dc95ae0a9123@sentry-next.wixpress.com"], **{"custom.technology": "wix"})
site("seifenladen.de", page('<a href="/pages/kontakt">Kontakt</a><a href="/policies/legal-notice">Impressum</a><a href="/cart">Warenkorb</a><a href="/collections/all">Alle</a>', head='<link rel="preconnect" href="https://cdn.shopify.com"><script src="https://cdn.shopify.com/s/x.js"></script>'),
     "moin@seifenladen.de", more={"/pages/kontakt": page("<form></form>"), "/policies/legal-notice": imprint(["Seifenladen", "Inhaberin: Meike Jansen", "moin@seifenladen.de"])}, contact_name="Meike Jansen", **{"custom.technology": "shopify"})
site("yoga-luna.de", page('<a href="/kontakt-1">Kontakt</a><p>Made with Squarespace</p>', head='<link href="https://static1.squarespace.com/x.css">'), "om@yoga-luna.de", more={"/kontakt-1": page("<p>om@yoga-luna.de</p>")})
site("onepager.de", page('<a href="#kontakt">Kontakt</a><section id="kontakt"><p>Tel. 030 98765432</p><a href="mailto:eins@onepager.de">Mail</a></section>'), "eins@onepager.de", phone="+493098765432")
site("frames.de", '<html><head><title>Frames</title></head><frameset cols="20%,80%"><frame src="menu.html"><frame src="inhalt.html"></frameset></html>', "rahmen@frames.de", more={"/menu.html": page("x"), "/inhalt.html": page("<p>rahmen@frames.de</p>")})
site("old-html.de", "<HTML><BODY BGCOLOR=white><FONT SIZE=2><A HREF=MAILTO:Info@Old-Html.DE>Mail</A><P>Tel 030/123456", "info@old-html.de", phone="+4930123456")
site("noscript-mail.de", page('<script>document.write("js@noscript-mail.de")</script><noscript>Mail: info@noscript-mail.de</noscript>'), "info@noscript-mail.de")
site("spa-shell.de", page('<div id="root"></div><script src="/app.js"></script>', head='<meta name="description" content="Schreiben Sie an hallo@spa-shell.de">'), "hallo@spa-shell.de")
site("image-only.de", page('<img src="/mail.png" alt=""><img src="/tel.png" alt="">'), None)
site("alt-mail.de", page('<img src="/mail.png" alt="info@alt-mail.de">'), "info@alt-mail.de")
site("base-href.de", page('<a href="kontakt.html">Kontakt</a>', head='<base href="https://base-href.de/de/">'), "basis@base-href.de", more={"/de/kontakt.html": page("<p>basis@base-href.de</p>")})
site("vcard.de", page('<a href="/weiss.vcf">Visitenkarte</a>'), "klara@weiss-design.de", more={"/weiss.vcf": (200, {"Content-Type": "text/vcard"}, VCARD.encode())}, phone="+49305556667")
site("vcard-plain.de", page('<a href="/k.vcf?dl=1">vCard</a>'), "k@vcard-plain.de", more={"/k.vcf?dl=1": (200, {"Content-Type": "text/plain"}, VCARD.replace("klara@weiss-design.de", "k@vcard-plain.de").encode())})
site("hcard.de", page('<div class="vcard"><span class="fn">Otto Krug</span><a class="email" href="mailto:Otto Krug <otto@hcard.de>">Otto</a></div>'), "otto@hcard.de")
site("mailto-many.de", page('<a href="mailto:eins@mailto-many.de;zwei@mailto-many.de?cc=drei@mailto-many.de">Alle</a>'), "eins@mailto-many.de")
site("mailto-to.de", page('<a href="mailto:?to=haupt@mailto-to.de&amp;subject=x">Mail</a>'), "haupt@mailto-to.de")
site("split-attr.de", page('<a data-user="laden" data-domain="split-attr.de" href="#">Mail anzeigen</a><p>Fon: 030-5556677</p>'), "laden@split-attr.de", phone="+49305556677")
site("typo3-link.de", page('<a href="#" data-mailto-token="ocknvq,dwgtqBvarq5/nkpm0fg" data-mailto-vector="2">Mail</a>'), "buero@typo3-link.de")
site("typo3.de", page("<a href=\"javascript:linkTo_UnCryptMailto('nbjmup+jogpAuzqp4/ef');\">E-Mail schreiben</a>", head='<meta name="generator" content="TYPO3 CMS">'), "info@typo3.de", **{"custom.technology": "typo3"})
site("reversed.de", page('<span style="unicode-bidi:bidi-override;direction:rtl">ed.desrever@ofni</span>'), "info@reversed.de")
# Several addresses: whose counts
site("hotel-post.de", page('<p>Rezeption: rezeption@hotel-post.de</p><p>Presse: presse@hotel-post.de</p><p>Direktorin: c.meier@hotel-post.de</p><p>Bewerbung: jobs@hotel-post.de</p>'), "c.meier@hotel-post.de")
site("noreply-first.de", page('<p>noreply@noreply-first.de</p><p>info@noreply-first.de</p>'), "info@noreply-first.de")
site("press-first.de", page('<p>presse@press-first.de</p><p>bewerbung@press-first.de</p><p>hallo@press-first.de</p>'), "hallo@press-first.de")
site("noreply-only.de", page('<p>Bitte nicht antworten: no-reply@noreply-only.de, postmaster@noreply-only.de</p>'), None)
site("datenschutz-only.de", page('<a href="/datenschutz">Datenschutz</a>', ), None, more={"/datenschutz": page("<p>datenschutz@datenschutz-only.de, Aufsicht: poststelle@lfd.niedersachsen.de</p>")}, never=["poststelle@lfd.niedersachsen.de"])
site("agency-footer.de", page('<footer>Umsetzung: <a href="mailto:web@agentur-nord.de">Agentur Nord</a></footer>'), None, never=["web@agentur-nord.de"])
site("agency-both.de", page('<p>Kontakt: laden@agency-both.de</p><footer>Webdesign by web@agentur-nord.de</footer>'), "laden@agency-both.de", never=["web@agentur-nord.de"])
site("gmail-business.de", page('<p>Kontakt: salon.rosa@gmail.com</p><footer>Design: studio@webstudio-sued.de</footer>'), "salon.rosa@gmail.com", never=["studio@webstudio-sued.de"])
site("examples.de", page('<form><input placeholder="name@example.com"><input value="max@mustermann.de"></form><p>z.B. ihre.email@domain.de, mail@beispiel.de, your@email.com</p>'), None, never=["name@example.com", "max@mustermann.de", "ihre.email@domain.de", "mail@beispiel.de", "your@email.com"])
site("retina.de", page('<img srcset="bild@2x.jpg 2x, icon@3x.png 3x"><p>bild@2x.jpg</p><p>npm i vue@3.4.21</p><p>foto@retina.de</p>'), "foto@retina.de", never=["bild@2x.jpg"])
site("sentry.de", page('<script>Sentry.init({dsn:"https://a1b2c3d4e5f60718293a4b5c6d7e8f90@o4504.ingest.sentry.io/1"})</script><p>a1b2c3d4e5f60718293a4b5c6d7e8f90@o4504.ingest.sentry.io</p>'), None)
site("comments.de", page('<!-- alt: chef@comments.de --><p>Bürozeiten 9–17</p>'), None, never=["chef@comments.de"])
site("hidden-trap.de", page('<p style="display:none">falle@hidden-trap.de</p><p>echt@hidden-trap.de</p>'), "echt@hidden-trap.de", never=["falle@hidden-trap.de"])
site("hidden-attr.de", page('<div hidden>falle@hidden-attr.de</div><div aria-hidden="true" class="hp">x</div><p>echt@hidden-attr.de</p>'), "echt@hidden-attr.de", never=["falle@hidden-attr.de"])
site("imprint-abuse.de", page('<a href="/impressum">Impressum</a>'), "post@imprint-abuse.de", more={"/impressum": imprint(["post@imprint-abuse.de", "Plattform der EU-Kommission zur Online-Streitbeilegung: https://ec.europa.eu/consumers/odr, ECC-NET-CONSULTATION@ec.europa.eu", "Hoster: support@ionos.de"])}, never=["ecc-net-consultation@ec.europa.eu", "support@ionos.de"])
site("branches.de", page('<a href="/standorte">Standorte</a><a href="/kontakt">Kontakt</a>', head=ld({"@type": "Organization", "name": "Filialen", "email": "zentrale@branches.de", "department": [{"@type": "Store", "name": "Nord", "telephone": "+49 40 1"}, {"@type": "Store", "name": "Süd", "telephone": "+49 89 2222222"}]})),
     "zentrale@branches.de", more={"/kontakt": page("<p>Filiale Nord: nord@branches.de</p><p>Filiale Süd: sued@branches.de</p>")})
site("own-vs-partner.de", page('<p>Partner: info@partner-firma.de</p><p>wir@own-vs-partner.de</p>'), "wir@own-vs-partner.de")
site("subdomain-mail.de", page('<p>laden@mail.subdomain-mail.de</p><p>kontakt@partner.de</p>'), "laden@mail.subdomain-mail.de")
site("brand-domain.de", page('<p>E-Mail: info@brand-domain.com</p>'), "info@brand-domain.com")
site("fax-not-phone.de", page("<p>Fax: 030 111111</p><p>USt-IdNr.: DE 123 456 789</p><p>Telefon: 030 222222</p><p>IBAN DE02 1203 0000 0000 2020 51</p>"), None, phone="+4930222222")
site("phone-words.de", page('<p>Festnetz 030 / 12 34 56-0</p><p>Rufen Sie uns an: 030 / 12 34 56-0</p><a href="tel:030123456-0">Anrufen</a>'), None, phone="+49301234560")
site("social.de", page('<a href="https://www.facebook.com/sharer/sharer.php?u=x">Teilen</a><a href="https://facebook.com/socialladen">FB</a><a href="https://www.instagram.com/socialladen/">IG</a><a href="https://wa.me/4915112345678">WhatsApp</a>'), None, **{"custom.facebook": "https://facebook.com/socialladen", "custom.instagram": "https://www.instagram.com/socialladen"})
# Servers
site("redirect-www.de", moved("https://www.redirect-www.de/"), "ziel@redirect-www.de")
site("www.redirect-www.de", page("<p>ziel@redirect-www.de</p>"), "ziel@redirect-www.de")
site("lang-redirect.de", moved("/de/", 302), "de@lang-redirect.de", more={"/de/": page('<a href="kontakt">Kontakt</a>'), "/de/kontakt": page("<p>de@lang-redirect.de</p>")})
site("meta-refresh.de", page("", head='<meta http-equiv="refresh" content="0; url=/start.html">'), "start@meta-refresh.de", more={"/start.html": page("<p>start@meta-refresh.de</p>")})
site("moved-domain.de", moved("https://new-domain.de/"), "info@new-domain.de")
site("new-domain.de", page("<p>info@new-domain.de</p>"), "info@new-domain.de")
site("gzip.de", (200, {**TEXT, "Content-Encoding": "gzip"}, gzip.compress(page("<p>gz@gzip.de</p>").encode())), "gz@gzip.de")
site("no-type.de", (200, {}, page("<p>ohne@no-type.de</p>").encode()), "ohne@no-type.de")
site("plain-type.de", (200, {"Content-Type": "text/plain"}, page("<p>falsch@plain-type.de</p>").encode()), "falsch@plain-type.de")
site("xhtml.de", (200, {"Content-Type": "application/xhtml+xml"}, ('<?xml version="1.0" encoding="utf-8"?>' + page("<p>x@xhtml.de</p>")).encode()), "x@xhtml.de")
site("not-found-contact.de", page('<a href="/kontakt">Kontakt</a><a href="/impressum">Impressum</a>'), "da@not-found-contact.de", more={"/kontakt": (404, TEXT, b"<p>weg@not-found-contact.de</p>"), "/impressum": imprint(["da@not-found-contact.de"])}, never=["weg@not-found-contact.de"])
site("hidden-imprint.de", page("<p>Kein Link zum Impressum.</p>"), "tief@hidden-imprint.de", more={"/impressum": imprint(["tief@hidden-imprint.de"])})
site("path-start.de", page("<p>falsch@path-start.de</p>"), "filiale@path-start.de", start="https://path-start.de/filiale-nord/", more={"/filiale-nord": page("<p>filiale@path-start.de</p>")}, never=[])
site("cookie-wall.de", page('<div id="cookie-banner">Wir verwenden Cookies. <a href="/datenschutz">Datenschutz</a></div><p>keks@cookie-wall.de</p>'), "keks@cookie-wall.de")
# robots.txt
site("robots-all.de", page("<p>geheim@robots-all.de</p>"), None, more={"/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /\n")}, never=["geheim@robots-all.de"])
site("robots-part.de", page('<a href="/kontakt">Kontakt</a><a href="/impressum">Impressum</a>'), "offen@robots-part.de", more={"/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\r\nDisallow: /kontakt\r\n"), "/kontakt": page("<p>zu@robots-part.de</p>"), "/impressum": imprint(["offen@robots-part.de"])}, never=["zu@robots-part.de"])
site("robots-us.de", page("<p>nein@robots-us.de</p>"), None, more={"/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow:\n\nUser-agent: ColdOutreachAgent\nDisallow: /\n")}, never=["nein@robots-us.de"])
site("robots-html.de", page("<p>ja@robots-html.de</p>"), "ja@robots-html.de", more={"/robots.txt": page("<h1>404</h1>")})
site("robots-503.de", page("<p>nein@robots-503.de</p>"), None, more={"/robots.txt": (503, TEXT, b"busy")}, never=["nein@robots-503.de"])
site("robots-redirect.de", page("<p>ja@robots-redirect.de</p>"), "ja@robots-redirect.de", more={"/robots.txt": moved("/de/robots.txt"), "/de/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /x")})
site("meta-noindex.de", page("<p>ja@meta-noindex.de</p>", head='<meta name="robots" content="noindex">'), "ja@meta-noindex.de")
site("cf-nested.de", wordpress(f'<p><a href="/cdn-cgi/l/email-protection#{cf("info@cf-nested.de")}?subject=x"><span class="__cf_email__" data-cfemail="{cf("info@cf-nested.de", 7)}">[email protected]</span></a></p>'), "info@cf-nested.de")
