import JSONText
import Net
import Outreach

/// The members of a request's JSON object, read with errors that name the field.
public struct RequestBody {
  private let members: [String: JSON]

  /// Reads the body of a request; an empty one is an empty object.
  /// - Throws: `.badInput` for what is no object; `.unsupported` where a browser sends it as something else than JSON.
  public init(_ request: HTTPRequest) throws(Fault) {
    guard !request.body.isEmpty else {
      members = [:]
      return
    }
    // Also a wall: a form of another site can't say that it is JSON. Scripts show the token instead, and curl may say what it likes.
    if case .session = request.principal, !request.isJSON {
      throw Fault(.unsupported, "The content has to be JSON (Content-Type: application/json).")
    }
    guard case .object(let found) = try? JSON(parsing: request.body) else {
      throw Fault(.badInput, "The request must hold a JSON object.")
    }
    members = Dictionary(found.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  init(members: [JSON.Member]) {
    self.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names that are there.
  var names: [String] { members.keys.sorted() }

  /// Whether a member is there, null included.
  func has(_ name: String) -> Bool { members[name] != nil }

  /// The value as it came; nil where absent.
  func value(_ name: String) -> JSON? { members[name] }

  /// A text; nil where absent or null.
  public func text(_ name: String) throws(Fault) -> String? {
    switch members[name] {
    case nil, .null: nil
    case .string(let text): text
    default: throw wrong(name, "must be a text")
    }
  }

  /// A text that must be there.
  func needText(_ name: String) throws(Fault) -> String {
    guard let text = try text(name) else { throw wrong(name, "is missing") }
    return text
  }

  /// A whole number; nil where absent or null.
  func int(_ name: String) throws(Fault) -> Int? {
    switch members[name] {
    case nil, .null: nil
    case .int(let number): Int(clamping: number)
    default: throw wrong(name, "must be a whole number")
    }
  }

  /// A whole number that must be there.
  func needInt(_ name: String) throws(Fault) -> Int {
    guard let number = try int(name) else { throw wrong(name, "is missing") }
    return number
  }

  /// A number; nil where absent or null.
  func double(_ name: String) throws(Fault) -> Double? {
    switch members[name] {
    case nil, .null: nil
    case .int(let number): Double(number)
    case .double(let number): number
    default: throw wrong(name, "must be a number")
    }
  }

  /// True or false; nil where absent or null.
  func bool(_ name: String) throws(Fault) -> Bool? {
    switch members[name] {
    case nil, .null: nil
    case .bool(let flag): flag
    default: throw wrong(name, "must be true or false")
    }
  }

  /// True or false. - Throws: `.badInput` where it is absent.
  func needBool(_ name: String) throws(Fault) -> Bool {
    guard let value = try bool(name) else { throw Fault(.badInput, "Say yes or no.", fields: [.init(name, "is missing")]) }
    return value
  }

  /// Texts; nil where absent or null.
  func texts(_ name: String) throws(Fault) -> [String]? {
    guard let items = try list(name) else { return nil }
    return try items.map { item throws(Fault) -> String in
      guard case .string(let text) = item else { throw wrong(name, "must hold texts only") }
      return text
    }
  }

  /// Any list; nil where absent or null.
  func list(_ name: String) throws(Fault) -> [JSON]? {
    switch members[name] {
    case nil, .null: nil
    case .array(let items): items
    default: throw wrong(name, "must be a list")
    }
  }

  /// An object; nil where absent or null.
  func object(_ name: String) throws(Fault) -> RequestBody? {
    switch members[name] {
    case nil, .null: nil
    case .object(let members): RequestBody(members: members)
    default: throw wrong(name, "must be an object")
    }
  }

  /// An object whose values are texts, numbers, flags, lists of texts or null, all as text; lists with commas between.
  func flatTexts(_ name: String) throws(Fault) -> [String: String?]? {
    guard let object = try object(name) else { return nil }
    var texts: [String: String?] = [:]
    for (key, value) in object.members {
      switch value {
      case .null: texts[key] = .some(nil)
      case .string(let text): texts[key] = text
      case .int(let number): texts[key] = String(number)
      case .double(let number): texts[key] = "\(number)"
      case .bool(let flag): texts[key] = flag ? "true" : "false"
      case .array(let items):
        texts[key] = try items.map { item throws(Fault) -> String in
          switch item {
          case .string(let text): text
          case .int(let number): String(number)
          default: throw wrong(name, "must hold plain values only")
          }
        }.joined(separator: ",")
      case .object: throw wrong(name, "must hold plain values only")
      }
    }
    return texts
  }

  /// One of an enumeration's words; nil where absent or null.
  func choice<T: RawRepresentable & CaseIterable>(_ name: String, _: T.Type) throws(Fault) -> T? where T.RawValue == String {
    guard let text = try text(name) else { return nil }
    guard let value = T(rawValue: text) else {
      throw wrong(name, "must be one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }

  private func wrong(_ name: String, _ detail: String) -> Fault {
    Fault(.badInput, "The request can't be understood.", fields: [.init(name, detail)])
  }
}

extension HTTPRequest {
  /// The longest page of any list.
  private static let maximumLimit = 500

  /// Whether the content says that it is JSON.
  var isJSON: Bool {
    headers["Content-Type"]?.split(separator: ";").first?.lowercased().filter { $0 != " " } == "application/json"
  }

  /// The id in the path. - Throws: `.notFound` for what is no id.
  func id<T>(_: T.Type, _ name: String = "id") throws(Fault) -> Identifier<T> {
    let id = Identifier<T>(rawValue: parameters[name] ?? "")
    guard id.isWellFormed else { throw Fault(.notFound, "There is nothing under this address.") }
    return id
  }

  /// How many items a page has; 50 where not said.
  func limit(_ standard: Int = 50) throws(Fault) -> Int {
    guard let text = queryValue("limit") else { return standard }
    guard let number = Int(text), (1...Self.maximumLimit).contains(number) else {
      throw Fault(.badInput, "The request can't be understood.", fields: [.init("limit", "must be 1 to \(Self.maximumLimit)")])
    }
    return number
  }

  /// The row number that a list gave as its cursor.
  func rowCursor() throws(Fault) -> Int? {
    guard let text = queryValue("cursor"), !text.isEmpty else { return nil }
    guard let number = Int(text) else {
      throw Fault(
        .badInput, "This place in the list is not known; load the list again.",
        fields: [.init("cursor", "is not one that the list gave")])
    }
    return number
  }

  /// One of an enumeration's words in the query; nil where absent or empty.
  func queryChoice<T: RawRepresentable & CaseIterable>(_ name: String, _: T.Type) throws(Fault) -> T? where T.RawValue == String {
    guard let text = queryValue(name), !text.isEmpty else { return nil }
    guard let value = T(rawValue: text) else {
      throw Fault(
        .badInput, "The request can't be understood.",
        fields: [.init(name, "must be one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")])
    }
    return value
  }

  /// Who acts in what this request asks for.
  var acting: ActingAs {
    switch principal {
    case .session(let id): ActingAs(.user, request: self.id, session: String(id.prefix(8)))
    case .bearer: ActingAs(.agent, request: self.id)
    case nil: ActingAs(.system, request: self.id)
    }
  }
}
