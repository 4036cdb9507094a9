import Outreach
import Store
import Text

/// Tables that can be taken out as a file.
public enum ExportKind: String, Sendable, CaseIterable { case leads, messages, replies, audit }

/// How an exported file is written.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// RFC 4180, UTF-8, harmless in spreadsheet programs.
  case csv
  /// One array of objects.
  case json
  /// One object a line.
  case jsonl

  /// Its media type.
  public var mediaType: String {
    switch self {
    case .csv: "text/csv; charset=utf-8"
    case .json: "application/json"
    case .jsonl: "application/x-ndjson"
    }
  }
}

/// Takes out leads, messages, replies and the audit trail, page by page, so that memory stays bounded.
public struct Exports: Sendable {
  private static let pageRows = 500

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Writes a table as a file and notes that in the audit trail.
  /// - Parameter leads: which leads; of other tables everything is taken that is not archived.
  /// - Parameter picked: these leads instead, in this order; those that are gone are left out.
  /// - Parameter write: receives the file piece by piece.
  /// - Returns: how many rows were written.
  @discardableResult
  public func export(
    _ kind: ExportKind, as format: ExportFormat, leads filter: LeadFilter = LeadFilter(), picked: [Lead.ID]? = nil,
    by acting: ActingAs,
    write: @Sendable ([UInt8]) async throws -> Void
  ) async throws -> Int {
    try await base.write(as: acting) { work in
      try AuditTable.append("export", kind.rawValue, nil, after: ["format": format.rawValue], in: work)
    }
    switch kind {
    case .leads: return try await leads(LeadPick(filter: filter, ids: picked), format, write)
    case .messages: return try await messages(format, write)
    case .replies: return try await replies(format, write)
    case .audit: return try await audit(format, write)
    }
  }

  /// One page of rows, with where the next begins or nil at the end.
  private typealias Page<Place: Sendable> = (rows: [ExportRow], next: Place?)

  /// Which leads are taken: those that a filter finds, or those that were picked.
  private struct LeadPick: Sendable {
    let filter: LeadFilter
    let ids: [Lead.ID]?

    /// One page of them.
    func page(after place: String?, in work: Work) throws -> (leads: [Lead], next: String?) {
      guard let ids else {
        let page = try LeadList.page(filter, cursor: place, limit: Exports.pageRows, in: work)
        return (page.leads, page.next)
      }
      let from = place.flatMap { Int($0) } ?? 0
      let to = min(from + Exports.pageRows, ids.count)
      return (try ids[from..<to].compactMap { try LeadTable.find($0, in: work) }, to < ids.count ? String(to) : nil)
    }
  }

  private func leads(_ pick: LeadPick, _ format: ExportFormat, _ write: @Sendable ([UInt8]) async throws -> Void) async throws
    -> Int
  {
    let custom = format == .csv ? try await customColumns(pick) : []
    let columns = LeadExportColumns.names + (format == .csv ? custom.map { "custom." + $0 } : ["custom"])
    return try await pages(columns, format, write) { (place: String?) -> Page<String> in
      try await base.read { work in
        let page = try pick.page(after: place, in: work)
        return (page.leads.map { LeadExportColumns.row($0, custom: custom, objects: format != .csv) }, page.next)
      }
    }
  }

  /// The person's own columns of all leads that are taken; CSV must know them before its first row.
  private func customColumns(_ pick: LeadPick) async throws -> [String] {
    var names: Set<String> = []
    var place: String?
    repeat {
      let from = place
      let page = try await base.read { work in
        let page = try pick.page(after: from, in: work)
        return (names: Set(page.leads.flatMap(\.details.custom.keys)), next: page.next)
      }
      names.formUnion(page.names)
      place = page.next
    } while place != nil
    return names.sorted()
  }

  private func messages(_ format: ExportFormat, _ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Int {
    try await pages(MessageExportColumns.names, format, write) { (place: Int?) -> Page<Int> in
      try await base.read { work in
        let page = try MessageList.page(MessageFilter(), before: place, limit: Self.pageRows, in: work)
        return (page.messages.map { MessageExportColumns.row($0) }, page.next)
      }
    }
  }

  private func replies(_ format: ExportFormat, _ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Int {
    try await pages(ReplyExportColumns.names, format, write) { (place: Int?) -> Page<Int> in
      try await base.read { work in
        let page = try ReplyTable.page(state: nil, replyClass: nil, before: place, limit: Self.pageRows, in: work)
        return (page.replies.map { ReplyExportColumns.row($0) }, page.next)
      }
    }
  }

  private func audit(_ format: ExportFormat, _ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Int {
    try await pages(AuditExportColumns.names, format, write) { (place: Int?) -> Page<Int> in
      try await base.read { work in
        let entries = try AuditTable.page(before: place, limit: Self.pageRows, in: work)
        return (entries.map { AuditExportColumns.row($0) }, entries.count == Self.pageRows ? entries.last?.number : nil)
      }
    }
  }

  /// Writes page after page.
  private func pages<Place: Sendable>(
    _ columns: [String], _ format: ExportFormat, _ write: @Sendable ([UInt8]) async throws -> Void,
    _ page: (Place?) async throws -> Page<Place>
  ) async throws -> Int {
    var out: [UInt8] = []
    var count = 0
    var place: Place?
    if format == .csv { CSVWriter.append(columns, to: &out) } else if format == .json { out.append(0x5B) }
    repeat {
      try Task.checkCancellation()
      let (rows, next) = try await page(place)
      for row in rows {
        if format == .json, count > 0 { out += [0x2C, 0x0A] }
        row.append(to: &out, columns, format)
        count += 1
      }
      place = next
      if !out.isEmpty { try await write(out) }
      out.removeAll(keepingCapacity: true)
    } while place != nil
    if format == .json { try await write([0x5D, 0x0A]) }
    return count
  }
}
