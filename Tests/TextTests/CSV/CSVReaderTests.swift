import Testing

@testable import Text

@Suite struct CSVReaderTests {
  private func rows(_ text: String, dialect: CSVDialect? = nil) throws -> [[String]] {
    try CSVReader.records(of: Array(text.utf8), dialect: dialect).records.map(\.fields)
  }

  @Test func `the grammar of RFC 4180 and what the world made of it`() throws {
    let cases: [(String, [[String]])] = [
      ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]), ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
      ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
      ("a,b\r\n1,2\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
      ("a,\"b,c\"\n", [["a", "b,c"]]), ("a,\"b\r\nc\"\n", [["a", "b\r\nc"]]), ("a,\"b\"\"c\"\n", [["a", "b\"c"]]),
      ("\"\",\"\"\n", [["", ""]]),
      ("a,b\n\n\r\n1,2\n", [["a", "b"], ["1", "2"]]), ("a,b\n,\n", [["a", "b"], ["", ""]]),
      ("a,b,c\n1\n1,2,3,4\n", [["a", "b", "c"], ["1"], ["1", "2", "3", "4"]]),
      ("a,12\" pipe\n", [["a", "12\" pipe"]]), ("\"Best\" Pizza,Rome\n", [["Best Pizza", "Rome"]]),
      ("a,\"b\" ,c\n", [["a", "b ", "c"]]),
      ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]), ("sep=;\r\na;b,c\r\n", [["a", "b,c"]]), ("\"sep=|\"\na|b\n", [["a", "b"]]),
      ("", []), ("\n\n", []), ("a", [["a"]]), ("a\u{0}b,c\n1,2\n", [["a\u{0}b", "c"], ["1", "2"]]), ("a,\"\"\n", [["a", ""]]),
    ]
    for (text, expected) in cases { #expect(try rows(text) == expected, "\(text.debugDescription)") }
  }

  @Test func `every split of a file gives the same records`() throws {
    let text = Array("sep=;\r\nä;\"b\"\"\r\n;c\";\"\"\r\nd;\"e\" f;g\"\r\r\n\"open;\nlast;\"\"".utf8)
    let whole = try CSVReader.records(of: text).records
    var limits = CSVLimits()
    limits.sampleBytes = 8
    for split in 0...text.count {
      var reader = CSVReader(limits: limits)
      var records: [CSVRecord] = []
      try reader.read(Array(text[..<split])) { records.append($0) }
      for byte in text[split...] { try reader.read([byte]) { records.append($0) } }
      try reader.finish { records.append($0) }
      #expect(records == whole, "split at \(split)")
    }
  }

  @Test func `the delimiter is found`() throws {
    let cases: [(String, Character)] = [
      ("a;b\n1,5;2,5\n", ";"), ("Name;Preis\nApfel;1,50\nBirne;2,20\n", ";"), ("a\tb\n1,2\t3\n", "\t"), ("a|b\n1|2\n", "|"),
      ("name\nA\n", ","), ("x,y\n", ","),
      ("Firma;Ort;Tags\n\"A, B\";Köln;\"x,y,z\"\n", ";"), ("a,b\n\"1;2;3\",x\n\"4;5;6\",y\n", ","),
      ("Title of the list\n\na,b,c\n1,2,3\n1,2,3\n", ","),
      ("\"Müller & Co.; Berlin\",\"x\"\n\"Meier; Köln\",\"y\"\n", ","), ("cat|tags,b\na|b,1\nc|d,2\n", ","),
    ]
    for (text, delimiter) in cases {
      #expect(try CSVReader.records(of: Array(text.utf8)).reader.dialect?.delimiter == delimiter.asciiValue, "\(text)")
    }
  }

  @Test func `a file in another charset is read, whenever its first letter comes`() throws {
    for (label, text) in [
      ("utf-16le", "Ort;Größe\r\nKöln;1\r\n"), ("utf-16be", "Ort;Größe\r\nKöln;1\r\n"), ("windows-1252", "Ort;Größe\r\nKöln;1\r\n"),
    ] {
      let charset = try #require(Charset(label: label))
      let result = try CSVReader.records(of: try #require(charset.encode(text)))
      #expect(result.records.map(\.fields) == [["Ort", "Größe"], ["Köln", "1"]], "\(label)")
      #expect(result.reader.dialect?.charset.name == label)
    }
    var limits = CSVLimits()
    limits.sampleBytes = 4
    var reader = CSVReader(limits: limits)
    var records: [[String]] = []
    for chunk in [Array("a,b\n1,2\n".utf8), [0x4B, 0xF6, 0x6C, 0x6E, 0x2C, 0x33, 0x0A]] {
      try reader.read(chunk) { records.append($0.fields) }
    }
    try reader.finish { records.append($0.fields) }
    #expect(records == [["a", "b"], ["1", "2"], ["Köln", "3"]])
    #expect(reader.dialect?.charset == .windows1252)
  }

  @Test func `a long field is read, a second mark goes, and the end mark of DOS is blank`() throws {
    let long = String(repeating: "x", count: 10_000_000)
    let result = try CSVReader.records(of: Array("\u{FEFF}\u{FEFF}a,b\n1,\"\(long)\"\n\u{1A}".utf8))
    #expect(result.records.prefix(2).map(\.fields) == [["a", "b"], ["1", long]] && result.reader.issueCount == 0)
    #expect(result.records.count == 3 && result.records[2].isBlank)
  }

  @Test func `an open quote is reported and swallows nothing`() throws {
    let result = try CSVReader.records(of: Array("a,b\n1,\"x\n2,y\n3,z\n".utf8))
    #expect(result.records.map(\.fields) == [["a", "b"], ["1", "\"x"], ["2", "y"], ["3", "z"]])
    #expect(result.records.map(\.line) == [1, 2, 3, 4])
    #expect(result.reader.issues == [CSVIssue(kind: .unterminatedQuote, line: 2)])
  }

  @Test func `a bad record costs one record and bounded work`() throws {
    let long = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
    let cases: [(String, [UInt8], CSVIssue.Kind)] = [
      ("long field", Array("a,b\n".utf8) + long + Array("\n1,2\n".utf8), .recordTooLong),
      ("open quote", Array("a,b\n\"".utf8) + long + Array("\n1,2\n".utf8), .unterminatedQuote),
      (
        "many fields", Array("a,b\n".utf8) + Array(repeating: UInt8(ascii: ","), count: 100_000) + Array("\n1,2\n".utf8),
        .tooManyFields
      ),
      (
        "pairs of quotes", Array("a,b\n1,\"".utf8) + Array(repeating: UInt8(ascii: "\""), count: 2 << 20) + Array("\n1,2\n".utf8),
        .unterminatedQuote
      ),
    ]
    for (name, bytes, kind) in cases {
      var limits = CSVLimits()
      limits.recordBytes = 1 << 20
      var parser = CSVParser(delimiter: 0x2C, limits: limits)
      var lines: [Int] = []
      let sink: CSVParser.Sink = { _, ends, line in if ends.count == 2 { lines.append(line) } }
      for from in stride(from: 0, to: bytes.count, by: 65_536) {
        try Array(bytes[from..<min(bytes.count, from + 65_536)]).withUnsafeBufferPointer { try parser.read($0, sink) }
      }
      try parser.finish(sink)
      #expect(parser.issues.first?.kind == kind, "\(name)")
      #expect(parser.steps <= 3 * bytes.count, "\(name): \(parser.steps) steps for \(bytes.count) bytes")
      #expect(lines.first == 1, "\(name)")
    }
  }

  @Test func `other kinds of files are named`() throws {
    let cases: [([UInt8], ForeignFormat)] = [
      ([0x50, 0x4B, 3, 4] + Array("....[Content_Types].xml....xl/workbook.xml".utf8), .xlsx),
      ([0x50, 0x4B, 3, 4] + Array("....mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8), .ods),
      ([0x50, 0x4B, 3, 4] + Array("leads.csv".utf8), .zip), ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .xls),
      (Array("%PDF-1.7".utf8), .pdf), (Array(" <HTML><body><table>".utf8), .html),
      (Array("<?xml version=\"1.0\"?><Workbook>".utf8), .xml),
      (Array("[{\"name\": 1}]".utf8), .json), ([0x1F, 0x8B, 8], .compressed), ((0..<200).map { UInt8($0 % 32) }, .binary),
      ([0x89, 0x50, 0x4E, 0x47], .image),
    ]
    for (bytes, format) in cases {
      #expect(throws: CSVFailure.foreign(format)) { _ = try CSVReader.records(of: bytes) }
    }
    #expect(try rows("[x],{y}\n1,2\n").count == 2)
  }

  @Test func `what is written can't run as a formula and reads back the same`() throws {
    let cases: [(String, String)] = [
      ("=1+1", "'=1+1"), ("@SUM(1)", "'@SUM(1)"), ("\tx", "\"'\tx\""), ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
      ("-5", "-5"), ("-1,5", "\"-1,5\""),
      ("+49 (30) 123-45", "+49 (30) 123-45"), ("-", "'-"), ("- item", "'- item"), ("a,b", "\"a,b\""),
      ("say \"x\"", "\"say \"\"x\"\"\""), ("'=1", "''=1"), ("'tis", "'tis"),
      (" =1", "' =1"), ("＝1", "'＝1"), ("two\nlines", "\"two\nlines\""), ("", "\"\""), ("-2+3+cmd", "'-2+3+cmd"),
    ]
    for (cell, written) in cases {
      #expect(CSVWriter.line([cell]) == written + "\r\n", "\(cell.debugDescription)")
      let back = try rows(CSVWriter.line(["id", "x"]) + CSVWriter.line(["1", cell]))
      #expect(back.last.map { CSVWriter.unguarded($0[1]) } == cell, "\(cell.debugDescription)")
    }
  }
}
