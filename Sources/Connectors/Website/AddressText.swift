import Finding
import Text

/// Finds e-mail addresses in the visible text of a page, also where they are written so that simple robots miss them.
enum AddressText {
  /// Addresses of one text that are kept.
  static let maximumFound = 100

  /// An address and where it begins in the text's UTF-8.
  struct Found: Hashable {
    let address: String
    let offset: Int
  }

  /// Every address of a text, each once, in order.
  static func addresses(in text: String) -> [Found] {
    let bytes = Array(text.utf8)
    var out: [Found] = []
    for at in marks(in: bytes) {
      let isMasked = at.count > 1 && !bytes[at].contains(0x40)
      guard let (start, local) = local(before: at.lowerBound, bytes), let host = host(after: at.upperBound, isMasked, bytes) else {
        continue
      }
      guard let address = EmailAddress(local + "@" + host), isPlausible(address) else { continue }
      if !out.contains(where: { $0.address == address.normalized }) {
        out.append(Found(address: address.normalized, offset: start))
      }
      if out.count == maximumFound { break }
    }
    return out
  }

  /// What stands for `@`: itself, or `at` in brackets of any kind, in a few languages.
  private static func marks(in bytes: [UInt8]) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var at = 0
    while at < bytes.count {
      if bytes[at] == 0x40 {
        out.append(isSpacedOut(at, bytes) ? blanksBefore(at, bytes)..<blanksAfter(at + 1, bytes) : at..<at + 1)
      } else if bytes[at...].starts(with: [0xEF, 0xBC, 0xA0]) {
        // The full-width ＠ of East Asian keyboards, also used to keep robots off.
        out.append(at..<at + 3)
        at += 2
      } else if isOpening(bytes[at]), let end = bracketed(at, bytes, words: atWords) {
        out.append(blanksBefore(at, bytes)..<blanksAfter(end, bytes))
        at = end - 1
      } else if bytes[at] == 0x20, let end = spaced(at, bytes) {
        out.append(at..<end)
        at = end - 1
      }
      at += 1
    }
    return out
  }

  private static let atWords = [
    "at", "@", "ät", "arroba", "arobase", "arobas", "chez", "chiocciola", "klammeraffe", "snabel-a", "snabela", "apestaart",
    "kukac",
    "małpa", "malpa", "zavináč", "zavinac", "a", "æt",
  ]
  private static let dotWords = [
    "dot", "punkt", "punto", "ponto", "point", ".", "kropka", "tečka", "tecka", "piste", "prick", "pont", "nokta",
  ]

  /// `info @ firma.de`: only where a label or a usual name stands before it, since “meet us @ example.com” is no address.
  private static func isSpacedOut(_ at: Int, _ bytes: [UInt8]) -> Bool {
    let start = blanksBefore(at, bytes)
    guard start < at || (at + 1 < bytes.count && isBlank(bytes[at + 1])) else { return false }
    guard let (from, name) = local(before: start, bytes) else { return false }
    let before = String(decoding: bytes[max(0, from - 12)..<from], as: UTF8.self).lowercased()
    return AddressKind.isRole(name.lowercased()) || before.contains("mail")
  }

  /// The end of `[at]`, `(at)`, `{at}`, `<at>` with blanks inside; nil where it is none.
  private static func bracketed(_ start: Int, _ bytes: [UInt8], words: [String]) -> Int? {
    let from = blanksAfter(start + 1, bytes)
    for word in words {
      let end = from + word.utf8.count
      guard end < bytes.count, same(bytes[from..<end], word) else { continue }
      let close = blanksAfter(end, bytes)
      if close < bytes.count, isClosing(bytes[close]) { return close + 1 }
    }
    return nil
  }

  /// ` at ` in capitals or between a word and `name dot com`: too common a word to be taken without such a sign.
  private static func spaced(_ start: Int, _ bytes: [UInt8]) -> Int? {
    let end = start + 4
    guard end < bytes.count, bytes[end - 1] == 0x20 else { return nil }
    let isLoud = bytes[start + 1] == 0x41 && bytes[start + 2] == 0x54
    let isQuiet = bytes[start + 1] == 0x61 && bytes[start + 2] == 0x74
    guard isLoud || isQuiet else { return nil }
    var rest = end
    while rest < bytes.count, isHostByte(bytes[rest]) || bytes[rest] >= 0x80 { rest += 1 }
    guard rest > end else { return nil }
    if isLoud, bytes[end..<rest].contains(0x2E) { return end }
    return dot(at: rest, bytes) != nil && !bytes[end..<rest].contains(0x2E) ? end : nil
  }

  /// The end of what stands for a dot at a place: ` dot `, `[dot]`, `(punkt)`; nil where nothing does.
  private static func dot(at start: Int, _ bytes: [UInt8]) -> Int? {
    let from = blanksAfter(start, bytes)
    if from < bytes.count, isOpening(bytes[from]), let end = bracketed(from, bytes, words: dotWords) {
      return blanksAfter(end, bytes)
    }
    guard from > start else { return nil }
    for word in ["dot", "punkt", "DOT", "PUNKT"] {
      let end = from + word.utf8.count
      if end < bytes.count, same(bytes[from..<end], word), bytes[end] == 0x20 { return blanksAfter(end, bytes) }
    }
    return nil
  }

  private static func local(before end: Int, _ bytes: [UInt8]) -> (Int, String)? {
    var start = end
    while start > 0, end - start < 64 {
      if isLocalByte(bytes[start - 1]) {
        start -= 1
      } else if start > 1, isLetterPair(bytes[start - 2], bytes[start - 1]) {
        start -= 2
      } else {
        break
      }
    }
    guard start < end else { return nil }
    return (start, String(decoding: bytes[start..<end], as: UTF8.self))
  }

  private static func host(after start: Int, _ isMasked: Bool, _ bytes: [UInt8]) -> String? {
    var out: [UInt8] = []
    var at = start
    while at < bytes.count, out.count < 200 {
      if isHostByte(bytes[at]) {
        out.append(bytes[at])
        at += 1
      } else if at + 1 < bytes.count, isLetterPair(bytes[at], bytes[at + 1]) {
        out += bytes[at...at + 1]
        at += 2
      } else if isMasked, !out.isEmpty, let next = spacedDot(at, bytes) {
        out.append(0x2E)
        at = next
      } else if let next = dot(at: at, bytes), next < bytes.count, isHostByte(bytes[next]), bytes[next] != 0x2E {
        out.append(0x2E)
        at = next
      } else {
        break
      }
    }
    while let last = out.last, last == 0x2E || last == 0x2D { out.removeLast() }
    return out.isEmpty ? nil : String(decoding: out, as: UTF8.self)
  }

  /// ` . de` behind a masked mark: the end of the dot where a top-level name follows.
  private static func spacedDot(_ start: Int, _ bytes: [UInt8]) -> Int? {
    let dot = blanksAfter(start, bytes)
    guard dot > start, dot < bytes.count, bytes[dot] == 0x2E else { return nil }
    let from = blanksAfter(dot + 1, bytes)
    var end = from
    while end < bytes.count, end - from < 7, (0x61...0x7A).contains(bytes[end]) { end += 1 }
    return (2...6).contains(end - from) ? from : nil
  }

  private static let fileEndings: Set<String> = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "ico", "css", "js", "woff", "woff2", "mp4", "pdf", "json",
  ]

  /// What forms and texts show as an example, in a few languages.
  private static let madeUpLabels: Set<String> = [
    "example", "beispiel", "exemple", "ejemplo", "esempio", "exemplo", "voorbeeld", "przyklad", "domain", "yourdomain",
    "your-domain",
    "mydomain", "yoursite", "mysite", "yourcompany", "company", "mustermann", "musterfirma", "muster", "ihredomain", "ihre-domain",
    "deinedomain", "deine-domain", "meinedomain", "meine-domain", "votredomaine", "votre-domaine", "monsite", "tudominio",
    "sudominio",
    "tuodominio", "dominio", "seudominio", "seusite", "uwdomein", "jouwdomein",
  ]
  private static let madeUpLocals: Set<String> = [
    "your.email", "youremail", "your-email", "your", "yourname", "your.name", "ihre.email", "ihre-email", "ihr.name", "ihrname",
    "deine.email", "dein.name", "max.mustermann", "maxmustermann", "erika.mustermann", "vorname.nachname", "john.doe", "johndoe",
    "jane.doe", "firstname.lastname", "votre.email", "votre-email", "prenom.nom", "tu.correo", "tucorreo", "nombre.apellido",
    "nome.cognome", "seuemail", "seu.email",
  ]

  /// False for `logo@2x.png`, version numbers, and what examples use.
  static func isPlausible(_ address: EmailAddress) -> Bool {
    let labels = address.domain.split(separator: ".")
    guard let top = labels.last, !fileEndings.contains(String(top)),
      top.utf8.allSatisfy({ !(0x30...0x39).contains($0) }) || top.hasPrefix("xn--")
    else { return false }
    guard address.local.utf8.count <= 64, !address.local.hasPrefix("u003") else { return false }
    let label = Domain.registrable(address.domain)?.split(separator: ".").first.map(String.init) ?? ""
    if madeUpLabels.contains(label) || madeUpLocals.contains(address.local.lowercased()) { return false }
    if ["email.com", "sentry.io"].contains(address.domain) { return false }
    return !address.domain.hasSuffix(".sentry.io") && !address.domain.hasSuffix(".wixpress.com") && !isHash(address.local)
  }

  /// Keys of error reporters look like addresses.
  private static func isHash(_ text: String) -> Bool { text.utf8.count >= 24 && text.allSatisfy(\.isHexDigit) }

  private static func isLocalByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-/=?^_`.~".utf8.contains(byte)
    }
  }

  /// Latin, Greek and Cyrillic letters beyond ASCII; what is longer in UTF-8 is punctuation, or a word of a script without blanks.
  private static func isLetterPair(_ first: UInt8, _ second: UInt8) -> Bool {
    (0xC3...0xDF).contains(first) && (0x80...0xBF).contains(second)
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
    default: false
    }
  }

  private static func isOpening(_ byte: UInt8) -> Bool { [0x28, 0x5B, 0x7B, 0x3C].contains(byte) }
  private static func isClosing(_ byte: UInt8) -> Bool { [0x29, 0x5D, 0x7D, 0x3E].contains(byte) }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func blanksAfter(_ at: Int, _ bytes: [UInt8]) -> Int {
    var at = at
    while at < bytes.count, isBlank(bytes[at]) { at += 1 }
    return at
  }

  private static func blanksBefore(_ at: Int, _ bytes: [UInt8]) -> Int {
    var at = at
    while at > 0, isBlank(bytes[at - 1]) { at -= 1 }
    return at
  }

  private static func same(_ bytes: ArraySlice<UInt8>, _ word: String) -> Bool {
    bytes.elementsEqual(word.utf8) {
      ((0x41...0x5A).contains($0) ? $0 | 0x20 : $0) == ((0x41...0x5A).contains($1) ? $1 | 0x20 : $1)
    }
  }
}
