import Testing

@testable import JSONText

/// The grammar of RFC 8259, in the categories that parsers are usually tried with.
@Suite struct JSONParserTests {
  @Test func `what is JSON is read`() throws {
    // Text, value.
    let rows: [(String, JSON)] = [
      ("[]", .array([])), ("{}", .object([])), (" \t\r\n[ ] \n", .array([])), ("null", nil), ("true", true), ("false", false),
      ("0", 0), ("-0", 0), ("12", 12), ("-9223372036854775808", .int(.min)), ("9223372036854775807", .int(.max)),
      ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5", .double(1.5)), ("1.0", 1), ("1e2", 100), ("1E+2", 100),
      ("120e-1", 12), ("-1.25e-2", .double(-0.0125)), ("0e1", 0), ("0.0", 0), ("1e23", .double(1e23)), ("5e-324", .double(5e-324)),
      ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)), ("0.1", .double(0.1)), ("8.5e22", .double(8.5e22)),
      ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u00C9""#, "éÉ"), (#""\ud83d\ude00""#, "😀"),
      (#""\u0000""#, "\0"), ("\"\u{7F}\u{2028}😀\"", "\u{7F}\u{2028}😀"), ("\u{FEFF}1", 1), ("[1,]", [1]), (#"{"a":1,}"#, ["a": 1]),
      (#"{"a":{"b":[1,"x",null]},"":2}"#, ["a": ["b": [1, "x", nil]], "": 2]),
      (#"{"a":1,"a":2}"#, .object([.init("a", 1), .init("a", 2)])),
    ]
    for (text, value) in rows { #expect(try JSON(parsing: text) == value, "\(text)") }
  }

  @Test func `what is no JSON is refused`() {
    let rows = [
      "", " ", "nul", "TRUE", "tru", "truee", "NaN", "Infinity", "-", "--1", "+1", "01", "-01", "1.", ".5", "1.e1", "1e", "1e+",
      "0x1", "1 2",
      "1,", "1e400", "-1e400", "1e-400", "[", "]", "[1", "[1 2]", "[,1]", "[,]", "[1,,2]", "[1]]", "[1,,]", "{", "}", "{,}",
      "{\"a\"", "{\"a\":",
      "{\"a\":1", "{\"a\" 1}", "{a:1}", "{1:1}", "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}", "{\"a\",1}", "{:1}", "[\"a\":1]", "\"",
      "\"a", "'a'",
      "\"a\nb\"", "\"a\tb\"", "\"\u{1F}\"", #""\x41""#, #""\u12""#, #""\u12g4""#, #""\U0041""#, #""\"#, #""\ud800""#, #""\udc00""#,
      #""\ud800\u0041""#, #""\ud800\ud800""#, #""\ud83dx""#, #""\ud83d\n""#, "//1", "1//", "/**/1", "\u{A0}1", "\u{C}1",
      "1\u{FEFF}", "1\u{0}",
    ]
    for text in rows { #expect(throws: JSONError.self, "\(text)") { try JSON(parsing: text) } }
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    let rows: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0x80], [0xE2, 0x82, 0x5C, 0x6E],
    ]
    for bytes in rows { #expect(throws: JSONError.self, "\(bytes)") { try JSON(parsing: [0x22] + bytes + [0x22]) } }
    #expect(throws: JSONError.self) { try JSON(parsing: [0xFF, 0xFE, 0x31, 0x00]) }
  }

  @Test func `512 levels are read and no more`() {
    func nested(_ levels: Int) -> String { String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
    #expect(throws: Never.self) { try JSON(parsing: nested(512)) }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(513)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test func `an error says where`() {
    #expect(throws: JSONError(reason: "no colon", offset: 5)) { try JSON(parsing: #"{"a" 1}"#) }
    let error = #expect(throws: JSONError.self) { try JSON(parsing: "[1 2]") }
    #expect(error?.description == "The text is no JSON: no comma at byte 3.")
  }

  @Test func `what is written is read again, and members stay in their order`() throws {
    let value: JSON = ["z": 1, "a": [.double(1.5), nil, true, "a/b\"\\\u{1}\n"], "": .double(1e300)]
    #expect(String(decoding: value.bytes, as: UTF8.self) == #"{"z":1,"a":[1.5,null,true,"a/b\"\\\u0001\n"],"":1e+300}"#)
    #expect(try JSON(parsing: value.bytes) == value)
    #expect(JSON.double(.nan).bytes == Array("null".utf8))
  }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) { self = .pairs(elements) }
}

extension JSON.Member {
  fileprivate init(_ name: String, _ value: JSON) { self.init(name: name, value: value) }
}
