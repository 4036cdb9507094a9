/// What we add to Jinja for mail: spinning, greetings, first names and dates. All are pure: the seed, the time and the zone are
/// values of the context (`seed`, `now` in UTC seconds since 1970, `zone_offset` in minutes east of Greenwich, `greeting_hours` as the
/// first and the last hour of the day at which the text may be read first), and `RecipientPlace` for zones and languages by name.
///
/// They are given to an environment on purpose, as plain Jinja does not have them. Guessing a first name is a filter only:
/// `first_name` is what many lists call a column, and a missing column must stay a missing value.
public enum LeadFunctions {
  /// Functions by name.
  public static let functions: [String: TemplateFunction] = [
    "spin": TemplateFunction(parameters: ["choices"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try spin(call, call[0] ?? .none)
    },
    "greeting": TemplateFunction(parameters: ["language?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      .string(try greeting(call, language: call[0]?.text ?? "en"))
    },
  ]

  /// Filters by name.
  public static let filters: [String: TemplateFunction] = [
    "spin": TemplateFunction(parameters: []) { (call: NativeCall) throws(TemplateError) -> Value in
      try spin(call, call.subject)
    },
    "first_name": TemplateFunction(parameters: ["default?"]) {
      (call: NativeCall) throws(TemplateError) -> Value in
      try firstName(call, call.subject, call[0])
    },
    "date": TemplateFunction(parameters: dateParameters) {
      (call: NativeCall) throws(TemplateError) -> Value in
      .string(try CalendarDay.text(call, standard: "%Y-%m-%d"))
    },
    "time": TemplateFunction(parameters: dateParameters) {
      (call: NativeCall) throws(TemplateError) -> Value in
      .string(try CalendarDay.text(call, standard: "%H:%M"))
    },
  ]

  /// In the order of `CalendarDay.Argument`.
  private static let dateParameters = ["format?", "zone?", "from?", "language?"]

  /// What is said where a mail is approved long before it leaves: only what is true whenever that may be.
  private static func greeting(_ call: NativeCall, language: String) throws(TemplateError) -> String {
    if let hours = call.contextValue("greeting_hours"), case .list(let list) = hours,
      let first = list.items.first?.wholeNumber, let last = list.items.last?.wholeNumber, 0 <= first, first <= last, last < 24
    {
      return Greeting.text(hours: first...last, language: language)
    }
    return Greeting.text(hour: try CalendarDay.local(call).hour, language: language)
  }

  /// The first name in a full name of at least two words besides titles; nil where it is not clear.
  public static func firstName(of full: String) -> String? { FirstName.guess(full, fewestWords: 2) }

  /// One of the choices between bars, or of a list: always the same for one seed and one set of choices.
  private static func spin(_ call: NativeCall, _ choices: Value) throws(TemplateError) -> Value {
    if case .undefined(let missing) = choices { throw missing.error }
    guard let text = choices.text else {
      let items = try choices.allItems(call.renderer)
      guard !items.isEmpty else { throw TemplateError(.value, "spin() needs at least one choice") }
      return items[choice(call, PythonText.repr(choices), items.count)]
    }
    let parts = TextSearch.split(text, "|")
    let chosen = parts[choice(call, text, parts.count)]
    return choices.isMarkup ? .markup(chosen) : .string(chosen)
  }

  /// A number below `count` that depends on the seed of the context (lead and step) and on the purpose, and on nothing else.
  static func choice(_ call: NativeCall, _ purpose: String, _ count: Int) -> Int {
    let seed = call.contextValue("seed").map { PythonText.repr($0) } ?? ""
    // FNV-1a, then a final mixing so that neighbouring seeds differ in every bit.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in seed.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ 0xff) &* 0x100_0000_01b3
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return Int((hash ^ (hash >> 33)) % UInt64(max(count, 1)))
  }

  private static func firstName(_ call: NativeCall, _ name: Value, _ fallback: Value?)
    throws(TemplateError) -> Value
  {
    switch name {
    case .undefined, .none: return fallback ?? .string("")
    default:
      guard let text = name.text else {
        throw call.fail("first_name needs a text, not \(name.typeName)")
      }
      return FirstName.guess(text).map { .string($0) } ?? fallback ?? .string("")
    }
  }
}
