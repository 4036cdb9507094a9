import Foundation
import Outreach
import Synchronization
import Testing

@testable import ColdOutreach

@Suite struct ProgramTests {
  /// A table with every shape of the product's commands; running one prints what it was given.
  static let commands: [Command] = {
    let echo: @Sendable (Context) async throws -> Int32 = { context in
      let options = context.arguments.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.joined(separator: "+"))" }
      context.terminal.line(([context.arguments.command] + context.arguments.operands + options).joined(separator: " "))
      return 0
    }
    return LaunchCommands.all.filter { ["help", "version"].contains($0.name) } + [
      Command("serve", "Starts.", options: [.value("--port", "N", "Port."), .flag("--no-browser", "No browser.")], run: echo),
      Command(
        "import", "Imports.", operands: .exactly("FILE"),
        options: [.value("--map", "col=field,…", "Columns."), .flag("--dry-run", "Only looks.")], run: echo),
      Command(
        "export", "Exports.", operands: .exactly("leads|messages|replies|audit"),
        options: [.choice("--format", ["csv", "json"], "How.")], run: echo),
      Command("leads list", "Lists leads.", run: echo), Command("leads approve", "Approves.", operands: .some("ID"), run: echo),
      Command("messages resolve", "Resolves.", operands: .exactly("ID sent|not-sent"), run: echo),
      Command("backup", "Backs up.", run: echo),
      Command("backup list", "Lists backups.", run: echo),
      Command("send", "Sends.", options: [.flag("--due-now", "One pass.")], run: echo),
      Command("fails", "Fails.") { _ in throw Fault(.conflict, "It is taken.") },
      Command("number", "Takes a number.", options: [.value("--n", "N", "A number.")]) { context in
        context.terminal.line("\(try context.number("--n", in: 1...9) ?? 0)")
        return 0
      },
    ]
  }()

  static func run(_ line: String) async -> (code: Int32, out: String, err: String) {
    let box = (Lines(), Lines())
    let terminal = Terminal(out: { box.0.add($0) }, err: { box.1.add($0) })
    let words = line.split(separator: " ").map(String.init)
    let code = await Program.run(words, environment: [:], commands: commands, terminal: terminal) { context in
      terminal.line("launch \(context.arguments.options.keys.sorted())")
      return 0
    }
    return (code, box.0.text, box.1.text)
  }

  final class Lines: Sendable {
    private let lines = Mutex("")
    func add(_ text: String) { lines.withLock { $0 += text } }
    var text: String { lines.withLock { $0 } }
  }

  @Test func `command lines`() async {
    let rows: [(String, Int32, String)] = [
      ("", 0, "launch []"), ("--home /x", 0, "launch [\"--home\"]"),
      ("--port 5 --no-browser", 0, "launch [\"--no-browser\", \"--port\"]"),
      ("serve --port 5", 0, "serve --port=5"), ("serve --port=5", 0, "serve --port=5"), ("--home /x serve", 0, "serve --home=/x"),
      ("serve --port", 2, "needs a value: --port N"), ("serve --no-browser=1", 2, "takes no value"),
      ("serve --prt 5", 2, "Did you mean --port?"),
      ("serve --xyzzy", 2, "There is no option --xyzzy of “serve”."), ("serve x", 2, "“x” is too much for “serve”"),
      ("import a.csv --map A=email --dry-run", 0, "import a.csv --dry-run= --map=A=email"),
      ("import --map A=email a.csv", 0, "import a.csv --map=A=email"),
      ("import", 2, "“import” needs FILE."), ("import a b", 2, "“b” is too much"), ("import -- --odd.csv", 0, "import --odd.csv"),
      ("import -", 0, "import -"),
      ("import --home", 2, "--home needs a value: --home DIR"), ("improt a.csv", 2, "Did you mean import?"),
      ("export leads --format csv", 0, "export leads --format=csv"),
      ("export leads --format xml", 2, "csv or json"), ("export leads --format cvs", 2, "Did you mean csv?"),
      ("leads list --json", 0, "leads list --json="),
      ("leads", 2, "“leads” needs one of: list, approve."), ("leads lits", 2, "Did you mean list?"),
      ("leads xyzzy", 2, "There are: list, approve."),
      ("leads approve a b c", 0, "leads approve a b c"), ("leads approve", 2, "needs ID…"),
      ("messages resolve 7 sent", 0, "messages resolve 7 sent"),
      ("messages resolve 7", 2, "needs ID sent|not-sent"), ("backup", 0, "backup"), ("backup list", 0, "backup list"),
      ("backup lsit", 2, "Did you mean list?"),
      ("send --due-now", 0, "send --due-now="), ("xyzzy", 2, "There is no command “xyzzy”."),
      ("version", 0, "cold-outreach \(Version.current)"),
      ("--version", 0, "cold-outreach \(Version.current)"), ("version --json", 0, "{\"version\":\"\(Version.current)\"}"),
      ("help", 0, "Exit codes: 0 done"),
      ("--help", 0, "Exit codes: 0 done"), ("-h", 0, "Exit codes: 0 done"), ("help import", 0, "cold-outreach import FILE"),
      ("import --help", 0, "--map col=field,…"),
      ("help leads", 0, "cold-outreach leads approve ID…"), ("help leads list", 0, "Lists leads."),
      ("help xyzzy", 2, "There is no command “xyzzy”"),
      ("help improt", 2, "Did you mean import?"), ("fails", 1, "It is taken."), ("number --n 10", 2, "a number from 1 to 9"),
      ("number --n 7", 0, "7"),
      ("version --dry-run", 2, "There is no option --dry-run of “version”"),
    ]
    for (line, code, text) in rows {
      let result = await Self.run(line)
      #expect(result.code == code && (code == 0 ? result.out : result.err).contains(text), "\(line): \(result)")
      #expect(code == 0 ? result.err.isEmpty : result.out.isEmpty, "\(line): \(result)")
    }
  }

  @Test func `every row of the real table explains itself and no name stands twice`() {
    let names = LaunchCommands.all.map(\.name)
    #expect(Set(names).count == names.count)
    for command in LaunchCommands.all {
      #expect((1...2).contains(command.words.count) && command.summary.hasSuffix("."), "\(command.name)")
      for option in command.options {
        #expect(option.name.hasPrefix("--") && option.help.hasSuffix("."), "\(command.name) \(option.name)")
      }
    }
  }
}
