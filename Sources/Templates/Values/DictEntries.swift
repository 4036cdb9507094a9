/// The keys and values of a dict in the order in which they came, in one piece of memory.
///
/// What a search reads stands together: where there are many leads, the time goes into fetching their memory.
struct DictEntries: ~Copyable {
  private(set) var count = 0
  private var capacity: Int
  // The heads of the prints, the values, the tails of the prints, the keys: each a stretch as long as the capacity.
  private var memory: UnsafeMutableRawPointer

  private static let entryBytes = 2 * MemoryLayout<KeyPrint.Part>.stride + 2 * MemoryLayout<Value>.stride

  /// No entries, with room for some.
  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    memory = .allocate(byteCount: self.capacity * Self.entryBytes, alignment: MemoryLayout<Value>.alignment)
    UnsafeMutableRawPointer(heads).bindMemory(to: KeyPrint.Part.self, capacity: self.capacity)
    UnsafeMutableRawPointer(values).bindMemory(to: Value.self, capacity: self.capacity)
    UnsafeMutableRawPointer(tails).bindMemory(to: KeyPrint.Part.self, capacity: self.capacity)
    UnsafeMutableRawPointer(keys).bindMemory(to: Value.self, capacity: self.capacity)
  }

  /// The same entries again.
  init(copying other: borrowing DictEntries) {
    self.init(capacity: other.count)
    for position in 0..<other.count { append(other.key(position), other.value(position), other.print(position)) }
  }

  deinit {
    values.deinitialize(count: count)
    keys.deinitialize(count: count)
    memory.deallocate()
  }

  @inline(__always)
  private var heads: UnsafeMutablePointer<KeyPrint.Part> { memory.assumingMemoryBound(to: KeyPrint.Part.self) }
  @inline(__always)
  private var values: UnsafeMutablePointer<Value> {
    (memory + capacity * MemoryLayout<KeyPrint.Part>.stride).assumingMemoryBound(to: Value.self)
  }
  private var tails: UnsafeMutablePointer<KeyPrint.Part> {
    UnsafeMutableRawPointer(values + capacity).assumingMemoryBound(to: KeyPrint.Part.self)
  }
  private var keys: UnsafeMutablePointer<Value> { UnsafeMutableRawPointer(tails + capacity).assumingMemoryBound(to: Value.self) }

  /// The value of the text key that this print tells wholly, or nil.
  @inline(__always)
  func value(whole print: KeyPrint) -> Value? {
    var position = 0
    while position < count {
      if heads[position] == print.head, print.isShort || tails[position] == print.tail { return values[position] }
      position += 1
    }
    return nil
  }

  /// The position of a text key, or nil.
  func position(_ key: String, _ print: KeyPrint) -> Int? {
    for position in 0..<count where heads[position] == print.head && tails[position] == print.tail {
      if print.isWhole || keys[position].text.map({ PythonText.same($0, key) }) == true { return position }
    }
    return nil
  }

  /// The key at a position, which must be less than the count.
  func key(_ position: Int) -> Value { keys[position] }

  /// The value at a position, which must be less than the count.
  func value(_ position: Int) -> Value { values[position] }

  private func print(_ position: Int) -> KeyPrint { KeyPrint(head: heads[position], tail: tails[position]) }

  /// All keys.
  var allKeys: [Value] { Array(UnsafeBufferPointer(start: keys, count: count)) }

  /// All values.
  var allValues: [Value] { Array(UnsafeBufferPointer(start: values, count: count)) }

  /// Replaces the value at a position, which must be less than the count.
  mutating func replace(_ position: Int, _ value: Value) { values[position] = value }

  /// Adds an entry at the end.
  mutating func append(_ key: Value, _ value: Value, _ print: KeyPrint) {
    if count == capacity { grow() }
    (heads + count).initialize(to: print.head)
    (tails + count).initialize(to: print.tail)
    (keys + count).initialize(to: key)
    (values + count).initialize(to: value)
    count += 1
  }

  private mutating func grow() {
    var wider = DictEntries(capacity: max(capacity * 2, 4))
    wider.heads.moveInitialize(from: heads, count: count)
    wider.tails.moveInitialize(from: tails, count: count)
    wider.values.moveInitialize(from: values, count: count)
    wider.keys.moveInitialize(from: keys, count: count)
    wider.count = count
    count = 0
    swap(&self, &wider)
  }

  /// Takes the entry at a position out, which must be less than the count, and returns its value.
  mutating func remove(_ position: Int) -> Value {
    let value = (values + position).move()
    (keys + position).deinitialize(count: 1)
    let rest = count - position - 1
    (heads + position).moveInitialize(from: heads + position + 1, count: rest)
    (tails + position).moveInitialize(from: tails + position + 1, count: rest)
    (values + position).moveInitialize(from: values + position + 1, count: rest)
    (keys + position).moveInitialize(from: keys + position + 1, count: rest)
    count -= 1
    return value
  }
}
