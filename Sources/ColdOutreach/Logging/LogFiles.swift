import Glibc
import JSONText
import Outreach
import Platform
import Synchronization

/// The logs: JSON lines, one file a subject, turned over by size and day, removed by age.
///
/// A log that can't be written (a full disk) is silently shorter: it must never stop the program.
final class LogFiles: Log {
  /// Bytes after which a file is put aside.
  static let fileBytes = 8 << 20
  /// Files put aside of one subject at most, whatever their age.
  static let mostFiles = 20
  private static let secondsADay = 86_400

  private struct Open {
    var file: Descriptor
    var bytes: Int
    /// Days since 1970 on which it was begun, UTC.
    var day: Int
  }

  private let folder: String
  private let clock: any Clock
  private let limit: Int
  private struct State {
    var open: [LogEvent.Subject: Open] = [:]
    var level: LogEvent.Level
    var days: Int
  }
  private let state: Mutex<State>

  /// Logs in a folder, which is there.
  /// - Parameters:
  ///   - level: less important events are left out.
  ///   - days: files put aside are removed after so many.
  init(folder: String, clock: any Clock, level: LogEvent.Level, days: Int, fileBytes: Int = LogFiles.fileBytes) {
    (self.folder, self.clock, limit) = (folder, clock, fileBytes)
    state = Mutex(State(level: level, days: days))
  }

  /// Takes over changed settings.
  func follow(_ settings: SettingsValues) {
    let level = LogEvent.Level(rawValue: settings[.logLevel] ?? "") ?? .info
    state.withLock {
      $0.level = settings[.debug] ? .debug : level
      $0.days = settings[.logDays]
    }
  }

  /// Writes an event to its subject's file, and errors to `errors` too.
  func write(_ event: LogEvent) {
    let moment = clock.now()
    state.withLock { state in
      guard event.level >= state.level else { return }
      let line = LogLine.bytes(event, at: moment)
      CrashWatch.note(line)
      append(line, event.subject, moment, &state)
      if event.level == .error, event.subject != .errors { append(line, .errors, moment, &state) }
    }
  }

  /// The newest lines of a subject, oldest first.
  /// - Parameter limit: lines at most; of the last 256 kB.
  func newest(_ subject: LogEvent.Subject, limit: Int) -> [String] {
    let tail = 256 << 10
    guard let file = try? Descriptor.open(path(subject), O_RDONLY), let about = Files.about(path(subject)) else { return [] }
    let start = max(0, about.bytes - tail)
    guard lseek(file.number, start, SEEK_SET) >= 0, let bytes = try? file.read(atMost: tail) else { return [] }
    let lines = bytes.split(separator: 0x0A).dropFirst(start > 0 ? 1 : 0)
    return lines.suffix(limit).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Removes what is past its time, of subjects that nothing is written to as well.
  func prune() {
    let moment = clock.now()
    state.withLock { state in
      for subject in LogEvent.Subject.allCases {
        let seconds = Files.about(path(subject))?.modifiedSeconds ?? .max
        if seconds < Int(moment.rawValue / 1000) - state.days * Self.secondsADay {
          state.open[subject] = nil
          try? Files.remove(path(subject))
        }
        removeOld(subject, moment, days: state.days)
      }
    }
  }

  private func append(_ line: [UInt8], _ subject: LogEvent.Subject, _ moment: Timestamp, _ state: inout State) {
    let day = Int(moment.rawValue / 1000) / Self.secondsADay
    if let open = state.open[subject], open.bytes + line.count > limit || open.day != day {
      state.open[subject] = nil
      turnOver(subject, moment, days: state.days)
    }
    if state.open[subject] == nil { state.open[subject] = reopen(subject, moment, day, days: state.days) }
    guard let open = state.open[subject], (try? open.file.write(line)) != nil else {
      state.open[subject] = nil
      return
    }
    state.open[subject]?.bytes += line.count
  }

  private func reopen(_ subject: LogEvent.Subject, _ moment: Timestamp, _ day: Int, days: Int) -> Open? {
    // A file that an earlier start left: gone on with on the same day, put aside otherwise.
    if let about = Files.about(path(subject)), about.bytes >= limit || about.modifiedSeconds / Self.secondsADay != day {
      turnOver(subject, moment, days: days)
    }
    guard let file = try? Descriptor.open(path(subject), O_WRONLY | O_CREAT | O_APPEND) else { return nil }
    return Open(file: file, bytes: Files.about(path(subject))?.bytes ?? 0, day: day)
  }

  private func turnOver(_ subject: LogEvent.Subject, _ moment: Timestamp, days: Int) {
    rename(path(subject), "\(folder)/\(subject.rawValue).\(moment.rawValue).jsonl")
    removeOld(subject, moment, days: days)
  }

  private func removeOld(_ subject: LogEvent.Subject, _ moment: Timestamp, days: Int) {
    let names = ((try? Files.names(in: folder)) ?? []).filter { Self.isAside($0, of: subject) }
    let oldest = moment.adding(seconds: -days * Self.secondsADay).rawValue
    for (index, name) in names.enumerated() {
      let isOld = name.split(separator: ".").dropFirst().first.flatMap { Int64($0) }.map { $0 < oldest } ?? false
      if isOld || index < names.count - Self.mostFiles { try? Files.remove("\(folder)/\(name)") }
    }
  }

  private static func isAside(_ name: String, of subject: LogEvent.Subject) -> Bool {
    name.hasPrefix("\(subject.rawValue).") && name.hasSuffix(".jsonl") && name.split(separator: ".").count == 3
  }

  private func path(_ subject: LogEvent.Subject) -> String { "\(folder)/\(subject.rawValue).jsonl" }
}
