extension Comparison {
  /// A stable sort by `<`; the keys are compared, the items moved.
  static func sorted(
    _ items: [Value], keys: [Value], reverse: Bool, renderer: Renderer
  ) throws(TemplateError) -> [Value] {
    try renderer.step(items.count)
    if !keys.isEmpty, keys.allSatisfy({ $0.text != nil }) {
      return try sorted(items, texts: keys, reverse: reverse, renderer)
    }
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
    _ items: [Value], texts keys: [Value], reverse: Bool, _ renderer: Renderer
  ) throws(TemplateError) -> [Value] {
    let bytes = keys.reduce(0) { $0 + ($1.text?.utf8.count ?? 0) }
    try renderer.step(
      (bytes / 64 + items.count / 4) * (items.count.bitWidth - items.count.leadingZeroBitCount))
    if items.count <= few { return inserted(items, texts: keys, reverse: reverse) }
    let texts = keys.map { $0.text ?? "" }
    let order = items.indices.sorted { left, right in
      switch Self.order(texts[left], texts[right]) {
      case 0: left < right
      case let order: reverse ? order > 0 : order < 0
      }
    }
    return order.map { items[$0] }
  }

  private static func inserted(_ items: [Value], texts keys: [Value], reverse: Bool) -> [Value] {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: items.count) { order in
      for item in items.indices {
        let text = keys[item].text ?? ""
        var place = item
        while place > 0 {
          let found = Self.order(text, keys[order[place - 1]].text ?? "")
          guard reverse ? found > 0 : found < 0 else { break }
          order[place] = order[place - 1]
          place -= 1
        }
        order[place] = item
      }
      return order.map { items[$0] }
    }
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
