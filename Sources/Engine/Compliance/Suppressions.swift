import Outreach
import Store

/// Who gets no mail any more, by the person's hand.
public struct Suppressions: Sendable {
  private static let shown = 1000
  private static let searched = 20_000

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// The newest entries; with a text, those of the newest that hold it.
  public func list(matching text: String = "") async throws -> [Suppression] {
    let wanted = text.lowercased().filter { !$0.isWhitespace }
    let limit = wanted.isEmpty ? Self.shown : Self.searched
    let found = try await base.read { work in try SuppressionTable.list(limit: limit, in: work) }
    return wanted.isEmpty ? found : Array(found.filter { $0.value?.contains(wanted) ?? false }.prefix(Self.shown))
  }

  /// Suppresses an address or a domain. - Throws: `.badInput` for what is neither.
  public func add(_ kind: Suppression.Kind, _ text: String, as acting: ActingAs) async throws {
    let value = text.lowercased().filter { !$0.isWhitespace }
    guard kind == .domain ? value.contains(".") && !value.contains("@") : value.split(separator: "@").count == 2 else {
      throw Fault(
        .badInput, "This can't be suppressed.",
        fields: [.init("value", kind == .domain ? "must be a domain" : "must be an e-mail address")])
    }
    try await base.write(as: acting) { work in try SuppressionTable.add(kind, value, .manual, mode: .real, in: work) }
  }

  /// Takes an entry off the list. - Throws: `.refused` for who asked for no more mail.
  public func remove(_ id: Suppression.ID, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in try SuppressionTable.remove(id, in: work) }
  }
}
