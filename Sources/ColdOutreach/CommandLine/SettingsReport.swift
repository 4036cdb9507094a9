import Outreach

/// What `validate` and `setup --from` print about settings: every problem at once.
enum SettingsReport {
  private struct Item: Encodable {
    let setting: String
    let weight: String
    let detail: String
  }

  private struct Report: Encodable {
    let valid: Bool
    let mode: String
    let problems: [Item]
  }

  /// Prints the problems.
  /// - Returns: the exit code: 1 where something is refused.
  static func print(_ settings: SettingsValues, more: [SettingsValues.Problem] = [], _ context: Context) throws -> Int32 {
    let problems = more + settings.problems.filter { !more.contains($0) }
    let isValid = !problems.contains { $0.weight == .error }
    let report = Report(
      valid: isValid, mode: settings.mode.rawValue,
      problems: problems.map { Item(setting: $0.setting, weight: $0.weight.rawValue, detail: $0.detail) })
    try context.answer(report, text(problems))
    return isValid ? 0 : 1
  }

  private static func text(_ problems: [SettingsValues.Problem]) -> String {
    guard !problems.isEmpty else { return "All settings are fine." }
    return problems.map { "\($0.weight.rawValue): \($0.setting): \($0.detail)" }.joined(separator: "\n")
  }
}
