import Fakes
import Foundation
import JSONText
import Testing

/// Codable types to and from JSON, beside the toolchain's own encoder and decoder, whose texts the program wrote before.
@Suite struct JSONCodableTests {
  private struct Sample: Codable, Equatable {
    enum Word: String, Codable, CaseIterable { case one, two }
    struct Inner: Codable, Equatable {
      var lists: [[Int]]
      var plainText: String
    }
    var whole: Int
    var myURLText: String?
    var numbers: [Double]
    var inner: [String: Inner]
    var large: UInt32
    var float: Float
    var byNumber: [Int: String]
    var word: Word
    var holes: [Bool?]

    static func random(_ random: inout some RandomNumberGenerator) -> Sample {
      let texts = [
        "", "a/b", "\"\\", "\u{0}\u{8}\u{C}\n\r\t\u{1F}\u{7F}", "äöü é 😀 \u{2028}", "</script>", "aB", "x_y",
        "longer than fifteen bytes",
      ]
      func text(_ random: inout some RandomNumberGenerator) -> String { texts.randomElement(using: &random) ?? "" }
      func number(_ random: inout some RandomNumberGenerator) -> Double {
        switch Int.random(in: 0...4, using: &random) {
        case 0: Double(Int.random(in: -1000...1000, using: &random))
        case 1: Double(Int.random(in: -100_000...100_000, using: &random)) / 100
        case 2:
          [0, -0.0, 1e20, 1e-7, 0.1, 1e17, 123_456_789_012_345_680, .greatestFiniteMagnitude, 2.5e-310].randomElement(
            using: &random) ?? 0
        case 3: Double(Int64.random(in: .min ... .max, using: &random))
        default: Double.random(in: -1...1, using: &random)
        }
      }
      var inner: [String: Inner] = [:]
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        let lists = (0..<Int.random(in: 0...2, using: &random)).map { Array(repeating: $0 - 1, count: $0) }
        inner[text(&random) + "\(Int.random(in: 0...9, using: &random))"] = Inner(lists: lists, plainText: text(&random))
      }
      return Sample(
        whole: Int.random(in: .min ... .max, using: &random), myURLText: Bool.random(using: &random) ? text(&random) : nil,
        numbers: (0..<5).map { _ in number(&random) }, inner: inner, large: .random(in: 0 ... .max, using: &random),
        float: Float.random(in: -1000...1000, using: &random), byNumber: [1: text(&random), -22: "b"],
        word: Word.allCases.randomElement(using: &random) ?? .one, holes: [true, nil, false])
    }
  }

  /// A key of any name.
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private struct Named: Encodable {
    let name: String
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      try container.encode(1, forKey: Name(stringValue: name))
    }
  }

  private static let styles: [(JSONStyle, @Sendable (JSONEncoder) -> Void)] = [
    ([.sortedKeys], { $0.outputFormatting = .sortedKeys }),
    ([.sortedKeys, .plainSlashes], { $0.outputFormatting = [.sortedKeys, .withoutEscapingSlashes] }),
    ([.sortedKeys, .indented], { $0.outputFormatting = [.sortedKeys, .prettyPrinted] }),
    (
      [.sortedKeys, .plainSlashes, .snakeCase],
      {
        $0.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        $0.keyEncodingStrategy = .convertToSnakeCase
      }
    ),
  ]

  private func compare(_ value: some Encodable, _ place: SourceLocation = #_sourceLocation) throws {
    for (style, setUp) in Self.styles {
      let encoder = JSONEncoder()
      setUp(encoder)
      #expect(try JSON.encoded(value, style) == String(decoding: encoder.encode(value), as: UTF8.self), sourceLocation: place)
    }
  }

  @Test func `values are written byte for byte as the toolchain writes them`() throws {
    var random = SeededRandom(1)
    for _ in 0..<300 { try compare(Sample.random(&random)) }
    try compare("a text")
    try compare([String]())
    try compare([String: Int]())
    try compare(Int?.none)
    try compare(UInt64.max)
    try compare(["aB": ["cD": Sample.Inner(lists: [], plainText: "")]])
  }

  @Test func `names become snake_case as before`() throws {
    for name in [
      "a", "aB", "ABc", "URLValue", "myURL", "aURLb", "A", "ABC", "_aB", "aÉb", "isX1Y", "x1Y2z", "HTTPStatusCode", "ß", "aB_cD",
      "mailID",
    ] {
      try compare(Named(name: name))
    }
  }

  @Test func `what was written is read again`() throws {
    var random = SeededRandom(2)
    for _ in 0..<300 {
      let sample = Sample.random(&random)
      #expect(try JSON.decode(Sample.self, from: JSON.encode(sample)) == sample)
      #expect(try JSON.decode(Sample.self, from: JSON.encode(sample, .indented)) == sample)
    }
  }

  @Test func `texts with something wrong are read or refused as before`() throws {
    var random = SeededRandom(3)
    var read = 0
    for _ in 0..<40 {
      let whole = try JSON.encode([Sample.random(&random)], .indented)
      for _ in 0..<100 {
        var bytes = whole
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8.random(in: 1...255, using: &random)
        default: bytes.insert(Array("{}[],:\"0e.-1tfn ".utf8).randomElement(using: &random) ?? 0, at: place)
        }
        let before = try? JSONDecoder().decode([Sample].self, from: Data(bytes))
        let now = try? JSON.decode([Sample].self, from: bytes)
        // The toolchain looks into a text only when somebody asks for it, so it passes over what is wrong in others.
        if now != nil || (try? JSON(parsing: bytes)) != nil { #expect(now == before, "\(String(decoding: bytes, as: UTF8.self))") }
        read += now == nil ? 0 : 1
      }
    }
    #expect(read > 100)
  }

  @Test func `single values fit the types that they fitted`() {
    let texts = [
      "0", "-1", "1.0", "1e2", "1.5", "127", "128", "255", "256", "9223372036854775807", "-9223372036854775809", "1e18", "true",
      "null", "\"1\"", "[1]", "{}",
    ]
    func compare<Value: Decodable & Equatable>(_ type: Value.Type) {
      for text in texts + texts.map({ "[\($0)]" }) + texts.map({ "{\"a\":\($0)}" }) {
        #expect(
          (try? JSON.decode(type, from: text)) == (try? JSONDecoder().decode(type, from: Data(text.utf8))), "\(type) from \(text)")
      }
    }
    compare(Int.self)
    compare(Int8.self)
    compare(UInt8.self)
    compare(Double.self)
    compare(Bool.self)
    compare(String.self)
    compare(Int?.self)
    compare([Int].self)
    compare([Double?].self)
    compare([String: Int].self)
    compare([String: Int?].self)
    compare([[Int]].self)
  }

  @Test func `of members with one name the first counts`() throws {
    #expect(try JSON.decode([String: Int].self, from: #"{"a":1,"a":2}"#) == ["a": 1])
    let many = "{" + (0..<40).map { "\"k\($0 % 20)\":\($0)" }.joined(separator: ",") + "}"
    #expect(try JSON.decode([String: Int].self, from: many) == Dictionary(uniqueKeysWithValues: (0..<20).map { ("k\($0)", $0) }))
  }

  @Test func `an error names the path to the place`() throws {
    struct Outer: Decodable { let list: [[String: Int]] }
    func path(_ text: String) -> [String] {
      do { _ = try JSON.decode(Outer.self, from: text) } catch let error as DecodingError {
        switch error {
        case .typeMismatch(_, let place), .valueNotFound(_, let place), .dataCorrupted(let place):
          return place.codingPath.map(\.stringValue)
        case .keyNotFound(let key, let place): return place.codingPath.map(\.stringValue) + [key.stringValue]
        @unknown default: return []
        }
      } catch {}
      return []
    }
    #expect(path(#"{"list":[{"a":1},{"b":"x"}]}"#) == ["list", "Index 1", "b"])
    #expect(path(#"{"list":[{"a":null}]}"#) == ["list", "Index 0", "a"])
    #expect(path("{}") == ["list"])
    #expect(throws: DecodingError.self) { try JSON.decode(Outer.self, from: "[]") }
    #expect(throws: EncodingError.self) { try JSON.encode(["a": [Double.nan]]) }
  }

  @Test func `two containers of one value write one object`() throws {
    struct Both: Encodable {
      func encode(to encoder: any Encoder) throws {
        var one = encoder.container(keyedBy: Name.self)
        try one.encode(1, forKey: Name(stringValue: "a"))
        try one.encode(2, forKey: Name(stringValue: "b"))
        var other = encoder.container(keyedBy: Name.self)
        try other.encode(3, forKey: Name(stringValue: "b"))
        var list = other.nestedUnkeyedContainer(forKey: Name(stringValue: "c"))
        try list.encode("x")
        try list.encodeNil()
      }
    }
    #expect(try JSON.encoded(Both()) == #"{"a":1,"b":3,"c":["x",null]}"#)
  }
}
