import Outreach
import Testing
import Text

@testable import Engine

struct ImportMappingTests {
  @Test func `the wire form goes there and back`() throws {
    let mapping = try ImportMapping(json: #"{"0":"business_name","1":"email","2":"custom.size","3":null}"#)
    #expect(mapping.json == #"{"0":"business_name","1":"email","2":"custom.size"}"#)
    #expect(try ImportMapping(json: mapping.json) == mapping)
  }

  @Test func `a wrong mapping says what is wrong and what was meant`() {
    let rows: [(json: String, says: String)] = [
      (#"{"0":"bussiness_name"}"#, "business_name"), (#"{"x":"email"}"#, "“x”"), (#"{"-1":"email"}"#, "“-1”"),
      ("[1]", "not an object"),
      (#"{"0":"qqqqqqqqqqqq"}"#, "custom.NAME"),
    ]
    for row in rows {
      let fault = #expect(throws: Fault.self) { try ImportMapping(json: row.json) }
      #expect(fault?.description.contains(row.says) == true, "\(row) \(fault?.description ?? "")")
    }
  }

  @Test func `columns are named by header, by folded header or by number`() throws {
    let columns = ["Company", "E-Mail", "Größe", "2"]
    let rows: [(map: String, json: String)] = [
      ("Company=business_name,E-Mail=email", #"{"0":"business_name","1":"email"}"#),
      ("company=business_name", #"{"0":"business_name"}"#),
      ("grosse = custom.size", #"{"2":"custom.size"}"#),
      ("2=city", #"{"3":"city"}"#),
      ("1=email,1=", "{}"),
      ("0=email,1=email", #"{"0":"custom.company","1":"email"}"#),
    ]
    for row in rows {
      var mapping = ImportMapping([Int: ColumnField]())
      try mapping.apply(row.map, columns: columns)
      #expect(mapping.json == row.json, "\(row)")
    }
    for (map, says) in [
      ("Compny=email", "“Company”"), ("Company", "COLUMN=FIELD"), ("Company=emial", "email"), ("99=email", "no column “99”"),
    ] {
      var mapping = ImportMapping([Int: ColumnField]())
      let fault = #expect(throws: Fault.self) { try mapping.apply(map, columns: columns) }
      #expect(fault?.detail.contains(says) == true, "\(map): \(fault?.detail ?? "")")
    }
  }

  @Test func `of two columns with one field the first that says something counts, notes add up`() throws {
    let mapping = try ImportMapping(json: #"{"0":"phone","1":"phone","2":"notes","3":"notes"}"#)
    #expect(mapping.record(["", "2", "a", "b"]) == ["phone": "2", "notes": "a\nb"])
    #expect(mapping.record(["1", "2"]) == ["phone": "1"])
    #expect(mapping.record([]) == [:])
  }
}
