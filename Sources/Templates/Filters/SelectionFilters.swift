extension BuiltinFilters {
  static let selection: [String: NativeDefinition] = [
    "map": NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      lazily(call) { () throws(TemplateError) -> Change in try mapping(call) }
    },
    "select": selecting(keepsMatches: true, byAttribute: false),
    "reject": selecting(keepsMatches: false, byAttribute: false),
    "selectattr": selecting(keepsMatches: true, byAttribute: true),
    "rejectattr": selecting(keepsMatches: false, byAttribute: true),
  ]

  /// What becomes of one item; nil where it is left out.
  private typealias Change = (Value) throws(TemplateError) -> Value?

  /// Applies a change to the items one by one, and looks at the arguments only when the first is wanted, as Python's generators do.
  private static func lazily(
    _ call: NativeCall, _ prepare: @escaping () throws(TemplateError) -> Change
  ) -> Value {
    .object(GeneratorObject(keeping: call, ChangingIterator(call, prepare)))
  }

  private final class ChangingIterator: ValueIterator {
    private let call: NativeCall
    private let prepare: () throws(TemplateError) -> Change
    @exclusivity(unchecked) private var items: ValueIterator?
    @exclusivity(unchecked) private var change: Change?

    init(_ call: NativeCall, _ prepare: @escaping () throws(TemplateError) -> Change) {
      (self.call, self.prepare) = (call, prepare)
    }

    override func produce() throws(TemplateError) -> Value? {
      if items == nil {
        guard try call.subject.isTrue() else { return nil }
        change = try prepare()
        items = try call.subject.iterator()
      }
      while let item = try items?.next() {
        try call.renderer.step()
        if let value = try change?(item) { return value }
      }
      return nil
    }
  }

  private static func mapping(_ call: NativeCall) throws(TemplateError) -> Change {
    var arguments = call.extra
    if arguments.positional.isEmpty, let attribute = arguments.take("attribute") {
      let fallback = arguments.take("default").flatMap { $0.isNone ? nil : $0 }
      if let unexpected = arguments.named.first {
        throw TemplateError(.type, "Unexpected keyword argument '\(unexpected.name)'")
      }
      let getter = try Getter(call, attribute, ignoresCase: false, fallback: fallback)
      return { (item: Value) throws(TemplateError) -> Value? in try getter.value(item) }
    }
    guard let name = arguments.positional.first else {
      throw TemplateError(.type, "map requires a filter argument")
    }
    arguments.positional.removeFirst()
    return try applying(call, name, "filter", call.renderer.environment.filters, arguments)
  }

  private static func applying(
    _ call: NativeCall, _ name: Value, _ kind: String, _ table: [String: NativeDefinition], _ arguments: Arguments
  ) throws(TemplateError) -> Change {
    try name.checkHashable(call.renderer)
    guard let text = name.text, let definition = table[text] else {
      let shown = PythonText.repr(name)
      let near = name.text.flatMap { Suggestion.nearest(to: $0, among: table.keys.sorted()) }
      let message = "No \(kind) named \(shown)." + (near.map { " Did you mean '\($0)'?" } ?? "")
      return { (_: Value) throws(TemplateError) -> Value? in throw TemplateError(.runtime, message) }
    }
    return { (item: Value) throws(TemplateError) -> Value? in
      let bound = try definition.parameters.bind(arguments, of: text)
      return try definition.body(NativeCall(subject: item, bound: bound, renderer: call.renderer, frame: call.frame))
    }
  }

  private static func selecting(keepsMatches: Bool, byAttribute: Bool) -> NativeDefinition {
    NativeDefinition(["*"]) { (call: NativeCall) throws(TemplateError) -> Value in
      lazily(call) { () throws(TemplateError) -> Change in
        var arguments = call.extra
        var getter = try Getter(call, nil, ignoresCase: false)
        if byAttribute {
          guard let attribute = arguments.positional.first else {
            throw TemplateError(.type, "Missing parameter for attribute name")
          }
          getter = try Getter(call, attribute, ignoresCase: false)
          arguments.positional.removeFirst()
        }
        var test: Change?
        if let name = arguments.positional.first {
          arguments.positional.removeFirst()
          test = try applying(call, name, "test", call.renderer.environment.tests, arguments)
        }
        return { (item: Value) throws(TemplateError) -> Value? in
          let judged = try getter.value(item)
          let result = try test?(judged) ?? judged
          return try result.isTrue() == keepsMatches ? item : nil
        }
      }
    }
  }
}
