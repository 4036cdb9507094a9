extension JSON {
  /// The JSON text of a value of a Codable type, as UTF-8.
  /// - Throws: `EncodingError` for a number that is none.
  public static func encode(_ value: some Encodable, _ style: JSONStyle = []) throws -> [UInt8] {
    let target = JSONTarget()
    try JSONBuilder(target, style, path: nil).build(value)
    var writer = JSONWriter(style)
    writer.write(target)
    return writer.bytes
  }

  /// The JSON text of a value of a Codable type.
  public static func encoded(_ value: some Encodable, _ style: JSONStyle = []) throws -> String {
    String(decoding: try encode(value, style), as: UTF8.self)
  }
}

/// Where one value goes.
final class JSONTarget {
  /// What was said of it so far; nothing is written as an empty object.
  enum Content {
    case nothing
    case null
    case text([UInt8])
    case list([JSONTarget])
    case object([(name: String, target: JSONTarget)])
  }

  var content = Content.nothing
  /// Whether more than one container writes members: a name may come again then, and replaces what it had.
  private var isShared = false

  /// Makes it an object, where it is none yet.
  func beObject() {
    if case .object = content { isShared = true } else { content = .object([]) }
  }

  /// Makes it a list, where it is none yet.
  func beList() { if case .list = content {} else { content = .list([]) } }

  /// The number of elements.
  var count: Int { if case .list(let items) = content { items.count } else { 0 } }

  /// A new element at the end.
  func append() -> JSONTarget {
    guard case .list(var items) = content else { return JSONTarget() }
    // Nobody else may hold the items while they grow, else each one would copy all before it.
    content = .nothing
    let target = JSONTarget()
    items.append(target)
    content = .list(items)
    return target
  }

  /// A member of a name.
  func member(_ name: String) -> JSONTarget {
    guard case .object(var members) = content else { return JSONTarget() }
    content = .nothing
    let target = JSONTarget()
    if isShared, let place = members.firstIndex(where: { $0.name == name }) {
      members[place].target = target
    } else {
      members.append((name, target))
    }
    content = .object(members)
    return target
  }
}

extension JSONWriter {
  /// What was built.
  mutating func write(_ target: JSONTarget) {
    switch target.content {
    case .nothing: list(Self.curly, [Int]()) { _, _ in }
    case .null: put("null")
    case .text(let text): write(ready: text)
    case .list(let items): list(Self.square, items) { writer, item in writer.write(item) }
    case .object(let members):
      let isSorted = style.contains(.sortedKeys)
      let ordered = isSorted ? members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : members
      list(Self.curly, ordered) { writer, member in
        writer.name(member.name)
        writer.write(member.target)
      }
    }
  }
}

/// Marks dictionaries whose keys are data, and no names of properties.
private protocol DictionaryOfTexts {}
extension Dictionary: DictionaryOfTexts where Key == String {}

/// Takes Codable values apart; it is the encoder and its single-value face.
struct JSONBuilder: Encoder, SingleValueEncodingContainer {
  private let target: JSONTarget
  private let style: JSONStyle
  private let path: JSONPath?
  /// Whether the names of this value, though not those further in, stay as they are.
  private var keepsNames = false

  init(_ target: JSONTarget, _ style: JSONStyle, path: JSONPath?) { (self.target, self.style, self.path) = (target, style, path) }

  var codingPath: [any CodingKey] { JSONPath.keys(path) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(JSONMemberBuilder<Key>(target, style, path: path, keepsNames: keepsNames))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer { JSONElementBuilder(target, style, path: path) }
  func singleValueContainer() -> any SingleValueEncodingContainer { self }
  func encodeNil() { target.content = .null }
  func encode<Value: Encodable>(_ value: Value) throws { try build(value) }

  /// Puts a value into the target.
  func build(_ value: some Encodable) throws {
    if let scalar = value as? any JSONScalar {
      var writer = JSONWriter(style)
      guard scalar.write(to: &writer) else {
        throw EncodingError.invalidValue(value, .init(codingPath: codingPath, debugDescription: "JSON has no such number."))
      }
      target.content = .text(writer.bytes)
    } else {
      var builder = self
      builder.keepsNames = value is any DictionaryOfTexts
      try value.encode(to: builder)
    }
  }
}

/// Takes the members of an object.
struct JSONMemberBuilder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  private let target: JSONTarget
  private let style: JSONStyle
  private let path: JSONPath?
  private let keepsNames: Bool

  init(_ target: JSONTarget, _ style: JSONStyle, path: JSONPath?, keepsNames: Bool) {
    (self.target, self.style, self.path, self.keepsNames) = (target, style, path, keepsNames)
    target.beObject()
  }

  var codingPath: [any CodingKey] { JSONPath.keys(path) }

  private func builder(_ key: some CodingKey) -> JSONBuilder {
    JSONBuilder(target.member(name(key)), style, path: JSONPath(path, key))
  }

  private func name(_ key: some CodingKey) -> String {
    style.contains(.snakeCase) && !keepsNames ? SnakeCase.name(key.stringValue) : key.stringValue
  }

  func encodeNil(forKey key: Key) { builder(key).encodeNil() }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try builder(key).build(value) }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
    builder(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { builder(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { builder(JSONKey.parent) }
  func superEncoder(forKey key: Key) -> any Encoder { builder(key) }
}

/// Takes the elements of an array.
struct JSONElementBuilder: UnkeyedEncodingContainer {
  private let target: JSONTarget
  private let style: JSONStyle
  private let path: JSONPath?

  init(_ target: JSONTarget, _ style: JSONStyle, path: JSONPath?) {
    (self.target, self.style, self.path) = (target, style, path)
    target.beList()
  }

  var codingPath: [any CodingKey] { JSONPath.keys(path) }
  var count: Int { target.count }

  private func builder() -> JSONBuilder {
    JSONBuilder(target.append(), style, path: JSONPath(path, JSONKey(index: target.count - 1)))
  }

  func encodeNil() { builder().encodeNil() }
  func encode<Value: Encodable>(_ value: Value) throws { try builder().build(value) }
  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
    builder().container(keyedBy: type)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { builder().unkeyedContainer() }
  func superEncoder() -> any Encoder { builder() }
}
