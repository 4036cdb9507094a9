/// Jinja's tests: what may stand after `is`.
enum BuiltinTests {
  /// All of them by name.
  static let table: [String: NativeDefinition] = kinds.merging(comparisons) { $1 }

  private static func test(
    _ parameters: [String] = [],
    _ body: @escaping @Sendable (NativeCall) throws(TemplateError) -> Bool
  ) -> NativeDefinition {
    NativeDefinition(parameters) { (call: NativeCall) throws(TemplateError) -> Value in
      .bool(try body(call))
    }
  }

  private static func remainder(_ call: NativeCall, _ divisor: Value) throws(TemplateError) -> Value {
    try Arithmetic.apply(.modulo, call.subject, divisor, call.renderer)
  }

  private static func text(_ call: NativeCall) throws(TemplateError) -> String {
    try PythonText.str(call.subject)
  }

  private static let kinds: [String: NativeDefinition] = [
    "odd": test { (call: NativeCall) throws(TemplateError) -> Bool in
      try Comparison.equal(try remainder(call, .int(2)), .int(1))
    },
    "even": test { (call: NativeCall) throws(TemplateError) -> Bool in
      try Comparison.equal(try remainder(call, .int(2)), .int(0))
    },
    "divisibleby": test(["num"]) { (call: NativeCall) throws(TemplateError) -> Bool in
      try Comparison.equal(try remainder(call, call[0] ?? .none), .int(0))
    },
    "defined": test { (call: NativeCall) throws(TemplateError) -> Bool in !call.subject.isUndefined
    },
    "undefined": test { (call: NativeCall) throws(TemplateError) -> Bool in call.subject.isUndefined
    },
    "filter": test { (call: NativeCall) throws(TemplateError) -> Bool in
      try call.subject.checkHashable(call.renderer)
      return call.subject.text.map { call.renderer.environment.filters[$0] != nil } ?? false
    },
    "test": test { (call: NativeCall) throws(TemplateError) -> Bool in
      try call.subject.checkHashable(call.renderer)
      return call.subject.text.map { call.renderer.environment.tests[$0] != nil } ?? false
    },
    "none": test { (call: NativeCall) throws(TemplateError) -> Bool in call.subject.isNone },
    "boolean": test { (call: NativeCall) throws(TemplateError) -> Bool in
      if case .bool = call.subject { true } else { false }
    },
    "true": test { (call: NativeCall) throws(TemplateError) -> Bool in
      if case .bool(let flag) = call.subject { flag } else { false }
    },
    "false": test { (call: NativeCall) throws(TemplateError) -> Bool in
      if case .bool(let flag) = call.subject { !flag } else { false }
    },
    "integer": test { (call: NativeCall) throws(TemplateError) -> Bool in
      switch call.subject {
      case .int, .big: true
      default: false
      }
    },
    "float": test { (call: NativeCall) throws(TemplateError) -> Bool in
      if case .float = call.subject { true } else { false }
    },
    "number": test { (call: NativeCall) throws(TemplateError) -> Bool in call.subject.isNumber },
    "string": test { (call: NativeCall) throws(TemplateError) -> Bool in call.subject.text != nil },
    "lower": test { (call: NativeCall) throws(TemplateError) -> Bool in
      UnicodeText.isLower(try text(call))
    },
    "upper": test { (call: NativeCall) throws(TemplateError) -> Bool in
      UnicodeText.isUpper(try text(call))
    },
    "mapping": test { (call: NativeCall) throws(TemplateError) -> Bool in
      if case .dict = call.subject { true } else { false }
    },
    "sequence": test { (call: NativeCall) throws(TemplateError) -> Bool in
      switch call.subject {
      case .string, .markup, .list, .tuple, .dict: true
      case .undefined(let missing): missing.policy != .strict
      case .object(let object): object.isSequence
      default: false
      }
    },
    "iterable": test { (call: NativeCall) throws(TemplateError) -> Bool in
      switch call.subject {
      case .string, .markup, .list, .tuple, .dict: return true
      case .undefined(let missing):
        if missing.policy == .strict { throw missing.error }
        return true
      case .object(let object): return object.isIterable || object is LoopObject
      default: return false
      }
    },
    "callable": test { (call: NativeCall) throws(TemplateError) -> Bool in
      switch call.subject {
      case .object(let object): object.isCallable
      case .undefined: true
      default: false
      }
    },
    "escaped": test { (call: NativeCall) throws(TemplateError) -> Bool in
      call.subject.hasHTML || call.subject.isModule
    },
    "sameas": test(["other"]) { (call: NativeCall) throws(TemplateError) -> Bool in
      same(call.subject, call[0] ?? .none)
    },
    "in": test(["seq"]) { (call: NativeCall) throws(TemplateError) -> Bool in
      try Membership.contains(call[0] ?? .none, call.subject, call.renderer)
    },
  ]

  /// Python's `is`, where values that cannot be told apart count as the same object.
  private static func same(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.none, .none): true
    case (.bool(let one), .bool(let two)): one == two
    case (.int(let one), .int(let two)): one == two
    case (.float(let one), .float(let two)): one == two
    case (.string(let one), .string(let two)), (.markup(let one), .markup(let two)):
      PythonText.same(one, two)
    case (.list(let one), .list(let two)): one === two
    case (.tuple(let one), .tuple(let two)): one === two || one.items.isEmpty && two.items.isEmpty
    case (.dict(let one), .dict(let two)): one === two
    case (.object(let one), .object(let two)): one === two
    case (.undefined(let one), .undefined(let two)): one === two
    default: false
    }
  }

  private static func order(_ ordering: Comparison.Ordering) -> NativeDefinition {
    test(["b", "/"]) { (call: NativeCall) throws(TemplateError) -> Bool in
      try Comparison.compare(call.subject, ordering, call[0] ?? .none, call.renderer)
    }
  }

  private static let equal = test(["b", "/"]) { (call: NativeCall) throws(TemplateError) -> Bool in
    try Comparison.equal(call.subject, call[0] ?? .none, call.renderer)
  }

  private static let unequal = test(["b", "/"]) {
    (call: NativeCall) throws(TemplateError) -> Bool in
    !(try Comparison.equal(call.subject, call[0] ?? .none, call.renderer))
  }

  private static let comparisons: [String: NativeDefinition] = [
    "==": equal, "eq": equal, "equalto": equal, "!=": unequal, "ne": unequal,
    ">": order(.greater), "gt": order(.greater), "greaterthan": order(.greater),
    ">=": order(.greaterOrEqual),
    "ge": order(.greaterOrEqual), "<": order(.less), "lt": order(.less), "lessthan": order(.less),
    "<=": order(.lessOrEqual), "le": order(.lessOrEqual),
  ]
}
