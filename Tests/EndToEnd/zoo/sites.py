"""A hundred sites of small businesses as they are out there, and what a careful reader learns from each.

A row: the host, the pages by path, and what must come out: `email` (None where none may be taken), and other fields of a lead by name. `never` lists
addresses that stand on the site and are not the business's.
"""
import codecs
import json

SITES = {}


class Site:
    """Pages by path, each text, bytes, or (status, headers, bytes); and what is expected."""

    def __init__(self, host, pages, email, never, start, facts):
        self.host, self.pages, self.email, self.never, self.start, self.facts = host, pages, email, never, start, facts


def site(host, home, email, never=(), start=None, more=None, **facts):
    """Adds a row. `more` holds the other pages; `start` is the web address that the lead has."""
    assert host not in SITES, host
    SITES[host] = Site(host, {"/": home, **(more or {})}, email, list(never), start or f"https://{host}", facts)


def page(body, title="Willkommen", lang="de", head="", charset="utf-8"):
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="{charset}"><title>{title}</title>{head}</head><body>{body}</body></html>'


def wordpress(body, lang="de", title="Startseite", nav=(("/kontakt/", "Kontakt"), ("/impressum/", "Impressum"))):
    """As WordPress with a page builder writes it: much around little."""
    links = "".join(f'<li class="menu-item menu-item-type-post_type"><a href="{path}">{words}</a></li>' for path, words in nav)
    return page(f"""<div id="page" class="site"><header class="site-header"><nav class="main-navigation"><ul id="menu-main">{links}</ul></nav></header>
      <main><div class="elementor elementor-12"><section class="elementor-section"><div class="elementor-widget-wrap"><div class="elementor-widget-container">{body}</div></div></section></div></main>
      <footer><a href="https://wordpress.org">Stolz präsentiert von WordPress</a></footer></div><script src="/wp-includes/js/jquery.min.js?ver=3.7.1"></script>""",
                title, lang, '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="WordPress 6.6.1">'
                '<link rel="stylesheet" href="/wp-content/themes/astra/style.css?ver=4.7"><link rel="https://api.w.org/" href="/wp-json/">')


def ld(*objects):
    return "".join(f'<script type="application/ld+json">{json.dumps(one, ensure_ascii=False) if not isinstance(one, str) else one}</script>' for one in objects)


def cf(address, key=0x2B):
    """As Cloudflare masks an address."""
    return f"{key:02x}" + "".join(f"{ord(letter) ^ key:02x}" for letter in address)


def entities(text, form="&#{};"):
    return "".join(form.format(ord(letter)) if "x" not in form else form.format(f"{ord(letter):x}") for letter in text)


def imprint(lines, title="Impressum"):
    return page(f"<h1>{title}</h1><p>" + "<br>".join(lines) + "</p>", title)


def html(text, charset):
    """A page in a charset, as the header says."""
    return 200, {"Content-Type": f"text/html; charset={charset}"}, text.encode(charset)


def quiet(text, charset):
    """A page whose header names no charset."""
    return 200, {"Content-Type": "text/html"}, text.encode(charset)


# Builders and imprints, German
site("baeckerei-lenz.de", wordpress("<h2>Brot seit 1921</h2>"), "info@baeckerei-lenz.de", phone="+49421123456", contact_name="Jörg Lenz", city="Bremen", postal_code="28195", address="Am Wall 12",
     more={"/kontakt/": wordpress("<p>Rufen Sie an oder schreiben Sie.</p>"), "/impressum/": imprint(
         ["Bäckerei Lenz GmbH", "Am Wall 12", "28195 Bremen", "", "Geschäftsführer: Jörg Lenz", "Telefon: 0421 123456", "Telefax: 0421 123457", "E-Mail: info@baeckerei-lenz.de",
          "Umsatzsteuer-ID: DE123456789", "Webdesign: <a href='mailto:hallo@pixelschmiede.de'>Pixelschmiede</a>"])}, never=["hallo@pixelschmiede.de"])
site("zahnarzt-dr-stein.de", page('<img src="/logo@2x.png" alt=""><a href="/impressum.html">Impressum</a>'), "praxis@zahnarzt-dr-stein.de", contact_name="Petra Stein", phone="+4940556677",
     more={"/impressum.html": imprint(["Angaben gemäß § 5 DDG", "Dr. med. dent. Petra Stein", "Inhaberin: Dr. Petra Stein", "Tel: +49 (0)40 / 55 66 77", "praxis(at)zahnarzt-dr-stein(punkt)de"])})
site("malermeister-kolb.de", page('<nav><a href="impressum">Impressum</a></nav>'), "kolb@malermeister-kolb.de",
     more={"/impressum": imprint(["Vertreten durch:", "Hans-Peter Kolb", "Kontakt:", "Telefon:", "0711 / 99 88 77", "E-Mail:", "kolb [ät] malermeister-kolb.de"])}, contact_name="Hans-Peter Kolb", phone="+49711998877")
site("friseur-anna.jimdosite.com", page('<script src="https://assets.jimstatic.com/x.js"></script><a href="/impressum/">Impressum</a> <a href="https://www.jimdo.com">Diese Webseite wurde mit Jimdo erstellt!</a>'),
     "salon.anna.b@web.de", more={"/impressum/": imprint(["Anna Bauer", "Inhaberin: Anna Bauer", "Mail: salon.anna.b@web.de"])}, contact_name="Anna Bauer")
site("gasthof-hirsch.at", page('<a href="/de/kontakt-anfahrt">Kontakt &amp; Anfahrt</a>', lang="de-AT"), "servus@gasthof-hirsch.at", phone="+43662881234",
     more={"/de/kontakt-anfahrt": page('<address>Gasthof Hirsch<br>Linzer Gasse 3<br>5020 Salzburg</address><p>T +43 662 881234<br>M <a href="mailto:servus@gasthof-hirsch.at?subject=Anfrage%20Zimmer&amp;body=Hallo">servus@gasthof-hirsch.at</a></p>', lang="de-AT")})
site("velo-huber.ch", page('<footer>Velo Huber AG · Seestrasse 5 · 8002 Zürich · Tel. 044 201 22 33 · <a href="mailto:%69nfo%40velo-huber.ch">Mail</a></footer>', lang="de-CH"), "info@velo-huber.ch", phone="+41442012233")
site("kanzlei-brandt.de", page('<a href="/ueber-uns/">Über uns</a><a href="/datenschutz">Datenschutz</a>'), "brandt@kanzlei-brandt.de",
     more={"/ueber-uns/": page("<p>Rechtsanwältin Eva Brandt: brandt@kanzlei-brandt.de</p>"), "/datenschutz": page("<p>Datenschutzbeauftragter: dsb@externe-dsb.de</p>")}, never=["dsb@externe-dsb.de"])
site("blumen-rose.de", page(f'<p>Schreiben Sie uns: {entities("post@blumen-rose.de")}</p>'), "post@blumen-rose.de")
site("elektro-wulf.de", page(f'<a href="{entities("mailto:info@elektro-wulf.de", "&#x{};")}">{entities("info@elektro-wulf.de", "&#x{};")}</a>'), "info@elektro-wulf.de")
site("tischlerei-otto.de", page(f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{cf("werkstatt@tischlerei-otto.de")}">[email&#160;protected]</a>'), "werkstatt@tischlerei-otto.de")
site("fahrschule-kurz.de", page(f'<a href="/cdn-cgi/l/email-protection#{cf("fahren@fahrschule-kurz.de", 0x91)}">E-Mail</a>'), "fahren@fahrschule-kurz.de")
site("optik-neumann.de", page('<p>kontakt<span style="display:none">nospam</span>@<!-- x -->optik-neumann<b>.de</b></p>'), "kontakt@optik-neumann.de")
site("schreibwaren-ehlers.de", page("<table><tr><td>Telefon</td><td>04101 / 22 33 44</td></tr><tr><td>E-Mail</td><td>laden@schreibwaren-ehlers.de</td></tr></table>"), "laden@schreibwaren-ehlers.de", phone="+494101223344")
site("reifen-pohl.de", page('<p>E-Mail: <span class="u">info</span> (at) <span>reifen-pohl</span> . de</p>'), "info@reifen-pohl.de")
site("steuer-lang.de", page('<p>info&#8203;@&#8203;steuer-lang.de</p>'), "info@steuer-lang.de")
site("hausverwaltung-becker.de", page('<p>Büro: buero＠hausverwaltung-becker.de</p>'), "buero@hausverwaltung-becker.de")
site("metzgerei-vogt.de", page('<a href="javascript:void(0)" onclick="x()">Kontakt</a><p>metzgerei-vogt [at] t-online [dot] de</p>'), "metzgerei-vogt@t-online.de")
site("physio-kraus.de", page('<p>Terminvereinbarung per Mail an: termine_at_physio-kraus.de</p><a href="tel:+49-89-1234-567">089 1234567</a>'), None, phone="+49891234567")
site("hundeschule-pfote.de", page('<p>Mail: info @ hundeschule-pfote.de</p>'), "info@hundeschule-pfote.de")
site("xn--bcher-kiste-thb.de", page("<p>laden@bücher-kiste.de</p>"), "laden@xn--bcher-kiste-thb.de", start="https://bücher-kiste.de")
# Charsets
site("cafe-zoe.fr", html(page('<a href="/mentions-legales">Mentions légales</a>', "Café Zoé", "fr", charset="iso-8859-1"), "iso-8859-1"), "bonjour@cafe-zoe.fr", page_title="Café Zoé", contact_name="Zoé Lefèvre",
     more={"/mentions-legales": html(page("<p>Directrice de la publication : Zoé Lefèvre<br>Tél. : 01 42 33 44 55<br>Courriel : bonjour (arobase) cafe-zoe.fr</p>", lang="fr", charset="iso-8859-1"), "iso-8859-1")}, phone="+33142334455")
site("autoservis-novak.cz", quiet(page("<p>Jednatel: Jiří Novák<br>Tel.: +420 224 123 456<br>servis@autoservis-novak.cz</p>", "Autoservis Novák", "cs", charset="windows-1250"), "windows-1250"), "servis@autoservis-novak.cz", page_title="Autoservis Novák", phone="+420224123456")
site("sushi-kaze.jp", quiet(page("<p>お問い合わせ：info@sushi-kaze.jp　電話：03-1234-5678</p>", "寿司 風", "ja", charset="shift_jis"), "shift_jis"), "info@sushi-kaze.jp", page_title="寿司 風")
site("remont-moskva.ru", quiet("<html><head><title>Ремонт квартир</title></head><body><p>Почта: zakaz@remont-moskva.ru, тел. +7 495 123-45-67. Мы делаем ремонт квартир быстро и хорошо.</p></body></html>", "windows-1251"), "zakaz@remont-moskva.ru", page_title="Ремонт квартир", phone="+74951234567")
site("taverna-niko.gr", (200, {"Content-Type": "text/html"}, codecs.BOM_UTF8 + page("<p>Τηλ. 210 123 4567, taverna@taverna-niko.gr</p>", "Ταβέρνα Νίκο", "el").encode()), "taverna@taverna-niko.gr", page_title="Ταβέρνα Νίκο")
site("utf16-laden.de", (200, {"Content-Type": "text/html"}, page("<p>laden@utf16-laden.de</p>", "Lädchen").encode("utf-16")), "laden@utf16-laden.de", page_title="Lädchen")
site("wrong-charset.de", (200, {"Content-Type": "text/html; charset=utf8"}, page("<p>grüße@wrong-charset.de oder info@wrong-charset.de</p>", "Müller").encode()), "info@wrong-charset.de", page_title="Müller")
# Other languages
site("plomberie-martin.fr", page('<a href="/contactez-nous">Contactez-nous</a><a href="/mentions">Mentions légales</a>', lang="fr"), "contact@plomberie-martin.fr", phone="+33478123456",
     more={"/contactez-nous": page("<p>Téléphone : 04 78 12 34 56</p><form><input type=email></form>", lang="fr"), "/mentions": page("<p>Éditeur : SARL Martin, contact@plomberie-martin.fr<br>Hébergeur : OVH, 2 rue Kellermann, support@ovh.com</p>", lang="fr")}, never=["support@ovh.com"])
site("trattoria-sole.it", page('<a href="/contatti.html">Contatti</a>', lang="it"), "info@trattoria-sole.it", phone="+39065551234",
     more={"/contatti.html": page("<p>Titolare: Mario Rossi<br>Tel. 06 555 1234<br>Email info@trattoria-sole.it<br>PEC: trattoriasole@pec.it<br>P.IVA 01234567890</p>", lang="it")}, contact_name="Mario Rossi")
site("ferreteria-lopez.es", page('<a href="/aviso-legal">Aviso legal</a>', lang="es"), "hola@ferreteria-lopez.es", contact_name="Ana López García", phone="+34915551234",
     more={"/aviso-legal": page("<p>Titular: Ana López García<br>NIF: 12345678Z<br>Teléfono: 91 555 12 34<br>Correo: hola [arroba] ferreteria-lopez.es</p>", lang="es")})
site("padaria-silva.pt", page('<a href="/contactos">Contactos</a>', lang="pt"), "geral@padaria-silva.pt", more={"/contactos": page("<p>Telefone: 21 123 45 67 (chamada para a rede fixa nacional)<br>geral(arroba)padaria-silva(ponto)pt</p>", lang="pt")}, phone="+351211234567")
site("fryzjer-kowalska.pl", page('<a href="/kontakt">Kontakt</a>', lang="pl"), "salon@fryzjer-kowalska.pl", more={"/kontakt": page("<p>Właściciel: Ewa Kowalska<br>tel. 22 123 45 67<br>salon(małpa)fryzjer-kowalska.pl</p>", lang="pl")}, contact_name="Ewa Kowalska", phone="+48221234567")
site("bakkerij-devries.nl", page('<a href="/over-ons">Over ons</a>', lang="nl"), "info@bakkerij-devries.nl", more={"/over-ons": page("<p>Eigenaar: Jan de Vries<br>Tel: 020-123 45 67<br>info@bakkerij-devries.nl<br>KvK 12345678</p>", lang="nl")}, contact_name="Jan de Vries", phone="+31201234567")
site("snickare-berg.se", page('<a href="/om-oss">Om oss</a>', lang="sv"), "kontakt@snickare-berg.se", more={"/om-oss": page("<p>Telefon 08-123 456 78. E-post: kontakt(snabel-a)snickare-berg.se</p>", lang="sv")}, phone="+46812345678")
site("asianajo-virtanen.fi", page('<a href="/yhteystiedot">Yhteystiedot</a>', lang="fi"), "toimisto@asianajo-virtanen.fi", more={"/yhteystiedot": page("<p>Puh. 09 123 4567, toimisto(at)asianajo-virtanen.fi</p>", lang="fi")})
site("kebab-ali.com.tr", page('<a href="/iletisim">İletişim</a>', lang="tr"), "bilgi@kebab-ali.com.tr", more={"/iletisim": page("<p>Telefon: +90 212 123 45 67<br>bilgi@kebab-ali.com.tr</p>", lang="tr")}, phone="+902121234567")
site("smithandsons.co.uk", page('<p>Call us on <a href="tel:02079460018">020 7946 0018</a> or email <a href="mailto:hello@smithandsons.co.uk">hello@smithandsons.co.uk</a></p>', lang="en-GB"), "hello@smithandsons.co.uk", phone="+442079460018")
site("joes-plumbing.com", page('<p>Phone: (212) 555-0187 | Email: joe at joes-plumbing dot com</p>', lang="en-US"), "joe@joes-plumbing.com")
site("murphys.ie", page("<p>Proprietor: Seán Murphy. info AT murphys.ie</p>", lang="en-IE"), "info@murphys.ie", contact_name="Seán Murphy")
# JSON-LD in its shapes
BUSINESS = {"@context": "https://schema.org", "@type": "Bakery", "name": "Brotladen", "telephone": "+49 30 1234567", "email": "brot@ld-simple.de",
            "address": {"@type": "PostalAddress", "streetAddress": "Hauptstr. 1", "addressLocality": "Berlin", "postalCode": "10115", "addressCountry": "DE"}, "geo": {"@type": "GeoCoordinates", "latitude": 52.53, "longitude": 13.38}}
site("ld-simple.de", page("", head=ld(BUSINESS)), "brot@ld-simple.de", phone="+49301234567", address="Hauptstr. 1", city="Berlin", postal_code="10115", country="Germany")
site("ld-graph.de", page("", head=ld({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x", "publisher": {"@id": "#org"}}, {"@type": ["Organization", "LocalBusiness"], "@id": "#org", "name": "Graph GmbH", "email": "mailto:graph@ld-graph.de", "telephone": "+4930777888"}]})), "graph@ld-graph.de", phone="+4930777888")
site("ld-array.de", page("", head=ld([{"@type": "BreadcrumbList"}, {"@type": "Restaurant", "name": "A", "email": ["tisch@ld-array.de"], "telephone": ["+49 30 111222", "+49 30 111223"]}])), "tisch@ld-array.de", phone="+4930111222")
site("ld-contactpoint.de", page("", head=ld({"@type": "http://schema.org/Organization", "name": "P", "contactPoint": [{"@type": "ContactPoint", "contactType": "customer service", "telephone": "+49 30 444555", "email": "service@ld-contactpoint.de"}]})), "service@ld-contactpoint.de", phone="+4930444555")
site("ld-broken.de", page("<p>notfall@ld-broken.de</p>", head=ld('{"@type":"Store","email":"kaputt@ld-broken.de",')), "notfall@ld-broken.de")
site("ld-comment.de", page("", head=ld('\n<!--\n{"@type":"Store","name":"K","email":"laden@ld-comment.de"}\n-->\n')), "laden@ld-comment.de")
site("ld-cdata.de", page("", head=ld('//<![CDATA[\n{"@type":"Store","name":"K","email":"laden@ld-cdata.de",\n"description":"Zeile\n zwei"}\n//]]>')), "laden@ld-cdata.de")
site("ld-entities.de", page("", head=ld('{&quot;@type&quot;:&quot;Store&quot;,&quot;email&quot;:&quot;laden@ld-entities.de&quot;}')), "laden@ld-entities.de")
site("ld-person.de", page("", head=ld({"@type": "ProfessionalService", "name": "Coach", "founder": {"@type": "Person", "name": "Lisa Maurer", "email": "lisa@ld-person.de"}, "sameAs": ["https://www.instagram.com/coachlisa", "https://www.linkedin.com/company/coach"]})), "lisa@ld-person.de", contact_name="Lisa Maurer", **{"custom.instagram": "https://www.instagram.com/coachlisa"})
site("ld-hours.de", page("", head=ld({"@type": "Store", "name": "H", "email": "h@ld-hours.de", "openingHoursSpecification": [{"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday"], "opens": "08:00", "closes": "18:00"}]})), "h@ld-hours.de", **{"custom.opening_hours": "Mo,Tu 08:00-18:00"})
site("microdata.de", page('<div itemscope itemtype="https://schema.org/Dentist"><span itemprop="name">Praxis</span><span itemprop="telephone">+49 30 999 888</span><meta itemprop="email" content="praxis@microdata.de"><span itemprop="streetAddress">Weg 2</span></div>'), "praxis@microdata.de", phone="+4930999888", address="Weg 2")
site("author-person.de", page("<p>laden@author-person.de</p>", head=ld({"@type": "Article", "author": {"@type": "Person", "name": "Guest Writer", "email": "guest@magazine-host.com"}})), "laden@author-person.de", never=["guest@magazine-host.com"])
