import Outreach

/// The text of `.env.example`: every setting of the catalogue with what it means, each as a comment to be filled in.
enum SettingsExample {
  private static let width = 120

  /// The whole file.
  static var text: String {
    let head = """
      # Settings of Cold Outreach Agent. Take out the # before a line, change it, and read the file in:
      #   cold-outreach setup --from FILE
      # Whatever is not set here keeps its value; all of it can be changed on the page Settings as well.

      """
    let groups = Setting.Group.allCases.compactMap { group in
      let rows = SettingsCatalogue.all.filter { $0.group == group && $0.isUsed }
      return rows.isEmpty ? nil : "\n# ── \(group.rawValue) ──\n" + rows.map(row).joined(separator: "\n")
    }
    return head + groups.joined(separator: "\n") + "\n"
  }

  private static func row(_ setting: Setting) -> String {
    let secret = setting.isSecret ? " It is kept sealed." : ""
    let comment = wrapped("\(setting.help)\(secret) Allowed: \(setting.allowed).").map { "# \($0)" }.joined(separator: "\n")
    return "\(comment)\n#\(setting.name)=\(setting.standard)\n"
  }

  private static func wrapped(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: [String]()) { lines, word in
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
