/// Text reduced to what people compare and search by.
public enum Folding {
  /// Lower case, no accents (ä becomes a, ß ss), punctuation as single blanks.
  public static func text(_ text: some StringProtocol) -> String {
    words(of: text).joined(separator: " ")
  }

  /// The name of a business for finding duplicates: as `text`, without legal forms at its end and without "and".
  ///
  /// `Müller & Söhne GmbH & Co. KG` and `Muller Sohne` are the same.
  public static func businessName(_ name: some StringProtocol) -> String {
    var words = words(of: name)
    if words.count > 1, let first = words.first, leadingForms.contains(first) { words.removeFirst() }
    strip: while words.count > 1 {
      for form in legalForms where words.count > form.count && words.suffix(form.count).elementsEqual(form) {
        words.removeLast(form.count)
        continue strip
      }
      break
    }
    let kept = words.filter { !joiningWords.contains($0) }
    return (kept.isEmpty ? words : kept).joined(separator: " ")
  }

  /// The words to search by, folded; text without blanks between words (Chinese, Japanese) gives pairs of characters.
  public static func tokens(_ text: some StringProtocol) -> [String] {
    words(of: text).flatMap { word -> [String] in
      guard let first = word.unicodeScalars.first, isIdeograph(first) else { return [word] }
      let scalars = Array(word.unicodeScalars)
      guard scalars.count > 2 else { return [word] }
      return (0..<(scalars.count - 1)).map { at in
        var pair = String.UnicodeScalarView()
        pair.append(contentsOf: scalars[at...(at + 1)])
        return String(pair)
      }
    }
  }

  /// A name for a column or a tag: folded words joined by underscores, at most 40 bytes, `field` where nothing is left.
  public static func slug(_ text: some StringProtocol) -> String {
    let joined = words(of: text).joined(separator: "_")
    let slug = joined.utf8.count <= 40 ? joined : String(joined.prefix(40))
    return slug.isEmpty ? "field" : slug
  }

  /// The folded words of a text, in order.
  public static func words(of text: some StringProtocol) -> [String] {
    if let plain = asciiWords(of: text) { return plain }
    let scalars = Array(Composition.composed(String(text)).lowercased().unicodeScalars)
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var segment = 0
    for (at, scalar) in scalars.enumerated() {
      segment += 1
      if let plain = Accents.plain[scalar] {
        word.append(contentsOf: plain.unicodeScalars)
      } else if isMark(scalar) || InvisibleText.contains(scalar) || isApostrophe(scalar) {
        continue
      } else if scalar == "." && segment == 2 && isInsideAbbreviation(word.last, at + 1 < scalars.count ? scalars[at + 1] : nil) {
        segment = 0
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        word.append(width(scalar))
      } else if !word.isEmpty {
        words.append(String(word))
        word = String.UnicodeScalarView()
        segment = 0
      } else {
        segment = 0
      }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  /// The same for ASCII, where imports spend their time; nil for other text.
  private static func asciiWords(of text: some StringProtocol) -> [String]? {
    var words: [String] = []
    var word: [UInt8] = []
    var segment = 0
    let bytes = Array(text.utf8)
    for (at, byte) in bytes.enumerated() {
      segment += 1
      switch byte {
      case 0x61...0x7A, 0x30...0x39: word.append(byte)
      case 0x41...0x5A: word.append(byte | 0x20)
      case 0x27: continue
      // A full stop after a single letter belongs to an abbreviation.
      case 0x2E where segment == 2 && isLetter(word.last) && at + 1 < bytes.count && isLetter(bytes[at + 1]): segment = 0
      case 0x80...: return nil
      default:
        segment = 0
        if word.isEmpty { continue }
        words.append(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  private static func isLetter(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (0x61...0x7A).contains(byte | 0x20)
  }

  /// "S.A." and "e.K." are words: a full stop between letters goes.
  private static func isInsideAbbreviation(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
    before?.properties.isAlphabetic == true && after?.properties.isAlphabetic == true
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

  private static func isApostrophe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x27, 0x60, 0xB4, 0x2BC, 0x2018, 0x2019: true
    default: false
    }
  }

  /// Full-width letters and digits as plain ones.
  private static func width(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    (0xFF10...0xFF5A).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
  }

  private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
    default: false
    }
  }

  private static let joiningWords: Set<String> = ["and", "und", "et", "en", "y", "e", "i"]
  private static let leadingForms: Set<String> = ["ooo", "ооо", "оао", "зао", "ао", "ип", "тов"]
  /// Legal forms as folded words, the longer first.
  private static let legalForms: [[String]] =
    """
    gmbh co kgaa,gmbh co kg,ug haftungsbeschrankt co kg,ug haftungsbeschrankt,ges mbh,sp z oo,spol s ro,pty ltd,pte ltd,pvt ltd,private limited,public limited company,sa rl,
    s a r l,s r l,s p a,s a,co kg,co ltd,e k,e v,haftungsbeschrankt,gmbh,mbh,gesmbh,ggmbh,ag,kg,kgaa,ohg,gbr,ug,ek,ekfr,ekfm,ev,eg,stiftung,ltd,limited,llc,inc,incorporated,corp,
    corporation,co,company,plc,llp,lp,pllc,pc,sarl,sarlau,sas,sasu,eurl,sci,scop,snc,sa,sca,cie,srl,srls,spa,sapa,sl,slu,slne,scp,slp,bv,bvba,nv,vof,cv,sprl,asbl,oy,oyj,ab,hb,as,asa,aps,ivs,
    is,kft,zrt,bt,nyrt,sro,as,doo,dd,dooel,ood,eood,spzoo,lda,ltda,eireli,me,epp,mei,pty,pte,pvt,se,uab,sia,ou,kk,sdn bhd,bhd,gk,pt,tbk,fzco,fze,fz llc,dmcc
    """
    .split { $0 == "," || $0 == "\n" }.map { $0.split(separator: " ").map(String.init) }.sorted { $0.count > $1.count }
}

/// Letters with accents and what they are without.
enum Accents {
  static let plain: [Unicode.Scalar: String] = {
    var out: [Unicode.Scalar: String] = [:]
    for row in rows.split(separator: " ") {
      let parts = row.split(separator: ":")
      guard parts.count == 2 else { continue }
      for scalar in parts[1].unicodeScalars { out[scalar] = String(parts[0]) }
    }
    return out
  }()

  private static let rows = """
    a:àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặª ae:æǣǽ b:ḃḅ c:çćĉċčḉ d:ďđðḋḍ e:èéêëēĕėęěȅȇȩẹẻẽếềểễệ f:ḟ g:ĝğġģǧǵḡ h:ĥħȟḣḥḫ i:ìíîïĩīĭįıǐȉȋịỉ ij:ĳ j:ĵǰ k:ķǩḱḳ \
    l:ĺļľŀłḷ m:ḿṁṃ n:ñńņňŉǹṅṇ o:òóôõöøōŏőơǒǫǿȍȏȫȭȯȱọỏốồổỗộớờởỡợº oe:œ p:ṕṗ r:ŕŗřȑȓṙṛ s:śŝşšșṡṣſ ss:ß t:ţťŧțṫṭ th:þ u:ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự w:ŵẁẃẅẇẉ x:ẋẍ y:ýÿŷȳẏỳỵỷỹ z:źżžẑẓ \
    α:άἀἁὰᾶ ε:έἐἑὲ η:ήἠἡὴῆ ι:ίϊΐἰἱὶῖ ο:όὀὁὸ υ:ύϋΰὐὑὺῦ ω:ώὠὡὼῶ σ:ς е:ё и:й
    """
}
