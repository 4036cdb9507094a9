/// One step of the path to a value: a member, or an element by its place.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
  init(index: Int) { (stringValue, intValue) = ("Index \(index)", index) }
  static let parent = JSONKey(stringValue: "super")
}

/// The path to a value, as a list from its end: a step costs nothing but itself.
final class JSONPath {
  private let before: JSONPath?
  private let key: any CodingKey

  init(_ before: JSONPath?, _ key: any CodingKey) { (self.before, self.key) = (before, key) }

  static func keys(_ path: JSONPath?) -> [any CodingKey] {
    var (keys, path) = ([any CodingKey](), path)
    while let step = path {
      keys.append(step.key)
      path = step.before
    }
    return keys.reversed()
  }
}
