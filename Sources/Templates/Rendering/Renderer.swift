/// One rendering: the output so far, what may still be used up, and where the template is.
public final class Renderer {
  let environment: TemplateEnvironment
  let limits: TemplateLimits
  @exclusivity(unchecked) private var output: ByteBuffer
  /// What is wrong with the output so far.
  @exclusivity(unchecked) private var joinFailure: TemplateError?
  /// Where an error would be, kept current by the statements.
  @exclusivity(unchecked) var line = 1
  @exclusivity(unchecked) var templateName: String?
  /// Modules that `import` has made, by template name.
  var modules = [String: ModuleObject]()
  /// Whether values that are shared between renderings are copied before use, because the template changes them.
  let isPrivate: Bool
  @exclusivity(unchecked) private var stepsLeft: Int
  @exclusivity(unchecked) private var depth = 0
  private let stack: StackGuard
  /// What may hold itself: emptied at the end, so that nothing leaks.
  @exclusivity(unchecked) private var changed: [TemplateObject.Changed] = []

  init(_ environment: TemplateEnvironment, _ limits: TemplateLimits, isPrivate: Bool = false) {
    self.isPrivate = isPrivate
    self.environment = environment
    self.limits = limits
    stepsLeft = limits.steps
    stack = StackGuard(bytes: limits.stackBytes)
    output = environment.takeOutput()
  }

  /// Uses up some units of work.
  @inline(__always)
  func step(_ count: Int = 1) throws(TemplateError) {
    stepsLeft &-= count
    if stepsLeft < 0 {
      throw TemplateError(.limit, "the template takes too many steps (more than \(limits.steps))")
    }
  }

  /// Enters a macro, block, include or recursive loop.
  func enter() throws(TemplateError) {
    depth += 1
    try step()
    guard depth <= limits.depth, !stack.isExhausted else {
      throw TemplateError(
        .limit, "the template calls itself too deeply (maximum recursion depth exceeded)")
    }
  }

  func leave() { depth -= 1 }

  /// Refuses a text that would be too long, and counts the work of making it.
  @inline(__always)
  func checkText(_ bytes: Int) throws(TemplateError) {
    if bytes > limits.outputBytes { throw tooLong }
    if bytes >= 64 { try step(bytes / 64) }
  }

  private var tooLong: TemplateError {
    TemplateError(.limit, "the text is longer than \(limits.outputBytes) bytes")
  }

  /// Refuses a list that would be too long, and counts the work of making it.
  func checkList(_ count: Int) throws(TemplateError) {
    if count > limits.listItems {
      throw TemplateError(.limit, "a list of more than \(limits.listItems) items is too long")
    }
    try step(count / 16)
  }

  /// Refuses one item too many in a list that grows.
  func checkGrowth(_ count: Int) throws(TemplateError) {
    if count >= limits.listItems {
      throw TemplateError(.limit, "a list of more than \(limits.listItems) items is too long")
    }
    try step()
  }

  /// `text * times`.
  func repeated(_ text: String, _ times: Int) throws(TemplateError) -> String {
    guard !text.isEmpty, times > 0 else { return "" }
    let (bytes, over) = text.utf8.count.multipliedReportingOverflow(by: times)
    if over { throw tooLong }
    try checkText(bytes)
    return String(repeating: text, count: times)
  }

  /// `separator.join(parts)`.
  func joined(_ parts: [String], _ separator: String) throws(TemplateError) -> String {
    var bytes = separator.utf8.count &* max(0, parts.count - 1)
    for part in parts { bytes &+= part.utf8.count }
    try checkText(bytes)
    return parts.joined(separator: separator)
  }

  /// The same for items that are texts; nil where one is none.
  func joined(_ items: [Value], _ separator: String) throws(TemplateError) -> String? {
    var bytes = separator.utf8.count &* max(0, items.count - 1)
    for item in items {
      guard let text = item.text else { return nil }
      bytes &+= text.utf8.count
    }
    try checkText(bytes)
    return String(unsafeUninitializedCapacity: bytes) { out in
      var end = 0
      func append(_ text: String) {
        var text = text
        text.withUTF8 { end += UnsafeMutableBufferPointer(rebasing: out[end...]).update(fromContentsOf: $0) }
      }
      for position in items.indices {
        if position > 0 { append(separator) }
        if let text = items[position].text { append(text) }
      }
      return end
    }
  }

  // MARK: Output

  /// Appends text to the output.
  func write(_ text: String) throws(TemplateError) {
    output.append(text)
    if output.count > limits.outputBytes { throw tooLong }
  }

  /// Appends bytes of the template itself.
  @inline(__always)
  func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(TemplateError) {
    output.append(bytes)
    if output.count > limits.outputBytes { throw tooLong }
  }

  /// Appends a text changed by a filter; false, and nothing appended, where that takes more than changing ASCII letters.
  func write(_ text: String, as change: TextChange, escapes: Bool) throws(TemplateError) -> Bool {
    guard output.append(text, as: change, escapes: escapes) else { return false }
    if output.count > limits.outputBytes { throw tooLong }
    return true
  }

  /// Appends a whole number with a point before its last places, 0 to 9 of them.
  func write(_ whole: UInt64, places: Int) throws(TemplateError) {
    output.append(atMost: FloatText.mostPointedBytes) { FloatText.write(whole, places, to: $0) }
    if output.count > limits.outputBytes { throw tooLong }
  }

  /// What has been printed.
  var result: String { output.text }

  /// Appends a printed value.
  func write(_ value: Value, escapes: Bool) throws(TemplateError) {
    switch value {
    case .string(let text):
      if escapes { output.appendEscaped(text) } else { output.append(text) }
    case .markup(let text): output.append(text)
    case .int(let number) where number >= 0: return try write(UInt64(number), places: 0)
    case .int(let number): output.append(String(number))
    case .object(let module as ModuleObject): output.append(module.body)
    default:
      let text = escapes ? try HTMLText.escape(value) : try PythonText.str(value)
      output.append(text)
      try step(text.utf8.count / 64)
    }
    if output.count > limits.outputBytes { throw tooLong }
  }

  /// Appends what a tag yields, which Jinja joins without printing it: anything but text is an error once all is joined.
  func writeJoined(_ value: Value) throws(TemplateError) {
    if let text = value.text { return try write(text) }
    joinFailure =
      joinFailure
      ?? TemplateError(.type, "sequence item 0: expected str instance, \(value.typeName) found")
  }

  /// Throws what joining the output would.
  func finishJoin() throws(TemplateError) {
    if let joinFailure { throw joinFailure }
  }

  /// Runs something and returns what it printed.
  func capture(_ body: () throws(TemplateError) -> Void) throws(TemplateError) -> String {
    var outer = ByteBuffer(capacity: 256)
    swap(&outer, &output)
    let outerFailure = joinFailure
    joinFailure = nil
    try body()
    try finishJoin()
    joinFailure = outerFailure
    swap(&outer, &output)
    return outer.text
  }

  // MARK: Values

  /// A missing value of the chosen kind.
  func undefined(owner: Value? = nil, name: Value? = nil, hint: String? = nil) -> Value {
    .undefined(
      UndefinedValue(policy: environment.options.undefined, hint: hint, owner: owner, name: name))
  }

  /// Notes a container that was changed and so may hold itself.
  func remember(changed list: ListObject) { changed.append(.list(list)) }
  func remember(changed dict: DictObject) { changed.append(.dict(dict)) }
  func remember(changed context: Context) { changed.append(.context(context)) }

  /// Notes a frame that something in it may hold, and those around it.
  func remember(changed frame: Frame) {
    guard !frame.isRemembered else { return }
    frame.isRemembered = true
    changed.append(.frame(frame))
    if let parent = frame.parent { remember(changed: parent) }
  }

  /// Breaks every cycle, so that the memory of this rendering is free again.
  func tearDown() {
    while let item = changed.popLast() {
      switch item {
      case .list(let list): list.items = []
      case .dict(let dict): dict.removeAll()
      case .frame(let frame): frame.clear()
      case .context(let context): context.vars = [:]
      }
    }
    if !modules.isEmpty { modules = [:] }
    var used = ByteBuffer(capacity: 1)
    swap(&used, &output)
    environment.keep(used)
  }
}

extension TemplateObject {
  /// Something that may have come to hold itself.
  enum Changed {
    case list(ListObject)
    case dict(DictObject)
    case frame(Frame)
    case context(Context)
  }
}
