/// A call of a built-in that is known while compiling, so that each argument has its parameter's place before the first rendering.
final class BoundCall {
  let definition: NativeDefinition
  let name: String
  let arguments: ArgumentEvaluators
  /// Whether the arguments fit the parameters one by one; where they don't, each call binds them, or says why it cannot.
  private let fits: Bool
  private let count: Int
  // The first two stand alone: elements of arrays, and what is optional, are counted up and down at each use.
  private let first: Evaluator
  private let firstPlace: Int
  private let second: Evaluator
  private let secondPlace: Int
  private let further: [(place: Int, value: Evaluator)]

  /// Finds the places.
  init(_ definition: NativeDefinition, _ name: String, _ arguments: ArgumentEvaluators) {
    self.definition = definition
    self.name = name
    self.arguments = arguments
    let placed = arguments.placed(in: definition.parameters)
    fits = placed != nil
    let all = placed ?? []
    count = all.count
    first = all.first?.value ?? Evaluator()
    firstPlace = all.first?.place ?? 0
    second = all.dropFirst().first?.value ?? Evaluator()
    secondPlace = all.dropFirst().first?.place ?? 0
    further = Array(all.dropFirst(2))
  }

  /// Calls it with this subject.
  @inline(__always)
  func apply(_ subject: consuming Value, _ renderer: Renderer, _ frame: Frame) throws(TemplateError) -> Value {
    try renderer.step()
    var call = NativeCall(subject: subject, renderer: renderer, frame: frame)
    if fits {
      if count > 0 { call.bound[firstPlace] = try first.value(renderer, frame) }
      if count > 1 {
        call.bound[secondPlace] = try second.value(renderer, frame)
        for argument in further { call.bound[argument.place] = try argument.value.value(renderer, frame) }
      }
    } else if arguments.isPlain, definition.parameters.isVariadic, definition.parameters.names.isEmpty {
      call.bound.extra = try arguments.values(renderer, frame)
    } else {
      call.bound = try definition.parameters.bind(try arguments.values(renderer, frame), of: name)
    }
    return try definition.body(call)
  }
}

extension ArgumentEvaluators {
  /// Each argument with its parameter's place, in the order written; nil where that is decided by the call, or nothing fits.
  func placed(in parameters: Parameters) -> [(place: Int, value: Evaluator)]? {
    guard spreadList == nil, spreadDict == nil, !parameters.isVariadic, positional.count <= parameters.names.count else {
      return nil
    }
    var placed = positional.enumerated().map { (place: $0.offset, value: $0.element) }
    for argument in named {
      guard parameters.takesNames, let place = parameters.names.firstIndex(of: argument.name),
        !placed.contains(where: { $0.place == place })
      else { return nil }
      placed.append((place, argument.value))
    }
    let isComplete = (0..<parameters.required).allSatisfy { place in placed.contains { $0.place == place } }
    return isComplete ? placed : nil
  }
}
