/// The names under which charsets go in the world, and what they mean here.
enum CharsetLabels {
  /// A label without case and punctuation: `" charset="ISO_8859-1"` becomes `iso88591`.
  static func squeezed(_ label: some StringProtocol) -> String {
    var out: [UInt8] = []
    for byte in label.utf8.prefix(200) {
      switch byte {
      case 0x30...0x39, 0x61...0x7A: out.append(byte)
      case 0x41...0x5A: out.append(byte | 0x20)
      case 0x3D:  // "charset=utf-8": what stands before the sign is no name
        out.removeAll()
      case 0x3B, 0x2C, 0x3C:  // a parameter or markup follows
        if !out.isEmpty { return String(decoding: out, as: UTF8.self) }
      default: break
      }
      if out.count > 40 { break }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The charset of a squeezed label.
  static func charset(_ squeezed: String) -> Charset? {
    if let found = byLabel[squeezed] { return found }
    // IANA's "csISOLatin1" names and private "x-" names.
    for prefix in ["cs", "x"] where squeezed.hasPrefix(prefix) {
      if let found = byLabel[String(squeezed.dropFirst(prefix.count))] { return found }
    }
    return nil
  }

  private static let byLabel: [String: Charset] = {
    var out: [String: Charset] = [:]
    for entry in SingleByteTables.source {
      out[squeezed(entry.name)] = .single(entry.name)
    }
    for row in aliases {
      guard let charset = special(row.name) ?? out[squeezed(row.name)] else { continue }
      out[squeezed(row.name)] = charset
      for alias in row.labels.split(separator: " ") { out[String(alias)] = charset }
    }
    return out
  }()

  private static func special(_ name: String) -> Charset? {
    let coding: Charset.Coding
    switch name {
    case "utf-8": return .utf8
    case "us-ascii": return .ascii
    case "utf-7": coding = .utf7
    case "utf-16": coding = .utf16(nil)
    case "utf-16le": return .utf16LE
    case "utf-16be": return .utf16BE
    case "utf-32": coding = .utf32(nil)
    case "utf-32le": return .utf32LE
    case "utf-32be": return .utf32BE
    case "gb18030", "gbk": coding = .gb18030
    case "big5": coding = .big5
    case "shift_jis": coding = .shiftJIS
    case "euc-jp": coding = .eucJP
    case "euc-kr": coding = .eucKR
    case "iso-2022-jp": coding = .iso2022JP
    case "iso-2022-kr": coding = .iso2022KR
    case "hz-gb-2312": coding = .hz
    default: return nil
    }
    return Charset(name: name, coding: coding)
  }

  /// Canonical names with their other labels, squeezed; later rows win, so that ISO-8859-1 becomes Windows-1252 as on the web.
  private static let aliases: [(name: String, labels: String)] = [
    (
      "utf-8", "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 uft8 utf u8 utf8sig utf8ucs2 cp65001 utf8mb4 utf8bom utf08 isoir196"
    ),
    (
      "us-ascii",
      "ascii usascii ansix341968 ansix341986 iso646us isoir6 us ibm367 cp367 iso646irv1991 646 usasci asciius 7bit ascii7"
    ),
    ("utf-7", "utf7 unicode11utf7 csunicode11utf7 unicode20utf7 u7"),
    ("utf-16", "utf16 u16 ucs2 iso10646ucs2 unicode csunicode"),
    ("utf-16le", "utf16le unicodelittle unicodefeff unicodelittleunmarked ucs2le"),
    ("utf-16be", "utf16be unicodefffe unicodebig unicodebigunmarked ucs2be"),
    ("utf-32", "utf32 u32 ucs4 iso10646ucs4"), ("utf-32le", "utf32le ucs4le"), ("utf-32be", "utf32be ucs4be"),
    (
      "gbk",
      "gb2312 gb23121980 gb231280 chinese isoir58 cp936 936 ms936 windows936 euccn eucgb2312cn xgbk gb232180 gb2321 iso58gb231280"
    ),
    ("gb18030", "gb180302000 gb180302005 gb180302022 cp54936"),
    ("big5", "big5hkscs big5tw big5eten cp950 950 ms950 windows950 xxbig5 cnbig5 hkscs xbig5 big5hkscs2004"),
    (
      "shift_jis",
      "shiftjis sjis xsjis mskanji ms932 cp932 932 windows31j windows932 mskanji ms_kanji csshiftjis shiftjis2004 shiftjisx0213 sjis2004"
    ),
    (
      "euc-jp",
      "eucjp ujis u8jp xeucjp cseucpkdfmtjapanese eucjpms eucjpwin cp51932 eucjis2004 eucjisx0213 extendedunixcodepackedformatforjapanese"
    ),
    (
      "euc-kr",
      "euckr cp949 949 ms949 uhc windows949 korean ksc56011987 ksc5601 ksc56011989 ksc5601992 ksx1001 isoir149 ksc56011992 xwindows949"
    ),
    (
      "iso-2022-jp",
      "iso2022jp iso2022jp1 iso2022jp2 iso2022jp2004 iso2022jp3 iso2022jpext jis cp50220 cp50221 cp50222 iso2022jpms csiso2022jp"
    ),
    ("iso-2022-kr", "iso2022kr csiso2022kr"),
    ("hz-gb-2312", "hz hzgb hzgb2312"),
    ("windows-1250", "cp1250 1250 xcp1250 win1250 ansi1250"),
    ("windows-1251", "cp1251 1251 xcp1251 win1251 ansi1251"),
    (
      "windows-1252",
      "cp1252 1252 xcp1252 win1252 ansi1252 ansi iso88591 iso885911987 isoir100 latin1 l1 ibm819 cp819 isolatin1 88591 8859 latin iso8859 iso8859latin1 "
        + "windowslatin1 isolatin latin11 iso885911 3diso88591 winlatin1"
    ),
    ("windows-1253", "cp1253 1253 xcp1253 win1253"),
    ("windows-1254", "cp1254 1254 xcp1254 win1254 iso88599 iso885991989 isoir148 latin5 l5 isolatin5 88599"),
    ("windows-1255", "cp1255 1255 xcp1255 win1255"), ("windows-1256", "cp1256 1256 xcp1256 win1256"),
    ("windows-1257", "cp1257 1257 xcp1257 win1257"), ("windows-1258", "cp1258 1258 xcp1258 win1258"),
    (
      "windows-874",
      "cp874 874 dos874 tis620 tis6200 tis62025290 tis62025291 tis6202533 isoir166 iso885911 thai iso8859112001 ibm874"
    ),
    ("iso-8859-2", "iso885921987 isoir101 latin2 l2 isolatin2 88592"),
    ("iso-8859-3", "iso885931988 isoir109 latin3 l3 isolatin3 88593"),
    ("iso-8859-4", "iso885941988 isoir110 latin4 l4 isolatin4 88594"),
    ("iso-8859-5", "iso885951988 isoir144 cyrillic isolatincyrillic 88595"),
    ("iso-8859-6", "iso885961987 isoir127 ecma114 asmo708 arabic isolatinarabic 88596 iso88596e iso88596i"),
    ("iso-8859-7", "iso885971987 isoir126 elot928 ecma118 greek greek8 isolatingreek suneugreek 88597"),
    ("iso-8859-8", "iso885981988 isoir138 hebrew isolatinhebrew iso88598i iso88598e 88598 logical visual"),
    ("iso-8859-10", "iso8859101992 isoir157 latin6 l6 isolatin6"), ("iso-8859-13", "iso885913 latin7 l7"),
    ("iso-8859-14", "iso885914 iso8859141998 isoir199 latin8 l8 isoceltic"),
    ("iso-8859-15", "iso885915 latin9 l9 isolatin9 latin0"),
    ("iso-8859-16", "iso885916 iso8859162001 isoir226 latin10 l10"),
    ("koi8-r", "koi koi8 koi8r cskoi8r 20866"), ("koi8-u", "koi8u koi8ru 21866"),
    ("kz-1048", "kz1048 strk10482002 rk1048"), ("ptcp154", "csptcp154 pt154 cp154 cyrillicasian"),
    ("hp-roman8", "roman8 r8 hproman8 cshproman8 cp1051"),
    ("x-mac-roman", "macintosh mac macroman xmacroman csmacintosh maclatin1 10000"),
    ("x-mac-ce", "maccentraleurope maclatin2 maceastern macce maccentralroman 10029"),
    ("x-mac-cyrillic", "maccyrillic xmacukrainian macukrainian 10007"), ("x-mac-greek", "macgreek 10006"),
    ("x-mac-turkish", "macturkish 10081"), ("x-mac-icelandic", "maciceland macicelandic 10079"),
    ("x-mac-croatian", "maccroatian 10082"),
    ("x-mac-romanian", "macromanian macromania 10010"),
    ("ibm437", "cp437 437 dosus oem437"), ("ibm720", "cp720 720"), ("ibm737", "cp737 737"), ("ibm775", "cp775 775"),
    ("ibm850", "cp850 850 pc850multilingual dos850"), ("ibm852", "cp852 852 pcp852"), ("ibm855", "cp855 855"),
    ("ibm856", "cp856 856"),
    ("ibm857", "cp857 857"), ("ibm858", "cp858 858 ibm00858 ccsid00858 cp00858"), ("ibm860", "cp860 860"),
    ("ibm861", "cp861 861 cpis"),
    ("ibm862", "cp862 862 pc862latinhebrew dos862"), ("ibm863", "cp863 863"), ("ibm865", "cp865 865"),
    ("ibm866", "cp866 866 csibm866"),
    ("ibm869", "cp869 869 cpgr"), ("ibm1125", "cp1125 1125 cp866u ruscii"),
  ]
}
