import Foundation
import Outreach
import Testing
import Text

@testable import Mail

/// Names the folder of the two-byte charsets.
func loadCharsets() {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../Resources/charsets")
  CharsetTables.load(from: folder.standardizedFileURL.path)
}

/// Reads a mail written with LF line ends.
func read(_ text: String, now: String = "2026-11-21") -> IncomingMail { read(Array(text.utf8), now: now) }

/// Reads a mail's bytes.
func read(_ bytes: [UInt8], now: String = "2026-11-21") -> IncomingMail {
  RFC5322Reader().read(bytes, now: day(now))
}

/// Midnight UTC of `yyyy-mm-dd`.
func day(_ text: String) -> Timestamp {
  let parts = text.split(separator: "-").compactMap { Int($0) }
  return CivilTime(year: parts[0], month: parts[1], day: parts[2]).timestamp
}

/// The folder of real mails, or nil where it is absent.
func corpora() -> URL? {
  let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../../shared/corpora")
  let folder = ProcessInfo.processInfo.environment["CORPORA"].map { URL(fileURLWithPath: $0) } ?? beside
  return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
}

/// Runs a body over rows and names those for which it isn't true.
func failures<Row>(_ rows: [Row], _ holds: (Row) -> Bool) -> [Row] { rows.filter { !holds($0) } }
