/// A value as templates see it: the types of Python that Jinja templates use, with Python's own rules.
public enum TemplateValue: Sendable {
  case undefined(UndefinedValue)
  case none
  case bool(Bool)
  case int(Int)
  /// A whole number that needs more than 64 bits.
  case big(BigWhole)
  case float(Double)
  case string(String)
  /// Text that is HTML already and is not escaped again (MarkupSafe's `Markup`).
  case markup(String)
  case list(ListObject)
  case tuple(TupleObject)
  case dict(DictObject)
  case object(TemplateObject)
}

typealias Value = TemplateValue

extension TemplateValue {
  /// A list for a rendering context; templates that would change it get a copy.
  public static func list(_ items: [TemplateValue]) -> TemplateValue {
    .list(ListObject(items, isShared: true))
  }

  /// A dictionary for a rendering context, in this order; of equal keys the last one wins.
  public static func dict(_ pairs: [(String, TemplateValue)]) -> TemplateValue {
    let dict = DictObject(isShared: true, capacity: pairs.count)
    for (key, value) in pairs { dict.put(.string(key), value) }
    return .dict(dict)
  }

  /// A dictionary for a rendering context with one more pair; nil where this is no dictionary.
  public func adding(_ value: TemplateValue, under key: String) -> TemplateValue? {
    guard case .dict(let old) = self else { return nil }
    let dict = DictObject(isShared: true, capacity: old.count + 1)
    for (key, value) in zip(old.keys, old.values) { dict.put(key, value) }
    dict.put(.string(key), value)
    return .dict(dict)
  }

  /// The text of a string, whether or not it is HTML.
  var text: String? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  var isUndefined: Bool {
    if case .undefined = self { true } else { false }
  }

  var isMarkup: Bool {
    if case .markup = self { true } else { false }
  }

  var isNone: Bool {
    if case .none = self { true } else { false }
  }

  var isNumber: Bool {
    switch self {
    case .bool, .int, .big, .float: true
    default: false
    }
  }

  /// The whole number that an `int` or a `bool` is.
  var wholeNumber: Int? {
    switch self {
    case .int(let number): number
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// Whether it is a whole number beyond 64 bits.
  var isBig: Bool {
    if case .big = self { true } else { false }
  }

  /// The place in a sequence that a whole number names; one beyond 64 bits lies past either end.
  var place: Int? {
    if case .big(let number) = self { number.isNegative ? Int.min : Int.max } else { wholeNumber }
  }

  /// Whether MarkupSafe would find `__html__` on it.
  var hasHTML: Bool {
    switch self {
    case .markup: true
    case .undefined(let value): value.policy == .chainable
    default: false
    }
  }

  /// A new list of this rendering.
  static func newList(_ items: [Value]) -> Value { .list(ListObject(items)) }
  /// A new tuple.
  static func newTuple(_ items: [Value]) -> Value { .tuple(TupleObject(items)) }

  /// Python's name of the type, as error messages say it.
  var typeName: String {
    switch self {
    case .undefined(let value): value.policy.typeName
    case .none: "NoneType"
    case .bool: "bool"
    case .int, .big: "int"
    case .float: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple(let tuple): tuple.isGroup ? "_GroupTuple" : "tuple"
    case .dict: "dict"
    case .object(let object): object.typeName
    }
  }

  /// How Jinja's messages name the object whose attribute is missing.
  var described: String {
    switch self {
    case .none: "None"
    case .markup: "markupsafe.Markup object"
    case .tuple(let tuple) where tuple.isGroup: "jinja2.filters._GroupTuple object"
    case .object(let object): object.qualifiedTypeName + " object"
    default: typeName + " object"
    }
  }
}

extension UndefinedPolicy {
  var typeName: String {
    switch self {
    case .default: "Undefined"
    case .strict: "StrictUndefined"
    case .chainable: "ChainableUndefined"
    case .debug: "DebugUndefined"
    }
  }
}

/// A missing value, which remembers what was missing so that the error can say it.
public final class UndefinedValue: Sendable {
  let policy: UndefinedPolicy
  let hint: String?
  let owner: TemplateValue?
  let name: TemplateValue?
  let errorKind: TemplateError.Kind

  init(
    policy: UndefinedPolicy, hint: String? = nil, owner: TemplateValue? = nil,
    name: TemplateValue? = nil,
    errorKind: TemplateError.Kind = .undefined
  ) {
    self.policy = policy
    self.hint = hint
    self.owner = owner
    self.name = name
    self.errorKind = errorKind
  }

  /// What an error about it says.
  var message: String {
    if let hint, !hint.isEmpty { return hint }
    let shown = name.map { PythonText.repr($0) } ?? "None"
    guard let owner else { return "\(shown) is undefined" }
    if case .string(let attribute)? = name {
      return "\(PythonText.quote(owner.described)) has no attribute \(PythonText.quote(attribute))"
    }
    return "\(owner.described) has no element \(shown)"
  }

  /// The error of using it.
  var error: TemplateError { TemplateError(errorKind, message) }

  /// What printing it gives.
  func printed() throws(TemplateError) -> String {
    switch policy {
    case .default, .chainable: return ""
    case .strict: throw error
    case .debug:
      if let hint, !hint.isEmpty { return "{{ undefined value printed: \(hint) }}" }
      guard let owner else { return "{{ \(name?.text ?? "None") }}" }
      return
        "{{ no such element: \(owner.described)[\(name.map { PythonText.repr($0) } ?? "None")] }}"
    }
  }
}
