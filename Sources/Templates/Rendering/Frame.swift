/// What a frame knows besides its variables.
struct FrameSurroundings {
  /// How many variables there are.
  let count: Int
  let parent: Frame?
  /// The parent again, to be read without counting it up and down.
  let outer: Unmanaged<Frame>?
  /// The context, which the outermost frame holds.
  let context: Unmanaged<Context>
  let held: Context?
  var parentTemplate: CompiledTemplate?
  var isRemembered = false
}

/// The local variables of one call of a function of a template, in one piece of memory.
///
/// Every access checks its bounds; there is no reference count and no exclusivity check at each of the many.
final class Frame: ManagedBuffer<FrameSurroundings, Value?> {
  /// A frame of a template or block, whose variables are all missing.
  static func make(slots: Int, context: Context) -> Frame {
    make(slots, parent: nil, context: .passUnretained(context), held: context)
  }

  /// A frame of a function inside another, whose variables are all missing.
  static func make(slots: Int, inside parent: Frame) -> Frame {
    make(slots, parent: parent, context: parent.surroundings.pointee.context, held: nil)
  }

  private static func make(_ slots: Int, parent: Frame?, context: Unmanaged<Context>, held: Context?) -> Frame {
    let count = max(slots, 1)
    let outer = parent.map { Unmanaged.passUnretained($0) }
    let made = Frame.create(minimumCapacity: count) { _ in
      FrameSurroundings(count: count, parent: parent, outer: outer, context: context, held: held)
    }
    made.withUnsafeMutablePointerToElements { $0.initialize(repeating: nil, count: count) }
    return unsafeDowncast(made, to: Frame.self)
  }

  deinit {
    _ = slots.deinitialize(count: count)
  }

  @inline(__always)
  private var slots: UnsafeMutablePointer<Value?> { withUnsafeMutablePointerToElements { $0 } }
  @inline(__always)
  private var surroundings: UnsafeMutablePointer<FrameSurroundings> { withUnsafeMutablePointerToHeader { $0 } }
  @inline(__always)
  private var count: Int { surroundings.pointee.count }

  /// The value of a name in the context, or nil.
  func resolve(_ name: String, print: KeyPrint) -> Value? {
    // Counting the context up and down for each name would cost more than the look-up.
    surroundings.pointee.context._withUnsafeGuaranteedRef { $0.resolve(name, print: print) }
  }

  var parent: Frame? { surroundings.pointee.parent }
  var context: Context { surroundings.pointee.context.takeUnretainedValue() }
  /// The template that this one extends, once the tag has been reached.
  var parentTemplate: CompiledTemplate? {
    get { surroundings.pointee.parentTemplate }
    set { surroundings.pointee.parentTemplate = newValue }
  }
  /// Whether it is emptied at the end of the rendering.
  var isRemembered: Bool {
    get { surroundings.pointee.isRemembered }
    set { surroundings.pointee.isRemembered = newValue }
  }

  @inline(__always)
  subscript(slot: Int) -> Value? {
    get { slot < count ? slots[slot] : nil }
    set { if slot < count { slots[slot] = newValue } }
  }

  /// The value of a text key in the dictionary that a slot holds; nil where it holds none, or none of that key.
  @inline(__always)
  func item(_ slot: Int, _ key: String, print: KeyPrint) -> Value? {
    guard slot < count, case .dict(let dict)? = slots[slot] else { return nil }
    return dict.value(key, print: print)
  }

  /// The object that a slot holds, without counting it; nil where it holds none.
  @inline(__always)
  func object(_ slot: Int) -> Unmanaged<TemplateObject>? {
    guard slot < count, case .object(let object)? = slots[slot] else { return nil }
    return Unmanaged.passUnretained(object)
  }

  /// The frame a number of functions further out.
  @inline(__always)
  func outward(_ hops: Int) -> Frame {
    var frame = self
    for _ in 0..<hops { if let next = frame.parent { frame = next } }
    return frame
  }

  /// Reads from the frame a number of functions further out, without counting references on the way.
  @inline(__always)
  func read<Found>(outward hops: Int, _ body: (Frame) -> Found) -> Found {
    var frame = Unmanaged.passUnretained(self)
    for _ in 0..<hops { if let next = frame._withUnsafeGuaranteedRef({ $0.surroundings.pointee.outer }) { frame = next } }
    return frame._withUnsafeGuaranteedRef(body)
  }

  /// The frame of the template or block itself.
  var outermost: Frame {
    var frame = self
    while let next = frame.parent { frame = next }
    return frame
  }

  /// Forgets all values.
  func clear() {
    for slot in 0..<count { slots[slot] = nil }
  }
}

extension Unmanaged {
  /// Uses the object without counting it; somebody else must hold it meanwhile.
  @inline(__always)
  func borrowed<Found>(_ body: (Instance) throws(TemplateError) -> Found) throws(TemplateError) -> Found {
    try _withUnsafeGuaranteedRef { (object) -> Result<Found, TemplateError> in
      do throws(TemplateError) { return .success(try body(object)) } catch { return .failure(error) }
    }.get()
  }
}
