/// The texts of `help`, made from the table.
enum Help {
  /// All commands.
  static func overview(_ commands: [Command]) -> String {
    let width = commands.map { usage($0).count }.max() ?? 0
    let rows = commands.map { "  " + padded(usage($0), min(width, 34)) + "  " + $0.summary }.joined(separator: "\n")
    return """
      Cold Outreach Agent \(Version.current): decent cold e-mail outreach from this computer.

      cold-outreach              Starts the program, or opens a page of the one that runs.
      cold-outreach COMMAND      Does one thing:

      \(rows)

      Options of every command:
      \(table(Command.common))

      `cold-outreach help COMMAND` tells more. Exit codes: 0 done, 1 failed, 2 not understood.

      """
  }

  /// One command, or those whose first word it is.
  static func text(of words: [String], _ commands: [Command]) throws(UsageError) -> String {
    let exact = commands.filter { $0.words == words }
    let found = exact.isEmpty ? commands.filter { $0.words.starts(with: words) } : exact
    guard !found.isEmpty else {
      _ = try Arguments(words + ["--help"], commands: commands)
      throw UsageError("There is no command “\(words.joined(separator: " "))”.")
    }
    return found.map { command in
      let options = command.options.isEmpty ? "" : "\n\(table(command.options))\n"
      return "cold-outreach \(usage(command))\n  \(command.summary)\n\(options)"
    }.joined(separator: "\n")
  }

  private static func usage(_ command: Command) -> String {
    command.operands.text.isEmpty ? command.name : "\(command.name) \(command.operands.text)"
  }

  private static func table(_ options: [Command.Option]) -> String {
    let names = options.map { option in option.value.map { "\(option.name) \($0)" } ?? option.name }
    let width = names.map(\.count).max() ?? 0
    return zip(names, options).map { "  \(padded($0, width))  \($1.help)" }.joined(separator: "\n")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
