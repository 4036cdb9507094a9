extension Compiler {
  /// Compiles an expression, and works it out at once where it depends on nothing, as Jinja does.
  mutating func evaluator(
    _ expression: Expression, _ place: Place, caller: MacroDefinition? = nil
  ) throws(TemplateError) -> Evaluator {
    let compiled = try unfolded(expression, place, caller: caller)
    guard isFoldable(expression), let autoescape = place.autoescape else { return compiled }
    return environment.fold(compiled, autoescape: autoescape) ?? compiled
  }

  /// Whether the value is the same in every rendering; long chains are left alone.
  private func isFoldable(_ expression: Expression) -> Bool {
    switch expression.shape {
    case .constant, .name, .call, .namespaceTarget, .list, .tuple, .dict, .slice: return false
    case .filter(nil, _, _): return false
    case .filter(_, let name, _) where Self.dependsOnContext.contains(name): return false
    default: return expression.depth <= 8 && expression.children.allSatisfy(isConstant)
    }
  }

  private func isConstant(_ expression: Expression) -> Bool {
    switch expression.shape {
    case .constant: true
    case .name, .call, .namespaceTarget: false
    case .filter(nil, _, _): false
    case .filter(_, let name, _) where Self.dependsOnContext.contains(name): false
    default: expression.children.allSatisfy(isConstant)
    }
  }

  private static let dependsOnContext: Set<String> = [
    "random", "map", "select", "reject", "selectattr", "rejectattr", "spin", "date", "time",
    "first_name",
  ]

  /// Compiles an expression; `caller` is the body of a `call` block that the call gets.
  // long: one row a shape of expression
  private mutating func unfolded(
    _ expression: Expression, _ place: Place, caller: MacroDefinition? = nil
  ) throws(TemplateError) -> Evaluator {
    switch expression.shape {
    case .constant(let value): return ConstantEvaluator(value)
    case .name(let name):
      // Names that an analysis did not see (the values of block filters) are looked up all the same.
      place.scope.read(name)
      let (slot, hops) = locate(name, place.scope)
      return NameEvaluator(name: name, hops: hops, slot: slot)
    case .list(let items): return SequenceEvaluator(try evaluators(items, place), isTuple: false)
    case .tuple(let items): return SequenceEvaluator(try evaluators(items, place), isTuple: true)
    case .dict(let pairs):
      var compiled: [(key: Evaluator, value: Evaluator)] = []
      for pair in pairs {
        compiled.append((try evaluator(pair.key, place), try evaluator(pair.value, place)))
      }
      return DictEvaluator(compiled)
    case .not(let inner): return NotEvaluator(try evaluator(inner, place))
    case .and(let left, let right): return try logic(left, right, isAnd: true, place)
    case .or(let left, let right): return try logic(left, right, isAnd: false, place)
    case .sign(let inner, let isNegative):
      return SignEvaluator(try evaluator(inner, place), isNegative: isNegative)
    case .binary(let op, let left, let right):
      return binary(op, try evaluator(left, place), try evaluator(right, place))
    case .concat(let parts):
      let compiled = try evaluators(parts, place)
      // Jinja joins constants while compiling, and then forgets which of them were HTML.
      let constants = compiled.compactMap { $0.constant.flatMap { try? PythonText.str($0) } }
      if constants.count == compiled.count { return ConstantEvaluator(.string(constants.joined())) }
      return ConcatEvaluator(compiled, autoescape: place.autoescape)
    case .compare(let first, let rest): return try comparison(first, rest, place)
    case .attribute(let owner, let name):
      return AttributeEvaluator(try evaluator(owner, place), name)
    case .item(let owner, let key): return try item(owner, key, place)
    case .slice: throw fail("a slice is not allowed here", expression.line)
    case .call(let callee, let call):
      return CallEvaluator(try evaluator(callee, place), try arguments(call, place), caller: caller)
    case .filter(let subject, let name, let call):
      return try filter(subject, name, call, expression.line, place)
    case .test(let subject, let name, let call):
      return try test(subject, name, call, expression.line, place)
    case .conditional(let test, let then, let otherwise):
      let soft = place.soft()
      let position = "line \(expression.line)\(name.map { " in '\($0)'" } ?? "")"
      return ConditionalEvaluator(
        test: try evaluator(test, soft), then: try evaluator(then, soft),
        otherwise: try optional(otherwise, soft),
        hint:
          "the inline if-expression on \(position) evaluated to false and no else section was defined."
      )
    case .namespaceTarget: throw fail("a namespace attribute is not allowed here", expression.line)
    }
  }

  /// Where a constant decides, Jinja never looks at the other side, not even for filters that do not exist.
  private mutating func logic(
    _ left: Expression, _ right: Expression, isAnd: Bool, _ place: Place
  ) throws(TemplateError) -> Evaluator {
    let first = try evaluator(left, place)
    if let constant = first.constant, let isTrue = try? constant.isTrue(), isTrue != isAnd { return first }
    return LogicEvaluator(first, try evaluator(right, place), isAnd: isAnd)
  }

  /// Jinja writes a negative constant without brackets, so that `-2 ** x` becomes `-(2 ** x)` where x is a variable.
  private func binary(_ op: Arithmetic.Operator, _ left: Evaluator, _ right: Evaluator) -> Evaluator {
    guard op == .power, right.constant == nil, let base = left.constant else {
      return BinaryEvaluator(op, left, right)
    }
    let positive: Value
    switch base {
    case .int(let number) where number < 0 && number > Int.min: positive = .int(-number)
    case .float(let number) where number.sign == .minus: positive = .float(-number)
    default: return BinaryEvaluator(op, left, right)
    }
    return SignEvaluator(BinaryEvaluator(op, ConstantEvaluator(positive), right), isNegative: true)
  }

  private mutating func optional(_ expression: Expression?, _ place: Place) throws(TemplateError)
    -> Evaluator?
  {
    guard let expression else { return nil }
    return try evaluator(expression, place)
  }

  private mutating func evaluators(_ expressions: [Expression], _ place: Place)
    throws(TemplateError) -> [Evaluator]
  {
    var out: [Evaluator] = []
    for expression in expressions { out.append(try evaluator(expression, place)) }
    return out
  }

  private mutating func comparison(
    _ first: Expression, _ rest: [(Comparator, Expression)], _ place: Place
  ) throws(TemplateError) -> Evaluator {
    let left = try evaluator(first, place)
    var compiled: [(Comparator, Evaluator)] = []
    for (comparator, expression) in rest {
      compiled.append((comparator, try evaluator(expression, place)))
    }
    return compiled.count == 1
      ? PairEvaluator(left, compiled[0].0, compiled[0].1) : CompareEvaluator(left, compiled)
  }

  private mutating func item(_ owner: Expression, _ key: Expression, _ place: Place)
    throws(TemplateError) -> Evaluator
  {
    let container = try evaluator(owner, place)
    guard case .slice(let start, let stop, let step) = key.shape else {
      let compiled = try evaluator(key, place)
      return PieceEvaluator(container, compiled) ?? ItemEvaluator(container, compiled)
    }
    return SliceEvaluator(
      container, start: try optional(start, place), stop: try optional(stop, place),
      step: try optional(step, place))
  }

  /// Compiles what a call passes.
  mutating func arguments(_ call: CallSyntax, _ place: Place) throws(TemplateError)
    -> ArgumentEvaluators
  {
    var named: [(name: String, value: Evaluator)] = []
    var seen: Set<String> = []
    for argument in call.named {
      guard seen.insert(argument.name).inserted else {
        throw fail("keyword argument repeated: \(argument.name)", argument.value.line)
      }
      named.append((argument.name, try evaluator(argument.value, place)))
    }
    return ArgumentEvaluators(
      positional: try evaluators(call.positional, place), named: named,
      spreadList: try optional(call.spreadList, place),
      spreadDict: try optional(call.spreadDict, place))
  }

  /// What the error of an unknown filter says.
  func noFilter(_ name: String) -> String {
    "No filter named '\(name)'."
      + (Suggestion.nearest(to: name, among: environment.filters.keys.sorted()).map {
        " Did you mean '\($0)'?"
      } ?? "")
  }

  private func noTest(_ name: String) -> String {
    "No test named '\(name)'."
      + (Suggestion.nearest(to: name, among: environment.tests.keys.sorted()).map {
        " Did you mean '\($0)'?"
      } ?? "")
  }

  private mutating func filter(
    _ subject: Expression?, _ name: String, _ call: CallSyntax, _ line: Int, _ place: Place
  ) throws(TemplateError) -> Evaluator {
    guard let definition = environment.filters[name] else {
      return try unknown(noFilter(name), subject, call, line, place)
    }
    let input = try optional(subject, place)
    let arguments = try arguments(call, place)
    let general = FilterEvaluator(input, name, definition, arguments)
    return environment.isBuiltin(filter: name) ? general.shortcut ?? general : general
  }

  private mutating func test(
    _ subject: Expression, _ name: String, _ call: CallSyntax, _ line: Int, _ place: Place
  ) throws(TemplateError) -> Evaluator {
    guard let definition = environment.tests[name] else {
      return try unknown(noTest(name), subject, call, line, place)
    }
    return FilterEvaluator(
      try evaluator(subject, place), name, definition, try arguments(call, place))
  }

  private mutating func unknown(
    _ message: String, _ subject: Expression?, _ call: CallSyntax, _ line: Int, _ place: Place
  ) throws(TemplateError) -> Evaluator {
    guard place.isSoft else { throw fail(message, line) }
    let inner = try evaluators((subject.map { [$0] } ?? []) + call.expressions, place)
    return UnknownEvaluator(TemplateError(.runtime, message), inner)
  }
}
