import Outreach
import Store

/// Follows the audit trail: a line in the log for each row, and where the chain stands in a file outside the base, at most once a second.
final class AuditWatch: Sendable {
  private static let secondsBetween = 1
  private static let mostLines = 50

  private let log: any Log
  private let rows: AsyncStream<Void>.Continuation
  private let writer: Task<Void, Never>

  /// Follows a base.
  init(base: Base, head: AuditHeadFile, log: any Log) {
    self.log = log
    let (stream, rows) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.rows = rows
    writer = Task {
      for await _ in stream {
        if let now = try? await base.read({ work in try AuditTable.head(in: work) }) { head.write(now) }
        // Ends early where the program ends; the end writes the head itself.
        try? await Task.sleep(for: .seconds(Self.secondsBetween))
      }
    }
    base.onAudit { [weak self] entries in self?.note(entries) }
  }

  /// Follows no more.
  func stop() async {
    rows.finish()
    writer.cancel()
    await writer.value
  }

  private func note(_ entries: [Base.Audited]) {
    rows.yield()
    // Log-ins and refusals are told by the guard itself.
    for entry in entries.prefix(Self.mostLines) where entry.entity != "session" {
      log.write(
        LogEvent(
          .audit, .info, "change",
          [
            "entity": .text(entry.entity), "action": .text(entry.action), "id": .text(entry.id ?? ""),
            "actor": .text(entry.actor.rawValue),
          ],
          request: entry.requestID))
    }
    if entries.count > Self.mostLines {
      log.write(
        LogEvent(.audit, .info, "more_changes", ["count": .number(entries.count - Self.mostLines)], request: entries[0].requestID))
    }
  }
}
