extension Comparison {
  /// A stable sort by `<`; the keys are compared, the items moved.
  static func sorted(
    _ items: [Value], keys: [Value], reverse: Bool, renderer: Renderer
  ) throws(TemplateError) -> [Value] {
    try renderer.step(items.count)
    if let texts = texts(keys) { return try sorted(items, texts: texts, reverse: reverse, renderer) }
    // Python reverses before and after, so that equal items keep their order in both directions.
    var order = Array(items.indices)
    if reverse { order.reverse() }
    order = try mergeSort(order, keys, renderer)
    if reverse { order.reverse() }
    return order.map { items[$0] }
  }

  /// A text with its first eight bytes as a number, which tells the order of most texts at once.
  private struct TextKey {
    let text: String
    let start: UInt64

    init(_ text: String) {
      self.text = text
      var start: UInt64 = 0
      for (position, byte) in text.utf8.prefix(8).enumerated() { start |= UInt64(byte) << UInt64(56 - 8 * position) }
      self.start = start
    }

    /// Less than 0, 0 or more than 0.
    func order(_ other: TextKey) -> Int {
      start != other.start ? (start < other.start ? -1 : 1) : Comparison.order(text, other.text)
    }
  }

  /// The keys where all of them are texts, else nil.
  private static func texts(_ keys: [Value]) -> [TextKey]? {
    var texts: [TextKey] = []
    texts.reserveCapacity(keys.count)
    for key in keys {
      guard let text = key.text else { return nil }
      texts.append(TextKey(text))
    }
    return texts
  }

  /// As many items are put in order one by one, which is quicker than any cleverer way.
  private static let few = 12

  /// The same where all keys are texts, which needs no care for errors. Equal ones keep their order, in both directions.
  private static func sorted(
    _ items: [Value], texts: [TextKey], reverse: Bool, _ renderer: Renderer
  ) throws(TemplateError) -> [Value] {
    let bytes = texts.reduce(0) { $0 + $1.text.utf8.count }
    try renderer.step(
      (bytes / 64 + items.count / 4) * (items.count.bitWidth - items.count.leadingZeroBitCount))
    if items.count <= few { return inserted(items, texts, reverse: reverse) }
    let order = items.indices.sorted { left, right in
      switch texts[left].order(texts[right]) {
      case 0: left < right
      case let order: reverse ? order > 0 : order < 0
      }
    }
    return order.map { items[$0] }
  }

  private static func inserted(_ items: [Value], _ texts: [TextKey], reverse: Bool) -> [Value] {
    var items = items
    var texts = texts
    for start in items.indices.dropFirst() {
      var place = start
      while place > 0 {
        let order = texts[place].order(texts[place - 1])
        guard reverse ? order > 0 : order < 0 else { break }
        texts.swapAt(place, place - 1)
        items.swapAt(place, place - 1)
        place -= 1
      }
    }
    return items
  }

  private static func mergeSort(_ order: [Int], _ keys: [Value], _ renderer: Renderer)
    throws(TemplateError) -> [Int]
  {
    var runs = order
    var width = 1
    while width < runs.count {
      try renderer.step(runs.count / 4)
      var merged: [Int] = []
      merged.reserveCapacity(runs.count)
      var start = 0
      while start < runs.count {
        let middle = min(start + width, runs.count)
        let end = min(start + 2 * width, runs.count)
        var (left, right) = (start, middle)
        while left < middle, right < end {
          if try compare(keys[runs[right]], .less, keys[runs[left]], renderer) {
            merged.append(runs[right])
            right += 1
          } else {
            merged.append(runs[left])
            left += 1
          }
        }
        merged.append(contentsOf: runs[left..<middle])
        merged.append(contentsOf: runs[right..<end])
        start = end
      }
      runs = merged
      width *= 2
    }
    return runs
  }
}
