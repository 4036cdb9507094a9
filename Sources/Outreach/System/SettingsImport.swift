/// What an `.env` file brings: the values to store, and everything that the person should know about it.
public struct SettingsImport: Sendable {
  /// Texts by canonical name, only those that can be read; secrets among them.
  public private(set) var values: [String: String] = [:]
  /// Lines that can't be read, unknown names, refused values, and what doesn't fit together afterwards.
  public private(set) var problems: [SettingsValues.Problem] = []

  /// Reads a file's text.
  /// - Parameters:
  ///   - text: the file; the caller has limited its size.
  ///   - stored: what is stored already, so that the checks see the whole.
  public init(_ text: String, over stored: [String: String] = [:]) {
    let file = SettingsFile(text)
    problems = file.troubles.map { SettingsValues.Problem("line \($0.line)", $0.detail, .warning) }
    var givenAs: [String: String] = [:]
    for entry in file.entries { take(entry, &givenAs) }
    let merged = SettingsValues(stored: stored.merging(values) { $1 })
    problems += merged.problems.filter { problem in !problems.contains { $0.setting == problem.setting && $0.weight == .error } }
  }

  private mutating func take(_ entry: SettingsFile.Entry, _ givenAs: inout [String: String]) {
    guard let setting = SettingsCatalogue.setting(entry.name) else {
      problems.append(SettingsValues.unknown(entry.name))
      return
    }
    // The name itself beats an older one, wherever it stands; of two equal names the last counts, as shells do it.
    if let before = givenAs[setting.name], before != entry.name {
      if let other = values[setting.name], other != entry.value {
        problems.append(
          SettingsValues.Problem(
            setting.name, "\(before) and \(entry.name) mean the same, but differ; \(setting.name) counts.", .warning))
      }
      guard entry.name == setting.name else { return }
    }
    do throws(Fault) {
      guard try setting.read(entry.value) != nil else { return }
      values[setting.name] = entry.value
      givenAs[setting.name] = entry.name
    } catch {
      problems.append(SettingsValues.Problem(setting.name, error.detail))
    }
  }
}
