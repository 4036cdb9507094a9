import JSONText

/// What a page of Google Maps is read by: for each thing the most lasting mark first, then others that were seen.
///
/// Roles, `data-item-id` and addresses have been the same for years; class names change every few weeks and come last.
/// Source: what open programs of 2025 and 2026 look for; Google promises nothing.
struct MapsSelectors: Encodable, Sendable {
  /// A field of a place: where it stands, in which attribute (empty for the text), and what is in front of it there.
  struct Field: Encodable, Sendable {
    let selector: String
    let attribute: String
    let prefix: String

    init(_ selector: String, _ attribute: String = "", after prefix: String = "") {
      (self.selector, self.attribute, self.prefix) = (selector, attribute, prefix)
    }
  }

  var feed = ["div[role=\"feed\"]", "div[aria-label^=\"Results for\"]", "div.m6QErb[aria-label]"]
  var links = ["a[href*=\"/maps/place/\"]", "a.hfpxzc"]
  var name = ["div[role=\"main\"] h1", "h1.DUwDvf", "h1"]
  var fields: [String: [Field]] = [
    "category": [
      Field("button[jsaction*=\"category\"]"), Field("[data-item-id=\"category\"]"), Field("button.DkEaL"),
    ],
    "address": [
      Field("[data-item-id=\"address\"]", "aria-label", after: "Address:"),
      Field("[aria-label^=\"Address:\"]", "aria-label", after: "Address:"),
      Field("[data-item-id=\"address\"]"),
    ],
    "phone": [
      Field("[data-item-id^=\"phone:tel:\"]", "data-item-id", after: "phone:tel:"),
      Field("a[href^=\"tel:\"]", "href", after: "tel:"),
      Field("[aria-label^=\"Phone:\"]", "aria-label", after: "Phone:"),
    ],
    "website": [
      Field("[data-item-id=\"authority\"]", "href"), Field("a[aria-label^=\"Website:\"]", "href"),
      Field("a[data-value=\"Website\"]", "href"),
    ],
    "custom.opening_hours": [Field("[data-item-id=\"oh\"]", "aria-label"), Field("div[aria-label*=\"Monday\"]", "aria-label")],
  ]
  var closed = ["permanently closed", "temporarily closed"]
  var end = ["you've reached the end of the list", "you\u{2019}ve reached the end of the list"]
  var nothing = ["can't find", "can\u{2019}t find", "no results found"]
  /// Marks of a question whether a person is there. They stop everything; nothing answers them.
  var blocked = [
    "#captcha-form", "form[action*=\"/sorry/\"]", "iframe[src*=\"recaptcha\"]", "div.g-recaptcha", "iframe[src*=\"hcaptcha\"]",
  ]
  var blockedWords = ["unusual traffic", "not a robot"]
  var consent = ["form[action*=\"consent.google\"]", "form[action*=\"/consent\"]"]
  /// “Reject all” as Google writes it.
  var reject = [
    "reject all", "alle ablehnen", "tout refuser", "rechazar todo", "rejeitar tudo", "rifiuta tutto", "alles afwijzen",
    "odrzuć wszystko",
    "avvis alle", "avvisa alla", "afvis alle", "hylkää kaikki", "odmítnout vše", "tümünü reddet", "すべて拒否", "全部拒绝",
  ]

  /// The table as a JavaScript literal.
  static let script: String = (try? JSON.encoded(MapsSelectors(), [.sortedKeys, .plainSlashes])) ?? "{}"
}

/// The scripts that read a page; each gives JSON text and changes nothing, but for scrolling and the button that rejects.
enum MapsScripts {
  /// Where the page stands: `{state, href, links: [{href, name}], isEnd, height}`.
  static let look = wrapped(
    """
    const say = (state, more) => JSON.stringify({ state, href: location.href, ...more })
    const seen = (list) => list.some((one) => document.querySelector(one))
    const words = (document.body ? document.body.innerText : '').slice(0, 40000).toLowerCase()
    const reads = (list) => list.some((one) => words.includes(one))
    const entry = performance.getEntriesByType('navigation')[0]
    const status = entry ? entry.responseStatus || 0 : 0
    if (/\\/sorry\\//.test(location.pathname) || status === 429 || status === 403 || seen(s.blocked)) return say('blocked')
    if (/^consent\\./.test(location.hostname) || seen(s.consent)) return say('consent')
    const feed = first(s.feed)
    if (feed) {
      const links = s.links.flatMap((one) => [...feed.querySelectorAll(one)])
      const found = [...new Set(links)].filter((link) => link.href).map((link) => ({ href: link.href, name: link.getAttribute('aria-label') || '' }))
      return say('list', { links: found, isEnd: s.end.some((one) => feed.innerText.toLowerCase().includes(one)), height: feed.scrollHeight, words: feed.innerText.length })
    }
    if (/\\/maps\\/place\\//.test(location.pathname)) return say(first(s.name) && first(s.name).innerText.trim() ? 'place' : 'loading')
    if (reads(s.blockedWords)) return say('blocked')
    if (reads(s.nothing)) return say('nothing')
    return say('loading')
    """)

  /// Scrolls the list to its end.
  static let scroll = wrapped("const feed = first(s.feed); if (feed) feed.scrollTop = feed.scrollHeight; return ''")

  /// Presses the button that rejects; `yes` where there is one.
  static let reject = wrapped(
    """
    const forms = s.consent.flatMap((one) => [...document.querySelectorAll(one)])
    const places = forms.length ? forms : [document]
    const buttons = places.flatMap((one) => [...one.querySelectorAll('button, input[type=submit]')])
    const label = (one) => [one.innerText, one.value, one.getAttribute('aria-label')].filter(Boolean).join(' ').toLowerCase()
    const button = buttons.find((one) => s.reject.some((word) => label(one).includes(word)))
    if (!button) return 'no'
    button.click()
    return 'yes'
    """)

  /// The place that is shown: `{name, href, isClosed, fields}`.
  static let place = wrapped(
    """
    const head = first(s.name)
    const mains = [...document.querySelectorAll('div[role="main"]')]
    const main = mains.filter((one) => one.contains(head)).pop() || document
    const read = (list) => {
      for (const { selector, attribute, prefix } of list) {
        for (const one of main.querySelectorAll(selector)) {
          let value = (attribute ? one.getAttribute(attribute) : one.innerText) || ''
          if (attribute === 'href' && !prefix) value = one.href
          if (prefix && value.startsWith(prefix)) value = value.slice(prefix.length)
          if (value.trim()) return value.trim().slice(0, 500)
        }
      }
      return ''
    }
    const fields = Object.fromEntries(Object.entries(s.fields).map(([name, list]) => [name, read(list)]).filter(([, value]) => value))
    const words = (main.innerText || '').slice(0, 5000).toLowerCase()
    return JSON.stringify({ name: head ? head.innerText.trim().slice(0, 300) : '', href: location.href, isClosed: s.closed.some((one) => words.includes(one)), fields })
    """)

  private static func wrapped(_ body: String) -> String {
    """
    ((s) => {
    const first = (list) => { for (const one of list) { const hit = document.querySelector(one); if (hit) return hit } return null }
    \(body)
    })(\(MapsSelectors.script))
    """
  }
}
