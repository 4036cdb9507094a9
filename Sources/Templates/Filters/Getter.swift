/// Takes an attribute such as `address.city` or `0` from an item, as `map(attribute=…)`, `sort` and others do.
struct Getter {
  private enum Part {
    case name(String, print: KeyPrint)
    case position(Int)
  }

  /// The attribute where it is a single one without dots.
  private var single: Part?
  /// One list of parts for each attribute of `a,b`; empty where the item itself is meant, or `single`.
  private var paths: [[Part]] = []
  private var key: Value?
  private let ignoresCase: Bool
  private let fallback: Value?
  private let renderer: Renderer

  /// Reads the attribute argument of a filter; nil or none means the item itself.
  init(
    _ call: NativeCall, _ attribute: Value?, ignoresCase: Bool, fallback: Value? = nil,
    allowsMany: Bool = false
  ) throws(TemplateError) {
    renderer = call.renderer
    self.ignoresCase = ignoresCase
    self.fallback = fallback
    guard let attribute, !attribute.isNone else { return }
    guard let text = attribute.text else {
      key = attribute
      return
    }
    read(text, allowsMany: allowsMany)
  }

  /// Takes the attribute of this name, or the path of this form.
  init(_ attribute: String, _ renderer: Renderer) {
    self.renderer = renderer
    ignoresCase = false
    fallback = nil
    read(attribute, allowsMany: false)
  }

  private mutating func read(_ text: String, allowsMany: Bool) {
    if Self.isSingle(text) {
      single = Self.part(text)
      return
    }
    let attributes = allowsMany ? TextSearch.split(text, ",") : [text]
    paths = attributes.map { path in
      TextSearch.split(path, ".").map(Self.part)
    }
  }

  /// Whether it is one name or position.
  private static func isSingle(_ text: String) -> Bool {
    !text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
  }

  /// The print of an attribute that is one name; nil where it is more, or a position.
  static func name(_ attribute: String) -> KeyPrint? {
    guard isSingle(attribute), case .name(_, let print) = part(attribute) else { return nil }
    return print
  }

  private static func part(_ word: String) -> Part {
    let isNumber = !word.isEmpty && word.utf8.allSatisfy { (48...57).contains($0) }
    return (isNumber ? Int(word).map { .position($0) } : nil)
      ?? .name(word, print: KeyPrint(of: word))
  }

  /// The value that the item is judged by; several attributes give a list.
  func value(_ item: Value) throws(TemplateError) -> Value {
    if let key {
      let value = try Attributes.item(item, key, renderer)
      return fold(value.isUndefined ? fallback ?? value : value)
    }
    if let single { return fold(try step(item, single)) }
    if paths.isEmpty { return fold(item) }
    if paths.count == 1 { return fold(try walk(item, paths[0])) }
    var values: [Value] = []
    for path in paths { values.append(fold(try walk(item, path))) }
    return .newList(values)
  }

  /// What `sort` compares: texts alone or numbers alone as they are, anything else as lists with one entry an attribute.
  func keys(_ items: [Value]) throws(TemplateError) -> [Value] {
    var keys: [Value] = []
    keys.reserveCapacity(items.count)
    for item in items { keys.append(try value(item)) }
    let isPlain = paths.count > 1 || keys.allSatisfy { $0.text != nil } || keys.allSatisfy(\.isNumber)
    return isPlain ? keys : keys.map { .newList([$0]) }
  }

  /// The same for items that are judged by themselves and are all plain texts; nil where one is none.
  static func texts(_ items: [Value], ignoresCase: Bool) -> [Value]? {
    var keys: [Value] = []
    keys.reserveCapacity(items.count)
    for item in items {
      guard case .string(let text) = item else { return nil }
      keys.append(ignoresCase ? .string(UnicodeText.lower(text)) : item)
    }
    return keys
  }

  private func walk(_ item: Value, _ path: [Part]) throws(TemplateError) -> Value {
    var value = item
    for part in path { value = try step(value, part) }
    return value
  }

  private func step(_ owner: Value, _ part: Part) throws(TemplateError) -> Value {
    var value: Value
    switch part {
    case .name(let name, let print):
      if case .dict(let dict) = owner, let item = dict.value(name, print: print), !item.isUndefined {
        return item
      }
      value = try Attributes.item(owner, .string(name), renderer)
    case .position(let position): value = try Attributes.item(owner, .int(position), renderer)
    }
    if let fallback, value.isUndefined { value = fallback }
    return value
  }

  private func fold(_ value: Value) -> Value {
    guard ignoresCase, let text = value.text else { return value }
    return value.isMarkup ? .markup(UnicodeText.lower(text)) : .string(UnicodeText.lower(text))
  }
}
