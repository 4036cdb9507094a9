import Testing

@testable import Text

@Suite struct TableFileTests {
  private static func workbook(_ sheet: String, shared: String? = nil, more: [(String, String)] = []) -> [UInt8] {
    var zip = StoredZip()
    let book =
      #"<workbook xmlns:r="x"><sheets><sheet name="A" sheetId="7" r:id="rId3"/><sheet name="B" r:id="rId1"/></sheets></workbook>"#
    let links =
      #"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId3" Target="worksheets/sheet9.xml"/></Relationships>"#
    zip.add("[Content_Types].xml", Array("<Types/>".utf8))
    zip.add("xl/workbook.xml", Array(book.utf8))
    zip.add("xl/_rels/workbook.xml.rels", Array(links.utf8))
    zip.add("xl/worksheets/sheet9.xml", Array("<worksheet><sheetData>\(sheet)</sheetData></worksheet>".utf8))
    zip.add("xl/worksheets/sheet1.xml", Array("<worksheet><sheetData><row><c><v>0</v></c></row></sheetData></worksheet>".utf8))
    if let shared { zip.add("xl/sharedStrings.xml", Array("<sst>\(shared)</sst>".utf8)) }
    for (name, text) in more { zip.add(name, Array(text.utf8)) }
    return zip.bytes
  }

  @Test func `the first sheet of a workbook gives its cells as a person sees them`() throws {
    let shared = "<si><t>Caf&#233; &amp; Co</t></si><si><r><t>Anna </t></r><r><t>Berg</t></r><rPh><t>x</t></rPh></si>"
    let sheet = """
      <row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="str"><v>phone</v></c></row>
      <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3"><v>4.9421123456E10</v></c><c r="D3" t="b"><v>1</v></c>
      <c r="E3" t="e"><v>#N/A</v></c><c r="F3" t="s"><v>99</v></c><c r="AB3"><v>28195</v></c></row>
      """
    let rows = try TableFile.workbook.rows(of: Self.workbook(sheet, shared: shared))
    #expect(rows.count == 3 && rows[0] == ["name", "", "phone"] && rows[1].isEmpty)
    #expect(Array(rows[2].prefix(6)) == ["Café & Co", "Anna Berg", "49421123456", "yes", "", ""])
    #expect(rows[2].count == 28 && rows[2][27] == "28195")
  }

  @Test func `a number is a date where its format says so`() throws {
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy;@"/><numFmt numFmtId="165" formatCode="[h]:mm"/>
      <numFmt numFmtId="166" formatCode="&quot;day &quot;0.00"/><numFmt numFmtId="167" formatCode="[$-407]d. mmmm yyyy hh:mm AM/PM"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="20"/></cellXfs></styleSheet>
      """
    let cells = [
      (0, "46146"), (1, "46146"), (2, "46146.5625"), (3, "46146"), (4, "1.5"), (5, "46146"), (6, "46146.75"), (7, "0.75"),
      (1, "59"), (1, "60"), (1, "61"),
      (1, "-4"), (1, "99999999"), (1, "0"), (99, "46146"), (2, "46146"), (1, "46146.9"), (2, "46146.99999999"),
    ]
    let row =
      "<row>" + cells.map { "<c s=\"\($0.0)\"><v>\($0.1)</v></c>" }.joined() + "<c t=\"d\"><v>2026-05-04T00:00:00</v></c></row>"
    let shown = try Workbook.rows(of: Self.workbook(row, more: [("xl/styles.xml", styles)]))[0]
    #expect(
      shown == [
        "46146", "2026-05-04", "2026-05-04 13:30", "2026-05-04", "36:00", "46146", "2026-05-04 18:00", "18:00", "1900-02-28",
        "1900-02-29",
        "1900-03-01", "-4", "99999999", "0", "46146", "2026-05-04", "2026-05-04", "2026-05-05", "2026-05-04",
      ])
    let later = CellFormats(styles: Array(styles.utf8), is1904: true)
    #expect(later.moment("44684", style: 1) == "2026-05-04" && later.moment("0", style: 1) == "1904-01-01")
    for code in ["General", "Standard", "0.00E+00", "#,##0", "@", "\"Stand\" 0", "[Red]0", "[$€-407] #,##0.00"] {
      #expect(CellFormat(code: code) == nil, "\(code)")
    }
  }

  @Test func `rows and columns of any number are taken for what they can be`() throws {
    for number in ["-9223372036854775808", "-1", "0", "1", "A0", "1e300", "", "99999999999999999999"] {
      let rows = try Workbook.rows(of: Self.workbook("<row r=\"\(number)\"><c r=\"\(number)\"><v>1</v></c></row>"))
      #expect(rows == [["1"]], "\(number)")
    }
    // One cell at the far right of each row: what lies between takes room, too.
    let wide = Self.workbook((1...100).map { "<row r=\"\($0)\"><c r=\"SR\($0)\"><v>1</v></c></row>" }.joined())
    #expect(try Workbook.rows(of: wide, within: 1 << 20).count == 100)
    #expect(throws: TableFailure.self) { _ = try Workbook.rows(of: wide, within: 100_000) }
  }

  @Test func `every odd workbook gets advice`() {
    let whole = Self.workbook("<row><c><v>1</v></c></row>")
    let rows: [[UInt8]] = [
      [], Array("PK".utf8), Array(whole.prefix(whole.count / 2)), Array(whole.dropFirst(40)),
      Self.workbook("<row r=\"99999999\"><c><v>1</v></c></row>"),
    ]
    for bytes in rows { #expect(throws: TableFailure.self) { _ = try Workbook.rows(of: bytes) } }
    var locked = whole
    // Bit 0 of the flags in the directory: encrypted.
    if let at = (0..<(whole.count - 4)).first(where: { whole[$0..<($0 + 4)].elementsEqual([0x50, 0x4B, 1, 2]) }) {
      locked[at + 8] |= 1
    }
    #expect(throws: TableFailure("The file is protected by a password. Save it without one, or as CSV.")) {
      _ = try Workbook.rows(of: locked)
    }
  }

  @Test func `records of JSON become rows in the order of their fields`() throws {
    let list =
      #"[{"name":"Caf\u00e9 \ud83c\udf70","address":{"city":"Bremen","zip":28195},"tags":["a","b"]},{"email":"x@y.example","name":null,"open":true}]"#
    let rows = try TableFile.json.rows(of: Array(list.utf8))
    #expect(rows[0] == ["name", "address.city", "address.zip", "tags", "email", "open"])
    #expect(rows[1] == ["Café 🍰", "Bremen", "28195", "a, b", "", ""] && rows[2] == ["", "", "", "", "x@y.example", "yes"])
    for text in [
      #"{"count":2,"data":[{"name":"A"},{"name":"B"}]}"#, "{\"name\":\"A\"}\n{\"name\":\"B\"}\n",
      #"{"result":{"items":[{"name":"A"},{"name":"B"}]}}"#,
    ] {
      #expect(try TableFile.json.rows(of: Array(text.utf8)) == [["name"], ["A"], ["B"]], "\(text)")
    }
    let broken: [(String, String)] = [
      ("[{\"a\":1,\n}]", "line 2"), ("[{\"a\":1", "comma"), ("[1,2]", "no list"), ("{\"a\" 1}", "colon"),
      ("[{\"a\":x}]", "no value"), ("{\"a\":\"b", "no end"),
      (String(repeating: "[", count: 5_000), "nested"), (String(repeating: "{\"a\":", count: 5_000), "nested"),
    ]
    for (text, words) in broken {
      let failure = #expect(throws: TableFailure.self) { _ = try JSONTable.rows(of: Array(text.utf8)) }
      #expect(failure?.advice.contains(words) == true, "\(text.prefix(20)): \(failure?.advice ?? "")")
    }
  }

  @Test func `a kind of file is known by what is in it`() {
    let rows: [(String, TableFile?)] = [
      ("www.bakery-anker.de\nhttps://tailor.co.uk/about\nmüller-holz.de\n", .sites), ("example.org", .sites),
      ("bakery.de\nwhat is this\ntailor.com\nshop.fr", .sites), ("bakery.de\nno site\nno site\n", nil),
      ("name,website\nA,bakery.de\n", nil), ("website\nbakery.de\n", nil), ("a@bakery.de\nb@tailor.de\n", nil),
      ("bakery.de;Bremen\n", nil),
      ("BEGIN:VCARD\nFN:A\nEND:VCARD", .vcard), ("\u{FEFF}\nbegin:vcard\n", .vcard), ("[{\"name\":\"A\"}]", .json), ("", nil),
    ]
    for (text, kind) in rows { #expect(TableFile.recognise(Array(text.utf8), isWhole: true) == kind, "\(text)") }
    #expect(TableFile.recognise(Self.workbook(""), isWhole: true) == .workbook)
  }

  @Test func `noise ends with rows or with advice, never with the program`() throws {
    let seeds: [(TableFile, [UInt8])] = [
      (.workbook, Self.workbook("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", shared: "<si><t>A&amp;</t></si>")),
      (.json, Array(#"{"data":[{"a":"\u00e9","b":[1,{"c":null}]},{"d":-1.5e3}]}"#.utf8)),
      (.vcard, Array("BEGIN:VCARD\nFN:A\nEND:VCARD\n".utf8)),
      (.sites, Array("bakery.de\nhttps://x.example/\n".utf8)),
    ]
    var state: UInt64 = 7
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }
    var ended = 0
    for (kind, seed) in seeds {
      for _ in 0..<1_500 {
        var bytes = seed
        for _ in 0...random(4) where !bytes.isEmpty {
          switch random(3) {
          case 0: bytes[random(bytes.count)] = UInt8(random(256))
          case 1: bytes.removeSubrange(random(bytes.count)..<bytes.count)
          default: bytes.insert(contentsOf: [UInt8](repeating: UInt8(random(256)), count: random(9)), at: random(bytes.count))
          }
        }
        _ = TableFile.recognise(bytes, isWhole: true)
        do { _ = try kind.rows(of: bytes) } catch { #expect(!error.advice.isEmpty) }
        ended += 1
      }
    }
    #expect(ended == 6_000)
  }
}
