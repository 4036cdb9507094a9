/// Tells single-byte charsets apart by where their letters stand: inside words, in lower case, of one alphabet.
enum LetterPattern {
  /// The best of the candidates; Windows-1252 unless another is clearly better.
  static func charset(of sample: [UInt8]) -> Charset {
    let places = highPlaces(in: sample)
    guard !places.isEmpty else { return .windows1252 }
    var best = Charset.windows1252
    let base = score(western, places)
    // A step ahead of the default, so that a single odd sign changes nothing.
    var bestScore = base + 1.5 + Double(places.count) * 0.1
    for (charset, signs) in judged {
      let value = score(signs, places)
      if value > bestScore { (best, bestScore) = (charset, value) }
    }
    return best
  }

  private static let westernLetters = "äöüßÄÖÜéèêàçñáíóúâîôûøåæãëïÉ"
  private static let westernRare = "ŸŠšŽžÞþðÐýÝÌÿ"
  private static let centralLetters = "ąćęłńóśźżáčďéěíňřšťúůýžäöüôăâîșțőűŁŚŻČŠŽ"
  private static let russianLetters = "оеаинтсрвл"

  private static let candidates: [(name: String, common: String, rare: String)] = [
    ("windows-1250", centralLetters, "ŕĺęßďËÔ"), ("iso-8859-2", centralLetters, "ŕĺß"),
    ("windows-1251", russianLetters, "ЂЃѓђќћџЏ"),
    ("koi8-r", russianLetters, ""), ("ibm866", russianLetters, ""), ("iso-8859-5", russianLetters, "ЂЃѓђќћџЏ"),
    ("x-mac-cyrillic", russianLetters, "ЂЃѓђќћџЏ"),
    ("windows-1253", "αοιετσνηςάίόέ", ""), ("windows-1254", "ışğüöçİŞĞ", "áíúæéýèøåñ"), ("windows-1255", "יולאהמת", ""),
    ("windows-1256", "اليمنر", ""), ("windows-1257", "ąčęėįšųūžāēīķļņ", "õäöü"), ("x-mac-roman", westernLetters, "ŸÿŒœıˇ"),
    ("ibm850", westernLetters, "ÞþðÐýÝ"), ("ibm852", centralLetters, ""),
  ]

  private static let western = classes(of: "windows-1252", common: westernLetters, rare: westernRare)
  private static let judged: [(charset: Charset, signs: [Sign])] = candidates.map {
    (.single($0.name), classes(of: $0.name, common: $0.common, rare: $0.rare))
  }

  /// What a byte is in a charset.
  private struct Sign {
    enum Kind { case letter, symbol, quote, nothing }
    var kind = Kind.nothing
    /// 0 none, 1 Latin, 2 Cyrillic, 3 Greek, 4 Hebrew, 5 Arabic.
    var script = 0
    var isLower = false
    var isUpper = false
    var isASCII = false
    var bonus = 0.0
    /// The letter itself, for what its place in the word tells.
    var scalar: Unicode.Scalar = " "
  }

  /// Letters that are words by themselves.
  private static let alone = Set("àéèóôyÀÉÈÓÔ".unicodeScalars)
  /// Italian accents stand at the end of words.
  private static let final = Set("ìòù".unicodeScalars)
  /// Before these letters French writes û.
  private static let afterRoof = Set("trlm".unicodeScalars)
  private static let afterLigature = Set("uieUIE".unicodeScalars)
  private static let vowels = Set("aeiouAEIOUáéíóúÁÉÍÓÚ".unicodeScalars)
  /// What stands before and behind an apostrophe: l’été, O’Brien, Joe’s, don’t.
  private static let elided = Set("lLdDnNjJsScCmMtTO".unicodeScalars)
  private static let clipped = Set("stST".unicodeScalars)

  /// What the place of a quotation mark or another sign tells.
  private static func placeOfMark(_ sign: Sign, _ before: Sign, _ after: Sign) -> Double {
    let (isBehind, isBefore) = (before.kind == .letter, after.kind == .letter)
    switch sign.scalar {
    // A registered sign stands behind a word; before one it is the Ž or Š of another charset.
    case "®", "©": return isBefore ? -2 : 0.5
    case "¿", "¡": return isBefore && !isBehind ? 1.5 : -1
    case "’" where isBehind && isBefore:
      let isElision = elided.contains(before.scalar) && (vowels.contains(after.scalar) || after.isUpper || !after.isASCII)
      return isElision || clipped.contains(after.scalar) ? 3 : 0.5
    case "‘", "“", "”", "„", "–", "—", "…", "•", "«", "»":
      if isBehind && isBefore { return -1.5 }
      return 0.5 + (isBehind != isBefore ? sign.bonus : 0)
    default: return 0.5 + (isBehind != isBefore ? sign.bonus : 0)
    }
  }

  /// What the place of a Western letter tells: others of the same byte stand elsewhere.
  private static func placeBonus(_ sign: Sign, _ after: Sign) -> Double {
    switch sign.scalar {
    case _ where final.contains(sign.scalar): after.kind == .letter ? -1 : 1
    // Portuguese has õ before e only; the ő of Hungarian stands before everything.
    case "õ", "Õ": after.scalar == "e" || after.scalar == "E" ? 1 : -1
    case "û": afterRoof.contains(after.scalar) ? 0 : -1.5
    // Cœur, sœur, œil, Œuvre; Polish has ś before consonants.
    case "œ", "Œ": afterLigature.contains(after.scalar) ? 1 : -1.5
    // Spanish has ñ before vowels; the ń of Polish stands before consonants and at the end.
    case "ñ", "Ñ": vowels.contains(after.scalar) ? 0 : -2
    default: 0
    }
  }

  private static func classes(of name: String, common: String, rare: String) -> [Sign] {
    guard let index = SingleByteTables.index[name] else { return Array(repeating: Sign(), count: 256) }
    return (0..<256).map { byte in
      let point = byte < 0x80 ? UInt32(byte) : UInt32(SingleByteTables.upper[index][byte - 0x80])
      guard let scalar = Unicode.Scalar(point), point != 0xFFFD else { return Sign() }
      var sign = Sign()
      sign.scalar = scalar
      let properties = scalar.properties
      sign.isASCII = byte < 0x80
      sign.isLower = properties.isLowercase
      sign.isUpper = properties.isUppercase
      if point >= 0x80, point < 0xA0 { return sign }
      if properties.isAlphabetic, point != 0xAA, point != 0xBA {
        sign.kind = .letter
        sign.script =
          point < 0x250
          ? 1 : (0x400..<0x530).contains(point) ? 2 : (0x370..<0x400).contains(point) ? 3 : (0x590..<0x600).contains(point) ? 4 : 5
        sign.bonus = common.unicodeScalars.contains(scalar) ? 1 : rare.unicodeScalars.contains(scalar) ? -1.5 : 0
      } else {
        sign.kind = "‘’“”„–—…«»€£©®°§·•™´\u{A0}º²¿¡".unicodeScalars.contains(scalar) ? .quote : .symbol
        sign.bonus = "‘’“”„«»".unicodeScalars.contains(scalar) ? 0.5 : 0
      }
      return sign
    }
  }

  /// A high byte with its neighbours; 0x20 stands for the edge of the text.
  private typealias Place = (before: UInt8, byte: UInt8, after: UInt8)

  /// At most this many high bytes are looked at.
  private static let maximumPlaces = 4000

  private static func highPlaces(in sample: [UInt8]) -> [Place] {
    var out: [Place] = []
    for at in sample.indices where sample[at] >= 0x80 {
      out.append((at > 0 ? sample[at - 1] : 0x20, sample[at], at + 1 < sample.count ? sample[at + 1] : 0x20))
      if out.count == maximumPlaces { break }
    }
    return out
  }

  private static func score(_ signs: [Sign], _ places: [Place]) -> Double {
    places.reduce(0) { $0 + score(signs[Int($1.before)], signs[Int($1.byte)], signs[Int($1.after)]) }
  }

  private static func score(_ before: Sign, _ sign: Sign, _ after: Sign) -> Double {
    let inWord = before.kind == .letter && after.kind == .letter
    switch sign.kind {
    case .nothing: return -8
    case .quote: return placeOfMark(sign, before, after)
    case .symbol: return inWord ? -3 : -1
    case .letter:
      var out = sign.bonus + placeBonus(sign, after)
      if sign.script == 1, before.kind != .letter, after.kind != .letter, !alone.contains(sign.scalar) { out -= 1.5 }
      for neighbour in [before, after] where neighbour.kind == .letter {
        if neighbour.script != sign.script {
          out -= 2
        } else if sign.script == 1 {
          // Latin text rarely has two accented letters in a row.
          out += neighbour.isASCII ? 1 : -0.5
        } else {
          out += 1
        }
      }
      if sign.isUpper, before.isLower { out -= 3 }
      if sign.isLower, after.isUpper, before.isUpper || before.kind != .letter { out -= 2 }
      return out
    }
  }
}
