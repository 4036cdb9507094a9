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

  /// As many items are put in order one by one, which is quicker than any cleverer way.
  private static let few = 12

  /// The same where all keys are texts, which needs no care for errors. Equal ones keep their order, in both directions.
  private static func sorted(
    _ items: [Value], texts: consuming [String], reverse: Bool, _ renderer: Renderer
  ) throws(TemplateError) -> [Value] {
    let bytes = texts.reduce(0) { $0 + $1.utf8.count }
    try renderer.step(
      (bytes / 64 + items.count / 4) * (items.count.bitWidth - items.count.leadingZeroBitCount))
    if items.count <= few { return inserted(items, texts, reverse: reverse) }
    let order = items.indices.sorted { left, right in
      switch Self.order(texts[left], texts[right]) {
      case 0: left < right
      case let order: reverse ? order > 0 : order < 0
      }
    }
    return order.map { items[$0] }
  }

  private static func inserted(_ items: [Value], _ texts: consuming [String], reverse: Bool) -> [Value] {
    var items = items
    for start in items.indices.dropFirst() {
      var place = start
      while place > 0 {
        let order = order(texts[place], texts[place - 1])
        guard reverse ? order > 0 : order < 0 else { break }
        texts.swapAt(place, place - 1)
        items.swapAt(place, place - 1)
        place -= 1
      }
    }
    return items
  }

  /// The keys where all of them are texts, else nil.
  private static func texts(_ keys: [Value]) -> [String]? {
    var texts: [String] = []
    texts.reserveCapacity(keys.count)
    for key in keys {
      guard let text = key.text else { return nil }
      texts.append(text)
    }
    return texts
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
