// modules: Text Finding CZlib

import Text

/// libFuzzer's entry: any bytes as each kind of table; those of a workbook also inside a sound archive, where they are sheet, texts or styles.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTable(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
  for kind in TableFile.allCases { _ = try? kind.rows(of: bytes) }
  var zip = StoredZip()
  let parts = [
    "xl/workbook.xml": #"<workbook><workbookPr date1904="1"/><sheets><sheet r:id="r1"/></sheets></workbook>"#,
    "xl/_rels/workbook.xml.rels": #"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#,
    "xl/worksheets/sheet1.xml":
      #"<sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" s="1"><v>45000.5</v></c><c s="2"><v>1.5E3</v></c></row></sheetData>"#,
    "xl/sharedStrings.xml": "<sst><si><r><t>a</t></r><rPh><t>b</t></rPh></si></sst>",
    "xl/styles.xml":
      #"<numFmts><numFmt numFmtId="164" formatCode="[h]:mm:ss.0"/></numFmts><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>"#,
  ]
  let names = parts.keys.sorted()
  for (place, name) in names.enumerated() {
    zip.add(name, Int(start[0]) % names.count == place ? bytes : Array(parts[name, default: ""].utf8))
  }
  _ = try? TableFile.workbook.rows(of: zip.bytes)
  return 0
}
