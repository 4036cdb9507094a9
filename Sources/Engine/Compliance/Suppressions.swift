import Finding
import Outreach
import Store
import Text

/// Who gets no mail any more, by the person's hand.
public struct Suppressions: Sendable {
  private static let shown = 1000
  private static let searched = 20_000
  private static let batch = 500
  /// Bytes of a file that is imported.
  public static let maximumFileBytes = 4 << 20

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// The newest entries; with a text, those of the newest that hold it. Hosts are shown in their own script.
  public func list(matching text: String = "") async throws -> [Suppression] {
    let wanted = text.lowercased().filter { !$0.isWhitespace }
    let limit = wanted.isEmpty ? Self.shown : Self.searched
    let found = try await base.read { work in try SuppressionTable.list(limit: limit, in: work) }.map(Self.readable)
    return wanted.isEmpty ? found : Array(found.filter { $0.value?.contains(wanted) ?? false }.prefix(Self.shown))
  }

  private static func readable(_ entry: Suppression) -> Suppression {
    var entry = entry
    entry.value = entry.value.map { value in
      entry.kind == .domain ? Domain.unicode(value) : EmailAddress(value)?.display ?? value
    }
    return entry
  }

  /// Suppresses an address or a domain. - Throws: `.badInput` for what is neither.
  public func add(_ kind: Suppression.Kind, _ text: String, as acting: ActingAs) async throws {
    guard let value = kind == .address ? EmailAddress(text)?.normalized : Self.domain(text) else {
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

  /// What an import came to.
  public struct Imported: Sendable, Hashable {
    public var added = 0
    /// On the list already, or twice in the file.
    public var known = 0
    /// Lines without an address or a domain, the first ones.
    public var unread: [Int] = []
    public var unreadCount = 0
  }

  /// Suppresses every address and domain of a text or CSV file; nothing else of it is kept.
  /// - Throws: `.badInput` for what is no text, `.tooLarge`.
  public func importList(_ bytes: [UInt8], as acting: ActingAs) async throws -> Imported {
    guard bytes.count <= Self.maximumFileBytes else { throw Fault(.tooLarge, "The file is larger than 4 MB; split it.") }
    let records: [CSVRecord]
    do { records = try CSVReader.records(of: bytes).records } catch {
      throw Fault(.badInput, "This is no list: choose a text file with one address on each line, or a CSV file.")
    }
    var result = Imported()
    var entries: [(kind: Suppression.Kind, value: String)] = []
    for (index, record) in records.enumerated() where !record.isBlank {
      let found = Self.entries(record.fields)
      // A first line without any is the names of the columns.
      if found.isEmpty, index > 0 || record.fields.count == 1, !Self.isHeading(record.fields) {
        result.unreadCount += 1
        if result.unread.count < 20 { result.unread.append(record.line) }
      }
      entries += found
    }
    var start = 0
    while start < entries.count {
      try Task.checkCancellation()
      let part = Array(entries[start..<min(start + Self.batch, entries.count)])
      result.added += try await base.write(as: acting) { work in try SuppressionTable.addImported(part, in: work) }
      start += part.count
    }
    result.known = entries.count - result.added
    return result
  }

  /// Writes the list as CSV, oldest first, in pieces. An erased person's entry is a fingerprint only and can't be written.
  public func export(_ write: @Sendable ([UInt8]) async throws -> Void) async throws {
    try await write(Array(CSVWriter.line(["kind", "value", "reason", "created_at"]).utf8))
    var last: Suppression.ID?
    while true {
      let from = last
      let page = try await base.read { work in try SuppressionTable.page(after: from, limit: Self.batch, in: work) }
      guard let end = page.last else { return }
      last = end.id
      var bytes: [UInt8] = []
      for entry in page where entry.mode != .practice {
        guard let value = entry.value else { continue }
        let at = CivilTime(entry.createdAt, offset: 0).rfc3339
        CSVWriter.append([entry.kind.rawValue, value, entry.reason.rawValue, at], to: &bytes)
      }
      if !bytes.isEmpty { try await write(bytes) }
    }
  }

  /// Addresses of a line wherever they stand; a domain only where it stands alone, after an `@`, or in our own export: a column of web
  /// sites must not silence whole companies.
  private static func entries(_ fields: [String]) -> [(kind: Suppression.Kind, value: String)] {
    let addresses = fields.flatMap { EmailAddress.list(CSVWriter.unguarded($0)) }.map { (Suppression.Kind.address, $0.normalized) }
    if !addresses.isEmpty { return addresses }
    if fields.count >= 2, fields[0].lowercased() == "domain", let domain = domain(fields[1]) { return [(.domain, domain)] }
    let filled = fields.map { CSVWriter.unguarded($0) }.filter { !$0.allSatisfy(\.isWhitespace) }
    guard filled.count == 1, let domain = domain(filled[0]) else { return [] }
    return [(.domain, domain)]
  }

  private static func isHeading(_ fields: [String]) -> Bool {
    let words: Set<String> = [
      "email", "e-mail", "mail", "address", "domain", "value", "kind", "adresse", "e-mail-adresse", "email address",
    ]
    return fields.contains { words.contains($0.lowercased()) }
  }

  /// A domain that somebody registered, as it is compared; nil for a bare suffix such as `co.uk`, which would silence a country.
  private static func domain(_ text: String) -> String? {
    var name = text.filter { !$0.isWhitespace }
    if name.hasPrefix("@") { name.removeFirst() }
    guard !name.contains("@"), !name.contains("/"), Domain.registrable(name) != nil else { return nil }
    return Domain.ascii(name)
  }
}
