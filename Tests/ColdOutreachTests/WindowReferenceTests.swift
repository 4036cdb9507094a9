import Foundation
import Outreach
import Platform
import Testing

@testable import ColdOutreach

@Suite struct WindowReferenceTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("EndToEnd/windows.py").path
  /// Cases; more by WINDOW_CASES.
  private static let count = ProcessInfo.processInfo.environment["WINDOW_CASES"].flatMap { Int($0) } ?? 2000

  @Test(arguments: [1, 2])
  func `local times, open hours and openings in random zones and windows are those of Python's zoneinfo`(seed: Int) async throws {
    let command = ChildCommand(
      "/usr/bin/env", ["python3", Self.script, "\(Self.count)", "\(seed)"], environment: ThisProcess.environment)
    let outcome = try await OwnThread.run { try ChildProcess.run(command, seconds: 600, outputLimit: 64 << 20) }
    try #require(outcome.ending == .exited(0))
    let zones = ZoneFiles(environment: [:], resources: "/nonexistent")
    var (checked, waits, wrong) = (0, 0, [String]())
    for line in String(decoding: outcome.output, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 7, let seconds = Int64(fields[2]), let window = try? SendWindow(fields[1]) else {
        wrong.append(String(line))
        continue
      }
      let moment = Timestamp(rawValue: seconds * 1000)
      let offset = { (moment: Timestamp) in zones.offset(of: fields[0], at: moment) ?? 0 }
      let local = CivilTime(moment, offset: offset(moment))
      let opening = window.nextOpening(from: moment, offset: offset).map { "\($0.rawValue / 1000)" } ?? "-"
      let ours = ["\(offset(moment))", String(local.rfc3339.prefix(19)), window.contains(local) ? "1" : "0", opening]
      if ours != Array(fields[3...]) { wrong.append("\(line) is here \(ours)") }
      if fields[5] == "0" { waits += 1 }
      checked += 1
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(checked): \(wrong.prefix(5))")
    #expect(checked == Self.count && waits > Self.count / 3)
  }
}
