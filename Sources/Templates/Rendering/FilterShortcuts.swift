/// Filters in the forms that most mails use, with what is constant in them worked out while compiling.
extension FilterEvaluator {
  /// The quicker form of one of Jinja's own filters, or nil where there is none.
  var shortcut: Evaluator? {
    guard let subject else { return nil }
    let arguments = call.arguments
    if let change = TextChange(rawValue: call.name), arguments.isEmpty {
      return TextFilterEvaluator(subject, change, self)
    }
    return switch call.name {
    case "default", "d": fallback(subject, arguments)
    case "format": fixedPoint(subject, arguments)
    case "map": attributeMap(subject, arguments)
    case "round": rounding(subject, arguments)
    case "sum" where arguments.isEmpty: (subject as? AttributeMapEvaluator).map(AttributeSumEvaluator.init)
    default: nil
    }
  }

  /// `a|default("b")`, `a|default("b", true)`.
  private func fallback(_ subject: Evaluator, _ arguments: ArgumentEvaluators) -> Evaluator? {
    guard let placed = arguments.placed(in: call.definition.parameters), placed.allSatisfy({ $0.value.constant != nil }) else {
      return nil
    }
    let flag = placed.first { $0.place == 1 }?.value.constant
    guard let coversFalse = try? flag?.isTrue() ?? false else { return nil }
    let value = placed.first { $0.place == 0 }?.value.constant
    return FallbackEvaluator(subject, value ?? .string(""), coversFalse: coversFalse)
  }

  /// `"%.2f"|format(a)`.
  private func fixedPoint(_ subject: Evaluator, _ arguments: ArgumentEvaluators) -> Evaluator? {
    guard case .string(let format)? = subject.constant, let places = PercentFormat.places(format), arguments.isPlain,
      arguments.positional.count == 1
    else { return nil }
    return FixedPointEvaluator(arguments.positional[0], format, places: places)
  }

  /// `a|round`, `a|round(1)`.
  private func rounding(_ subject: Evaluator, _ arguments: ArgumentEvaluators) -> Evaluator? {
    if arguments.isEmpty { return RoundEvaluator(subject, 0, self) }
    guard arguments.isPlain, case .int(let places)? = arguments.only?.constant else { return nil }
    return RoundEvaluator(subject, places, self)
  }

  /// `a|map(attribute="b")`.
  private func attributeMap(_ subject: Evaluator, _ arguments: ArgumentEvaluators) -> Evaluator? {
    guard arguments.positional.isEmpty, arguments.spreadList == nil, arguments.spreadDict == nil, arguments.named.count == 1,
      let argument = arguments.named.first, argument.name == "attribute", let attribute = argument.value.constant?.text
    else { return nil }
    return AttributeMapEvaluator(subject, attribute)
  }
}

/// A filter that makes one text of another, without the detour of a call.
final class TextFilterEvaluator: Evaluator {
  private let subject: Evaluator
  private let change: TextChange
  private let general: FilterEvaluator

  init(_ subject: Evaluator, _ change: TextChange, _ general: FilterEvaluator) {
    (self.subject, self.change, self.general) = (subject, change, general)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let value = try subject.value(renderer, frame)
    guard case .string(let text) = value else { return try general.apply(value, renderer, frame) }
    try renderer.step()
    return .string(change.apply(text))
  }

  override func print(_ renderer: Renderer, _ frame: Frame, escapes: Bool) throws(TemplateError) {
    let value = try subject.value(renderer, frame)
    guard case .string(let text) = value else {
      return try renderer.write(try general.apply(value, renderer, frame), escapes: escapes)
    }
    try renderer.step()
    if try renderer.write(text, as: change, escapes: escapes) { return }
    try renderer.write(.string(change.apply(text)), escapes: escapes)
  }
}

/// `round` to a constant number of decimal places.
final class RoundEvaluator: Evaluator {
  private let subject: Evaluator
  private let places: Int
  private let general: FilterEvaluator

  init(_ subject: Evaluator, _ places: Int, _ general: FilterEvaluator) {
    (self.subject, self.places, self.general) = (subject, places, general)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let value = try subject.value(renderer, frame)
    guard case .float(let number) = value else { return try general.apply(value, renderer, frame) }
    try renderer.step()
    return .float(Numbers.rounded(number, places))
  }
}

/// `default` with constant arguments.
final class FallbackEvaluator: Evaluator {
  private let subject: Evaluator
  private let fallback: Value
  private let coversFalse: Bool

  init(_ subject: Evaluator, _ fallback: Value, coversFalse: Bool) {
    (self.subject, self.fallback, self.coversFalse) = (subject, fallback, coversFalse)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let value = try subject.value(renderer, frame)
    try renderer.step()
    if value.isUndefined { return fallback }
    if coversFalse, !(try value.isTrue()) { return fallback }
    return value
  }
}

/// `format` of one number with a constant number of decimal places.
final class FixedPointEvaluator: Evaluator {
  private let number: Evaluator
  private let format: String
  private let places: Int

  init(_ number: Evaluator, _ format: String, places: Int) {
    (self.number, self.format, self.places) = (number, format, places)
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    try renderer.step()
    let value = try number.value(renderer, frame)
    if let text = PercentFormat.fixed(value, places) { return .string(text) }
    return try Arithmetic.apply(.modulo, .string(format), .newTuple([value]), renderer)
  }

  override func print(_ renderer: Renderer, _ frame: Frame, escapes: Bool) throws(TemplateError) {
    try renderer.step()
    let value = try number.value(renderer, frame)
    if let number = PercentFormat.usual(value), let whole = FloatText.scaled(number, places) {
      return try renderer.write(whole, places: places)
    }
    let text = try Arithmetic.apply(.modulo, .string(format), .newTuple([value]), renderer)
    try renderer.write(text, escapes: escapes)
  }
}

/// `map` to an attribute with a constant name.
final class AttributeMapEvaluator: Evaluator {
  private let subject: Evaluator
  private let attribute: String
  /// The print of the attribute where it is a plain name that the print tells wholly.
  private let print: KeyPrint?

  init(_ subject: Evaluator, _ attribute: String) {
    (self.subject, self.attribute) = (subject, attribute)
    print = Getter.name(attribute).flatMap { $0.isWhole ? $0 : nil }
  }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    .object(GeneratorObject("generator", try values(renderer, frame)))
  }

  /// The attributes, one by one.
  private func values(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> AttributeIterator {
    let value = try subject.value(renderer, frame)
    try renderer.step()
    return AttributeIterator(value, attribute, renderer)
  }

  /// The sum of all attributes.
  fileprivate func sum(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    let value = try subject.value(renderer, frame)
    try renderer.step(2)
    if let print, case .list(let list) = value, let total = try sum(list, print, renderer) { return total }
    let items = AttributeIterator(value, attribute, renderer)
    var total = Value.int(0)
    while let item = try items.next() {
      try renderer.step()
      total = try Arithmetic.apply(.add, total, item, renderer)
    }
    return total
  }

  /// The same for a list of dictionaries that all have it, without an iterator; nil for any other.
  private func sum(_ list: ListObject, _ print: KeyPrint, _ renderer: Renderer) throws(TemplateError) -> Value? {
    var total = Value.int(0)
    for position in list.items.indices {
      guard case .dict(let dict) = list.items[position], let item = dict.value(attribute, print: print), !item.isUndefined else {
        return nil
      }
      try renderer.step(2)
      total = try Arithmetic.apply(.add, total, item, renderer)
    }
    return total
  }
}

/// `sum` of what `map` gives, without a generator between them.
final class AttributeSumEvaluator: Evaluator {
  private let map: AttributeMapEvaluator

  init(_ map: AttributeMapEvaluator) { self.map = map }

  override func value(_ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    try map.sum(renderer, frame)
  }
}

/// An attribute of each item, worked out while it is read, as Python's generators do.
private final class AttributeIterator: ValueIterator {
  private let subject: Value
  private let getter: Getter
  private let renderer: Renderer
  @exclusivity(unchecked) private var items: ValueIterator?
  @exclusivity(unchecked) private var position = 0

  init(_ subject: consuming Value, _ attribute: String, _ renderer: Renderer) {
    self.subject = subject
    self.renderer = renderer
    getter = Getter(attribute, renderer)
  }

  override func produce() throws(TemplateError) -> Value? {
    guard let item = try nextItem() else { return nil }
    try renderer.step()
    return try getter.value(item)
  }

  private func nextItem() throws(TemplateError) -> Value? {
    if case .list(let list) = subject {
      // The common case, without an iterator; the list may grow while we go.
      guard position < list.items.count else { return nil }
      position += 1
      return list.items[position - 1]
    }
    if items == nil {
      guard try subject.isTrue() else { return nil }
      items = try subject.iterator()
    }
    return try items?.next()
  }
}
