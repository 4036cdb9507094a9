/// Header fields in the order they came, names compared without case (RFC 9110 §5).
public struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One field line.
  public struct Field: Sendable, Hashable {
    public let name: String
    public let value: String
  }

  /// Every field line, in order; a name may stand several times.
  public private(set) var fields: [Field] = []

  /// No fields.
  public init() {}

  /// Fields from a literal, in order.
  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value of a name; setting replaces all of that name, nil removes them.
  public subscript(name: String) -> String? {
    get { fields.first { Self.same($0.name, name) }?.value }
    set {
      fields.removeAll { Self.same($0.name, name) }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// Every value of a name, in order.
  public func all(_ name: String) -> [String] {
    fields.filter { Self.same($0.name, name) }.map(\.value)
  }

  /// Adds one field line after the others.
  public mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// Whether a comma-separated list field holds a token, compared without case.
  public func list(_ name: String, contains token: String) -> Bool {
    all(name).contains { $0.split(separator: ",").contains { Self.same(Self.trim($0), token) } }
  }

  private static func trim(_ text: Substring) -> String {
    String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// Compares names without case; a cheap look at the length settles most pairs.
  private static func same(_ a: String, _ b: String) -> Bool {
    guard a.utf8.count == b.utf8.count else { return false }
    let fast = a.utf8.withContiguousStorageIfAvailable { a in
      b.utf8.withContiguousStorageIfAvailable { b in
        for index in 0..<a.count where lower(a[index]) != lower(b[index]) { return false }
        return true
      }
    }
    if let fast, let equal = fast { return equal }
    return zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
