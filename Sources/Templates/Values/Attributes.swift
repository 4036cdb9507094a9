/// Looks up `value.name`, `value[key]` and `value[a:b]` as Jinja's sandbox does.
enum Attributes {
  /// `value.name`: an attribute or method, else an item, else undefined.
  static func attribute(_ value: Value, _ name: String, _ renderer: Renderer) throws(TemplateError)
    -> Value
  {
    switch value {
    case .dict(let dict):
      if let method = Methods.dict(dict, name) { return method }
      if isUnsafe(name), !name.isEmpty, isDunder(name) { return unsafe(value, name, renderer) }
      if let item = dict.value(name) { return item }
    case .undefined(let missing):
      if missing.policy == .chainable { return value }
      throw missing.error
    default:
      if let found = try own(value, name) { return found }
      if isDunder(name) { return unsafe(value, name, renderer) }
      if case .object(let object) = value, let item = try object.item(.string(name)) { return item }
    }
    return renderer.undefined(owner: value, name: .string(name))
  }

  /// `value[key]`: an item, else an attribute of that name, else undefined.
  static func item(_ value: Value, _ key: Value, _ renderer: Renderer) throws(TemplateError)
    -> Value
  {
    switch value {
    case .dict(let dict):
      if isHashable(key, renderer), let item = dict.value(key) { return item }
    case .list(let list):
      if let item = element(list.items, key) { return item }
    case .tuple(let tuple):
      if let item = element(tuple.items, key) { return item }
    case .string(let text):
      if let item = character(text, key) { return .string(item) }
    case .markup(let text):
      if let item = character(text, key) { return .markup(item) }
    case .undefined(let missing):
      if missing.policy == .chainable { return value }
      throw missing.error
    case .object(let object):
      if let item = try object.item(key) { return item }
    default: break
    }
    if let name = key.text {
      if case .dict(let dict) = value, let method = Methods.dict(dict, name) { return method }
      if let found = try own(value, name) { return found }
      if isDunder(name) { return unsafe(value, name, renderer) }
    }
    return renderer.undefined(owner: value, name: key)
  }

  /// An attribute or method that Python's type has, or nil.
  static func own(_ value: Value, _ name: String) throws(TemplateError) -> Value? {
    switch value {
    case .string(let text): return Methods.string(text, isMarkup: false, name)
    case .markup(let text): return Methods.string(text, isMarkup: true, name)
    case .list(let list): return Methods.list(list, name)
    case .tuple(let tuple):
      if tuple.isGroup, tuple.items.count == 2 {
        if name == "grouper" { return tuple.items[0] }
        if name == "list" { return tuple.items[1] }
      }
      return Methods.tuple(tuple, name)
    case .dict(let dict): return Methods.dict(dict, name)
    case .object(let object): return try object.attribute(name)
    case .int, .big, .bool, .float: return Methods.number(value, name)
    case .none, .undefined: return nil
    }
  }

  private static func isUnsafe(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: "_") }

  /// Names that every Python object has (`__class__` …) and that the sandbox hides.
  private static func isDunder(_ name: String) -> Bool {
    name.utf8.count > 4 && name.hasPrefix("__") && name.hasSuffix("__")
  }

  private static func unsafe(_ value: Value, _ name: String, _ renderer: Renderer) -> Value {
    .undefined(
      UndefinedValue(
        policy: renderer.environment.options.undefined,
        hint:
          "access to attribute \(PythonText.quote(name)) of \(PythonText.quote(value.typeName)) object is unsafe.",
        owner: value, name: .string(name), errorKind: .security))
  }

  private static func isHashable(_ key: Value, _ renderer: Renderer) -> Bool {
    (try? key.checkHashable(renderer)) != nil
  }

  private static func element(_ items: [Value], _ key: Value) -> Value? {
    guard let number = key.wholeNumber else { return nil }
    let position = number < 0 ? number &+ items.count : number
    return items.indices.contains(position) ? items[position] : nil
  }

  private static func character(_ text: String, _ key: Value) -> String? {
    guard let number = key.wholeNumber else { return nil }
    let view = text.unicodeScalars
    if number >= 0 {
      guard number <= text.utf8.count,
        let index = view.index(view.startIndex, offsetBy: number, limitedBy: view.endIndex),
        index < view.endIndex
      else { return nil }
      return String(view[index])
    }
    guard number >= -text.utf8.count,
      let index = view.index(view.endIndex, offsetBy: number, limitedBy: view.startIndex)
    else {
      return nil
    }
    return String(view[index])
  }

  /// `value[start:stop:step]`.
  static func slice(_ value: Value, _ start: Value?, _ stop: Value?, _ step: Value?)
    throws(TemplateError) -> Value
  {
    switch value {
    case .string(let text): return .string(try slice(text, start, stop, step))
    case .markup(let text): return .markup(try slice(text, start, stop, step))
    case .list(let list):
      return .newList(try positions(list.items.count, start, stop, step).map { list.items[$0] })
    case .tuple(let tuple):
      return .newTuple(try positions(tuple.items.count, start, stop, step).map { tuple.items[$0] })
    case .undefined(let missing):
      if missing.policy == .chainable { return value }
      throw missing.error
    case .dict: throw TemplateError(.type, "unhashable type: 'slice'")
    case .object(let object as RangeObject):
      return .object(object.slice(try bounds(object.count, start, stop, step)))
    default: throw TemplateError(.type, "'\(value.typeName)' object is not subscriptable")
    }
  }

  private static func slice(_ text: String, _ start: Value?, _ stop: Value?, _ step: Value?)
    throws(TemplateError) -> String
  {
    let scalars = Array(text.unicodeScalars)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: try positions(scalars.count, start, stop, step).map { scalars[$0] })
    return String(view)
  }

  private static func positions(
    _ count: Int, _ start: Value?, _ stop: Value?, _ step: Value?
  ) throws(TemplateError) -> [Int] {
    let bounds = try bounds(count, start, stop, step)
    var out: [Int] = []
    var position = bounds.start
    while bounds.step > 0 ? position < bounds.stop : position > bounds.stop {
      out.append(position)
      let (next, over) = position.addingReportingOverflow(bounds.step)
      if over { break }
      position = next
    }
    return out
  }

  /// A slice brought within what there is.
  private static func bounds(
    _ count: Int, _ start: Value?, _ stop: Value?, _ step: Value?
  ) throws(TemplateError) -> (start: Int, stop: Int, step: Int) {
    let stride = try bound(step) ?? 1
    guard stride != 0 else { throw TemplateError(.value, "slice step cannot be zero") }
    let (lowest, highest) = stride > 0 ? (0, count) : (-1, count - 1)
    func clamp(_ number: Int) -> Int {
      min(max(number < 0 ? number &+ count : number, lowest), highest)
    }
    let first = try bound(start).map(clamp) ?? (stride > 0 ? lowest : highest)
    return (first, try bound(stop).map(clamp) ?? (stride > 0 ? highest : lowest), stride)
  }

  private static func bound(_ value: Value?) throws(TemplateError) -> Int? {
    guard let value, !value.isNone else { return nil }
    guard let number = value.place else {
      throw TemplateError(
        .type, "slice indices must be integers or None or have an __index__ method")
    }
    return number
  }
}
