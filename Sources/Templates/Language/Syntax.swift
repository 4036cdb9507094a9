/// An expression as it was written.
final class Expression {
  /// The shapes of expressions.
  enum Shape {
    case constant(Value)
    case name(String)
    case list([Expression])
    case tuple([Expression])
    case dict([(key: Expression, value: Expression)])
    case not(Expression)
    case and(Expression, Expression)
    case or(Expression, Expression)
    case sign(Expression, isNegative: Bool)
    case binary(Arithmetic.Operator, Expression, Expression)
    case concat([Expression])
    case compare(Expression, [(Comparator, Expression)])
    case attribute(Expression, String)
    case item(Expression, Expression)
    case slice(Expression?, Expression?, Expression?)
    case call(Expression, CallSyntax)
    case filter(Expression?, String, CallSyntax)
    case test(Expression, String, CallSyntax)
    case conditional(test: Expression, then: Expression, otherwise: Expression?)
    /// `name.attribute` on the left side of a `set`.
    case namespaceTarget(String, String)
  }

  let shape: Shape
  /// The line that Jinja gives the node.
  let line: Int
  /// How many expressions are inside each other here.
  let depth: Int

  init(_ shape: Shape, line: Int) {
    self.shape = shape
    self.line = line
    depth = 1 + (Self.children(shape).map(\.depth).max() ?? 0)
  }

  /// The expressions inside, in the order in which Jinja visits them.
  var children: [Expression] { Self.children(shape) }

  private static func children(_ shape: Shape) -> [Expression] {
    switch shape {
    case .constant, .name, .namespaceTarget: []
    case .list(let items), .tuple(let items), .concat(let items): items
    case .dict(let pairs): pairs.flatMap { [$0.key, $0.value] }
    case .not(let inner), .sign(let inner, _), .attribute(let inner, _): [inner]
    case .and(let left, let right), .or(let left, let right), .binary(_, let left, let right),
      .item(let left, let right):
      [left, right]
    case .compare(let first, let rest): [first] + rest.map { $0.1 }
    case .slice(let start, let stop, let step): [start, stop, step].compactMap { $0 }
    case .call(let callee, let call), .test(let callee, _, let call): [callee] + call.expressions
    case .filter(let subject, _, let call): (subject.map { [$0] } ?? []) + call.expressions
    case .conditional(let test, let then, let otherwise):
      [test, then] + (otherwise.map { [$0] } ?? [])
    }
  }

  /// Jinja's name of the node, as "can't assign to" says it.
  var nodeName: String {
    switch shape {
    case .constant: "const"
    case .name: "name"
    case .list: "list"
    case .tuple: "tuple"
    case .dict: "dict"
    case .call: "call"
    case .filter: "filter"
    case .attribute: "getattr"
    case .item: "getitem"
    case .namespaceTarget: "nsref"
    default: "expression"
    }
  }
}

/// How two values are compared.
enum Comparator {
  case equal, notEqual, isIn, isNotIn
  case order(Comparison.Ordering)
}

/// What stands between the parentheses of a call.
struct CallSyntax {
  var positional: [Expression] = []
  var named: [(name: String, value: Expression)] = []
  var spreadList: Expression?
  var spreadDict: Expression?

  var expressions: [Expression] {
    positional + named.map(\.value) + [spreadList, spreadDict].compactMap { $0 }
  }

  var isEmpty: Bool {
    positional.isEmpty && named.isEmpty && spreadList == nil && spreadDict == nil
  }
}

/// A statement as it was written.
final class Statement {
  /// The shapes of statements.
  enum Shape {
    case output([OutputPart])
    case assign(Expression, Expression)
    case assignBlock(Expression, filter: Expression?, [Statement])
    case ifElse(test: Expression, [Statement], elif: [Statement], [Statement])
    case loop(LoopSyntax)
    case macro(String, MacroSyntax)
    case callBlock(Expression, MacroSyntax)
    case filterBlock(Expression, [Statement])
    case with([(target: Expression, value: Expression)], [Statement])
    case autoescape(Expression, [Statement])
    case block(BlockSyntax)
    case extends(Expression)
    case include(Expression, ignoreMissing: Bool, withContext: Bool)
    case importing(Expression, as: String, withContext: Bool)
    case fromImport(Expression, [(name: String, alias: String)], withContext: Bool)
  }

  let shape: Shape
  let line: Int

  init(_ shape: Shape, line: Int) {
    self.shape = shape
    self.line = line
  }
}

/// A piece of what is printed.
enum OutputPart {
  case text(String, line: Int)
  case value(Expression)
}

/// A `for` loop.
struct LoopSyntax {
  let target: Expression
  let iterable: Expression
  let test: Expression?
  let isRecursive: Bool
  let body: [Statement]
  let otherwise: [Statement]
}

/// The parameters and the body of a macro or of a `call` block.
struct MacroSyntax {
  let parameters: [String]
  /// Belong to the last parameters.
  let defaults: [Expression]
  let body: [Statement]
}

/// A `block`.
struct BlockSyntax {
  let name: String
  let isScoped: Bool
  let isRequired: Bool
  let body: [Statement]
}
