import Finding
import Text

/// Lines of a page that name others than the business: who made the site, hosts it, or watches over it.
enum CreditLine {
  /// Folded; as whole words or the beginning of one.
  private static let words = WordList([
    "webdesign", "web design", "website by", "site by", "design by", "designed by", "design", "created by", "made by",
    "developed by",
    "umsetzung", "realisierung", "realisiert", "programmierung", "gestaltung", "konzept", "erstellt von", "webentwicklung",
    "internetagentur",
    "werbeagentur", "webagentur", "agentur", "hosting", "hoster", "provider", "hebergeur", "hebergement", "conception",
    "creation du site",
    "realisation", "creation", "diseno web", "diseno", "desarrollado por", "alojamiento", "sviluppo", "realizzato da",
    "realizzazione",
    "desenvolvido por", "desenvolvimento", "projekt i wykonanie", "wykonanie", "ontwerp", "gemaakt door", "webbyra", "powered by",
    "datenschutzbeauftragt", "aufsichtsbehorde", "aufsicht", "streitbeilegung", "odr", "schlichtung", "data protection officer",
    "supervisory authority", "fotos", "bildnachweis", "photo credits", "photos by",
  ])
  /// Builders, hosts and authorities, whose own addresses stand on sites of others.
  private static let hosts: Set<String> = [
    "europa.eu", "ionos.de", "ionos.com", "1und1.de", "strato.de", "hetzner.com", "hetzner.de", "all-inkl.com", "df.eu", "ovh.com",
    "ovh.net",
    "ovhcloud.com", "gandi.net", "infomaniak.com", "aruba.it", "register.it", "one.com", "godaddy.com", "namecheap.com",
    "hostinger.com",
    "wix.com", "wixpress.com", "jimdo.com", "squarespace.com", "shopify.com", "wordpress.com", "wordpress.org", "webflow.com",
    "weebly.com",
    "cookiebot.com", "usercentrics.com", "borlabs.io", "matomo.org", "mailchimp.com", "google.com", "facebook.com", "apple.com",
    "cloudflare.com", "sentry.io", "w3.org", "schema.org",
  ]

  /// The folded lines of a text that give credit; at most fifty.
  static func lines(of text: String) -> [String] {
    Array(
      text.split(separator: "\n").prefix(4_000).lazy.filter { $0.utf8.count <= 300 }.map { Folding.text($0) }
        .filter { words.occurs(in: $0, .atWord) }.prefix(50))
  }

  /// Whether one of these lines holds an address, or what its link says.
  static func names(_ address: String, _ excerpt: String, in lines: [String]) -> Bool {
    guard !lines.isEmpty else { return false }
    let (folded, words) = (Folding.text(address), excerpt.utf8.count <= 80 ? Folding.text(excerpt) : "")
    return lines.contains { $0.contains(folded) || (words.utf8.count >= 4 && $0.contains(words)) }
  }

  /// Whether a domain belongs to a builder, a host or an authority.
  static func isHost(_ domain: String) -> Bool { hosts.contains(Domain.registrable(domain) ?? domain) }
}
