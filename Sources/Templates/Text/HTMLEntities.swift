/// Reads HTML character references as Python's `html.unescape` does, for the names of HTML 4 and the common newer ones.
enum HTMLEntities {
  /// Name and hexadecimal code point; `!` marks the old names that also count without a semicolon.
  /// Source: https://html.spec.whatwg.org/#named-character-references
  private static let table = """
    AElig!=c6 AMP!=26 Aacute!=c1 Acirc!=c2 Agrave!=c0 Alpha=391 Aring!=c5 Atilde!=c3 Auml!=c4 Beta=392 COPY!=a9 Ccedil!=c7
    Chi=3a7 Dagger=2021 Delta=394 ETH!=d0 Eacute!=c9 Ecirc!=ca Egrave!=c8 Epsilon=395 Eta=397 Euml!=cb GT!=3e Gamma=393
    Hat=5e Iacute!=cd Icirc!=ce Igrave!=cc Iota=399 Iuml!=cf Kappa=39a LT!=3c Lambda=39b Mu=39c NewLine=a Ntilde!=d1
    Nu=39d OElig=152 Oacute!=d3 Ocirc!=d4 Ograve!=d2 Omega=3a9 Omicron=39f Oslash!=d8 Otilde!=d5 Ouml!=d6 Phi=3a6 Pi=3a0
    Prime=2033 Psi=3a8 QUOT!=22 REG!=ae Rho=3a1 Scaron=160 Sigma=3a3 THORN!=de Tab=9 Tau=3a4 Theta=398 Uacute!=da
    Ucirc!=db Ugrave!=d9 Upsilon=3a5 Uuml!=dc Xi=39e Yacute!=dd Yuml=178 Zeta=396 aacute!=e1 acirc!=e2 acute!=b4 aelig!=e6
    agrave!=e0 alefsym=2135 alpha=3b1 amp!=26 and=2227 ang=2220 apos=27 aring!=e5 ast=2a asymp=2248 atilde!=e3 auml!=e4
    bdquo=201e beta=3b2 bigstar=2605 brvbar!=a6 bsol=5c bull=2022 cap=2229 ccedil!=e7 cedil!=b8 cent!=a2 check=2713
    chi=3c7 circ=2c6 clubs=2663 colon=3a comma=2c commat=40 cong=2245 copy!=a9 crarr=21b5 cup=222a curren!=a4 dArr=21d3
    dagger=2020 darr=2193 dash=2010 deg!=b0 delta=3b4 diams=2666 divide!=f7 dollar=24 eacute!=e9 ecirc!=ea egrave!=e8
    empty=2205 emsp=2003 ensp=2002 epsilon=3b5 equals=3d equiv=2261 eta=3b7 eth!=f0 euml!=eb euro=20ac excl=21 exist=2203
    female=2640 fnof=192 forall=2200 frac12!=bd frac14!=bc frac34!=be frasl=2044 gamma=3b3 ge=2265 grave=60 gt!=3e
    hArr=21d4 half=bd harr=2194 hearts=2665 hellip=2026 hyphen=2010 iacute!=ed icirc!=ee iexcl!=a1 igrave!=ec image=2111
    incare=2105 infin=221e int=222b iota=3b9 iquest!=bf isin=2208 iuml!=ef kappa=3ba lArr=21d0 lambda=3bb lang=2329
    laquo!=ab larr=2190 lbrace=7b lceil=2308 ldquo=201c le=2264 lfloor=230a lowast=2217 lowbar=5f loz=25ca lpar=28
    lrm=200e lsaquo=2039 lsqb=5b lsquo=2018 lt!=3c macr!=af male=2642 mdash=2014 micro!=b5 middot!=b7 minus=2212 mu=3bc
    nabla=2207 nbsp!=a0 ndash=2013 ne=2260 ni=220b not!=ac notin=2209 nsub=2284 ntilde!=f1 nu=3bd num=23 oacute!=f3
    ocirc!=f4 oelig=153 ograve!=f2 oline=203e omega=3c9 omicron=3bf oplus=2295 or=2228 ordf!=aa ordm!=ba oslash!=f8
    otilde!=f5 otimes=2297 ouml!=f6 para!=b6 part=2202 percnt=25 period=2e permil=2030 perp=22a5 phi=3c6 phone=260e pi=3c0
    piv=3d6 plus=2b plusmn!=b1 pound!=a3 prime=2032 prod=220f prop=221d psi=3c8 quest=3f quot!=22 rArr=21d2 radic=221a
    rang=232a raquo!=bb rarr=2192 rbrace=7d rceil=2309 rdquo=201d real=211c reg!=ae rfloor=230b rho=3c1 rlm=200f rpar=29
    rsaquo=203a rsqb=5d rsquo=2019 sbquo=201a scaron=161 sdot=22c5 sect!=a7 semi=3b shy!=ad sigma=3c3 sigmaf=3c2 sim=223c
    sol=2f spades=2660 star=2606 sub=2282 sube=2286 sum=2211 sup=2283 sup1!=b9 sup2!=b2 sup3!=b3 supe=2287 szlig!=df
    tau=3c4 there4=2234 theta=3b8 thetasym=3d1 thinsp=2009 thorn!=fe tilde=2dc times!=d7 trade=2122 uArr=21d1 uacute!=fa
    uarr=2191 ucirc!=fb ugrave!=f9 uml!=a8 upsih=3d2 upsilon=3c5 uuml!=fc vert=7c weierp=2118 xi=3be yacute!=fd yen!=a5
    yuml!=ff zeta=3b6 zwj=200d zwnj=200c
    """

  private static let names: [String: (scalar: Unicode.Scalar, isLegacy: Bool)] = {
    var names: [String: (scalar: Unicode.Scalar, isLegacy: Bool)] = [:]
    for entry in UnicodeText.words(table) {
      let parts = entry.split(separator: "=")
      guard parts.count == 2, let code = UInt32(parts[1], radix: 16),
        let scalar = Unicode.Scalar(code)
      else { continue }
      let isLegacy = parts[0].hasSuffix("!")
      names[String(isLegacy ? parts[0].dropLast() : parts[0])] = (scalar, isLegacy)
    }
    return names
  }()

  /// What browsers read for the numbers 128 to 159: Windows-1252.
  private static let windows: [UInt32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
    0x152, 0x8d, 0x17d, 0x8f,
    0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
    0x153, 0x9d, 0x17e, 0x178,
  ]
  /// The longest name that is looked up.
  private static let longestName = 32

  /// A text with its references replaced.
  static func unescape(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "&"), let (read, length) = reference(bytes, position + 1) {
        out.append(contentsOf: read.utf8)
        position += 1 + length
      } else {
        out.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The text of the reference that starts after `&`, and how many bytes it takes; nil where there is none.
  private static func reference(_ bytes: [UInt8], _ start: Int) -> (String, Int)? {
    guard start < bytes.count else { return nil }
    return bytes[start] == UInt8(ascii: "#") ? number(bytes, start) : name(bytes, start)
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> (String, Int)? {
    var position = start + 1
    let isHex = position < bytes.count && (bytes[position] | 0x20) == UInt8(ascii: "x")
    if isHex { position += 1 }
    var value: UInt32 = 0
    let first = position
    while position < bytes.count, let digit = digit(bytes[position], isHex: isHex) {
      value = min(value, 0x20_0000) * (isHex ? 16 : 10) + digit
      position += 1
    }
    guard position > first else { return nil }
    if position < bytes.count, bytes[position] == UInt8(ascii: ";") { position += 1 }
    return (scalarText(value), position - start)
  }

  private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte - 48)
    case 65...70 where isHex: UInt32(byte - 55)
    case 97...102 where isHex: UInt32(byte - 87)
    default: nil
    }
  }

  private static func scalarText(_ value: UInt32) -> String {
    if (0x80...0x9f).contains(value), let scalar = Unicode.Scalar(windows[Int(value - 0x80)]) {
      return String(scalar)
    }
    if value == 0x0d { return "\r" }
    if value == 0 || value > 0x10ffff { return "\u{FFFD}" }
    guard let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
    let isControl =
      value < 0x20 && value != 9 && value != 10 && value != 12 || value == 0x7f || value == 0x0b
    let isNonCharacter = (0xfdd0...0xfdef).contains(value) || value & 0xfffe == 0xfffe
    return isControl || isNonCharacter ? "" : String(scalar)
  }

  private static func name(_ bytes: [UInt8], _ start: Int) -> (String, Int)? {
    var end = start
    while end < bytes.count, end - start < longestName, isNameByte(bytes[end]) { end += 1 }
    guard end > start else { return nil }
    if end < bytes.count, bytes[end] == UInt8(ascii: ";"),
      let found = names[String(decoding: bytes[start..<end], as: UTF8.self)]
    {
      return (String(found.scalar), end - start + 1)
    }
    // The longest old name that the text begins with.
    while end > start + 1 {
      if let found = names[String(decoding: bytes[start..<end], as: UTF8.self)], found.isLegacy {
        return (String(found.scalar), end - start)
      }
      end -= 1
    }
    return nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
