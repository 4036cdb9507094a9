import API
import Engine
import Outreach
import Platform
import SQLite
import Store
import Text

/// What somebody who helps needs to know, as one ZIP, without personal data and secrets: only what is listed here gets in.
struct Diagnostics: Sendable {
  private static let logLines = 300

  let base: Base
  let settings: Settings
  let folders: Folders
  let checks: @Sendable () async -> [HealthCheck]
  let logLines: @Sendable (_ subject: LogEvent.Subject, _ limit: Int) -> [String]

  /// The archive.
  func zip() async throws -> [UInt8] {
    var zip = StoredZip()
    zip.add("README.txt", Array(Self.readme.utf8))
    zip.add("about.txt", Array(about.utf8))
    zip.add("settings.txt", Array(Self.text(settings.values).utf8))
    zip.add("counts.txt", Array(try await counts().utf8))
    zip.add("checks.txt", Array(await Self.text(checks()).utf8))
    for subject in LogEvent.Subject.allCases {
      let lines = logLines(subject, Self.logLines).map { Redaction.scrubbed($0) }
      zip.add("logs/\(subject.rawValue).log", Array((lines.joined(separator: "\n") + "\n").utf8))
    }
    for report in CrashReports(folders).all() { zip.add("crashes/\(report.id).txt", Array(Redaction.scrubbed(report.text).utf8)) }
    return zip.bytes
  }

  private static let readme = """
    What Cold Outreach Agent says about itself, to be given to somebody who helps. It holds versions, which settings are set (never a
    text that you entered), counts, the results of the checks, and the last lines of the logs. No names, no addresses, no mails, no keys.
    Look through it before you pass it on: it is plain text.

    """

  private var about: String {
    let own = CrashWatch.buildID
    let place = InstalledBundle.own == nil ? "no bundle" : "bundle"
    return """
      Version: \(Version.current)
      Build: \(own.isEmpty ? "unknown" : own)
      System: \(ThisProcess.system)
      File system: \(FileSystem(at: folders.data)?.rawValue ?? "unknown")
      Started from: \(place)
      Free: \((Files.freeBytes(at: folders.data) ?? 0) >> 20) MB

      """ + Health.use(folders, file: base.database.configuration.path).map { "\($0.name): \($0.bytes) bytes\n" }.joined()
  }

  /// Values only where they can't be words of a person: switches, numbers, choices, hours.
  static func text(_ values: SettingsValues) -> String {
    SettingsCatalogue.all.map { setting in
      let isChosen = values.isChosen(setting.name)
      switch setting.kind {
      case .flag, .number, .numbers, .choice, .choices, .window:
        let value = setting.isSecret ? "set" : values.text(setting.name) ?? ""
        return "\(setting.name): \(isChosen ? value : "standard")"
      case .text, .lines, .address, .host, .url, .feed, .origins, .path, .zone:
        return "\(setting.name): \(isChosen ? "set" : "not set")"
      }
    }.joined(separator: "\n") + "\n"
  }

  /// Without their details, which may name a file, a host or a business.
  static func text(_ checks: [HealthCheck]) -> String {
    checks.map { "\($0.ok.map { $0 ? "good" : "BAD" } ?? "unknown")  \($0.name)" }.joined(separator: "\n") + "\n"
  }

  private func counts() async throws -> String {
    try await base.read { work in
      let figures = try BaseFigures.read(in: work.tx)
      let jobs = try JobTable.counts(in: work).sorted { $0.key < $1.key }.map { "jobs \($0.key): \($0.value)" }
      let messages = try MessageList.counts(in: work).sorted { $0.key < $1.key }.map { "messages \($0.key): \($0.value)" }
      let leads = try LeadList.counts(in: work).states.sorted { "\($0.key)" < "\($1.key)" }.map { "leads \($0.key): \($0.value)" }
      return
        ([
          "schema: \(figures.schema)", "leads: \(figures.leads)", "messages: \(figures.messages)", "replies: \(figures.replies)",
          "campaigns: \(figures.campaigns)", "attempts: \(try SendAttemptTable.count(in: work))",
        ] + leads + messages + jobs).joined(separator: "\n") + "\n"
    }
  }
}
