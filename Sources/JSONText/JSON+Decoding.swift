extension JSON {
  /// Reads a value of a Codable type from JSON.
  ///
  /// Members that the type does not know are passed over; of two of one name the first counts. An integer type takes every number whose
  /// value is whole and fits into it and into `Int64`.
  /// - Parameter bytes: UTF-8.
  /// - Throws: `JSONError` where it is no JSON; `DecodingError`, with the path to the place, where it has another shape.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try JSONReader(JSON(parsing: bytes), path: nil).read(type)
  }

  /// Reads a value of a Codable type from a JSON text.
  public static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    try decode(type, from: Array(text.utf8))
  }
}

/// Reads Codable types from a value, whatever it is; the single value is one of its faces.
struct JSONReader: Decoder, SingleValueDecodingContainer {
  let value: JSON
  let path: JSONPath?

  init(_ value: JSON, path: JSONPath?) { (self.value, self.path) = (value, path) }

  var codingPath: [any CodingKey] { JSONPath.keys(path) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw mismatch([String: Any].self) }
    return KeyedDecodingContainer(JSONMembers<Key>(members, path: path))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = value else { throw mismatch([Any].self) }
    return JSONElements(values, path: path)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value == .null }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }

  /// The value as a type.
  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let scalar = type as? any JSONScalar.Type else { return try Value(from: self) }
    guard let found = scalar.read(value) as? Value else { throw mismatch(type) }
    return found
  }

  private func mismatch(_ type: Any.Type) -> DecodingError {
    let place = DecodingError.Context(codingPath: codingPath, debugDescription: "The value is no \(type).")
    return value == .null ? .valueNotFound(type, place) : .typeMismatch(type, place)
  }
}

/// The members of an object.
struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  /// From here on names are looked up in a table.
  private static var manyMembers: Int { 16 }
  private let members: [JSON.Member]
  private let table: [String: Int]
  private let path: JSONPath?

  init(_ members: [JSON.Member], path: JSONPath?) {
    (self.members, self.path) = (members, path)
    guard members.count >= Self.manyMembers else {
      table = [:]
      return
    }
    table = Dictionary(members.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  var codingPath: [any CodingKey] { JSONPath.keys(path) }
  var allKeys: [Key] {
    let names = table.isEmpty ? members : members.enumerated().filter { table[$0.element.name] == $0.offset }.map(\.element)
    return names.compactMap { Key(stringValue: $0.name) }
  }

  private func find(_ name: String) -> JSON? {
    guard table.isEmpty else { return table[name].map { members[$0].value } }
    return members.first { $0.name == name }?.value
  }

  private func reader(_ key: some CodingKey) throws -> JSONReader {
    guard let value = find(key.stringValue) else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "“\(key.stringValue)” is missing."))
    }
    return JSONReader(value, path: JSONPath(path, key))
  }

  func contains(_ key: Key) -> Bool { find(key.stringValue) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try reader(key).decodeNil() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try reader(key).read(type) }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) throws -> KeyedDecodingContainer<Inner> {
    try reader(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try reader(key).unkeyedContainer() }
  func superDecoder() throws -> any Decoder { JSONReader(find("super") ?? .null, path: JSONPath(path, JSONKey.parent)) }
  func superDecoder(forKey key: Key) throws -> any Decoder {
    JSONReader(find(key.stringValue) ?? .null, path: JSONPath(path, key))
  }
}

/// The elements of an array, one after the other.
struct JSONElements: UnkeyedDecodingContainer {
  private let values: [JSON]
  private let path: JSONPath?
  private(set) var currentIndex = 0

  init(_ values: [JSON], path: JSONPath?) { (self.values, self.path) = (values, path) }

  var codingPath: [any CodingKey] { JSONPath.keys(path) }
  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex == values.count }

  private func reader(_ type: Any.Type) throws -> JSONReader {
    let here = JSONPath(path, JSONKey(index: currentIndex))
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        type, .init(codingPath: JSONPath.keys(here), debugDescription: "The array has no more elements."))
    }
    return JSONReader(values[currentIndex], path: here)
  }

  mutating func decodeNil() throws -> Bool {
    guard try reader(Any?.self).decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try reader(type).read(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) throws -> KeyedDecodingContainer<Inner> {
    let container = try reader([String: Any].self).container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try reader([Any].self).unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try reader((any Decoder).self)
    currentIndex += 1
    return decoder
  }
}
