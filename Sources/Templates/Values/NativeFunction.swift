/// The arguments of a built-in, each at its parameter's place; the first two are kept inline because calls are frequent.
struct BoundArguments {
  private var first: TemplateValue?
  private var second: TemplateValue?
  private var further: FurtherArguments?

  /// As many parameters as a built-in may have.
  static let most = 5

  subscript(position: Int) -> TemplateValue? {
    get {
      switch position {
      case 0: first
      case 1: second
      default: further?[position]
      }
    }
    set {
      switch position {
      case 0: first = newValue
      case 1: second = newValue
      default:
        if further == nil { further = FurtherArguments() }
        further?[position] = newValue
      }
    }
  }

  /// What exceeds the parameters, for functions that take any number.
  var extra: Arguments? {
    get { further?.extra }
    set {
      if further == nil { further = FurtherArguments() }
      further?.extra = newValue
    }
  }
}

/// Arguments beyond the second, and beyond all parameters.
private final class FurtherArguments {
  var third: TemplateValue?
  var fourth: TemplateValue?
  var fifth: TemplateValue?
  var extra: Arguments?

  subscript(position: Int) -> TemplateValue? {
    get { position == 2 ? third : position == 3 ? fourth : fifth }
    set {
      switch position {
      case 2: third = newValue
      case 3: fourth = newValue
      default: fifth = newValue
      }
    }
  }
}

/// One call of a built-in filter, test, method or function, with its arguments bound to its parameters.
///
/// It is valid while the call runs. A generator that outlives the call keeps the frame and the renderer itself (`GeneratorObject`).
public struct NativeCall {
  /// What a filter or test is applied to, or the owner of a method; `.none` for plain functions.
  public let subject: TemplateValue
  var bound: BoundArguments
  // Counting these references up and down would cost more than most filters do; the evaluator holds both during the call.
  unowned(unsafe) let renderer: Renderer
  unowned(unsafe) let frame: Frame

  init(
    subject: consuming TemplateValue, bound: consuming BoundArguments = BoundArguments(),
    renderer: Renderer, frame: Frame
  ) {
    self.subject = subject
    self.bound = bound
    self.renderer = renderer
    self.frame = frame
  }

  /// What exceeds the parameters, for functions that take any number.
  var extra: Arguments { bound.extra ?? Arguments() }

  /// Whether printed values are being escaped for HTML here.
  var autoescape: Bool { frame.context.autoescape }

  /// The argument at a parameter's position, or nil.
  public subscript(position: Int) -> TemplateValue? {
    bound[position]
  }

  /// A whole-number argument, or its default.
  func int(_ position: Int, _ fallback: Int) throws(TemplateError) -> Int {
    guard let value = self[position] else { return fallback }
    guard let number = value.wholeNumber else {
      if case .undefined(let missing) = value { throw missing.error }
      throw TemplateError(.type, "'\(value.typeName)' object cannot be interpreted as an integer")
    }
    return number
  }

  /// Whether an argument is true, or its default.
  func flag(_ position: Int, _ fallback: Bool) throws(TemplateError) -> Bool {
    guard let value = self[position] else { return fallback }
    return try value.isTrue()
  }

  /// A value of the rendering's context, for functions that depend on who the mail is for.
  public func contextValue(_ name: String) -> TemplateValue? {
    frame.context.resolve(name, print: KeyPrint(of: name))
  }

  /// The error of a wrong argument.
  func fail(_ message: String) -> TemplateError { TemplateError(.type, message) }
}

/// The parameters of a built-in: their names, and how many must be given.
struct Parameters: Sendable {
  let names: [String]
  let required: Int
  /// Takes any number of further arguments, by position and by name.
  let isVariadic: Bool
  /// Whether arguments may be given by name at all; most methods of Python's types say no.
  let takesNames: Bool

  /// `["a", "b?"]`: a name that ends in `?` may be left out, `*` takes all the rest, and `/` forbids names.
  init(_ description: [String]) {
    var names: [String] = []
    var required = 0
    var isVariadic = false
    var takesNames = true
    for word in description {
      switch word {
      case "*": isVariadic = true
      case "/": takesNames = false
      default:
        if word.hasSuffix("?") {
          names.append(String(word.dropLast()))
        } else {
          names.append(word)
          required = names.count
        }
      }
    }
    (self.names, self.required, self.isVariadic, self.takesNames) = (
      names, required, isVariadic, takesNames
    )
  }

  /// Puts each argument in its parameter's place, as Python does, or says what does not fit.
  func bind(_ arguments: Arguments, of name: String) throws(TemplateError) -> BoundArguments {
    var bound = BoundArguments()
    let count = min(arguments.positional.count, names.count)
    for position in 0..<count { bound[position] = arguments.positional[position] }
    var extra = Arguments(Array(arguments.positional.dropFirst(count)))
    if !extra.positional.isEmpty, !isVariadic {
      throw TemplateError(
        .type,
        "\(name)() takes at most \(names.count) arguments (\(arguments.positional.count) given)")
    }
    for argument in arguments.named {
      if takesNames, let position = names.firstIndex(of: argument.name) {
        guard bound[position] == nil else {
          throw TemplateError(
            .type, "\(name)() got multiple values for argument '\(argument.name)'")
        }
        bound[position] = argument.value
      } else if isVariadic {
        extra.named.append(argument)
      } else if !takesNames {
        throw TemplateError(.type, "\(name)() takes no keyword arguments")
      } else {
        let hint = Suggestion.phrase(for: argument.name, among: names)
        throw TemplateError(
          .type, "\(name)() got an unexpected keyword argument '\(argument.name)'\(hint)")
      }
    }
    for position in 0..<required where bound[position] == nil {
      throw TemplateError(.type, "\(name)() missing required argument: '\(names[position])'")
    }
    if isVariadic { bound.extra = extra }
    return bound
  }
}

/// A function of our own that templates can call.
final class NativeFunction: TemplateObject, @unchecked Sendable {
  typealias Body = (NativeCall) throws(TemplateError) -> Value
  let name: String
  private let parameters: Parameters
  private let subject: Value
  private let body: Body
  private let kind: String

  init(
    _ name: String, _ parameters: [String], subject: Value = .none,
    kind: String = "builtin_function_or_method",
    body: @escaping Body
  ) {
    self.name = name
    self.parameters = Parameters(parameters)
    self.subject = subject
    self.kind = kind
    self.body = body
  }

  init(_ name: String, parameters: Parameters, subject: Value, body: @escaping Body) {
    self.name = name
    self.parameters = parameters
    self.subject = subject
    kind = "builtin_function_or_method"
    self.body = body
  }

  override var typeName: String { kind }
  override var printed: String { "<\(kind) \(name)>" }
  override var isCallable: Bool { true }

  override func call(_ arguments: Arguments, _ renderer: Renderer, _ frame: Frame)
    throws(TemplateError) -> TemplateValue
  {
    try renderer.step()
    let bound = try parameters.bind(arguments, of: name)
    return try body(NativeCall(subject: subject, bound: bound, renderer: renderer, frame: frame))
  }
}
