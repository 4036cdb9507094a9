// Lists and dictionaries are references, as in Python: `append` is seen through every name. They are @unchecked Sendable because
// those that came with the context (`isShared`) are never changed, and all others never leave the one rendering that made them.

/// A Python list.
public final class ListObject: @unchecked Sendable {
  /// The items in order.
  @exclusivity(unchecked) public internal(set) var items: [TemplateValue]
  let isShared: Bool

  init(_ items: [TemplateValue], isShared: Bool = false) {
    self.items = items
    self.isShared = isShared
  }
}

/// A Python tuple, which never changes.
public final class TupleObject: Sendable {
  /// The items in order.
  public let items: [TemplateValue]
  /// Whether it is a group of `groupby`, whose two items are also `grouper` and `list`.
  let isGroup: Bool

  init(_ items: [TemplateValue], isGroup: Bool = false) {
    self.items = items
    self.isGroup = isGroup
  }
}

/// A Python dict: keys in the order in which they came, and equal as Python says (1 is 1.0 is True).
public final class DictObject: @unchecked Sendable {
  @exclusivity(unchecked) private var entries: DictEntries
  /// Positions by key, kept once the dictionary is too long to search from its start.
  @exclusivity(unchecked) private var index: [DictKey: Int] = [:]
  let isShared: Bool

  /// Up to this many keys are searched one by one, which is quicker than hashing.
  private static let linearKeys = 32

  /// An empty dict; `capacity` is how many keys are expected.
  init(isShared: Bool = false, capacity: Int = 4) {
    self.isShared = isShared
    entries = DictEntries(capacity: capacity)
  }

  init(copying other: DictObject, isShared: Bool = false) {
    entries = DictEntries(copying: other.entries)
    index = other.index
    self.isShared = isShared
  }

  /// How many keys there are.
  public var count: Int { entries.count }

  /// The keys in order, as a list of their own.
  public var keys: [TemplateValue] { entries.allKeys }

  /// The values, one for each key, as a list of their own.
  public var values: [TemplateValue] { entries.allValues }

  /// The value of a text key, or nil.
  public func value(_ key: String) -> TemplateValue? { value(key, print: KeyPrint(of: key)) }

  /// The value of a text key whose print is known, or nil.
  @inline(__always)
  func value(_ key: String, print: KeyPrint) -> TemplateValue? {
    print.isWhole && entries.count <= Self.linearKeys ? entries.value(whole: print) : value(long: key, print: print)
  }

  private func value(long key: String, print: KeyPrint) -> TemplateValue? {
    guard index.isEmpty else { return index[DictKey(.string(key))].map { entries.value($0) } }
    return entries.position(key, print).map { entries.value($0) }
  }

  /// The value of any key, or nil.
  func value(_ key: TemplateValue) -> TemplateValue? {
    position(key).map { entries.value($0) }
  }

  /// Adds or replaces; a replaced key keeps its place.
  func put(_ key: TemplateValue, _ value: TemplateValue) {
    if let position = position(key) { return entries.replace(position, value) }
    entries.append(key, value, key.text.map(KeyPrint.init(of:)) ?? .none)
    if count == Self.linearKeys + 1 {
      reindex()
    } else if count > Self.linearKeys {
      index[DictKey(key)] = count - 1
    }
  }

  /// Takes a key out and returns its value, or nil.
  func remove(_ key: TemplateValue) -> TemplateValue? {
    guard let position = position(key) else { return nil }
    let value = entries.remove(position)
    reindex()
    return value
  }

  /// Takes all keys out.
  func removeAll() {
    entries = DictEntries(capacity: 0)
    index = [:]
  }

  private func position(_ key: TemplateValue) -> Int? {
    guard index.isEmpty else { return index[DictKey(key)] }
    if let text = key.text { return entries.position(text, KeyPrint(of: text)) }
    let wanted = DictKey(key)
    return (0..<count).first { DictKey(entries.key($0)) == wanted }
  }

  private func reindex() {
    index = [:]
    guard count > Self.linearKeys else { return }
    for (position, key) in keys.enumerated() { index[DictKey(key)] = position }
  }
}

/// A short print of a text: its length and its first fifteen bytes. Of a text that is no longer, it tells all.
struct KeyPrint: Equatable {
  /// Half of a print.
  typealias Part = UInt64

  /// The length, in the lowest byte, and the first seven bytes.
  let head: Part
  /// The eight bytes that follow.
  let tail: Part

  /// The print of no text.
  static let none = KeyPrint(head: 0xFF, tail: 0)

  init(head: Part, tail: Part) { (self.head, self.tail) = (head, tail) }

  /// Takes the print of a text.
  init(of text: String) {
    var text = text
    self = text.withUTF8 { bytes in
      var head = Part(truncatingIfNeeded: min(bytes.count, 127))
      var tail: Part = 0
      var position = 0
      while position < bytes.count, position < 7 {
        head |= Part(truncatingIfNeeded: bytes[position]) &<< Part(truncatingIfNeeded: 8 &+ position &* 8)
        position &+= 1
      }
      while position < bytes.count, position < 15 {
        tail |= Part(truncatingIfNeeded: bytes[position]) &<< Part(truncatingIfNeeded: (position &- 7) &* 8)
        position &+= 1
      }
      return KeyPrint(head: head, tail: tail)
    }
  }

  /// Whether texts with this print are the same text.
  @inline(__always)
  var isWhole: Bool { head & 127 <= 15 }

  /// Whether the head alone tells the text.
  @inline(__always)
  var isShort: Bool { head & 127 <= 7 }
}

/// A key of a dict or a member of a set, equal and hashed as in Python.
struct DictKey: Hashable {
  let value: TemplateValue

  init(_ value: TemplateValue) { self.value = value }

  static func == (left: DictKey, right: DictKey) -> Bool {
    switch (left.value, right.value) {
    case (.string(let one), .string(let two)): PythonText.same(one, two)
    case (.undefined(let one), .undefined(let two)): one.policy == two.policy
    case (.undefined, _), (_, .undefined): false
    default: (try? Comparison.equal(left.value, right.value)) ?? false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch value {
    case .string(let text), .markup(let text): hasher.combine(text)
    case .int(let number): hasher.combine(Double(number))
    case .bool(let flag): hasher.combine(flag ? 1.0 : 0.0)
    case .float(let number): hasher.combine(number)
    case .big(let number): hasher.combine(number.double)
    case .tuple(let tuple):
      // A few items tell tuples apart; going into all of them could take for ever.
      hasher.combine(tuple.items.count)
      for item in tuple.items.prefix(4) {
        if case .tuple = item { continue } else { DictKey(item).hash(into: &hasher) }
      }
    case .object(let object): hasher.combine(ObjectIdentifier(object))
    case .none: hasher.combine(0x0e)
    case .undefined, .list, .dict: hasher.combine(0x0f)
    }
  }
}
