import Testing

@testable import Text

@Suite struct CharsetTests {
  init() { _ = Places.ready }

  private func fnv(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Every valid pair of a charset, decoded one by one, as scripts/make-charsets did with Python.
  private func pairs(_ label: String, _ prefix: [UInt8], _ leads: [Int], _ trails: ClosedRange<Int>, _ suffix: [UInt8] = []) throws
    -> String
  {
    let charset = try #require(Charset(label: label))
    var out = ""
    for lead in leads {
      for trail in trails {
        let decoded = charset.decode(prefix + [UInt8(lead), UInt8(trail)] + suffix)
        if decoded.replacements == 0 { out += decoded.text }
      }
    }
    return out
  }

  @Test func `every table reads as Python's codec does`() throws {
    let seven = Array(0x21...0x7E)
    let eight = Array(0x81...0xFE)
    for line in charsetHashes.split(separator: "\n") {
      let parts = line.split(separator: " ")
      let name = String(parts[0])
      let text: String
      switch name {
      case "gb18030": text = try pairs(name, [], eight, 0x40...0xFE)
      case "big5": text = try pairs(name, [], eight, 0x40...0xFE)
      case "shift_jis": text = try pairs(name, [], Array(0x81...0x9F) + Array(0xE0...0xFC), 0x40...0xFC)
      case "euc-kr": text = try pairs(name, [], eight, 0x41...0xFE)
      case "iso-2022-kr": text = try pairs(name, [0x1B, 0x24, 0x29, 0x43, 0x0E], seven, 0x21...0x7E, [0x0F])
      case "euc-jp-0212": text = try pairs("euc-jp", [0x8F], Array(0xA1...0xFE), 0xA1...0xFE)
      case "gb18030-four":
        text = stride(from: 0, to: 39420, by: 7).map { pointer in
          let bytes = [0x81 + pointer / 12600, 0x30 + pointer / 1260 % 10, 0x81 + pointer / 10 % 126, 0x30 + pointer % 10]
          return Charset(label: "gb18030")?.decode(bytes.map { UInt8($0) }).text ?? ""
        }.joined()
      // Only the rows that JIS X 0208 itself fills; ours also reads what vendors added.
      case "euc-jp": text = try pairs(name, [], Array(0xA1...0xA8) + Array(0xB0...0xF4), 0xA1...0xFE)
      case "iso-2022-jp":
        text = try pairs(name, [0x1B, 0x24, 0x42], Array(0x21...0x28) + Array(0x30...0x74), 0x21...0x7E, [0x1B, 0x28, 0x42])
      default: text = Charset.single(name).decode((0x80...0xFF).map { UInt8($0) }).text
      }
      #expect(String(fnv(text), radix: 16) == parts[1].drop { $0 == "0" }, "\(name): \(text.unicodeScalars.count) of \(parts[2])")
    }
  }

  @Test func `seven-bit and mixed charsets read their samples`() {
    let rows: [(label: String, bytes: String, text: String)] = [
      ("iso-2022-jp", "1b 24 42 24 33 24 73 24 4b 24 41 24 4f 1b 28 42 21", "こんにちは!"),
      ("iso-2022-jp", "1b 28 49 31 1b 28 42 61", "ｱa"),
      ("iso-2022-jp", "1b 24 42 24 33 0a 61", "こ\na"),
      ("iso-2022-kr", "1b 24 29 43 0e 47 51 31 5b 0f 41", "한글A"),
      ("hz-gb-2312", "7e 7b 3c 3a 3b 6e 7e 7d 7e 7e 41", "己活~A"),
      ("utf-7", "48 69 20 2b 41 4f 51 2d 20 2b 2d 20 2b 32 44 33 65 41 41 2d", "Hi ä + 😀".replacing("😀", with: "\u{1F600}")),
      ("euc-jp", "a4 b3 8e b1 8f b0 a1 ad a1", "こｱ丂①"),
      ("shift_jis", "82 b1 b1 81 60 5c", "こｱ～\\"),
      ("gbk", "80 c4 e3", "€你"), ("gb18030", "94 39 da 33", "\u{1F4A9}"),
      ("big5", "88 62 a7 41", "\u{CA}\u{304}你"),
      ("utf-16", "ff fe 41 00 3d d8 00 de", "A😀"), ("utf-16", "00 41 00 42", "AB"), ("utf-16be", "fe ff 00 41", "A"),
      ("utf-32le", "00 f6 01 00", "😀"), ("utf-8", "ef bb bf 41 c3 a9", "Aé"),
      ("us-ascii", "41 c3 a9", "Aé"), ("us-ascii", "41 e9", "Aé"), ("iso-8859-1", "80 e4", "€ä"), ("koi8-r", "d0 d2 c9", "при"),
      ("utf-8", "41 e2 82 41 ff", "A\u{FFFD}A\u{FFFD}"), ("big5", "a7 20 41", "\u{FFFD} A"),
      ("utf-16le", "00 d8 41 00 42", "\u{FFFD}A\u{FFFD}"),
    ]
    for row in rows {
      #expect(Charset(label: row.label)?.decode(hex(row.bytes)).text == row.text, "\(row.label) \(row.bytes)")
    }
  }

  @Test func `a character split between chunks is read whole`() {
    let rows = [
      ("gb18030", "c4 e3 94 39 da 33 41"), ("iso-2022-jp", "1b 24 42 24 33 24 73 1b 28 42 21"), ("utf-16le", "3d d8 00 de 41 00"),
      ("utf-8", "ef bb bf e2 82 ac"),
      ("euc-jp", "8f b0 a1 a4 b3 8e b1"), ("hz", "7e 7b 3c 3a 7e 7d 7e 7e"), ("utf-7", "2b 32 44 33 65 41 41 2d"),
      ("big5", "a7 41 a7 41"),
      ("iso-2022-kr", "1b 24 29 43 0e 47 51 0f 41"), ("us-ascii", "c3 a9 41"), ("utf-32", "00 00 fe ff 00 01 f6 00"),
    ]
    for (label, bytes) in rows {
      guard let charset = Charset(label: label) else { continue }
      let input = hex(bytes)
      let whole = charset.decode(input)
      #expect(whole.replacements == 0, "\(label)")
      for split in 0...input.count {
        var decoder = CharsetDecoder(charset)
        var out: [UInt8] = []
        decoder.decode(Array(input[..<split]), into: &out)
        decoder.decode(Array(input[split...]), into: &out)
        decoder.finish(into: &out)
        #expect(String(decoding: out, as: UTF8.self) == whole.text, "\(label) split at \(split)")
      }
    }
  }

  @Test func `labels are understood as the world writes them`() {
    let rows: [(String, String?)] = [
      ("UTF-8", "utf-8"), ("utf8", "utf-8"), (" \"utf-8\" ", "utf-8"), ("charset=UTF-8", "utf-8"), ("'iso-8859-1'", "windows-1252"),
      ("ISO_8859-1:1987", "windows-1252"), ("latin1", "windows-1252"), ("iso8859-15", "iso-8859-15"), ("csISOLatin2", "iso-8859-2"),
      ("cp1252", "windows-1252"),
      ("GB2312", "gbk"), ("cp936", "gbk"), ("ks_c_5601-1987", "euc-kr"), ("x-sjis", "shift_jis"), ("Windows-31J", "shift_jis"),
      ("unicode-1-1-utf-7", "utf-7"),
      ("big5-hkscs", "big5"), ("macintosh", "x-mac-roman"), ("iso-8859-8-i", "iso-8859-8"), ("cp850", "ibm850"),
      ("IBM437", "ibm437"), ("utf-8;format=flowed", "utf-8"),
      ("uft-8", "utf-8"), ("tis-620", "windows-874"), ("koi8_r", "koi8-r"), ("x-unknown", nil), ("none", nil), ("", nil),
      ("UTF-8\r\n", "utf-8"), ("iso-8859-11", "windows-874"),
    ]
    for (label, name) in rows { #expect(Charset(label: label)?.name == name, "\(label)") }
  }

  @Test func `any bytes in any charset give text, never a trap`() {
    var seed: UInt64 = 42
    for label in [
      "gb18030", "big5", "sjis", "euc-jp", "euc-kr", "iso-2022-jp", "iso-2022-kr", "hz", "utf-7", "utf-16", "utf-32", "ascii",
      "cp1255",
    ] {
      guard let charset = Charset(label: label) else { continue }
      for _ in 0..<200 {
        let bytes = (0..<40).map { _ in
          seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          let byte = UInt8(truncatingIfNeeded: seed >> 33)
          return seed >> 60 > 11 ? [0x1B, 0x24, 0x42, 0x7E, 0x7B, 0x2B][Int(byte) % 6] : byte
        }
        #expect(charset.decode(bytes).text.utf8.count <= 40 * 4)
      }
    }
  }

  @Test func `the charset of a text is guessed from its bytes`() throws {
    let rows: [(text: String, label: String)] = [
      ("Bäckerei Müller, Köln; Straße", "windows-1252"), ("Café à côté de l'hôtel, façade", "windows-1252"),
      ("El Niño, España – sí", "windows-1252"),
      ("Łódź, zażółć gęślą jaźń", "windows-1250"), ("Zażółć gęślą jaźń, Śląsk", "iso-8859-2"),
      ("Příliš žluťoučký kůň úpěl", "windows-1250"), ("Truhlářství Říha, Žaneta; Účetnictví, Šárka", "iso-8859-2"),
      ("Привет, как дела? Москва", "windows-1251"), ("Привет, как дела? Москва", "koi8-r"), ("Привет, как дела? Москва", "ibm866"),
      ("Καλημέρα σας, Αθήνα και Πειραιάς", "windows-1253"), ("İstanbul'da şöyle güzel ışıklar", "windows-1254"),
      ("Bäckerei Müller, Köln; Straße", "x-mac-roman"), ("Café à côté de l'hôtel", "x-mac-roman"),
      ("Bäckerei Müller, Köln", "ibm850"),
      ("Bäckerei Müller", "utf-8"), ("plain", "utf-8"), ("Größe\nKöln", "utf-16le"), ("Größe\nKöln", "utf-16be"),
      // Letters whose bytes mean others elsewhere: their place in the word tells.
      ("Caffè Perù, Forlì; Città, Cefalù, Società", "windows-1252"), ("Pékség Őze, Győr; Szűcs és Társa", "windows-1250"),
      ("Ações, Guimarães; opções, Camões", "windows-1252"), ("Goût de l'août, sûr", "windows-1252"),
      ("5 €; „x“ – y", "windows-1252"), ("Smith’s, O’Brien, “Best” Pub", "windows-1252"), ("Joe’s", "windows-1252"),
      ("¿Qué?", "windows-1252"), ("¡Hola!", "windows-1252"), ("cœur; Œuvre", "windows-1252"), ("Coruña", "windows-1252"),
      ("Gdańsk", "windows-1250"), ("Poznań", "windows-1250"), ("Muğla, Çağlar", "windows-1254"),
      ("Dirección, Correo electrónico, Teléfono", "x-mac-roman"),
      // UTF-16 of other alphabets has few zeros.
      ("Название;Город\r\nПекарня;Москва\r\n", "utf-16le"), ("Название;Город\r\nПекарня;Москва\r\n", "utf-16be"),
      ("会社名,担当者\n株式会社山田,鈴木\n", "utf-16le"), ("会社名,担当者\n株式会社山田,鈴木\n", "utf-16be"),
    ]
    for row in rows {
      let charset = SingleByteTables.index[row.label] != nil ? Charset.single(row.label) : try #require(Charset(label: row.label))
      let bytes = try #require(charset.encode(row.text), "\(row)")
      #expect(Charset.guess(bytes).charset.name == row.label, "\(row.text)")
    }
    let asian: [(String, String)] = [
      ("c4 e3 ba c3 a3 ac ca c0 bd e7 b9 ab cb be", "gbk"), ("82 b1 82 f1 82 c9 82 bf 82 cd 90 a2 8a 45", "shift_jis"),
      ("a4 b3 a4 f3 a4 cb a4 c1 a4 cf c0 a4 b3 a6", "euc-jp"), ("be c8 b3 e7 c7 cf bc bc bf e4", "euc-kr"),
      ("a7 41 a6 6e a5 40 ac c9 a4 bd a5 71", "big5"),
    ]
    for (bytes, name) in asian { #expect(Charset.guess(hex(bytes)).charset.name == name, "\(bytes)") }
    #expect(Charset.guess(hex("ef bb bf 41")).markLength == 3)
    // A stray zero makes no UTF-16.
    for text in ["a,b\0\n1,2\n", "a\0,b\n1\0,2\n3\0,4\n", "\0a,b\n"] {
      #expect(Charset.guess(Array(text.utf8)).charset == .utf8, "\(text)")
    }
  }
}
